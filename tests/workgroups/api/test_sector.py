"""The secretariat's API: the progress list, and all reports at once."""

import pytest

from tests.api import Program, key_for
from tests.diligence.files import complete_file
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    PartyUserFactory,
    ReviewerFactory,
)
from tests.stored import path_of
from workgroups.models import ReportRun

pytestmark = pytest.mark.django_db
MEMBERS = "/sector/2026/members/"
RUNS = "/sector/2026/reports/"


@pytest.fixture
def reviewer():
    return Program(key_for(ReviewerFactory(), None, ["sector", "reports"]))


@pytest.fixture
def sector():
    complete_file(CompanyFactory(slug="a", name="Aluminium A"))
    AssessmentFactory(company=CompanyFactory(slug="b", name="Brons B"))
    CompanyFactory(slug="c", name="Chroom C")


def refused(reply, status: int, code: str) -> None:
    assert (reply.status_code, reply.json()["code"]) == (status, code)


class TestProgress:
    """Members by steps, as on the dashboard."""

    def test_every_member_step_by_step(self, reviewer, sector):
        rows = reviewer.get(MEMBERS).json()["results"]
        assert [(row["slug"], row["stage"]) for row in rows] == [
            ("a", "draft"),
            ("b", "not_started"),
            ("c", "no_file"),
        ]
        assert rows[0]["filled"] == 100
        assert {step["key"] for step in rows[0]["steps"]} >= {"embed", "identify", "remedy"}
        assert rows[2]["steps"] == []

    def test_a_stage_can_be_asked_for(self, reviewer, sector):
        rows = reviewer.get(MEMBERS, {"stage": "no_file"}).json()
        assert (rows["count"], rows["results"][0]["slug"]) == (1, "c")

    def test_the_years(self, reviewer, sector):
        assert [one["year"] for one in reviewer.get("/sector/years/").json()["results"]] == [2026]

    def test_a_year_that_is_not_there(self, reviewer, sector):
        refused(reviewer.get("/sector/2031/members/"), 404, "not_found")

    def test_statements_do_not_grow_with_members(self, reviewer, sector, max_queries):
        reviewer.get(MEMBERS)
        for _ in range(5):
            AssessmentFactory(company=CompanyFactory())
        with max_queries(10):
            assert reviewer.get(MEMBERS).json()["count"] == 8


class TestWhoMayNot:
    """A company's key opens nothing here, whoever holds it."""

    def test_a_company(self, sector):
        company = CompanyFactory()
        program = Program(key_for(AdminFactory(of=company), company))
        for path in (MEMBERS, RUNS, "/sector/years/"):
            refused(program.get(path), 403, "not_allowed")

    def test_a_party_and_nobody(self, sector, client_of):
        assert client_of(PartyUserFactory()).get(f"/api/v1{MEMBERS}").status_code == 403
        refused(Program().get(MEMBERS), 401, "not_signed_in")

    def test_a_key_for_something_else(self, sector):
        reads = Program(key_for(ReviewerFactory(), None, ["read"]))
        refused(reads.get(MEMBERS), 403, "scope_missing")
        refused(reads.post(RUNS, {"language": "nl"}), 403, "scope_missing")

    def test_a_person_of_the_secretariat_without_a_second_step(self, sector):
        from allauth.mfa.models import Authenticator

        program = Program(key_for(ReviewerFactory(), None, ["sector"]))
        Authenticator.objects.all().delete()
        refused(program.get(MEMBERS), 403, "second_step_missing")


class TestRuns:
    """All reports: ask, watch, fetch."""

    def test_from_asking_to_the_zip(self, reviewer, sector):
        asked = reviewer.post(RUNS, {"language": "nl"})
        assert asked.status_code == 202
        where = asked["Location"].removeprefix("/api/v1")
        assert reviewer.get(where).json()["status"] == "queued"
        refused(reviewer.get(where + "zip/"), 409, "run_not_ready")
        run = ReportRun.objects.get()
        run.status, run.file = "ready", "runs/x.zip"
        run.save()
        refused(reviewer.get(where + "zip/"), 410, "run_gone")
        path_of(run.file).parent.mkdir(parents=True, exist_ok=True)
        path_of(run.file).write_bytes(b"PK alles")
        reply = reviewer.get(where + "zip/")
        assert (b"".join(reply.streaming_content), reply["Content-Type"]) == (
            b"PK alles",
            "application/zip",
        )
        assert len(reviewer.get(RUNS).json()["results"]) == 1

    def test_of_another_year(self, reviewer, sector):
        asked = reviewer.post(RUNS, {"language": "nl"}).json()
        refused(reviewer.get(f"/sector/2025/reports/{asked['id']}/"), 404, "not_found")
        refused(reviewer.post("/sector/2031/reports/", {"language": "nl"}), 404, "not_found")
