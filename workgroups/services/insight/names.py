"""What keys of facts are called on a page, in the order in which they stand there."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.catalogues import catalogue
from diligence.models import Action, RemedyCase
from diligence.reports.risk_words import name_of
from diligence.summary.measures import OWN, UNKNOWN, Counted, Effect, Link, Measure, Move

Names = Mapping[str, str]


def named(listed: str, *, others: Names | None = None) -> dict[str, str]:
    """Return the names of a list by key, in its own order, with what can stand beside them."""
    language = get_language()
    return {entry.key: entry.text.get(language) for entry in catalogue(listed)} | dict(others or {})


def groups(listed: str) -> dict[str, str]:
    """Return the names of the groups of a list by key, in the order in which they come up."""
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    return {
        entry.fields["group"]: entry.fields["group_name"][language] for entry in catalogue(listed)
    }


def own() -> Names:
    """Return how a company's own work is called where a metal or a stage could stand."""
    return {OWN: _("Eigen werk")}


def unknown() -> Names:
    """Return how is told what nobody knows."""
    return {UNKNOWN: _("Niet bekend")}


def links() -> Names:
    """Return the links of the chain, the nearest first."""
    return {
        Link.TIER_1: _("Directe leverancier"),
        Link.SMELTER: _("Smelterij"),
        Link.MINE: _("Mijn"),
    }


def effects() -> Names:
    """Return how actions do by their own indicator."""
    return {
        Effect.REACHED: _("Doel bereikt"),
        Effect.UNDER_WAY: _("Op weg naar het doel"),
        Effect.NONE: _("Nog geen verschil"),
        Effect.UNCLEAR: _("Gemeten, zonder begin of doel"),
        Effect.NOT_MEASURED: _("Niet gemeten"),
    }


def moves() -> Names:
    """Return where bands went."""
    return {
        Move.UP: _("Hoger niveau"),
        Move.SAME: _("Zelfde niveau"),
        Move.DOWN: _("Lager niveau"),
        Move.NOT_COMPARABLE: _("Niet te vergelijken"),
        Move.FIRST: _("Eerste jaar"),
    }


def complaints() -> Names:
    """Return what is counted of complaints."""
    return {
        Counted.TOTAL: _("Klachten"),
        Counted.OPEN: _("Daarvan nog open"),
        Counted.LATE: _("Daarvan over hun datum"),
        Counted.CHANNELS: _("Plaatsen om te klagen"),
        Counted.TESTED: _("Daarvan getoetst aan de acht eisen"),
    }


def policies() -> Names:
    """Return whether there is a policy."""
    return {
        "published": _("Openbaar"),
        "made": _("Vastgesteld, niet openbaar"),
        "none": _("Geen"),
        UNKNOWN: _("Niet bekend"),
    }


def targets() -> Names:
    """Return how scores stand to what was expected."""
    return {
        "met": _("Zoals verwacht of hoger"),
        "below": _("Lager dan verwacht"),
        UNKNOWN: _("Niet bekend"),
    }


def chosen(choices) -> Names:
    """Return the words of a model's choices."""
    return {value: str(label) for value, label in choices.choices}


WAYS: Mapping[str, Callable[[], Names]] = {
    Measure.METAL: lambda: named("metals"),
    Measure.METAL_GROUP: lambda: groups("metals"),
    Measure.COUNTRY: lambda: named("countries"),
    Measure.REGION: lambda: named("regions"),
    Measure.THEME: lambda: named("themes"),
    Measure.THEME_GROUP: lambda: groups("themes"),
    Measure.METAL_THEME: lambda: named("metals", others=own()),
    Measure.GROUP_THEME: lambda: {**groups("metals"), **own()},
    Measure.COUNTRY_THEME: lambda: named("countries", others=unknown()),
    Measure.REGION_THEME: lambda: named("regions", others=unknown()),
    Measure.STAGE_THEME: lambda: named("stages", others={**own(), **unknown()}),
    Measure.ACTION_STATUS: partial(chosen, Action.Status),
    Measure.ACTION_EFFECT: effects,
    Measure.CHAIN_LINES: links,
    Measure.CHAIN_KNOWN: links,
    Measure.COMPLAINTS: complaints,
    Measure.COMPLAINT_STATUS: partial(chosen, RemedyCase.Status),
    Measure.COMPLAINT_THEME: lambda: named("themes"),
    Measure.COMPLAINT_SATISFIED: partial(chosen, RemedyCase.Satisfied),
    Measure.MOVED: moves,
    Measure.EXPECTED: targets,
    Measure.POLICY: policies,
}


def in_order(keys: Collection[str], names: Names) -> list[str]:
    """Return keys in the order of the names; what no list knows stands last."""
    order = {key: place for place, key in enumerate(names)}
    return sorted(keys, key=lambda key: (order.get(key, len(order)), key))


def key_in_words(measure: Measure, a: str, b: str, bands: Names) -> str:
    """Return what a cell is about: "Kobalt · Kinderarbeid"."""
    if measure in (Measure.BAND, Measure.STEP_BAND):
        return bands.get(b or a, _("Zonder score"))
    names = WAYS[measure]() if measure in WAYS else {}
    first = names.get(a, a)
    return f"{first} · {name_of('themes', b)}" if b else first
