"""Celery's entrance: ids in, one service."""

from datetime import datetime
from typing import Any

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from convenant.queue.outbox import once
from workgroups.annual.annex import data_of, workbook_of
from workgroups.annual.document import render_annual
from workgroups.services import cycles, report_taken
from workgroups.services.annual import making
from workgroups.services.insight import behind
from workgroups.services.releases import commenting
from workgroups.services.report_runs import advance

NO_DATABASE = (OperationalError, InterfaceError)


@once(
    name="workgroups.tasks.make_all_reports", autoretry_for=(OperationalError,), retry_backoff=True
)
def make_all_reports(run_id: str) -> None:
    """Take one step of a run that makes all reports. Safe to run twice."""
    advance(run_id)


@once(name="workgroups.tasks.tell_taken", autoretry_for=(OperationalError,), retry_backoff=True)
def tell_taken(run_id: str, person_id: str, key_id: str, at: str) -> None:
    """Tell each company in a ZIP of reports that it was fetched."""
    report_taken.tell_taken(run_id, person_id, key_id, datetime.fromisoformat(at))


@once(name=cycles.TELL, autoretry_for=(OperationalError,), retry_backoff=True)
def tell_new_days(act_id: str, after: str) -> None:
    """Tell the next companies that a year has new days. Safe to run twice."""
    cycles.tell_new_days(act_id, after)


@shared_task(name="workgroups.tasks.tell_openings")
def tell_openings() -> int:
    """Each day: begin to tell of years that opened. Safe to run twice."""
    return cycles.tell_openings(timezone.localdate())


@once(name=cycles.OPENING, autoretry_for=(OperationalError,), retry_backoff=True)
def tell_opening(cycle_id: str, after: str) -> None:
    """Tell the next companies that a year opened. Safe to run twice."""
    cycles.tell_opening(cycle_id, after)


@once(name=cycles.REOPENING, autoretry_for=(OperationalError,), retry_backoff=True)
def tell_reopening(act_id: str, after: str) -> None:
    """Tell the next companies that a year is open again. Safe to run twice."""
    cycles.tell_reopening(act_id, after)


@once(name=cycles.CLOSE, autoretry_for=(OperationalError,), retry_backoff=True)
def close_files(cycle_id: str) -> None:
    """Close the next files of a year that is closing. Safe to run twice."""
    cycles.close_files(cycle_id)


@once(name=commenting.ASK, autoretry_for=(OperationalError,), retry_backoff=True)
def ask_members(release_id: str, after: str) -> None:
    """Ask the next companies what they think of figures. Safe to run twice."""
    commenting.ask_members(release_id, after)


@once(name=behind.TASK, autoretry_for=(OperationalError,), retry_backoff=True)
def tell_looked_behind(
    year: str, figure: str, a: str, b: str, companies: str, person_id: str, at: str
) -> None:
    """Tell members that somebody looked who is behind a figure. Safe to run twice."""
    about: dict[str, Any] = {"year": int(year), "figure": figure, "a": a, "b": b}
    moment = datetime.fromisoformat(at)
    behind.tell_looked_behind(companies.split(), person_id, moment, **about)


@once(name=making.TASK, autoretry_for=NO_DATABASE, retry_backoff=True)
def make_annual_report(edition_id: str) -> None:
    """Make an annual report in both languages with its annexes. Safe to run twice.

    No transaction is open while it renders. A fault of ours ends it as failed, for a person to ask
    again; only a lost database is tried again by itself.
    """
    try:
        make_annual(edition_id)
    except NO_DATABASE:
        raise
    except Exception:
        making.fail_edition(edition_id)


def make_annual(edition_id: str) -> None:
    """Gather, lay out and file one annual report, each in its own short transaction."""
    edition = making.start_edition(edition_id)
    if edition is None:
        return
    nl, en = (making.annual_of(edition, language) for language in ("nl", "en"))
    made: dict[str, making.MadeFile] = {}
    for annual, percent in ((nl, 10), (en, 45)):
        making.tell_progress(edition_id, annual.language, percent)
        pdf = render_annual(annual)
        made[f"{annual.language}.pdf"] = making.MadeFile(pdf.content, pdf.pages)
        made[f"{annual.language}.xlsx"] = making.MadeFile(workbook_of(annual))
    making.tell_progress(edition_id, "store", 85)
    made["zip"] = making.MadeFile(data_of(nl, en))
    making.finish_edition(edition_id, made)
