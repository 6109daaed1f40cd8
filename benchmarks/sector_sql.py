"""The SQL of a sector of facts; see sector_facts.py. No Django: it is run from outside."""

COMPANIES = """
INSERT INTO companies_company (id, slug, name, city, kvk_number, status, joined_on,
                               requires_two_step)
SELECT md5('company' || n)::uuid, 'cijfers-' || n, 'Cijferbedrijf ' || n, 'Meetstad', '', 'member',
       '2020-01-01', false
FROM generate_series(1, {companies}) n ON CONFLICT DO NOTHING
"""
FACTS = """
INSERT INTO diligence_summaryfact
    (id, company_id, cycle_id, basis, sha256, size, "position", measure, a, b, value)
SELECT gen_random_uuid(), md5('company' || n)::uuid, cycle.id, 'handed_in', repeat('0', 64),
       (ARRAY['micro','small','medium','large'])[1 + n % 4],
       (ARRAY['smelting','trading','semis','stockist','components'])[1 + n % 5],
       measure, a, b, value
FROM generate_series(1, {companies}) n
CROSS JOIN diligence_cycle cycle
CROSS JOIN LATERAL (
    SELECT 'file' AS measure, '' AS a, '' AS b, 1 AS value
    UNION ALL SELECT 'band', (ARRAY['basic','improving','established','advanced','mature'])
        [1 + (n * 7 + cycle.year) % 5], '', 1
    UNION ALL SELECT 'score', '', '', (n * 13 + cycle.year) % 101
    UNION ALL SELECT 'score_point', ((n * 13 + cycle.year) % 101)::text, '', 1
    UNION ALL SELECT 'expected', (ARRAY['met','below','unknown'])[1 + n % 3], '', 1
    UNION ALL SELECT 'policy', (ARRAY['published','made','none'])[1 + n % 3], '', 1
    UNION ALL SELECT 'moved', (ARRAY['up','same','down','first'])[1 + n % 4], '', 1
    UNION ALL SELECT 'change', '', '', n % 9 - 4
    UNION ALL SELECT 'step_score', step, '', (n * 17 + ord) % 101
        FROM unnest(ARRAY['embed','identify','prevent','track','communicate','remedy'])
            WITH ORDINALITY steps(step, ord)
    UNION ALL SELECT 'sub_action', part, '', (n * 19 + ord) % 101
        FROM unnest(ARRAY['1.1','1.2','1.3','2.1','2.2','2.3','2.4','3.1','3.2','4.1','5.1','6.1',
            '6.2']) WITH ORDINALITY parts(part, ord)
    UNION ALL SELECT 'theme', theme(n, k), '', 1 + (n + k) % 5 FROM generate_series(0, 7) k
    UNION ALL SELECT 'metal_theme', metal(n + k), theme(n, k), 1 + (n + k) % 5
        FROM generate_series(0, 7) k
    UNION ALL SELECT 'group_theme', (ARRAY['light','steel','base','alloy','precious','battery',
        'special'])[1 + (n + k) % 7], theme(n, k), 1 + (n + k) % 5 FROM generate_series(0, 7) k
    UNION ALL SELECT 'country_theme', country(n + k), theme(n, k), 1 + (n + k) % 5
        FROM generate_series(0, 7) k
    UNION ALL SELECT 'region_theme', (ARRAY['europe','sub_saharan_africa','east_asia',
        'latin_america','south_east_asia','oceania'])[1 + (n + k) % 6], theme(n, k),
        1 + (n + k) % 5 FROM generate_series(0, 7) k
    UNION ALL SELECT 'stage_theme', 'ST' || lpad((1 + (n + k) % 14)::text, 2, '0'), theme(n, k),
        1 + (n + k) % 5 FROM generate_series(0, 7) k
    UNION ALL SELECT 'metal', metal(n + k), '', 3 FROM generate_series(0, 4) k
    UNION ALL SELECT 'country', country(n + k), '', 2 FROM generate_series(0, 5) k
    UNION ALL SELECT 'chain_lines', link, '', 9 FROM unnest(ARRAY['tier1','smelter','mine']) link
    UNION ALL SELECT 'chain_known', link, '', 1 + n % 9
        FROM unnest(ARRAY['tier1','smelter','mine']) link
    UNION ALL SELECT 'action_status', status, '', 1 + n % 4
        FROM unnest(ARRAY['idea','planned','running','done']) status
    UNION ALL SELECT 'action_effect', effect, '', 1
        FROM unnest(ARRAY['reached','under_way','not_measured']) effect
    UNION ALL SELECT 'complaints', kind, '', 1 + n % 3 FROM unnest(ARRAY['total','open']) kind
) facts
WHERE cycle.year = {year}
"""
HELPERS = (
    """
CREATE OR REPLACE FUNCTION theme(n bigint, k integer) RETURNS text IMMUTABLE LANGUAGE sql
    AS $$ SELECT 'RT' || lpad((1 + (n * 3 + k) % 35)::text, 2, '0') $$
""",
    """
CREATE OR REPLACE FUNCTION theme(n integer, k integer) RETURNS text IMMUTABLE LANGUAGE sql
    AS $$ SELECT theme(n::bigint, k) $$
""",
    """
CREATE OR REPLACE FUNCTION metal(n integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT (ARRAY['ME-AL','ME-FE','ME-CU','ME-ZN','ME-PB','ME-SN','ME-W','ME-TA','ME-AU','ME-AG',
        'ME-PT','ME-NI','ME-CO','ME-LI','ME-MN','ME-CR','ME-MG','ME-TI'])[1 + n % 18] $$
""",
    """
CREATE OR REPLACE FUNCTION country(n integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT (ARRAY['CD','CN','ID','PE','CL','AU','BR','ZA','NL','DE','GN','PH','MM','RU','TR','IN',
        'BO','RW','KZ','CA'])[1 + n % 20] $$
""",
)
