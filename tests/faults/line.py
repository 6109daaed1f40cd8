"""One person's browser on the wire: a standing connection, and patience."""

import http.client
import json
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

CSRF = "c" * 32
PATIENCE = 240.0
"""Seconds that somebody goes on trying the same thing, on a busy machine."""
PAUSE = 0.3
"""Seconds before the next try, as the page does it."""
LOST = (OSError, http.client.HTTPException)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `status` is 0 when nothing did."""

    status: int
    content: bytes
    headers: dict[str, str]

    @property
    def is_unknown(self) -> bool:
        """Tell whether nobody can say what became of the request."""
        return self.status == 0 or self.status >= 500

    @property
    def text(self) -> str:
        """Return the page."""
        return self.content.decode(errors="replace")

    @property
    def data(self) -> dict:
        """Return the JSON."""
        return json.loads(self.content)


class Line:
    """Sends the requests of somebody who is signed in."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.open: http.client.HTTPConnection | None = None
        self.unknown = 0
        """Requests that ended in silence or a fault of the server."""

    def get(self, path: str) -> Reply:
        """Fetch a page, until it comes."""
        return self.until_known(lambda: self.ask("GET", path))

    def post(self, path: str, data: dict) -> Reply:
        """Send a form that may be sent twice, until there is an answer."""
        return self.until_known(lambda: self.post_once(path, data))

    def post_once(self, path: str, data: dict) -> Reply:
        """Send a form; the outcome may be unknown."""
        return self.ask("POST", path, urlencode(data).encode(), FORM)

    def post_file(self, path: str, name: str, content: bytes) -> Reply:
        """Send a file as the page's script does; the outcome may be unknown."""
        edge = uuid.uuid4().hex
        head = f'form-data; name="files"; filename="{name}"'
        body = b"\r\n".join(
            (
                f"--{edge}\r\nContent-Disposition: {head}\r\n".encode(),
                content,
                f"--{edge}--\r\n".encode(),
            )
        )
        return self.ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def until_known(self, send) -> Reply:
        """Try until the answer is no fault of the server's."""
        until = time.monotonic() + PATIENCE
        while (reply := send()).is_unknown:
            assert time.monotonic() < until, f"{reply.status} for too long: {reply.text[:300]}"
        return reply

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = FORM) -> Reply:
        """Send one request; after an unknown outcome wait a moment."""
        sent = {
            "Cookie": f"session={self.session}; csrf={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": kind,
        }
        if "/proof/" in path:
            sent["Accept"] = "application/json"
        try:
            if self.open is None:
                self.open = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.open.request(method, path, body, sent)
            answer = self.open.getresponse()
            reply = Reply(answer.status, answer.read(), dict(answer.headers))
        except LOST:
            self.hang_up()
            reply = Reply(0, b"", {})
        if reply.is_unknown:
            self.unknown += 1
            time.sleep(PAUSE)
        return reply

    def hang_up(self) -> None:
        """Let go of a connection that is of no use any more."""
        if self.open is not None:
            self.open.close()
        self.open = None
