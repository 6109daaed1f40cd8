"""What tables, their rows and their figures are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diligence.framework.catalogues import UnknownCatalogue, catalogue
from diligence.framework.schema import Edition
from workgroups.disclosure.published import Kind, Why

Words = str | Promise

TITLES: Mapping[str, Words] = {
    "coverage": _("Wie er in deze cijfers zitten"),
    "joiners": _("Nieuwe deelnemers"),
    "leavers": _("Vertrokken deelnemers"),
    "bands": _("Deelnemers per niveau"),
    "bands_panel": _("Niveau van wie beide jaren meedeed"),
    "moved": _("Op of af ten opzichte van het jaar ervoor"),
    "step_mean": _("Gemiddelde score per stap"),
    "step_bands": _("Niveau per stap"),
    "expected": _("Tegenover wat verwacht werd"),
    "policy": _("Beleid"),
    "metals": _("Metalen"),
    "regions": _("Herkomst per gebied"),
    "countries": _("Herkomst per land"),
    "theme_groups": _("Risico’s per soort"),
    "themes": _("Vaakst genoemde risico’s"),
    "metal_theme": _("Risico’s per metaal"),
    "group_theme": _("Risico’s per groep metalen"),
    "region_theme": _("Risico’s per gebied"),
    "country_theme": _("Risico’s per land"),
    "stage_theme": _("Risico’s per schakel van de keten"),
    "actions": _("Acties"),
    "action_effects": _("Of acties helpen"),
    "chain_known": _("Hoe ver de keten bekend is"),
    "complaints": _("Klachten"),
}
CHAPTERS: tuple[tuple[str, Words, tuple[str, ...]], ...] = (
    ("wie", _("Wie doen er mee"), ("coverage", "joiners", "leavers")),
    (
        "voortgang",
        _("Hoe ver is de sector"),
        ("bands", "step_mean", "step_bands", "expected", "policy", "moved", "bands_panel"),
    ),
    (
        "risicos",
        _("Waar zitten de risico’s"),
        (
            "theme_groups",
            "themes",
            "metal_theme",
            "group_theme",
            "country_theme",
            "region_theme",
            "stage_theme",
        ),
    ),
    ("herkomst", _("Welke metalen, waarvandaan"), ("metals", "regions", "countries")),
    (
        "aanpak",
        _("Wat de sector doet"),
        ("actions", "action_effects", "chain_known", "complaints"),
    ),
)
"""The parts of a page: its name in the address, its head and its tables, in this order."""
DIMS: Mapping[str, Words] = {
    "state": _("Stand"),
    "year": _("Jaar"),
    "band": _("Niveau"),
    "step": _("Stap"),
    "expected": _("Verwachting"),
    "policy": _("Beleid"),
    "moved": _("Verschil"),
    "metal": _("Metaal"),
    "metal_group": _("Metaal"),
    "region": _("Gebied"),
    "country": _("Land"),
    "theme_group": _("Soort risico"),
    "theme": _("Risico"),
    "stage": _("Schakel"),
    "status": _("Stand"),
    "effect": _("Effect"),
    "link": _("Schakel"),
    "counted": _("Wat"),
}
UNITS: Mapping[str, Words] = {
    "actions": _("aantal acties"),
    "action_effects": _("aantal acties dat loopt of klaar is"),
    "complaints": _("aantal klachten"),
    "chain_known": _("deel van de regels van de keten"),
}
KINDS: Mapping[str, Words] = {
    Kind.COUNT: _("aantal deelnemers"),
    Kind.SHARE: _("deel van de deelnemers"),
    Kind.SUM: _("totaal"),
    Kind.MEAN: _("gemiddelde, van 0 tot 100"),
    Kind.MEDIAN: _("middelste waarde, van 0 tot 100"),
}
WHYS: Mapping[str, Words] = {
    Why.TOO_FEW: _("te weinig deelnemers"),
    Why.DOMINATED: _("één of twee deelnemers bepalen dit cijfer"),
    Why.DERIVABLE: _("samen met andere cijfers is één deelnemer te herkennen"),
    Why.CHANGED_BY_FEW: _("sinds de vorige keer veranderde dit door een paar deelnemers"),
    Why.NO_MENU: _("hier valt niets te tellen"),
}
SENTENCES: Mapping[str, Words] = {
    Why.TOO_FEW: _(
        "Hier staat geen cijfer, omdat er te weinig deelnemers achter zitten. Wie de sector kent, "
        "zou een bedrijf kunnen herkennen."
    ),
    Why.DOMINATED: _(
        "Hier staat geen cijfer, omdat één of twee deelnemers het bijna helemaal bepalen."
    ),
    Why.DERIVABLE: _(
        "Hier staat geen cijfer, omdat u met de andere cijfers zou kunnen uitrekenen wat één "
        "deelnemer invulde."
    ),
    Why.CHANGED_BY_FEW: _(
        "Hier staat geen cijfer, omdat het sinds de vorige keer door een paar deelnemers "
        "veranderde. Het verschil zou over hen gaan."
    ),
    Why.NO_MENU: _("Hier staat geen cijfer, omdat er niets te tellen valt."),
}
KEYS: Mapping[str, Words] = {
    "own": _("eigen werk"),
    "unknown": _("onbekend"),
    "none": _("zonder score"),
    "other": _("overig"),
    "world": _("hele wereld"),
    "handed_in": _("ingediend"),
    "accepted": _("akkoord van het secretariaat"),
    "members": _("deelnemers"),
    "counted": _("in deze cijfers"),
    "joined": _("nieuw"),
    "left": _("vertrokken"),
}
KEYS_OF: Mapping[str, Mapping[str, Words]] = {
    "expected": {
        "met": _("gehaald of hoger"),
        "below": _("lager dan verwacht"),
    },
    "policy": {
        "published": _("openbaar beleid"),
        "made": _("beleid, niet openbaar"),
        "none": _("nog geen beleid"),
    },
    "moved": {
        "up": _("een niveau hoger"),
        "same": _("zelfde niveau"),
        "down": _("een niveau lager"),
        "not_comparable": _("niet te vergelijken"),
        "first": _("eerste jaar"),
    },
    "status": {
        "idea": _("idee"),
        "planned": _("gepland"),
        "running": _("bezig"),
        "done": _("gedaan"),
        "stopped": _("gestopt"),
    },
    "effect": {
        "reached": _("doel gehaald"),
        "under_way": _("op weg"),
        "no_effect": _("nog geen effect"),
        "unclear": _("niet te zeggen"),
        "not_measured": _("niet gemeten"),
    },
    "link": {
        "tier1": _("eerste leverancier"),
        "smelter": _("smelter"),
        "mine": _("mijn"),
    },
    "counted": {
        "total": _("klachten"),
        "open": _("nog open"),
        "late": _("te laat"),
        "channels": _("plekken om te klagen"),
        "channels_tested": _("daarvan getest"),
    },
    "band": {
        "low": _("lagere helft"),
        "high": _("hogere helft"),
        "lower": _("lagere helft"),
        "upper": _("hogere helft"),
    },
}
LISTS: Mapping[str, tuple[str, ...]] = {
    "metal": ("metals",),
    "country": ("countries", "regions"),
    "region": ("regions",),
    "theme": ("themes",),
    "stage": ("stages",),
}
GROUPED: Mapping[str, str] = {
    "metal": "metals",
    "metal_group": "metals",
    "theme_group": "themes",
}
"""Lists whose entries say what their group is called."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the keys of one year are called, in the language of the page."""

    edition: Edition
    """The questionnaire of the year: it names the steps and the levels."""

    def of(self, dim: str, key: str) -> str:
        """Return what a key is called; what no list knows keeps its key, so that it shows."""
        for found in (self.in_edition, from_lists, from_groups, from_words):
            if words := found(dim, key):
                return words
        return key

    def in_edition(self, dim: str, key: str) -> str:
        """Return the name of a step or a level."""
        language = get_language() or "nl"
        if dim == "step":
            return next(
                (
                    f"{one.number} {one.title.get(language)}"
                    for one in self.edition.steps
                    if one.key == key
                ),
                "",
            )
        if dim == "band":
            bands = self.edition.bands
            return next((one.name.get(language) for one in bands if one.key == key), "")
        return ""


def from_lists(dim: str, key: str) -> str:
    """Return the name of an entry of a shared list."""
    for name in LISTS.get(dim, ()):
        try:
            entry = catalogue(name).get(key)
        except UnknownCatalogue:
            continue
        if entry is not None:
            return entry.text.get(get_language() or "nl")
    return ""


def from_groups(dim: str, key: str) -> str:
    """Return the name of a group of metals or of themes."""
    language = (get_language() or "nl")[:2]
    for entry in catalogue(GROUPED[dim]) if dim in GROUPED else ():
        if entry.get("group") == key:
            return entry.get("group_name")[language]
    return ""


def from_words(dim: str, key: str) -> str:
    """Return the name of a key that only these tables have."""
    return str(KEYS_OF.get(dim, {}).get(key) or KEYS.get(key, ""))


def title_of(table: str) -> str:
    """Return what a table is called."""
    return str(TITLES.get(table, table))


def head_of(dim: str) -> str:
    """Return the head of the column of a dimension."""
    return str(DIMS.get(dim, dim))


def unit_of(table: str, kind: str) -> str:
    """Return what the figures of a table are."""
    return str(UNITS.get(table) or KINDS.get(kind, kind))
