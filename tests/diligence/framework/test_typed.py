from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.framework.typed import (
    number_as_written,
    read_date,
    read_link,
    read_number,
    tidy_text,
)
from diligence.framework.value_problems import InvalidValue
from tests.diligence.framework.strategies import thorough


def code_of(error: pytest.ExceptionInfo[InvalidValue]) -> str:
    (problem,) = error.value.problems
    return problem.code


@pytest.mark.parametrize(
    ("typed", "lang", "decimals", "meant"),
    [
        ("12,5", "nl", 1, "12.5"),
        ("12.5", "nl", 1, "12.5"),
        ("12.5", "en", 1, "12.5"),
        ("12,5", "en", 1, "12.5"),
        ("1.250", "nl", 2, "1250"),
        ("1,250", "en", 2, "1250"),
        ("1,250", "nl", 2, "1.25"),
        ("1.250", "en", 2, "1.25"),
        ("1,250", "nl", 0, "1250"),
        ("1.250", "en", 0, "1250"),
        ("0.125", "nl", 3, "0.125"),
        ("1.250,75", "nl", 2, "1250.75"),
        ("1,250.75", "nl", 2, "1250.75"),
        ("1.250.000", "en", 0, "1250000"),
        ("12.500.000,5", "en", 1, "12500000.5"),
        (" 1 250 ", "nl", 0, "1250"),
        ("1\u00a0250", "nl", 0, "1250"),
        ("+7", "nl", 0, "7"),
        ("-3,5", "nl", 1, "-3.5"),
        ("\u22123", "nl", 1, "-3"),
        (",5", "nl", 1, "0.5"),
        ("0012", "nl", 0, "12"),
        ("1250", "nl-nl", 0, "1250"),
        ("1,250", "en-gb", 1, "1250"),
        ("1.125", None, 3, "1.125"),
        (12, "nl", 0, "12"),
        (12.5, "nl", 1, "12.5"),
        (0.1, "en", 1, "0.1"),
        (Decimal("1250.000"), "nl", 0, "1250"),
    ],
)
def test_numbers_as_dutch_and_english_people_write_them(
    typed: object, lang: str | None, decimals: int, meant: str
) -> None:
    assert read_number(typed, decimals, lang) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "ongeveer twaalf", "12 fte", "1.25.00", "1.250.0", "1,2,3", "1.2.3,4", "12,", "--1", "1e3",
        "٣", "", "-", "NaN", "1" * 40, ".", True, None, ["1"],
    ],
)  # fmt: skip
def test_what_is_no_number_is_quoted_back(typed: object) -> None:
    with pytest.raises(InvalidValue) as error:
        read_number(typed, 2, "nl")
    assert code_of(error) == "not_a_number"


def test_machines_write_a_point_and_nothing_else() -> None:
    with pytest.raises(InvalidValue):
        read_number("1,5", 1, None)


@pytest.mark.parametrize(
    ("number", "kept"),
    [("12.50", "12.5"), ("1200", "1200"), ("-0", "0"), ("0.0", "0"), ("1E+3", "1000")],
)
def test_a_number_is_kept_in_one_form(number: str, kept: str) -> None:
    assert number_as_written(Decimal(number)) == kept


@thorough
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["nl", "en", None]))
def test_a_kept_number_reads_back_as_itself(number: Decimal, lang: str | None) -> None:
    kept = number_as_written(number)

    assert read_number(kept, 2, lang) == number


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-12", "12-03-2026", "12-3-2026", "12/03/2026", "12.3.2026", "12 3 2026",
        "12 maart 2026", "12 March 2026", " 12  MRT 2026 ", "12 mar. 2026", "12. maart 2026",
        date(2026, 3, 12),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(typed: str | date) -> None:
    assert read_date(typed) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "typed",
    ["12-03-26", "31-02-2026", "maart 2026", "12 brumaire 2026", "2026", "0-1-2026", "03/31/2026"],
)
def test_what_is_no_date_is_quoted_back(typed: str) -> None:
    with pytest.raises(InvalidValue) as error:
        read_date(typed)
    assert code_of(error) == "not_a_date"
    assert typed in error.value.problems[0].text("nl")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.nl/beleid?taal=nl#top", "https://example.nl/beleid?taal=nl#top"),
        ("  www.example.nl ", "https://www.example.nl"),
        ("example.nl/a b".replace(" ", "%20"), "https://example.nl/a%20b"),
        ("HTTPS://example.nl", "https://example.nl"),
        ("https://example.nl:8443/x", "https://example.nl:8443/x"),
        ("https://münchen.example/x", "https://münchen.example/x"),
    ],
)
def test_links_are_https(typed: str, kept: str) -> None:
    assert read_link(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("http://example.nl", "link_not_https"),
        ("ftp://example.nl", "not_a_link"),
        ("javascript:alert(1)", "not_a_link"),
        ("data:text/html,x", "not_a_link"),
        ("https://", "not_a_link"),
        ("https://localhost/x", "not_a_link"),
        ("https://user@example.nl", "not_a_link"),
        ("https://example.nl/a b", "not_a_link"),
        ("https://example.nl:0", "not_a_link"),
        ("https://example.nl:99999", "not_a_link"),
        ("https://[::1", "not_a_link"),
        ("zie onze site", "not_a_link"),
        ("https://example.nl/" + "x" * 2000, "too_long"),
    ],
)
def test_other_addresses_are_refused(typed: str, code: str) -> None:
    with pytest.raises(InvalidValue) as error:
        read_link(typed)
    assert code_of(error) == code


def test_texts_are_tidied_without_losing_their_lines() -> None:
    typed = "  één\r\ntwee\r  drie\x00\x07 \n"

    assert tidy_text(typed, lines=True) == "één\ntwee\n  drie"
    assert tidy_text(typed, lines=False) == "één twee drie"
    assert tidy_text("e\u0301", lines=False) == "é"
