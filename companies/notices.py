"""Everything people can be told of, each with the sentence they read and how much it presses.

An app tells its kinds beside its verbs and registers them when it starts:

    NoticeKind("report.ready", Group.FILE, _("Het verslag van %(year)s is klaar."))

Every name in a sentence is a key of the notice's `words`; `company` is there by itself. A word is
told as in the log (a filler for a day or a role), and one that differs per language is given as
`{"nl": ..., "en": ...}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.log.verbs import NAMED, told


class Group(TextChoices):
    """What a notice is about: people choose per group how they hear of it."""

    DEADLINE = "deadline", _("Uiterste dagen")
    QUESTION = "question", _("Vragen aan u")
    REVIEW = "review", _("Beoordeling")
    FILE = "file", _("Dossiers en bestanden")
    PEOPLE = "people", _("Collega’s")


PRESSING = frozenset({Group.DEADLINE, Group.QUESTION})
"""Only of these a mail may leave at once."""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One thing people can be told of; `urgent` mails at once, unless somebody chose otherwise."""

    key: str
    group: Group
    sentence: str | Promise
    urgent: bool = False
    for_mail: str | Promise = ""
    """What a mail says instead, where the sentence holds what somebody typed."""

    @property
    def needs(self) -> frozenset[str]:
        """Return what the words must hold for its sentences."""
        both = f"{self.sentence} {self.for_mail}"
        return frozenset(NAMED.findall(both)) - {"company"}


class UnknownKind(LookupError):
    """Nobody registered this kind of notice, so nobody could read what it tells."""


_kinds: dict[str, NoticeKind] = {}


def register_kinds(*kinds: NoticeKind) -> None:
    """Add what an app tells. Raises ValueError for a name used twice, or a mail that may not be."""
    for kind in kinds:
        if kind.urgent and kind.group not in PRESSING:
            raise ValueError(f"{kind.key} is urgent, and {kind.group} never is")
        if _kinds.setdefault(kind.key, kind) is not kind:
            raise ValueError(f"the kind {kind.key} is registered twice")


def kind_of(key: str) -> NoticeKind:
    """Return a kind. Raises UnknownKind."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(f"register {key} beside the verbs of the app that tells it") from None


def all_kinds() -> list[NoticeKind]:
    """Return every kind, by name."""
    return [_kinds[key] for key in sorted(_kinds)]


def kinds_of(group: str) -> list[str]:
    """Return the names of the kinds of a group."""
    return [kind.key for kind in all_kinds() if kind.group == group]


def sentence_of(key: str, words: Mapping[str, Any], company: str, *, in_mail: bool = False) -> str:
    """Return what is told, in the language of the page or the mail. Raises UnknownKind."""
    kind = kind_of(key)
    said = {name: in_words(name, value, words) for name, value in words.items()}
    sentence = str((in_mail and kind.for_mail) or kind.sentence)
    told_whole = sentence % {"company": company, **said}
    return told_whole.removesuffix(".") if told_whole.endswith("..") else told_whole  # “B.V.”


def in_words(name: str, value: Any, words: Mapping[str, Any]) -> str:
    """Return one word of a sentence."""
    if isinstance(value, Mapping):
        return str(value.get(get_language() or "nl") or value.get("nl", ""))
    return told(name, value, words, {})
