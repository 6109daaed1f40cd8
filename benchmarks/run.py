"""Measure the product against a bare app and against its own floor. See README.md.

.venv/bin/python benchmarks/run.py                    all figures, written to results.md
.venv/bin/python benchmarks/run.py --only autosave    one of them
"""

import argparse
import json
import platform
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import (  # noqa: E402
    autosave,
    cold,
    dashboard,
    declaration,
    guards,
    insight,
    pages,
    process,
    throughput,
    upserts,
)
from benchmarks.figures import Figure, Plain, as_markdown, count, ratio  # noqa: E402
from benchmarks.ground import Database, Ground, ground, run  # noqa: E402

ALWAYS = (
    *("statements", "autosave", "throughput", "upserts", "guards", "dashboard", "process"),
    *("pages", "chain"),
)
ALONE = ("declaration",)
"""Without a database: quick, and part of every run."""
OWN_DATABASES = {"declaration", "insight"}
"""Subjects that make what they measure on by themselves."""
HEAVY = ("reports", "bulk", "worker")
ASKED_FOR = ("cold", "sector", "insight")
"""Only with --only or --everything: a fresh environment, and ten thousand companies."""
WORKER = ("-m", "celery", "-A", "convenant", "worker", "-Q", "reports", "-c", "2", "-l", "ERROR")
RESULTS = ROOT / "benchmarks" / "results.md"


def main() -> int:
    """Measure what was asked for, print the table and keep it. 1 when a goal is missed."""
    options = options_of(sys.argv[1:])
    figures: list[Figure] = []
    with ground() as here:
        chosen = [*ALWAYS, *ALONE, *HEAVY, *(ASKED_FOR if options.everything else ())]
        wanted = options.only or chosen
        small = large = None
        if set(wanted) - OWN_DATABASES:
            small, large = here.database(options.few), here.database(options.many)
        for subject in wanted:
            print(f"Measuring {subject} ...", file=sys.stderr, flush=True)
            figures += measure(subject, here, small, large, options)
    table = as_markdown(sorted(figures, key=lambda one: int(one.number)), head(options))
    print(table)
    if not options.only:
        RESULTS.write_text(table, encoding="utf-8")
    return 0 if all(one.is_met for one in figures) else 1


def options_of(arguments: list[str]) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=[*ALWAYS, *ALONE, *HEAVY, *ASKED_FOR])
    parser.add_argument("--everything", action="store_true", help="the long ones too")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=100, help="of each subject in a round")
    parser.add_argument("--few", type=int, default=100, help="companies in the small database")
    parser.add_argument("--reports", type=int, default=100, help="in one worker, for its memory")
    parser.add_argument("--most", type=int, default=10_000, help="companies in the largest")
    parser.add_argument("--many", type=int, default=1000, help="companies in the large database")
    return parser.parse_args(arguments)


