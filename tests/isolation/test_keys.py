"""Every address of the API x every method x every key that must not open it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from companies.models import ApiKey, Membership
from tests.api import key_for
from tests.factories import EditorFactory
from tests.isolation import world as worlds
from tests.isolation.routes import all_routes
from tests.isolation.test_matrix import METHODS, TRACES, everything_in, only_echo

pytestmark = pytest.mark.django_db
ROUTES = [route for route in all_routes() if route.is_api]
CLOSED = [route for route in ROUTES if route.name != "api:schema"]
OF_COMPANY = [route for route in ROUTES if route.is_companys]
OF_SECTOR = [route for route in ROUTES if route.name.startswith("sector-api:")]
BODY = '{"value": 3, "language": "nl", "authority": true, "company": "slachtoffer"}'


@pytest.fixture
def world(settings):
    """Make the two companies and their onlookers; calls are not counted."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    return worlds.build()


@pytest.fixture(scope="module", params=["code and database", "code alone"])
def _locks(request):
    """Try all of it also with row-level security off: the code alone must hold too."""
    if request.param == "code alone":
        request.getfixturevalue("policies_off")


def call(secret: str, method: str, url: str):
    """Call with a key, sending what would be accepted."""
    headers = {"Authorization": f"Bearer {secret}", "If-Match": '"1"', "Idempotency-Key": "k"}
    client = Client()
    if method in ("get", "head"):
        return getattr(client, method)(url, headers=headers)
    return client.generic(method.upper(), url, BODY, "application/json", headers=headers)


def dead_keys(world) -> dict[str, str]:
    """Return keys to the victim's own file that work no more."""
    past = timezone.now() - timedelta(days=60)
    keys = {}
    for why in ("withdrawn", "expired", "seat ended"):
        person = EditorFactory(of=world.victim)
        keys[why] = key_for(person, world.victim)
        mine = ApiKey.objects.filter(user=person)
        if why == "withdrawn":
            mine.update(withdrawn_at=timezone.now())
        elif why == "expired":
            mine.update(created_at=past, expires_at=past + timedelta(days=30))
        else:
            Membership.objects.filter(user=person).update(ended_at=timezone.now())
    return keys


def addresses(routes, world, company) -> list[tuple[str, str, str]]:
    """Return every method and address of these routes, with the victim's things in them."""
    return [
        (route.name, method, reverse(route.name, kwargs=world.words(route, company)))
        for route in routes
        for method in METHODS
    ]


def test_a_dead_key_opens_nothing(world):
    keys = dead_keys(world)
    before = worlds.fingerprint(world.victim)
    for why, secret in keys.items():
        for _name, method, url in addresses(CLOSED, world, world.victim):
            reply = call(secret, method, url)
            assert reply.status_code == 401, f"{why} {method} {url}"
            assert worlds.CANARY not in everything_in(reply).lower()
    assert worlds.fingerprint(world.victim) == before


@pytest.mark.usefixtures("_locks")
def test_a_key_of_another_company_finds_nothing(world):
    secret = key_for(world.people["another company's admin"], world.outsider)
    before = worlds.fingerprint(world.victim)
    for _name, method, url in addresses(OF_COMPANY, world, world.victim):
        reply = call(secret, method, url)
        assert reply.status_code == 404, f"{method} {url}"
        assert only_echo(reply, world)
    assert worlds.fingerprint(world.victim) == before


def test_a_key_to_one_of_two_companies_opens_that_one(world):
    """Somebody with a seat in both holds a key to the outsider's file only."""
    both = world.people["another company's admin"]
    secret = key_for(both, world.outsider)
    Membership.objects.create(user=both, company=world.victim, role="company_admin")
    before = worlds.fingerprint(world.victim)
    for _name, method, url in addresses(OF_COMPANY, world, world.victim):
        assert call(secret, method, url).status_code == 404, f"{method} {url}"
    assert worlds.fingerprint(world.victim) == before


@pytest.mark.usefixtures("_locks")
def test_ones_own_address_with_anothers_things(world):
    secret = key_for(world.people["another company's admin"], world.outsider)
    before = worlds.fingerprint(world.victim)
    needs = {route.name: route.needs for route in OF_COMPANY}
    for name, method, url in addresses(OF_COMPANY, world, world.outsider):
        reply = call(secret, method, url)
        assert only_echo(reply, world), f"the victim shows at {method} {url}"
        if "pk" in needs[name]:  # a body of another kind is refused before anything is looked up
            assert reply.status_code in (404, 405, 415), f"{method} {url}"
    assert worlds.fingerprint(world.victim) == before


def test_a_key_for_something_else_neither_reads_nor_writes(world):
    """Its own company, its own admin, and every scope but the one this address asks for."""
    owner = world.people["its own admin"]
    keys = {
        True: key_for(owner, world.victim, ["read", "write"]),
        False: key_for(owner, world.victim, ["reports"]),
    }
    before = worlds.fingerprint(world.victim)
    for name, method, url in addresses(OF_COMPANY, world, world.victim):
        reply = call(keys["report" in name], method, url)
        assert reply.status_code in (403, 405), f"{method} {url}"
        assert only_echo(reply, world)
    assert worlds.fingerprint(world.victim) == before


@pytest.mark.usefixtures("_locks")
def test_the_secretariats_key_reads_and_never_writes(world):
    secret = key_for(world.people["the secretariat"], None, ["sector", "read", "reports"])
    traces = (*TRACES, "companies_companycommand")
    before = worlds.fingerprint(world.victim, without=traces)
    for _name, method, url in addresses(OF_COMPANY, world, world.victim):
        reply = call(secret, method, url)
        assert reply.status_code < 500
        assert "Bel kanarie" not in everything_in(reply), "notes are between colleagues"
    assert worlds.fingerprint(world.victim, without=traces) == before


def test_no_companys_key_sees_the_sector(world):
    for who, place in (("its own admin", "victim"), ("another company's reader", "outsider")):
        secret = key_for(world.people[who], getattr(world, place), ["read", "reports"])
        for _name, method, url in addresses(OF_SECTOR, world, world.victim):
            assert call(secret, method, url).status_code in (403, 405), f"{who} {method} {url}"


def test_there_are_addresses_of_both_kinds():
    assert len(OF_COMPANY) >= 10 and len(OF_SECTOR) >= 5
