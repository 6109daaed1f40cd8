"""What is written in the log of influence, leaving with care, and complaints."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.log.verbs import Around, Kind, Verb

C = Kind.CHANGE

REMEDY = (
    Verb(
        "leverage.logged",
        C,
        _("%(who)s noteerde een poging om leverancier “%(supplier)s” te bewegen."),
    ),
    Verb("leverage.changed", C, _("%(who)s werkte een poging bij leverancier “%(supplier)s” bij.")),
    Verb(
        "exit.opened",
        C,
        _("%(who)s begon af te wegen of u weggaat bij leverancier “%(supplier)s”."),
    ),
    Verb("exit.weighed", C, _("%(who)s werkte de afweging over leverancier “%(supplier)s” bij.")),
    Verb(
        "exit.decided",
        C,
        _("%(who)s legde het besluit over leverancier “%(supplier)s” vast: %(exit_status)s."),
    ),
    Verb("channel.added", C, _("%(who)s zette klachtenregeling “%(channel)s” op de lijst.")),
    Verb("channel.changed", C, _("%(who)s wijzigde klachtenregeling “%(channel)s”.")),
    Verb(
        "channel.tested", C, _("%(who)s toetste klachtenregeling “%(channel)s” aan de acht eisen.")
    ),
    Verb("channel.removed", C, _("%(who)s haalde klachtenregeling “%(channel)s” van de lijst.")),
    Verb("case.received", C, _("%(who)s schreef klacht %(n)s op."), "diligence:cases"),
    Verb("case.changed", C, _("%(who)s werkte klacht %(n)s bij."), "diligence:cases"),
    Verb("case.moved", C, _("%(who)s zette klacht %(n)s op: %(case_status)s."), "diligence:cases"),
    Verb("case.noted", C, _("%(who)s schreef iets op bij klacht %(n)s."), "diligence:cases"),
    Verb(
        "case.opened_to",
        C,
        _("%(who)s gaf %(person)s toegang tot klacht %(n)s."),
        "diligence:cases",
    ),
    Verb(
        "case.closed_to",
        C,
        _("%(who)s nam %(person)s de toegang tot klacht %(n)s af."),
        "diligence:cases",
    ),
    Verb(
        "case.emptied",
        C,
        _("%(who)s haalde de tekst weg van klacht %(n)s, die twee jaar voorbij was."),
        "diligence:cases",
    ),
)


def exit_status_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return what was decided about a supplier."""
    words = {
        "suspended": gettext("tijdelijk gestopt"),
        "continued": gettext("gaat door, onder voorwaarden"),
        "ended": gettext("beëindigd"),
    }
    return words.get(str(value), str(value))


def case_status_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return where a complaint stands."""
    words = {
        "received": gettext("ontvangen"),
        "acknowledged": gettext("ontvangst bevestigd"),
        "assessing": gettext("in onderzoek"),
        "talking": gettext("in gesprek"),
        "decided": gettext("besloten"),
        "remedy": gettext("herstel loopt"),
        "closed": gettext("afgesloten"),
        "referred": gettext("doorverwezen"),
    }
    return words.get(str(value), str(value))
