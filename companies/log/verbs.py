"""Everything that can stand in the log, each with the sentence people read.

An app tells what it writes in its own `verbs.py` and registers it when it starts:

    register(Verb("evidence.added", Kind.CHANGE, _("%(who)s voegde het bestand %(file)s toe.")))

A sentence names the person with %(who)s; every other name in it is a key of the event's `data`
or of its `names` (see `companies.events.record`). A key with words of its own, such as a role or
a part, is told by a filler; any other value stands in the sentence as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Around = Mapping[str, Any]
"""What a page fetched once for all its sentences, such as the questionnaires by year."""
Filler = Callable[[Any, Mapping[str, Any], Around], str]
"""Turns a value of the data, given all of it, into words in the language of the page."""
NAMED = re.compile(r"%\((\w+)\)s")


class Kind(TextChoices):
    """What an entry tells of."""

    CHANGE = "change", _("wijziging")
    READ = "read", _("inzage")


class UnknownVerb(LookupError):
    """Nobody registered this verb, so nobody could read what it tells."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be written down: `member.joined`, `report.downloaded`."""

    key: str
    kind: Kind
    sentence: str | Promise
    goes_to: str = ""
    """The name of the address of the place it tells of; its words come from the data."""

    @property
    def needs(self) -> frozenset[str]:
        """Return what the data and names of an event must hold for its sentence."""
        return frozenset(NAMED.findall(str(self.sentence))) - {"who"}


_verbs: dict[str, Verb] = {}
_fillers: dict[str, Filler] = {}


def register(*verbs: Verb) -> None:
    """Add what an app writes. Raises ValueError when two apps use one name."""
    for verb in verbs:
        if _verbs.setdefault(verb.key, verb) is not verb:
            raise ValueError(f"the verb {verb.key} is registered twice")


def register_fillers(fillers: Mapping[str, Filler]) -> None:
    """Add how keys of the data are told. Raises ValueError when two apps tell one key."""
    for key, filler in fillers.items():
        if _fillers.setdefault(key, filler) is not filler:
            raise ValueError(f"the key {key} is told twice")


def verb_of(key: str) -> Verb:
    """Return a verb. Raises UnknownVerb."""
    try:
        return _verbs[key]
    except KeyError:
        raise UnknownVerb(f"register {key} in the verbs.py of the app that writes it") from None


def all_verbs() -> list[Verb]:
    """Return every verb, by name."""
    return [_verbs[key] for key in sorted(_verbs)]


def verbs_of(kind: Kind) -> list[str]:
    """Return the names of what tells of changes, or of reads."""
    return [verb.key for verb in all_verbs() if verb.kind == kind]


def told(key: str, value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return a value of the data in words."""
    filler = _fillers.get(key)
    return filler(value, data, around) if filler else str(value)
