"""How the pages of the register name things: levels, places, priorities, parts."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.catalogues import catalogue
from diligence.views.faces.status import Status

PARTS = ("scale", "scope", "irremediable", "likelihood")


def name_of(catalogue_name: str, key: str) -> str:
    """Return what a list calls a key, in the language of the page; the key when it is unknown."""
    entry = catalogue(catalogue_name).get(key)
    return entry.text.get(get_language()) if entry else key


def told(pair: Mapping[str, str] | None) -> str:
    """Return a text that was kept in both languages, in the language of the page."""
    if not pair:
        return ""
    return pair["en"] if (get_language() or "nl").startswith("en") else pair["nl"]


def severity_word(level: int) -> str:
    """Return how grave that is, in words."""
    words = (_("gering"), _("matig"), _("ernstig"), _("zeer ernstig"), _("uiterst ernstig"))
    return words[level - 1]


def likelihood_word(level: int) -> str:
    """Return how likely that is, in words."""
    words = (
        _("zeldzaam"),
        _("mogelijk"),
        _("waarschijnlijk"),
        _("zeer waarschijnlijk"),
        _("gebeurt nu"),
    )
    return words[level - 1]


def heat_word(level: int) -> str:
    """Return how hot a cell of the heat map is, in words."""
    words = (_("zeer laag"), _("laag"), _("gemiddeld"), _("hoog"), _("zeer hoog"))
    return words[level - 1]


def priority_status(priority: int, severity: int) -> Status:
    """Return the class of a risk as a pill: "Voorrang 1 · uiterst ernstig"."""
    tone = {1: "err", 2: "warn"}.get(priority, "")
    words = {"class": priority, "severity": severity_word(severity)}
    return Status(_("Voorrang %(class)s · %(severity)s") % words, tone)


def place_in_words(metal: str, country: str) -> str:
    """Return where a risk is: "Kobalt · DR Congo", "Tin · herkomst onbekend", "Eigen werk · …"."""
    if metal and not country:
        where = _("herkomst onbekend")
    else:
        where = name_of("countries", country) if country else ""
    what = name_of("metals", metal) if metal else _("Eigen werk")
    return f"{what} · {where}" if where else what


def certainty_status(certainty: str) -> Status | None:
    """Return how sure it is that metal comes from here, when it is not known for certain."""
    return {
        "probable": Status(_("Herkomst waarschijnlijk"), "", "circle-help"),
        "proxy": Status(_("Herkomst geschat"), "accent", "circle-help"),
    }.get(certainty)
