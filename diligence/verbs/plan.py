"""What is written in the log of the action plan."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.log.verbs import Around, Kind, Verb

C = Kind.CHANGE

PLAN = (
    Verb(
        "action.added", C, _("%(who)s zette de actie “%(action)s” in het plan."), "diligence:action"
    ),
    Verb("action.changed", C, _("%(who)s wijzigde de actie “%(action)s”."), "diligence:action"),
    Verb("action.delayed", C, _("%(who)s stelde de actie “%(action)s” uit."), "diligence:action"),
    Verb(
        "action.moved",
        C,
        _("%(who)s zette de actie “%(action)s” op %(action_status)s."),
        "diligence:action",
    ),
    Verb(
        "action.linked",
        C,
        _("%(who)s schreef op waarvoor de actie “%(action)s” is."),
        "diligence:action",
    ),
    Verb(
        "action.unlinked",
        C,
        _("%(who)s haalde iets weg waarvoor de actie “%(action)s” was."),
        "diligence:action",
    ),
    Verb(
        "action.measured",
        C,
        _("%(who)s noteerde een meting bij de actie “%(action)s”."),
        "diligence:action",
    ),
    Verb(
        "action.stuck",
        C,
        _("%(who)s vroeg hulp bij de actie “%(action)s”."),
        "diligence:action",
    ),
    Verb(
        "action.unstuck",
        C,
        _("%(who)s kan verder met de actie “%(action)s”."),
        "diligence:action",
    ),
)


def action_status_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return where an action stands."""
    words = {
        "idea": gettext("idee"),
        "planned": gettext("gepland"),
        "running": gettext("bezig"),
        "done": gettext("gedaan"),
        "stopped": gettext("gestopt"),
    }
    return words.get(str(value), str(value))
