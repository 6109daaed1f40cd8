"""A person's app with codes, and what it shows."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from companies.models import User
from companies.services.recovery_codes import codes_of, keep_hashed, left


def give_app(user: User) -> str:
    """Set an app up for somebody, and recovery codes; return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    give_recovery_codes(user)
    return secret


def shown_by(secret: str, ago: int = 0) -> str:
    """Return the code that the app shows now, or showed so many half minutes ago.

    Waits for the next code when this one is about to go, so that no test hangs on the clock.
    """
    if not ago and time.time() % 30 > 28:
        time.sleep(2.1)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago))


def give_recovery_codes(user: User) -> list[str]:
    """Give somebody new recovery codes, and return them: the database keeps hashes."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return keep_hashed(RecoveryCodes.activate(user).instance)


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes of a person still work."""
    return left(codes_of(user))
