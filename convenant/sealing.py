"""Seal small secrets before they go into the database, with a key that is never in it.

AES-256-GCM, a fresh nonce each time and a key for each purpose, so that what was sealed for one
opens nothing of another. What was sealed before that (Fernet) still opens.
"""

import base64
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SECOND_STEP = "second step"
MARK = "gcm1."
NONCE = 12


class WrongKey(Exception):
    """None of the keys in TWO_STEP_KEYS opens this secret."""


def seal(text: str, purpose: str = SECOND_STEP) -> str:
    """Return the text, unreadable without the first key."""
    nonce = os.urandom(NONCE)
    sealed = AESGCM(_key(settings.TWO_STEP_KEYS[0], f"{purpose} gcm"))
    packed = nonce + sealed.encrypt(nonce, text.encode(), None)
    return MARK + base64.urlsafe_b64encode(packed).decode()


def unseal(sealed: str, purpose: str = SECOND_STEP) -> str:
    """Return what was sealed with any of the keys, for this purpose. Raises WrongKey."""
    for key in settings.TWO_STEP_KEYS:
        try:
            if sealed.startswith(MARK):
                packed = base64.urlsafe_b64decode(sealed.removeprefix(MARK))
                box = AESGCM(_key(key, f"{purpose} gcm"))
                return box.decrypt(packed[:NONCE], packed[NONCE:], None).decode()
            return Fernet(base64.urlsafe_b64encode(_key(key, purpose))).decrypt(sealed).decode()
        except (InvalidTag, InvalidToken, ValueError):
            continue
    raise WrongKey


def reseal(sealed: str, purpose: str = SECOND_STEP) -> str:
    """Return the same secret under the first key. Raises WrongKey."""
    return seal(unseal(sealed, purpose), purpose)


@cache
def _key(key: str, purpose: str) -> bytes:
    """Return a key for this purpose alone, so that one text may serve several purposes."""
    info = f"convenant {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
