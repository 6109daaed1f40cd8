"""A year over the API: how far it is, what was asked, handing in, and reports."""

import hashlib

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from companies.models import Event
from diligence.models import ProgressReport, QuestionnaireVersion
from tests.api import Program, key_for
from tests.diligence.files import complete_file
from tests.factories import (
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
)
from tests.stored import path_of

pytestmark = pytest.mark.django_db
YEAR = "/companies/de-maas/assessments/2026/"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    return complete_file(company)


@pytest.fixture
def program(company, file):
    return Program(key_for(ApproverFactory(of=company), company))


def refused(reply, status: int, code: str) -> dict:
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    return reply.json()


class TestStanding:
    """The same figures as on the page."""

    def test_of_one_year(self, program, file):
        told = program.get(YEAR).json()
        assert (told["year"], told["status"]) == (2026, "draft")
        assert told["questionnaire"] == file.cycle.version.sha256
        assert told["standing"]["filled"] == 100
        assert told["standing"]["score"] == file.figures["score"]
        assert len(told["standing"]["steps"]) == 6

    def test_of_every_year_newest_first(self, program, company):
        AssessmentFactory(company=company, cycle__year=2025)
        told = program.get("/companies/de-maas/assessments/").json()
        assert [one["year"] for one in told["results"]] == [2026, 2025]

    def test_a_year_that_is_not_there(self, program):
        refused(program.get("/companies/de-maas/assessments/2019/"), 404, "not_found")
        refused(program.get(f"/companies/de-maas/assessments/{'9' * 50}/"), 404, "not_found")

    @pytest.mark.parametrize(
        ("path", "most"),
        [("", 8), ("answers/embed.policy/", 8), ("reports/", 9), ("questionnaire/", 8)],
    )
    def test_statements_are_counted(self, program, max_queries, path, most):
        program.get(YEAR + path)
        with max_queries(most):
            program.get(YEAR + path)


class TestQuestionnaire:
    """Byte for byte what was published, and for ever."""

    def test_its_hash_is_its_etag(self, program, file):
        reply = program.get(YEAR + "questionnaire/")
        sha256 = hashlib.sha256(reply.content).hexdigest()
        assert reply["ETag"] == f'"{sha256}"' == f'"{file.cycle.version.sha256}"'
        assert program.get(YEAR + "questionnaire/", if_none_match=reply["ETag"]).status_code == 304

    def test_no_method_changes_it(self, program, file):
        before = QuestionnaireVersion.objects.get(pk=file.cycle.version_id).document
        for method in ("post", "put", "patch", "delete"):
            reply = getattr(program.client, method)(
                f"/api/v1{YEAR}questionnaire/", "{}", "application/json", headers=program.headers
            )
            refused(reply, 405, "method_not_allowed")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE diligence_questionnaireversion SET document = '{}'")
        assert QuestionnaireVersion.objects.get(pk=file.cycle.version_id).document == before


class TestSubmitting:
    """Once, by who may, when everything was dealt with."""

    def test_hands_the_file_in(self, program, company, in_scope):
        refused(program.get(YEAR + "submission/"), 404, "not_found")
        reply = program.post(YEAR + "submission/", {"authority": True})
        assert reply.status_code == 201
        assert program.get(YEAR + "submission/").json() == reply.json()
        with in_scope(company):
            event = Event.objects.get(verb="file.submitted")
        assert (event.data["sha256"], event.names["api_key"]) == (
            reply.json()["sha256"],
            "Programma",
        )
        refused(program.post(YEAR + "submission/", {"authority": True}), 409, "already_submitted")
        sent = program.put(YEAR + "answers/embed.policy/", {"value": 1}, if_match='"1"')
        assert refused(sent, 409, "file_closed")["file_status"] == "submitted"

    def test_says_what_must_come_first(self, company):
        AssessmentFactory(company=company)
        program = Program(key_for(ApproverFactory(of=company), company))
        told = refused(program.post(YEAR + "submission/", {"authority": True}), 422, "not_ready")
        assert told["findings"][0]["code"] == "open"
        assert told["findings"][0]["questions"][0].startswith("profile.")

    @pytest.mark.parametrize("body", [{}, {"authority": False}, {"authority": "?"}])
    def test_asks_for_the_word_of_somebody(self, program, body):
        told = refused(program.post(YEAR + "submission/", body), 422, "invalid")
        assert told["errors"][0]["field"] == "authority"

    def test_an_editor_does_not_hand_in(self, company, file):
        editor = Program(key_for(EditorFactory(of=company), company))
        refused(editor.post(YEAR + "submission/", {"authority": True}), 403, "not_allowed")


class TestReports:
    """Ask, watch, fetch."""

    def test_from_asking_to_the_pdf(self, program, company, in_scope, run_outbox, monkeypatch):
        monkeypatch.setattr("diligence.tasks.render_pdf", lambda content, tell: Made())
        asked = program.post(YEAR + "reports/", {"language": "en"})
        where = asked["Location"].removeprefix("/api/v1")
        assert (asked.status_code, asked.json()["status"]) == (202, "queued")
        told = refused(program.get(where + "pdf/"), 409, "report_not_ready")
        assert told["report_status"] == "queued"

        run_outbox()

        ready = program.get(where).json()
        assert (ready["status"], ready["percent"], ready["pages"]) == ("ready", 100, 3)
        pdf = program.get(where + "pdf/")
        assert pdf.content == Made.content
        assert pdf["Content-Type"] == "application/pdf"
        assert pdf["ETag"].strip('"') == hashlib.sha256(pdf.content).hexdigest()
        assert program.get(YEAR + "reports/").json()["results"] == [ready]

        with in_scope(company):
            path_of(ProgressReport.objects.get().file).unlink()
        refused(program.get(where + "pdf/"), 410, "report_gone")

    def test_one_that_nobody_makes_any_more(self, program, company, in_scope):
        asked = program.post(YEAR + "reports/", {"language": "nl"})
        from convenant.queue.models import OutboxItem

        OutboxItem.objects.all().delete()
        where = asked["Location"].removeprefix("/api/v1")
        assert program.get(where).json()["status"] == "given_up"

    @pytest.mark.parametrize("body", [{}, {"language": "fr"}, {"language": None}, []])
    def test_a_language_we_do_not_speak(self, program, body):
        refused(program.post(YEAR + "reports/", body), 422, "invalid")

    def test_the_secretariat_asks_and_the_company_sees_that(self, company, file, in_scope):
        reviewer = Program(key_for(ReviewerFactory(), None, ["reports"]))
        assert reviewer.post(YEAR + "reports/", {"language": "nl"}).status_code == 202
        with in_scope(company):
            assert Event.objects.get(verb="report.requested").by_secretariat


class Made:
    """What the drawing of a report returns."""

    content = b"%PDF-1.7 verslag"
    pages = 3
