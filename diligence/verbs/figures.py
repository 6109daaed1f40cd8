"""How the log tells which figure of the sector somebody looked behind."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.log.verbs import Around
from diligence.framework.catalogues import catalogue

LISTS = ("themes", "metals", "countries", "regions", "stages")


def figure_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return what the figure counts, and of what: "risico’s (Kobalt · Kinderarbeid)"."""
    what = subject_of(str(value))
    named = [name for key in (data.get("a"), data.get("b")) if (name := name_in_lists(key))]
    return f"{what} ({' · '.join(named)})" if named else what


def subject_of(measure: str) -> str:
    """Return what a measure counts."""
    if measure.startswith("complaint"):
        return _("klachten")
    if "theme" in measure:
        return _("risico’s")
    if measure.startswith("action"):
        return _("acties")
    return _("beleid") if measure == "policy" else _("de keten")


def name_in_lists(key: str | None) -> str:
    """Return what a list calls a key; empty when no list knows it."""
    found = (catalogue(name).get(key or "") for name in LISTS)
    entry = next(filter(None, found), None)
    return entry.text.get(get_language()) if entry else ""
