"""An answer as cells and back: whatever may be kept comes back the same."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.framework.cell_words import CellWords, as_cell, canonical
from diligence.framework.cleaning import Cleaner
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Kind, Option
from diligence.framework.texts import Text
from diligence.framework.typed_lists import TYPED_LISTS, is_typed
from diligence.framework.value_problems import InvalidValue
from tests.diligence.framework.strategies import thorough, values

LISTS = {name: (Option(key="Kerkhof B.V.", text=Text("K", "K")),) for name in TYPED_LISTS}
EDITION = edition_from_folder(EDITIONS / "2026")
FIELDS = [
    field
    for question in EDITION.questions
    for field in (question.columns if question.kind == Kind.TABLE else (question,))
]


def cleaner(lang="nl"):
    return Cleaner(EDITION, date(2026, 11, 30), lang, LISTS)


@thorough
@given(st.data(), st.sampled_from(FIELDS), st.sampled_from(["nl", "en"]))
def test_what_is_written_is_read_as_the_same(data, field, lang):
    value = data.draw(values(field, EDITION, LISTS))
    if isinstance(value, str):  # texts are kept in one spelling of each letter
        value = unicodedata.normalize("NFC", value)
    words = CellWords(EDITION, lang, EDITION.size("small"))
    cell = as_cell(words.cell(field, value))
    if field.kind == Kind.DATE and field.latest == "today" and value > "2026-11-30":
        return
    assert words.read(field, cell, cleaner(lang)) == value
    assert canonical(cell) == canonical(as_cell(words.cell(field, value)))


def test_labels_in_a_list_are_never_the_same_twice():
    for lang in ("nl", "en"):
        words = CellWords(EDITION, lang, None)
        for field in FIELDS:
            labels = [" ".join(label.casefold().split()) for label in words.labels(field).values()]
            assert len(set(labels)) == len(labels), field.key


@pytest.mark.parametrize(
    ("key", "cell", "kept"),
    [
        ("embed.policy", "3", 3),
        ("embed.policy", {"n": "3"}, 3),
        ("profile.fte", {"n": "1250.5"}, "1250.5"),
        ("profile.fte", "1.250,5", "1250.5"),
        ("profile.metals", "tin; KOPER", None),
        ("embed.policy_reviewed_on", "12 maart 2026", "2026-03-12"),
        ("embed.policy_reviewed_on", {"d": "2026-03-12"}, "2026-03-12"),
        ("embed.breaches", {"n": "2026"}, "2026"),
        ("embed.breaches", "  ", None),
    ],
)
def test_as_people_type_it(key, cell, kept):
    question = EDITION.question(key)
    read = CellWords(EDITION, "nl", None).read(question, cell, cleaner())
    if key == "profile.metals":
        assert set(read) == {"ME-SN", "ME-CU"}
    else:
        assert read == kept


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("embed.policy", "9", "not_a_level"),
        ("embed.policy", "veel", "not_a_level"),
        ("profile.buys_outside_eu", "een beetje", "unknown_option"),
        ("profile.fte", "ongeveer tien", "not_a_number"),
        ("embed.policy_reviewed_on", "32 maart 2026", "not_a_date"),
        ("embed.breaches", {"f": True}, "formula"),
        ("embed.breaches", "x" * 5_000, "too_long"),
        ("communicate.report_link", "http://a.example", "link_not_https"),
    ],
)
def test_what_is_no_answer_is_refused(key, cell, code):
    with pytest.raises(InvalidValue) as wrong:
        CellWords(EDITION, "nl", None).read(EDITION.question(key), cell, cleaner())
    assert wrong.value.problems[0].code == code


def test_names_that_people_type_themselves_need_no_list():
    field = next(field for field in FIELDS if is_typed(field))
    assert CellWords(EDITION, "nl", None).labels(field) == {}


def test_numbers_are_compared_by_what_they_are_worth():
    assert canonical({"n": "12.50"}) == canonical(as_cell(Decimal("12.5"))) == "12.5"
    assert canonical({"d": "2026-03-12"}) == canonical(as_cell(date(2026, 3, 12)))
