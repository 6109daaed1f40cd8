"""Deciding about last year's answers: each way, what stands in the way, and taking it back."""

import datetime

import pytest
from django.utils import timezone

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.framework.answers import State
from diligence.framework.values import InvalidValue
from diligence.models import Answer, AnswerRevision, Assessment, CarryDecision
from diligence.services.answers import AssessmentClosed
from diligence.services.carry.deciding import (
    AlreadyAnswered,
    AlreadyDecided,
    AsksAnew,
    ChangedSince,
    NoLongerFits,
    NotAsShown,
    NotDecided,
    NothingSaid,
    ProofExpired,
    confirm_shown,
    undo,
)
from diligence.services.carry.former import look_back
from diligence.services.figures import standing_of
from tests.diligence.carry.looking import (
    POLICY,
    deciding,
    decisions,
    kept,
    proof_at,
    proof_of,
    seal_of,
)
from tests.factories import answer

pytestmark = pytest.mark.django_db
STILL_TRUE, CHANGED, NO_LONGER = CarryDecision.Kind.values
REASON = "Wij kopen dit metaal sinds dit jaar niet meer in."
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def said_before(file):
    with company_scope(file.company_id):
        return look_back(file).formers


def undone(file, in_scope, *, by, key=POLICY):
    with in_scope(file.company):
        return undo(file, key, by=by)


class TestNothingCountsUntilDecided:
    def test_a_new_year_has_no_answers_score_or_progress_of_the_last(self, file, in_scope):
        with in_scope(file.company):
            back = look_back(file)
            standing = standing_of(file, file.answers.all())

        assert POLICY in back.formers and kept(file) is None
        assert standing.progress.part("1.2").settled == 0
        assert standing.score.percent is None or standing.score.percent == 0

    def test_a_decision_counts_at_once(self, file, editor, in_scope):
        deciding(file, STILL_TRUE, by=editor)

        with in_scope(file.company):
            file.refresh_from_db()
            assert standing_of(file, file.answers.all()).progress.part("1.2").settled == 1
        assert file.figures["steps"]["embed"]["settled"] == 1


class TestStillTrue:
    def test_the_answer_is_this_years_with_where_it_came_from(self, before, file, editor, in_scope):
        answer(before, POLICY, 3, explanation="Zie het handboek.")

        decision = deciding(file, STILL_TRUE, by=editor)

        now = kept(file)
        assert (now.value, now.explanation, now.version) == (3, "Zie het handboek.", 1)
        assert now.changed_by == editor
        with in_scope(file.company):
            assert AnswerRevision.objects.filter(answer=now).count() == 1
            revision = AnswerRevision.objects.select_related("answer").get(pk=decision.revision_id)
        assert (revision.answer.assessment_id, revision.version) == (before.pk, 2)
        assert (decision.from_year, decision.from_version, decision.decided_by) == (2025, 2, editor)

    def test_it_keeps_the_language_it_was_written_in(self, before, file, editor, in_scope):
        with in_scope(file.company):
            Answer.objects.filter(assessment=before, question=POLICY).update(language="en")

        deciding(file, STILL_TRUE, by=editor)

        assert kept(file).language == "en"

    def test_last_year_stays_as_it_was(self, before, file, editor):
        was = kept(before)

        deciding(file, STILL_TRUE, by=editor)
        answer(file, POLICY, 4)

        assert (kept(before).value, kept(before).version) == (was.value, was.version)

    def test_its_proof_comes_along(self, before, file, editor):
        proof_at(before, title="Handboek")

        decision = deciding(file, STILL_TRUE, by=editor)

        assert proof_of(file) == ["Handboek"] and len(decision.proof) == 1

    def test_what_was_not_applicable_or_unknown_comes_along_too(self, before, file, editor):
        answer(before, POLICY, state=State.NOT_APPLICABLE, reason=REASON)
        answer(before, "embed.training", state=State.DONT_KNOW, explanation="Nog niet bekend.")

        deciding(file, STILL_TRUE, by=editor)
        deciding(file, STILL_TRUE, by=editor, key="embed.training")

        assert (kept(file).state, kept(file).reason) == (State.NOT_APPLICABLE, REASON)
        assert kept(file, "embed.training").state == State.DONT_KNOW

    def test_twice_is_once(self, file, editor):
        seal = seal_of(file, editor)
        first = deciding(file, STILL_TRUE, by=editor, seal=seal)
        again = deciding(file, STILL_TRUE, by=editor, seal=seal)

        assert first.pk == again.pk and kept(file).version == 1 and len(decisions(file)) == 1

    def test_it_is_told_in_the_log(self, file, editor, in_scope):
        deciding(file, STILL_TRUE, by=editor)

        with in_scope(file.company):
            verbs = set(Event.objects.filter(actor=editor.pk).values_list("verb", flat=True))
        assert {"carry.still_true", "answer.saved"} <= verbs


