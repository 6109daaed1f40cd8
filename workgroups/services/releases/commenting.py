"""Members see figures before they go out, and say what they think of them."""

import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from companies.events import record
from companies.models import Company, User
from companies.permissions import Permission
from companies.services.notices import secretariat, tell, who_may
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import officer_scope
from workgroups.models import Release, ReleaseAct, ReleaseComment, ReleaseConsultation
from workgroups.queries.releases import ToAsk, companies_to_ask
from workgroups.services.releases.acts import write_down
from workgroups.services.releases.moving import WrongState, locked, move

ASK = "workgroups.tasks.ask_members"
A_STEP = 25
"""Companies that one step asks: short enough to let other work through."""
FEWEST_DAYS = 14
"""So long members have at least."""
MOST_TEXT = 4000
State, Kind = Release.State, ReleaseComment.Kind


class TooShort(ValueError):
    """Members get at least `FEWEST_DAYS` days, counted from today."""


class AlreadyAsking(Exception):
    """The members are being asked already."""


class TooLate(Exception):
    """The release is not open for comments, or no longer."""


class NothingSaid(ValueError):
    """A remark or an objection says why, in at most `MOST_TEXT` signs."""


@transaction.atomic
def open_comments(
    release: Release, *, until: datetime.date, asks_all: bool, by: User | None
) -> None:
    """Lay a release before the members, until and with this day.

    Who would be recognisable is always asked; all members when the secretariat wants it. They are
    asked in the background, and the comment period begins when the last one was.
    Raises WrongState, AlreadyAsking or TooShort.
    """
    begin(release, until=until, asks_all=asks_all, by=by, at=timezone.now())
    enqueue(ASK, release_id=release.pk, after="")


@transaction.atomic
def begin(
    release: Release,
    *,
    until: datetime.date,
    asks_all: bool,
    by: User | None,
    at: datetime.datetime,
) -> None:
    """Fix the last day and who is to be asked. Raises WrongState, AlreadyAsking or TooShort."""
    held = locked(release, State.PREPARED)
    if held.comment_until is not None:
        raise AlreadyAsking
    if until < timezone.localtime(at).date() + datetime.timedelta(days=FEWEST_DAYS):
        raise TooShort(until)
    held.comment_until = until
    held.save(update_fields=["comment_until"])
    write_down(held, ReleaseAct.Kind.COMMENT, by=by, at=at, day=until.isoformat(), all=asks_all)


@transaction.atomic
def ask_members(release_id: UUID | str, after: str) -> None:
    """Ask the next companies, and put those after them in the queue. Safe to run twice."""
    last = ask_next(release_id, after)
    if last:
        enqueue(ASK, release_id=release_id, after=last)


@transaction.atomic
def ask_next(release_id: UUID | str, after: str) -> str:
    """Ask the next companies; return the last one, or nothing once the comment period began."""
    release = Release.objects.select_for_update().get(pk=release_id)
    if release.state != State.PREPARED or release.comment_until is None:
        return ""
    act = release.acts.filter(kind=ReleaseAct.Kind.COMMENT).latest("at")
    companies = companies_to_ask(release, asks_all=act.data["all"], after=after, most=A_STEP)
    for one in companies:
        ask(release, one, at=act.at)
    if len(companies) == A_STEP:
        return companies[-1].slug
    move(release, State.IN_COMMENT)
    return ""


def ask(release: Release, asked: ToAsk, *, at: datetime.datetime) -> None:
    """Ask one company: it gets a page of its own, and those who may speak for it get a notice.

    A mail leaves at once only of what was asked today or yesterday.
    """
    with officer_scope(asked.company):
        company = Company.objects.get(pk=asked.company)
        _consultation, is_new = ReleaseConsultation.objects.get_or_create(
            company=company, release=release, defaults={"why": asked.why, "asked_at": at}
        )
        if not is_new:
            return
        day = f"{release.comment_until:%Y-%m-%d}"
        record(company, "release.asked", by=None, at=at, number=release.number, day=day)
        tell(
            who_may(company, Permission.FILE_SUBMIT),
            "release.asked",
            company,
            url=reverse("own-figures:comment", args=[company.slug, release.number]),
            key=f"release.asked {release.pk}",
            words={"number": release.number, "day": day},
            urgent=timezone.now() - at < datetime.timedelta(days=1),
            at=at,
        )


@transaction.atomic
def say(
    consultation: ReleaseConsultation,
    kind: str,
    text: str,
    *,
    by: User,
    at: datetime.datetime | None = None,
) -> ReleaseComment:
    """Keep what a company says; the secretariat is told. Must run in the company's scope.

    After the last day only agreeing is left: it takes an objection back. Raises TooLate or
    NothingSaid.
    """
    moment, text = at or timezone.now(), text.strip()
    release = Release.objects.select_for_update().get(pk=consultation.release_id)
    is_over = not release.comment_until or release.comment_until < timezone.localdate()
    if release.state != State.IN_COMMENT or (is_over and kind != Kind.AGREE):
        raise TooLate
    if (kind != Kind.AGREE and not text) or len(text) > MOST_TEXT:
        raise NothingSaid
    company = consultation.company
    comment = ReleaseComment.objects.create(
        company=company,
        consultation=consultation,
        kind=kind,
        text=text,
        language=(get_language() or "nl")[:2],
        by=by,
        at=moment,
    )
    verb = {Kind.AGREE: "release.agreed", Kind.OBJECT: "release.objected"}
    record(
        company, verb.get(Kind(kind), "release.remarked"), by=by, at=moment, number=release.number
    )
    tell(
        secretariat(but=by),
        "release.answered",
        company,
        url=reverse("sector:release", args=[release.number]),
        about=comment,
        words={"number": release.number},
        at=moment,
    )
    return comment


@transaction.atomic
def give_more_time(release: Release, until: datetime.date, *, by: User | None) -> None:
    """Move the last day for comments later. Raises WrongState or TooShort."""
    held = locked(release, State.IN_COMMENT)
    if held.comment_until is None or until <= held.comment_until:
        raise TooShort(until)
    held.comment_until = until
    held.save(update_fields=["comment_until"])
    write_down(held, ReleaseAct.Kind.COMMENT, by=by, day=until.isoformat(), later=True)


__all__ = [
    "AlreadyAsking",
    "NothingSaid",
    "TooLate",
    "TooShort",
    "WrongState",
    "ask_members",
    "give_more_time",
    "open_comments",
    "say",
]
