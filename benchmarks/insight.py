"""Figures 6 and 7 for the pages about the sector: many companies against few, and against SQL."""

import json
from itertools import pairwise
from statistics import median

from benchmarks.figures import Figure, count, ratio
from benchmarks.ground import Database, Ground, cpu_of, run
from benchmarks.sector_sizes import fill
from benchmarks.web import Client, wait_for

YEARS = 5
PART = 5
PAGES = ("risks", "progress", "plan", "transparency")
QUERY = """
SELECT measure, a, b, count(*), sum(value) FROM diligence_summaryfact
WHERE cycle_id = (SELECT id FROM diligence_cycle ORDER BY year DESC LIMIT 1) AND basis = 'handed_in'
    AND measure IN ('file', 'theme', 'group_theme', 'metal_theme', 'region_theme',
                    'country_theme', 'stage_theme')
GROUP BY cycle_id, measure, a, b
"""
"""What the page of risks shows, of facts on the covering index that they have (fact_of_a_cell)."""


def measure(ground: Ground, sizes: list[int], rounds: int, requests: int) -> list[Figure]:
    """Return all of it: statements at each size, ratios between sizes, and against one query."""
    databases = [sector(ground, size) for size in sizes]
    figures = statements(databases)
    for small, large in pairwise(databases):
        figures += between(ground, small, large, rounds, requests)
    return [*figures, against_sql(ground, databases[min(1, len(databases) - 1)], requests)]


def sector(ground: Ground, companies: int) -> Database:
    """Return a database with the facts of so many companies in each year."""
    name = f"bench_facts_{companies}"
    ground.make_database(name)
    environ = ground.environ | {
        key: f"{ground.environ[key].rsplit('/', 1)[0]}/{name}"
        for key in ("DATABASE_URL", "MIGRATION_DATABASE_URL")
    }
    run(environ, "-m", "django", "migrate", "--verbosity", "0")
    run(environ, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0")
    told = json.loads(run(environ, "-m", "benchmarks.sector_facts", str(YEARS)).splitlines()[-1])
    with ground.superuser(name) as server:
        fill(server, companies, told["years"])
    return Database(name, companies, environ, told)


def statements(databases: list[Database]) -> list[Figure]:
    """Return how many statements each page takes; the same at any number of companies."""
    found = [
        json.loads(run(one.environ, "-m", "benchmarks.insight_statements", json.dumps(one.facts)))
        for one in databases
    ]
    figures = []
    for page in PAGES:
        numbers = [each[page] for each in found]
        detail = ", ".join(
            f"{number} at {one.companies:,}" for number, one in zip(numbers, databases, strict=True)
        )
        most = max(numbers) if len(set(numbers)) == 1 else 99
        figures.append(count("4", f"SQL statements: /sector/{page}/", 6, most, detail))
    return figures


def between(
    ground: Ground, small: Database, large: Database, rounds: int, requests: int
) -> list[Figure]:
    """Take turns on two servers and return for each page what more companies cost."""
    few, many = (
        Client(ground.serve("convenant.wsgi:application", one), one.facts["officer"])
        for one in (small, large)
    )
    year, figures = large.facts["years"][-1], []
    for page in PAGES:
        path = f"/sector/{year}/{page}/"
        for client in (few, many):
            wait_for(client, path)
        walls, used = [], []
        for _ in range(rounds):
            before = few.server.cpu(), many.server.cpu()
            for _ in range(max(1, requests // PART)):
                for client in (few, many):
                    for _ in range(PART):
                        client.ask("GET", path)
            used.append((few.server.cpu() - before[0], many.server.cpu() - before[1]))
            walls.append((few.p50(), many.p50()))
        left, right = (median(side) for side in zip(*walls, strict=True))
        name = f"/sector/{page}/ {{}}, {large.companies:,} / {small.companies:,} companies x 5"
        by_time = [b / a for a, b in walls]
        by_cpu = [b / a for a, b in used]
        detail = f"{right:.1f} ms / {left:.1f} ms"
        figures.append(ratio("6", name.format("p50"), 1.3, by_time, detail))
        figures.append(ratio("6", name.format("CPU"), 1.3, by_cpu, "worker and database together"))
    for client in (few, many):
        client.server.stop()
    return figures


def against_sql(ground: Ground, database: Database, requests: int) -> Figure:
    """Return figure 7: the page of risks against its sums as one query, and a bare view."""
    path = f"/sector/{database.facts['years'][-1]}/risks/"
    page = Client(ground.serve("convenant.wsgi:application", database), database.facts["officer"])
    bare = Client(ground.serve("benchmarks.bare:application", database), database.facts["bare"])
    used = []
    for client, asked in ((page, path), (bare, "/")):
        wait_for(client, asked)
        before = client.server.cpu()
        for _ in range(requests):
            client.ask("GET", asked)
        used.append(1000 * (client.server.cpu() - before) / requests)
        client.server.stop()
    with ground.superuser(database.name) as server:
        server.execute(QUERY)
        before, times = cpu_of(server.info.backend_pid), max(5, requests // 10)
        for _ in range(times):
            server.execute(QUERY)
        query = 1000 * (cpu_of(server.info.backend_pid) - before) / times
    floor = 1.5 * query + used[1]
    detail = (
        f"{used[0]:.1f} ms; the query {query:.1f} ms, a bare view {used[1]:.1f} ms; "
        f"{database.companies:,} companies x {YEARS} years"
    )
    name = "page of risks, CPU / (1.5 x one query over facts + a bare view)"
    return ratio("7", name, 1.0, [used[0] / floor], detail)
