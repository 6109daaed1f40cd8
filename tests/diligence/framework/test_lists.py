"""The shared lists as a whole: complete, sourced, checked to the line, told apart by edition."""

import re
from datetime import date
from functools import lru_cache

import pytest

from diligence.framework.catalogues import CATALOGUES, catalogue
from diligence.framework.lists import check_lists, difference, lists_document, own_lists
from diligence.framework.lists.document import read_lists
from diligence.framework.source import read_text

TODAY = date(2026, 11, 30)


@lru_cache(maxsize=1)
def own_files():
    """Return the lists of the product, read once."""
    return read_lists(CATALOGUES)


def changed(name: str, old: str, new: str) -> tuple[dict, int]:
    """Return the lists with one of them changed after its header, and the line of the change."""
    text = (CATALOGUES / f"{name}.yaml").read_text(encoding="utf-8")
    place = text.index(old, text.index("\nentries:") + 1)
    text = text[:place] + new + text[place + len(old) :]
    files = {**own_files(), name: read_text(f"{name}.yaml", text)}
    return files, text.count("\n", 0, place) + 1


def faults_of(files, **how) -> list[str]:
    return [str(one) for one in check_lists(files, today=TODAY, **how) if not one.is_warning]


def test_the_lists_of_the_product_have_no_faults_and_are_complete():
    assert faults_of(own_files()) == []
    assert {name: len(catalogue(name)) for name in ("metals", "stages", "themes", "annex2")} == {
        "metals": 40,
        "stages": 14,
        "themes": 35,
        "annex2": 10,
    }
    assert len(catalogue("countries")) == 249
    assert len(catalogue("evidence_types")) == 38
    assert len(catalogue("eu_thresholds")) == 22
    assert len(catalogue("leverage_types")) == 5
    assert len(catalogue("leads")) >= 80


def test_every_lead_says_who_reports_it_and_old_or_undated_ones_are_warned_of():
    warned = {one.subject for one in check_lists(own_files(), today=TODAY)}

    for lead in catalogue("leads"):
        years = [report.get("year", 0) for report in lead.get("reports")]
        assert all(report["by"]["nl"] and report["by"]["en"] for report in lead.get("reports"))
        assert (lead.key in warned) == (max(years) < 2021), lead.key


def test_every_share_of_a_metal_has_a_source_and_a_year():
    for metal in catalogue("metals"):
        for name in ("producers", "refiners"):
            if any("share" in part for part in metal.get(name, ())):
                said = metal.get(f"{name}_from")
                assert said["year"] >= 2023 and (said.get("source") or said.get("by")), metal.key


def test_every_theme_names_its_chapter_goal_and_where_weighing_starts():
    for theme in catalogue("themes"):
        assert theme.get("guidelines") and theme.get("sdg") and theme.get("typical")
        assert theme.get("ilo") or theme.get("instruments"), theme.key


@pytest.mark.parametrize(
    ("name", "old", "new", "subject", "message"),
    [
        ("leads", "[RT09, RT10]", "[RT09, RT99]", "LD-CO-CD-1", "'RT99' is not in the list themes"),
        ("leads", 'countries: ["CD"]', "countries: [false]", "LD-CO-CD-1", "must be an ISO code"),
        ("leads", 'countries: ["CD"]', 'countries: ["XX"]', "LD-CO-CD-1", "'XX' is not in the"),
        (
            "leads",
            "source: ILAB24",
            "source: ILAB99",
            "LD-CO-CD-1",
            "'ILAB99' is not in the list sources",
        ),
        ("leads", "year: 2024", "year: 2031", "LD-CO-CD-1", "that has yet to come"),
        ("leads", "reading: read", "reading: maybe", "LD-CO-CD-1", "It must be one of: read"),
        ("leads", "reading: read", "link: http://x.nl", "LD-CO-CD-1", "must start with https://"),
        ("leads", "    en: Child labour and", "    fr: Child labour and", "LD-CO-CD-1", "no en"),
        ("leads", "    reports:", "    report:", "LD-CO-CD-1", "Did you mean 'reports'?"),
        ("metals", "share: 34", "share: 134", "ME-AL", "a share lies between 0 and 100"),
        ("metals", "share: 34", "share: 64", "ME-AL", "The shares add up to 122 per cent"),
        ("metals", '"GN"', '"AU"', "ME-AL", "names a country twice"),
        ("metals", "    producers_from", "    producers_off", "ME-AL", "'producers_from'"),
        ("areas", 'country: "AF"', "country: NO1", "AR-AF", "must be an ISO code"),
        ("areas", '"2025-06-30"', '"30 juni"', "AR-AF", "must be a day such as"),
        ("areas", "complete: false", "complete: no", "AR-AF", "must be true or false"),
        ("themes", "typical: {scale: 4", "typical: {scale: 7", "RT01", "5 is the most"),
        ("eu_thresholds", "kg_per_year: 5000", "kg_per_year: veel", "CN-26090000", "whole number"),
        ("instruments", "key: ICESCR", "key: ICCPR", "ICCPR", "Keys are unique in a list"),
    ],
)
def test_a_fault_is_told_with_its_line(name, old, new, subject, message):
    files, line = changed(name, old, new)
    faults = faults_of(files)

    about = [one for one in faults if one.startswith(f"{name}.yaml, line ") and message in one]
    assert about, faults
    place = int(about[0].split("line ")[1].split(",")[0])
    assert abs(place - line) <= 3  # the place itself, or the block around what is missing
    assert f", {subject}: " in about[0]


