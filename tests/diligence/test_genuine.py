"""Is a report genuine: four answers and no more, to anybody; and taking a report back."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from companies.models import Event
from convenant import limits
from convenant.limits import Limit
from diligence.models import ProgressReport, ReportCode, Snapshot
from diligence.services import codes, reports
from diligence.services.assessments import submit
from diligence.services.codes import NotACode, read_code, state_of_code
from diligence.services.snapshots import freeze
from diligence.views import genuine
from tests.diligence.files import complete_file
from tests.diligence.talks import send_back
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)
from tests.stored import path_of

pytestmark = pytest.mark.django_db
URL = "/verify/"
REASON = "Wij deelden het per ongeluk met een klant."


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.", slug="de-maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def approver(company):
    return ApproverFactory(of=company, name="Ruud Verhoef")


@pytest.fixture
def ask(file, approver, in_scope):
    """Return a function that asks for the report of the file as it stands."""

    def ask(language="nl", **more) -> ProgressReport:
        with in_scope(file.company):
            return reports.request_report(file, language, by=approver, **more)

    return ask


def verdict(page) -> str:
    """Return the word of the answer on a page."""
    return re.search(r'class="verdict verdict--(\w+)"', page.text)[1]


def url_of(name, report):
    return reverse(f"diligence:{name}", args=["de-maas", 2026, report.pk])


class TestStates:
    """What a code says follows from what happened to the file."""

    def test_a_report_is_genuine_from_the_start(self, client_of, ask):
        page = client_of().post(URL, {"code": ask().code})
        assert verdict(page) == "genuine"

    def test_newer_content_replaces_it_and_content_that_returns_counts_again(
        self, file, ask, in_scope
    ):
        first = ask()
        answer(file, "profile.fte", "12")
        second = ask()
        assert state_of_code(first.code) == "superseded"
        assert state_of_code(second.code) == "genuine"

        answer(file, "profile.fte", None)
        third = ask()
        assert third.pk == first.pk, "the same content is the same report"
        assert state_of_code(first.code) == "genuine"
        assert state_of_code(second.code) == "superseded"

    def test_both_languages_of_one_snapshot_go_together(self, file, ask):
        dutch, english = ask("nl"), ask("en")
        assert dutch.code != english.code
        answer(file, "profile.fte", "12")
        ask("nl")
        assert {state_of_code(dutch.code), state_of_code(english.code)} == {"superseded"}

    def test_an_interim_report_and_what_was_handed_in_do_not_replace_each_other(
        self, company, approver, in_scope
    ):
        file = complete_file(company, by=approver)
        with in_scope(company):
            interim = reports.request_report(file, "nl", by=approver)
            submit(file, by=approver)
            file.refresh_from_db()
            handed_in = reports.request_report(file, "nl", by=approver)
        assert handed_in.snapshot.kind == Snapshot.Kind.SUBMITTED
        assert state_of_code(interim.code) == state_of_code(handed_in.code) == "genuine"

        send_back(file, "embed.hours")
        answer(file, "embed.hours", "8", by=approver)
        with in_scope(company):
            submit(file, by=approver)
        assert state_of_code(handed_in.code) == "superseded"

    def test_a_report_of_an_older_snapshot_is_superseded_at_once(self, file, ask, in_scope):
        with in_scope(file.company):
            old = freeze(file, Snapshot.Kind.DRAFT)
        answer(file, "profile.fte", "12")
        ask()
        assert state_of_code(ask(snapshot=old).code) == "superseded"

    def test_another_companys_file_changes_nothing(self, ask):
        report = ask()
        other = AssessmentFactory(company=CompanyFactory())
        answer(other, "profile.fte", "12")
        from convenant.tenancy.scope import company_scope

        with company_scope(other.company_id):
            reports.request_report(other, "nl", by=EditorFactory(of=other.company))
        assert state_of_code(report.code) == "genuine"


class TestPage:
    """Four answers that differ in their words alone."""

    def test_the_answers_differ_in_words_only(self, client_of, ask, file, approver, in_scope):
        codes_by_state = dict.fromkeys(["genuine", "superseded", "withdrawn", "unknown"])
        for state in codes_by_state:
            code = f"2222-2222-222{'GSWU'['gswu'.index(state[0])].replace('U', 'X')}"
            if state != "unknown":
                ReportCode.objects.create(digest=codes.digest_of(code), state=state)
            codes_by_state[state] = code
        shapes = set()
        for state, code in codes_by_state.items():
            page = client_of().post(URL, {"code": code})
            assert page.status_code == 200
            assert verdict(page) == state
            bare = re.sub(r"<h2>.*?</h2>|<p>[^<]*</p>|<use href[^>]*>", "", page.text, flags=re.S)
            bare = bare.replace(code, "").replace(state, "").replace("withdrawn", "")
            bare = re.sub(r'csrfmiddlewaretoken" value="\w+"|icon icon--l i-\w+', "", bare)
            shapes.add((bare, tuple(sorted(page.headers.keys()))))
        assert len(shapes) == 1

    def test_nothing_of_the_company_or_the_file_is_told(self, client_of, ask):
        report = ask()
        page = client_of().post(URL, {"code": report.code})
        for secret in ("Maas", "de-maas", "2026", "Ruud", report.snapshot.sha256[:8]):
            assert secret not in page.text.replace("Ketenkompas", "")

    def test_known_and_unknown_cost_the_same_statements(self, client_of, ask, max_queries):
        known = ask().code
        for code in (known, "2222-2222-2222"):
            with max_queries(1) as caught:
                client_of().post(URL, {"code": code})
            assert len(caught) == 1

    @pytest.mark.parametrize("typed", ["7qf4m2xd9kht", " 7QF4 M2XD 9KHT ", "7qf4-m2xd–9kht."])
    def test_a_code_may_be_typed_loosely(self, typed):
        assert read_code(typed) == "7QF4-M2XD-9KHT"

    @pytest.mark.parametrize(
        "typed", ["", "7QF4-M2XD", "7QF4-M2XD-9KHTT", "OQF4-M2XD-9KHT", "7QF4-M2XD-9KH1", "\0" * 12]
    )
    def test_what_is_no_code_is_told_and_kept(self, client_of, typed):
        page = client_of().post(URL, {"code": typed})
        assert page.status_code == 422
        assert 'role="alert"' in page.text
        if typed.strip("\0"):
            assert f'value="{typed}"' in page.text
            with pytest.raises(NotACode):
                read_code(typed)

    def test_too_many_tries_wait(self, client_of, monkeypatch):
        monkeypatch.setattr(genuine, "GENUINE", Limit("genuine-test", 2, 60))
        client = client_of()
        tries = [client.post(URL, {"code": "2222-2222-2222"}).status_code for _ in range(3)]
        assert tries == [200, 200, 429]

    def test_it_answers_while_nobody_can_count(self, client_of, ask, monkeypatch):
        def away(*args, **kwargs):
            raise ConnectionError

        monkeypatch.setattr(limits.cache, "add", away)
        assert verdict(client_of().post(URL, {"code": ask().code})) == "genuine"

    def test_every_page_leads_to_it(self, client_of):
        assert 'href="/verify/"' in client_of().get("/privacy/").text


class TestWithdrawing:
    """The company takes a report back, with a reason, and can let it count again."""

    @pytest.mark.parametrize("person", [ApproverFactory, AdminFactory])
    def test_a_report_is_withdrawn_with_a_reason_and_comes_back(
        self, client_of, company, ask, person, in_scope
    ):
        report, client = ask(), client_of(person(of=company, name="Ahmed Yilmaz"))
        answered = client.post(url_of("report-withdraw", report), {"reason": REASON})
        assert answered.url == url_of("report", report)
        assert state_of_code(report.code) == "withdrawn"
        page = client.get(url_of("report", report)).text
        assert REASON in page
        assert "Ahmed Yilmaz trok dit verslag in" in page
        with in_scope(company):
            entry = Event.objects.get(verb="report.withdrawn")
        assert (entry.names, entry.data["code"]) == ({"reason": REASON}, report.code)

        client.post(url_of("report-restore", report))
        assert state_of_code(report.code) == "genuine"
        with in_scope(company):
            assert Event.objects.filter(verb="report.restored").count() == 1

    def test_twice_is_once(self, client_of, company, approver, ask, in_scope):
        report, client = ask(), client_of(approver)
        for _time in range(2):
            client.post(url_of("report-withdraw", report), {"reason": REASON})
        client.post(url_of("report-restore", report))
        client.post(url_of("report-restore", report))
        with in_scope(company):
            assert Event.objects.filter(verb__in=["report.withdrawn"]).count() == 1
            assert Event.objects.filter(verb__in=["report.restored"]).count() == 1

    def test_newer_content_does_not_undo_it_and_coming_back_knows_of_it(
        self, client_of, approver, file, ask
    ):
        report, client = ask(), client_of(approver)
        client.post(url_of("report-withdraw", report), {"reason": REASON})
        answer(file, "profile.fte", "12")
        ask()
        assert state_of_code(report.code) == "withdrawn"
        client.post(url_of("report-restore", report))
        assert state_of_code(report.code) == "superseded"

    @pytest.mark.parametrize("reason", ["", "fout"])
    def test_without_a_reason_nothing_happens(self, client_of, approver, ask, reason):
        report = ask()
        page = client_of(approver).post(url_of("report-withdraw", report), {"reason": reason})
        assert page.status_code == 422
        assert "Leg" in page.text
        assert state_of_code(report.code) == "genuine"

    @pytest.mark.parametrize("name", ["report-withdraw", "report-restore"])
    @pytest.mark.parametrize("person", [EditorFactory, ReaderFactory, None])
    def test_others_may_not(self, client_of, company, ask, person, name):
        report = ask()
        user = person(of=company) if person else ReviewerFactory()
        page = client_of(user).post(url_of(name, report), {"reason": REASON})
        assert page.status_code == 403
        assert state_of_code(report.code) == "genuine"

    def test_a_stranger_finds_nothing(self, client_of, ask):
        report = ask()
        stranger = client_of(AdminFactory(of=CompanyFactory()))
        assert (
            stranger.post(url_of("report-withdraw", report), {"reason": REASON}).status_code == 404
        )


def test_a_report_made_again_is_the_same_to_the_byte_also_after_moving_house(
    ask, run_outbox, in_scope, settings, company
):
    report = ask()
    run_outbox()
    with in_scope(company):
        before = ProgressReport.objects.get(pk=report.pk)
    path = path_of(before.file)
    content = path.read_bytes()
    path.unlink()
    settings.PUBLIC_URL = "https://elders.example"

    ask()
    run_outbox()

    with in_scope(company):
        after = ProgressReport.objects.get(pk=report.pk)
    assert after.sha256 == before.sha256
    assert path.read_bytes() == content