class TestWhatStandsInTheWay:
    def test_expired_proof(self, before, file, editor):
        evidence = proof_at(before, valid_until=YESTERDAY)

        with pytest.raises(ProofExpired) as refused:
            deciding(file, STILL_TRUE, by=editor)

        assert refused.value.evidence == (evidence,)
        assert kept(file) is None and proof_of(file) == [] and decisions(file) == []

    def test_proof_that_expired_between_looking_and_pressing(
        self, before, file, editor, monkeypatch
    ):
        today = timezone.localdate()
        proof_at(before, valid_until=today)
        seal = seal_of(file, editor)
        tomorrow = today + datetime.timedelta(days=1)
        monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)

        with pytest.raises(ProofExpired):
            deciding(file, STILL_TRUE, by=editor, seal=seal)

        assert kept(file) is None

    def test_proof_on_its_last_day_still_holds(self, before, file, editor):
        proof_at(before, valid_until=timezone.localdate())

        deciding(file, STILL_TRUE, by=editor)

        assert proof_of(file) == ["ISO-certificaat"]

    def test_renewed_proof_opens_the_way(self, before, file, editor, in_scope):
        evidence = proof_at(before, valid_until=YESTERDAY)
        with in_scope(file.company):
            evidence.valid_until = timezone.localdate() + datetime.timedelta(days=365)
            evidence.save()

        deciding(file, STILL_TRUE, by=editor)

        assert kept(file) is not None

    def test_removed_proof_does_not_come_along(self, before, file, editor, in_scope):
        evidence = proof_at(before, valid_until=YESTERDAY)
        with in_scope(file.company):
            evidence.removed_at = timezone.now()
            evidence.save()

        deciding(file, STILL_TRUE, by=editor)

        assert proof_of(file) == []

    @pytest.mark.parametrize("kind", [STILL_TRUE, CHANGED, NO_LONGER])
    def test_what_changed_since_it_was_shown(self, before, file, editor, kind):
        seal = seal_of(file, editor)
        answer(before, POLICY, 4)

        with pytest.raises(NotAsShown):
            deciding(file, kind, by=editor, seal=seal, reason=REASON)

        assert kept(file) is None

    def test_what_was_shown_to_somebody_else(self, file, editor, before):
        other = kept(before).changed_by

        with pytest.raises(NotAsShown):
            deciding(file, STILL_TRUE, by=editor, seal=seal_of(file, other))

    def test_an_answer_of_this_year(self, file, editor):
        seal = seal_of(file, editor)
        answer(file, POLICY, 1)

        with pytest.raises(AlreadyAnswered):
            deciding(file, STILL_TRUE, by=editor, seal=seal)

        assert kept(file).value == 1

    def test_another_decision(self, file, editor):
        seal = seal_of(file, editor)
        deciding(file, CHANGED, by=editor)

        with pytest.raises(AlreadyDecided):
            deciding(file, STILL_TRUE, by=editor, seal=seal)

    def test_a_question_that_asks_something_else(self, file, editor, in_scope):
        with in_scope(file.company):
            formers = look_back(file).formers.values()
            keys = [f.question.key for f in formers if not f.may_be_still_true]
        assert keys, "the edition of 2026 splits and merges questions"

        for key in keys:
            with pytest.raises(AsksAnew):
                deciding(file, STILL_TRUE, by=editor, key=key)

    def test_an_answer_that_does_not_fit_the_question_of_now(self, before, file, editor, in_scope):
        with in_scope(file.company):
            hours = Answer.objects.filter(assessment=before, question="embed.hours")
            hours.update(value="99999999")

        with pytest.raises(NoLongerFits):
            deciding(file, STILL_TRUE, by=editor, key="embed.hours")

        assert kept(file, "embed.hours") is None and decisions(file) == []

    def test_a_question_without_a_past(self, file, editor, in_scope):
        with pytest.raises(NothingSaid):
            deciding(file, STILL_TRUE, by=editor, key="profile.nothing", seal="")

    def test_a_file_that_is_handed_in(self, file, editor, in_scope):
        seal = seal_of(file, editor)
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        with pytest.raises(AssessmentClosed):
            deciding(file, STILL_TRUE, by=editor, seal=seal)
        with pytest.raises(AssessmentClosed):
            undone(file, in_scope, by=editor)

    def test_what_was_put_off_last_year_says_nothing(self, before, file, in_scope):
        answer(before, POLICY, 3, state=State.LATER)

        with in_scope(file.company):
            assert POLICY not in look_back(file).formers


