"""Figure 11: all reports in one run on two workers (run inside one database; prints JSON)."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from benchmarks.ground import children_of, cpu_of  # noqa: E402
from companies.models import Company, User  # noqa: E402
from convenant.tenancy.scope import company_scope  # noqa: E402
from diligence.models import Cycle, ProgressReport  # noqa: E402
from workgroups.models import ReportRun  # noqa: E402
from workgroups.services.report_runs import is_running, start_run  # noqa: E402

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def forget_reports() -> None:
    """Let every report be made again: a run takes what failed before it once more."""
    for company in Company.objects.all():
        with company_scope(company.pk):
            made = ProgressReport.objects.for_company(company)
            made.update(status="failed", finished_at=LONG_AGO)


def cpu_below(pid: int) -> float:
    """Return the CPU seconds of a worker's processes."""
    return sum(cpu_of(child) for child in children_of(pid))


def waited_below(pid: int) -> float:
    """Return how long a worker's processes could have run while others had the processor."""
    told = (Path(f"/proc/{child}/schedstat").read_text().split() for child in children_of(pid))
    return sum(int(waited) for _, waited, _ in told) / 1e9


def run_once(cycle: Cycle, worker: int) -> dict:
    """Make all reports and return how many, in how many seconds, what it took of workers."""
    before, waited, began = cpu_below(worker), waited_below(worker), time.monotonic()
    run = start_run(cycle, "nl", by=User.objects.get(name="Bob Beoordelaar"))
    while is_running(run):
        time.sleep(0.2)
        run = ReportRun.objects.get(pk=run.pk)
    seconds = time.monotonic() - began
    if run.status != "ready" or run.done != run.total:
        raise SystemExit(f"the run ended as {run.status}: {run.failed}")
    return {
        "reports": run.done,
        "seconds": seconds,
        "cpu": cpu_below(worker) - before,
        "waited": waited_below(worker) - waited,
    }


if __name__ == "__main__":
    facts, worker = json.loads(sys.argv[1]), int(sys.argv[2])
    year = Cycle.objects.get(year=facts["year"])
    forget_reports()
    run_once(year, worker)  # fonts, style sheet and templates are read once a process
    forget_reports()
    print(json.dumps(run_once(year, worker)))
