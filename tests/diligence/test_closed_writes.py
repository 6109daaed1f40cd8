"""Every table that hangs on a closed year refuses every write, in plain SQL as the application."""

import datetime
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from companies.models import Event
from companies.services.retention import forget_person
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import (
    Agreement,
    Answer,
    AnswerConflict,
    AnswerRevision,
    Assessment,
    CarryDecision,
    Evidence,
    EvidenceUse,
    InternalNote,
    PartWork,
    Remark,
    ReviewThread,
    Risk,
    RiskConsultation,
    RiskWeighing,
    SecretariatScore,
    SourcingLine,
    VersionMove,
)
from diligence.services.answers import AssessmentClosed
from diligence.services.closed_years import content_of, sha256_of
from diligence.services.parts import declare_complete
from diligence.services.review.threads import About, NotNow, note_internally
from diligence.services.states import close
from tests.diligence.closed import restored
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
    answer,
    published_version,
)
from tests.factories.diligence import bring

pytestmark = pytest.mark.django_db
ANOTHER: dict[type, tuple[str, object]] = {
    Assessment: ("membership_year", 9),
    Answer: ("explanation", "Anders."),
    AnswerConflict: ("explanation", "Anders."),
    CarryDecision: ("from_version", 9),
    EvidenceUse: ("question", "embed.other"),
    PartWork: ("completed_at", None),
    InternalNote: ("text", "Anders."),
    ReviewThread: ("in_report", True),
    Remark: ("text", "Anders."),
    Agreement: ("version", 9),
    SecretariatScore: ("level", 1),
    Risk: ("no_action_reason", "Anders."),
    RiskConsultation: ("said", "Anders."),
    RiskWeighing: ("note", "Anders."),
    SourcingLine: ("metal", "ME-CO"),
    VersionMove: ("moved_at", timezone.now()),
}
"""By table a column and what somebody would make of it."""


def filled() -> tuple[Assessment, dict[type, UUID]]:
    """Return a closed file with a row of each kind in it, and the ids of those."""
    file, person, now = restored("2024"), ReviewerFactory(), timezone.now()
    here = {"company": file.company, "assessment": file}
    with company_scope(file.company_id):
        said = file.answers.order_by("question").first()
        document = Evidence.objects.create(company=file.company, title="Certificaat")
        thread = ReviewThread.objects.create(
            **here, question=said.question, turn="", state="accepted", settled_at=now,
            by_secretariat=False, opened_by=person,
        )  # fmt: skip
        risk = Risk.objects.create(**here, theme="RT01", lists="x", decided_by=person)
        part = {"company": file.company, "risk": risk}
        weight = dict.fromkeys(("floor", "scale", "scope", "irremediable", "likelihood"), 3)
        rows = [
            AnswerConflict.objects.create(
                company=file.company, answer=said, question=said.question, state="later",
                changed_by=person, version=1, changed_at=now, language="nl",
            ),
            CarryDecision.objects.create(
                **here, question=said.question, kind="changed", from_year=2023,
                from_question=said.question, decided_by=person,
            ),
            EvidenceUse.objects.create(
                **here, question=said.question, evidence=document, added_by=person
            ),
            PartWork.objects.create(
                **here, part="1.1", completed_at=now, completed_by=person, assigned_to=person
            ),
            thread,
            Remark.objects.create(
                company=file.company, thread=thread, text="Gezien.", by_secretariat=False, by=person
            ),
            risk,
            RiskWeighing.objects.create(
                **part, **weight, severity=3, involvement="linked", involvement_reason="Omdat."
            ),
            RiskConsultation.objects.create(
                **part, group="workers", who="OR", on=now.date(), said="Ja."
            ),
            SourcingLine.objects.create(**here, metal="ME-SN"),
            VersionMove.objects.create(
                **here, before=file.questionnaire, after=published_version("2026"), moved_by=person
            ),
        ]  # fmt: skip
    with officer_scope(file.company_id):
        rows += [
            InternalNote.objects.create(**here, text="Nabellen.", by=person),
            Agreement.objects.create(**here, question=said.question, version=1, by=person),
            SecretariatScore.objects.create(
                **here, question=said.question, level=2, reason="Zie gesprek.", by=person
            ),
        ]
        close(file, by=person)
        file = Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)
    return file, {type(row): row.pk for row in rows} | {Answer: said.pk, Assessment: file.pk}


def writes(model: type) -> Iterator[str]:
    """Return an insert, an update and a removal of a row of this table, as SQL."""
    table = model._meta.db_table
    column, _value = ANOTHER[model]
    yield f"UPDATE {table} SET {column} = %(value)s WHERE id = %(pk)s"
    yield f"DELETE FROM {table} WHERE id = %(pk)s"
    if model is not Assessment:  # a file of this year cannot come twice
        yield (
            f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(one)"
            f" || jsonb_build_object('id', gen_random_uuid()))).* FROM {table} one"
            " WHERE id = %(pk)s"
        )


