"""Identifiers hold only with their own rules: line 26."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diligence.chain.identifiers import (
    InvalidIdentifier,
    kvk,
    lei,
    lei_check_digits,
    remainder_97,
    smelter_id,
)

SIGNS = string.digits + string.ascii_uppercase
FIRST_18 = st.text(SIGNS, min_size=18, max_size=18)
REAL_LEIS = ["5493001KJTIIGC8Y1R12", "549300DTUYXVMJXZNY75"]


def code_of(check, typed: str) -> str:
    """Return why a check refuses this; an empty text when it does not."""
    try:
        check(typed)
    except InvalidIdentifier as fault:
        return fault.code
    return ""


class TestLei:
    @pytest.mark.parametrize("number", REAL_LEIS)
    def test_numbers_that_exist_pass(self, number):
        assert lei(number) == number

    def test_it_is_tidied(self):
        assert lei(" 5493 001k jtii gc8y 1r12 ") == REAL_LEIS[0]

    @given(FIRST_18)
    def test_with_its_own_check_digits_it_passes(self, first):
        number = first + lei_check_digits(first)
        assert lei(number) == number and remainder_97(number) == 1

    @given(FIRST_18, st.integers(0, 17), st.sampled_from(SIGNS))
    def test_no_single_sign_changes_unseen_for_one_of_its_kind(self, first, place, sign):
        number = first + lei_check_digits(first)
        assume(sign.isdigit() == number[place].isdigit() and sign != number[place])
        typo = number[:place] + sign + number[place + 1 :]
        assert code_of(lei, typo) == "check"

    @given(FIRST_18, st.integers(0, 16))
    def test_no_two_neighbours_swap_unseen_among_digits(self, first, place):
        digits = "".join(str(int(sign, 36) % 10) for sign in first)
        number = digits + lei_check_digits(digits)
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert (code_of(lei, swapped) == "check") == (swapped != number)

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("5493001KJTIIGC8Y1R1", "length"),
            ("5493001KJTIIGC8Y1R123", "length"),
            ("5493001KJTIIGC8Y1R13", "check"),
            ("5493001KJTIIGC8Y1RAB", "signs"),
            ("٥493001KJTIIGC8Y1R12", "signs"),
        ],
    )
    def test_others_are_refused_with_the_reason(self, typed, code):
        assert code_of(lei, typed) == code


class TestKvk:
    @given(st.integers(1, 99_999_999).map("{:08}".format))
    def test_eight_digits_pass_with_their_zeros(self, number):
        assert kvk(number) == number

    def test_it_is_tidied(self):
        assert kvk("KvK 9003.0014") == "90030014"

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("9003001", "length"),
            ("900300145", "length"),
            ("9003001A", "signs"),
            ("00000000", "zeros"),
            ("NL123456789B01", "signs"),
        ],
    )
    def test_others_are_refused_with_the_reason(self, typed, code):
        assert code_of(kvk, typed) == code


class TestSmelterId:
    @given(st.integers(1, 999_999).map("{:06}".format))
    def test_with_and_without_its_letters(self, digits):
        assert smelter_id(digits) == smelter_id(f"cid {digits}") == f"CID{digits}"

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("CID12345", "length"),
            ("CID1234567", "length"),
            ("RMI000028", "signs"),
            ("CID000000", "zeros"),
        ],
    )
    def test_others_are_refused_with_the_reason(self, typed, code):
        assert code_of(smelter_id, typed) == code


@given(st.text(max_size=40), st.sampled_from([lei, kvk, smelter_id]))
def test_whatever_is_typed_is_taken_or_refused_and_what_is_taken_stays(typed, check):
    try:
        found = check(typed)
    except InvalidIdentifier:
        return
    assert check(found) == found and found.isascii()
