"""Fill a database with a sector of facts, once."""

import psycopg

from benchmarks.sector_sql import COMPANIES, FACTS, HELPERS


def fill(server: psycopg.Connection, companies: int, years: list[int]) -> None:
    """Make the companies and their facts of each year that has none, and tidy up for reading."""
    for statement in (*HELPERS, COMPANIES.format(companies=companies)):
        server.execute(statement)
    for year in years:
        there = "SELECT 1 FROM diligence_sectorsum WHERE year = %s LIMIT 1"
        if not server.execute(there, [year]).fetchone():
            server.execute(FACTS.format(companies=companies, year=year))
    server.execute("VACUUM ANALYZE diligence_summaryfact")
    server.execute("VACUUM ANALYZE diligence_sectorsum")
