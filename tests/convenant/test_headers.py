"""What every answer of the product carries, whoever asks."""

import pytest
from django.urls import reverse

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
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        if who != "nobody":
            assert "no-store" in response.headers["Cache-Control"]


def test_cookies_are_closed_to_scripts(client_of, settings):
    response = client_of(None).get("/accounts/login/")
    cookie = response.cookies[settings.CSRF_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_strange_host_is_refused(client_of):
    assert client_of(None).get("/", headers={"host": "evil.example"}).status_code == 400
