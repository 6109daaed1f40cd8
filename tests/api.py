"""A program that calls the API with a key."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from companies.access import open_company
from companies.models import Company, User
from companies.services.api_keys import make_key
from convenant.tenancy.scope import company_scope

JSON = "application/json"


def key_for(
    user: User, company: Company | None, scopes=("read", "write", "reports"), days: int = 30
) -> str:
    """Make a key as its page does, and return the secret; the secretariat has a second step."""
    if company is None:
        with_second_step(user)
        access = None
        return make_key("Programma", scopes, days, by=user, access=access)[1]
    with company_scope(company.pk):
        access = open_company(user, company.slug)
        return make_key("Programma", scopes, days, by=user, access=access)[1]


def with_second_step(user: User) -> None:
    """Give somebody an authenticator app."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )


class Program:
    """Calls addresses below /api/v1 with a key; without one, as nobody."""

    def __init__(self, secret: str = "", language: str = "nl"):
        self.client = Client()
        self.headers = {"Accept-Language": language}
        if secret:
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, query: dict | None = None, **headers):
        """Read."""
        return self.client.get(f"/api/v1{path}", query or {}, headers=self.headers | spelt(headers))

    def put(self, path: str, body: Any, **headers):
        """Write."""
        return self.client.put(
            f"/api/v1{path}", text_of(body), JSON, headers=self.headers | spelt(headers)
        )

    def upload(self, path: str, name: str, content: bytes, /, said: dict | None = None, **headers):
        """Send a file and what is said of it."""
        body = {"file": SimpleUploadedFile(name, content)} | (said or {})
        return self.client.post(f"/api/v1{path}", body, headers=self.headers | spelt(headers))

    def post(self, path: str, body: Any = None, **headers):
        """Ask for something to happen."""
        return self.client.post(
            f"/api/v1{path}", text_of(body), JSON, headers=self.headers | spelt(headers)
        )


def text_of(body: Any) -> str:
    """Return a body as JSON, unless it is a text already."""
    return body if isinstance(body, str) else json.dumps(body)


def spelt(headers: dict[str, str]) -> dict[str, str]:
    """Return headers by their real names: `if_match` is `If-Match`."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
