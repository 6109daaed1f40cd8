"""Figure 18: what the database's own guards on answers cost a save.

`guard_answer` asks how the file stands before an answer is written: handed in, closed, or locked.
Beside it stands what it cost when another trigger asked about closed years on its own.
"""

import time
from statistics import median

from benchmarks.autosave import UPSERT, Statement
from benchmarks.figures import Figure, ratio
from benchmarks.ground import Database, Ground

PART = 50
BOTH = """
DROP TRIGGER IF EXISTS bench_closed_year ON diligence_answer;
CREATE TRIGGER bench_closed_year BEFORE INSERT OR UPDATE ON diligence_answer
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
"""
NONE, ONE, TWO = "without", "with", "with two"
SWITCH = {
    NONE: "DISABLE TRIGGER guard_answer, DISABLE TRIGGER bench_closed_year",
    ONE: "ENABLE TRIGGER guard_answer, DISABLE TRIGGER bench_closed_year",
    TWO: "ENABLE TRIGGER guard_answer, ENABLE TRIGGER bench_closed_year",
}


class Guarded(Statement):
    """The save of an answer as a statement; its time is that of the statement, not of the disk."""

    def taken(self, times: int) -> list[float]:
        """Return how many milliseconds each of so many saves took."""
        found = []
        for _ in range(times):
            self.number += 1
            values = {"company": self.company, "file": self.file, "value": str(self.number)}
            self.connection.execute(self.begin)
            began = time.perf_counter()
            self.connection.execute(UPSERT, values)
            found.append(1000 * (time.perf_counter() - began))
            self.connection.execute("COMMIT")
        return found


def measure(ground: Ground, database: Database, rounds: int, upserts: int) -> list[Figure]:
    """Take turns and return figure 18; the triggers are as they were afterwards."""
    subject = Guarded(database)
    with ground.superuser(database.name) as server:
        server.execute(BOTH)
        try:
            by_round = [turns(subject, server, upserts) for _ in range(rounds + 1)][1:]
        finally:
            server.execute(f"ALTER TABLE diligence_answer {SWITCH[ONE]}")
            server.execute("DROP TRIGGER bench_closed_year ON diligence_answer")
    ratios = [one[ONE] / one[NONE] for one in by_round]
    without, with_one, with_two = (median(one[key] for one in by_round) for key in SWITCH)
    twice = median(one[TWO] / one[NONE] for one in by_round)
    detail = (
        f"{with_one:.2f} / {without:.2f} ms, without the disk; "
        f"with a second trigger for closed years {with_two:.2f} ms, {twice:.2f} x"
    )
    return [ratio("18", "saving an answer with its guard / without", 1.1, ratios, detail)]


def turns(subject: Guarded, server, upserts: int) -> dict[str, float]:
    """Return the median of each way, in turns of `PART`."""
    times: dict[str, list[float]] = {way: [] for way in SWITCH}
    for _ in range(max(1, upserts // PART)):
        for way, switch in SWITCH.items():
            server.execute(f"ALTER TABLE diligence_answer {switch}")
            times[way] += subject.taken(PART)
    return {way: median(found) for way, found in times.items()}
