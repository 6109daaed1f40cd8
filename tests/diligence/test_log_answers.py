"""Each saved answer stands in the log, in SQL too, and what was saved can't be altered unseen."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.models import Answer
from tests.database import superuser
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory, answer
from tests.isolation.world import YEAR

KEY = "embed.policy"


@pytest.fixture
def file():
    return AssessmentFactory(company=CompanyFactory(slug="gieterij"))


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company, name="Fatma Aydin")


def told(file) -> list[tuple]:
    with company_scope(file.company_id):
        events = Event.objects.filter(verb__startswith="answer.").order_by("at", "data__version")
        return list(events.values_list("verb", "data__version", "goes_on"))


def later(monkeypatch, **time):
    moment = timezone.now() + datetime.timedelta(**time)
    monkeypatch.setattr("diligence.services.answers.timezone.now", lambda: moment)


@pytest.mark.django_db
class TestEntries:
    """One for each version, with who and where; a run of saves is marked as one."""

    def test_a_save_says_who_what_and_which_version(self, file, editor):
        answer(file, KEY, 2, by=editor)
        with company_scope(file.company_id):
            event = Event.objects.get(verb="answer.saved")
            stands = Answer.objects.get()
            kept = stands.revisions.get()
        assert (event.actor, event.actor_name) == (editor.pk, "Fatma Aydin")
        assert not event.by_secretariat and event.at == stands.changed_at
        assert event.data["year"] == YEAR and event.data["question"] == KEY
        assert event.data["revision"] == str(kept.pk)

    def test_saves_shortly_after_each_other_go_on(self, file, editor, monkeypatch):
        answer(file, KEY, 1, by=editor)
        later(monkeypatch, minutes=29)
        answer(file, KEY, 2, by=editor)
        later(monkeypatch, minutes=29)
        answer(file, KEY, 3, by=editor)
        later(monkeypatch, minutes=31)
        answer(file, KEY, 4, by=editor)
        assert [goes_on for _, _, goes_on in told(file)] == [False, True, True, False]

    def test_another_person_begins_anew(self, file, editor):
        answer(file, KEY, 1, by=editor)
        answer(file, KEY, 2, by=EditorFactory(of=file.company))
        answer(file, KEY, 3, by=editor)
        assert [goes_on for _, _, goes_on in told(file)] == [False, False, False]

    def test_emptying_is_told_as_such_and_filling_again_too(self, file, editor):
        answer(file, KEY, 1, by=editor)
        answer(file, KEY, None, by=editor)
        answer(file, KEY, 2, by=editor)
        assert told(file) == [
            ("answer.saved", 1, False),
            ("answer.emptied", 2, False),
            ("answer.saved", 3, False),
        ]

    def test_plain_sql_leaves_the_same_trace(self, file, editor):
        answer(file, KEY, 1, by=editor)
        with company_scope(file.company_id), connection.cursor() as cursor:
            cursor.execute("UPDATE diligence_answer SET value = '3', version = version + 1")
        assert [version for _, version, _ in told(file)] == [1, 2]

    def test_saving_costs_no_statement_more(self, file, editor, client_of, max_queries):
        """Goal: 7 statements for a save, those of the request around it not counted."""
        with company_scope(file.company_id), max_queries(7):
            answer_in_scope(file, editor)


def answer_in_scope(file, editor):
    from diligence.services.answers import Entry, save_answer

    question = file.edition.question(KEY)
    save_answer(file, question, Entry(value=2), seen=0, by=editor)


TAMPERINGS = {
    "UPDATE diligence_answerrevision SET value = '4'": "was altered after it was saved",
    "UPDATE diligence_answerrevision SET explanation = 'x' WHERE version = 1": "was altered",
    "DELETE FROM diligence_answerrevision WHERE version = 1": "was removed",
    "INSERT INTO diligence_answerrevision SELECT (jsonb_populate_record(r, "
    "jsonb_build_object('id', gen_random_uuid()))).* FROM diligence_answerrevision r "
    "WHERE version = 1": "is not in the log",
    "UPDATE diligence_answer SET value = '4'": "is not its version 2",
    "UPDATE companies_event SET data = data - 'sha256'": "was altered",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", TAMPERINGS)
def test_tampering_with_versions_is_found(file, editor, statement):
    answer(file, KEY, 1, by=editor)
    answer(file, KEY, 2, by=editor)
    call_command("verify_log", stdout=io.StringIO())
    with superuser(connection.settings_dict["NAME"]) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(statement)
    said = io.StringIO()
    with pytest.raises(CommandError, match="faults found"):
        call_command("verify_log", stderr=said)
    assert TAMPERINGS[statement] in said.getvalue()
