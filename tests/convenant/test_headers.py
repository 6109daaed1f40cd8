"""What every answer of the product carries, whoever asks."""

import json
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from tests.convenant.production_env import PRODUCTION
from tests.isolation import world as worlds
from tests.isolation.routes import all_routes

pytestmark = pytest.mark.django_db
ROUTES = all_routes()


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_answer_is_guarded(route, client_of):
    world = worlds.build()
    url = reverse(route.name, kwargs=world.words(route, world.victim))

    for who in ("nobody", "its own admin", "the secretariat"):
        response = client_of(world.people[who]).get(url)
        policy = response.headers["Content-Security-Policy"]
        for rule in ("default-src", "base-uri", "frame-ancestors"):
            assert f"{rule} 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in response.headers
        if who != "nobody":
            assert "no-store" in response.headers["Cache-Control"]


def test_cookies_are_closed_to_scripts(client_of, settings):
    response = client_of(None).get("/accounts/login/")
    cookie = response.cookies[settings.CSRF_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_files_and_health_carry_the_headers_too(client_of):
    for url in ("/healthz", "/readyz", "/static/js/poll.js", "/nowhere/"):
        headers = client_of(None).get(url).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]


UNDER_HTTPS = """
import json
import django
django.setup()
from django.conf import settings
from convenant.flashes import HostCookie
print(json.dumps({name: getattr(settings, name) for name in sorted(dir(settings))
    if "COOKIE" in name or "HSTS" in name or name in ("SECURE_SSL_REDIRECT",)}
    | {"MESSAGES_COOKIE": HostCookie.cookie_name}))
"""


def test_under_https_every_cookie_is_closed():
    """The settings of a server as it starts; a process of its own, since they are read once."""
    told = subprocess.run(
        [sys.executable, "-c", UNDER_HTTPS],
        env=PRODUCTION | {"DJANGO_SETTINGS_MODULE": "convenant.settings"},
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(told.stdout)
    from_code = found.pop("MESSAGES_COOKIE")
    assert from_code == "__Host-messages"
    names = {name: value for name, value in found.items() if name.endswith("COOKIE_NAME")}
    assert len(names) == 4
    assert all(value.startswith("__Host-") for value in names.values())
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert found[f"{cookie}_COOKIE_PATH"] == "/"
        assert found[f"{cookie}_COOKIE_DOMAIN"] is None
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert found[f"{cookie}_COOKIE_SECURE"] is True
        assert found[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert found[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


class TestSecurityTxt:
    """Who finds a hole knows whom to tell."""

    URL = "/.well-known/security.txt"

    def test_it_says_whom_to_write_to_and_until_when(self, client_of, settings):
        settings.SECURITY_CONTACT = "hole@ketenkompas.example"
        answer = client_of(None).get(self.URL)
        fields = dict(line.split(": ", 1) for line in answer.text.splitlines())

        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert fields["Contact"] == "mailto:hole@ketenkompas.example"
        assert fields["Canonical"] == settings.PUBLIC_URL + self.URL
        left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
        assert timedelta(days=100) < left < timedelta(days=365)

    def test_a_page_may_be_named_instead(self, client_of, settings):
        settings.SECURITY_CONTACT = "https://ketenkompas.example/hole"
        assert "Contact: https://ketenkompas.example/hole\n" in client_of(None).get(self.URL).text


def test_a_strange_host_is_refused(client_of):
    assert client_of(None).get("/", headers={"host": "evil.example"}).status_code == 400
