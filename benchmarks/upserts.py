"""Figure 8: what tenancy (policy and scope) costs a statement."""

import json
import time
from statistics import median

import psycopg

from benchmarks.figures import Figure, ratio
from benchmarks.ground import Database, Ground
from benchmarks.scope import begin

PART = 20
TABLE = """
DROP TABLE IF EXISTS {name};
CREATE TABLE {name} (company_id uuid NOT NULL, question text NOT NULL, value jsonb,
    version integer NOT NULL DEFAULT 1, PRIMARY KEY (company_id, question));
GRANT SELECT, INSERT, UPDATE ON {name} TO convenant_app;
"""
POLICIES = """
ALTER TABLE bench_tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE bench_tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY own_company ON bench_tenant
    USING (company_id = (SELECT convenant.scope_company()))
    WITH CHECK (company_id = (SELECT convenant.scope_company()));
CREATE POLICY all_of_sector ON bench_tenant FOR SELECT
    USING ((SELECT convenant.scope_is_sector()));
"""
UPSERT = """
INSERT INTO {name} (company_id, question, value) VALUES (%s, %s, %s)
ON CONFLICT (company_id, question)
DO UPDATE SET value = excluded.value, version = {name}.version + 1
"""


class Upserts:
    """One table; a tenant's when its transactions begin in a scope."""

    def __init__(self, database: Database, name: str, begin: bytes = b"BEGIN") -> None:
        self.connection = psycopg.connect(database.environ["DATABASE_URL"], autocommit=True)
        self.company = database.facts["company_id"]
        self.statement = UPSERT.format(name=name)
        self.begin = begin
        self.number = 0

    def run(self, times: int) -> float:
        """Return how many seconds so many upserts took, each in a transaction of its own."""
        began = time.perf_counter()
        for _ in range(times):
            self.number += 1
            question, value = f"vraag.{self.number % 100}", json.dumps(self.number)
            self.connection.execute(self.begin)
            self.connection.execute(self.statement, [self.company, question, value])
            self.connection.execute("COMMIT")
        return time.perf_counter() - began


def measure(ground: Ground, database: Database, rounds: int, upserts: int) -> list[Figure]:
    """Take turns and return figure 8."""
    with ground.superuser(database.name) as server:
        for name in ("bench_plain", "bench_tenant"):
            server.execute(TABLE.format(name=name))
        server.execute(POLICIES)
    plain = Upserts(database, "bench_plain")
    tenant = Upserts(database, "bench_tenant", begin(database, database.facts["company_id"]))
    for subject in (plain, tenant):
        subject.run(200)
    ratios, speeds = [], []
    for _ in range(rounds):
        seconds = [0.0, 0.0]
        for _ in range(upserts // PART):
            for place, subject in enumerate((plain, tenant)):
                seconds[place] += subject.run(PART)
        ratios.append(seconds[0] / seconds[1])
        speeds.append((upserts / seconds[0], upserts / seconds[1]))
    without, with_tenancy = (median(column) for column in zip(*speeds, strict=True))
    detail = f"{with_tenancy:.0f} / {without:.0f} a second"
    name = "upserts per second with tenancy / without"
    return [ratio("8", name, 0.75, ratios, detail, least=True)]
