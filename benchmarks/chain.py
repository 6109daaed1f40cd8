"""Figures 16 and 17: 600 smelters taken over in the chain; risks proposed for 1,000 lines.

Run inside one database; prints JSON. Whatever is stored is rolled back, so that each round begins
with the same chain.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.declaration import SMELTERS, workbook  # noqa: E402
from companies.models import Membership, User  # noqa: E402
from convenant.tenancy.scope import company_scope  # noqa: E402
from diligence.models import (  # noqa: E402
    Assessment,
    Declaration,
    EvidenceVersion,
    Risk,
    SourcingLine,
    Supplier,
)
from diligence.services.declarations import deciding, intake, reading  # noqa: E402
from diligence.services.risks.knowledge import proposed_for  # noqa: E402
from diligence.smelters.reading import read  # noqa: E402

DAY = date(2026, 6, 1)
LINES = 1000
MINERALS = ["tin", "gold", "tantalum", "tungsten"]
METALS = ("ME-CO", "ME-SN", "ME-AU", "ME-CU", "ME-NI", "ME-AL", "ME-W", "ME-LI")
COUNTRIES = ("CD", "ID", "CN", "PE", "CL", "ZA", "RW", "", "AU")


def main(company: str, year: int, rounds: int) -> dict:
    """Measure both in the scope of one company, after one round to warm up."""
    mine = Membership.objects.filter(company=company).select_related("user").order_by("pk")
    by = mine.first().user
    with TemporaryDirectory() as folder, company_scope(company):
        path = Path(folder) / "cmrt.xlsx"
        path.write_bytes(workbook())
        data = json.loads(json.dumps(read(path, DAY).as_data()))
        files = Assessment.objects.for_company(company).with_cycle().select_related("company")
        file = files.get(cycle__year=year)
        taken = [undone(lambda: take_over(file, path, data, by)) for _ in range(rounds + 1)][1:]
        proposed = undone(lambda: propose(file, by, rounds))
    return {"taken": taken, "proposed": proposed}


def undone(work: Callable[[], dict]) -> dict:
    """Do some work and take all of it back."""
    with transaction.atomic():
        done = work()
        transaction.set_rollback(True)
    return done


def take_over(file: Assessment, path: Path, data: dict, by: User) -> dict:
    """Store what was read and accept it, against writing the same rows and nothing else."""
    upload = SimpleUploadedFile("cmrt.xlsx", path.read_bytes())
    declaration = intake.take_in(file, upload, by=by)
    EvidenceVersion.objects.filter(pk=declaration.file_id).update(state="clean")
    began = time.process_time()
    reading.finish(str(declaration.pk), data)
    storing = time.process_time() - began
    stored = Declaration.objects.select_related("file", "supplier").get(pk=declaration.pk)
    stored.assessment = file
    with CaptureQueriesContext(connection) as caught:
        began = time.process_time()
        taken = deciding.accept(stored, "new", MINERALS, by=by)
        accepting = time.process_time() - began
    assert taken.lines == SMELTERS, taken
    began = time.process_time()
    write_alone(file, by)
    alone = time.process_time() - began
    return {
        "storing": storing,
        "accepting": accepting,
        "alone": alone,
        "statements": len(caught),
    }


def write_alone(file: Assessment, by: User) -> None:
    """Write as many suppliers and lines, without looking at anything."""
    suppliers = Supplier.objects.bulk_create(
        Supplier(company_id=file.company_id, name=f"S{n}", folded=f"s{n}", created_by=by)
        for n in range(SMELTERS)
    )
    said = {"form": "primary", "stage": "ST05", "certainty": "told", "metal": "ME-SN"}
    SourcingLine.objects.bulk_create(
        SourcingLine(
            company_id=file.company_id, assessment=file, supplier=one, created_by=by, **said
        )
        for one in suppliers
    )


def propose(file: Assessment, by: User, rounds: int) -> dict:
    """Propose risks for a chain of many lines, as the register does at each visit."""
    SourcingLine.objects.bulk_create(
        SourcingLine(
            company_id=file.company_id,
            assessment=file,
            metal=METALS[n % len(METALS)],
            form="ore" if n % 2 else "primary",
            stage="ST02" if n % 2 else "ST05",
            country=COUNTRIES[n % len(COUNTRIES)],
            certainty="estimate" if COUNTRIES[n % len(COUNTRIES)] else "unknown",
            created_by=by,
        )
        for n in range(LINES)
    )
    risks = list(Risk.objects.of_file(file))
    found = proposed_for(file, risks)
    with CaptureQueriesContext(connection) as caught:
        proposed_for(file, risks)
    seconds = []
    for _ in range(rounds):
        began = time.process_time()
        proposed_for(file, risks)
        seconds.append(time.process_time() - began)
    return {"seconds": seconds, "proposals": len(found.waiting), "statements": len(caught)}


if __name__ == "__main__":
    facts = json.loads(sys.argv[1])
    print(json.dumps(main(facts["company_id"], facts["year"], int(sys.argv[2]))))
