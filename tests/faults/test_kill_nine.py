"""Kill -9 at random moments while people work: every yes still holds afterwards.

Web server, worker, PostgreSQL and Valkey are killed, whole or one process of it, and come back as
an init system brings them back. Valkey comes back empty each time. Nothing waits for a clock: a
kill comes once people got something done after the one before.
"""

import os
import random
import time
from collections import Counter

import pytest
from aiosmtpd.controller import Controller

from convenant.devstack import ports
from tests.faults import afterwards
from tests.faults.machine import PARTS, Machine, running
from tests.faults.people import Person

pytestmark = pytest.mark.full
SEED = 20261130
PEOPLE, COMPANIES = 6, 6
KILLS = int(os.environ.get("FAULT_KILLS") or 14)
"""How often each part is killed; more than usual in a long run by night."""
BETWEEN = 22
"""How often people hear a yes between two kills."""
PATIENCE = 300.0
"""Seconds for that, on a busy machine."""
RECOVERY = 900.0
"""Seconds in which all work must be done after the last kill; `told` says how long it took."""


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
    dice = random.Random(SEED)
    began = time.monotonic()
    workers = at_work(machine)
    killed = Counter()
    try:
        for part in dice.sample(PARTS * KILLS, len(PARTS) * KILLS):
            get_something_done(machine, workers)
            machine.wait_until_up(part)
            time.sleep(dice.uniform(0, 0.4))
            killed[kill(machine, part, dice)] += 1
        get_something_done(machine, workers)
    finally:
        stop(workers)

    ended = time.monotonic()
    machine.wait_for("SELECT count(*) FROM queue_outboxitem", 0, RECOVERY)
    told(workers, killed, ended - began, time.monotonic() - ended)
    everything_holds(machine, workers, mailbox)


def test_without_redis_people_go_on(machine, mailbox):
    """Answers, proof and submissions are taken; what must follow happens once Redis is back."""
    machine.kill("Valkey")
    workers = at_work(machine, acts=50)
    for worker in workers:
        worker.join(PATIENCE)
        assert not worker.is_alive(), worker.heard
    stop(workers)

    assert sum(worker.line.unknown for worker in workers) == 0
    assert mailbox.mails == []
    assert machine.rows("SELECT count(*) > 0 FROM queue_outboxitem") == [(True,)]
    machine.bring_back("Valkey")
    machine.wait_for("SELECT count(*) FROM queue_outboxitem", 0, RECOVERY)
    everything_holds(machine, workers, mailbox)


def at_work(machine: Machine, acts: int = 10**6) -> list[Person]:
    """Set the people to work, for so many acts each."""
    workers = [
        Person(machine.port, person["session"], list(person["companies"]), SEED + number, acts)
        for number, person in enumerate(machine.people)
    ]
    for worker in workers:
        worker.start()
    return workers


def get_something_done(machine: Machine, workers: list[Person]) -> None:
    """Wait until people heard enough yeses."""
    enough = sum(worker.heard.count for worker in workers) + BETWEEN
    until = time.monotonic() + PATIENCE
    while sum(worker.heard.count for worker in workers) < enough:
        machine.watch()
        for worker in workers:
            assert worker.failure is None, worker.failure
        assert time.monotonic() < until, f"nobody gets on:\n{machine.said('web')[-3000:]}"
        time.sleep(0.02)


def kill(machine: Machine, part: str, dice: random.Random) -> str:
    """Kill a part, or half the time one process of a part that has more; say which."""
    if part in ("web", "worker") and dice.random() < 0.5:
        machine.kill_one_process_of(part, dice.randrange(2))
        return f"one process of {part}"
    machine.kill(part)
    time.sleep(dice.uniform(0, 0.5))
    machine.bring_back(part)
    return part


def stop(workers: list[Person]) -> None:
    """Let people end what they are doing; none of them met anything unheard of."""
    for worker in workers:
        worker.is_over.set()
    for worker in workers:
        worker.join(PATIENCE)
        assert worker.failure is None, worker.failure
        assert not worker.is_alive()


def everything_holds(machine: Machine, workers: list[Person], mailbox: Mailbox) -> None:
    """Look at all that people heard a yes to."""
    afterwards.saves_are_there(machine, workers)
    afterwards.reports_are_whole(machine, workers)
    afterwards.submitted_once(machine, workers)
    afterwards.mailed_once(machine, workers, mailbox.mails)
    afterwards.proofs_are_whole(machine, workers)
    afterwards.proofs_are_handed_out(machine, workers)
    print(f"{afterwards.nothing_lies_about(machine)} files of broken uploads were removed")
    afterwards.proofs_are_whole(machine, workers)


def told(workers: list[Person], killed: Counter, seconds: float, recovery: float) -> None:
    """Print what happened, for the figures."""
    heard = [worker.heard for worker in workers]
    print(
        f"\n{killed.total()} kills in {seconds:.0f} s ({dict(killed)}); acknowledged: "
        f"{sum(len(one.saves) for one in heard)} saves, "
        f"{sum(len(one.reports) for one in heard)} reports, "
        f"{sum(len(one.proofs) for one in heard)} files, "
        f"{sum(len(one.submitted) for one in heard)} submissions; "
        f"{sum(worker.line.unknown for worker in workers)} requests without an answer; "
        f"all work was done {recovery:.0f} s after the last kill"
    )
