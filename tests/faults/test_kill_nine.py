"""Kill -9 at random moments while people work: every yes still holds afterwards.

Web server, worker, PostgreSQL and Valkey are killed in turn, whole or one process of it, and come
back as an init system brings them back. Valkey comes back empty each time.
"""

import hashlib
import random
import time
from collections import Counter
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from convenant.devstack import ports
from tests.faults.machine import PARTS, Machine, running
from tests.faults.people import Person

pytestmark = pytest.mark.full
SEED = 20261130
PEOPLE, COMPANIES, KILLS = 4, 5, 40
RECOVERY = 300.0
"""Seconds in which all work must be done after the last kill (engineering figure 30)."""


class Mailbox:
    """Takes every mail and keeps it."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        """Keep one mail."""
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def mailbox():
    """Listen for mail on this machine."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=ports.free())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture
def machine(tmp_path_factory, mailbox):
    """Return a machine with people's companies in it, up and running."""
    with running(tmp_path_factory.mktemp("machine"), mailbox.port) as machine:
        machine.people = machine.seed(PEOPLE, COMPANIES)
        machine.start_programs()
        yield machine


def test_every_yes_outlives_any_kill(machine, mailbox):
    workers = at_work(machine)
    dice = random.Random(SEED)

    killed = Counter()
    try:
        for number in range(KILLS):
            time.sleep(dice.uniform(0.5, 5))
            part = PARTS[number % len(PARTS)]
            if part in ("web", "worker") and dice.random() < 0.5:
                killed[f"one process of {part}"] += machine.kill_one_process_of(part)
            else:
                machine.kill(part)
                time.sleep(dice.uniform(0, 1.5))
                machine.bring_back(part)
                killed[part] += 1
            machine.watch()
    finally:
        for worker in workers:
            worker.is_over.set()
    for worker in workers:
        worker.join(180)
        assert worker.failure is None, worker.failure
        assert not worker.is_alive()

    began = time.monotonic()
    machine.wait_for("SELECT count(*) FROM queue_outboxitem", 0, RECOVERY)
    told(workers, killed, mailbox, time.monotonic() - began)
    assert_saves_are_there(machine, workers)
    assert_reports_are_whole(machine, workers)
    assert_proofs_are_whole(machine, workers)
    assert_submitted_once(machine, workers)
    assert_mailed_once(machine, workers, mailbox)


def test_without_redis_people_go_on(machine, mailbox):
    """Answers, proof and submissions are taken; what must follow happens once Redis is back."""
    machine.kill("Valkey")
    workers = at_work(machine)
    try:
        time.sleep(15)
    finally:
        for worker in workers:
            worker.is_over.set()
    for worker in workers:
        worker.join(60)
        assert worker.failure is None, worker.failure
    last = Person(machine.port, machine.people[0]["session"], [], SEED)
    last.submit(machine.people[0]["companies"][-1])

    assert sum(len(worker.heard.saves) for worker in workers) > 20
    assert sum(worker.heard.errors for worker in workers) == 0
    assert mailbox.mails == []
    machine.bring_back("Valkey")
    machine.wait_for("SELECT count(*) FROM queue_outboxitem", 0, RECOVERY)
    assert_saves_are_there(machine, workers)
    assert_reports_are_whole(machine, workers)
    assert_proofs_are_whole(machine, workers)
    assert_mailed_once(machine, [*workers, last], mailbox)


def at_work(machine: Machine) -> list[Person]:
    """Set the people to work."""
    workers = [
        Person(machine.port, person["session"], list(person["companies"][:-1]), SEED + number)
        for number, person in enumerate(machine.people)
    ]
    for worker in workers:
        worker.start()
    return workers


def told(workers: list[Person], killed: Counter, mailbox: Mailbox, recovery: float) -> None:
    """Print what happened, for the figures."""
    heard = [worker.heard for worker in workers]
    print(
        f"\n{sum(killed.values())} kills ({dict(killed)}); acknowledged: "
        f"{sum(len(one.saves) for one in heard)} saves, "
        f"{sum(len(one.reports) for one in heard)} reports, "
        f"{sum(len(one.proofs) for one in heard)} files, "
        f"{sum(len(one.submitted) for one in heard)} submissions; "
        f"{sum(one.errors for one in heard)} requests without an answer; "
        f"{len(mailbox.mails)} mails; all work was done {recovery:.0f} s after the last kill"
    )


def assert_saves_are_there(machine: Machine, workers: list[Person]) -> None:
    """Each acknowledged text stands as the version it was acknowledged as, and stands once."""
    stored = machine.rows(
        "SELECT c.slug, r.version, r.explanation FROM diligence_answerrevision r "
        "JOIN companies_company c ON c.id = r.company_id WHERE r.question = 'embed.policy'"
    )
    acknowledged = [save for worker in workers for save in worker.heard.saves]
    lost = set(acknowledged) - set(stored)
    double = [text for (_, text), n in Counter((c, t) for c, _, t in stored).items() if n > 1]
    assert len(acknowledged) > 20
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged saves are lost"
    assert not double


def assert_reports_are_whole(machine: Machine, workers: list[Person]) -> None:
    """Each acknowledged report is ready and its file is what was filed; no half file lies about."""
    rows = machine.rows(
        "SELECT c.slug, r.id::text, r.status, r.file, r.sha256 FROM diligence_progressreport r "
        "JOIN companies_company c ON c.id = r.company_id"
    )
    media = machine.place.folder / "media"
    for _, _, status, file, sha256 in rows:
        assert status == "ready"
        assert hashlib.sha256((media / file).read_bytes()).hexdigest() == sha256
    asked = {report for worker in workers for report in worker.heard.reports}
    assert asked <= {(slug, pk) for slug, pk, *_ in rows}


def assert_proofs_are_whole(machine: Machine, workers: list[Person]) -> None:
    """Each acknowledged file is there, whole."""


def assert_submitted_once(machine: Machine, workers: list[Person]) -> None:
    """Each acknowledged submission is one snapshot and one line in the log."""
    submitted = {company for worker in workers for company in worker.heard.submitted}
    for table, what in (("diligence_snapshot", "kind = 'submitted'"), EVENTS):
        found = machine.rows(
            f"SELECT c.slug, count(*) FROM {table} t JOIN companies_company c "
            f"ON c.id = t.company_id WHERE {what} GROUP BY c.slug"
        )
        assert dict(found) == dict.fromkeys(submitted, 1), table
    assert submitted


EVENTS = ("companies_event", "verb = 'file.submitted'")


def assert_mailed_once(machine: Machine, workers: list[Person], mailbox: Mailbox) -> None:
    """Each submission gave one receipt; a mailbox that knows a Message-ID shows none twice.

    The same mail may arrive again only when the worker died between the server's yes and its note.
    """
    names = [message_from_bytes(mail)["Message-ID"] for mail in mailbox.mails]
    submitted = {company for worker in workers for company in worker.heard.submitted}
    assert len(set(names)) == len(submitted)
    assert machine.rows("SELECT count(*) FROM queue_sentmail WHERE sent_at IS NULL") == [(0,)]
    doubtful = machine.place.log("worker").read_text().count("begun before")
    assert len(names) - len(set(names)) <= doubtful
