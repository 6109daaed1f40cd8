"""Every address x every role x every method: nothing of one company reaches another.

The table derives itself from the URL configuration, so a page added tomorrow is in it tomorrow.
The oracle is a canary in every text of the victim, and a hash over all its rows.
"""

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from tests.isolation import world as worlds
from tests.isolation.routes import all_routes
from tests.support.signing_in import sign_in_as

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
STRANGERS = ("a stranger", "another company's admin", "another company's reader", "a party")
ROUTES = all_routes()
# Looking in leaves a trace, may ask for a report, and the secretariat keeps who reviews the file;
# none of it touches what the company wrote.
TRACES = (
    "companies_event",
    "diligence_snapshot",
    "diligence_progressreport",
    "diligence_filereview",
    "diligence_agreement",
    "diligence_secretariatscore",
    "diligence_decisionletter",
    "diligence_reviewthread",  # talking is not writing in the member's file
    "diligence_remark",
    "diligence_mention",
    "companies_notice",
)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(("code and database", METHODS[:2]), id="code and database"),
        pytest.param(
            ("code and database", METHODS[2:]), id="other methods", marks=pytest.mark.full
        ),
        pytest.param(("code alone", METHODS), id="code alone"),
    ],
)
def methods(request):
    """Return the methods to try.

    All of them with row-level security off: the code alone must hold. With the database's lock on
    as well, the methods that no page uses take their turn in the full run.
    """
    locks, tried = request.param
    if locks == "code alone":
        request.getfixturevalue("policies_off")
    return tried


class Standing:
    """The two companies and their onlookers, signed in, and how the victim was before anything.

    Made and committed once; whatever a test does is rolled back behind it.
    """

    def __init__(self, media: Path) -> None:
        self.media = media
        with override_settings(MEDIA_ROOT=media):
            self.world = worlds.build()
        self.sessions = {who: session_of(user) for who, user in self.world.people.items() if user}
        self.prints = {without: self.print_of_victim(without) for without in ((), TRACES)}

    def client_of(self, who: str) -> Client:
        """Return a browser in which this person is signed in, or nobody."""
        client = Client()
        if who in self.sessions:
            client.cookies[product.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def is_as_before(self, *, without: tuple[str, ...] = ()) -> bool:
        """Tell whether every row and file of the victim is what it was."""
        return self.print_of_victim(without) == self.prints[without]

    def print_of_victim(self, without: tuple[str, ...]) -> tuple[str, dict[Path, bytes]]:
        """Return a hash over the victim's rows, and its files."""
        files = [path for path in self.media.rglob("*") if str(self.world.victim.pk) in str(path)]
        rows = worlds.fingerprint(self.world.victim, without=without)
        return rows, {path: path.read_bytes() for path in files if path.is_file()}


def session_of(user) -> str:
    """Sign somebody in and return the value of the cookie."""
    client = Client()
    sign_in_as(client, user)
    return client.cookies[product.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def made(methods, django_db_setup, django_db_blocker, tmp_path_factory):
    """Make the two companies and their onlookers once for all addresses."""
    with django_db_blocker.unblock():
        standing = Standing(tmp_path_factory.mktemp("matrix"))
    yield standing
    with django_db_blocker.unblock():
        call_command("flush")


@pytest.fixture
def standing(made, settings):
    """Return what stands, with the files where it put them."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.MEDIA_ROOT = made.media
    return made


@pytest.fixture
def world(standing):
    """Return the two companies and their onlookers."""
    return standing.world


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
        "variant": "full",
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
def test_nobody_else_sees_or_changes_a_company(route, methods, standing, world):
    url = reverse(route.name, kwargs=world.words(route, world.victim))

    for who in ("nobody", *STRANGERS):
        client = standing.client_of(who)
        for method in methods:
            response = send(client, method, url, world)
            assert worlds.CANARY not in everything_in(response).replace(url, "").lower() or (
                method in ("get", "post") and only_echo(response, world)
            ), f"{who} sees the victim at {method.upper()} {url}"
            if route.is_companys:
                unknown = 401 if route.is_api else 302
                expected = unknown if who == "nobody" else 404
                assert response.status_code == expected, f"{who} {method} {url}"
    assert standing.is_as_before(), f"somebody changed the victim at {url}"


def only_echo(response, world) -> bool:
    """Tell whether the canary is just our own search word given back, and nothing of the victim."""
    text = everything_in(response)
    secrets = (world.victim.name, world.victim.city, "Ons beleid, ", "Verloren", "@geheim.example")
    return not any(secret in text for secret in secrets)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_companys], ids=str)
def test_own_address_with_anothers_things(route, methods, standing, world):
    """The outsider's own address, the victim's ids in address and body."""
    url = reverse(route.name, kwargs=world.words(route, world.outsider))
    client = standing.client_of("another company's admin")

    for method in methods:
        response = send(client, method, url, world)
        assert only_echo(response, world), f"the victim shows at {method.upper()} {url}"
        if "pk" in route.needs and method in ("get", "post"):
            assert response.status_code in (404, 405), f"{method} {url}"
    assert standing.is_as_before()


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_companys], ids=str)
def test_the_secretariat_reads_and_never_writes(route, methods, standing, world):
    url = reverse(route.name, kwargs=world.words(route, world.victim))
    client = standing.client_of("the secretariat")

    for method in methods:
        response = send(client, method, url, world)
        assert response.status_code < 500
        assert "Bel kanarie" not in everything_in(response), "notes are between colleagues"
    assert standing.is_as_before(without=TRACES)


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.name.startswith("sector:")], ids=str
)
def test_only_the_secretariat_sees_the_sector(route, methods, standing, world):
    url = reverse(route.name, kwargs=world.words(route, world.victim))

    for who in (*STRANGERS, "its own admin"):
        for method in ("get", "post"):
            response = send(standing.client_of(who), method, url, world)
            assert response.status_code in (403, 405), f"{who} {method} {url}"
    assert send(standing.client_of("nobody"), "get", url, world).status_code == 302


def test_the_table_knows_addresses_with_and_without_a_company():
    assert sum(route.is_companys for route in ROUTES) >= 20
    assert {route.name for route in ROUTES} >= {"home", "set_language", "sector:dashboard"}
