"""What is mailed, when and to whom: once, in their language, and nothing that stands in a file."""

import datetime
import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from companies import tasks
from companies.models import Membership, Notice, NoticeSettings, Unread
from companies.notices import Group
from companies.services import digests
from companies.services.members import end_seat
from companies.services.notices import mark_read, tell
from convenant.devstack import ports
from convenant.queue.models import OutboxItem
from convenant.tenancy.scope import company_scope, person_scope
from tests.factories import CompanyFactory, EditorFactory, ReviewerFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2026, 11, 30)
SECRET = "Koper van Jansen"


def at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    """Return a moment of a day, local time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker", email="joke@maas.example")


def report_ready(person, company, key="verslag") -> None:
    """Tell somebody something that waits for the digest."""
    with company_scope(company.pk):
        tell([person], "report.ready", company, key=key, url="/x/", words={"year": 2026})


def action_due(person, company, key="actie") -> Notice:
    """Tell somebody something that presses, about something with a title."""
    words = {"title": SECRET, "day": "2026-12-14"}
    with company_scope(company.pk):
        tell([person], "action.due", company, key=key, url="/plan/", words=words)
    with person_scope(person.pk):
        return Notice.objects.get(person=person, key=key)


def digest_of(person, day=MONDAY) -> None:
    """Run the task of somebody's digest."""
    tasks.send_digest(person_id=str(person.pk), day=day.isoformat())


class TestAtOnce:
    """Deadlines and questions, unless the person chose otherwise."""

    def test_the_link_the_language_and_no_title(self, joke, company, run_outbox, client_of):
        joke.language = "en"
        joke.save()
        notice = action_due(joke, company)
        run_outbox()

        [sent] = mail.outbox
        link = reverse("notice", args=[notice.pk])
        assert sent.to == ["joke@maas.example"]
        assert sent.subject == "An action of yours is due on 14 December 2026"
        [(html, kind)] = sent.alternatives
        assert kind == "text/html" and 'lang="en"' in html
        for text in (sent.body, html):
            assert link in text and reverse("notice-settings") in text
            assert SECRET not in text and "Gieterij De Maas B.V." in text
        assert client_of(joke).get(link).url == "/plan/"

    def test_not_twice_and_not_again_in_the_digest(self, joke, company, run_outbox):
        notice = action_due(joke, company)
        action_due(joke, company)
        run_outbox()
        tasks.send_urgent(person_id=str(joke.pk), notice_id=str(notice.pk))
        digest_of(joke)

        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("way", ["digest", "inbox"])
    def test_who_wants_it_otherwise_gets_it_otherwise(self, way, joke, company, run_outbox):
        NoticeSettings.objects.create(person=joke, ways={Group.DEADLINE: way})
        action_due(joke, company)
        run_outbox()
        assert mail.outbox == []

        digest_of(joke)
        assert len(mail.outbox) == (way == "digest")

    def test_what_was_read_or_left_in_between_is_not_mailed(self, joke, company, run_outbox):
        action_due(joke, company)
        mark_read(joke)
        kees = EditorFactory(of=company)
        action_due(kees, company)
        with company_scope(company.pk):
            end_seat(Membership.objects.get(user=kees), by=kees)
        asleep = EditorFactory(of=company)
        action_due(asleep, company)
        asleep.is_active = False
        asleep.save()
        run_outbox()

        assert mail.outbox == []

    def test_one_that_failed_for_a_day_comes_along_in_the_digest(self, joke, company):
        notice = action_due(joke, company)
        OutboxItem.objects.all().delete()  # given up
        digest_of(joke)
        assert mail.outbox == []

        with person_scope(joke.pk):
            Notice.objects.filter(pk=notice.pk).update(at=timezone.now() - timedelta(days=2))
        digest_of(joke, MONDAY + timedelta(days=7))
        assert len(mail.outbox) == 1