class TestNoLonger:
    def test_the_reason_is_this_years_answer(self, before, file, editor):
        proof_at(before)

        deciding(file, NO_LONGER, by=editor, reason=REASON)

        assert (kept(file).state, kept(file).reason) == (State.NOT_APPLICABLE, REASON)
        assert proof_of(file) == []

    @pytest.mark.parametrize("reason", ["", "  ", "Nee."])
    def test_without_a_reason_nothing_is_decided(self, file, editor, reason):
        with pytest.raises(InvalidValue):
            deciding(file, NO_LONGER, by=editor, reason=reason)

        assert kept(file) is None and decisions(file) == []

    def test_expired_proof_does_not_stand_in_its_way(self, before, file, editor):
        proof_at(before, valid_until=YESTERDAY)

        deciding(file, NO_LONGER, by=editor, reason=REASON)

        assert kept(file).state == State.NOT_APPLICABLE


class TestChanged:
    def test_nothing_is_saved(self, before, file, editor):
        proof_at(before)

        deciding(file, CHANGED, by=editor)

        assert kept(file) is None and proof_of(file) == []
        assert decisions(file)[0].answer_version is None

    def test_expired_proof_does_not_stand_in_its_way(self, before, file, editor):
        proof_at(before, valid_until=YESTERDAY)

        assert deciding(file, CHANGED, by=editor).kind == CHANGED