def test_a_lead_says_countries_or_everywhere():
    files, _ = changed("leads", 'countries: ["CD"]', 'countries: ["CD"]\n    everywhere: true')

    assert faults_of(files) == [
        "leads.yaml, line 11, LD-CO-CD-1: Say either 'countries' or 'everywhere: true'."
    ]


def test_a_list_that_is_no_yaml_or_lacks_its_entries_is_a_fault_and_nothing_breaks():
    files, _ = changed("leads", "entries:\n", "entries: none\nrest:\n")

    assert any("'entries' must be a list" in one for one in faults_of(files))


def test_a_published_key_may_not_go_but_a_lead_or_area_may():
    published = {"themes": ["RT01", "RT77"], "leads": ["LD-GONE"], "areas": ["AR-GONE"]}

    assert faults_of(own_files(), published=published) == [
        "themes.yaml, line 1, RT77: 'RT77' is published and gone here. Files point at it: put it "
        "back."
    ]


def test_a_missing_or_too_short_list_is_a_fault():
    files = {name: file for name, file in own_files().items() if name != "areas"}

    assert faults_of(files) == ["areas.yaml, line 1, areas: The list areas is missing. Add it."]


def test_the_hash_does_not_hang_on_layout_and_a_changed_word_changes_it():
    text = (CATALOGUES / "areas.yaml").read_text(encoding="utf-8")
    remarked = read_text("areas.yaml", "# another remark\n" + text)
    same = lists_document({**own_files(), "areas": remarked})
    other = lists_document(changed("areas", "Delen van Jemen", "Heel Jemen")[0])

    assert same.sha256 == own_lists().sha256 != other.sha256


def test_the_difference_is_told_in_plain_dutch():
    changes = [
        ("metals", '{country: "CL", share: 23}', '{country: "CL", share: 25}'),
        ("areas", "key: AR-YE", "key: AR-YE-1"),
    ]
    files = {**own_files(), **{change[0]: changed(*change)[0][change[0]] for change in changes}}
    leads = (CATALOGUES / "leads.yaml").read_text(encoding="utf-8")
    leads = leads.replace('countries: ["CD"]', 'countries: ["CD", "ZM"]', 1)
    leads = leads.replace("year: 2024", "year: 2026", 1)
    after = lists_document({**files, "leads": read_text("leads.yaml", leads)})

    assert difference(own_lists().content, after.content) == [
        "Metalen: 1 gewijzigd",
        "  ~ ME-CU (Koper): winlanden: Chili 23% → Chili 25%",
        "Aanwijzingen: 1 gewijzigd",
        "  ~ LD-CO-CD-1 (Kinderarbeid en dwangarbeid bij de winning van kobalterts): landen: + "
        "Zambia; bronnen: Amerikaans ministerie van Arbeid (2024) → Amerikaans ministerie van "
        "Arbeid (2026)",
        "Gebieden met conflict of groot risico: 1 nieuw, 1 weg",
        "  + AR-YE-1: Delen van Jemen",
        "  − AR-YE: Delen van Jemen",
    ]
    assert difference(after.content, after.content) == []


def test_every_theme_has_two_or_three_measures_from_light_to_heavy():
    order = ("light", "medium", "heavy")
    groups = {one.get("group") for one in catalogue("theme_measures")}
    assert len(groups) == 16
    for theme in catalogue("themes"):
        offered = [one for one in catalogue("theme_measures") if theme.key in one.get("themes")]
        efforts = [order.index(one.get("effort")) for one in offered]
        assert len(offered) in (2, 3) and efforts == sorted(efforts), theme.key
        assert offered[0].get("effort") == "light", theme.key


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("themes: [RT09]", "themes: [RT99]", "'RT99' is not in the list themes."),
        ("themes: [RT09]", "themes: [RT10]", "it needs 2 or 3"),
        ("effort: light", "effort: heavy", "from light to heavy"),
        ("effort: light", "effort: huge", "'effort'"),
        ("group: TG09", "group: TG10", "stands in two groups"),
        ("themes: [RT08]", "themes: [RT09]", "RT08 has 1 measures"),
        ("Vraag met wie", "Vraag " + "heel " * 40 + "met wie", "longer than 150 characters"),
    ],
)
def test_a_measure_that_can_not_be_used_is_named(old, new, said):
    files, _ = changed("theme_measures", old, new)

    found = faults_of(files)
    assert any(said in one for one in found), found


def test_a_model_text_with_nothing_to_fill_in_is_named():
    whole = (CATALOGUES / "theme_measures.yaml").read_text(encoding="utf-8")
    without = re.sub(r"[\[\]]", "", whole.partition("  - key: TM01-2")[0].partition("smart:")[2])
    head, tail = whole.partition("smart:")[0], whole[whole.index("  - key: TM01-2") :]
    text = f"{head}smart:{without}{tail}".replace(
        'sources: "OECD-DDG 3.2", "OECD-MIN step 3"', 'sources: ["OECD-DDG 3.2"]'
    )
    files = {**own_files(), "theme_measures": read_text("theme_measures.yaml", text)}

    found = [one for one in faults_of(files) if "something to fill in" in one]
    assert len(found) == 2 and all("TM01-1" in one for one in found)
