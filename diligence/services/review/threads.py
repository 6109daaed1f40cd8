"""Conversations between company and secretariat: begin, answer, settle, and what they print.

Who acts is on one side: the secretariat when its person does it, else the company. The database
checks that the scope is of that side. `at` is when it happened: now, unless told afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from companies.events import record
from companies.models import Membership, User
from companies.permissions import SECRETARIAT_GRANTS, Permission
from diligence.models import (
    Action,
    Assessment,
    InternalNote,
    Mention,
    Remark,
    ReviewThread,
    Risk,
    Side,
    Supplier,
)
from diligence.services.review import telling

MOST_CHARACTERS = 4000
T = ReviewThread.State
S = Assessment.Status
TALKING = (S.DRAFT, S.SUBMITTED, S.QUESTIONS_OPEN)


class EmptyRemark(Exception):
    """A remark needs words, at most 4,000 characters."""


class NotNow(Exception):
    """The file is accepted or closed: the conversation about it is over. `status` says which."""

    def __init__(self, status: str):
        super().__init__(status)
        self.status = status


class AlreadySettled(Exception):
    """The conversation is settled; whoever has more to say begins another or opens it again."""


class NotYetAnswered(Exception):
    """The other side has not spoken yet, so there is nothing to agree or differ about."""


class NotYoursToSettle(Exception):
    """Only who began the conversation, or the secretariat, settles it."""


class NotAColleague(Exception):
    """Somebody is called by name who is not on the same side."""


@dataclass(frozen=True, slots=True)
class About:
    """What a conversation or a note is about: one of these."""

    question: str = ""
    risk: Risk | None = None
    action: Action | None = None
    supplier: Supplier | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """Return the columns of a row that is about this."""
        return {name: getattr(self, name) for name in ("question", "risk", "action", "supplier")}

    @property
    def kind(self) -> str:
        """Return which of the four it is; nothing for a whole file."""
        return next((name for name, one in self.fields.items() if one), "")


def side_of(person: User) -> Side:
    """Return on which side this person is."""
    return Side.SECRETARIAT if person.is_secretariat else Side.COMPANY


def other(side: str) -> Side:
    """Return the other side."""
    return Side.COMPANY if side == Side.SECRETARIAT else Side.SECRETARIAT


@transaction.atomic
def open_thread(
    assessment: Assessment,
    about: About,
    text: str,
    *,
    by: User,
    asks_change: bool = False,
    in_report: bool = False,
    mentions: Iterable[User] = (),
    at: datetime | None = None,
) -> ReviewThread:
    """Begin a conversation; it is the other side's turn. `asks_change` opens the answer again.

    What asks for a change opens at once when the file is back at the company, else when it goes
    back (`states.ask_questions`). Only the secretariat can. Raises EmptyRemark, NotNow or
    NotAColleague, and UnknownQuestion for a question that the year does not have.
    """
    locked = talking_about(assessment)
    if about.question:
        locked.edition.question(about.question)
    side, moment = side_of(by), at or timezone.now()
    thread = ReviewThread.objects.create(
        company_id=locked.company_id,
        assessment=locked,
        **about.fields,
        turn=other(side),
        turn_since=moment,
        asks_change=asks_change and side == Side.SECRETARIAT,
        in_report=in_report,
        by_secretariat=side == Side.SECRETARIAT,
        opened_by=by,
        opened_at=moment,
    )
    say(thread, text, mentions, by=by, at=moment)
    tell("asked" if not thread.asks_change else "change_asked", thread, locked, by=by, at=at)
    return thread


@transaction.atomic
def reply(
    thread: ReviewThread,
    text: str,
    *,
    by: User,
    mentions: Iterable[User] = (),
    at: datetime | None = None,
) -> Remark:
    """Say something in a conversation; then it is the other side's turn.

    A side that speaks twice in a row leaves the turn where it is, and its age too. Raises
    EmptyRemark, NotNow, AlreadySettled or NotAColleague.
    """
    locked, file = lock_thread(thread)
    if locked.is_settled:
        raise AlreadySettled
    side, moment = side_of(by), at or timezone.now()
    remark = say(locked, text, mentions, by=by, at=moment)
    if locked.turn == side:
        locked.turn, locked.turn_since = other(side), moment
    began = Side.SECRETARIAT if locked.by_secretariat else Side.COMPANY
    locked.state = T.OPEN if side == began else T.ANSWERED
    locked.save(update_fields=["turn", "turn_since", "state"])
    tell("answered", locked, file, by=by, at=at)
    return remark


@transaction.atomic
def settle(
    thread: ReviewThread, state: str, *, by: User, at: datetime | None = None
) -> ReviewThread:
    """End a conversation: accepted, or agreed to disagree. What it had opened is locked again.

    Both must have spoken before they can differ. Raises NotNow, AlreadySettled, NotYetAnswered or
    NotYoursToSettle.
    """
    locked, file = lock_thread(thread)
    if locked.is_settled:
        raise AlreadySettled
    if locked.by_secretariat and not by.is_secretariat:
        raise NotYoursToSettle
    if state == T.DISAGREED and not has_both_sides(locked):
        raise NotYetAnswered
    moment = at or timezone.now()
    locked.state, locked.turn, locked.turn_since = T(state), Side.NOBODY, moment
    locked.settled_at, locked.settled_by = moment, by
    locked.save(update_fields=["state", "turn", "turn_since", "settled_at", "settled_by"])
    tell(str(locked.state), locked, file, by=by, at=at)
    return locked


@transaction.atomic
def unsettle(thread: ReviewThread, *, by: User) -> ReviewThread:
    """Open a settled conversation again; it is the turn of who does so.

    Raises NotNow or NotYoursToSettle.
    """
    locked, file = lock_thread(thread)
    if locked.by_secretariat and not by.is_secretariat:
        raise NotYoursToSettle
    if not locked.is_settled:
        return locked
    locked.state = T.ANSWERED if has_both_sides(locked) else T.OPEN
    locked.turn, locked.turn_since = side_of(by), timezone.now()
    locked.settled_at = locked.settled_by = None
    locked.save(update_fields=["state", "turn", "turn_since", "settled_at", "settled_by"])
    tell("unsettled", locked, file, by=by)
    return locked


@transaction.atomic
def put_in_report(thread: ReviewThread, is_in: bool, *, by: User) -> None:
    """Let the remarks of a conversation be printed with the answers, or not. Raises NotNow."""
    locked, file = lock_thread(thread)
    if locked.in_report == is_in:
        return
    locked.in_report = is_in
    locked.save(update_fields=["in_report"])
    tell("in_report" if is_in else "out_of_report", locked, file, by=by)


@transaction.atomic
def note_internally(
    assessment: Assessment, about: About, text: str, *, by: User, at: datetime | None = None
) -> InternalNote:
    """Note something for the secretariat alone, at a thing or (`About()`) at the whole file.

    The company's log tells that there is a note, not what it says. Must run in the officer's
    scope: the database takes it nowhere else. Raises EmptyRemark, or NotNow in a closed year.
    """
    locked = lock_file(assessment)
    if locked.status == S.CLOSED:
        raise NotNow(locked.status)
    note = InternalNote.objects.create(
        company_id=locked.company_id,
        assessment=locked,
        **about.fields,
        text=sound(text),
        by=by,
        at=at or timezone.now(),
    )
    record(assessment.company, "review.noted", by=by, at=at, year=assessment.cycle.year)
    return note


def talking_about(assessment: Assessment) -> Assessment:
    """Return the file, locked, while it can be talked about. Raises NotNow."""
    locked = lock_file(assessment)
    if locked.status not in TALKING:
        raise NotNow(locked.status)
    return locked


def lock_file(assessment: Assessment) -> Assessment:
    """Return the file, locked until the transaction ends, however it stands."""
    mine = Assessment.objects.for_company(assessment.company_id).with_cycle()
    return mine.select_related("company").select_for_update(of=("self",)).get(pk=assessment.pk)


def lock_thread(thread: ReviewThread) -> tuple[ReviewThread, Assessment]:
    """Return a conversation and its file, both locked. Raises NotNow."""
    file = talking_about(thread.assessment)
    mine = ReviewThread.objects.of_file(file).select_for_update(of=("self",))
    return mine.select_related("risk", "action", "supplier").get(pk=thread.pk), file


def say(
    thread: ReviewThread, text: str, mentions: Iterable[User], *, by: User, at: datetime
) -> Remark:
    """Add a remark, and whom it calls. Raises EmptyRemark or NotAColleague."""
    remark = Remark.objects.create(
        company_id=thread.company_id,
        thread=thread,
        text=sound(text),
        language=(get_language() or "nl")[:2],
        by_secretariat=by.is_secretariat,
        by=by,
        at=at,
    )
    called = {person.pk: person for person in mentions if person.pk != by.pk}
    if called:
        refuse_strangers(called.values(), remark)
        Mention.objects.bulk_create(
            Mention(company_id=thread.company_id, remark=remark, person=person)
            for person in called.values()
        )
    return remark


def refuse_strangers(people: Iterable[User], remark: Remark) -> None:
    """Refuse names that are not of the same side. Raises NotAColleague."""
    ids = {person.pk for person in people}
    if remark.by_secretariat:
        if reviewers().filter(pk__in=ids).count() != len(ids):
            raise NotAColleague
        return
    seats = Membership.objects.active().filter(company_id=remark.company_id, user_id__in=ids)
    if seats.values("user_id").distinct().count() != len(ids):
        raise NotAColleague


def reviewers() -> QuerySet[User]:
    """Return the people of the secretariat who take part in conversations."""
    roles = [role for role, grants in SECRETARIAT_GRANTS.items() if Permission.CONVERSE in grants]
    return User.objects.filter(is_active=True, secretariat_role__in=roles)


def has_both_sides(thread: ReviewThread) -> bool:
    """Tell whether company and secretariat both spoke. One query."""
    remarks = Remark.objects.for_company(thread.company_id).filter(thread=thread)
    return remarks.values("by_secretariat").distinct().count() == 2


def sound(text: str) -> str:
    """Return the words of a remark. Raises EmptyRemark."""
    text = text.strip()
    if not text or len(text) > MOST_CHARACTERS:
        raise EmptyRemark
    return text


def tell(
    verb: str, thread: ReviewThread, file: Assessment, *, by: User, at: datetime | None = None
) -> None:
    """Write in the log what happened in a conversation, and tell whom it concerns.

    What is told afterwards (`at`) is history, and nobody is told of it.
    """
    data: dict[str, Any] = {
        "year": file.cycle.year,
        "thread": str(thread.pk),
        "topic": thread.about,
    }
    if thread.question:
        data |= {"question": thread.question, "part": file.edition.question(thread.question).part}
    record(file.company, f"review.{verb}", by=by, at=at, **data)
    if at is None:
        telling.talked(thread, file, verb, by=by)
