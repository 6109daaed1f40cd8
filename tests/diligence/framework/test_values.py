from dataclasses import replace
from string import Formatter
from uuid import UUID

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from diligence.framework.value_problems import quoted
from diligence.framework.values import (
    PROBLEM_TEXTS,
    InvalidValue,
    ValueProblem,
    clean,
    clean_explanation,
    clean_reason,
    shortfalls,
)
from tests.diligence.framework.sample import ROW_1, ROW_2, TODAY, edition, lists
from tests.diligence.framework.strategies import thorough, values


def cleaned(key: str, raw: object, **how):
    options = {"edition": edition(), "today": TODAY, "lists": lists(), **how}
    return clean(edition().question(key), raw, **options)


def problems(key: str, raw: object, **how) -> list[ValueProblem]:
    with pytest.raises(InvalidValue) as error:
        cleaned(key, raw, **how)
    return list(error.value.problems)


def refused(key: str, raw: object, **how) -> tuple[str, str]:
    """The code and the Dutch message of the only problem."""
    (problem,) = problems(key, raw, **how)
    return problem.code, problem.text("nl")


@pytest.mark.parametrize(
    "key",
    [
        "embed.policy", "profile.buys_outside_eu", "profile.metals", "remedy.contact",
        "prevent.notes", "profile.fte", "embed.policy_date", "communicate.link",
        "identify.sourcing",
    ],
)  # fmt: skip
@pytest.mark.parametrize("raw", [None, "", "  "])
def test_nothing_filled_in_is_no_answer(key: str, raw: str | None) -> None:
    if key == "identify.sourcing" and raw == "  ":
        raw = None
    assert cleaned(key, raw) is None


# Levels and choices


@pytest.mark.parametrize("raw", [3, "3", " 3 "])
def test_a_level_is_a_number(raw: int | str) -> None:
    assert cleaned("embed.policy", raw) == 3


@pytest.mark.parametrize("raw", [5, -1, "5", "hoog", 2.0, True, "02", [1], "²"])
def test_what_is_no_level_is_refused(raw: object) -> None:
    assert refused("embed.policy", raw) == (
        "not_a_level",
        "Kies een niveau van 0 tot en met 4.",
    )


def test_a_choice_is_one_of_the_options() -> None:
    assert cleaned("profile.buys_outside_eu", "some") == "some"
    assert cleaned("profile.buys_outside_eu", ["some"]) == "some"
    assert refused("profile.buys_outside_eu", "alles") == (
        "unknown_option",
        "Kies uit de lijst. “alles” staat er niet in.",
    )
    assert refused("profile.buys_outside_eu", ["some", "most"]) == (
        "one_option_only",
        "Kies één antwoord. U koos er 2.",
    )
    assert refused("profile.buys_outside_eu", 3)[0] == "wrong_shape"


def test_several_choices_come_in_the_order_of_the_options() -> None:
    assert cleaned("profile.forms_bought", ["scrap", "ore", "ore", ""]) == ["ore", "scrap"]
    assert cleaned("profile.forms_bought", "scrap") == ["scrap"]
    assert cleaned("profile.metals", ("ME-CU",)) == ["ME-CU"]
    assert cleaned("profile.chain_positions", {"smelting"}) == ["smelting"]
    assert cleaned("profile.metals", [""]) is None


def test_an_option_that_stands_alone_excludes_the_others() -> None:
    assert cleaned("profile.forms_bought", ["no"]) == ["no"]
    assert refused("profile.forms_bought", ["no", "ore"]) == (
        "not_alone",
        "Kies “Geen metaal” alleen, of haal het weg. Het past niet bij de andere keuzes.",
    )


@pytest.mark.parametrize("raw", [["ore", 3], {"ore": True}, 7])
def test_choices_of_another_shape_are_refused(raw: object) -> None:
    assert refused("profile.forms_bought", raw)[0] == "wrong_shape"


def test_an_unknown_option_among_several_is_named() -> None:
    assert refused("profile.forms_bought", ["ore", "goud"])[1] == (
        "Kies uit de lijst. “goud” staat er niet in."
    )


