"""Declarations of every version and language are read alike, and nothing in them gets lost."""

from dataclasses import replace
from datetime import date

import pytest

from diligence.smelters import apart
from diligence.smelters.reading import read
from diligence.smelters.shape import Declaration
from diligence.uploads.refusal import Refused
from tests.smelters import workbooks
from tests.smelters.workbooks import ALTIPLANO, GOOD, THREE_TG, TIN, Maker, Row, amrt, emrt, make

TODAY = date(2026, 6, 1)


@pytest.fixture
def reads(tmp_path):
    """Read a workbook of these bytes, or one made with these changes."""

    def read_it(content: bytes | None = None, **changes: object) -> Declaration:
        path = tmp_path / "in.xlsx"
        path.write_bytes(content if content is not None else make(**changes))
        return read(path, TODAY)

    return read_it


def codes(declaration: Declaration) -> list[str]:
    """Return what there is to know, by code."""
    return [one.code for one in declaration.findings]


def about(declaration: Declaration, code: str):
    """Return the one finding with this code."""
    [found] = [one for one in declaration.findings if one.code == code]
    return found


VERSIONS = {
    "CMRT 5.12": Maker(version="5.12"),
    "CMRT 6.01": Maker(version="6.01"),
    "CMRT 6.5": Maker(version="6.5"),
    "CMRT 6.6": Maker(version="6.6"),
    "EMRT 1.11": emrt(version="1.11"),
    "EMRT 1.3": emrt(),
    "EMRT 2.0": emrt(version="2.0"),
    "EMRT 2.11": emrt(version="2.11"),
    "AMRT 1.2": amrt(version="1.2", has_look_up=False, is_narrow=True),
    "AMRT 1.3": amrt(),
}


@pytest.mark.parametrize("language", workbooks.LANGUAGES)
@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_reads_the_same_in_each_language(version, language, reads):
    maker = VERSIONS[version]

    declared = reads(make(replace(maker, language=language)))

    assert f"{declared.template} {declared.version}" == version
    assert declared.company.name == "Gieterij Voorbeeld BV"
    assert declared.company.day == "2026-04-14"
    assert not declared.company.missing
    expected = {
        mineral: {subject: given.get(subject, "") for subject in workbooks.SUBJECTS[maker.major]}
        for mineral, given in maker.answers.items()
    }
    written = {
        one.mineral: {subject: answer.written for subject, answer in one.answers.items()}
        for one in declared.minerals
    }
    assert written == expected
    assert [one.id for one in declared.smelters] == [row.id for row in maker.rows]
    assert all(one.country and one.name and one.mineral for one in declared.smelters)
    assert set(codes(declared)) <= {"version_old"}


def test_the_answers_of_the_company_are_read_by_their_letter(reads):
    declared = reads(language="ja")

    assert list(declared.company_answers) == [
        "policy", "published", "validated", "measures", "survey", "review", "correct", "legal",
    ]  # fmt: skip
    assert declared.company_answers["published"].remark.startswith("https://")
    assert declared.company_answers["published"].cell == "D77"


@pytest.mark.parametrize("maker", [Maker(), emrt(), emrt(version="2.1")])
def test_answers_are_read_where_no_label_was_worked_out(maker, reads):
    worked_out = reads(make(maker))

    declared = reads(make(maker, is_worked_out=False))

    assert declared.minerals == worked_out.minerals or {
        one.mineral: dict(one.answers) for one in declared.minerals
    } == {one.mineral: dict(one.answers) for one in worked_out.minerals}
    assert declared.smelters == worked_out.smelters


def test_what_can_not_be_told_without_labels_is_refused_rather_than_guessed(reads):
    with pytest.raises(Refused) as refused:
        reads(version="5.12", is_worked_out=False, answers={}, rows=())
    assert refused.value.code in ("not_worked_out", "nothing_filled_in")


def test_a_row_with_only_an_identifier_gets_its_details_from_the_workbook(reads):
    rows = [Row(typed_id="CID980002"), Row(typed_id=" cid 980031 ")]

    declared = reads(rows=rows, is_worked_out=False)

    tin, gold = declared.smelters
    assert (tin.id, tin.mineral, tin.name, tin.country) == (
        "CID980002",
        "tin",
        "Voorbeeld Tin Altiplano",
        "BO",
    )
    assert (gold.id, gold.mineral, gold.details_from) == ("CID980031", "gold", "workbook")
    finding = about(declared, "not_worked_out")
    assert finding.params == {"n": 2, "of": 2}


def test_an_identifier_that_the_workbook_lacks_comes_from_our_list(reads):
    [smelter] = reads(rows=[Row(typed_id="CID990036")], is_worked_out=False).smelters

    assert (smelter.name, smelter.country, smelter.details_from) == (
        "Mithal Gold Refining",
        "AE",
        "reference",
    )


def test_an_identifier_that_nobody_knows_is_kept_and_told(reads):
    declared = reads(rows=[Row(typed_id="CID123456")], is_worked_out=False)

    [smelter] = declared.smelters
    assert (smelter.id, smelter.name, smelter.details_from) == ("CID123456", "", "")
    assert about(declared, "only_identifier").cells == ("A5",)
    assert about(declared, "only_identifier").params["names"] == ["CID123456"]


def test_not_listed_and_not_yet_identified_stay_apart(reads):
    rows = [
        Row("Tin", "Smelter not listed", "Tingieterij De Hoek", "NETHERLANDS"),
        Row("Gold", "Smelter Not Yet Identified", "", ""),
        Row("Gold", "Smelter not yet identified", "Unknown", ""),
    ]

    declared = reads(rows=rows)

    listed, first, second = declared.smelters
    assert (listed.kind, listed.name, listed.country) == ("not_listed", "Tingieterij De Hoek", "NL")
    assert first.kind == second.kind == "not_identified"
    assert about(declared, "not_identified").params["n"] == 2
    assert about(declared, "all_identified_but").about == "gold"


