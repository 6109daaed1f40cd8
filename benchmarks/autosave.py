"""Figures 1 and 2: one autosave against a bare save, and against the statement itself."""

import json
import re
import time
from statistics import median

import psycopg

from benchmarks.figures import Figure, ratio
from benchmarks.ground import Database, Ground
from benchmarks.scope import begin
from benchmarks.web import Client, wait_for

QUESTION = "embed.policy"
PART = 10  # requests of one subject before it is the other's turn
UPSERT = """
INSERT INTO diligence_answer (id, company_id, assessment_id, question, state, value, explanation,
    reason, unsure, language, version, changed_at)
VALUES (gen_random_uuid(), %(company)s, %(file)s, 'bench.upsert', 'answered', %(value)s, '', '',
    false, 'nl', 1, now())
ON CONFLICT (company_id, assessment_id, question)
DO UPDATE SET value = excluded.value, version = diligence_answer.version + 1, changed_at = now()
"""


class Autosave:
    """The product's own autosave, as the page sends it."""

    def __init__(self, client: Client, database: Database, company: str) -> None:
        self.client = client
        file = f"/companies/{company}/{database.facts['year']}"
        self.page, self.path = f"{file}/parts/1.1/", f"{file}/answers/{QUESTION}/"
        self.number = 0
        self.version = 0

    def send(self) -> None:
        """Save another text than before."""
        self.number += 1
        data = {
            f"{QUESTION}:version": str(self.version),
            f"{QUESTION}:state": "answered",
            f"{QUESTION}:value": str(self.number % 5),
            f"{QUESTION}:explanation": f"Wij bespreken dit elk kwartaal, versie {self.number}.",
            "language": "nl",
        }
        self.version = json.loads(self.client.ask("POST", self.path, data))["version"]


class Bare:
    """A save without tenancy, questionnaire, score and figures."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.number = 0

    def send(self) -> None:
        """Save another text than before."""
        self.number += 1
        text = f"Wij bespreken dit elk kwartaal, versie {self.number}."
        self.client.ask("POST", "/save/", {"value": text})


class Statement:
    """The same upsert under the policies, over psycopg: the floor."""

    def __init__(self, database: Database) -> None:
        self.connection = psycopg.connect(database.environ["DATABASE_URL"], autocommit=True)
        self.company = database.facts["other_company_id"]
        self.begin = begin(database, self.company)
        self.times: list[float] = []
        self.number = 0
        self.connection.execute(self.begin)
        found = self.connection.execute(
            "SELECT id FROM diligence_assessment WHERE company_id = %s", [self.company]
        )
        self.file = found.fetchone()[0]
        self.connection.execute("COMMIT")

    def send(self) -> None:
        """Run it in a transaction of its own."""
        self.number += 1
        values = {"company": self.company, "file": self.file, "value": json.dumps(self.number)}
        began = time.perf_counter()
        self.connection.execute(self.begin)
        self.connection.execute(UPSERT, values)
        self.connection.execute("COMMIT")
        self.times.append(time.perf_counter() - began)

    def p50(self) -> float:
        """Return the median time since the last call, in milliseconds."""
        taken, self.times = self.times, []
        return 1000 * median(taken)


def measure(ground: Ground, database: Database, rounds: int, requests: int) -> list[Figure]:
    """Take turns and return figures 1 and 2."""
    ours = Client(ground.serve("convenant.wsgi:application", database), database.facts["editor"])
    bare = Client(ground.serve("benchmarks.bare:application", database), database.facts["bare"])
    autosave = Autosave(ours, database, database.facts["company"])
    statement = Statement(database)
    subjects = (autosave, Bare(bare), statement)
    wait_for(ours, autosave.page)
    wait_for(bare, "/")
    autosave.version = version_on(ours, autosave.page)
    by_cpu, by_time, cost = [], [], []
    for subject in subjects:
        for _ in range(PART):
            subject.send()
    for _ in range(rounds):
        for one in (ours, bare, statement):
            one.times.clear()
        before = ours.server.cpu(), bare.server.cpu()
        for _ in range(requests // PART):
            for subject in subjects:
                for _ in range(PART):
                    subject.send()
        used = ours.server.cpu() - before[0], bare.server.cpu() - before[1]
        by_cpu.append(used[0] / used[1])
        times = ours.p50(), bare.p50(), statement.p50()
        by_time.append(times[0] / times[2])
        cost.append((1000 * used[0] / requests, 1000 * used[1] / requests, *times))
    cpu, bare_cpu, wall, bare_wall, floor = (median(column) for column in zip(*cost, strict=True))
    return [
        ratio(
            "1",
            "CPU of one autosave / of a bare save",
            2.0,
            by_cpu,
            f"{cpu:.1f} ms / {bare_cpu:.1f} ms, workers and database together",
        ),
        ratio(
            "2",
            "autosave p50 / the upsert under row-level security over psycopg",
            12,
            by_time,
            f"{wall:.1f} ms / {floor:.2f} ms (a bare save: {bare_wall:.1f} ms)",
        ),
    ]


def version_on(client: Client, page: str) -> int:
    """Return the version of the answer that the page shows."""
    html = client.ask("GET", page).decode()
    found = re.search(rf'name="{QUESTION}:version" value="(\d+)"', html)
    if found is None:
        raise RuntimeError("the page shows no version of the answer")
    return int(found.group(1))
