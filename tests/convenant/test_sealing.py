"""Small secrets: unreadable in the database, unalterable, and for one purpose each."""

import base64

import pytest
from cryptography.fernet import Fernet

from convenant import sealing
from convenant.sealing import MARK, NONCE, WrongKey, reseal, seal, unseal

SECRET = "JBSWY3DPEHPK3PXP"


def test_what_was_sealed_opens_and_says_nothing():
    sealed = seal(SECRET)
    assert unseal(sealed) == SECRET
    assert SECRET not in sealed
    assert SECRET.encode() not in base64.urlsafe_b64decode(sealed.removeprefix(MARK))


def test_the_same_secret_never_looks_the_same():
    nonces = {base64.urlsafe_b64decode(seal(SECRET).removeprefix(MARK))[:NONCE] for _ in range(200)}
    assert len(nonces) == 200


@pytest.mark.parametrize("place", [0, 5, 11, 12, 20, -1])
def test_a_changed_bit_opens_nothing(place):
    packed = bytearray(base64.urlsafe_b64decode(seal(SECRET).removeprefix(MARK)))
    packed[place] ^= 1
    with pytest.raises(WrongKey):
        unseal(MARK + base64.urlsafe_b64encode(packed).decode())


@pytest.mark.parametrize("text", ["", "x", MARK, MARK + "x", MARK + "AAAA", "gAAAAA", MARK + "é"])
def test_what_is_no_seal_opens_nothing(text):
    with pytest.raises(WrongKey):
        unseal(text)


def test_one_purpose_opens_nothing_of_another():
    sealed = seal(SECRET, "recovery codes")
    assert unseal(sealed, "recovery codes") == SECRET
    with pytest.raises(WrongKey):
        unseal(sealed)


def test_a_former_key_opens_until_it_is_taken_away(settings):
    settings.TWO_STEP_KEYS = ["old" * 20]
    sealed = seal(SECRET)
    settings.TWO_STEP_KEYS = ["new" * 20, "old" * 20]
    again = reseal(sealed)
    settings.TWO_STEP_KEYS = ["new" * 20]
    assert unseal(again) == SECRET
    with pytest.raises(WrongKey):
        unseal(sealed)


def test_what_was_sealed_before_with_fernet_still_opens(settings):
    settings.TWO_STEP_KEYS = ["old" * 20]
    key = base64.urlsafe_b64encode(sealing._key("old" * 20, "second step"))
    before = Fernet(key).encrypt(SECRET.encode()).decode()
    assert unseal(before) == SECRET
    assert reseal(before).startswith(MARK)
