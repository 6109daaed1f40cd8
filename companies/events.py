"""The one way to leave a trace."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from companies.log.verbs import verb_of
from companies.models import Company, Event, User

log = logging.getLogger(__name__)
WATCHED = ("member.", "two_step.", "api_key.", "person.")
"""Who may do what and how people come in: operators see these too, without a name."""
_key: ContextVar[str] = ContextVar("api_key", default="")


@contextmanager
def through_key(name: str) -> Iterator[None]:
    """Let every trace of the block tell that a program did it, with the API key of this name."""
    token = _key.set(name)
    try:
        yield
    finally:
        _key.reset(token)


class Untellable(ValueError):
    """The sentence of this verb names something that was not given, or not as the log keeps it."""


def record(
    company: Company,
    verb: str,
    *,
    by: User | None,
    about: UUID | None = None,
    names: Mapping[str, str] | None = None,
    at: datetime | None = None,
    goes_on: bool = False,
    **data,
) -> Event:
    """Write down that this person did this; `data` holds what the sentence needs, JSON only.

    Words that tell who somebody is (a name, an address, what a file is called) never go in `data`,
    which stays for good, but in `names`, which can be forgotten. `about` is the id of the person
    or invitation they belong to, when it is not the one who acts. `at` is when: now, unless it is
    told afterwards. `goes_on` adds to an entry just before it, and lists tell the two as one.
    Must run in the company's scope. Raises UnknownVerb or Untellable.
    """
    names = dict(names or {})
    missing = verb_of(verb).needs - data.keys() - names.keys()
    if missing:
        raise Untellable(f"{verb} needs {', '.join(sorted(missing))}")
    if key := _key.get():
        names["api_key"] = key
    if any(isinstance(value, float) for value in data.values()):
        raise Untellable(f"{verb} holds a fraction: two languages may write it in two ways")
    if verb.startswith(WATCHED):
        log.info("changed", extra={"what": verb, "person": str(by.pk) if by else "nobody"})
    return Event.objects.create(
        company=company,
        at=at or timezone.now(),
        actor=by.pk if by else None,
        actor_name=str(by) if by else "",
        by_secretariat=bool(by and by.is_secretariat),
        verb=verb,
        goes_on=goes_on,
        about=about,
        names=names,
        data=data,
    )
