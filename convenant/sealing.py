"""Seal small secrets before they go into the database, with a key that is never in it."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class WrongKey(Exception):
    """None of the keys in TWO_STEP_KEYS opens this secret."""


def seal(text: str) -> str:
    """Return the text, unreadable without the first key."""
    return _box(tuple(settings.TWO_STEP_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed with any of the keys. Raises WrongKey."""
    try:
        return _box(tuple(settings.TWO_STEP_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise WrongKey from None


def reseal(sealed: str) -> str:
    """Return the same secret under the first key. Raises WrongKey."""
    try:
        return _box(tuple(settings.TWO_STEP_KEYS)).rotate(sealed.encode()).decode()
    except InvalidToken:
        raise WrongKey from None


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """Return a key for this purpose alone, so that one text may serve several purposes."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"convenant second step")
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))
