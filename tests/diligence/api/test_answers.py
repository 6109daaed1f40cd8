"""Answers over the API: read them all, save one, and every way it can be refused."""

import pytest

from companies.models import Event
from diligence.framework.schema import Kind
from diligence.models import Answer, AnswerConflict
from tests.api import Program, key_for
from tests.diligence.files import fill
from tests.diligence.talks import close_file
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)
from tests.factories.diligence import bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def program(editor, company, file):
    return Program(key_for(editor, company))


ANSWERS = "/companies/de-maas/assessments/2026/answers/"
POLICY = ANSWERS + "embed.policy/"
NONE = '"0"'


class TestReading:
    """Every question asked, with what stands."""

    def test_an_open_question_has_version_nought(self, program):
        reply = program.get(POLICY)
        assert (reply.status_code, reply["ETag"]) == (200, '"0"')
        assert reply.json()["state"] == "open"
        assert reply.json()["version"] == 0

    def test_the_list_holds_every_question_that_is_asked(self, program, file, editor):
        answer(file, "profile.fte", "40", by=editor)
        found = program.get(ANSWERS, {"page_size": 200}).json()
        keys = [row["question"] for row in found["results"]]
        assert found["count"] == len(keys) > 40
        assert keys[0].startswith("profile.")
        assert {row["state"] for row in found["results"]} == {"open", "answered"}

    def test_the_list_comes_in_pages(self, program):
        first = program.get(ANSWERS, {"page_size": 10}).json()
        assert len(first["results"]) == 10
        assert first["next"].endswith("?page=2&page_size=10")
        assert program.get(ANSWERS, {"page": "99"}).json()["code"] == "not_found"

    def test_a_part_and_a_state_can_be_asked_for(self, program, file, editor):
        answer(file, "embed.policy", 2, by=editor)
        rows = program.get(ANSWERS, {"part": "1.1", "state": "answered"}).json()["results"]
        assert [row["question"] for row in rows] == ["embed.policy"]

    def test_every_kind_of_question_comes_out_whole(self, program, file, editor, in_scope):
        fill(file, {}, by=editor)
        rows = program.get(ANSWERS, {"page_size": 200}).json()["results"]
        told = {row["question"]: row["value"] for row in rows if row["state"] == "answered"}
        with in_scope(file.company):
            kept = {one.question: one.value for one in Answer.objects.filter(state="answered")}
        assert told == kept
        assert {row["kind"] for row in rows if row["state"] == "answered"} == {
            question.kind for question in file.edition.questions
        }

    def test_who_has_this_version_already_hears_so(self, program, file, editor):
        answer(file, "embed.policy", 2, by=editor)
        reply = program.get(POLICY, if_none_match='"1"')
        assert (reply.status_code, reply.content) == (304, b"")

    def test_queries_do_not_grow_with_answers(self, program, file, editor, max_queries):
        with max_queries(9):
            program.get(ANSWERS)
        fill(file, {}, by=editor)
        with max_queries(9):
            program.get(ANSWERS, {"page_size": 200})

    def test_the_secretariat_reads_and_the_company_sees_that(self, company, file, in_scope):
        reviewer = Program(key_for(ReviewerFactory(name="Rik"), None, ["read", "sector"]))
        assert reviewer.get(ANSWERS).status_code == 200
        assert reviewer.put(POLICY, {"value": 3}, if_match=NONE).json()["code"] == "scope_missing"
        with in_scope(company):
            assert Event.objects.get(verb="file.read").data["page"] == "file-api:answers"


class TestSaving:
    """At the version that was seen; what was there is kept."""

    def test_the_first_answer(self, program, file, in_scope):
        reply = program.put(POLICY, {"value": 3, "explanation": "Sinds maart."}, if_match=NONE)
        assert (reply.status_code, reply["ETag"]) == (200, '"1"')
        told = reply.json()
        assert (told["value"], told["version"], told["changed_by"]) == (3, 1, "Joke Bakker")
        assert told["standing"]["settled"] == 1
        with in_scope(file.company):
            assert Answer.objects.get(question="embed.policy").explanation == "Sinds maart."

    @pytest.mark.parametrize(
        ("sent", "state"),
        [
            ({"state": "dont_know"}, "dont_know"),
            ({"state": "later", "value": 2}, "later"),
            ({"state": "not_applicable", "reason": "Wij kopen geen metalen in."}, "not_applicable"),
            ({"value": None}, "open"),
        ],
    )
    def test_honest_states(self, program, sent, state):
        reply = program.put(POLICY, sent, if_match=NONE)
        assert (reply.status_code, reply.json()["state"]) == (200, state)

    def test_a_program_writes_numbers_with_a_point(self, program):
        fte = ANSWERS + "profile.fte/"
        assert program.put(fte, {"value": 12}, if_match=NONE).json()["value"] == "12"
        assert program.put(fte, {"value": "1250.0"}, if_match='"1"').json()["value"] == "1250"
        comma = program.put(fte, {"value": "1.250,0"}, if_match='"2"').json()
        assert comma["errors"][0]["code"] == "not_a_number"

    def test_a_table_keeps_its_rows(self, program, file):
        table = next(one for one in file.edition.questions if one.kind == Kind.TABLE)
        column = next(one for one in table.columns if one.kind == Kind.SHORT_TEXT)
        rows = [{"cells": {column.key: "Gieterij Noord"}}, {"cells": {column.key: "Zuid"}}]
        first = program.put(f"{ANSWERS}{table.key}/", {"value": rows}, if_match=NONE).json()
        kept = first["value"]
        assert [row["cells"][column.key] for row in kept] == ["Gieterij Noord", "Zuid"]
        again = program.put(f"{ANSWERS}{table.key}/", {"value": kept[::-1]}, if_match='"1"').json()
        assert [row["id"] for row in again["value"]] == [row["id"] for row in kept][::-1]

    def test_words_have_the_language_of_the_caller_unless_told(self, editor, company, file):
        english = Program(key_for(editor, company), language="en")
        sent = {"value": 2, "explanation": "Since March."}
        assert english.put(POLICY, sent, if_match=NONE).json()["language"] == "en"
        told = sent | {"language": "nl", "value": 3}
        assert english.put(POLICY, told, if_match='"1"').json()["language"] == "nl"


