"""A release is signed by somebody who had no part in it, published, corrected or taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from companies.models import User
from companies.permissions import SecretariatRole
from diligence.models import ReportCode
from diligence.services import codes
from workgroups.models import Release, ReleaseAct
from workgroups.queries.releases import Hindrance, hindrance_to, reviewed_files
from workgroups.services.releases.acts import write_down
from workgroups.services.releases.moving import WrongState, locked, move

State, Act, Code = Release.State, ReleaseAct.Kind, ReportCode.State
FEWEST_SIGNS = 10
"""A reason is a sentence, which has at least so many signs."""


class StillCommenting(Exception):
    """The last day for comments is not over, and not everybody who was asked agreed."""

    def __init__(self, until: date, silent: int):
        super().__init__(until)
        self.until, self.silent = until, silent


class Objections(Exception):
    """Members object; they have to agree first, or the release has to be dropped."""

    def __init__(self, companies: tuple[str, ...]):
        super().__init__(len(companies))
        self.companies = companies


class NotApart(Exception):
    """This person had a part in it; `why` is `role`, `prepared` or `reviewed`."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


class NoReason(ValueError):
    """Why it ends is not told."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What stands in the way of going out, for the page; nothing when all is well."""

    hindrance: Hindrance
    not_apart: str

    @property
    def may_sign(self) -> bool:
        """Tell whether this person may sign it now."""
        return not self.not_apart and self.hindrance.is_none


def readiness(release: Release, person: User) -> Ready:
    """Return what stands between this person and a signature."""
    return Ready(hindrance_to(release, timezone.localdate()), why_not_apart(release, person))


def why_not_apart(release: Release, person: User) -> str:
    """Return why this person may not sign it, or an empty text."""
    if person.secretariat_role != SecretariatRole.RELEASER:
        return "role"
    if release.prepared_by_id == person.pk:
        return "prepared"
    return "reviewed" if reviewed_files(release, person.pk) else ""


@transaction.atomic
def sign(release: Release, *, by: User, at: datetime | None = None) -> None:
    """Sign a release as somebody who neither prepared it nor reviewed a file in it.

    Raises WrongState, NotApart, Objections or StillCommenting; the database refuses the same.
    """
    held = locked(release, State.IN_COMMENT)
    if why := why_not_apart(held, by):
        raise NotApart(why)
    refuse_hindered(held)
    moment = at or timezone.now()
    move(held, State.SIGNED, signed_at=moment, signed_by=by)
    write_down(held, Act.SIGNED, by=by, at=moment)


def refuse_hindered(release: Release) -> None:
    """Raises Objections or StillCommenting."""
    hindrance = hindrance_to(release, timezone.localdate())
    if hindrance.objecting:
        raise Objections(hindrance.objecting)
    if hindrance.until is not None:
        raise StillCommenting(hindrance.until, hindrance.silent)


@transaction.atomic
def publish(release: Release, *, by: User, at: datetime | None = None) -> None:
    """Let a signed release out; an erratum takes the place of the one it corrects.

    Its code is known from now on. Raises WrongState; the database looks at all rules again.
    """
    held = locked(release, State.SIGNED)
    moment = at or timezone.now()
    move(held, State.PUBLISHED, published_at=moment)
    ReportCode.objects.create(digest=codes.digest_of(held.code), state=Code.GENUINE)
    write_down(held, Act.PUBLISHED, by=by, at=moment)
    if held.corrects is not None:
        supersede(held.corrects, held, by=by, at=moment)


def supersede(old: Release, erratum: Release, *, by: User, at: datetime) -> None:
    """Let an erratum take the place of a release, unless that was withdrawn meanwhile."""
    try:
        held = locked(old, State.PUBLISHED)
    except WrongState:
        return
    move(held, State.SUPERSEDED, ended_at=at, ended_reason=erratum.correction)
    codes.change([codes.digest_of(held.code)], Code.GENUINE, Code.SUPERSEDED)
    write_down(held, Act.SUPERSEDED, by=by, at=at, number=erratum.number)


@transaction.atomic
def withdraw(release: Release, reason: str, *, by: User, at: datetime | None = None) -> None:
    """Take a release back: its figures are shown no more. Raises WrongState or NoReason.

    Who holds a copy learns it from the code; what was told stays in the ledger of the gate, since
    nobody can untell it.
    """
    held = locked(release, State.PUBLISHED, State.SUPERSEDED)
    words = sentence(reason)
    moment = at or timezone.now()
    digest = codes.digest_of(held.code)
    move(held, State.WITHDRAWN, ended_at=moment, ended_reason=words)
    for before in (Code.GENUINE, Code.SUPERSEDED):
        codes.change([digest], before, Code.WITHDRAWN)
    write_down(held, Act.WITHDRAWN, by=by, at=moment, reason=words)


@transaction.atomic
def drop(release: Release, reason: str, *, by: User, at: datetime | None = None) -> None:
    """Let a release that is not out go no further. Raises WrongState or NoReason."""
    held = locked(release, State.PREPARED, State.IN_COMMENT, State.SIGNED)
    words = sentence(reason)
    moment = at or timezone.now()
    move(held, State.DROPPED, ended_at=moment, ended_reason=words)
    write_down(held, Act.DROPPED, by=by, at=moment, reason=words)


def sentence(reason: str) -> str:
    """Return a reason without spaces around it. Raises NoReason."""
    words = reason.strip()
    if not FEWEST_SIGNS <= len(words) <= 2000:
        raise NoReason
    return words