def test_too_few_choices_are_a_shortfall_not_a_reason_to_lose_them() -> None:
    question = edition().question("profile.metals")
    two = replace(question, min_choices=2)
    how = {"edition": edition(), "today": TODAY, "lists": lists()}

    assert clean(two, ["ME-SN"], draft=True, **how) == ["ME-SN"]
    with pytest.raises(InvalidValue) as error:
        clean(two, ["ME-SN"], **how)
    assert error.value.problems[0].text("nl") == "Kies er ten minste 2. U koos er 1."
    assert shortfalls(question, ["ME-SN"]) == ()


# Numbers, dates, links, texts


def test_numbers_are_kept_with_a_point() -> None:
    assert cleaned("profile.fte", "1.250,50") == "1250.5"
    assert cleaned("profile.fte", "1,250.5", lang="en") == "1250.5"
    assert cleaned("embed.hours", "0") == "0"


@pytest.mark.parametrize(
    ("key", "raw", "code", "message"),
    [
        (
            "profile.fte",
            "ongeveer twaalf",
            "not_a_number",
            "Vul een getal in, bijvoorbeeld 12,5. U typte “ongeveer twaalf”.",
        ),
        ("profile.fte", "0", "number_too_small", "Vul 0,1 of meer in. U typte “0”."),
        (
            "profile.fte",
            "100.001",
            "number_too_large",
            "Vul 100.000 of minder in. U typte “100.001”.",
        ),
        (
            "profile.fte",
            "12,55",
            "too_many_decimals",
            "Vul hooguit 1 cijfer achter de komma in. U typte “12,55”.",
        ),
        (
            "embed.hours",
            "1,5",
            "no_decimals",
            "Vul een heel getal in, zonder cijfers achter de komma. U typte “1,5”.",
        ),
        ("embed.hours", [1], "not_a_number", None),
        (
            "embed.policy_date",
            "gisteren",
            "not_a_date",
            "Vul een datum in als dag-maand-jaar, bijvoorbeeld 12-03-2026. U typte “gisteren”.",
        ),
        (
            "embed.policy_date",
            "3-5-2031",
            "date_in_future",
            "Deze datum ligt in de toekomst. Vul een dag in tot en met vandaag. "
            "U typte “3-5-2031”.",
        ),
        (
            "embed.policy_date",
            "31-12-2009",
            "date_too_early",
            "Vul een datum in vanaf 01-01-2010. U typte “31-12-2009”.",
        ),
        ("communicate.link", "http://example.nl", "link_not_https", None),
        ("communicate.link", 7, "wrong_shape", None),
        (
            "remedy.contact",
            "x" * 41,
            "too_long",
            "Maak de tekst korter: 41 tekens, 40 is het meeste.",
        ),
        ("remedy.contact", ["a"], "wrong_shape", None),
    ],
)
def test_each_refusal_says_what_to_do(
    key: str, raw: object, code: str, message: str | None
) -> None:
    found = refused(key, raw)

    assert found[0] == code
    assert message is None or found[1] == message


def test_decimals_are_counted_in_words_that_fit() -> None:
    (problem,) = problems("identify.sourcing", [row(metal="ME-CU", form="scrap", tonnes="1,255")])

    assert problem.text("nl") == "Vul hooguit 2 cijfers achter de komma in. U typte “1,255”."
    assert problem.text("en") == "Enter at most 2 decimals. You typed “1,255”."


def test_limits_belong_to_what_is_allowed() -> None:
    assert cleaned("embed.policy_date", "2-5-2031") == "2031-05-02"
    assert cleaned("embed.policy_date", "1 januari 2010") == "2010-01-01"
    assert cleaned("profile.fte", "0,1") == "0.1"
    assert cleaned("remedy.contact", " " + "x" * 40 + " ") == "x" * 40


@pytest.mark.parametrize(
    ("limits", "raw", "code"),
    [
        ({"earliest": "today", "latest": ""}, "2031-05-01", "date_in_past"),
        ({"earliest": "", "latest": "2030-12-31"}, "2031-01-01", "date_too_late"),
    ],
)
def test_a_date_may_have_to_be_early_or_late(limits: dict, raw: str, code: str) -> None:
    question = replace(edition().question("embed.policy_date"), **limits)
    how = {"edition": edition(), "today": TODAY}

    with pytest.raises(InvalidValue) as error:
        clean(question, raw, **how)
    assert error.value.problems[0].code == code
    assert clean(question, "2030-12-31" if limits["latest"] else "2031-05-02", **how)