class TestUndo:
    @pytest.mark.parametrize("kind", [STILL_TRUE, NO_LONGER])
    def test_the_answer_and_its_proof_go_again(self, before, file, editor, in_scope, kind):
        proof_at(before)
        deciding(file, kind, by=editor, reason=REASON)

        undone(file, in_scope, by=editor)

        assert kept(file).is_open and kept(file).value is None and proof_of(file) == []
        with in_scope(file.company):
            former = look_back(file).formers[POLICY]
            assert former.decision is None and former.awaits(kept(file))
            verbs = Event.objects.values_list("verb", flat=True)
            assert "carry.undone" in verbs and "answer.emptied" in verbs
        assert decisions(file)[0].undone_by == editor

    def test_and_it_can_be_decided_again(self, file, editor, in_scope):
        deciding(file, STILL_TRUE, by=editor)
        undone(file, in_scope, by=editor)

        deciding(file, NO_LONGER, by=editor, reason=REASON)

        assert [one.kind for one in decisions(file)] == [STILL_TRUE, NO_LONGER]

    def test_proof_that_stood_there_already_stays(self, before, file, editor, in_scope):
        evidence = proof_at(before)
        proof_at(file, title="Van dit jaar")
        with in_scope(file.company):
            file.evidence_uses.create(company=file.company, question=POLICY, evidence=evidence)
        deciding(file, STILL_TRUE, by=editor)

        undone(file, in_scope, by=editor)

        assert proof_of(file) == ["ISO-certificaat", "Van dit jaar"]

    def test_an_answer_somebody_went_on_with_stays(self, file, editor, in_scope):
        deciding(file, STILL_TRUE, by=editor)
        answer(file, POLICY, 4)

        with pytest.raises(ChangedSince):
            undone(file, in_scope, by=editor)

        assert kept(file).value == 4

    def test_changed_can_be_taken_back(self, file, editor, in_scope):
        deciding(file, CHANGED, by=editor)

        undone(file, in_scope, by=editor)

        with in_scope(file.company):
            assert look_back(file).formers[POLICY].awaits(None)

    def test_without_a_decision_there_is_nothing_to_undo(self, file, editor, in_scope):
        with pytest.raises(NotDecided):
            undone(file, in_scope, by=editor)


class TestAllThatWasShown:
    PART = "1.2"

    def seals(self, file, editor):
        keys = [question.key for question in file.edition.part(self.PART).questions]
        return {key: seal_of(file, editor, key) for key in keys if key in said_before(file)}

    def confirmed(self, file, seals, editor, in_scope, part=PART):
        with in_scope(file.company):
            return confirm_shown(file, seals, part, by=editor)

    def test_everything_that_was_shown_is_taken_over_at_once(self, file, editor, in_scope):
        seals = self.seals(file, editor)

        outcome = self.confirmed(file, seals, editor, in_scope)

        assert outcome.refused == {} and sorted(outcome.confirmed) == sorted(seals)
        assert all(kept(file, key) for key in seals)

    def test_what_was_not_shown_stays_and_is_told(self, file, editor, in_scope):
        seals = self.seals(file, editor)
        del seals[POLICY]

        outcome = self.confirmed(file, seals, editor, in_scope)

        assert list(outcome.refused) == [POLICY]
        assert isinstance(outcome.refused[POLICY], NotAsShown) and kept(file) is None

    def test_what_changed_meanwhile_stays_and_is_told(self, before, file, editor, in_scope):
        seals = self.seals(file, editor)
        answer(before, POLICY, 4)

        outcome = self.confirmed(file, seals, editor, in_scope)

        assert list(outcome.refused) == [POLICY] and kept(file) is None
        assert len(outcome.confirmed) == len(seals) - 1

    def test_expired_proof_stays_and_is_told(self, before, file, editor, in_scope):
        proof_at(before, valid_until=YESTERDAY)

        outcome = self.confirmed(file, self.seals(file, editor), editor, in_scope)

        assert isinstance(outcome.refused[POLICY], ProofExpired) and kept(file) is None

    def test_a_colleague_who_answered_first_keeps_the_answer(self, file, editor, in_scope):
        seals = self.seals(file, editor)
        answer(file, POLICY, 1)

        outcome = self.confirmed(file, seals, editor, in_scope)

        assert isinstance(outcome.refused[POLICY], AlreadyAnswered) and kept(file).value == 1

    def test_an_answer_of_another_part_is_refused(self, file, editor, in_scope):
        seals = {"embed.policy_commitments": seal_of(file, editor, "embed.policy_commitments")}

        outcome = self.confirmed(file, seals, editor, in_scope)

        assert "embed.policy_commitments" in outcome.refused
        assert kept(file, "embed.policy_commitments") is None
