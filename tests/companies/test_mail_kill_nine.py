"""A worker that really dies around a mail: before it, between the server's yes and our note, after.

No mail is lost. None comes twice, but for one moment that nobody can close: the server took the
mail and the worker died before it could write that down. Then the same mail leaves again under the
same Message-ID, for leaving it out would lose mails that never left (decision 15). Each moment is
made certain by holding the row that the worker must write next, not by a lucky guess of the clock.
"""

import asyncio
import subprocess
import threading
import time
from email import message_from_bytes

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.urls import reverse

from companies.models import Notice
from companies.services.notices import tell
from convenant.devstack import ports
from convenant.queue.models import OutboxItem, SentMail
from convenant.tenancy.scope import company_scope, person_scope
from tests.database import superuser
from tests.factories import CompanyFactory, EditorFactory
from tests.workers import database_url, handed_to_them, kill_nine, resend_all, workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
PATIENCE = 200.0
"""Seconds for one step on a busy machine."""
BETWEEN_RELAYS = 20.0
NOTE, STRIKE_OFF = 'UPDATE "queue_sentmail"', 'DELETE FROM "queue_outboxitem"'
"""What a worker writes after the server's yes: the mail has left; then, the work is done."""


class Mailbox:
    """A mail server that keeps every mail; it can wait with its greeting, and with its yes."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.greeted, self.took = threading.Event(), threading.Event()
        self.may_greet, self.may_answer = threading.Event(), threading.Event()
        self.may_greet.set()
        self.may_answer.set()

    async def handle_EHLO(self, server, session, envelope, hostname, responses) -> list[str]:
        self.greeted.set()
        await asyncio.to_thread(self.may_greet.wait, PATIENCE)
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server, session, envelope) -> str:
        self.mails.append(envelope.content)
        self.took.set()
        await asyncio.to_thread(self.may_answer.wait, PATIENCE)
        return "250 OK"

    @property
    def names(self) -> list[str]:
        """Return the Message-ID of each mail that was taken."""
        return [message_from_bytes(mail)["Message-ID"] for mail in self.mails]


@pytest.fixture
def mailbox():
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=ports.free())
    controller.start()
    box.port = controller.port
    yield box
    box.may_greet.set()
    box.may_answer.set()
    controller.stop()


@pytest.fixture
def notice(monkeypatch):
    """Something that presses, whose mail waits in the outbox for these workers."""
    company = CompanyFactory()
    person = EditorFactory(of=company)
    url = reverse("diligence:start", args=[company.slug])
    words = {"year": 2026, "day": "2026-12-14"}
    with handed_to_them(monkeypatch):
        with company_scope(company.pk):
            tell([person], "file.due", company, key="due", url=url, words=words)
        with person_scope(person.pk):
            told = Notice.objects.get(person=person)
        yield told  # outside the scope: what is put on the queue goes when a transaction ends


def worker(mailbox):
    return workers("mail", 1, SMTP_HOST="127.0.0.1", SMTP_PORT=str(mailbox.port), MAIL_DIR="")


def wait_for(happened) -> None:
    """Wait until something happened, with the relay at work."""
    until, relayed = time.monotonic() + PATIENCE, 0.0
    while not happened():
        assert time.monotonic() < until, "it takes too long"
        if time.monotonic() - relayed > BETWEEN_RELAYS:
            resend_all()
            relayed = time.monotonic()
        time.sleep(0.1)


WAITING = """
FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE %s
"""


def waits_to_write(server: psycopg.Connection, statement: str) -> bool:
    """Tell whether a worker stands still before a row that we hold."""
    found = server.execute(f"SELECT count(*) {WAITING}", [f"{statement}%"]).fetchone()
    return bool(found and found[0])


def kill_before(server: psycopg.Connection, statement: str, process: subprocess.Popen) -> None:
    """Kill a worker, and let what it waits to write never have been sent.

    PostgreSQL would still carry it out once we let go of the row.
    """
    kill_nine(process)
    server.execute(f"SELECT pg_terminate_backend(pid) {WAITING}", [f"{statement}%"])
    until = time.monotonic() + PATIENCE
    while waits_to_write(server, statement):
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.05)


def run_to_the_end(mailbox) -> None:
    """Let another worker do what is left."""
    with worker(mailbox):
        wait_for(lambda: not OutboxItem.objects.exists())


def test_killed_before_the_server_took_it_the_mail_leaves_once(notice, mailbox):
    mailbox.may_greet.clear()
    with worker(mailbox) as process:
        wait_for(mailbox.greeted.is_set)
        kill_nine(process)
    mailbox.may_greet.set()
    assert mailbox.mails == []
    assert SentMail.objects.get().sent_at is None

    run_to_the_end(mailbox)

    assert len(mailbox.mails) == 1
    assert SentMail.objects.get().sent_at is not None


def test_killed_between_the_servers_yes_and_our_note_it_leaves_again_as_the_same_mail(
    notice, mailbox
):
    """The choice: rather the same mail twice, which a mailbox knows by its name, than none."""
    mailbox.may_answer.clear()
    with (
        psycopg.connect(database_url()) as holds,
        superuser(connection.settings_dict["NAME"]) as looks,
        worker(mailbox) as process,
    ):
        wait_for(mailbox.took.is_set)
        holds.execute("SELECT 1 FROM queue_sentmail FOR UPDATE")
        mailbox.may_answer.set()
        wait_for(lambda: waits_to_write(looks, NOTE))
        kill_before(looks, NOTE, process)
        holds.rollback()
    assert len(mailbox.mails) == 1
    assert SentMail.objects.get().sent_at is None, "the worker died before it wrote this down"

    run_to_the_end(mailbox)

    assert len(mailbox.mails) == 2
    assert len(set(mailbox.names)) == 1 and mailbox.names[0]
    assert SentMail.objects.get().sent_at is not None


def test_killed_after_our_note_nothing_leaves_again(notice, mailbox):
    with (
        psycopg.connect(database_url()) as holds,
        superuser(connection.settings_dict["NAME"]) as looks,
    ):
        mailbox.may_answer.clear()
        with worker(mailbox) as process:
            wait_for(mailbox.took.is_set)
            holds.execute("SELECT 1 FROM queue_outboxitem FOR UPDATE")
            mailbox.may_answer.set()
            held = time.monotonic() + PATIENCE
            while not waits_to_write(looks, STRIKE_OFF):
                assert time.monotonic() < held, "it takes too long"
                time.sleep(0.1)
            kill_before(looks, STRIKE_OFF, process)
        holds.rollback()
    assert len(mailbox.mails) == 1
    assert SentMail.objects.get().sent_at is not None
    assert OutboxItem.objects.count() == 1, "the worker died before its work was struck off"

    run_to_the_end(mailbox)

    assert len(mailbox.mails) == 1
