"""What contradicts itself or is missing in a declaration is told, with the cell it stands in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from diligence.services.declarations import words
from diligence.smelters.reading import read
from tests.smelters.test_reading import TODAY
from tests.smelters.workbooks import GOOD, NO, THREE_TG, TIN, Maker, Row, make

METALS = Maker().minerals


def answers(**tin: str):
    """Return good answers, with these of tin."""
    return {**dict.fromkeys(METALS, GOOD), "tin": {**GOOD, **tin}}


CASES: dict[str, tuple[dict, str]] = {
    "fields_missing": ({"email": ""}, ""),
    "day_ahead": ({"day": TODAY + timedelta(days=2)}, ""),
    "day_old": ({"day": date(2025, 5, 1)}, ""),
    "day_unclear": ({"day": "03/04/2026"}, ""),
    "no_products": ({"scope": "B. Product (or List of Products)"}, ""),
    "no_scope_text": ({"scope": "C. User defined"}, ""),
    "company_unanswered": ({"company_answer": ""}, ""),
    "answers_unread": ({"answers": answers(cahra="soms")}, ""),
    "unanswered": ({"answers": {**dict.fromkeys(METALS, GOOD), "tin": {"added": "Yes"}}}, "tin"),
    "few_answered": ({"answers": answers(share="50% or less", identified="No")}, "tin"),
    "denied_with_smelters": ({"answers": {**dict.fromkeys(METALS, GOOD), "tin": NO}}, "tin"),
    "scope_without_smelters": ({"rows": THREE_TG[1:]}, "tantalum"),
    "recycled_with_mines": (
        {"answers": answers(recycled="Yes"), "rows": [*THREE_TG, replace(TIN, mines="Mijn A")]},
        "tin",
    ),
    "all_identified_but": ({"rows": [*THREE_TG, Row("Tin", "Smelter not yet identified")]}, "tin"),
    "all_identified_few": ({"answers": answers(share="None")}, "tin"),
    "covered_no_but": ({"rows": [*THREE_TG, replace(TIN, mine_countries="Rwanda")]}, "tin"),
    "covered_yes_cahra_no": ({"answers": answers(covered="Yes")}, "tin"),
    "not_identified": ({"rows": [*THREE_TG, Row("Tin", "Smelter not yet identified")]}, ""),
    "not_listed": ({"rows": [*THREE_TG, Row("Tin", "Smelter not listed", "X", "CHINA")]}, ""),
    "only_identifier": ({"rows": [*THREE_TG, Row(typed_id="CID123456")]}, ""),
    "identifier_form": ({"rows": [*THREE_TG, replace(TIN, id="CID99")]}, ""),
    "no_mineral": ({"rows": [*THREE_TG, replace(TIN, mineral="Adamant", id="")]}, ""),
    "no_country": ({"rows": [*THREE_TG, replace(TIN, country="ATLANTIS", id="")]}, ""),
    "more_rows": ({"rows": [*THREE_TG, TIN]}, ""),
    "rows_unread": ({"rows": [*THREE_TG, Row(comment="?")]}, ""),
    "mineral_not_asked": ({"rows": [*THREE_TG, replace(TIN, mineral="Cobalt")]}, ""),
    "version_guessed": ({"says_version": False}, ""),
    "version_old": ({"version": "6.31"}, ""),
    "sheets_hidden": ({"hidden": ("Declaration",)}, ""),
    "not_worked_out": ({"rows": [Row(typed_id="CID980002")], "is_worked_out": False}, ""),
}


@pytest.fixture
def findings(tmp_path):
    """Return what there is to know of a workbook made with these changes."""

    def read_it(**changes: object):
        path = tmp_path / "in.xlsx"
        path.write_bytes(make(**{"version": "6.6", **changes}))
        return read(path, TODAY).findings

    return read_it


def test_a_good_declaration_has_nothing_to_tell(findings):
    assert findings() == ()


@pytest.mark.parametrize("code", CASES)
def test_it_is_told_in_both_languages(code, findings):
    changes, mineral = CASES[code]

    [found] = [one for one in findings(**changes) if one.code == code]

    assert found.about == mineral
    with override("nl"):
        dutch = words.finding_in_words(found)
    with override("en"):
        english = words.finding_in_words(found)
    assert dutch != english
    assert "%(" not in dutch + english
    assert dutch[-1] in ".?"


def test_every_finding_has_a_case():
    others = {"more_lists", "no_address_of_policy"}  # tests of their own
    assert set(CASES) | others == set(words.FINDINGS)


def test_contradictions_come_first(findings):
    found = findings(**CASES["unanswered"][0], day=TODAY + timedelta(days=2), version="6.31")

    said = [one.severity for one in found if one.code != "version_old"]
    assert said.index("contradiction") < said.index("gap")


def test_cells_say_where_to_look(findings):
    [found] = [one for one in findings(**CASES["unanswered"][0]) if one.code == "unanswered"]

    assert found.cells == ("D33", "D39", "D45", "D51", "D57", "D63", "D69")
