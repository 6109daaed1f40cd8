"""What is written in the log of the chain and its suppliers, and how its pages are called there."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Around, Kind, Verb
from diligence.framework.catalogues import catalogue

C, R = Kind.CHANGE, Kind.READ

VERBS = (
    Verb(
        "chain.line_added",
        C,
        _("%(who)s zette een regel over %(metal)s in de keten van %(year)s."),
        "diligence:chain-lines",
    ),
    Verb(
        "chain.line_changed",
        C,
        _("%(who)s wijzigde een regel over %(metal)s in de keten van %(year)s."),
        "diligence:chain-lines",
    ),
    Verb(
        "chain.line_removed",
        C,
        _("%(who)s verwijderde een regel over %(metal)s uit de keten van %(year)s."),
        "diligence:chain-lines",
    ),
    Verb(
        "chain.line_restored",
        C,
        _("%(who)s zette een verwijderde regel over %(metal)s terug in de keten van %(year)s."),
        "diligence:chain-lines",
    ),
    Verb(
        "chain.import_read",
        C,
        _("%(who)s las %(lines)s rijen in voor de keten van %(year)s, om na te kijken."),
        "diligence:chain-import",
    ),
    Verb(
        "chain.import_dropped",
        C,
        _("%(who)s gooide ingelezen rijen voor de keten van %(year)s weg."),
        "diligence:chain-import",
    ),
    Verb(
        "chain.imported",
        C,
        _(
            "%(who)s nam regels over in de keten van %(year)s: %(lines)s, met %(suppliers)s nieuwe "
            "leveranciers."
        ),
        "diligence:chain-lines",
    ),
    Verb(
        "chain.import_undone",
        C,
        _("%(who)s draaide het overnemen van %(lines)s regels in de keten van %(year)s terug."),
        "diligence:chain-lines",
    ),
    Verb(
        "chain.carried_over",
        C,
        _("%(who)s nam %(lines)s regels van %(from_year)s over in de keten van %(year)s."),
        "diligence:chain-lines",
    ),
    Verb(
        "chain.exported",
        R,
        _("%(who)s haalde de keten van %(year)s op als %(form)s."),
        "diligence:chain-lines",
    ),
    Verb("supplier.added", C, _("%(who)s zette leverancier “%(supplier)s” op de lijst.")),
    Verb("supplier.changed", C, _("%(who)s wijzigde de gegevens van leverancier “%(supplier)s”.")),
    Verb("supplier.removed", C, _("%(who)s haalde leverancier “%(supplier)s” van de lijst.")),
    Verb("supplier.restored", C, _("%(who)s zette leverancier “%(supplier)s” terug op de lijst.")),
    Verb(
        "supplier.matched",
        C,
        _("%(who)s besloot dat “%(typed)s” dezelfde leverancier is als “%(supplier)s”."),
    ),
    Verb(
        "supplier.told_apart",
        C,
        _("%(who)s besloot dat “%(typed)s” een andere leverancier is dan “%(supplier)s”."),
    ),
    Verb(
        "supplier.undecided",
        C,
        _("%(who)s nam de keuze over “%(typed)s” en leverancier “%(supplier)s” terug."),
    ),
    Verb(
        "supplier.merged",
        C,
        _("%(who)s voegde leverancier “%(typed)s” samen met “%(supplier)s”."),
    ),
    Verb(
        "supplier.parted",
        C,
        _("%(who)s haalde leverancier “%(typed)s” weer los van “%(supplier)s”."),
    ),
)

PAGES: dict[str, str | Promise] = {
    "diligence:chain": _("de keten van %(year)s"),
    "diligence:chain-lines": _("de regels van de keten van %(year)s"),
    "diligence:chain-line": _("een regel van de keten van %(year)s"),
    "diligence:chain-carry-over": NOT_A_READ,
    "diligence:chain-line-remove": NOT_A_READ,
    "diligence:chain-line-restore": NOT_A_READ,
    "diligence:chain-export": NOT_A_READ,  # chain.exported tells it
    "diligence:chain-suppliers": _("de lijst van leveranciers"),
    "diligence:chain-supplier": _("de gegevens van een leverancier"),
    "diligence:chain-supplier-remove": NOT_A_READ,
    "diligence:chain-supplier-restore": NOT_A_READ,
    "diligence:chain-match-forget": NOT_A_READ,
    "diligence:chain-twins": NOT_A_READ,  # for who may change the list
    "diligence:chain-apart": NOT_A_READ,
    "diligence:chain-merge": NOT_A_READ,
    "diligence:chain-part": NOT_A_READ,
    "diligence:chain-import": NOT_A_READ,  # for who may change the chain
    "diligence:chain-preview": NOT_A_READ,
    "diligence:chain-drop": NOT_A_READ,
    "diligence:chain-undo": NOT_A_READ,
}


def metal_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return a metal by its name, in the middle of a sentence."""
    entry = catalogue("metals").get(str(value))
    return entry.text.get(get_language() or "nl").lower() if entry else str(value)
