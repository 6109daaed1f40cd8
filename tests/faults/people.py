"""People at work: they save, ask for reports, hand in proof and submit, and remember every yes."""

import http.client
import json
import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

QUESTION = "embed.policy"
YEAR = 2026
CSRF = "c" * 32
PATIENCE = 120.0
"""Seconds a person goes on trying the same thing."""
LOST = (OSError, http.client.HTTPException)


@dataclass
class Acknowledged:
    """What the product said yes to."""

    saves: list[tuple[str, int, str]] = field(default_factory=list)
    """Company, version, text."""
    reports: set[tuple[str, str]] = field(default_factory=set)
    """Company, the report's id."""
    proofs: list[tuple[str, str]] = field(default_factory=list)
    """Company, the name of the file."""
    submitted: set[str] = field(default_factory=set)
    saves_at: list[float] = field(default_factory=list)
    errors: int = 0
    """Requests that ended in silence or a fault of the server: their outcome was unknown."""


class Person(threading.Thread):
    """Works through some companies, one after the other, until told to stop."""

    def __init__(self, port: int, session: str, companies: list[str], seed: int) -> None:
        super().__init__(daemon=True)
        self.port, self.session, self.companies = port, session, companies
        self.dice = random.Random(seed)
        self.heard = Acknowledged()
        self.is_over = threading.Event()
        self.failure: BaseException | None = None
        self.line: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Work until told to stop; what goes wrong is kept for the test."""
        try:
            while not self.is_over.is_set():
                self.act()
        except BaseException as failure:
            self.failure = failure

    def act(self) -> None:
        """Do one thing in the present company."""
        company, luck = self.companies[0], self.dice.random()
        if luck < 0.86:
            self.save(company)
        elif luck < 0.91:
            self.ask_for_report(company)
        elif luck < 0.97:
            self.hand_in_proof(company)
        elif len(self.companies) > 1:
            self.submit(company)
            self.companies.pop(0)

    def save(self, company: str) -> None:
        """Save another text and remember the version; an unknown outcome is tried again."""
        text = f"Wij bespreken dit elk kwartaal, {uuid.uuid4()}."
        seen = self.version_of(company)
        data = {
            f"{QUESTION}:version": seen,
            f"{QUESTION}:state": "answered",
            f"{QUESTION}:value": self.dice.randrange(5),
            f"{QUESTION}:explanation": text,
            "language": "nl",
        }
        tries = 0
        while True:
            data[f"{QUESTION}:unheard"] = tries
            status, body, _ = self.patiently("POST", f"answers/{QUESTION}/", company, data, once=1)
            if status == 200:
                self.heard.saves.append((company, json.loads(body)["version"], text))
                self.heard.saves_at.append(time.monotonic())
                return
            assert status == 0 or status >= 500, f"a save was answered {status}: {body[:300]}"
            tries += 1
            if self.is_over.is_set():
                return

    def version_of(self, company: str) -> str:
        """Return the version the page shows."""
        _, page, _ = self.patiently("GET", "parts/1.1/", company)
        found = re.search(rf'name="{QUESTION}:version" value="(\d+)"', page)
        return found.group(1) if found else "0"

    def ask_for_report(self, company: str) -> None:
        """Ask for the PDF of the file as it stands."""
        status, body, headers = self.patiently("POST", "reports/", company, {"language": "nl"})
        assert status == 302, f"asking for a report was answered {status}: {body[:300]}"
        self.heard.reports.add((company, headers["Location"].rstrip("/").rsplit("/", 1)[1]))

    def hand_in_proof(self, company: str) -> None:
        """Hand in a file at the question."""

    def submit(self, company: str) -> None:
        """Hand the file in."""
        status, body, headers = self.patiently("POST", "submit/", company, {"authority": "on"})
        assert status == 302, f"submitting was answered {status}: {body[:300]}"
        assert headers["Location"].endswith("/submitted/")
        self.heard.submitted.add(company)

    def patiently(
        self, method: str, path: str, company: str, data: dict | None = None, once: int = 0
    ) -> tuple[int, str, dict]:
        """Ask until there is an answer that is no fault of the server; with `once` just once.

        Nothing heard is status 0.
        """
        until = time.monotonic() + PATIENCE
        while True:
            answer = self.ask(method, f"/companies/{company}/{YEAR}/{path}", data)
            if 0 < answer[0] < 500:
                return answer
            self.heard.errors += 1
            if once:
                time.sleep(0.3)
                return answer
            assert time.monotonic() < until, f"{method} {path}: {answer[0]} for too long"
            time.sleep(0.3)

    def ask(self, method: str, path: str, data: dict | None) -> tuple[int, str, dict]:
        """Send one request over the standing connection."""
        sent = {
            "Cookie": f"session={self.session}; csrf={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.line.request(method, path, urlencode(data) if data else None, sent)
            response = self.line.getresponse()
            return response.status, response.read().decode(errors="replace"), dict(response.headers)
        except LOST:
            if self.line is not None:
                self.line.close()
            self.line = None
            return 0, "", {}
