"""Logs tell an operator what happened, and nobody what a person wrote, who it was, or a key."""

import io
import json
import logging
import smtplib

import pytest
from celery import current_app
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.urls import path
from structlog.contextvars import get_contextvars

from companies.models import User
from convenant import urls
from convenant.observe import logs
from convenant.queue.models import OutboxItem
from convenant.queue.outbox import enqueue, once
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CANARY = "kanarie-7f3a"


@pytest.fixture
def written():
    """Return a function that gives every line logged since the test began, as JSON."""
    stream = io.StringIO()
    made = logs.configuration("INFO", as_json=True)
    formatter = dict(made["formatters"]["discreet"])
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def failing_view(request, word):
    """Fail as a view does that has an answer in hand."""
    try:
        with transaction.atomic():
            User.objects.create(email=request.POST["email"])
    except IntegrityError as fault:
        raise ValueError(f"can't use {request.POST['answer']}") from fault


@pytest.fixture
def fault_address(settings, monkeypatch):
    settings.ROOT_URLCONF = urls
    monkeypatch.setattr(
        urls, "urlpatterns", [path("fault/<word>", failing_view, name="f"), *urls.urlpatterns]
    )


def test_one_line_for_a_request_with_the_id_its_answer_carries(client, written):
    answer = client.get(f"/accounts/login/?next={CANARY}")

    (line,) = written()
    assert line.pop("time").endswith("Z")
    assert isinstance(line.pop("ms"), int)
    assert line == {
        "level": "info",
        "logger": "convenant.observe.requests",
        "event": "request",
        "method": "GET",
        "route": "accounts/login/",
        "status": 200,
        "request": answer.headers["X-Request-ID"],
    }
    assert get_contextvars() == {}


@pytest.mark.parametrize("address", [f"/uitnodiging/{CANARY}", f"/{CANARY}/?q={CANARY}"])
def test_an_address_is_told_by_its_route_alone(client, written, address):
    client.get(address)
    client.post(address, {"answer": CANARY})

    assert len(written()) == 2
    assert CANARY not in json.dumps(written())


def test_a_forged_form_is_told_without_its_address(client_of, written):
    answer = client_of(None, enforce_csrf_checks=True).post(f"/accounts/login/?{CANARY}", {})

    assert answer.status_code == 403
    told = json.dumps(written(), ensure_ascii=False)
    assert "CSRF" in told and CANARY not in told and "/accounts" not in told


def test_a_fault_is_told_by_class_and_place(client, written, fault_address):
    user = UserFactory(email=f"{CANARY}@example.org")
    client.raise_request_exception = False
    answer = client.post(f"/fault/{CANARY}", {"answer": CANARY, "email": user.email})

    assert answer.status_code == 500
    fault = next(line for line in written() if line["level"] == "error")
    assert fault["exception"] == "ValueError < IntegrityError 23505 < UniqueViolation 23505"
    assert any("test_logs.py" in frame and "failing_view" in frame for frame in fault["frames"])
    assert fault["request"] == answer.headers["X-Request-ID"]
    assert CANARY not in json.dumps(written())


@once(name="tests.send_refused")
def send_refused(word: str) -> None:
    """Fail as a mail server makes a task fail, naming the receiver."""
    raise smtplib.SMTPRecipientsRefused({f"{word}@example.org": (550, b"unknown " + word.encode())})


@once(name="tests.send_well")
def send_well() -> None:
    """Do nothing, well."""


def run(item: OutboxItem) -> None:
    """Run a task as a worker would, its failure included."""
    headers = {"outbox": str(item.pk), "request_id": item.request}
    current_app.tasks[item.task].apply(kwargs=item.ids, headers=headers)


def test_a_task_carries_the_id_of_its_request(client, written, settings, monkeypatch):
    def ask(request):
        enqueue("tests.send_well")
        return HttpResponse()

    settings.ROOT_URLCONF = urls
    monkeypatch.setattr(urls, "urlpatterns", [path("ask", ask, name="ask"), *urls.urlpatterns])
    asked = client.get("/ask").headers["X-Request-ID"]
    run(OutboxItem.objects.get())

    done = next(line for line in written() if line["event"] == "task done")
    assert done["request"] == asked
    assert done["task"] == "tests.send_well"


def test_a_failed_mail_names_no_receiver(written):
    run(enqueue("tests.send_refused", word=CANARY))

    failed = next(line for line in written() if line["event"] == "task failed")
    assert failed["exception"].startswith("SMTPRecipientsRefused")
    assert CANARY not in json.dumps(written())


def test_a_lost_server_is_told_in_full(written):
    try:
        raise OperationalError("connection to server at 10.0.0.5 failed")
    except OperationalError:
        logging.getLogger("diligence").exception("no database")

    assert written()[0]["exception"] == "OperationalError: connection to server at 10.0.0.5 failed"


def test_our_own_extras_are_on_a_list(written):
    logging.getLogger("diligence").info("saved", extra={"answer": CANARY, "ms": 3})

    (line,) = written()
    assert "answer" not in line and line["ms"] == 3


def test_statements_are_not_told_even_when_everything_else_is():
    loud = logs.configuration("DEBUG", as_json=True)["loggers"]
    assert loud["django.db"]["level"] == "WARNING"
    assert logging.getLogger("django.db.backends").getEffectiveLevel() >= logging.INFO
    assert connection.queries_logged is False


def test_lines_for_a_terminal_say_the_same():
    line = logs.as_text(
        None, "", {"time": "t", "level": "info", "logger": "x", "event": "e", "ms": 3}
    )
    assert line == "t info x e ms=3"
