"""Two states of an answer: every kind of question says what went and what came."""

from dataclasses import replace

import pytest

from diligence.framework.answers import Given, State
from diligence.framework.difference import Aspect, File, Side, difference
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Kind
from diligence.framework.typed_lists import is_typed
from diligence.framework.word_difference import Mark
from tests.factories.diligence import fitting_cell, fitting_value

ROWS = [
    {"id": "a", "cells": {"metal": "ME-SN", "supplier": "Kerkhof", "origin": ["BE"]}},
    {"id": "b", "cells": {"metal": "ME-CU", "supplier": "De Boer", "origin": ["DE"]}},
    {"id": "c", "cells": {"metal": "ME-PB", "supplier": "Van Dijk", "origin": ["NL"]}},
]


@pytest.fixture(scope="module")
def edition():
    return edition_from_folder(EDITIONS / "2026")


@pytest.fixture
def side(edition):
    """Return a function that makes one side: `side("embed.policy", 2)`."""

    def made(key, value=None, state=State.ANSWERED, files=(), language="nl", **given):
        kept = None if value is None and state == State.ANSWERED else Given(state, value, **given)
        question = edition.question(key)
        return Side(question=question, given=kept, edition=edition, language=language, files=files)

    return made


def kept(question, edition):
    """Return a plain value as it is kept, names of suppliers included."""
    if question.kind != Kind.TABLE:
        return fitting_value(question, edition)
    cells = {
        column.key: "Kerkhof" if is_typed(column) else fitting_cell(column, edition)
        for column in question.columns
    }
    return [{"id": "row-1", "cells": cells}]


def test_every_question_compares_with_nothing_with_itself_and_with_a_state(edition):
    seen = set()
    for question in edition.questions:
        empty = Side(question=question, given=None, edition=edition)
        full = replace(empty, given=Given(State.ANSWERED, kept(question, edition)))
        unknown = replace(empty, given=Given(State.DONT_KNOW))
        assert difference(full, full, "nl").is_same, question.key
        assert difference(empty, full, "nl").mark == Mark.ADDED, question.key
        assert difference(full, empty, "en").mark == Mark.REMOVED, question.key
        told = difference(full, unknown, "nl")
        assert told.mark == Mark.CHANGED, question.key
        assert told.part(Aspect.ANSWER).pieces[-1].text == "Weet ik niet"
        assert told.part(Aspect.ANSWER).pieces[0].mark == Mark.REMOVED
        seen |= {question.kind, *(column.kind for column in question.columns)}
    assert seen == set(Kind)


@pytest.mark.parametrize(
    ("key", "then", "now", "told"),
    [
        ("profile.fte", "1250", "1300.5", ["1.250 fte", "1.300,5 fte"]),
        ("embed.policy_reviewed_on", "2026-03-12", "2026-04-01", ["12 maart 2026", "1 april 2026"]),
        ("communicate.report_link", "https://a.example", "https://b.example", None),
        ("profile.buys_outside_eu", "none", "up_to_25", None),
    ],
)
def test_one_value_takes_the_place_of_another(side, key, then, now, told):
    part = difference(side(key, then), side(key, now), "nl").part(Aspect.ANSWER)
    assert [piece.mark for piece in part.pieces] == [Mark.REMOVED, Mark.ADDED]
    assert not part.is_written
    if told:
        assert [piece.text for piece in part.pieces] == told


def test_a_level_changes_with_its_words_and_the_explanation_word_by_word(side):
    then = side("embed.policy", 2, explanation="De eigenaar tekende.")
    now = side("embed.policy", 3, explanation="De directie tekende.")
    told = difference(then, now, "nl")
    assert [piece.text[:8] for piece in told.part(Aspect.ANSWER).pieces] == ["Niveau 2", "Niveau 3"]
    words = told.part(Aspect.EXPLANATION)
    assert words.is_written
    assert [(p.mark, p.text) for p in words.pieces if p.mark != Mark.SAME] == [
        (Mark.REMOVED, "eigenaar"),
        (Mark.ADDED, "directie"),
    ]


def test_a_long_text_is_the_companys_own_words(side):
    told = difference(
        side("embed.breaches", "Wij bellen.", language="nl"),
        side("embed.breaches", "Wij mailen.", language="en"),
        "nl",
    )
    assert told.part(Aspect.ANSWER).is_written
    assert (told.before_language, told.after_language) == ("nl", "en")


def test_choices_that_came_and_went(side, edition):
    told = difference(
        side("profile.forms_bought", ["primary", "scrap"]),
        side("profile.forms_bought", ["primary"]),
        "nl",
    )
    option = edition.question("profile.forms_bought").option
    assert [(item.mark, item.text) for item in told.part(Aspect.ANSWER).items] == [
        (Mark.SAME, option("primary").text.nl),
        (Mark.REMOVED, option("scrap").text.nl),
    ]


