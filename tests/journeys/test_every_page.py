"""Every page, as who may see it, in both languages, light and dark, on a desk and on a phone."""

import pytest

from companies.models import Invitation
from tests.isolation import world as worlds
from tests.isolation.routes import all_routes
from tests.journeys.axe import breaches_of_standards

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
OWN = {
    "account",
    "devices",
    "inbox",
    "notice-settings",
    "account_email",
    "account_change_password",
    "socialaccount_connections",
}
NOT_PAGES = {
    "set_language",
    "diligence:report-pdf",
    "diligence:letter",
    "diligence:export",
    "diligence:law-file",
    "diligence:chain-export",
    "diligence:archive-zip",
    "diligence:evidence-file",
    "diligence:archive-progress",
    "diligence:declaration-progress",
    "sector:members-xlsx",
    "sector:members-csv",
    "sector:burden-xlsx",
    "sector:burden-csv",
    "sector:risks-xlsx",
    "sector:progress-xlsx",
    "sector:plan-xlsx",
    "sector:transparency-xlsx",
    "diligence:report-progress",  # two fragments, shown inside their pages
    "sector:report-run-progress",
    "sector:report-run-zip",
    "account_logout",
    "calendar",
    "file-api:report-pdf",
    "file-api:export",
    "file-api:law-file",
    "sector-api:report-run-zip",
    "sector:annual-edition-progress",
    "sector:annual-edition-file",
    "annual-reports:file",
    "figures:file",
    "public-figures:file",
}
VIEWS = [
    pytest.param(1360, False, id="desk, light"),
    pytest.param(320, True, id="phone, dark", marks=pytest.mark.full),
    pytest.param(320, False, id="phone, light", marks=pytest.mark.full),
    pytest.param(1360, True, id="desk, dark", marks=pytest.mark.full),
]


ASKED = {"diligence:talk-new": "?question=embed.policy", "sector:behind": "?measure=file"}
"""What an address asks for where there is no page without."""


def address(route, world) -> str:
    """Return the address of a route in the made-up world."""
    from django.urls import reverse

    return reverse(route.name, kwargs=world.words(route, world.victim)) + ASKED.get(route.name, "")


def visitor_of(route, world):
    """Return who comes to this page in real life."""
    if route.name.startswith(("sector:", "desk:", "review:", "diligence:internal")):
        return world.people["the secretariat"]
    if route.name.startswith("figures:"):
        return world.people["a party"]
    if route.is_companys or route.name in OWN or route.name.startswith("mfa_"):
        return world.people["its own admin"]
    signed_in = {"home", "account_reauthenticate", "session_back"}
    return world.people["a party"] if route.name in signed_in else None


PAGES = [route for route in all_routes() if route.name not in NOT_PAGES]


def opened(page, route, world) -> bool:
    """Open the page; tell whether there is one (forms only and downloads have none)."""
    url = address(route, world)
    asked = page.request.get(url)
    if asked.status == 405 or "attachment" in asked.headers.get("content-disposition", ""):
        return False
    response = page.goto(url)
    assert response.status < 500
    return "text/html" in response.headers.get("content-type", "")


def findings(page, complaints) -> list[str]:
    """Let axe look at the page. What its own style sheets breach is not the page's doing."""
    before = len(complaints)
    found = breaches_of_standards(page)
    del complaints[before:]
    return [f"{item['id']} {item['nodes'][0]['target']}" for item in found]


def unnamed(page) -> list[str]:
    """Return what is wrong when the page does not say what it is: a title, and one heading."""
    title, headings = page.title(), page.locator("h1").all_inner_texts()
    names_itself = title.strip(" –") and not title.startswith("–") and len(headings) == 1
    return [] if names_itself else [f"title {title!r}, h1 {headings}"]


@pytest.mark.parametrize(("width", "dark"), VIEWS)
def test_every_page_says_what_it_is_and_can_be_read_by_all(width, dark, open_page, complaints):
    world = worlds.build()
    windows: dict = {}
    faults = []
    for route in PAGES:
        user = visitor_of(route, world)
        if user not in windows:
            windows[user] = open_page(user, width=width, dark=dark, strong=bool(user))
        page = windows[user]
        if not opened(page, route, world):
            continue
        found = unnamed(page) + findings(page, complaints)
        faults += [f"{route}: {fault}" for fault in found]
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            faults.append(f"{route}: {over} px too wide")
    assert faults == []


def test_an_invitation_is_readable_for_who_has_no_account(open_page):
    world = worlds.build()
    invitation = Invitation(email="nieuw@bedrijf.example", company=world.victim, role="editor")
    token = invitation.renew_token()
    invitation.save()
    page = open_page()

    page.goto(f"/invitations/{token}/")

    assert world.victim.name in page.locator("main").inner_text()
