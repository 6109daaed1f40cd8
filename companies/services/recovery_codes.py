"""Recovery codes, kept as a password is: hashed, with salt. Nobody can show them a second time.

django-allauth lets all codes follow from one sealed secret, so whoever holds the key has them all.
Here what it made is turned into hashes at once; until the page showed them, the codes themselves
wait sealed in the session of who made them. All codes of a person share one salt, so that a guess
costs one slow hash and not ten.
"""

import json
import re

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.crypto import constant_time_compare

from companies.models import User
from convenant.sealing import WrongKey, seal, unseal

FRESH = "fresh_recovery_codes"
PURPOSE = "recovery codes"
TURNS = 600_000
"""Rounds of PBKDF2-SHA-256, as OWASP asks. Ten codes take seconds, once; signing in takes one."""
CODE = re.compile(r"\d{8}")


def typed_code(typed: str) -> str | None:
    """Return the recovery code somebody typed, however it was spaced; None when it is none."""
    code = re.sub(r"[\s-]", "", typed)
    return code if CODE.fullmatch(code) else None


def codes_of(user: User) -> Authenticator | None:
    """Return the recovery codes of a person, as they are stored."""
    kept = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES)
    return kept.first()


def left(step: Authenticator | None) -> int:
    """Return how many codes still work."""
    if step is None:
        return 0
    if "hashes" in step.data:
        return len(step.data["hashes"])
    return len(step.wrap().get_unused_codes())


def keep_hashed(step: Authenticator) -> list[str]:
    """Turn what allauth made into hashes, and return the codes; none when that was done before."""
    if "hashes" in step.data:
        return []
    codes = step.wrap().get_unused_codes()
    hasher = get_hasher()
    salt = hasher.salt()
    # The empty list keeps allauth's own check from finding anything.
    step.data = {
        "migrated_codes": [],
        "hashes": [hasher.encode(code, salt, **turns_of(hasher)) for code in codes],
    }
    step.save(update_fields=["data"])
    return codes


def turns_of(hasher) -> dict[str, int]:
    """Return how slow the hash is made, where it can be told."""
    return {"iterations": TURNS} if hasattr(hasher, "iterations") else {}


def hash_and_show(user: User, session: SessionBase) -> None:
    """Hash the codes that were just made, and let the next page show them once."""
    step = codes_of(user)
    if step is not None and (codes := keep_hashed(step)):
        session[FRESH] = seal(json.dumps(codes), PURPOSE)


def shown_once(session: SessionBase) -> list[str]:
    """Return the codes that this session made and did not show yet, and forget them."""
    try:
        return json.loads(unseal(session.pop(FRESH, ""), PURPOSE))
    except WrongKey:
        return []


@transaction.atomic
def use(user: User, code: str) -> Authenticator | None:
    """Take a code away, and return the step that it stands in for; None when it is wrong."""
    kept = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES)
    step = kept.select_for_update().first()
    if step is None:
        return None
    keep_hashed(step)
    hashes = step.data["hashes"]
    if not hashes:
        return None
    hasher = identify_hasher(hashes[0])
    told = hasher.decode(hashes[0])
    turns = {"iterations": told["iterations"]} if "iterations" in told else {}
    tried = hasher.encode(code, told["salt"], **turns)
    rest = [each for each in hashes if not constant_time_compare(each, tried)]
    if len(rest) == len(hashes):
        return None
    step.data["hashes"] = rest
    step.save(update_fields=["data"])
    return step
