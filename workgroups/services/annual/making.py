"""Ask for an annual report, make it once, and file it whole."""

import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from companies.models import User
from convenant import files
from convenant.queue.models import OutboxItem
from convenant.queue.outbox import enqueue
from diligence.services.codes import check_address, code_of
from workgroups.annual.content import TEMPLATE_VERSION, Annual
from workgroups.annual.reading import annual_in
from workgroups.models import AnnualContent, AnnualEdition, AnnualReport, Release
from workgroups.services.annual.gathering import Problem, canonical, content_of, problems_in

log = logging.getLogger(__name__)
Status = AnnualEdition.Status
TASK = "workgroups.tasks.make_annual_report"
FROM = (Release.State.SIGNED, Release.State.PUBLISHED)
"""A report is made from figures that somebody signed, and from no others."""


class NotReleased(ValueError):
    """This release is not signed, is over, or has no figures of this year."""


class NotReady(ValueError):
    """Chapters lack a text, or ask for what the release does not tell."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{one.chapter.key} {one.kind}" for one in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One finished file: what it holds, and for a PDF its number of pages."""

    content: bytes
    pages: int = 0


def releases_for(report: AnnualReport) -> Sequence[Release]:
    """Return the releases that a report of this year can be made from, the newest first."""
    mine = Release.objects.filter(state__in=FROM, years__contains=[report.cycle.year])
    return list(mine.defer("tables").order_by("-signed_at", "-number"))


def request_edition(report: AnnualReport, release: Release, *, by: User) -> AnnualEdition:
    """Ask for the report with the figures of this release.

    The same words and figures are one edition: asking again returns it, and starts it again when
    it failed, was given up or lost a file. Raises NotReleased or NotReady.
    """
    if release.state not in FROM or report.cycle.year not in release.years:
        raise NotReleased(release.number)
    content = content_of(report, release)
    if problems := list(problems_in(report, content)):
        raise NotReady(problems)
    text, sha256 = canonical(content)
    with transaction.atomic():
        stored, _ = AnnualContent.objects.get_or_create(
            report=report,
            sha256=sha256,
            defaults={"release": release, "content": text, "by": by},
        )
        edition, is_new = AnnualEdition.objects.get_or_create(
            content=stored,
            template_version=TEMPLATE_VERSION,
            defaults={
                "requested_by": by,
                "code": code_of(sha256, str(stored.pk), "annual"),
                "check_url": check_address(),
            },
        )
        if is_new or needs_making(edition):
            start_over(edition)
    return edition


def needs_making(edition: AnnualEdition) -> bool:
    """Tell whether nobody is making it and it can't be handed out."""
    if edition.is_ready:
        return not all(files.is_there(one["name"]) for one in edition.files.values())
    if edition.status == Status.FAILED:
        return True
    tasks = OutboxItem.objects.filter(task=TASK, failed_at=None)
    return not tasks.filter(ids__edition_id=str(edition.pk)).exists()


def start_over(edition: AnnualEdition) -> None:
    """Put the making on the queue, from the beginning."""
    edition.status, edition.stage, edition.percent = Status.QUEUED, "", 0
    edition.error_code, edition.requested_at = "", timezone.now()
    edition.save(update_fields=["status", "stage", "percent", "error_code", "requested_at"])
    enqueue(TASK, edition_id=edition.pk)


@transaction.atomic
def start_edition(edition_id: str) -> AnnualEdition | None:
    """Mark an edition as being made and return it; None when it is ready or is not there."""
    free = AnnualEdition.objects.select_for_update(of=("self",)).select_related("content")
    edition = free.filter(pk=edition_id).first()
    if edition is None or edition.is_ready:
        return None
    edition.status, edition.stage, edition.percent = Status.RENDERING, "gather", 5
    edition.save(update_fields=["status", "stage", "percent"])
    return edition


def annual_of(edition: AnnualEdition, language: str) -> Annual:
    """Return the content of an edition in one language, with what it prints of itself."""
    content = edition.content
    return annual_in(
        content.data(),
        language,
        code=edition.code,
        check_url=edition.check_url,
        sha256=content.sha256,
        made_at=content.at,
    )


def tell_progress(edition_id: str, stage: str, percent: int) -> None:
    """Show how far the making is."""
    AnnualEdition.objects.filter(pk=edition_id).update(stage=stage, percent=percent)


@transaction.atomic
def finish_edition(edition_id: str, made: Mapping[str, MadeFile]) -> None:
    """File everything and mark the edition ready; one that is ready already stays as it is.

    The row is locked while the files are written. Their names are the edition's own: a crash
    before the commit leaves whole files that the next attempt replaces, and no edition.
    """
    edition = AnnualEdition.objects.select_for_update().get(pk=edition_id)
    if edition.is_ready:
        return
    filed = {}
    for form, one in made.items():
        name = f"annual/{edition.pk}/{form}"
        files.write(name, one.content)
        filed[form] = {
            "name": name,
            "size": len(one.content),
            "sha256": hashlib.sha256(one.content).hexdigest(),
            "pages": one.pages,
        }
    edition.files, edition.status = filed, Status.READY
    edition.stage, edition.percent, edition.error_code = "", 100, ""
    edition.finished_at = timezone.now()
    edition.save()


def fail_edition(edition_id: str) -> str:
    """Mark an edition as failed and return the code the person may mention to us."""
    code = f"R-{secrets.randbelow(9000) + 1000}"
    unfinished = AnnualEdition.objects.filter(pk=edition_id).exclude(status=Status.READY)
    unfinished.update(status=Status.FAILED, error_code=code, finished_at=timezone.now())
    log.exception("Annual report %s failed with code %s.", edition_id, code)
    return code
