"""Whatever somebody types: no file is read and no address is opened while a PDF is made."""

import contextlib
import http.server
import io
import subprocess
import sys
import threading

import pikepdf
import pytest

from diligence.framework.schema import Kind
from diligence.reports import assets, pdf
from tests.diligence.reports.paper import MADE_AT, content_of, edition, full_answers

SECRET = "KANARIE-IN-HET-BESTAND"
# {web} is an address of a server of our own that counts, {file} a file with a secret.
PAYLOADS = [
    '<img src="{web}">',
    '<img src="{file}">',
    '<img srcset="{web} 2x">',
    '<link rel="stylesheet" href="{web}">',
    '<link rel="attachment" href="{file}">',
    '<link rel="attachment" href="{web}">',
    '<a rel="attachment" href="{file}">x</a>',
    '<a rel="attachment" href="FILE://{path}">x</a>',
    '<a rel="attachment" href="file://localhost{path}">x</a>',
    '<style>@import url("{web}");</style>',
    '<style>@import "{file}";</style>',
    '<style>@font-face{{font-family:k;src:url("{web}")}}*{{font-family:k}}</style>',
    '<style>*{{background:url("{web}")}}</style>',
    '<style>*::before{{content:url("{web}")}}</style>',
    '<style>li{{list-style:url("{web}")}}</style>',
    '<style>*{{border-image:url("{web}") 1}}</style>',
    '<style>*{{mask:url("{web}")}}</style>',
    '<style>*{{cursor:url("{web}")}}</style>',
    '<style>@color-profile --k{{src:url("{web}")}}*{{color:color(--k 1 0 0)}}</style>',
    '<p style="background-image:url({web})">x</p>',
    '<object data="{web}">x</object>',
    '<object data="{file}" type="text/html">x</object>',
    '<embed src="{web}">',
    '<iframe src="{file}"></iframe>',
    '<base href="{web}"><img src="k.png">',
    '<meta http-equiv="refresh" content="0;url={web}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{web}#k"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url("{web}");</style></svg>',
    '<?xml-stylesheet href="{web}"?>',
    '<!DOCTYPE r [<!ENTITY k SYSTEM "{file}">]><p>&k;</p>',
    '"><img src="{web}"><i title="',
    "' onload='fetch(\"{web}\")",
    "{{% include '{path}' %}}",
    "{{{{ settings.SECRET_KEY }}}}",
    "url({web})",
    "<script>fetch('{web}')</script>",
]


class Counter(http.server.BaseHTTPRequestHandler):
    """Counts what is asked of it."""

    hits: list[str] = []

    def do_GET(self):
        self.hits.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.end_headers()

    def log_message(self, *args):
        """Keep quiet."""


class Watch:
    """Sees every file that Python opens and every address it connects to, while it is on.

    An audit hook can't be taken away again, so there is one for the whole process.
    """

    def __init__(self):
        self.is_on = False
        self.opened: list[str] = []
        self.connected: list[object] = []
        sys.addaudithook(self.see)

    def see(self, event, args):
        if not self.is_on:
            return
        if event == "open" and isinstance(args[0], str | bytes):
            self.opened.append(str(args[0]))
        elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
            self.connected.append(args[-1])

    @contextlib.contextmanager
    def on(self):
        self.is_on = True
        self.opened.clear()
        self.connected.clear()
        try:
            yield self
        finally:
            self.is_on = False


@pytest.fixture(scope="module")
def watch():
    return Watch()


@pytest.fixture(scope="module")
def web():
    """An address on this machine that counts its visitors."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/kanarie"
    server.shutdown()


@pytest.fixture
def payloads(web, tmp_path):
    Counter.hits.clear()
    secret = tmp_path / "geheim.txt"
    secret.write_text(SECRET)
    return [text.format(web=web, file=secret.as_uri(), path=secret) for text in PAYLOADS]


@pytest.fixture
def fetchers(monkeypatch):
    """Return every fetcher that was made: what it served and refused."""
    made = []
    real = assets.OwnAssetsOnly.__init__

    def keep(fetcher):
        real(fetcher)
        made.append(fetcher)

    monkeypatch.setattr(assets.OwnAssetsOnly, "__init__", keep)
    return made


def test_there_are_payloads_enough():
    assert len(set(PAYLOADS)) >= 32


def test_as_answers_they_are_words_on_paper(payloads, fetchers, watch):
    answers = full_answers(rows=1)
    left = list(payloads)
    for key, answer in answers.items():
        kind = edition().question(key).kind
        if kind == Kind.MATURITY and left:
            answer["explanation"] = "\n".join([left.pop(), *([left.pop()] if left else [])])
        elif kind == Kind.LONG_TEXT and left:
            answer["value"] = left.pop()
    answers["profile.sites"]["value"][0]["cells"]["name"] = payloads[0]
    assert left == []
    content = content_of(answers, company=company_called(payloads[0]))
    pdf.render_pdf(content)  # reads templates, font and style sheet, once per process

    with watch.on():
        made = pdf.render_pdf(content)

    assert watch.connected == []
    assert not [name for name in watch.opened if "geheim" in name]
    assert Counter.hits == []
    assert [fetcher.refused for fetcher in fetchers if fetcher.refused] == []
    assert secret_in(made.content) == []
    assert "KANARIE" not in text_of(made.content)
    assert "<img src=" in text_of(made.content)


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_even_as_markup_nothing_is_opened(number, payloads, fetchers, watch):
    """If escaping ever failed, the fetcher still stands: it refuses and stops the rendering."""
    html = f'<html lang="nl"><title>x</title><body><p>x</p>{payloads[number]}</body></html>'
    pdf.engine()

    with watch.on():
        try:
            made = pdf.typeset(html, at=MADE_AT).content
        except pdf.ForbiddenAddress:
            made = b""

    assert watch.connected == []
    assert not [name for name in watch.opened if "geheim" in name]
    assert Counter.hits == []
    assert secret_in(made) == []


def test_a_foreign_address_stops_the_rendering(web, fetchers):
    with pytest.raises(pdf.ForbiddenAddress):
        pdf.typeset(f'<html lang="nl"><img src="{web}" alt="x"></html>', at=MADE_AT)

    assert [fetcher.refused for fetcher in fetchers] == [[web]]


def test_our_own_font_comes_from_memory(fetchers, monkeypatch):
    assets.fonts()
    monkeypatch.setattr(assets, "_bytes_of", lambda path: pytest.fail(f"{path} was read again"))
    fetcher = assets.OwnAssetsOnly()

    assert fetcher("app:source-sans-3-400.woff2").read(4) == b"wOF2"
    assert fetcher.served == ["source-sans-3-400.woff2"]


def company_called(name: str) -> dict:
    """Return a company of this name, as a snapshot has it."""
    return {"name": name, "city": name, "kvk_number": "", "joined_on": None}


def text_of(content: bytes) -> str:
    """Return the words of a PDF."""
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def secret_in(content: bytes) -> list[str]:
    """Return the streams of a PDF, and its attachments, that hold the secret."""
    if not content:
        return []
    with pikepdf.open(io.BytesIO(content)) as document:
        found = list(document.attachments)
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and SECRET.encode() in item.read_bytes():
                found.append(str(item.objgen))
    return found
