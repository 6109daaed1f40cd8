"""Figure 12: memory and start of a web process, against those of the bare app."""

import time
from statistics import median

from benchmarks.figures import Figure, ratio
from benchmarks.ground import Database, Ground
from benchmarks.web import Client, wait_for

PAGES = 30


def measure(ground: Ground, database: Database, rounds: int) -> list[Figure]:
    """Start each afresh in turns, let it serve some pages, and look at its memory."""
    facts = database.facts
    page = f"/companies/{facts['company']}/{facts['year']}/parts/1.1/"
    subjects = (
        ("convenant.wsgi:application", page, facts["editor"]),
        ("benchmarks.bare:application", "/", facts["bare"]),
    )
    memory: list[list[float]] = [[], []]
    starts: list[list[float]] = [[], []]
    for _ in range(rounds):
        for place, (application, path, session) in enumerate(subjects):
            began = time.perf_counter()
            server = ground.serve(application, database)
            client = Client(server, session)
            wait_for(client, path, pause=0.01, more=0)
            starts[place].append(time.perf_counter() - began)
            for _ in range(PAGES):
                client.ask("GET", path)
            memory[place].append(server.memory() / 2**20)
            server.stop()
    size, start = (
        [a / b for a, b in zip(ours, bare, strict=True)] for ours, bare in (memory, starts)
    )
    sizes = f"{median(memory[0]):.0f} MB / {median(memory[1]):.0f} MB, proportional share"
    took = f"{median(starts[0]):.1f} s / {median(starts[1]):.1f} s until the first page"
    return [
        ratio("12", "memory of a web process / of the bare app's", 2.0, size, sizes),
        ratio("12", "start of a web process / of the bare app's", 2.5, start, took),
    ]
