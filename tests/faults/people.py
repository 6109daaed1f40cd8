"""People at work: they save, ask for reports, hand in proof and submit, and remember every yes.

They do it as the page does: it is fetched once, the version comes with each reply, and what had an
unknown outcome is sent again with what makes a second time harmless.
"""

import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field

from tests.faults.line import PATIENCE, Line, Reply
from tests.faults.papers import paper

QUESTION = "embed.policy"
YEAR = 2026
HABITS = ("save",) * 40 + ("proof",) * 5 + ("report", "submit")
"""How often a person does what."""


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

    @property
    def count(self) -> int:
        """Return how often it was yes."""
        return sum(map(len, (self.saves, self.reports, self.proofs, self.submitted)))


class Person(threading.Thread):
    """Works through some companies, one after the other, until told to stop."""

    def __init__(
        self, port: int, session: str, companies: list[str], seed: int, acts: int = 10**6
    ) -> None:
        super().__init__(daemon=True)
        self.companies = companies
        self.dice = random.Random(seed)
        self.acts = acts
        self.heard = Acknowledged()
        self.sent: dict[tuple[str, str], bytes] = {}
        """Every file that was sent, by company and name; also when nobody said yes."""
        self.versions: dict[str, str] = {}
        self.plan: list[str] = []
        self.is_over = threading.Event()
        self.failure: BaseException | None = None
        self.line = Line(port, session)

    def run(self) -> None:
        """Work until told to stop, or until done; what goes wrong is kept for the test."""
        try:
            while self.acts and not self.is_over.is_set():
                self.act()
                self.acts -= 1
        except BaseException as failure:
            self.failure = failure

    def act(self) -> None:
        """Do one thing in the present company."""
        if not self.plan:
            self.plan = self.dice.sample(HABITS, len(HABITS))
        company = self.companies[0]
        match self.plan.pop():
            case "save":
                self.save(company)
            case "report":
                self.ask_for_report(company)
            case "proof":
                self.hand_in_proof(company)
            case "submit" if len(self.companies) > 1:
                self.submit(company)
                self.companies.pop(0)

    def save(self, company: str) -> None:
        """Save another text and remember the version; an unknown outcome is tried again."""
        text = f"Wij bespreken dit elk kwartaal, {uuid.uuid4()}."
        data: dict[str, object] = {
            f"{QUESTION}:version": self.version_of(company),
            f"{QUESTION}:state": "answered",
            f"{QUESTION}:value": self.dice.randrange(5),
            f"{QUESTION}:explanation": text,
            "language": "nl",
        }

        def send(tries: int) -> Reply:
            data[f"{QUESTION}:unheard"] = tries
            return self.line.post_once(f"{self.year(company)}answers/{QUESTION}/", data)

        reply = self.insist(send)
        if reply is None:
            return
        assert reply.status == 200, f"a save was answered {reply.status}: {reply.text[:300]}"
        version = reply.data["version"]
        self.versions[company] = str(version)
        self.heard.saves.append((company, version, text))

    def version_of(self, company: str) -> str:
        """Return the version this person saw last: on the page at first, then in each reply."""
        if company not in self.versions:
            page = self.line.get(f"{self.year(company)}parts/1.1/").text
            found = re.search(rf'name="{QUESTION}:version" value="(\d+)"', page)
            assert found, page[:300]
            self.versions[company] = found[1]
        return self.versions[company]

    def ask_for_report(self, company: str) -> None:
        """Ask for the PDF of the file as it stands."""
        reply = self.line.post(
            f"{self.year(company)}reports/", {"language": "nl", "variant": "full"}
        )
        assert reply.status == 302, f"a report was answered {reply.status}: {reply.text[:300]}"
        report = reply.headers["Location"].rstrip("/").rsplit("/", 1)[1]
        self.heard.reports.add((company, report))

    def hand_in_proof(self, company: str) -> None:
        """Hand in a file at the question; the same file again is known by its content."""
        name, content = paper(self.dice)
        self.sent[company, name] = content
        address = f"{self.year(company)}answers/{QUESTION}/proof/"
        reply = self.insist(lambda tries: self.line.post_file(address, name, content))
        if reply is None:
            return
        assert reply.status == 200, f"proof was answered {reply.status}: {reply.text[:300]}"
        self.heard.proofs.append((company, name))

    def submit(self, company: str) -> None:
        """Hand the file in."""
        reply = self.line.post(f"{self.year(company)}submit/", {"authority": "on"})
        assert reply.status == 302, f"submitting was answered {reply.status}: {reply.text[:300]}"
        assert reply.headers["Location"].endswith("/submitted/")
        self.heard.submitted.add(company)

    def insist(self, send) -> Reply | None:
        """Send until there is an answer; None when told to stop before there was one."""
        tries = 0
        until = time.monotonic() + PATIENCE
        while (reply := send(tries)).is_unknown:
            tries += 1
            if self.is_over.is_set():
                return None
            assert time.monotonic() < until, f"{reply.status} for too long: {reply.text[:300]}"
        return reply

    @staticmethod
    def year(company: str) -> str:
        """Return the address of a company's year."""
        return f"/companies/{company}/{YEAR}/"