def table(side, *rows):
    return side("identify.sourcing", list(rows))


def told_rows(then, now):
    return difference(then, now, "nl").part(Aspect.ANSWER).rows


def test_rows_are_known_by_identity_and_not_by_place(side):
    rows = told_rows(table(side, *ROWS), table(side, ROWS[1], ROWS[2]))
    assert [(row.mark, row.before, row.after) for row in rows] == [
        (Mark.REMOVED, 1, None),
        (Mark.SAME, 2, 1),
        (Mark.SAME, 3, 2),
    ]
    assert not any(row.is_moved for row in rows)


def test_a_changed_cell_is_told_by_its_column(side):
    other = {"id": "b", "cells": ROWS[1]["cells"] | {"supplier": "De Boer en Zoon"}}
    (row,) = [
        row
        for row in told_rows(table(side, *ROWS), table(side, ROWS[0], other, ROWS[2]))
        if row.mark != Mark.SAME
    ]
    assert (row.mark, row.name) == (Mark.CHANGED, "Koper")
    (cell,) = row.changed
    assert cell.column == "supplier"
    assert [p.text for p in cell.pieces if p.mark == Mark.ADDED][-1].endswith("en Zoon")


def test_a_row_that_moved_says_where_it_stood(side):
    told = difference(table(side, *ROWS), table(side, ROWS[2], ROWS[0], ROWS[1]), "nl")
    part = told.part(Aspect.ANSWER)
    assert [(row.before, row.is_moved) for row in part.rows] == [(3, True), (1, False), (2, False)]
    assert not told.is_same
    assert part.quiet_rows == 2


def test_rows_typed_anew_are_known_by_what_they_say_or_by_name(side):
    again = [{"id": f"new-{row['id']}", "cells": row["cells"]} for row in ROWS]
    assert difference(table(side, *ROWS), table(side, *again), "nl").is_same
    again[0] = {"id": "x", "cells": ROWS[0]["cells"] | {"origin": ["FR"]}}
    rows = told_rows(table(side, *ROWS), table(side, *again))
    assert [row.mark for row in rows] == [Mark.CHANGED, Mark.SAME, Mark.SAME]


def test_rows_with_one_name_are_never_guessed_at(side):
    twins = [
        {"id": "p", "cells": {"metal": "ME-SN", "supplier": "Een"}},
        {"id": "q", "cells": {"metal": "ME-SN", "supplier": "Twee"}},
    ]
    anew = [{"id": "r", "cells": {"metal": "ME-SN", "supplier": "Drie"}}]
    marks = [row.mark for row in told_rows(table(side, *twins), table(side, *anew))]
    assert sorted(marks) == [Mark.ADDED, Mark.REMOVED, Mark.REMOVED]


def test_files_by_document_and_version(side):
    then = side("embed.policy", 2, files=(File("1", "beleid.pdf", 1), File("2", "oud.pdf", 1)))
    now = side("embed.policy", 2, files=(File("1", "beleid.pdf", 2), File("3", "nieuw.pdf", 1)))
    told = difference(then, now, "nl")
    assert [(i.mark, i.text, i.versions) for i in told.part(Aspect.PROOF).items] == [
        (Mark.CHANGED, "beleid.pdf", (1, 2)),
        (Mark.ADDED, "nieuw.pdf", None),
        (Mark.REMOVED, "oud.pdf", None),
    ]
    assert told.changed == (told.part(Aspect.PROOF),)


def test_doubt_and_reason_are_told(side):
    then = side("embed.policy", 2)
    doubt = difference(then, side("embed.policy", 2, unsure=True), "nl")
    assert doubt.part(Aspect.DOUBT).items[0].mark == Mark.ADDED
    told = difference(
        then,
        side("embed.policy", state=State.NOT_APPLICABLE, reason="Wij zijn met z’n drieën."),
        "nl",
    )
    assert told.part(Aspect.REASON).pieces[0].mark == Mark.ADDED


def test_a_question_of_another_kind_shows_both_answers(side, edition):
    text = side("embed.breaches", "Wij bellen.")
    level = side("embed.policy", 2)
    part = difference(text, level, "nl").part(Aspect.ANSWER)
    assert [piece.mark for piece in part.pieces] == [Mark.REMOVED, Mark.ADDED]
    rows = difference(text, table(side, *ROWS), "nl").part(Aspect.ANSWER)
    assert rows.pieces[0].text == "Wij bellen." and "Kerkhof" in rows.pieces[1].text


def test_a_question_that_was_not_asked_has_nothing_then(edition, side):
    before = Side(question=None, given=None, edition=edition)
    assert difference(before, side("embed.policy", 2), "nl").mark == Mark.ADDED
    assert difference(before, before, "nl").is_same
