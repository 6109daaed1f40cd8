"""What the parts of a key are called: metals, themes, countries, steps, bands, states.

The words are looked up when a report is made and stored with it, so that it reads the same when a
list changes afterwards.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from diligence.framework.catalogues import catalogue
from diligence.framework.schema import Edition
from workgroups.disclosure.published import PublishedTable

Labels = Mapping[str, Mapping[str, str]]
"""By dimension and key."""


def labels_of(tables: Iterable[PublishedTable], edition: Edition, language: str) -> Labels:
    """Return the words of every key in these tables, in one language."""
    found: dict[str, dict[str, str]] = {}
    with translation.override(language):
        for table in tables:
            for place, dim in enumerate(table.dims):
                for cell in table.cells:
                    key = cell.key[place]
                    found.setdefault(dim, {})[key] = word_of(dim, key, edition, language)
    return {dim: dict(sorted(words.items())) for dim, words in sorted(found.items())}


def word_of(dim: str, key: str, edition: Edition, language: str) -> str:
    """Return what a key is called, in the active language; a key nobody knows is its own word.

    Coarser words stand in for finer ones where a table was rolled up, so each list is tried.
    """
    listed = {
        "step": {step.key: step.title for step in edition.steps},
        "band": {band.key: band.name for band in edition.bands},
        "size": {size.key: size.name for size in edition.sizes},
        "position": {place.key: place.name for place in edition.chain_positions},
    }
    if (text := listed.get(dim, {}).get(key)) is not None:
        return text.get(language)
    for name in CATALOGUES.get(dim, ()):
        if entry := catalogue(name).get(key):
            return entry.text.get(language)
    for name in GROUPED.get(dim, ()):
        if words := groups(name).get(key):
            return words[language]
    return plain_words().get(f"{dim} {key}") or plain_words().get(key) or key


CATALOGUES = {
    "metal": ("metals",),
    "theme": ("themes",),
    "country": ("countries",),
    "stage": ("stages",),
}
GROUPED = {
    "metal": ("metals",),
    "metal_group": ("metals",),
    "theme": ("themes",),
    "theme_group": ("themes",),
}


@cache
def groups(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return the groups of a catalogue with their names in each language."""
    return {entry.get("group"): entry.get("group_name", {}) for entry in catalogue(name).entries}


def plain_words() -> Mapping[str, str]:
    """Return the words of keys that no catalogue holds; a dimension before a key makes it sure."""
    words: dict[str, Callable[[], str]] = {
        "unknown": lambda: _("onbekend"),
        "none": lambda: _("geen"),
        "own": lambda: _("het eigen bedrijf"),
        "low": lambda: _("lagere banden"),
        "high": lambda: _("hogere banden"),
        "policy published": lambda: _("openbaar beleid"),
        "policy made": lambda: _("beleid, niet openbaar"),
        "policy none": lambda: _("nog geen beleid"),
        "met": lambda: _("gehaald"),
        "below": lambda: _("nog niet gehaald"),
        "up": lambda: _("omhoog"),
        "same": lambda: _("gelijk"),
        "down": lambda: _("omlaag"),
        "not_comparable": lambda: _("niet te vergelijken"),
        "new": lambda: _("nieuw"),
        "idea": lambda: _("idee"),
        "planned": lambda: _("gepland"),
        "running": lambda: _("bezig"),
        "done": lambda: _("gedaan"),
        "stopped": lambda: _("gestopt"),
        "reached": lambda: _("doel bereikt"),
        "under_way": lambda: _("op weg"),
        "no_effect": lambda: _("nog geen effect"),
        "unclear": lambda: _("gemeten, nog niet duidelijk"),
        "not_measured": lambda: _("niet gemeten"),
        "tier1": lambda: _("directe leverancier"),
        "smelter": lambda: _("smelter"),
        "mine": lambda: _("mijn"),
        "first": lambda: _("eerste jaar"),
        "counted total": lambda: _("klachten ontvangen"),
        "counted open": lambda: _("klachten nog open"),
        "counted late": lambda: _("klachten over tijd"),
        "counted channels": lambda: _("klachtenpunten"),
        "counted channels_tested": lambda: _("klachtenpunten die zijn getest"),
        "submitted": lambda: _("ingediend"),
        "accepted": lambda: _("akkoord"),
        "state members": lambda: _("deelnemers"),
        "state counted": lambda: _("tellen mee"),
    }
    return {key: word() for key, word in words.items()}


def dim_words() -> Mapping[str, str]:
    """Return what the columns of keys are called."""
    return {
        "state": _("Stand"),
        "year": _("Jaar"),
        "band": _("Band"),
        "band_half": _("Band"),
        "step": _("Stap"),
        "expected": _("Verwachting"),
        "policy": _("Beleid"),
        "moved": _("Band"),
        "metal": _("Metaal"),
        "metal_group": _("Groep metalen"),
        "region": _("Gebied"),
        "country": _("Land"),
        "theme": _("Risico"),
        "theme_group": _("Soort risico"),
        "stage": _("Plaats in de keten"),
        "status": _("Stand"),
        "effect": _("Effect"),
        "link": _("Schakel"),
        "counted": _("Klachten"),
        "size": _("Grootte"),
        "position": _("Plaats in de keten"),
    }
