"""A web server of its own, on the database of the test: it can be killed and come back."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from django.conf import settings

from tests.processes import environment

PATIENCE = 60


class Server:
    """The product behind gunicorn at one address, dead or alive."""

    def __init__(self) -> None:
        with socket.socket() as place:
            place.bind(("127.0.0.1", 0))
            self.port = place.getsockname()[1]
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = ["-m", "gunicorn", "convenant.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [sys.executable, *program, "--threads", "4"],
            cwd=settings.BASE_DIR,
            env=environment(DJANGO_SETTINGS_MODULE="tests.journeys.served"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.1)

    def answers(self) -> bool:
        """Tell whether it serves."""
        try:
            with urllib.request.urlopen(f"{self.url}/privacy/", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """End it without a word, in the middle of whatever it does."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None
