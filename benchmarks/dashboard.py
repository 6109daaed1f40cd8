"""Figures 6 and 7: the dashboard with many companies, against a tenth and against one query."""

from statistics import median

from benchmarks.figures import Figure, ratio
from benchmarks.ground import Database, Ground, cpu_of
from benchmarks.web import Client, wait_for

PART = 5
TABLE = """
DROP TABLE IF EXISTS bench_summary;
CREATE TABLE bench_summary AS
    SELECT cycle_id, company_id, status, (submitted_at IS NOT NULL) AS handed_in,
           figures ->> 'band' AS band, (figures ->> 'score')::numeric AS score,
           (figures ->> 'filled')::integer AS filled
    FROM diligence_assessment;
CREATE INDEX ON bench_summary (cycle_id, status, band) INCLUDE (handed_in, score, filled);
VACUUM ANALYZE bench_summary;
"""
QUERY = """
SELECT status, band, count(*), count(*) FILTER (WHERE handed_in), avg(score), avg(filled)
FROM bench_summary GROUP BY status, band
"""


def against_sql(ground: Ground, database: Database, requests: int) -> Figure:
    """Return figure 7: the page against its totals as one query on a covering index, and a view."""
    page = Client(ground.serve("convenant.wsgi:application", database), database.facts["officer"])
    bare = Client(ground.serve("benchmarks.bare:application", database), database.facts["bare"])
    used = []
    for client, path in ((page, f"/sector/{database.facts['year']}/"), (bare, "/")):
        wait_for(client, path)
        before = client.server.cpu()
        for _ in range(requests):
            client.ask("GET", path)
        used.append(1000 * (client.server.cpu() - before) / requests)
        client.server.stop()
    with ground.superuser(database.name) as server:
        for statement in filter(str.strip, TABLE.split(";")):
            server.execute(statement)
        before, times = cpu_of(server.info.backend_pid), 10 * requests
        for _ in range(times):
            server.execute(QUERY)
        query = 1000 * (cpu_of(server.info.backend_pid) - before) / times
    floor = 1.5 * query + used[1]
    detail = f"{used[0]:.1f} ms; the query {query:.2f} ms, a bare view {used[1]:.1f} ms"
    return ratio(
        "7", "dashboard CPU / (1.5 x one query + a bare view)", 1.0, [used[0] / floor], detail
    )


def measure(
    ground: Ground, small: Database, large: Database, rounds: int, requests: int
) -> list[Figure]:
    """Take turns on two servers and return figure 6, by time and by CPU."""
    few = Client(ground.serve("convenant.wsgi:application", small), small.facts["officer"])
    many = Client(ground.serve("convenant.wsgi:application", large), large.facts["officer"])
    path = f"/sector/{large.facts['year']}/"
    for client in (few, many):
        wait_for(client, path)
    by_time, by_cpu, cost = [], [], []
    for _ in range(rounds):
        before = few.server.cpu(), many.server.cpu()
        for _ in range(requests // PART):
            for client in (few, many):
                for _ in range(PART):
                    client.ask("GET", path)
        used = few.server.cpu() - before[0], many.server.cpu() - before[1]
        times = few.p50(), many.p50()
        by_time.append(times[1] / times[0])
        by_cpu.append(used[1] / used[0])
        cost.append((*times, 1000 * used[0] / requests, 1000 * used[1] / requests))
    small_wall, large_wall, small_cpu, large_cpu = map(median, zip(*cost, strict=True))
    sizes = f"{large.companies:,} / {small.companies:,} companies"
    return [
        ratio(
            "6",
            f"dashboard p50, {sizes}",
            1.3,
            by_time,
            f"{large_wall:.1f} ms / {small_wall:.1f} ms",
        ),
        ratio(
            "6",
            f"dashboard CPU, {sizes}",
            1.3,
            by_cpu,
            f"{large_cpu:.1f} ms / {small_cpu:.1f} ms, worker and database together",
        ),
    ]
