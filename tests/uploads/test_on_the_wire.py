"""Uploads over a real connection: one that is dropped, and one that is far too large."""

import socket
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from convenant.tenancy.scope import company_scope
from diligence.models import EvidenceVersion
from tests.diligence.proof import PROOF, address
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.uploads import good

pytestmark = pytest.mark.django_db(transaction=True)
EDGE = "----grens"
PIECE = bytes(1 << 20)
PATIENCE = 20.0


@pytest.fixture
def company():
    made = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=made)
    return made


@pytest.fixture
def incoming(settings, tmp_path):
    """Return the folder where files lie while they come in."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder


@pytest.fixture
def line(company, live_server):
    """Return a function that opens a connection and sends the head and start of a form."""
    client = Client()
    client.force_login(EditorFactory(of=company))
    client.get(address(*PROOF))
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    cookies = "; ".join(f"{name}={found.value}" for name, found in client.cookies.items())
    place = urlsplit(live_server.url)
    opened: list[socket.socket] = []

    def begin(name: str, size: int) -> socket.socket:
        start = (
            f'--{EDGE}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
            f"{token}\r\n--{EDGE}\r\n"
            f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        ).encode()
        length = len(start) + size + len(f"\r\n--{EDGE}--\r\n")
        head = (
            f"POST {address(*PROOF)} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookies}\r\n"
            f"Content-Type: multipart/form-data; boundary={EDGE}\r\nContent-Length: {length}\r\n"
            "Accept: application/json\r\nConnection: close\r\n\r\n"
        ).encode()
        connection = socket.create_connection((place.hostname, place.port), timeout=120)
        opened.append(connection)
        connection.sendall(head + start)
        return connection

    yield begin
    for connection in opened:
        connection.close()


def answer_of(connection: socket.socket) -> str:
    """Return all that the server says."""
    connection.sendall(f"\r\n--{EDGE}--\r\n".encode())
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces).decode()


def comes_in(incoming) -> bool:
    """Wait until the server has begun to keep a file; tell whether it did."""
    deadline = time.monotonic() + PATIENCE
    while not list(incoming.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(list(incoming.iterdir()))


def nothing_is_left(incoming, company) -> bool:
    """Wait until the server let go of what came in; tell whether nothing of it was kept."""
    deadline = time.monotonic() + PATIENCE
    while list(incoming.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    with company_scope(company.pk):
        is_kept = EvidenceVersion.objects.exists()
    stored = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    return not (is_kept or stored or list(incoming.iterdir()))


def test_a_whole_file_over_the_wire_is_kept(line, company, incoming):
    content = good.pdf()
    connection = line("beleid.pdf", len(content))
    connection.sendall(content)

    assert "200 OK" in answer_of(connection).splitlines()[0]
    with company_scope(company.pk):
        assert EvidenceVersion.objects.get().size == len(content)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_connection_dropped_half_way_leaves_nothing(share, line, company, incoming):
    content = good.pdf(pages=300)
    connection = line("beleid.pdf", len(content))
    connection.sendall(content[: int(len(content) * share)])
    time.sleep(0.2)

    connection.close()

    time.sleep(0.3)
    assert nothing_is_left(incoming, company)


def test_a_connection_reset_half_way_leaves_nothing(line, company, incoming):
    connection = line("beleid.pdf", 10 << 20)
    connection.sendall(PIECE)
    assert comes_in(incoming), "the server is in the middle of it"
    linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # close at once, without a goodbye
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.close()

    time.sleep(0.3)
    assert nothing_is_left(incoming, company)


@pytest.mark.parametrize("megabytes", [60, pytest.param(2048, marks=pytest.mark.full)])
def test_far_too_large_is_read_past_told_and_not_kept(megabytes, line, company, incoming):
    """The disk never holds more than one file may be, however much comes in."""
    connection = line("groot.pdf", megabytes << 20)
    most = 0
    for number in range(megabytes):
        connection.sendall(PIECE)
        if number % 10 == 0:
            lying = sum(path.stat().st_size for path in incoming.iterdir())
            most = max(most, lying)

    told = answer_of(connection)

    assert "422" in told.splitlines()[0]
    assert "groot.pdf: Dit bestand is groter dan 25 MB." in told
    assert most <= (settings.EVIDENCE_MAX_MB + 1) << 20
    assert nothing_is_left(incoming, company)


def test_longer_than_anybody_sends_is_refused_unread(line, company, incoming):
    connection = line("enorm.pdf", 4 << 30)
    told = connection.recv(65536).decode()
    assert "413" in told.splitlines()[0]
    assert nothing_is_left(incoming, company)
