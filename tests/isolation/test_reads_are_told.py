"""What counts as reading a member's file, for every address there is (docs/decisions/0036).

Inside a company a page that shows something of the file is told each time. The secretariat's own
lists show what is worked out of it and tell nothing; taking everybody's reports along does.
"""

import pytest
from django.urls import reverse

from companies.log.pages import all_pages, is_read
from companies.log.verbs import Kind, verbs_of
from companies.models import Event
from companies.permissions import SecretariatRole
from convenant.tenancy.scope import company_scope
from tests.factories import ReviewerFactory
from tests.isolation import world as worlds
from tests.isolation.routes import all_routes
from workgroups.models import ReportRun
from workgroups.services.report_taken import take_along, tell_taken

pytestmark = pytest.mark.django_db
PAGES = [route for route in all_routes() if route.name in all_pages()]
DOWNLOADS = {
    "diligence:export": "file.exported",
    "diligence:law-file": "law.exported",
    "file-api:law-file": "law.exported",
    "file-api:export": "file.exported",
    "diligence:chain-export": "chain.exported",
    "diligence:evidence-file": "evidence.downloaded",
    "file-api:evidence-file": "evidence.downloaded",
    "diligence:report-pdf": "report.downloaded",
    "diligence:letter": "letter.downloaded",
    "file-api:report-pdf": "report.downloaded",
}
ZIPS = {"sector:report-run-zip", "sector-api:report-run-zip"}
SPACES = ("sector", "sector-api", "desk")
ACROSS = [route for route in all_routes() if route.name.split(":")[0] in SPACES]


@pytest.fixture
def world():
    return worlds.build()


@pytest.fixture
def boss(client_of):
    """Somebody of the secretariat who may see all of it."""
    return client_of(ReviewerFactory(secretariat_role=SecretariatRole.ADMINISTRATOR))


def reads(company) -> list[str]:
    """Return what the log of a company tells of reading, oldest first."""
    with company_scope(company.pk):
        found = Event.objects.filter(verb__in=verbs_of(Kind.READ)).order_by("at")
        return list(found.values_list("verb", flat=True))


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_a_page_of_the_file_is_told_and_nothing_else_is(route, world, boss):
    response = boss.get(reverse(route.name, kwargs=world.words(route, world.victim)))
    if response.status_code != 200:
        assert reads(world.victim) == []
    elif route.name in DOWNLOADS:
        assert reads(world.victim) == [DOWNLOADS[route.name]]
    else:
        assert reads(world.victim) == (["file.read"] if is_read(route.name) else [])
    assert reads(world.outsider) == []


@pytest.mark.parametrize("route", ACROSS, ids=str)
def test_lists_across_companies_are_no_read_and_taking_reports_along_is(
    route, world, boss, run_outbox
):
    response = boss.get(reverse(route.name, kwargs=world.words(route, world.victim)))
    run_outbox()
    taken = ["report.taken"] if route.name in ZIPS else []
    assert response.status_code in (200, 302, 404, 405)
    assert reads(world.victim) == taken
    assert reads(world.outsider) == []


def test_it_is_told_once_and_says_who_when_and_what(world, client_of, run_outbox):
    ines = ReviewerFactory(name="Ineke de Boer")
    run = ReportRun.objects.get()
    take_along(run, by=ines).close()
    run_outbox()
    with company_scope(world.victim.pk):
        event = Event.objects.get(verb="report.taken")
        assert (event.actor, event.by_secretariat) == (ines.pk, True)
    tell_taken(str(run.pk), str(ines.pk), "", event.at)
    assert reads(world.victim) == ["report.taken"]
    page = client_of(world.people["its own admin"]).get(
        reverse("diligence:log", args=[world.victim.slug])
    )
    sentence = " haalde het verslag van 2026 op, samen met die van andere leden."
    assert "Ineke de Boer" in page.text and sentence in page.text


def test_members_read_that_lists_are_not_told(world, client_of):
    page = client_of(world.people["its own admin"]).get(
        reverse("diligence:log", args=[world.victim.slug])
    )
    assert "In zijn overzicht van alle leden ziet het secretariaat" in page.text