def test_the_rows_of_one_smelter_become_one_and_none_is_lost(reads):
    rows = [TIN, replace(TIN, mines="Mijn A", mine_countries="DRC, Rwanda"), ALTIPLANO, TIN]

    declared = reads(rows=rows)

    first, second = declared.smelters
    assert first.rows == (5, 6, 8)
    assert first.mines == "Mijn A"
    assert first.mine_countries == ("CD", "RW")
    assert second.rows == (7,)
    assert declared.row_count == 4
    assert about(declared, "more_rows").params == {"n": 1, "names": ["Voorbeeld Tin Straits"]}


def test_a_row_without_smelter_and_metal_is_counted_and_told(reads):
    rows = [TIN, Row(comment="vraag Piet"), ALTIPLANO]

    declared = reads(rows=rows)

    assert declared.unread_rows == (6,)
    assert declared.row_count == 3
    assert about(declared, "rows_unread").cells == ("A6",)


def test_every_row_is_accounted_for(reads):
    rows = [
        *THREE_TG,
        Row("Unobtainium", "X", "X", "NETHERLANDS"),
        Row(comment="?"),
        Row(name="Alleen een naam"),
        Row("Tin", "", "", "ATLANTIS"),
        TIN,
    ]

    declared = reads(rows=rows)

    seen = sorted([row for one in declared.smelters for row in one.rows] + [*declared.unread_rows])
    assert seen == list(range(5, 5 + len(rows)))
    assert declared.row_count == len(rows)
    strange = declared.smelters[4]
    assert (strange.mineral, strange.label) == ("", "Unobtainium")
    assert declared.smelters[-1].country_as_written == "ATLANTIS"


def test_a_mineral_of_the_companys_own_keeps_its_name(reads):
    maker = amrt(minerals=("hafnium",), answers={"hafnium": {"added": "Yes", "share": "None"}})

    [declared] = reads(make(maker)).minerals

    assert (declared.mineral, declared.label) == ("", "Hafnium")
    assert declared.answers["share"].value == "none"


@pytest.mark.parametrize("change", [workbooks.strict, workbooks.prefixed])
def test_strict_and_prefixed_files_read_the_same(change, reads):
    assert reads(change(make())) == reads()


def test_hidden_sheets_are_read_and_told(reads):
    declared = reads(hidden=("Declaration", "Smelter List"))

    assert about(declared, "sheets_hidden").params == {"sheets": ["Declaration", "Smelter List"]}
    assert len(declared.smelters) == 4


def test_renamed_sheets_are_found_by_what_stands_in_them(reads):
    renamed = {"Declaration": "声明", "Smelter List": "冶炼厂清单"}

    declared = reads(renamed=renamed, language="zh")

    assert declared.template == "CMRT"
    assert len(declared.smelters) == 4


def test_a_version_that_nothing_says_follows_from_the_questions(reads):
    declared = reads(says_version=False, language="zh")

    assert (declared.template, declared.version) == ("CMRT", "6")
    assert "version_guessed" in codes(declared)


def test_a_second_list_is_told(reads):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(make()))
    book.copy_worksheet(book["Smelter List"]).title = "Smelter List (2)"

    assert about(reads(workbooks.saved(book)), "more_lists").params == {
        "sheets": ["Smelter List (2)"]
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("14-Apr-2026", "2026-04-14"),
        ("April 14, 2026", "2026-04-14"),
        ("14 april 2026", "2026-04-14"),
        ("2026年4月14日", "2026-04-14"),
        ("14/04/2026", "2026-04-14"),
        ("04/14/2026", "2026-04-14"),
        ("03/04/2026", ""),
        ("binnenkort", ""),
    ],
)
def test_a_day_is_read_as_people_write_it(day, expected, reads):
    declared = reads(day=day)

    assert declared.company.day == expected
    assert ("day_unclear" in codes(declared)) == (not expected)


def test_a_hundred_per_cent_may_be_a_number(reads):
    answers = {mineral: {**GOOD, "share": 1.0} for mineral in Maker().minerals}

    assert {one.answers["share"].value for one in reads(answers=answers).minerals} == {"100"}


def test_an_answer_that_the_list_does_not_have_is_shown_and_not_taken_over(reads):
    answers = {**Maker().answers, "tin": {**GOOD, "cahra": "soms"}}

    declared = reads(answers=answers)

    assert declared.minerals[1].answers["cahra"].value == "?"
    assert about(declared, "answers_unread").cells == ("D45",)


def test_it_comes_back_whole_from_storage(reads):
    declared = reads(rows=[*THREE_TG, Row(typed_id="CID990036")])

    assert Declaration.of(declared.as_data()) == declared


def test_answers_come_back_in_the_order_of_the_questions(reads):
    data = reads().as_data()
    data["minerals"][0]["answers"] = dict(sorted(data["minerals"][0]["answers"].items()))

    assert list(Declaration.of(data).minerals[0].answers) == list(workbooks.SUBJECTS["CMRT 6"])


def test_the_process_apart_reads_the_same(tmp_path, reads):
    path = tmp_path / "in.xlsx"
    path.write_bytes(make())

    assert Declaration.of(apart.read(path, TODAY)) == reads()


def test_the_process_apart_refuses_the_same(tmp_path):
    path = tmp_path / "in.xlsx"
    path.write_bytes(make(version="7.0"))

    with pytest.raises(Refused) as refused:
        apart.read(path, TODAY)
    assert refused.value.code == "unknown_version"
    assert refused.value.params == {"template": "CMRT", "version": "7.0"}
