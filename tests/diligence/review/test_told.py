"""Steps, conversations and time: the other side hears of it, once, and no more than it should."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from companies.services.notices import own
from convenant.tenancy.scope import company_scope, officer_scope, person_scope
from diligence.models import PartWork, ReviewThread
from diligence.services import states
from diligence.services.assessments import submit
from diligence.services.desk.assigning import assign
from diligence.services.review import extensions, threads
from tests.diligence.files import complete_file
from tests.diligence.talks import accept_file, ask, close_file, send_back, settle_all
from tests.factories import (
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
Q = "embed.policy"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="De Maas")


@pytest.fixture
def approver(company):
    return ApproverFactory(of=company, name="An")


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Ed")


@pytest.fixture
def reviewer():
    return ReviewerFactory(name="Marieke")


@pytest.fixture
def file(company, approver, editor, reviewer):
    """A whole file at the secretariat."""
    made = complete_file(company, by=approver)
    with company_scope(company.pk):
        submit(made, by=approver)
        made.refresh_from_db()
    return made


def told(person) -> list[str]:
    """Return the kinds of what somebody reads, the first first."""
    with person_scope(person.pk):
        return [notice.kind for notice in own(person)][::-1]


def words_of(person) -> str:
    """Return the newest sentence somebody reads."""
    with person_scope(person.pk):
        return str(own(person).first())


def test_each_step_tells_the_other_side(file, company, approver, editor, reviewer):
    reader, stranger = ReaderFactory(of=company), ApproverFactory()
    send_back(file, Q, by=reviewer)
    assert told(editor)[-1] == "file.sent_back"
    settle_all(file, by=reviewer)
    with company_scope(company.pk):
        submit(file, by=approver)
    accept_file(file, by=reviewer)
    close_file(file, by=reviewer)

    steps = [kind for kind in told(approver) if kind.startswith("file.")]
    assert steps == ["file.sent_back", "file.accepted", "file.closed"]
    assert told(reviewer) == ["file.submitted", "file.submitted"]
    assert told(reader) == [] and told(stranger) == []
    assert words_of(approver) == f"Het secretariaat sloot {file.cycle.year} van De Maas af."


def test_a_review_of_many_answers_is_one_mail(file, approver, editor, reviewer, run_outbox):
    run_outbox()
    mail.outbox.clear()
    send_back(file, Q, "embed.hours", by=reviewer)
    run_outbox()

    assert told(editor).count("talk.asked") == 2
    assert [sent.to for sent in mail.outbox].count([editor.email]) == 1
    [mine] = [sent for sent in mail.outbox if sent.to == [editor.email]]
    assert mine.subject == f"Het secretariaat heeft vragen over {file.cycle.year} van De Maas"


def test_a_question_reaches_whose_part_it_is(file, approver, editor, company, reviewer):
    with company_scope(company.pk):
        part = file.edition.question(Q).part
        PartWork.objects.create(company=company, assessment=file, part=part, assigned_to=editor)
    ask(file, Q, "Bladzijde zes is geheim.", by=reviewer)

    assert told(editor)[-1] == "talk.asked" and "talk.asked" not in told(approver)
    text = file.edition.question(Q).text.nl
    assert words_of(editor) == f"Het secretariaat schreef u over de vraag “{text}”."
    assert "geheim" not in words_of(editor)


def test_an_answer_reaches_who_asked_and_a_colleague_who_is_called(
    file, company, approver, editor, reviewer
):
    other = ReviewerFactory()
    [thread] = send_back(file, Q, by=reviewer)
    with company_scope(company.pk):
        threads.reply(thread, "Zie Ed.", by=approver, mentions=[editor])

    assert told(reviewer)[-1] == "talk.answered" and told(other) == []
    assert told(editor)[-1] == "talk.named"
    assert "An noemt u in een gesprek over de vraag" in words_of(editor)
    assert told(approver)[-1] != "talk.named"

    with officer_scope(company.pk):
        threads.settle(thread, ReviewThread.State.ACCEPTED, by=reviewer)
    assert told(approver)[-1] == "talk.settled" and told(editor)[-1] == "talk.named"


def test_who_is_given_a_file_hears_of_it_and_of_what_comes_after(file, company, reviewer):
    other = ReviewerFactory(name="Bas")
    with officer_scope(company.pk):
        assign(file, reviewer, seen=None, by=other)
        assign(file, reviewer, seen=reviewer.pk, by=reviewer)
    assert told(reviewer)[-1] == "file.given" and told(other) == []

    with company_scope(company.pk):
        states.take_back(file, "Wij vergaten iets.", by=ApproverFactory(of=company))
    assert told(reviewer)[-1] == "file.taken_back" and told(other) == []
    assert "vergaten" not in words_of(reviewer)


def test_time_is_asked_of_the_secretariat_and_decided_for_the_company(company, editor, reviewer):
    late = AssessmentFactory(company=company)
    until = late.cycle.deadline + timedelta(days=20)
    asker = ApproverFactory(of=company)
    with company_scope(company.pk):
        asked = extensions.ask_for_time(late, until, "Ziekte.", by=asker)
    assert told(reviewer) == ["time.asked"] and told(editor) == []

    with officer_scope(company.pk):
        extensions.grant(asked, until, by=reviewer)
    assert told(asker) == ["time.given"] and told(editor) == ["time.given"]
    with person_scope(asker.pk):
        assert own(asker).get().urgent


def test_what_is_told_afterwards_is_history(file, company, approver, reviewer):
    before = len(told(approver))
    long_ago = timezone.now() - timedelta(days=90)
    with officer_scope(company.pk):
        states.accept(file, by=reviewer, at=long_ago)
    assert len(told(approver)) == before


def test_the_way_leads_into_the_file(file, approver, reviewer, client_of):
    send_back(file, Q, by=reviewer)
    with person_scope(approver.pk):
        links = [notice.url for notice in own(approver)]
    inside = reverse("diligence:overview", args=[file.company.slug, file.cycle.year])
    assert all(link.startswith(inside) for link in links)
    assert [client_of(approver).get(link).status_code for link in links] == [200, 200]
