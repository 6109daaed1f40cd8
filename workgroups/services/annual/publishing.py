"""Publish an annual report, take it back, and hand out its files."""

import hashlib
import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from companies.models import User
from convenant import files
from diligence.models import ReportCode
from diligence.services.codes import change, digest_of
from workgroups.models import AnnualEdition, Release

log = logging.getLogger(__name__)
State = ReportCode.State
AUDIENCES = {
    Release.Audience.PUBLIC: (Release.Audience.PUBLIC,),
    Release.Audience.PARTIES: (Release.Audience.PARTIES, Release.Audience.PUBLIC),
}


class NotYet(ValueError):
    """It is not made, or its figures are not published."""


class NoReason(ValueError):
    """Nobody said why it is taken back."""


@transaction.atomic
def publish(edition: AnnualEdition, *, by: User) -> None:
    """Let everybody for whom its figures are read it; the one before is superseded.

    Doing it twice is doing it once. Raises NotYet.
    """
    now = locked(edition)
    if not now.is_ready or not now.content.release.is_out:
        raise NotYet(edition.code)
    if now.is_out:
        return
    others = AnnualEdition.objects.filter(content__report=now.content.report_id)
    codes = others.exclude(pk=now.pk).exclude(published_at=None).values_list("code", flat=True)
    change([digest_of(code) for code in codes], State.GENUINE, State.SUPERSEDED)
    ReportCode.objects.update_or_create(
        digest=digest_of(now.code), defaults={"state": State.GENUINE}
    )
    now.published_at, now.published_by = timezone.now(), by
    now.withdrawn_at, now.withdrawn_by, now.withdrawn_reason = None, None, ""
    now.save()


@transaction.atomic
def withdraw(edition: AnnualEdition, reason: str, *, by: User) -> None:
    """Take a report back: nobody is handed it, and its code says so. Raises NoReason or NotYet."""
    if not reason.strip():
        raise NoReason(edition.code)
    now = locked(edition)
    if now.published_at is None:
        raise NotYet(edition.code)
    if now.withdrawn_at:
        return
    now.withdrawn_at, now.withdrawn_by = timezone.now(), by
    now.withdrawn_reason = reason.strip()
    now.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    ReportCode.objects.update_or_create(
        digest=digest_of(now.code), defaults={"state": State.WITHDRAWN}
    )


def locked(edition: AnnualEdition) -> AnnualEdition:
    """Return the edition as it is now, ours until the transaction ends."""
    free = AnnualEdition.objects.select_for_update(of=("self",))
    return free.select_related("content__release").get(pk=edition.pk)


def published(audience: str) -> Sequence[AnnualEdition]:
    """Return the newest published report of each year that this audience may read. One query.

    A report whose figures were withdrawn or superseded is shown no more, whatever became of it.
    """
    found = AnnualEdition.objects.filter(
        published_at__isnull=False,
        withdrawn_at=None,
        content__release__state=Release.State.PUBLISHED,
        content__release__audience__in=AUDIENCES[Release.Audience(audience)],
    ).select_related("content__report__cycle", "content__release")
    newest: dict[int, AnnualEdition] = {}
    for edition in found.order_by("-published_at").defer("content__content"):
        newest.setdefault(edition.content.report.cycle.year, edition)
    return [newest[year] for year in sorted(newest, reverse=True)]


def file_of(edition: AnnualEdition, form: str) -> bytes | None:
    """Return a file of an edition; None when it has none, is gone, or is not what was filed."""
    kept = edition.files.get(form)
    if not edition.is_ready or kept is None:
        return None
    try:
        content = files.read(kept["name"])
    except (files.FileGone, files.StoreDown):
        log.exception("The file %s can't be read.", kept["name"])
        return None
    if hashlib.sha256(content).hexdigest() != kept["sha256"]:
        log.error("The file %s was altered.", kept["name"])
        return None
    return content