def test_long_texts_keep_their_lines_and_short_ones_do_not() -> None:
    assert cleaned("prevent.notes", "a\r\n\r\nb ") == "a\n\nb"
    assert cleaned("remedy.contact", "a\nb") == "a b"
    assert cleaned("remedy.contact", "\x00") is None


# Tables


def row(row_id: str | None = ROW_1, **cells) -> dict:
    return {"id": row_id, "cells": cells}


FULL = {"metal": "ME-SN", "form": "ore", "supplier": "7", "origin": ["NO"], "tonnes": "1.250,5"}


def test_a_row_keeps_its_id_and_its_cells_in_the_order_of_the_columns() -> None:
    (kept,) = cleaned("identify.sourcing", [row(**dict(reversed(FULL.items())))])

    assert kept == {"id": ROW_1, "cells": {**FULL, "tonnes": "1250.5"}}
    assert list(kept["cells"]) == ["metal", "form", "supplier", "origin", "tonnes"]


def test_the_order_of_rows_is_data() -> None:
    rows = [row(ROW_2, metal="ME-CU", form="scrap"), row(ROW_1, metal="ME-SN", form="scrap")]

    assert [kept["id"] for kept in cleaned("identify.sourcing", rows)] == [ROW_2, ROW_1]


@pytest.mark.parametrize("row_id", [None, "", "new", 7])
def test_a_row_without_a_proper_id_gets_one(row_id: object) -> None:
    (kept,) = cleaned("identify.sourcing", [row(row_id, metal="ME-CU", form="scrap")])

    assert UUID(kept["id"]).version == 4


def test_a_copied_row_gets_its_own_id() -> None:
    kept = cleaned("identify.sourcing", [row(metal="ME-CU", form="scrap")] * 2)

    assert kept[0]["id"] == ROW_1
    assert kept[1]["id"] != ROW_1


def test_empty_rows_and_empty_cells_fall_away() -> None:
    rows = [row(metal="", form=" "), row(ROW_2, metal="ME-CU", form="scrap", tonnes="")]

    assert cleaned("identify.sourcing", rows) == [
        {"id": ROW_2, "cells": {"metal": "ME-CU", "form": "scrap"}}
    ]
    assert cleaned("identify.sourcing", [row()]) is None
    assert cleaned("identify.sourcing", []) is None


def test_a_cell_whose_column_is_hidden_falls_away() -> None:
    (kept,) = cleaned("identify.sourcing", [row(metal="ME-SN", form="scrap", origin=["NO"])])

    assert "origin" not in kept["cells"]


def test_a_required_cell_is_asked_only_where_its_column_shows() -> None:
    (problem,) = problems("identify.sourcing", [row(metal="ME-SN", form="ore")])

    assert (problem.code, problem.column, problem.row, problem.row_number) == (
        "required", "origin", ROW_1, 1,
    )  # fmt: skip
    assert problem.text("nl") == (
        "Vul “Land van de mijn” in. Deze rij is anders niet te gebruiken."
    )
    assert problem.text("en").startswith("Fill in “Country of the mine”")


def test_a_draft_keeps_half_a_row() -> None:
    half = cleaned("identify.sourcing", [row(metal="ME-SN")], draft=True)

    assert half == [{"id": ROW_1, "cells": {"metal": "ME-SN"}}]
    missing = shortfalls(edition().question("identify.sourcing"), half)
    assert [problem.column for problem in missing] == ["form"]


def test_every_problem_of_every_row_is_told_at_once() -> None:
    rows = [
        row(ROW_1, metal="ME-XX", form="ore", origin=["NO"], tonnes="veel"),
        row(ROW_2, metal="ME-CU", form="scrap", supplier="8"),
    ]
    found = problems("identify.sourcing", rows)

    assert [(p.code, p.column, p.row_number) for p in found] == [
        ("unknown_option", "metal", 1),
        ("not_a_number", "tonnes", 1),
        ("unknown_option", "supplier", 2),
    ]
    assert [p.row for p in found] == [ROW_1, ROW_1, ROW_2]


@pytest.mark.parametrize("raw", ["tekst", {"a": 1}, 7])
def test_a_table_of_another_shape_is_refused(raw: object) -> None:
    assert refused("identify.sourcing", raw)[0] == "wrong_shape"