class TestDigest:
    """One mail with what there is, on a chosen day; none when there is nothing."""

    def test_by_company_with_a_link_each(self, joke, company):
        other = CompanyFactory(name="Walserij Noord")
        Membership.objects.create(user=joke, company=other, role="editor")
        report_ready(joke, company)
        report_ready(joke, other)
        digest_of(joke)

        [sent] = mail.outbox
        assert sent.subject == "2 berichten voor u in Ketenkompas"
        with person_scope(joke.pk):
            links = [reverse("notice", args=[n.pk]) for n in Notice.objects.filter(person=joke)]
        for text in (sent.body, sent.alternatives[0][0]):
            assert all(link in text for link in links)
            assert "Gieterij De Maas B.V." in text and "Walserij Noord" in text

    def test_nothing_new_is_no_mail(self, joke, company):
        digest_of(joke)
        report_ready(joke, company)
        mark_read(joke)
        digest_of(joke)
        assert mail.outbox == []

    def test_a_second_run_and_a_next_week_tell_nothing_twice(self, joke, company):
        report_ready(joke, company)
        digest_of(joke)
        report_ready(joke, company, key="nog een")
        digest_of(joke)
        assert len(mail.outbox) == 1

        digest_of(joke, MONDAY + timedelta(days=7))
        assert mail.outbox[1].subject.startswith("1 bericht ")

    def test_of_a_company_that_was_left_there_is_nothing(self, joke, company):
        report_ready(joke, company)
        Membership.objects.filter(user=joke).update(ended_at=timezone.now())
        digest_of(joke)
        assert mail.outbox == []

    def test_a_long_list_ends(self, joke, company):
        for n in range(digests.MOST + 3):
            report_ready(joke, company, key=f"{n}")
        digest_of(joke)

        [sent] = mail.outbox
        assert sent.body.count(reverse("inbox")) == digests.MOST + 1
        assert "En nog 3 berichten, hier:" in sent.body
        assert sent.subject.startswith("43 berichten")

    @pytest.mark.parametrize(
        ("chosen", "days"),
        [
            ({}, [0, 7]),
            ({"weekday": 3}, [3, 10]),
            ({"rhythm": "daily"}, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]),
            ({"rhythm": "never"}, []),
        ],
    )
    def test_the_days_somebody_chose(self, chosen, days, joke, company):
        NoticeSettings.objects.create(person=joke, **chosen)
        report_ready(joke, company)
        two_weeks = [MONDAY + timedelta(days=n) for n in range(14)]
        asked = [n for n, day in enumerate(two_weeks) for hour in (9, 10) if plan(day, hour)]

        assert asked == days

    def test_a_day_without_beat_is_made_up_for(self, joke, company):
        report_ready(joke, company)
        assert plan(MONDAY)
        for late in (9, 10):
            assert bool(plan(MONDAY + timedelta(days=late))) == (late == 9)

    def test_not_at_night_and_only_for_who_has_something(self, joke, company):
        assert not plan(MONDAY)
        report_ready(joke, company)
        assert not plan(MONDAY, hour=6)
        assert plan(MONDAY)

    def test_the_secretariat_gets_its_own(self, company):
        boss = ReviewerFactory()
        with company_scope(company.pk):
            tell([boss], "file.submitted", company, key="x", url="/x/", words={"year": 2026})
        digest_of(boss)
        assert "Gieterij De Maas B.V. diende 2026 in." in mail.outbox[0].body


def plan(day: datetime.date, hour: int = 9) -> int:
    """Plan the digests of a moment; return how many."""
    return digests.plan_all(at(day, hour))


class Died(BaseException):
    """The process is gone: nothing catches this."""


class TestAfterACrash:
    """Killed at any step and run again: the mail came, and came once."""

    @pytest.mark.parametrize("step", ["before", "refused", "noted"])
    @pytest.mark.parametrize("what", ["urgent", "digest"])
    def test_once(self, step, what, joke, company, monkeypatch):
        def run():
            if what == "urgent":
                tasks.send_urgent(person_id=str(joke.pk), notice_id=str(notice.pk))
            else:
                digest_of(joke)

        report_ready(joke, company)
        notice = action_due(joke, company)
        with monkeypatch.context() as broken:
            if step == "before":
                broken.setattr(tasks, "send_once", dies)
            elif step == "refused":
                broken.setattr(EmailMessage, "send", refuses)
            else:
                broken.setattr(digests, "note_mailed", dies)
            with pytest.raises((Died, OSError)):
                run()
        report_ready(joke, company, key="kwam ertussen")
        for _ in range(3):
            run()

        assert len(mail.outbox) == 1
        assert Unread.objects.count() == 3
        digest_of(joke, MONDAY + timedelta(days=7))
        assert sum("Het verslag" in sent.body for sent in mail.outbox) == 1 + (what == "digest")

    def test_a_digest_that_never_left_comes_along_in_the_next(self, joke, company, monkeypatch):
        report_ready(joke, company)
        with monkeypatch.context() as broken:
            broken.setattr(EmailMessage, "send", refuses)
            with pytest.raises(OSError):
                digest_of(joke)
        digest_of(joke, MONDAY + timedelta(days=7))

        assert len(mail.outbox) == 1
        digest_of(joke)
        assert len(mail.outbox) == 1


def dies(*args, **kwargs):
    raise Died


def refuses(self, **kwargs):
    raise smtplib.SMTPServerDisconnected


class Sink:
    """Keeps what a mail server gets."""

    def __init__(self) -> None:
        self.taken: list = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Outline(HTMLParser):
    """The tags of a page in order, for what must hold of a mail."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict]:
        """Return the attributes of each tag of this name."""
        return [attrs for name, attrs in self.seen if name == tag]


def test_over_the_wire_it_is_text_and_html_that_anybody_can_read(joke, company, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    sink = Sink()
    server = Controller(sink, hostname="127.0.0.1", port=ports.free())
    server.start()
    try:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
        report_ready(joke, company)
        digest_of(joke)
    finally:
        server.stop()

    [sent] = sink.taken
    assert sent["To"] == "joke@maas.example" and sent["Message-ID"]
    assert sent["Auto-Submitted"] == "auto-generated"
    assert reverse("notice-settings") in sent["List-Unsubscribe"]
    plain, html = (sent.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Het verslag van 2026 van Gieterij De Maas B.V. is klaar." in plain
    page = Outline(html)
    assert page.of("html") == [{"lang": "nl"}] and len(page.of("h1")) == 1
    assert all(table["role"] == "presentation" for table in page.of("table"))
    assert not {tag for tag, _ in page.seen} & {"script", "img", "style", "link", "form"}
    assert all(link["href"].startswith("http") for link in page.of("a"))
    assert "<title>1 bericht voor u in Ketenkompas</title>" in html
