"""What was tried to move a supplier, and leaving one with care."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.framework.catalogues import catalogue
from diligence.models import Disengagement, LeverageEntry, Supplier
from diligence.remedy.leaving import DECISIONS, check_decision

CHECKS = "exit_checks"


class StaleExit(Exception):
    """A colleague changed the file since its writer last saw it; `file` is what stands."""

    def __init__(self, file: Disengagement):
        super().__init__(file.pk)
        self.file = file


class Decided(Exception):
    """The decision was written down; open a new file to weigh it again."""


class ReasonsNeeded(Exception):
    """A decision needs reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try to move a supplier."""

    day: date
    kind: str
    issue: str
    ask: str
    share: str = LeverageEntry.Share.UNKNOWN
    partners: str = ""
    reaction: str = LeverageEntry.Reaction.NONE
    result: str = ""
    next_step: str = ""
    next_on: date | None = None


def log_try(supplier: Supplier, said: Try, *, by: User) -> LeverageEntry:
    """Write down a try."""
    entry = LeverageEntry.objects.create(
        company_id=supplier.company_id, supplier=supplier, created_by=by, **asdict(said)
    )
    tell("leverage.logged", supplier, by=by)
    return entry


def change_try(entry: LeverageEntry, said: Try, *, by: User) -> None:
    """Write it anew, such as when an answer came."""
    values = asdict(said)
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(values))
    tell("leverage.changed", entry.supplier, by=by)


def open_exit(supplier: Supplier, *, by: User) -> Disengagement:
    """Return the file in which leaving this supplier is weighed, made when there is none open."""
    file, is_new = Disengagement.objects.get_or_create(
        company_id=supplier.company_id,
        supplier=supplier,
        status=Disengagement.Status.WEIGHING,
        defaults={"opened_by": by},
    )
    if is_new:
        tell("exit.opened", supplier, by=by)
    return file


@transaction.atomic
def weigh(
    file: Disengagement, answers: Mapping[str, str], reasons: str, *, seen: int, by: User
) -> Disengagement:
    """Keep what was written; none of it is needed at once. Raises StaleExit or Decided."""
    locked = locked_exit(file, seen)
    keys = {entry.key for entry in catalogue(CHECKS)}
    locked.answers = {key: text.strip()[:2000] for key, text in answers.items() if key in keys}
    locked.reasons = reasons.strip()
    locked.version += 1
    locked.save()
    tell("exit.weighed", locked.supplier, by=by)
    return locked


@transaction.atomic
def decide(file: Disengagement, status: str, *, seen: int, by: User) -> Disengagement:
    """Write down the decision, for good.

    Raises StaleExit, Decided, NotWeighed (a question is open) or ReasonsNeeded.
    """
    if status not in DECISIONS:
        raise ValueError(status)
    locked = locked_exit(file, seen)
    check_decision((entry.key for entry in catalogue(CHECKS)), locked.answers)
    if not locked.reasons:
        raise ReasonsNeeded
    locked.status, locked.decided_on = status, timezone.localdate()
    locked.version += 1
    locked.save()
    tell("exit.decided", locked.supplier, by=by, exit_status=status)
    return locked


def locked_exit(file: Disengagement, seen: int) -> Disengagement:
    """Return the file, locked. Raises StaleExit or Decided."""
    mine = Disengagement.objects.for_company(file.company_id).select_related("supplier__company")
    locked = mine.select_for_update(of=("self",)).get(pk=file.pk)
    if locked.status != Disengagement.Status.WEIGHING:
        raise Decided
    if locked.version != seen:
        raise StaleExit(locked)
    return locked


def tell(verb: str, supplier: Supplier, *, by: User, **data) -> None:
    """Write down in the log what happened."""
    names = {"supplier": supplier.name}
    record(supplier.company, verb, by=by, names=names, **data)
