"""Idempotency-Key: a write that is sent twice is done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.utils import timezone

from companies.models import CompanyCommand, SectorCommand
from companies.services.commands import forget_old_commands
from diligence.models import Answer, AnswerConflict, ProgressReport
from tests.api import Program, key_for
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
    answer,
)
from workgroups.models import ReportRun

YEAR = "/companies/de-maas/assessments/2026/"
POLICY = YEAR + "answers/embed.policy/"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def program(company, file):
    return Program(key_for(EditorFactory(of=company), company))


@pytest.mark.django_db
class TestAgain:
    """The first answer comes back; nothing happens twice."""

    def test_the_first_answer_comes_back(self, program, company, in_scope):
        first = program.put(POLICY, {"value": 3}, if_match='"0"', idempotency_key="a")
        again = program.put(POLICY, {"value": 3}, if_match='"0"', idempotency_key="a")
        assert (first.status_code, again.status_code) == (200, 200)
        assert again.json() == first.json()
        assert (again["ETag"], again["Idempotent-Replayed"]) == (first["ETag"], "true")
        assert "Idempotent-Replayed" not in first
        with in_scope(company):
            assert Answer.objects.get().version == 1

    def test_without_a_key_the_second_is_a_conflict_of_its_own(self, program):
        program.put(POLICY, {"value": 3}, if_match='"0"')
        assert program.put(POLICY, {"value": 2}, if_match='"0"').status_code == 412

    def test_a_report_and_where_it_is(self, program, company, in_scope):
        first = program.post(YEAR + "reports/", {"language": "nl"}, idempotency_key="r")
        again = program.post(YEAR + "reports/", {"language": "nl"}, idempotency_key="r")
        assert (again.status_code, again["Location"]) == (202, first["Location"])
        with in_scope(company):
            assert ProgressReport.objects.count() == 1

    def test_a_conflict_is_kept_once_and_told_twice(self, program, file, company, in_scope):
        answer(file, "embed.policy", 2)
        sent = {"if_match": '"0"', "idempotency_key": "c"}
        first = program.put(POLICY, {"value": 3}, **sent)
        again = program.put(POLICY, {"value": 3}, **sent)
        assert (first.status_code, again.status_code) == (412, 412)
        assert again["Content-Type"] == "application/problem+json"
        assert again.json()["conflict"] == first.json()["conflict"]
        with in_scope(company):
            assert AnswerConflict.objects.count() == 1

    def test_a_refusal_leaves_the_key_free(self, program):
        wrong = program.put(POLICY, {"value": 9}, if_match='"0"', idempotency_key="w")
        right = program.put(POLICY, {"value": 3}, if_match='"0"', idempotency_key="w")
        assert (wrong.status_code, right.status_code) == (422, 200)

    def test_spaces_and_order_do_not_matter(self, program):
        one, other = '{"value": 3, "unsure": true}', '{ "unsure":true,"value":3 }'
        program.put(POLICY, one, if_match='"0"', idempotency_key="s")
        again = program.put(POLICY, other, if_match='"0"', idempotency_key="s")
        assert again["Idempotent-Replayed"] == "true"

    @pytest.mark.parametrize(
        ("path", "body", "seen"),
        [
            (POLICY, {"value": 2}, '"0"'),
            (POLICY, {"value": 3}, '"1"'),
            (YEAR + "answers/profile.fte/", {"value": 3}, '"0"'),
        ],
    )
    def test_something_else_under_the_same_key(self, program, path, body, seen):
        program.put(POLICY, {"value": 3}, if_match='"0"', idempotency_key="k")
        reply = program.put(path, body, if_match=seen, idempotency_key="k")
        assert (reply.status_code, reply.json()["code"]) == (422, "idempotency_key_reused")

    @pytest.mark.parametrize("key", ["", " ", "x" * 101, "é", "a b"])
    def test_what_is_no_key(self, program, key):
        reply = program.put(POLICY, {"value": 3}, if_match='"0"', idempotency_key=key)
        assert (reply.status_code, reply.json()["code"]) == (422, "idempotency_key_malformed")

    def test_each_person_has_keys_of_their_own(self, program, company):
        colleague = Program(key_for(EditorFactory(of=company), company))
        program.put(POLICY, {"value": 3}, if_match='"0"', idempotency_key="k")
        reply = colleague.put(POLICY, {"value": 2}, if_match='"1"', idempotency_key="k")
        assert (reply.status_code, reply.json()["version"]) == (200, 2)

    def test_the_secretariat_starts_one_run(self, file):
        reviewer = Program(key_for(ReviewerFactory(), None, ["reports"]))
        path = "/sector/2026/reports/"
        first = reviewer.post(path, {"language": "nl"}, idempotency_key="k")
        ReportRun.objects.update(status="ready")
        again = reviewer.post(path, {"language": "nl"}, idempotency_key="k")
        assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
        assert (ReportRun.objects.count(), SectorCommand.objects.count()) == (1, 1)

    def test_after_three_days_it_is_forgotten(self, program, company, in_scope):
        program.put(POLICY, {"value": 3}, if_match='"0"', idempotency_key="old")
        with in_scope(company):
            CompanyCommand.objects.update(at=timezone.now() - timedelta(hours=73))
        program.put(
            YEAR + "answers/profile.fte/", {"value": 9}, if_match='"0"', idempotency_key="n"
        )
        assert forget_old_commands() == 1
        with in_scope(company):
            assert CompanyCommand.objects.get().key == "n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("keys", "copies"), [(3, 8), pytest.param(50, 20, marks=pytest.mark.full)], ids=["few", "all"]
)
def test_copies_at_the_same_time_have_one_effect(
    keys, copies, program, company, in_scope, settings
):
    """Each key is sent by many at once; one works, the others hear its answer or to wait."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    secret = program.headers["Authorization"].removeprefix("Bearer ")
    sent = [str(uuid4()) for _ in range(keys)]

    def one(name: str, version: int) -> int:
        try:
            body = {"value": version % 4, "explanation": name}
            reply = Program(secret).put(POLICY, body, if_match=f'"{version}"', idempotency_key=name)
            return reply.status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(copies) as crowd:
        for version, name in enumerate(sent):
            replies = list(crowd.map(one, [name] * copies, [version] * copies))
            assert set(replies) <= {200, 409}, replies
            assert 200 in replies
            assert one(name, version) == 200

    connection.close()
    with in_scope(company):
        assert Answer.objects.get().version == keys
        assert CompanyCommand.objects.count() == keys
        assert not AnswerConflict.objects.exists()
