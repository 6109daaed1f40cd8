"""A client that keeps its connection, times what it asks, and counts the servers' CPU."""

import http.client
import re
import time
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from benchmarks.ground import Served


@dataclass
class Client:
    """One signed-in browser on one server."""

    server: Served
    session: str
    csrf: str = "b" * 32
    times: list[float] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, data: dict | None = None, **headers: str) -> bytes:
        """Return the body; time is kept. Raises RuntimeError on any other answer than 200."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        sent = {"Cookie": f"session={self.session}; csrf={self.csrf}", "X-CSRFToken": self.csrf}
        sent |= {"Host": f"127.0.0.1:{self.server.port}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = None
        if data is not None:
            body = urlencode(data)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        content = response.read()
        self.times.append(time.perf_counter() - began)
        if response.status != 200:
            told = re.sub(rb"<[^>]+>|\s+", b" ", content)[:300]
            raise RuntimeError(f"{method} {path}: {response.status} {told!r}")
        return content

    def p50(self) -> float:
        """Return the median time since the last call, in milliseconds."""
        taken, self.times = self.times, []
        return 1000 * median(taken)


def wait_for(
    client: Client, path: str, seconds: float = 30, *, pause: float = 0.2, more: int = 10
) -> None:
    """Ask until the server answers; then a few times more, so that it is warm."""
    until = time.monotonic() + seconds
    while True:
        try:
            client.ask("GET", path)
            break
        except (OSError, http.client.HTTPException):
            client.connection = None
            if time.monotonic() > until:
                raise
            time.sleep(pause)
    for _ in range(more):
        client.ask("GET", path)
    client.times.clear()
