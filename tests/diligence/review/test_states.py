"""The states of a file: the table of steps, in code and in the database, and nothing besides."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.models import Event
from companies.permissions import SECRETARIAT_GRANTS, Permission
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import Assessment, FileStep, Side, Snapshot
from diligence.services import states
from diligence.services.assessments import submit
from diligence.services.review.threads import reply, settle
from diligence.services.states import STEPS
from tests.diligence.files import complete_file
from tests.diligence.talks import accept_file, ask, close_file, send_back, settle_all
from tests.factories import (
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    ReviewerFactory,
    answer,
)
from tests.factories.diligence import bring

pytestmark = pytest.mark.django_db
S = Assessment.Status
ALL = [str(status) for status in S]
LEGAL = {(step.before, step.after, step.by) for step in STEPS}
SCOPES = {Side.COMPANY: company_scope, Side.SECRETARIAT: officer_scope}
TRIES = st.tuples(st.sampled_from(ALL), st.sampled_from(sorted(SCOPES)))


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def approver(company):
    return ApproverFactory(of=company)


@pytest.fixture
def reviewer():
    return ReviewerFactory()


@pytest.fixture
def handed_in(company, approver):
    """A whole file at the secretariat."""
    file = complete_file(company, by=approver)
    with company_scope(company.pk):
        submit(file, by=approver)
    return again(file)


def again(file: Assessment) -> Assessment:
    """Return the file as it stands now."""
    with company_scope(file.company_id):
        return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)


def try_in_database(file: Assessment, status: str, side: str) -> bool:
    """Set a status past all code, in the scope of one side; tell whether the database took it."""
    with SCOPES[Side(side)](file.company_id):
        try:
            with transaction.atomic():
                Assessment.objects.filter(pk=file.pk).update(status=status)
        except IntegrityError:
            return False
    return True


@pytest.mark.parametrize("side", [Side.COMPANY, Side.SECRETARIAT])
@pytest.mark.parametrize("before", ALL)
def test_the_database_takes_the_steps_of_the_table_and_no_others(before, side):
    for after in ALL:
        file = AssessmentFactory(company=CompanyFactory())
        bring(file, before)
        expected = after == before or (before, after, side) in LEGAL
        assert try_in_database(file, after, side) == expected, (before, after, side)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tries=st.lists(TRIES, max_size=30))
def test_no_walk_leaves_the_table(tries):
    """Whatever is tried, in either scope: the file stands where the table says."""
    with transaction.atomic():
        file = AssessmentFactory(company=CompanyFactory())
        stands = str(S.DRAFT)
        for status, side in tries:
            took = try_in_database(file, status, side)
            assert took == (status == stands or (stands, status, side) in LEGAL)
            stands = status if took else stands
        assert again(file).status == stands
        transaction.set_rollback(True)


def test_a_file_begins_as_a_draft():
    company, cycle = CompanyFactory(), AssessmentFactory(company=CompanyFactory()).cycle
    with pytest.raises(IntegrityError), officer_scope(company.pk):
        Assessment.objects.create(company=company, cycle=cycle, status=S.ACCEPTED)


def test_every_step_back_needs_a_reason():
    order = {status: place for place, status in enumerate(ALL)}
    order[S.QUESTIONS_OPEN] = order[S.SUBMITTED] - 0.5
    for step in STEPS:
        assert step.needs_reason == (order[step.after] < order[step.before]), step


VERBS = {
    "taken_back": lambda file, by: states.take_back(file, "Een fout.", by=by),
    "sent_back": lambda file, by: states.ask_questions(file, "Vragen.", by=by),
    "accepted": lambda file, by: states.accept(file, by=by),
    "reopened": lambda file, by: states.reopen(file, "Toch niet.", by=by),
    "closed": lambda file, by: states.close(file, by=by),
    "unclosed": lambda file, by: states.unclose(file, "Te vroeg.", by=by),
    "submitted": lambda file, by: submit(file, by=by),
}


NOT_IN_TABLE = sorted(
    {(verb, status) for verb in VERBS for status in ALL}
    - {(step.verb, str(step.before)) for step in STEPS}
)


@pytest.mark.parametrize(("verb", "status"), NOT_IN_TABLE)
def test_no_verb_takes_a_step_that_is_not_in_the_table(verb, status, reviewer):
    file = AssessmentFactory(company=CompanyFactory())
    bring(file, status)
    with pytest.raises(states.IllegalStep), officer_scope(file.company_id):
        VERBS[verb](file, reviewer)
    assert again(file).status == status


@pytest.mark.parametrize("role", sorted(SECRETARIAT_GRANTS))
@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.verb} from {step.before}")
def test_only_the_roles_of_the_table_take_a_step(step, role):
    file = AssessmentFactory(company=CompanyFactory())
    bring(file, step.before)
    officer = ReviewerFactory(secretariat_role=role)
    may = step.by == Side.SECRETARIAT and step.may in SECRETARIAT_GRANTS[role]
    try:
        with officer_scope(file.company_id):
            VERBS[step.verb](file, officer)
    except states.NotYours:
        assert not may
    except (states.NothingAsked, states.StillTalking):
        assert may  # it may; there is just nothing to ask yet
    else:
        assert may


def test_the_releaser_reviews_nothing_and_a_reviewer_reopens_no_closed_year():
    assert Permission.FILE_REVIEW not in SECRETARIAT_GRANTS["releaser"]
    assert Permission.FILE_UNCLOSE not in SECRETARIAT_GRANTS["reviewer"]


def test_a_whole_life_with_every_way_back(company, approver, reviewer, handed_in):
    file = handed_in
    with company_scope(company.pk):
        states.take_back(file, "Ik zag een fout.", by=approver)
    assert (again(file).status, again(file).submitted_at) == ("draft", None)
    with company_scope(company.pk):
        submit(file, by=approver)
    [thread] = send_back(file, "embed.policy", by=reviewer)
    with company_scope(company.pk):
        reply(thread, "Wij pasten het aan.", by=approver)
        submit(file, by=approver)
    with officer_scope(company.pk):
        settle(thread, "accepted", by=reviewer)
    accept_file(file, by=reviewer)
    with officer_scope(company.pk):
        states.reopen(file, "Wij zagen iets over het hoofd.", by=reviewer)
    assert again(file).decided_at is None
    with company_scope(company.pk):
        submit(file, by=approver)
    accept_file(file, by=reviewer)
    close_file(file, by=reviewer)
    with officer_scope(company.pk):
        states.unclose(file, "Te vroeg.", by=ReviewerFactory(secretariat_role="administrator"))

    with company_scope(company.pk):
        taken = list(FileStep.objects.order_by("at").values_list("before", "after", "reason"))
        verbs = set(Event.objects.filter(verb__startswith="file.").values_list("verb", flat=True))
        kinds = set(Snapshot.objects.values_list("kind", flat=True))
    assert [(before, after) for before, after, _ in taken] == [
        ("draft", "submitted"),
        ("submitted", "draft"),
        ("draft", "submitted"),
        ("submitted", "questions_open"),
        ("questions_open", "submitted"),
        ("submitted", "accepted"),
        ("accepted", "questions_open"),
        ("questions_open", "submitted"),
        ("submitted", "accepted"),
        ("accepted", "closed"),
        ("closed", "accepted"),
    ]
    assert {f"file.{step.verb}" for step in STEPS} <= verbs
    assert kinds == {"submitted", "accepted"}
    needing = {(step.before, step.after) for step in STEPS if step.needs_reason}
    assert all(bool(reason) == ((before, after) in needing) for before, after, reason in taken)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_without_a_sound_reason_nothing_goes_back(handed_in, reviewer, approver, reason):
    ask(handed_in, "embed.policy")
    with pytest.raises(states.ReasonMissing), officer_scope(handed_in.company_id):
        states.ask_questions(handed_in, reason, by=reviewer)
    with pytest.raises(states.ReasonMissing), company_scope(handed_in.company_id):
        states.take_back(handed_in, reason, by=approver)
    assert again(handed_in).status == "submitted"


def test_nothing_is_given_back_without_a_question(handed_in, reviewer):
    with pytest.raises(states.NothingAsked), officer_scope(handed_in.company_id):
        states.ask_questions(handed_in, "Hierbij.", by=reviewer)
    assert again(handed_in).status == "submitted"
    with company_scope(handed_in.company_id):
        assert FileStep.objects.filter(after="questions_open").count() == 0


def test_a_file_is_not_accepted_while_a_conversation_goes_on(handed_in, reviewer):
    ask(handed_in, "embed.policy", by=reviewer)
    with pytest.raises(states.StillTalking):
        accept_file(handed_in)
    settle_all(handed_in)
    accept_file(handed_in)
    assert again(handed_in).status == "accepted"


def test_a_member_does_not_take_back_what_is_talked_about(handed_in, approver):
    ask(handed_in, "embed.policy")
    with pytest.raises(states.StillTalking), company_scope(handed_in.company_id):
        states.take_back(handed_in, "Toch niet.", by=approver)
    assert again(handed_in).status == "submitted"


def test_a_decision_is_not_taken_in_the_scope_of_a_member(handed_in, reviewer):
    with pytest.raises(IntegrityError), company_scope(handed_in.company_id):
        states.accept(handed_in, by=reviewer)
    assert again(handed_in).status == "submitted"


def test_a_taken_back_file_is_a_draft_in_which_everything_is_free(handed_in, approver):
    with company_scope(handed_in.company_id):
        states.take_back(handed_in, "Een fout.", by=approver)
    assert answer(again(handed_in), "embed.hours", "9", by=approver).value == "9"
