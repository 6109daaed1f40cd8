"""Every address x every role x every method: nothing of one company reaches another.

The table derives itself from the URL configuration, so a page added tomorrow is in it tomorrow.
The oracle is a canary in every text of the victim, and a hash over all its rows.
"""

import io
import zipfile
import zlib

import pytest
from django.urls import reverse

from tests.isolation import world as worlds
from tests.isolation.routes import all_routes

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
STRANGERS = ("a stranger", "another company's admin", "another company's reader", "a party")
ROUTES = all_routes()
# Looking in leaves a trace and may ask for a report; neither touches what the company wrote.
TRACES = (
    "companies_event",
    "diligence_snapshot",
    "diligence_progressreport",
)


@pytest.fixture
def world(settings):
    """Make the two companies and their onlookers."""
    settings.ALLOWED_HOSTS = ["testserver"]
    return worlds.build()


@pytest.fixture(scope="module", params=["code and database", "code alone"], autouse=True)
def _locks(request):
    """Try all of it also with row-level security off: the code alone must hold too."""
    if request.param == "code alone":
        request.getfixturevalue("policies_off")


def send(client, method: str, url: str, world):
    """Call an address; whatever is sent names the victim's own things."""
    people = str(world.people["its own admin"].pk)
    body = {
        "q": worlds.CANARY,
        "company": str(world.victim.pk),
        "person": people,
        "assigned_to": people,
        "role": "reader",
        "email": "iemand@anders.example",
        "text": "tekst",
        "reason": "Het is per ongeluk gedeeld.",
        "language": "nl",
        "value": "3",
        "version": "1",
        "next": "/",
        "confirm": "on",
        "choice": "mine",
        "action": "complete",
    }
    return (
        getattr(client, method)(url, body)
        if method in ("get", "post")
        else getattr(client, method)(url)
    )


def everything_in(response) -> str:
    """Return body and headers as text; packed bodies are unpacked where they can be."""
    body = response.getvalue() if response.streaming else response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = zlib.decompress(body, 31)
    if zipfile.is_zipfile(io.BytesIO(body)):
        body += unzipped(body)
    return body.decode("utf-8", "replace") + str(response.headers)


def unzipped(body: bytes) -> bytes:
    """Return everything inside a ZIP file or a workbook, and inside those within."""
    found = b""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for name in packed.namelist():
            inner = packed.read(name)
            found += name.encode() + inner
            if zipfile.is_zipfile(io.BytesIO(inner)):
                found += unzipped(inner)
    return found


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_nobody_else_sees_or_changes_a_company(route, world, client_of):
    url = reverse(route.name, kwargs=world.words(route, world.victim))
    before = worlds.fingerprint(world.victim)

    for who in ("nobody", *STRANGERS):
        client = client_of(world.people[who], raise_request_exception=True)
        for method in METHODS:
            response = send(client, method, url, world)
            assert worlds.CANARY not in everything_in(response).replace(url, "").lower() or (
                method in ("get", "post") and only_echo(response, world)
            ), f"{who} sees the victim at {method.upper()} {url}"
            if route.is_companys:
                unknown = 401 if route.is_api else 302
                expected = unknown if who == "nobody" else 404
                assert response.status_code == expected, f"{who} {method} {url}"
    assert worlds.fingerprint(world.victim) == before, f"somebody changed the victim at {url}"


def only_echo(response, world) -> bool:
    """Tell whether the canary is just our own search word given back, and nothing of the victim."""
    text = everything_in(response)
    secrets = (world.victim.name, world.victim.city, "Ons beleid, ", "Verloren", "@geheim.example")
    return not any(secret in text for secret in secrets)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_companys], ids=str)
def test_own_address_with_anothers_things(route, world, client_of):
    """The outsider's own address, the victim's ids in address and body."""
    url = reverse(route.name, kwargs=world.words(route, world.outsider))
    before = worlds.fingerprint(world.victim)
    client = client_of(world.people["another company's admin"])

    for method in METHODS:
        response = send(client, method, url, world)
        assert only_echo(response, world), f"the victim shows at {method.upper()} {url}"
        if "pk" in route.needs and method in ("get", "post"):
            assert response.status_code in (404, 405), f"{method} {url}"
    assert worlds.fingerprint(world.victim) == before


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_companys], ids=str)
def test_the_secretariat_reads_and_never_writes(route, world, client_of):
    url = reverse(route.name, kwargs=world.words(route, world.victim))
    before = worlds.fingerprint(world.victim, without=TRACES)
    client = client_of(world.people["the secretariat"])

    for method in METHODS:
        response = send(client, method, url, world)
        assert response.status_code < 500
        assert "Bel kanarie" not in everything_in(response), "notes are between colleagues"
    assert worlds.fingerprint(world.victim, without=TRACES) == before


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.name.startswith("sector:")], ids=str
)
def test_only_the_secretariat_sees_the_sector(route, world, client_of):
    url = reverse(route.name, kwargs=world.words(route, world.victim))

    for who in (*STRANGERS, "its own admin"):
        for method in ("get", "post"):
            response = send(client_of(world.people[who]), method, url, world)
            assert response.status_code in (403, 405), f"{who} {method} {url}"
    assert send(client_of(None), "get", url, world).status_code == 302


def test_the_table_knows_addresses_with_and_without_a_company():
    assert sum(route.is_companys for route in ROUTES) >= 20
    assert {route.name for route in ROUTES} >= {"home", "set_language", "sector:dashboard"}
