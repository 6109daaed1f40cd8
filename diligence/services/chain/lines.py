"""Lines of the chain: added, changed, removed and put back, in a year that is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.chain.proxies import SCRAP
from diligence.framework.catalogues import catalogue
from diligence.models import (
    Assessment,
    Certainty,
    Form,
    ImportBatch,
    SourcingLine,
    Supplier,
    Volume,
)
from diligence.services.review.opened import lock_if_asked

FURTHEST = 9
MOST_LINES = 5_000
FIELDS = (
    *("metal", "form", "stage", "country", "region"),
    *("supplier", "tier", "certainty", "volume"),
)


class InvalidLine(Exception):
    """A line does not hold; `problems` gives a code by field: missing, unknown, no_country..."""

    def __init__(self, problems: Mapping[str, str]):
        super().__init__(problems)
        self.problems = problems


class StaleLine(Exception):
    """A colleague changed the line since its writer last saw it; `line` is what stands."""

    def __init__(self, line: SourcingLine):
        super().__init__(line.pk)
        self.line = line


class TooManyLines(Exception):
    """The year has as many lines as it can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDetails:
    """What a line says. Keys of the catalogues; an empty text is not known."""

    metal: str
    form: str
    stage: str
    country: str = ""
    region: str = ""
    supplier: Supplier | None = None
    tier: int | None = None
    certainty: str = Certainty.UNKNOWN
    volume: str = ""


def problems_of(details: LineDetails) -> dict[str, str]:
    """Return what does not hold, as a code by field; nothing when it does."""
    found = {}
    for name, values in (
        ("metal", catalogue("metals")),
        ("stage", catalogue("stages")),
        ("form", Form.values),
        ("certainty", Certainty.values),
    ):
        value = getattr(details, name)
        if value not in values:
            found[name] = "unknown" if value else "missing"
    if details.country and details.country not in catalogue("countries"):
        found["country"] = "unknown"
    if details.volume and details.volume not in Volume.values:
        found["volume"] = "unknown"
    if details.tier is not None and not 1 <= details.tier <= FURTHEST:
        found["tier"] = "out_of_range"
    if len(details.region) > 80:
        found["region"] = "too_long"
    return found | contradictions(details)


def contradictions(details: LineDetails) -> dict[str, str]:
    """Return where two things said do not go together."""
    found = {}
    if details.certainty in (Certainty.DOCUMENTED, Certainty.TOLD) and not details.country:
        found["country"] = "no_country"
    if details.region and not details.country:
        found["region"] = "no_country"
    if details.form == SCRAP and details.stage in ("ST01", "ST02", "ST03", "ST04", "ST05"):
        found["stage"] = "scrap_is_not_mined"
    return found


def cleaned(details: LineDetails) -> dict[str, object]:
    """Return the columns of a line. Raises InvalidLine."""
    if problems := problems_of(details):
        raise InvalidLine(problems)
    columns = asdict_shallow(details)
    if details.country and details.certainty == Certainty.UNKNOWN:
        columns["certainty"] = Certainty.ESTIMATE  # a country that nobody vouches for is a guess
    return columns


def asdict_shallow(details: LineDetails) -> dict[str, object]:
    """Return the details by field, with the supplier itself."""
    return {name: getattr(details, name) for name in FIELDS}


def details_of(line: SourcingLine) -> LineDetails:
    """Return what a stored line says."""
    return LineDetails(**{name: getattr(line, name) for name in FIELDS})


@transaction.atomic
def add_line(
    assessment: Assessment,
    details: LineDetails,
    *,
    by: User,
) -> SourcingLine:
    """Add a line. Must run in the company's scope.

    Raises AssessmentClosed, InvalidLine or TooManyLines.
    """
    columns = cleaned(details)
    locked = lock_if_asked(assessment, supplier__isnull=False)
    room_for(locked, 1)
    line = SourcingLine.objects.create(
        company_id=locked.company_id, assessment=locked, created_by=by, **columns
    )
    tell("chain.line_added", assessment, line, by=by)
    return line


def add_lines(
    locked: Assessment,
    all_details: list[LineDetails],
    *,
    by: User,
    batch: ImportBatch,
    at: datetime | None = None,
) -> int:
    """Add the lines of an import to a locked year; return how many. One statement.

    Raises InvalidLine or TooManyLines, and then none is added.
    """
    room_for(locked, len(all_details))
    rows = [
        SourcingLine(
            company_id=locked.company_id,
            assessment=locked,
            created_by=by,
            batch=batch,
            created_at=at or timezone.now(),
            **cleaned(details),
        )
        for details in all_details
    ]
    return len(SourcingLine.objects.bulk_create(rows, batch_size=500))


def room_for(locked: Assessment, more: int) -> None:
    """Raises TooManyLines when the year has no room for so many more."""
    if SourcingLine.objects.of_file(locked).count() + more > MOST_LINES:
        raise TooManyLines


@transaction.atomic
def change_line(line: SourcingLine, details: LineDetails, *, seen: int, by: User) -> SourcingLine:
    """Change a line at the version its writer saw.

    Raises AssessmentClosed, InvalidLine or StaleLine.
    """
    columns = cleaned(details)
    lock_if_asked(line.assessment, supplier__isnull=False)
    mine = SourcingLine.objects.for_company(line.company_id).kept().select_related("supplier")
    stands = mine.get(pk=line.pk)
    if stands.version != seen:
        raise StaleLine(stands)
    before = {name: getattr(stands, name) for name in FIELDS}
    if before == columns:
        return stands
    for name, value in columns.items():
        setattr(stands, name, value)
    stands.version += 1
    stands.changed_at, stands.changed_by = timezone.now(), by
    stands.save(update_fields=[*FIELDS, "version", "changed_at", "changed_by"])
    tell("chain.line_changed", line.assessment, stands, by=by)
    return stands


@transaction.atomic
def remove_line(line: SourcingLine, *, by: User) -> None:
    """Take a line out of the chain; `restore_line` undoes it. Raises AssessmentClosed."""
    lock_if_asked(line.assessment, supplier__isnull=False)
    if line.removed_at is None:
        line.removed_at, line.removed_by = timezone.now(), by
        line.save(update_fields=["removed_at", "removed_by"])
        tell("chain.line_removed", line.assessment, line, by=by)


@transaction.atomic
def restore_line(line: SourcingLine, *, by: User) -> None:
    """Put a removed line back. Raises AssessmentClosed or TooManyLines."""
    locked = lock_if_asked(line.assessment, supplier__isnull=False)
    if line.removed_at is not None:
        room_for(locked, 1)
        line.removed_at = line.removed_by = None
        line.save(update_fields=["removed_at", "removed_by"])
        tell("chain.line_restored", line.assessment, line, by=by)


def tell(verb: str, assessment: Assessment, line: SourcingLine, *, by: User) -> None:
    """Write down in the log what happened to a line; the log names no supplier or country."""
    record(
        assessment.company,
        verb,
        by=by,
        year=assessment.cycle.year,
        metal=line.metal,
        pk=str(line.pk),
    )
