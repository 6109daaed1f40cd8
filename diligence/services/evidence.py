"""Proof: documents in a company's library, and the answers they stand at."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from diligence.framework.catalogues import catalogue
from diligence.models import Assessment, Evidence, EvidenceUse, EvidenceVersion
from diligence.services.answers import AnswerLocked, lock
from diligence.services.evidence_files import Kept, Upload, keep, let_scan
from diligence.services.places import place_of
from diligence.services.review.locks import locks_of
from diligence.uploads.names import title_of

OPEN = (Assessment.Status.DRAFT, Assessment.Status.QUESTIONS_OPEN)
KINDS = "evidence_types"


class InClosedFile(Exception):
    """The document stands in a file that was handed in, so it is kept; `years` says which."""

    def __init__(self, years: Sequence[int]):
        super().__init__(years)
        self.years = years


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says of a document. Without a title its file's name will do.

    Without a choice it is confidential when its kind usually is, or when no kind is said.
    """

    title: str = ""
    description: str = ""
    kind: str = ""
    is_confidential: bool | None = None
    valid_until: datetime.date | None = None

    def confidential(self) -> bool:
        """Return what was chosen, else what is usual for this kind."""
        if self.is_confidential is not None:
            return self.is_confidential
        entry = catalogue(KINDS).get(self.kind)
        return bool(entry.get("confidential", True)) if entry else True


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an upload."""

    evidence: Evidence
    version: EvidenceVersion
    is_new: bool
    """False when the library had this very file already: then that document is returned."""
    is_rewritten: bool
    """Hidden data was taken out of a picture."""


def is_expired(evidence: Evidence, today: datetime.date) -> bool:
    """Tell whether the last day of a document has passed."""
    return evidence.is_expired(today)


def add_evidence(
    company: Company, upload: Upload, *, by: User, details: Details | None = None
) -> Added:
    """Examine a file and put it in the library as a document of its own.

    A file whose very content is in the library already makes no second document, also when both
    come at once: who heard nothing back may send it again. Must run in the company's scope. Raises
    Refused, and then nothing is kept.
    """
    details = details or Details()
    kept = keep(company, upload)
    with kept, transaction.atomic():
        one_at_a_time(company)
        if known := known_version(company, kept.sha256):
            kept.discard()
            return Added(known.evidence, known, False, kept.is_rewritten)
        evidence = Evidence.objects.create(
            company=company,
            title=details.title or title_of(upload.name),
            description=details.description,
            kind=details.kind,
            is_confidential=details.confidential(),
            valid_until=details.valid_until,
            created_by=by,
        )
        version = store_version(evidence, kept, number=1, by=by)
        tell("evidence.added", evidence, by=by)
    return Added(evidence, version, True, kept.is_rewritten)


def one_at_a_time(company: Company) -> None:
    """Let nobody else add a document to this library until the transaction ends.

    Lock the library before a year's file, never after: two that do it in different order would wait
    for each other.
    """
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)


def add_version(evidence: Evidence, upload: Upload, *, by: User) -> Added:
    """Examine a file and make it the newest version of a document; the older ones stay.

    The same content as the newest version changes nothing. Raises Refused.
    """
    kept = keep(evidence.company, upload)
    locked = Evidence.objects.for_company(evidence.company_id).select_for_update()
    with kept, transaction.atomic():
        locked.get(pk=evidence.pk)  # one new version at a time
        newest = evidence.versions.order_by("-number").first()
        if newest and newest.sha256 == kept.sha256 and not newest.is_stopped:
            kept.discard()
            return Added(evidence, newest, False, kept.is_rewritten)
        number = newest.number + 1 if newest else 1
        version = store_version(evidence, kept, number=number, by=by)
        tell("evidence.version_added", evidence, by=by, number=number)
    return Added(evidence, version, True, kept.is_rewritten)


def known_version(company: Company, sha256: str) -> EvidenceVersion | None:
    """Return the version of a document in the library that has this very content."""
    versions = EvidenceVersion.objects.for_company(company).filter(
        sha256=sha256, evidence__removed_at=None, state__in=("clean", "pending")
    )
    return versions.select_related("evidence").order_by("uploaded_at").first()


def store_version(evidence: Evidence, kept: Kept, *, number: int, by: User) -> EvidenceVersion:
    """Write down a stored file as a version; a scanner, when there is one, looks at it first."""
    version = EvidenceVersion.objects.create(
        company_id=evidence.company_id,
        evidence=evidence,
        number=number,
        name=kept.name,
        content_type=kept.content_type,
        size=kept.size,
        sha256=kept.sha256,
        file=kept.file,
        uploaded_by=by,
    )
    let_scan(version)
    return version


def change(evidence: Evidence, details: Details, *, by: User) -> None:
    """Say anew what a document is; its files stay."""
    evidence.title = details.title or evidence.title
    evidence.description, evidence.kind = details.description, details.kind
    evidence.is_confidential = details.confidential()
    evidence.valid_until = details.valid_until
    fields = ["title", "description", "kind", "is_confidential", "valid_until"]
    evidence.save(update_fields=fields)
    tell("evidence.changed", evidence, by=by)


def link(assessment: Assessment, question: str, evidence: Evidence, *, by: User) -> EvidenceUse:
    """Put a document at an answer; where it stands already nothing changes.

    Raises AssessmentClosed or UnknownQuestion.
    """
    locked = lock_answer(assessment, question)
    locked.edition.question(question)
    use, is_new = EvidenceUse.objects.get_or_create(
        company_id=locked.company_id,
        assessment=locked,
        question=question,
        evidence=evidence,
        defaults={"added_by": by},
    )
    if is_new:
        tell("evidence.linked", evidence, by=by, **place_of(assessment, question))
    return use


def unlink(assessment: Assessment, question: str, evidence: Evidence, *, by: User) -> bool:
    """Take a document away from an answer; it stays in the library. Raises AssessmentClosed."""
    locked = lock_answer(assessment, question)
    uses = EvidenceUse.objects.for_company(locked.company_id)
    gone, _ = uses.filter(assessment=locked, question=question, evidence=evidence).delete()
    if gone:
        tell("evidence.unlinked", evidence, by=by, **place_of(assessment, question))
    return bool(gone)


def lock_answer(assessment: Assessment, question: str) -> Assessment:
    """Return the file, locked, when what stands at this answer may be changed.

    Raises AssessmentClosed or AnswerLocked.
    """
    locked = lock(assessment)
    if not locks_of(locked).is_free(question):
        raise AnswerLocked
    return locked


def closed_years(evidence: Evidence) -> list[int]:
    """Return the years, handed in or closed, in whose file a document stands. One query."""
    uses = EvidenceUse.objects.for_company(evidence.company_id).filter(evidence=evidence)
    uses = uses.exclude(assessment__status__in=OPEN)
    years = uses.order_by("assessment__cycle__year").values_list("assessment__cycle__year")
    return list(dict.fromkeys(year for (year,) in years))


@transaction.atomic
def remove(evidence: Evidence, *, by: User) -> None:
    """Take a document out of the library and away from every open answer; `restore` undoes it.

    Raises InClosedFile.
    """
    if years := closed_years(evidence):
        raise InClosedFile(years)
    if evidence.removed_at is None:
        evidence.removed_at, evidence.removed_by = timezone.now(), by
        evidence.save(update_fields=["removed_at", "removed_by"])
        tell("evidence.removed", evidence, by=by)


@transaction.atomic
def restore(evidence: Evidence, *, by: User) -> None:
    """Put a removed document back, also at the answers where it stood."""
    if evidence.removed_at is not None:
        evidence.removed_at = evidence.removed_by = None
        evidence.save(update_fields=["removed_at", "removed_by"])
        tell("evidence.restored", evidence, by=by)


def tell(verb: str, evidence: Evidence, *, by: User | None, **data) -> None:
    """Write down in the log what happened to a document."""
    names = {"document": evidence.title}
    record(evidence.company, verb, by=by, names=names, pk=str(evidence.pk), **data)
