"""How risks are named, on the page and on paper: levels, places, parts, texts in two languages."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.catalogues import catalogue
from diligence.models import Risk

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


def place_in_words(metal: str, country: str) -> str:
    """Return where a risk is: "Kobalt · DR Congo", "Tin · herkomst onbekend", "Eigen werk · …"."""
    if metal and not country:
        where = _("herkomst onbekend")
    else:
        where = name_of("countries", country) if country else ""
    what = name_of("metals", metal) if metal else _("Eigen werk")
    return f"{what} · {where}" if where else what


def in_one_line(risk: Risk) -> str:
    """Return a risk with its name and its place: "Kinderarbeid (Kobalt · DR Congo)"."""
    title = risk.title or name_of("themes", risk.theme)
    return f"{title} ({place_in_words(risk.metal, risk.country)})"


def frozen_in_one_line(risk: Mapping[str, str]) -> str:
    """Return the same of a risk as a snapshot keeps it."""
    return in_one_line(
        Risk(**{name: risk[name] for name in ("title", "theme", "metal", "country")})
    )
