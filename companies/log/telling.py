"""An entry of the log as people read it: its sentence, and the address of the place."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from companies.log.verbs import Around, told, verb_of

PLACES = (("year", "thread"), ("year", "part"), ("year", "question"), ("year",), ())
"""What the address of a place can be made of, the nearest first."""


class Told(Protocol):
    """What a sentence is made from."""

    verb: str
    actor: UUID | None
    actor_name: str
    by_secretariat: bool
    names: Any
    data: Any


def who(entry: Told, around: Around) -> str:
    """Return who did it, as they were called then; forgotten there, as another entry says it."""
    if entry.actor is None:
        return _("Het systeem")
    others = around.get("people", {})
    name = entry.actor_name or others.get(entry.actor) or _("Iemand (naam niet meer bewaard)")
    if key := entry.names.get("api_key"):
        return _("%(name)s (met de API-sleutel “%(key)s”)") % {"name": name, "key": key}
    return _("%(name)s (secretariaat)") % {"name": name} if entry.by_secretariat else name


def sentence_of(entry: Told, around: Around, *, shows_addresses: bool = True) -> str:
    """Return the sentence in the language of the page. What was forgotten is told as such.

    Without `shows_addresses` an invited person is a colleague: their address is for who invites.
    """
    verb = verb_of(entry.verb)
    values = {**entry.data, **entry.names}
    words = {key: told(key, value, values, around) for key, value in values.items()}
    if not shows_addresses and "@" in words.get("person", ""):
        words["person"] = _("een nieuwe collega")
    unknown = dict.fromkeys(verb.needs, _("(niet meer bewaard)"))
    return str(verb.sentence) % (unknown | words | {"who": who(entry, around)})


def place_of(entry: Told, company: str) -> str | None:
    """Return the address of what an entry tells of; None when it has no page."""
    data: Mapping[str, Any] = entry.data
    route = data.get("page") or verb_of(entry.verb).goes_to
    for keys in PLACES if route else ():
        if all(key in data for key in keys):
            try:
                return reverse(route, kwargs={"company": company, **{k: data[k] for k in keys}})
            except NoReverseMatch:
                continue
    return None
