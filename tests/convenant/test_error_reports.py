"""Error reports: off by default; when on, a real report to a real address, without any data."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
import sentry_sdk
from django.db import IntegrityError, transaction
from django.urls import path

from companies.models import User
from convenant import urls
from convenant.observe import errors
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CANARY = "kanarie-9d21"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def sink():
    """Listen on loopback as the service would; return what came in."""
    heard: list[bytes] = []

    class Sink(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(UNPACK[self.headers.get("Content-Encoding")](body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    errors.start(f"http://key@127.0.0.1:{server.server_port}/1", "1.2.3")
    yield heard
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)
    server.shutdown()
    server.server_close()


def failing_view(request, word):
    """Fail with somebody's words in every place a reporter could look."""
    secret = f"{word} {request.POST['answer']}"
    try:
        with transaction.atomic():
            User.objects.create(email=request.POST["email"])
    except IntegrityError as fault:
        raise ValueError(f"can't use {secret}") from fault


@pytest.fixture
def fault_address(settings, monkeypatch):
    settings.ROOT_URLCONF = urls
    monkeypatch.setattr(
        urls, "urlpatterns", [path("fault/<word>", failing_view, name="f"), *urls.urlpatterns]
    )


def events(heard: list[bytes]) -> list[dict]:
    """Return the events of the envelopes that came in."""
    lines = [json.loads(line) for body in heard for line in body.splitlines() if line]
    return [line for line in lines if "exception" in line]


def test_a_report_tells_where_and_nothing_of_whom(client_of, sink, fault_address):
    user = UserFactory(email=f"{CANARY}@example.org", name=CANARY)
    client = client_of(user, raise_request_exception=False)
    client.cookies["taste"] = CANARY
    answer = client.post(
        f"/fault/{CANARY}?q={CANARY}",
        {"answer": CANARY, "email": user.email},
        headers={"user-agent": CANARY, "referer": f"https://x.example/{CANARY}"},
    )
    sentry_sdk.flush(5)

    (event,) = events(sink)
    assert [value["type"] for value in event["exception"]["values"]] == [
        "UniqueViolation 23505",
        "IntegrityError 23505",
        "ValueError",
    ]
    functions = [
        frame["function"] for frame in event["exception"]["values"][-1]["stacktrace"]["frames"]
    ]
    assert "failing_view" in functions
    assert event["tags"] == {"request": answer.headers["X-Request-ID"]}
    assert event["release"] == "1.2.3"
    assert CANARY.encode() not in b"".join(sink)
    assert event.keys() <= {*errors.KEPT, "tags", "transaction", "exception"}


def test_messages_without_an_exception_are_not_sent(sink):
    sentry_sdk.capture_message(f"somebody wrote {CANARY}")
    sentry_sdk.flush(5)

    assert sink == []


def test_nothing_is_reported_unless_asked(settings):
    assert not sentry_sdk.get_client().is_active()
