"""Rows that are pasted or come in a file: read by their heads, each fault at its cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.chain.reading import (
    COLUMNS,
    NothingToRead,
    cells_of,
    read,
    typed_rows,
    without_amounts,
)
from diligence.chain.vocabulary import UnknownWord, band_of_amount, number_of
from diligence.framework.catalogues import catalogue
from diligence.services.chain.vocabulary import vocabulary

HEAD = "Metaal\tVorm\tFase\tLand\tLeverancier\tSchakel\tZekerheid\tHoeveelheid"


def rows(text: str) -> list[dict[str, str]]:
    return typed_rows(cells_of(text))


def values(**typed: str) -> dict:
    return dict(read({"number": "1"} | typed, vocabulary()).values)


def problems(**typed: str) -> list[tuple[str, str]]:
    found = read({"number": "1"} | typed, vocabulary()).problems
    return [(one.column, one.code) for one in found]


class TestColumns:
    def test_a_head_says_what_stands_where(self):
        [row] = rows(f"{HEAD}\nTin\tprimair\tsmelterij\tIndonesië\tContoh\t2\tgezegd\t1-10")
        assert row == {
            "number": "2",
            "metal": "Tin",
            "form": "primair",
            "stage": "smelterij",
            "country": "Indonesië",
            "supplier": "Contoh",
            "tier": "2",
            "certainty": "gezegd",
            "volume": "1-10",
        }

    def test_in_english_in_another_order_and_with_columns_of_their_own(self):
        [row] = rows("Our code;Country;METAL;Supplier\nX1;Chile;Copper;Ejemplo")
        assert row == {"number": "2", "country": "Chile", "metal": "Copper", "supplier": "Ejemplo"}

    def test_without_a_head_in_the_usual_order(self):
        [row] = rows("Tin\tprimair\t\tID")
        assert row == {"number": "1", "metal": "Tin", "form": "primair", "country": "ID"}

    def test_commas_quotes_and_empty_rows(self):
        found = rows('metal,supplier\n\n"Tin","Jansen, De Boer"\n,\nGold,Goud')
        assert [one["supplier"] for one in found] == ["Jansen, De Boer", "Goud"]
        assert [one["number"] for one in found] == ["3", "5"], "as the sheet counts them"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            (" \n\t\n", "empty"),
            (HEAD, "empty"),
            ("Leverancier;Land\nA;NL", "no_metal"),
            ("Tin\n" * 2001, "too_many"),
        ],
    )
    def test_nothing_to_read_is_told(self, text, code):
        with pytest.raises(NothingToRead) as refused:
            rows(text)
        assert refused.value.code == code

    @given(st.text(max_size=300))
    def test_any_text_is_read_or_refused(self, text):
        try:
            found = rows(text)
        except NothingToRead:
            return
        for row in found:
            assert set(row) <= {"number", *COLUMNS}
            read(row, vocabulary())


class TestWords:
    @pytest.mark.parametrize(
        ("kind", "typed", "key"),
        [
            ("metal", "tin", "ME-SN"),
            ("metal", "Sn", "ME-SN"),
            ("metal", "me-sn", "ME-SN"),
            ("metal", "Rare earths", "ME-RE"),
            ("country", "belgie", "BE"),
            ("country", "Turkey", "TR"),
            ("country", "cd", "CD"),
            ("form", "Schroot", "scrap"),
            ("stage", "Smelterij", "ST05"),
            ("certainty", "onbekend", "unknown"),
            ("volume", "10 tot 100 ton", "up_to_100"),
            ("volume", "100 to 1,000 tonnes", "up_to_1000"),
        ],
    )
    def test_names_in_both_languages(self, kind, typed, key):
        assert vocabulary().key_of(kind, typed) == key

    @pytest.mark.parametrize("name", ["metals", "countries", "stages"])
    def test_every_entry_is_found_by_each_of_its_names(self, name):
        kind = {"metals": "metal", "countries": "country", "stages": "stage"}[name]
        for entry in catalogue(name):
            assert vocabulary().key_of(kind, entry.text.nl) == entry.key
            assert vocabulary().key_of(kind, entry.text.en) == entry.key
            assert vocabulary().key_of(kind, entry.key) == entry.key

    def test_what_is_unknown_comes_with_what_looks_like_it(self):
        with pytest.raises(UnknownWord) as unknown:
            vocabulary().key_of("metal", "Alluminium")
        assert "Aluminium" in unknown.value.near


class TestVolumes:
    """Exact volumes are never kept: an amount becomes its band as it comes in."""

    @pytest.mark.parametrize(
        ("typed", "band"),
        [
            ("0,5 ton", "up_to_1"),
            ("250 kg", "up_to_1"),
            ("1", "up_to_10"),
            ("9.99 t", "up_to_10"),
            ("10", "up_to_100"),
            ("1.250", "over_1000"),
            ("1,250.5 tonnes", "over_1000"),
            ("999 ton", "up_to_1000"),
            ("~12,5", "up_to_100"),
        ],
    )
    def test_an_amount_is_its_band(self, typed, band):
        assert band_of_amount(typed) == band

    @pytest.mark.parametrize("typed", ["veel", "12 paarden", "1e9", "-5", "∞"])
    def test_what_is_no_amount(self, typed):
        assert band_of_amount(typed) is None

    @given(st.decimals(0, 10**6, places=2))
    def test_written_in_dutch_and_in_english_it_is_the_same_number(self, number):
        english = f"{number:,.2f}"
        dutch = english.translate(str.maketrans(".,", ",."))
        assert number_of(english) == number_of(dutch) == Decimal(number)

    @given(st.text(max_size=30))
    def test_nothing_of_an_amount_stays(self, typed):
        row = without_amounts({"metal": "Tin", "volume": typed}, vocabulary())
        assert row.get("volume", "") in (
            *("", "?", "up_to_1", "up_to_10", "up_to_100", "up_to_1000", "over_1000"),
        )


class TestProblems:
    def test_each_fault_stands_at_its_cell(self):
        assert problems(
            metal="Unobtanium", form="x", country="Atlantis", lei="123", kvk="9", tier="ver"
        ) == [
            ("metal", "unknown"),
            ("form", "unknown"),
            ("country", "unknown"),
            ("lei", "length"),
            ("kvk", "length"),
            ("tier", "out_of_range"),
        ]

    def test_what_follows_from_the_rest_need_not_be_typed(self):
        assert values(metal="Tin", form="schroot")["stage"] == "ST12"
        assert values(metal="Tin", form="erts")["stage"] == "ST02"
        full = values(metal="Tin", form="primair", country="ID")
        assert (full["stage"], full["certainty"]) == ("ST05", "estimate")
        assert values(metal="Tin", form="primair")["certainty"] == "unknown"

    @pytest.mark.parametrize("typed", ["2", "tier 2", "2e", "2nd"])
    def test_tiers(self, typed):
        assert values(tier=typed)["tier"] == "2"
