"""Figure 3: autosaves a second with eight people at once on two web processes."""

import threading
import time
from statistics import median

from benchmarks.autosave import Autosave, Bare, version_on
from benchmarks.figures import Figure, noted
from benchmarks.ground import Database, Ground
from benchmarks.web import Client, wait_for

AT_ONCE = 8
SECONDS = 3.0


def measure(ground: Ground, database: Database, rounds: int) -> list[Figure]:
    """Take turns: eight editors of eight companies, and the same eight in the bare app."""
    ours = ground.serve("convenant.wsgi:application", database, workers=2)
    bare = ground.serve("benchmarks.bare:application", database, workers=2)
    people = database.facts["editors"][:AT_ONCE]
    savers = [autosaver(Client(ours, session), company) for session, company, _ in people]
    plain = [Bare(Client(bare, session)) for _, _, session in people]
    wait_for(plain[0].client, "/")
    speeds = []
    for _ in range(rounds + 1):  # the first is for warming up
        speeds.append((a_second(savers), a_second(plain)))
    mine, theirs = (median(column) for column in zip(*speeds[1:], strict=True))
    detail = (
        f"{AT_ONCE} at once on 2 processes; a bare save {theirs:.0f} a second, so "
        f"{mine / theirs:.2f} of it; {len(people)} clients share the machine with the servers"
    )
    return [noted("3", "autosaves a second", f"{mine:.0f} a second", detail)]


def autosaver(client: Client, company: str) -> Autosave:
    """Return somebody who fills in this company's file."""
    saver = Autosave(client, client.server.database, company)
    wait_for(client, saver.page)
    saver.version = version_on(client, saver.page)
    return saver


def a_second(subjects: list) -> float:
    """Let all of them save for a while, each waiting for its answer; return saves a second."""
    done, failed = [0] * len(subjects), []
    until = time.perf_counter() + SECONDS

    def work(place: int) -> None:
        try:
            while time.perf_counter() < until:
                subjects[place].send()
                done[place] += 1
        except Exception as error:
            failed.append(error)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=[place]) for place in range(len(subjects))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.perf_counter() - began)
