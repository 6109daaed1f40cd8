"""The codes of reports: what a stranger learns from one, and how a company takes a report back.

A code is known from the moment a report is asked for. Newer content of the same file and kind
replaces it; the company can withdraw it. The public page reads ReportCode alone.
"""

import hashlib
import re

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.models import ProgressReport, ReportCode, Snapshot

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike in print
LENGTH = 12
NOT_IN_A_CODE = re.compile(r"[\s\-–—.]+")
State = ReportCode.State


class NotACode(ValueError):
    """What was typed can't be a code: too short, too long, or with letters that none has."""


def control_code(
    snapshot: Snapshot,
    language: str,
    variant: str = ProgressReport.Variant.FULL,
    standard: str = "",
) -> str:
    """Return the code printed in the report: the same for the same snapshot, language and kind.

    The full variant keeps the code it had before there was a public one, or one for a law.
    """
    marks = [snapshot.sha256, str(snapshot.pk), language]
    if variant != ProgressReport.Variant.FULL:
        marks.append(variant)
    if standard:
        marks.append(f"law {standard}")
    return code_of(*marks)


def code_of(*marks: str) -> str:
    """Return the code that follows from these marks: a hash, an id, a language."""
    digest = hashlib.sha256(" ".join(marks).encode()).digest()
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])
    return in_groups(letters)


def in_groups(letters: str) -> str:
    """Return twelve letters as they are printed: 7QF4-M2XD-9KHT."""
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def read_code(typed: str) -> str:
    """Return a typed code as it is printed. Raises NotACode."""
    letters = NOT_IN_A_CODE.sub("", typed).upper()
    if len(letters) != LENGTH or not set(letters) <= set(LETTERS):
        raise NotACode(typed)
    return in_groups(letters)


def digest_of(code: str) -> str:
    """Return the key under which a code is kept."""
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()


def state_of_code(code: str) -> str | None:
    """Return what may be said of a code to anybody; None for one we do not know. One query."""
    known = ReportCode.objects.filter(digest=digest_of(code))
    return known.values_list("state", flat=True).first()


def check_address() -> str:
    """Return the address at which a report can be checked, as printed in it."""
    return settings.PUBLIC_URL + reverse("verify")


def register(report: ProgressReport) -> None:
    """Make the code of a report known. A code that is known keeps its state."""
    state = State.SUPERSEDED if is_superseded(report.snapshot) else State.GENUINE
    ReportCode.objects.get_or_create(digest=digest_of(report.code), defaults={"state": state})


def is_superseded(snapshot: Snapshot) -> bool:
    """Tell whether the same file was frozen later, for the same reason, with other content."""
    return same_kind(snapshot).filter(made_at__gt=snapshot.made_at).exists()


def same_kind(snapshot: Snapshot):
    """Return the other snapshots of the same file that were made for the same reason."""
    mine = Snapshot.objects.for_company(snapshot.company_id)
    return mine.filter(assessment=snapshot.assessment_id, kind=snapshot.kind).exclude(
        pk=snapshot.pk
    )


def supersede_others(snapshot: Snapshot) -> None:
    """Let this snapshot be the one that counts: reports of the others are superseded.

    Content that comes back as it was once is genuine again. What was withdrawn stays so.
    """
    reports = ProgressReport.objects.for_company(snapshot.company_id).filter(
        snapshot__assessment=snapshot.assessment_id, snapshot__kind=snapshot.kind
    )
    codes = reports.values_list("code", "snapshot_id")
    own = [digest_of(code) for code, made_from in codes if made_from == snapshot.pk]
    others = [digest_of(code) for code, made_from in codes if made_from != snapshot.pk]
    if own:
        change(own, State.SUPERSEDED, State.GENUINE)
    if others:
        change(others, State.GENUINE, State.SUPERSEDED)


def change(digests: list[str], before: str, after: str) -> None:
    """Move these codes from one state to another; those in a third state stay as they are."""
    ReportCode.objects.filter(digest__in=digests, state=before).update(state=after)


@transaction.atomic
def withdraw(report: ProgressReport, reason: str, *, by: User, year: int) -> None:
    """Take a report back: who checks its code is told so. Doing it twice is doing it once."""
    if mark(report, reason, by=by):
        ReportCode.objects.update_or_create(
            digest=digest_of(report.code), defaults={"state": State.WITHDRAWN}
        )
        record(
            report.company,
            "report.withdrawn",
            by=by,
            year=year,
            code=report.code,
            names={"reason": reason},
        )


@transaction.atomic
def restore(report: ProgressReport, *, by: User, year: int) -> None:
    """Let a withdrawn report count again."""
    same = with_this_code(report).exclude(withdrawn_at=None)
    if not same.update(withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""):
        return
    state = State.SUPERSEDED if is_superseded(report.snapshot) else State.GENUINE
    change([digest_of(report.code)], State.WITHDRAWN, state)
    record(report.company, "report.restored", by=by, year=year, code=report.code)


def mark(report: ProgressReport, reason: str, *, by: User) -> bool:
    """Mark every report with this code as withdrawn; tell whether that was news."""
    standing = with_this_code(report).filter(withdrawn_at=None)
    return bool(
        standing.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason)
    )


def with_this_code(report: ProgressReport):
    """Return the reports with one code: of one snapshot, language and variant."""
    return ProgressReport.objects.for_company(report.company_id).filter(code=report.code)
