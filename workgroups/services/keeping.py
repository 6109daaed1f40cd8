"""How the ZIP files with all members' reports are found and removed after their term."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from companies.services.retention import ids_of
from companies.terms import Category
from convenant import files
from workgroups.models import ReportRun


def old_runs(before: datetime) -> QuerySet:
    """Return the runs that ended before this and still have their file."""
    ready = ReportRun.objects.filter(status=ReportRun.Status.READY, finished_at__lt=before)
    return ready.exclude(file="")


@transaction.atomic
def remove_run(pk: Any, before: datetime) -> bool:
    """Remove the ZIP of a run; that it was made, and who was not in it, stays."""
    run = old_runs(before).filter(pk=pk).select_for_update().first()
    if run is None:
        return False
    files.remove(run.file)
    run.file, run.size, run.inside = "", 0, []
    run.save(update_fields=["file", "size", "inside"])
    return True


WAYS = {Category.RUNS: (ids_of(old_runs), remove_run)}
