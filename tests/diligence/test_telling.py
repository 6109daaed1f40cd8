"""Who hears of what happens to a file, and of its last day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Company, Membership
from companies.services.members import accept_invitation, invite
from companies.services.notices import own
from convenant.tenancy.scope import company_scope, person_scope
from diligence.models import Action, Assessment, Cycle
from diligence.services import deadlines
from diligence.services.assessments import submit
from diligence.services.parts import assign
from diligence.services.plan.actions import ask_help
from diligence.services.reports import fail_report, request_report
from diligence.tasks import make_progress_report
from tests.diligence.files import complete_file
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def told(person) -> list[tuple[str, str]]:
    """Return what somebody reads, and where it leads, the latest first."""
    with person_scope(person.pk):
        return [(notice.kind, notice.url) for notice in own(person)]


def words_of(person) -> list[str]:
    """Return the sentences somebody reads."""
    with person_scope(person.pk):
        return [str(notice) for notice in own(person)]


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="De Maas")


@pytest.fixture
def people(company):
    """Who may work on the file, who may only read, and who works elsewhere."""
    return {
        "admin": AdminFactory(of=company, name="An"),
        "editor": EditorFactory(of=company, name="Ed"),
        "reader": ReaderFactory(of=company),
        "stranger": AdminFactory(),
        "boss": ReviewerFactory(),
    }


def test_handing_in_tells_the_secretariat_and_colleagues(company, people):
    file = complete_file(company, by=people["editor"])
    with company_scope(company.pk):
        submit(file, by=people["admin"])

    page = [company.slug, file.cycle.year]
    assert told(people["boss"]) == [("file.submitted", reverse("diligence:overview", args=page))]
    assert told(people["editor"]) == [("file.handed_in", reverse("diligence:submitted", args=page))]
    assert words_of(people["editor"]) == [f"An diende {file.cycle.year} van De Maas in."]
    assert [told(people[who]) for who in ("admin", "reader", "stranger")] == [[], [], []]


def test_a_call_for_help_reaches_the_secretariat_once_a_call(company, people):
    editor = people["editor"]
    with company_scope(company.pk):
        action = Action.objects.create(
            company=company, title="Geheim plan", first_year=2026, indicator="x"
        )
        ask_help(action, "Wij zijn te klein.", by=editor)
        ask_help(action, "Wij zijn veel te klein.", by=editor)

    page = reverse("diligence:action", args=[company.slug, action.pk])
    assert told(people["boss"]) == [("action.help", page)]
    assert "Geheim" not in words_of(people["boss"])[0]


def test_who_is_given_a_part_hears_of_it(company, people):
    file = complete_file(company, by=people["editor"])
    with company_scope(company.pk):
        assign(file, "1.1", people["editor"], by=people["admin"])
        assign(file, "1.1", people["admin"], by=people["admin"])
        assign(file, "1.1", None, by=people["admin"])

    place = [company.slug, file.cycle.year, "1.1"]
    assert told(people["editor"]) == [("part.given", reverse("diligence:part", args=place))]
    title = file.edition.part("1.1").title.nl
    assert words_of(people["editor"]) == [f"An gaf u {title} van {file.cycle.year}."]
    assert told(people["admin"]) == []


def test_a_report_tells_who_asked_for_it(company, people, monkeypatch):
    file = complete_file(company, by=people["editor"])
    with company_scope(company.pk):
        report = request_report(file, "nl", by=people["reader"])
        fail_report(str(report.pk))
        fail_report(str(report.pk))
    assert [kind for kind, _ in told(people["reader"])] == ["report.failed"]

    monkeypatch.setattr("diligence.tasks.render_pdf", lambda content, tell: Pdf())
    make_progress_report(company_id=str(company.pk), report_id=str(report.pk))
    make_progress_report(company_id=str(company.pk), report_id=str(report.pk))
    assert [kind for kind, _ in told(people["reader"])] == ["report.ready", "report.failed"]
    assert told(people["editor"]) == []


class Pdf:
    """What a renderer returns."""

    content, pages = b"%PDF-1.7", 3


def test_who_invited_hears_that_somebody_came(company, people):
    with company_scope(company.pk):
        invitation = invite(company, "nieuw@maas.example", "editor", by=people["admin"])
    newcomer = UserFactory(email="nieuw@maas.example", name="Nel Nieuw")
    accept_invitation(invitation, by=newcomer)

    assert told(people["admin"]) == [
        ("member.joined", reverse("companies:members", args=[company.slug]))
    ]
    assert "Nel Nieuw nam uw uitnodiging aan" in words_of(people["admin"])[0]


class TestLastDay:
    """30, 14 and 3 days before the last day, and once after it."""

    @pytest.fixture
    def cycle(self, company, people):
        return complete_file(company, by=people["editor"]).cycle

    def remind(self, today: date) -> int:
        return deadlines.remind_all(today)

    def test_each_moment_is_told_once_to_who_can_do_something(self, cycle, people):
        for left in range(40, -80, -1):
            self.remind(cycle.deadline - timedelta(days=left))

        assert [len(told(people[who])) for who in ("editor", "reader", "boss")] == [4, 0, 0]
        assert [kind for kind, _ in told(people["admin"])] == ["file.late", *["file.due"] * 3]

    def test_the_words_and_the_way(self, cycle, company, people):
        self.remind(cycle.deadline - timedelta(days=14))

        assert told(people["editor"]) == [
            ("file.due", reverse("diligence:overview", args=[company.slug, cycle.year]))
        ]
        assert words_of(people["editor"])[0].startswith(
            f"{cycle.year} van De Maas moet uiterlijk op"
        )

    def test_who_never_opened_the_year_is_led_to_the_start(self, cycle):
        other = CompanyFactory(slug="laat")
        editor = EditorFactory(of=other)
        self.remind(cycle.deadline - timedelta(days=3))
        assert told(editor) == [("file.due", reverse("diligence:start", args=["laat"]))]

    def test_a_file_that_was_handed_in_needs_no_word(self, cycle, company, people):
        with company_scope(company.pk):
            Assessment.objects.update(status="submitted", submitted_at=timezone.now())
        self.remind(cycle.deadline)
        assert told(people["editor"]) == [] and len(told(people["stranger"])) == 1

    def test_nobody_who_left_and_no_company_that_did(self, cycle, people):
        gone = Membership.objects.filter(user__in=(people["editor"], people["stranger"]))
        gone.update(ended_at=timezone.now())
        assert self.remind(cycle.deadline) == 1
        Company.objects.update(status="left")
        assert self.remind(cycle.deadline + timedelta(days=1)) == 0

    def test_another_last_day_is_told_anew(self, cycle, people):
        self.remind(cycle.deadline)
        Cycle.objects.update(deadline=cycle.deadline + timedelta(days=3))
        self.remind(cycle.deadline)
        assert len(told(people["editor"])) == 2
