"""Who is calling: the holder of a key, or a person on a page of ours."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, CSRFCheck

from convenant.api.problems import CSRF_FAILED, Refusal

KEY, SESSION = "apiKey", "session"


class KeyAuthentication(BaseAuthentication):
    """The key that the doorway found (companies.middleware.ApiKeyMiddleware)."""

    def authenticate(self, request) -> tuple[Any, Any] | None:
        """Return the key's person and the key."""
        key = request._request.api_key
        return (key.user, key) if key is not None else None

    def authenticate_header(self, request) -> str:
        """Say how to sign in."""
        return "Bearer"


class PageAuthentication(BaseAuthentication):
    """A signed-in person on our own pages; each write proves that it came from there."""

    def authenticate(self, request) -> tuple[Any, Any] | None:
        """Return the person of the session. Raises Refusal for a forged write."""
        user = request._request.user
        if not (user.is_authenticated and user.is_active):
            return None
        check = CSRFCheck(lambda _request: None)
        check.process_request(request._request)
        if check.process_view(request._request, None, (), {}):
            raise Refusal(CSRF_FAILED)
        return user, None


class KeyScheme(OpenApiAuthenticationExtension):
    """How a key is described."""

    target_class = KeyAuthentication
    name = KEY

    def get_security_definition(self, auto_schema) -> dict:
        """Return the OpenAPI security scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "kkapi_…",
            "description": "An API key, made on the page “API keys” of your company.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    """How a session is described."""

    target_class = PageAuthentication
    name = SESSION

    def get_security_definition(self, auto_schema) -> dict:
        """Return the OpenAPI security scheme."""
        from django.conf import settings

        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "A signed-in person on our own pages; writes carry X-CSRFToken.",
        }
