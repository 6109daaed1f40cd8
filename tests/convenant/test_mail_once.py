"""A task may run twice; its mail leaves once, and a lost moment is told by its Message-ID."""

import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from convenant.queue.mail import send_once
from convenant.queue.models import SentMail

pytestmark = pytest.mark.django_db


def receipt() -> EmailMessage:
    """Return a mail, made anew as each run of a task does."""
    return EmailMessage("Ontvangen", "Wij hebben uw antwoorden.", to=["joke@bedrijf.example"])


def test_a_second_run_sends_nothing():
    assert send_once("receipt 1", receipt()) is True
    assert send_once("receipt 1", receipt()) is False
    assert send_once("receipt 2", receipt()) is True

    assert len(mail.outbox) == 2
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


def test_a_server_that_refuses_is_tried_again(monkeypatch):
    def refuse(self, **kwargs):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        with pytest.raises(OSError):
            send_once("receipt 1", receipt())
    assert SentMail.objects.get().sent_at is None

    assert send_once("receipt 1", receipt()) is True
    assert SentMail.objects.get().sent_at is not None


def test_a_process_that_died_before_its_note_sends_the_same_mail_again(caplog):
    """Nobody can know whether that mail left; a mailbox sees by its name that it is the same."""
    send_once("receipt 1", receipt())
    SentMail.objects.update(sent_at=None)

    assert send_once("receipt 1", receipt()) is True
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert "begun before" in caplog.text


def test_the_name_of_a_mail_tells_nothing():
    send_once("receipt 5f3c", receipt())
    assert "5f3c" not in mail.outbox[0].extra_headers["Message-ID"]
    assert mail.outbox[0].extra_headers["Message-ID"].endswith("@127.0.0.1>")