class TestRefusing:
    """Nothing changes, and the caller hears in a sentence what to do."""

    def refused(self, reply, status, code):
        assert (reply.status_code, reply.json()["code"]) == (status, code)
        assert reply["Content-Type"] == "application/problem+json"
        assert "no-store" in reply["Cache-Control"]
        assert not Answer.objects.filter(question="embed.policy").exists()
        return reply.json()

    @pytest.fixture(autouse=True)
    def _look_inside(self, company, in_scope, file):
        with in_scope(company):
            yield

    def test_without_a_version(self, program):
        self.refused(program.put(POLICY, {"value": 3}), 428, "version_missing")
        self.refused(program.put(POLICY, {"value": 3}, if_match="*"), 428, "version_missing")

    @pytest.mark.parametrize("etag", ["1", '"x"', '"1", "2"', '"123456789012"'])
    def test_what_is_no_version(self, program, etag):
        self.refused(program.put(POLICY, {"value": 3}, if_match=etag), 422, "version_malformed")

    def test_no_answer(self, program):
        told = self.refused(program.put(POLICY, {"value": 9}, if_match=NONE), 422, "answer_invalid")
        assert told["errors"][0]["code"] == "not_a_level"
        assert told["errors"][0]["detail"] == "Kies een niveau van 0 tot en met 4."

    @pytest.mark.parametrize(
        "body", ["{", "[]", '"tekst"', "3", "null", '{"value": NaN}', '{"value": "\\ud800"}', "["]
    )
    def test_no_json_object(self, program, body):
        reply = program.put(POLICY, body, if_match=NONE)
        assert reply.status_code in (400, 422)
        assert reply.json()["code"] in ("malformed", "invalid")

    def test_json_too_deep_and_too_long(self, program, settings):
        deep = '{"value": ' + "[" * 100_000 + "]" * 100_000 + "}"
        self.refused(program.put(POLICY, deep, if_match=NONE), 400, "malformed")
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        long = {"value": 3, "explanation": "x" * 2000}
        self.refused(program.put(POLICY, long, if_match=NONE), 413, "too_large")

    def test_a_misspelt_field(self, program):
        sent = {"valeu": 3}
        told = self.refused(program.put(POLICY, sent, if_match=NONE), 422, "invalid")
        assert told["errors"] == [
            {
                "field": "valeu",
                "code": "unknown_field",
                "detail": "Dit veld bestaat niet. Haal het weg.",
            }
        ]

    def test_another_media_type(self, program):
        reply = program.client.put(
            "/api/v1" + POLICY,
            "value=3",
            "application/x-www-form-urlencoded",
            headers=program.headers | {"If-Match": NONE},
        )
        self.refused(reply, 415, "media_type")

    def test_a_closed_year(self, program, file):
        bring(file, "accepted")
        close_file(file)
        self.refused(program.put(POLICY, {"value": 3}, if_match=NONE), 409, "file_closed")

    def test_a_reader(self, company, file):
        reader = Program(key_for(ReaderFactory(of=company), company, ["read"]))
        told = self.refused(reader.put(POLICY, {"value": 3}, if_match=NONE), 403, "scope_missing")
        assert told["scope"] == "write"

    def test_unknown_questions_and_years(self, program):
        for path in (ANSWERS + "no.such/", POLICY.replace("2026", "2031")):
            self.refused(program.put(path, {"value": 3}, if_match=NONE), 404, "not_found")

    def test_methods_that_are_not_there(self, program):
        for method in ("delete", "patch", "options", "trace"):
            reply = getattr(program.client, method)("/api/v1" + POLICY, headers=program.headers)
            assert reply.status_code == 405

    def test_in_english(self, editor, company):
        english = Program(key_for(editor, company), language="en-GB,en;q=0.9")
        told = english.put(POLICY, {"value": 9}, if_match=NONE).json()
        assert told["errors"][0]["detail"] == "Choose a level from 0 to 4."


class TestConflict:
    """A colleague was first: both texts are there, and neither is lost."""

    def test_both_texts_come_back_and_the_choice_is_saved(self, program, file, in_scope):
        answer(file, "embed.policy", 2, explanation="Van een collega.")
        mine = {"value": 3, "explanation": "Van het programma."}

        late = program.put(POLICY, mine, if_match=NONE)

        assert (late.status_code, late["ETag"]) == (412, '"1"')
        assert late.json()["code"] == "answer_changed"
        assert late.json()["current"]["explanation"] == "Van een collega."
        with in_scope(file.company):
            kept = AnswerConflict.objects.get(pk=late.json()["conflict"])
            assert kept.explanation == "Van het programma."

        chosen = program.put(POLICY, mine, if_match=late["ETag"])

        assert (chosen.status_code, chosen.json()["version"]) == (200, 2)
        with in_scope(file.company):
            assert AnswerConflict.objects.get().resolved_at is not None