@pytest.mark.parametrize("raw", ["tekst", {"id": ROW_1}, {"id": ROW_1, "cells": ["ME-SN"]}])
def test_a_row_of_another_shape_is_refused(raw: object) -> None:
    (problem,) = problems("identify.sourcing", [raw])

    assert (problem.code, problem.row_number) == ("wrong_shape", 1)


def test_a_column_that_does_not_exist_is_named() -> None:
    (problem,) = problems("identify.sourcing", [row(metal="ME-CU", form="scrap", kleur="rood")])

    assert problem.code == "unknown_column"
    assert "“kleur”" in problem.text("nl")


def test_a_table_has_a_least_and_a_most_number_of_rows() -> None:
    question = replace(edition().question("identify.sourcing"), min_rows=2)
    how = {"edition": edition(), "today": TODAY, "lists": lists()}
    one = [row(metal="ME-CU", form="scrap")]

    with pytest.raises(InvalidValue) as error:
        clean(question, one, **how)
    assert error.value.problems[0].text("nl") == "Vul ten minste 2 rijen in. U hebt er 1."
    assert clean(question, one, draft=True, **how)
    six = [row(None, metal="ME-CU", form="scrap")] * 6
    with pytest.raises(InvalidValue) as error:
        clean(question, six, draft=True, **how)
    assert error.value.problems[0].text("nl") == "Vul hooguit 5 rijen in. U hebt er 6."


def test_a_cell_with_too_few_choices_is_a_shortfall() -> None:
    question = edition().question("identify.sourcing")
    columns = tuple(replace(c, min_choices=2) if c.key == "origin" else c for c in question.columns)
    rows = cleaned("identify.sourcing", [row(**FULL)])
    (problem,) = shortfalls(replace(question, columns=columns), rows)

    assert (problem.code, problem.column, problem.row) == ("too_few_choices", "origin", ROW_1)
    assert shortfalls(question, rows) == ()


# Beside the value


def test_a_reason_says_something() -> None:
    assert clean_reason("  Wij kopen geen metaal in. ") == "Wij kopen geen metaal in."
    for raw in ("", None, "   ", 7):
        with pytest.raises(InvalidValue) as error:
            clean_reason(raw)
        assert error.value.problems[0].text("nl") == (
            "Leg uit waarom dit niet voor uw bedrijf geldt. Eén of twee zinnen is genoeg."
        )
    with pytest.raises(InvalidValue) as error:
        clean_reason("Niet van toepassing")
    assert error.value.problems[0].text("nl") == (
        "Leg iets meer uit: ten minste 20 tekens. U typte “Niet van toepassing”."
    )
    with pytest.raises(InvalidValue):
        clean_reason("x" * 1001)


def test_an_explanation_may_be_empty_but_not_endless() -> None:
    assert clean_explanation(None) == ""
    assert clean_explanation(" Sinds mei.\r\nEn juni. ") == "Sinds mei.\nEn juni."
    with pytest.raises(InvalidValue):
        clean_explanation("x" * 4001)


# The texts


def test_every_message_fills_in_the_same_in_both_languages() -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for code, text in PROBLEM_TEXTS.items():
        assert blanks(text.nl) == blanks(text.en), code
        assert text.nl.endswith(".") and text.en.endswith("."), code


def test_what_was_typed_is_cut_to_what_fits_in_a_message() -> None:
    assert quoted("kort\nen  goed") == "kort en goed"
    assert quoted("x" * 61) == "x" * 59 + "…"
    code, message = refused("profile.fte", "n" * 500)
    assert code == "not_a_number"
    assert len(message) < 130


def test_the_error_reads_as_english_for_the_log() -> None:
    (problem,) = problems("embed.policy", "9")

    assert str(InvalidValue([problem, problem])) == (
        "Choose a level from 0 to 4.; Choose a level from 0 to 4."
    )


# Whatever was kept


@thorough
@for_all(st.data())
def test_a_kept_value_cleans_to_itself(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(edition().questions))
    value = data.draw(values(question, edition(), lists()))
    kept = cleaned(question.key, value, draft=True, lang=None)

    assert cleaned(question.key, kept, draft=True, lang=None) == kept
