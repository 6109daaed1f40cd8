"""Signing in without the pages that do it, for tests of everything behind them."""

import time

from django.test import Client

from companies.models import User


def sign_in_as(client: Client, user: User, *, strong: bool | None = None) -> None:
    """Sign somebody in; the secretariat, and whoever is said to be strong, in two steps."""
    client.force_login(user)
    if strong if strong is not None else user.is_secretariat:
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "totp", "id": 0, "at": time.time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