def refusal(sql: str, **values) -> str:
    """Run it as the application would; return why the database refused, nothing when it did not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("convenant_app",)
            cursor.execute(sql, values)
            return "" if cursor.rowcount else "nothing was there"
    except DatabaseError as error:
        return str(error)


def is_refused(words: str) -> bool:
    """Tell whether it was refused for being closed, or for being kept in every year."""
    return any(why in words for why in ("a closed year never changes", "append-only", "denied"))


def test_every_write_to_a_closed_year_is_refused():
    file, rows = filled()
    assert set(rows) == set(ANOTHER)

    with officer_scope(file.company_id):
        held = sha256_of(content_of(file))
        told = {
            sql: refusal(sql, pk=pk, value=ANOTHER[model][1])
            for model, pk in rows.items()
            for sql in writes(model)
        }
        assert {sql: words for sql, words in told.items() if not is_refused(words)} == {}
        assert sha256_of(content_of(file)) == held


NAMES = [
    *((Answer, "changed_by"), (CarryDecision, "decided_by"), (PartWork, "completed_by")),
    *((PartWork, "assigned_to"), (ReviewThread, "opened_by"), (Risk, "decided_by")),
    *((Agreement, "by"), (AnswerConflict, "changed_by")),
    *((Assessment, "touched_by"), (VersionMove, "moved_by")),
]


def test_a_name_may_go_from_a_closed_year_and_no_other_come():
    file, rows = filled()
    other = ReviewerFactory()

    with officer_scope(file.company_id):
        for model, name in NAMES:
            sql = f"UPDATE {model._meta.db_table} SET {name}_id = %(who)s WHERE id = %(pk)s"
            assert is_refused(refusal(sql, who=other.pk, pk=rows[model])), (model, name)
            assert refusal(sql, who=None, pk=rows[model]) == "", (model, name)


@pytest.mark.parametrize("status", ["submitted", "accepted"])
def test_a_name_may_go_from_an_answer_that_was_handed_in_and_nothing_else(status):
    company = CompanyFactory()
    file, editor = AssessmentFactory(company=company), EditorFactory(of=company)
    answer(file, "embed.hours", "12", by=editor)
    bring(file, status)

    with company_scope(company.pk):
        mine, told = Answer.objects.get(assessment=file), Event.objects.count()
        mine.changed_by = None
        mine.save(update_fields=["changed_by"])
        assert AnswerRevision.objects.count() == 1 and Event.objects.count() == told

        for more in ({"explanation": "Anders."}, {"changed_by": editor}, {"version": 2}):
            with pytest.raises(DatabaseError, match="is locked"), transaction.atomic():
                Answer.objects.filter(pk=mine.pk).update(**more)


def test_in_a_draft_too_a_name_that_goes_is_no_version():
    company = CompanyFactory()
    file = AssessmentFactory(company=company)
    answer(file, "embed.hours", "12", by=EditorFactory(of=company))

    with company_scope(company.pk):
        Answer.objects.update(changed_by=None)
        assert AnswerRevision.objects.count() == 1


def test_who_left_is_forgotten_while_what_they_handed_in_stays():
    """The command's own act, over a file with the secretariat and a closed one."""
    file, _rows = filled()
    long_ago = timezone.now() - datetime.timedelta(days=900)
    person = EditorFactory(of=file.company, name="Piet Jansen")
    now = AssessmentFactory(company=file.company)
    answer(now, "embed.hours", "12", by=person)
    bring(now, "submitted")
    person.memberships.update(ended_at=long_ago)
    with company_scope(file.company_id):
        held = sha256_of(content_of(file))

    assert forget_person(person.pk, timezone.now() - datetime.timedelta(days=800))

    person.refresh_from_db()
    with company_scope(file.company_id):
        assert person.name == "" and sha256_of(content_of(file)) == held
        kept = Answer.objects.get(assessment=now)
        assert kept.value == "12" and str(kept.changed_by) == str(person)
        assert not Event.objects.filter(names__icontains="Piet Jansen").exists()
        assert not Event.objects.filter(actor_name="Piet Jansen").exists()


def test_the_code_says_so_before_the_database_must():
    file, _rows = filled()

    with officer_scope(file.company_id), pytest.raises(NotNow):
        note_internally(file, About(), "Nog iets.", by=ReviewerFactory())
    with company_scope(file.company_id), pytest.raises(AssessmentClosed):
        declare_complete(file, "1.1", by=EditorFactory(of=file.company))
