"""The provider of an organisation's own sign-in: what we ask it, and which answers we take.

Besides what django-allauth does (state, proof key, audience, issuer and time of what was signed):
the metadata must be of the provider that the operator named, each question carries a nonce that
the answer must repeat, and who last showed who they are too long ago is asked again.
"""

import secrets
import time
from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest

NONCE = "nonce"
CLOCKS_DIFFER = 120
"""Seconds that the provider's clock may be behind."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class OrganisationSignIn(OpenIDConnectOAuth2Adapter):
    """The way there and back, along addresses of the named provider only."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return the provider's metadata. Raises OAuth2Error when it is another's."""
        told = super().openid_config
        issuer = self.get_provider().app.settings["server_url"]
        if str(told.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
            raise OAuth2Error("The metadata is of another issuer than OIDC_ISSUER.")
        if issuer.startswith("https://"):
            for name in ENDPOINTS:
                if not str(told.get(name, "https://")).startswith("https://"):
                    raise OAuth2Error(f"The provider's {name} is not safe.")
        return told


class OrganisationProvider(OpenIDConnectProvider):
    """What we ask for: never what an address on our side adds to it."""

    oauth2_adapter_class = OrganisationSignIn

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Add a nonce, kept in the session with the rest of this attempt, and how fresh to be."""
        nonce = secrets.token_urlsafe(24)
        fresh = {NONCE: nonce, "max_age": str(settings.SESSION_COOKIE_AGE)}
        asked = super().get_redirect_from_request_kwargs(request)
        return asked | {
            "scope": self.get_scope(),
            "auth_params": self.get_auth_params() | fresh,
            NONCE: nonce,
        }


def answers_our_question(login: SocialLogin) -> bool:
    """Tell whether what was signed is about one person, to this question, and fresh enough."""
    said = login.account.extra_data
    told, signed = said.get("userinfo") or {}, said.get("id_token") or {}
    asked = login.state.get(NONCE)
    return bool(
        signed
        and told.get("sub", signed["sub"]) == signed["sub"]
        and asked
        and secrets.compare_digest(str(signed.get(NONCE, "")), asked)
        and is_fresh(signed.get("auth_time"))
    )


def is_fresh(at: Any) -> bool:
    """Tell whether the person showed who they are recently; what is not told is not judged."""
    if at is None:
        return True
    oldest = time.time() - settings.SESSION_COOKIE_AGE - CLOCKS_DIFFER
    return isinstance(at, int | float) and at >= oldest
