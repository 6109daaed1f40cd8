"""Telling people what concerns them, and what they do with what they were told."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, QuerySet
from django.utils import timezone

from companies.models import Company, Membership, Notice, User
from companies.models.notice import NoticeQuerySet
from companies.notices import Group, kind_of
from companies.permissions import GRANTS, Permission
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import person_scope

URGENT = "companies.tasks.send_urgent"


class Untellable(ValueError):
    """The sentence of this kind names something that was not given."""


def tell(
    people: Iterable[User],
    kind: str,
    company: Company,
    *,
    url: str,
    about: Model | None = None,
    key: str = "",
    words: Mapping[str, Any] | None = None,
    urgent: bool | None = None,
    at: datetime | None = None,
) -> int:
    """Tell each of these people this, once; return how many may be told.

    Must run in the company's scope, in the transaction of what it tells of: no act, no notice.
    People without a seat there now, and not of the secretariat, are passed over. `about` is the row
    that is the event itself (a remark rather than its thread); with `key` one row can have several
    events. The same kind about the same row, or the same key, adds nothing the second time. `url`
    is the path of the page; `words` fill the sentence, JSON only, and hold no answer of anybody.
    `at` is when it happened: now, unless it is told afterwards.
    Raises UnknownKind or Untellable.
    """
    told_as, words = kind_of(kind), dict(words or {})
    if missing := told_as.needs - words.keys():
        raise Untellable(f"{kind} needs {', '.join(sorted(missing))}")
    if not key and about is None:
        raise Untellable(f"{kind} is about nothing: give what it is about, or a key")
    presses = told_as.urgent if urgent is None else urgent
    notices = [
        Notice(
            id=name_of(company.pk, person.pk, key or f"{kind} {about.pk}"),  # type: ignore[union-attr]
            company=company,
            person=person,
            kind=kind,
            key=key or f"{kind} {about.pk}",  # type: ignore[union-attr]
            about=getattr(about, "pk", None),
            url=url,
            words=words,
            urgent=presses,
            at=at or timezone.now(),
            as_secretariat=person.is_secretariat,
        )
        for person in reachable(people, company)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for notice in notices if presses else ():
        enqueue(URGENT, person_id=notice.person_id, notice_id=notice.pk)
    return len(notices)


def name_of(company: UUID, person: UUID, key: str) -> UUID:
    """Return the id of a notice: the same event has the same, so that its mail has too."""
    return uuid.uuid5(company, f"{person} {key}")


def reachable(people: Iterable[User], company: Company) -> list[User]:
    """Return who of these may be told of this company now, each once. One query, or none."""
    wanted = {person.pk: person for person in people if person.is_active}
    if all(person.is_secretariat for person in wanted.values()):
        return list(wanted.values())
    seats = Membership.objects.active().filter(company=company, user__in=wanted)
    seated = set(seats.values_list("user_id", flat=True))
    return [one for one in wanted.values() if one.is_secretariat or one.pk in seated]


def who_may(company: Company, permission: Permission, *, but: User | None = None) -> QuerySet[User]:
    """Return the company's people who may do this, without the one who acts."""
    roles = [role for role, grants in GRANTS.items() if permission in grants]
    seats = Membership.objects.active().filter(company=company, role__in=roles)
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("pk")
    return people.exclude(pk=but.pk) if but else people


def secretariat(*, but: User | None = None) -> QuerySet[User]:
    """Return everybody of the secretariat, without the one who acts."""
    people = User.objects.filter(is_active=True).exclude(secretariat_role="").order_by("pk")
    return people.exclude(pk=but.pk) if but else people


def own(person: User) -> NoticeQuerySet:
    """Return what this person was told and may still know; call it in the person's scope.

    Who left a company, or the secretariat, reads nothing of it any more.
    """
    notices = Notice.objects.for_person(person)
    if person.is_secretariat:
        return notices.filter(as_secretariat=True)
    seats = Membership.objects.active().filter(user=person)
    return notices.filter(as_secretariat=False, company__in=seats.values("company"))


def mark_read(person: User, *, only: UUID | None = None, group: Group | None = None) -> int:
    """Note that one was read, or all of a group, or all; return how many were not read before."""
    with person_scope(person.pk):
        notices = Notice.objects.filter(person=person).unread()
        if only is not None:
            notices = notices.filter(pk=only)
        if group is not None:
            notices = notices.of_group(group)
        return notices.update(read_at=timezone.now())


def forget(person: User, company: Company | None = None) -> None:
    """Remove what somebody was told, of one company or of all: they left."""
    with person_scope(person.pk):
        notices = Notice.objects.filter(person=person)
        (notices.filter(company=company) if company else notices).delete()


def waiting_by_group(person: User) -> dict[Group, int]:
    """Return how many wait to be read in each group; call it in the person's scope. One query."""
    kinds = own(person).unread().order_by().values_list("kind").annotate(n=Count("pk"))
    counts: dict[Group, int] = {}
    for kind, n in kinds:
        group = kind_of(kind).group
        counts[group] = counts.get(group, 0) + n
    return counts


def id_in(text: str) -> UUID | None:
    """Return the id that a form sent, or None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
