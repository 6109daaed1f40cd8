"""Who a new supplier may be: the same number, the same name, or nearly so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.chain.duplicates import LIKE_NAME, SAME_NAME, Known, Shelf
from diligence.chain.names import fold, pieces

LEI = "5493001KJTIIGC8Y1R12"


def shelf(*names: str, **numbers: str) -> Shelf:
    return Shelf.of(Known(name, name, numbers) for name in names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller Stahl GmbH", "MUELLER STAHL"),
        ("Jansen & Zn. B.V.", "jansen en zn"),
        ("N.V. Metaalhandel", "nv metaalhandel"),
        ("Aço Forte S.A.", "ACO FORTE"),
        ("Contoh Timah, PT Tbk", "contoh timah"),
        ("  De   Maas  ", "de maas"),
    ],
)
def test_names_that_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("De Maas", "De Waal"), ("Staal 1", "Staal 2"), ("Co", "Inc")]
)
def test_names_that_do_not(one, other):
    assert fold(one) != fold(other)


@given(st.text(min_size=1, max_size=200))
def test_folding_twice_changes_nothing_and_fits(name):
    assert len(fold(name)) <= 150
    assert fold(fold(name)) in (fold(name), fold(fold(fold(name))))
    assert not fold(name) or pieces(fold(name))


class TestCandidates:
    def test_the_same_number_comes_first_whatever_the_name(self):
        found = Shelf.of(
            [Known("a", "Staalhandel Oost", {}), Known("b", "Iets anders", {"lei": LEI})]
        ).candidates("Staalhandel Oost B.V.", {"lei": LEI})

        assert [(one.known.id, one.why) for one in found] == [("b", "lei"), ("a", SAME_NAME)]

    def test_a_name_nearly_alike(self):
        found = shelf("Metaalhandel Rijswoude").candidates("Metalhandel Rijswoude BV", {})
        assert [(one.known.name, one.why) for one in found] == [
            ("Metaalhandel Rijswoude", LIKE_NAME)
        ]

    def test_an_empty_number_is_no_match(self):
        assert shelf("Alfa", lei="").candidates("Omega", {"lei": ""}) == []

    def test_another_number_of_the_same_kind_tells_like_names_apart(self):
        known = shelf("Metaalhandel Rijswoude", kvk="90030014")
        assert known.candidates("Metaalhandel Rijswoud", {"kvk": "90030022"}) == []

    def test_strangers_are_not_shown(self):
        known = shelf("Blokmetaal Hazewaard", "Contoh Timah", "Kupferhütte Beispiel")
        assert known.candidates("Verzinkerij Schoterhaven", {}) == []

    @given(st.lists(st.text("abcdefg ", min_size=3, max_size=12), unique=True, max_size=30))
    def test_a_name_always_finds_itself(self, names):
        names = [name for name in names if fold(name)]
        known = shelf(*names)
        for name in names:
            same = [name for name in names if fold(name) == fold(name)]
            found = [one.known.name for one in known.candidates(name, {})]
            assert name in found or len(same) > 5
