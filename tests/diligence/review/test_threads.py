"""Conversations: whose turn, how they end, what they open, and what members never see."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from companies.models import Event
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import (
    Answer,
    Assessment,
    InternalNote,
    Mention,
    Remark,
    ReviewThread,
    Side,
)
from diligence.services import states
from diligence.services.answers import AnswerLocked, AssessmentClosed, Change, Entry, save_answers
from diligence.services.assessments import submit
from diligence.services.review import threads
from diligence.services.review.locks import locks_of
from diligence.services.review.threads import About
from tests.diligence.files import complete_file
from tests.diligence.talks import ask, send_back, settle_all
from tests.factories import (
    ApproverFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)
from tests.factories.diligence import bring

LOCKED = r"is locked|never changes"  # of an answer, or of all of a closed year
pytestmark = pytest.mark.django_db
T = ReviewThread.State
Q, OTHER = "embed.policy", "embed.hours"
TOLD = "Op bladzijde drie van ons beleid."


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def approver(company):
    return ApproverFactory(of=company)


@pytest.fixture
def reviewer():
    return ReviewerFactory(name="Marieke de Wit")


@pytest.fixture
def file(company, approver):
    """A whole file at the secretariat."""
    made = complete_file(company, by=approver)
    with company_scope(company.pk):
        submit(made, by=approver)
        return Assessment.objects.with_cycle().select_related("company").get(pk=made.pk)


def fresh(thread: ReviewThread) -> ReviewThread:
    with company_scope(thread.company_id):
        return ReviewThread.objects.select_related("assessment").get(pk=thread.pk)


def say(thread, text, by, **more):
    scope = officer_scope if by.is_secretariat else company_scope
    with scope(thread.company_id):
        return threads.reply(thread, text, by=by, **more)


class TestTurns:
    """Whose turn it is, and since when."""

    def test_the_turn_goes_to_and_fro(self, file, approver, reviewer):
        thread = ask(file, Q, by=reviewer)
        assert (thread.state, thread.turn) == (T.OPEN, Side.COMPANY)
        say(thread, TOLD, approver)
        assert (fresh(thread).state, fresh(thread).turn) == (T.ANSWERED, Side.SECRETARIAT)
        say(thread, "En in het Engels?", reviewer)
        assert (fresh(thread).state, fresh(thread).turn) == (T.OPEN, Side.COMPANY)

    def test_who_speaks_twice_does_not_make_the_wait_younger(self, file, approver, reviewer):
        thread = ask(file, Q, by=reviewer)
        since = fresh(thread).turn_since
        say(thread, "Wij bedoelen de laatste versie.", reviewer)
        assert (fresh(thread).turn, fresh(thread).turn_since) == (Side.COMPANY, since)
        say(thread, TOLD, approver)
        assert fresh(thread).turn_since > since

    def test_a_member_asks_and_the_secretariat_answers(self, file, approver, reviewer):
        with company_scope(file.company_id):
            about = About(question=Q)
            thread = threads.open_thread(file, about, "Wat bedoelt u?", by=approver)
        assert (thread.turn, thread.by_secretariat) == (Side.SECRETARIAT, False)
        say(thread, "Het beleid van uw bedrijf.", reviewer)
        assert (fresh(thread).state, fresh(thread).turn) == (T.ANSWERED, Side.COMPANY)
        with company_scope(file.company_id):
            threads.settle(thread, T.ACCEPTED, by=approver)
        assert fresh(thread).is_settled

    def test_the_longest_waiting_comes_first(self, file, approver):
        first, second = ask(file, Q), ask(file, OTHER)
        with company_scope(file.company_id):
            waiting = ReviewThread.objects.of_file(file).waiting_for(Side.COMPANY)
            assert list(waiting) == [first, second]
        say(first, TOLD, approver)
        with company_scope(file.company_id):
            assert list(waiting.all()) == [second]


class TestEnding:
    """Accepted, or agreed to disagree; by whom, and not twice."""

    @pytest.mark.parametrize("state", [T.ACCEPTED, T.DISAGREED])
    def test_a_settled_conversation_waits_for_nobody(self, file, approver, reviewer, state):
        thread = ask(file, Q)
        say(thread, TOLD, approver)
        with officer_scope(file.company_id):
            threads.settle(thread, state, by=reviewer)
        thread = fresh(thread)
        assert (thread.state, thread.turn, thread.settled_by) == (state, "", reviewer)
        for by in (approver, reviewer):
            with pytest.raises(threads.AlreadySettled):
                say(thread, "Nog iets.", by)
        with pytest.raises(threads.AlreadySettled), officer_scope(file.company_id):
            threads.settle(thread, state, by=reviewer)

    def test_they_can_not_differ_before_both_spoke(self, file, reviewer):
        thread = ask(file, Q)
        with pytest.raises(threads.NotYetAnswered), officer_scope(file.company_id):
            threads.settle(thread, T.DISAGREED, by=reviewer)

    def test_a_member_does_not_settle_what_the_secretariat_asked(self, file, approver):
        thread = ask(file, Q)
        with company_scope(file.company_id):
            with pytest.raises(threads.NotYoursToSettle):
                threads.settle(thread, T.ACCEPTED, by=approver)
            with pytest.raises(IntegrityError), transaction.atomic():
                ReviewThread.objects.filter(pk=thread.pk).update(
                    state="accepted", turn="", settled_at=thread.opened_at
                )

    def test_what_was_settled_by_mistake_opens_again(self, file, reviewer, approver):
        thread = ask(file, Q)
        settle_all(file)
        with company_scope(file.company_id), pytest.raises(threads.NotYoursToSettle):
            threads.unsettle(thread, by=approver)
        with officer_scope(file.company_id):
            threads.unsettle(thread, by=reviewer)
        assert (fresh(thread).state, fresh(thread).turn) == (T.OPEN, Side.SECRETARIAT)

    @pytest.mark.parametrize("status", ["accepted", "closed"])
    def test_after_acceptance_nothing_is_said(self, file, status, reviewer, approver):
        made = CompanyFactory()
        done = complete_file(made)
        with company_scope(made.pk):
            person = ApproverFactory(of=made)
            thread = threads.open_thread(done, About(question=Q), "Vraag", by=person)
        bring(done, status)
        with company_scope(made.pk):
            acts = (
                lambda: threads.open_thread(done, About(question=Q), "Vraag", by=person),
                lambda: threads.reply(fresh(thread), "Nog iets", by=person),
                lambda: threads.settle(fresh(thread), T.ACCEPTED, by=person),
                lambda: threads.put_in_report(fresh(thread), True, by=person),
            )
            for act in acts:
                with pytest.raises(threads.NotNow) as refused:
                    act()
                assert refused.value.status == status


class TestWords:
    """What a remark is, and whom it calls."""

    @pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
    def test_an_empty_or_endless_remark_is_refused(self, file, approver, text):
        thread = ask(file, Q)
        with pytest.raises(threads.EmptyRemark):
            say(thread, text, approver)
        assert fresh(thread).turn == Side.COMPANY

    def test_a_remark_is_never_changed_or_taken_away(self, file):
        ask(file, Q)
        with officer_scope(file.company_id):
            for write in (
                lambda: Remark.objects.update(text="Anders"),
                Remark.objects.all().delete,
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    write()

    def test_a_colleague_is_called(self, file, approver):
        colleague = ReaderFactory(of=file.company)
        remark = say(ask(file, Q), TOLD, approver, mentions=[colleague, approver])
        with company_scope(file.company_id):
            assert [one.person for one in Mention.objects.filter(remark=remark)] == [colleague]

    @pytest.mark.parametrize("stranger", ["another", "left", "officer"])
    def test_nobody_of_elsewhere_is_called(self, file, approver, reviewer, stranger):
        person = reviewer
        if stranger != "officer":
            seat = EditorFactory(of=CompanyFactory() if stranger == "another" else file.company)
            person = seat
        if stranger == "left":
            file.company.memberships.filter(user=person).update(ended_at="2026-01-01T00:00Z")
        with pytest.raises(threads.NotAColleague):
            say(ask(file, Q), TOLD, approver, mentions=[person])

    def test_the_secretariat_calls_its_own_people_only(self, file, approver, reviewer):
        colleague = ReviewerFactory()
        thread = ask(file, Q, by=reviewer, mentions=[colleague])
        with officer_scope(file.company_id):
            assert Mention.objects.get().person == colleague
        with pytest.raises(threads.NotAColleague):
            say(thread, "Let op", reviewer, mentions=[approver])

    def test_nobody_speaks_in_the_name_of_the_other(self, file, approver, reviewer):
        thread = ask(file, Q)
        for scope, by in ((company_scope, reviewer), (officer_scope, approver)):
            with scope(file.company_id), pytest.raises(IntegrityError), transaction.atomic():
                threads.reply(thread, "Niet van mij.", by=by)

    def test_a_question_that_is_not_asked_this_year_is_none(self, file, reviewer):
        with pytest.raises(LookupError):
            ask(file, "no.such_question", by=reviewer)

    def test_everything_is_told_without_its_words(self, file, approver, reviewer):
        thread = ask(file, Q, "Geheim woord?", by=reviewer, asks_change=True)
        say(thread, "Geheim antwoord.", approver)
        with company_scope(file.company_id):
            events = Event.objects.filter(verb__startswith="review.").order_by("at")
            assert [event.verb for event in events] == ["review.change_asked", "review.answered"]
            assert all("Geheim" not in str((event.data, event.names)) for event in events)


class TestOpening:
    """A change request opens one answer; the rest stays locked, in code and in the database."""

    def test_only_the_asked_answer_opens(self, file, approver, company):
        send_back(file, Q)
        assert answer(file, Q, 3, by=approver).value == 3
        with pytest.raises(AnswerLocked):
            answer(file, OTHER, "77", by=approver)

    def test_a_plain_question_opens_nothing(self, file, approver):
        ask(file, OTHER)
        send_back(file, Q)
        with pytest.raises(AnswerLocked):
            answer(file, OTHER, "77", by=approver)

    def test_nothing_is_open_before_the_file_goes_back(self, file, approver):
        ask(file, Q, asks_change=True)
        with pytest.raises(AssessmentClosed):
            answer(file, Q, 3, by=approver)

    def test_the_database_refuses_what_is_locked(self, file):
        send_back(file, Q)
        with company_scope(file.company_id):
            stored = Answer.objects.filter(assessment=file)
            assert stored.filter(question=Q).update(value=3) == 1
            with (
                pytest.raises(IntegrityError, match=LOCKED),
                transaction.atomic(),
            ):
                stored.filter(question=OTHER).update(value="77")

    @pytest.mark.parametrize("status", ["submitted", "accepted", "closed"])
    def test_the_database_refuses_answers_in_a_closed_file(self, company, approver, status):
        closed = complete_file(company, by=approver)
        bring(closed, status)
        with company_scope(company.pk):
            stored = Answer.objects.filter(assessment=closed)
            with (
                pytest.raises(IntegrityError, match=LOCKED),
                transaction.atomic(),
            ):
                stored.filter(question=Q).update(value=3)
            with (
                pytest.raises(IntegrityError, match=LOCKED),
                transaction.atomic(),
            ):
                Answer.objects.create(company=company, assessment=closed, question="new.question")

    def test_a_member_can_not_open_an_answer_itself(self, file, approver):
        send_back(file, Q)
        with company_scope(file.company_id):
            about = About(question=OTHER)
            thread = threads.open_thread(file, about, "Mag dit?", by=approver, asks_change=True)
            assert not thread.asks_change
            with pytest.raises(IntegrityError), transaction.atomic():
                ReviewThread.objects.filter(pk=thread.pk).update(asks_change=True)
            with pytest.raises(IntegrityError), transaction.atomic():
                ReviewThread.objects.filter(question=Q).update(question=OTHER)

    def test_an_accepted_answer_is_locked_again(self, file, approver):
        send_back(file, Q, OTHER)
        answer(file, Q, 3, by=approver)
        with officer_scope(file.company_id):
            first = ReviewThread.objects.select_related("assessment").get(question=Q)
            threads.settle(first, T.ACCEPTED, by=ReviewerFactory())
        with pytest.raises(AnswerLocked):
            answer(file, Q, 2, by=approver)
        assert answer(file, OTHER, "77", by=approver).value == "77"

    def test_handing_in_again_locks_everything(self, file, approver):
        send_back(file, Q)
        answer(file, Q, 3, by=approver)
        with company_scope(file.company_id):
            submit(file, by=approver)
        with pytest.raises(AssessmentClosed):
            answer(file, Q, 2, by=approver)

    def test_what_was_no_answer_yet_stays_free(self, file, approver):
        """A changed answer can lead to a question that this company did not get before."""
        with company_scope(file.company_id):
            unanswered = next(
                question.key
                for question in file.edition.questions
                if question.kind == "long_text"
                and not Answer.objects.filter(assessment=file, question=question.key).exists()
            )
        send_back(file, Q)
        assert answer(file, unanswered, "Nu wel.", by=approver).version == 1
        assert answer(file, unanswered, "Nu beter.", by=approver).version == 2

    def test_a_whole_form_saves_what_is_free(self, file, approver):
        send_back(file, Q)
        with company_scope(file.company_id):
            question, locked = file.edition.question(Q), file.edition.question(OTHER)
            outcome = save_answers(
                file,
                [Change(question, Entry(value=3), 1), Change(locked, Entry(value="77"), 1)],
                by=approver,
            )
        assert (outcome.saved, outcome.locked) == ([Q], {OTHER})

    def test_what_says_the_same_is_no_change(self, file, approver):
        send_back(file, Q)
        with company_scope(file.company_id):
            stands = Answer.objects.get(assessment=file, question=OTHER)
        assert answer(file, OTHER, stands.value, by=approver).version == stands.version

    @pytest.mark.parametrize("status", [status for status, _ in Assessment.Status.choices])
    def test_code_and_database_agree(self, company, approver, status):
        """For every answer of a file: what `Locks` calls free is what the trigger lets through."""
        made = complete_file(company, by=approver)
        if status == "questions_open":
            with company_scope(company.pk):
                submit(made, by=approver)
            send_back(made, Q, OTHER)
        else:
            bring(made, status)
        with company_scope(company.pk):
            made = Assessment.objects.with_cycle().get(pk=made.pk)
            locks = locks_of(made)
            for one in Answer.objects.filter(assessment=made):
                try:
                    with transaction.atomic():
                        Answer.objects.filter(pk=one.pk).update(unsure=True)
                    took = True
                except IntegrityError:
                    took = False
                assert took == locks.is_free(one.question), one.question


class TestInternalNotes:
    """What the secretariat notes for itself; a member's scope never shows it."""

    def test_only_the_officers_scope_shows_it(self, file, reviewer):
        with officer_scope(file.company_id):
            about = About(question=Q)
            note = threads.note_internally(file, about, "Zelfde handelaar.", by=reviewer)
            assert list(InternalNote.objects.all()) == [note]
        with company_scope(file.company_id):
            assert list(InternalNote.objects.all()) == []
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM diligence_internalnote")
                assert cursor.fetchone() == (0,)

    def test_a_member_writes_none(self, file, reviewer):
        with company_scope(file.company_id), pytest.raises(DatabaseError), transaction.atomic():
            threads.note_internally(file, About(), "Niet van hen.", by=reviewer)

    def test_an_officer_sees_those_of_this_company_only(self, file, reviewer):
        other = complete_file(CompanyFactory())
        with officer_scope(other.company_id):
            threads.note_internally(other, About(), "Van een ander.", by=reviewer)
        with officer_scope(file.company_id):
            assert list(InternalNote.objects.all()) == []

    def test_the_log_of_the_member_tells_that_it_is_there_not_what_it_says(self, file, reviewer):
        with officer_scope(file.company_id):
            threads.note_internally(file, About(question=Q), "Zelfde handelaar.", by=reviewer)
        with company_scope(file.company_id):
            event = Event.objects.get(verb="review.noted")
            assert "handelaar" not in str((event.data, event.names))
            assert event.data == {"year": 2026}

    def test_it_stays(self, file, reviewer):
        with officer_scope(file.company_id):
            threads.note_internally(file, About(), "Blijft staan.", by=reviewer)
            with pytest.raises(DatabaseError), transaction.atomic():
                InternalNote.objects.update(text="Weg")


def test_the_reason_reaches_the_member(file, reviewer):
    send_back(file, Q, by=reviewer)
    with company_scope(file.company_id):
        event = Event.objects.get(verb="file.sent_back")
        assert states.waits_for_company(file)
    assert event.data["reason"] == "Wij hebben nog vragen."
