"""Owners hear of the last day of an action in time, in their language, and each thing once."""

import smtplib
from datetime import date, timedelta

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from companies.models import Membership, Notice, NoticeSettings
from companies.services.notices import own
from convenant.queue.models import OutboxItem, SentMail
from convenant.tenancy.scope import company_scope, person_scope
from diligence.models import Action
from diligence.plan.reminding import Reminder, reminder_on
from diligence.services.plan.reminders import remind_all
from diligence.tasks import remind_owners, send_reminders
from tests.factories import CompanyFactory, EditorFactory

TODAY = timezone.localdate()


def days(n: int) -> date:
    return TODAY + timedelta(days=n)


def notices_of(person) -> list[Notice]:
    """Return what somebody reads."""
    with person_scope(person.pk):
        return list(own(person))


class TestDays:
    """Fourteen days and three days before, with room for a night that was missed."""

    @pytest.mark.parametrize(
        ("left", "told"),
        [
            (30, None),
            (15, None),
            (14, Reminder.FIRST),
            (11, Reminder.FIRST),
            (10, None),
            (4, None),
            (3, Reminder.LAST),
            (0, Reminder.LAST),
            (-1, Reminder.LATE),
            (-400, Reminder.LATE),
        ],
    )
    def test_what_is_told(self, left, told):
        assert reminder_on(TODAY, days(left)) == told


@pytest.mark.django_db
class TestMails:
    """The mails themselves, and never one twice."""

    @pytest.fixture
    def company(self):
        return CompanyFactory(slug="de-maas", name="Gieterij De Maas")

    @pytest.fixture
    def owner(self, company):
        return EditorFactory(of=company, name="Joke Bakker", email="joke@maas.example")

    def action(self, owner, company, left=14, **more):
        fields = {"title": "Geheim plan", "first_year": 2026, "owner": owner, "indicator": "x"}
        with company_scope(company.pk):
            return Action.objects.create(
                company=company, due_on=days(left), status="planned", **fields | more
            )

    def test_the_owner_gets_a_link_and_not_what_it_is_about(self, company, owner, run_outbox):
        action = self.action(owner, company)
        remind_owners()
        run_outbox()

        [sent] = mail.outbox
        [told] = notices_of(owner)
        assert sent.to == ["joke@maas.example"]
        assert sent.subject.startswith("Een actie van u moet klaar zijn op")
        assert reverse("notice", args=[told.pk]) in sent.body
        assert "Geheim" not in sent.body + sent.subject and "Geheim" in str(told)
        assert told.url == reverse("diligence:action", args=[company.slug, action.pk])

    def test_in_the_language_of_the_owner(self, company, owner, run_outbox):
        owner.language = "en"
        owner.save()
        self.action(owner, company, left=-2)
        remind_owners()
        run_outbox()

        assert mail.outbox[0].subject.startswith("An action of yours was due on")

    def test_a_day_that_is_repeated_sends_nothing_more(self, company, owner, run_outbox):
        self.action(owner, company, left=3)
        for _ in range(3):
            remind_owners()
            run_outbox()
        send_reminders(company_id=str(company.pk), day=days(1).isoformat())

        assert len(mail.outbox) == 1

    def test_from_the_first_to_late_is_three_mails_and_a_new_day_starts_anew(
        self, company, owner, run_outbox
    ):
        action = self.action(owner, company, left=20)
        for n in range(40):
            send_reminders(company_id=str(company.pk), day=days(n).isoformat())
        run_outbox()
        assert len(mail.outbox) == 3

        with company_scope(company.pk):
            Action.objects.filter(pk=action.pk).update(due_on=days(60))
        send_reminders(company_id=str(company.pk), day=days(46).isoformat())
        run_outbox()
        assert len(mail.outbox) == 4

    def test_a_mail_server_that_dies_half_way_costs_no_mail_and_doubles_none(
        self, company, owner, monkeypatch, run_outbox
    ):
        colleague = EditorFactory(of=company)
        self.action(owner, company)
        self.action(colleague, company)
        leaves = EmailMessage.send

        def once_then_dead(message, **kwargs):
            if mail.outbox:
                raise smtplib.SMTPServerDisconnected
            return leaves(message, **kwargs)

        remind_owners()
        with monkeypatch.context() as broken:
            broken.setattr(EmailMessage, "send", once_then_dead)
            with pytest.raises((OSError, Retry)):
                run_outbox()
        assert SentMail.objects.filter(sent_at=None).count() == 1

        remind_owners()
        run_outbox()
        assert sorted(one.to[0] for one in mail.outbox) == sorted([owner.email, colleague.email])

    def test_who_wants_no_mail_of_days_finds_it_among_the_messages(
        self, company, owner, run_outbox
    ):
        NoticeSettings.objects.create(person=owner, ways={"deadline": "inbox"})
        self.action(owner, company)
        remind_owners()
        run_outbox()

        assert mail.outbox == [] and len(notices_of(owner)) == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"status": "done", "last_year": 2026},
            {"status": "stopped", "last_year": 2026},
            {"owner": None, "owner_name": "De bedrijfsleider"},
            {"due_on": days(8)},
        ],
    )
    def test_what_needs_no_reminder_gets_none(self, change, company, owner):
        action = self.action(owner, company)
        with company_scope(company.pk):
            Action.objects.filter(pk=action.pk).update(**change)

        assert remind_all(TODAY) == 0
        assert not OutboxItem.objects.exists()

    def test_who_gave_up_the_seat_hears_nothing_also_between_asking_and_sending(
        self, company, owner, run_outbox
    ):
        EditorFactory(of=company)
        self.action(owner, company)
        remind_owners()
        Membership.objects.filter(user=owner).update(ended_at=timezone.now())
        run_outbox()

        assert mail.outbox == []
        assert remind_all(TODAY) == 0

    def test_a_seat_elsewhere_does_not_count(self, company, owner):
        self.action(owner, company)
        Membership.objects.filter(user=owner).update(company=CompanyFactory())

        assert remind_all(TODAY) == 0

    def test_each_company_has_its_own_task(self, company, owner):
        other = CompanyFactory()
        self.action(owner, company)
        self.action(EditorFactory(of=other), other)

        assert remind_all(TODAY) == 2
        assert set(OutboxItem.objects.values_list("ids__company_id", flat=True)) == {
            str(company.pk),
            str(other.pk),
        }