def measure(
    subject: str, here: Ground, small: Database, large: Database, options: argparse.Namespace
) -> list[Figure]:
    """Measure one subject."""
    rounds, requests = options.rounds, options.requests
    subjects: dict[str, Callable[[], list[Figure]]] = {
        "statements": lambda: statements(small, large),
        "autosave": lambda: autosave.measure(here, large, rounds, requests),
        "throughput": lambda: throughput.measure(here, large, rounds),
        "upserts": lambda: upserts.measure(here, large, rounds, 4 * requests),
        "guards": lambda: guards.measure(here, large, rounds, 4 * requests),
        "dashboard": lambda: [
            *dashboard.measure(here, small, large, rounds, requests // 4),
            dashboard.against_sql(here, large, requests),
        ],
        "process": lambda: process.measure(here, small, rounds),
        "pages": lambda: pages.measure(here, large),
        "declaration": lambda: declaration.measure(rounds),
        "chain": lambda: chain(large, rounds),
        "reports": lambda: reports(large, rounds),
        "bulk": lambda: bulk(here, small),
        "worker": lambda: worker(small, options.reports),
        "cold": lambda: cold.measure(here),
        "insight": lambda: insight.measure(
            here, [options.few, options.many, options.most], rounds, requests // 4
        ),
        "sector": lambda: dashboard.measure(
            here, large, here.database(options.most), rounds, dashboard.PART
        ),
    }
    return subjects[subject]()


def statements(small: Database, large: Database) -> list[Figure]:
    """Return figure 4, which must be the same at any number of companies."""
    few, many = (
        json.loads(run(one.environ, "benchmarks/statements.py", json.dumps(one.facts)))
        for one in (small, large)
    )
    goals = {"autosave": 7, "part": 8, "dashboard": 6}
    names = {"autosave": "autosave", "part": "open a sub-action", "dashboard": "dashboard"}
    return [
        count(
            "4",
            f"SQL statements: {names[page]}",
            goal,
            max(few[page], many[page]),
            f"{few[page]} at {small.companies:,} companies, {many[page]} at {large.companies:,}",
        )
        for page, goal in goals.items()
    ]


def chain(database: Database, rounds: int) -> list[Figure]:
    """Return figures 16 and 17."""
    facts = json.dumps(database.facts)
    told = json.loads(run(database.environ, "benchmarks/chain.py", facts, str(rounds)))
    taken, proposed = told["taken"], told["proposed"]
    storing, accepting, alone = (
        median(one[name] for one in taken) * 1000 for name in ("storing", "accepting", "alone")
    )
    detail = f"{accepting:.0f} ms / {alone:.0f} ms; storing what was read before: {storing:.0f} ms"
    name = "CPU of taking 600 smelters over in the chain / writing as many suppliers and lines"
    seconds = median(proposed["seconds"])
    return [
        ratio("16", name, 3.0, [one["accepting"] / one["alone"] for one in taken], detail),
        count("16", "SQL statements to take 600 smelters over", 30, taken[0]["statements"]),
        Plain("s", 1.0).figure(
            "17",
            "CPU of proposing risks for a chain of 1,000 lines",
            seconds,
            f"{proposed['proposals']} proposals, {proposed['statements']} statements",
        ),
    ]


def reports(database: Database, rounds: int) -> list[Figure]:
    """Return figures 9 and 10."""
    facts = json.dumps(database.facts)
    told = json.loads(run(database.environ, "benchmarks/reports.py", facts, str(rounds)))

    def divided(one: str, other: str) -> list[float]:
        return [a / b for a, b in zip(told[one], told[other], strict=True)]

    pages = f"{told['pages']} pages"
    each = f"{sum(told['ours']) / rounds:.3f} s a page, {pages}"
    name = "CPU per PDF page / WeasyPrint alone"
    return [
        ratio("9", f"{name}, plain CSS", 1.25, divided("ours", "plain"), f"ours is PDF/UA; {each}"),
        ratio("9", f"{name}, plain CSS, both PDF/UA", 1.15, divided("ours", "ua"), each),
        ratio("10", "one report: all CPU / its drawing", 1.3, divided("whole", "drawing"), pages),
        count("10", "SQL statements to gather one report", 10, told["statements"]),
    ]


def bulk(here: Ground, database: Database) -> list[Figure]:
    """Return figure 11, from one run over a whole year."""
    log = here.place.log("worker")
    command = [sys.executable, *WORKER]
    worker = here.supervisor.start("worker", command, log=log, env=database.environ)
    here.supervisor.pause(8)
    facts, pid = json.dumps(database.facts), str(worker.process.pid)
    told = json.loads(run(database.environ, "benchmarks/bulk.py", facts, pid))
    each = told["cpu"] / told["reports"]
    own = told["seconds"] - told["waited"] / 2  # of each of the two, neighbours' time taken out
    a_minute, limit = 60 * told["reports"] / own, 120 / each
    real = 60 * told["reports"] / told["seconds"]
    detail = (
        f"{told['reports']} reports at {a_minute:.1f} a minute, {each:.1f} CPU s each; "
        f"{real:.1f} with the time that others had the processor"
    )
    name = "bulk: reports a minute on 2 processes / limit (120 / CPU s of one)"
    return [ratio("11", name, 0.85, [a_minute / limit], detail, least=True)]


def worker(database: Database, reports: int) -> list[Figure]:
    """Return figure 11's memory: a process that has made many reports, against after ten."""
    facts = json.dumps(database.facts)
    told = json.loads(run(database.environ, "benchmarks/worker.py", facts, str(reports)))
    name = f"memory of a worker after {reports} reports / after 10"
    detail = f"{told['all'] / 2**20:.0f} MB / {told['ten'] / 2**20:.0f} MB"
    return [ratio("11", name, 1.15, [told["all"] / told["ten"]], detail)]


def head(options: argparse.Namespace) -> str:
    """Return what stands above the table."""
    return (
        f"# Measured on {date.today():%-d %B %Y}\n\n"
        f"{options.rounds} interleaved rounds; each figure is the median of the rounds' own "
        f"ratios. Python {platform.python_version()}. Only ratios and counts are to be compared: "
        "times depend on the machine.\nMade by `benchmarks/run.py`."
    )


if __name__ == "__main__":
    sys.exit(main())
