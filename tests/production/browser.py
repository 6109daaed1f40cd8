"""A person's browser without a window: keeps cookies, follows nothing, speaks as the proxy does."""

import http.client
import re
import ssl
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the page."""
        return self.body.decode("utf-8", errors="replace")


@dataclass
class Browser:
    """Speaks to one web server as the proxy would, or over TLS to the proxy itself."""

    public_url: str
    port: int
    root: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def at(self, port: int) -> Self:
        """Return the same person at another machine: the cookies are shared."""
        return type(self)(self.public_url, port, self.root, self.cookies)

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self.ask("GET", path)

    def post(self, path: str, data: dict, *, form: str = "", files: tuple = ()) -> Answer:
        """Send a form, with the token of the page it stands on (`form`, the same by default)."""
        found = TOKEN.search(self.get(form or path).text)
        assert found, f"{form or path} has no form"
        kind, body = encoded(data | {"csrfmiddlewaretoken": found[1]}, files)
        return self.ask("POST", path, body, {"Content-Type": kind, "Referer": self.public_url})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict | None = None
    ) -> Answer:
        """Send one request on a connection of its own."""
        sent = {
            "Host": urlsplit(self.public_url).netloc,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        line: http.client.HTTPConnection
        if self.root:
            context = ssl.create_default_context(cafile=self.root)
            line = http.client.HTTPSConnection("localhost", self.port, timeout=60, context=context)
        else:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            sent |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        sent |= headers or {}
        try:
            line.request(method, path, body, sent)
            answer = line.getresponse()
            content = answer.read()
        finally:
            line.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                    continue
                assert morsel["secure"], f"{name} may travel without TLS"
                self.cookies[name] = morsel.value
        return Answer(answer.status, dict(answer.headers), content)


def encoded(data: dict, files: tuple) -> tuple[str, bytes]:
    """Return the kind and the bytes of a form; with files it has parts."""
    if not files:
        return "application/x-www-form-urlencoded", urlencode(data, doseq=True).encode()
    boundary = "grens-van-de-proef"
    parts = [(f'name="{name}"', str(value).encode()) for name, value in data.items()]
    parts += [(f'name="{name}"; filename="{as_}"', content) for name, as_, content in files]
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + one + b"\r\n"
        for head, one in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
