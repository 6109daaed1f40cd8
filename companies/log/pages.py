"""What the secretariat can read in a company's file, in words: "het overzicht van 2026".

Every page inside a company is named here by the app it belongs to, by the name of its address; a
test finds the one that is not. Reading it is then written down by itself
(`companies.middleware.CompanyScopeMiddleware`).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from companies.log.verbs import Around, told

NOT_A_READ = ""
"""Shows nothing of the file, or is written down with a verb of its own, such as a download."""

_pages: dict[str, str | Promise] = {}


def register_pages(pages: Mapping[str, str | Promise]) -> None:
    """Add an app's pages. Raises ValueError when one is named twice."""
    for name, words in pages.items():
        if _pages.setdefault(name, words) is not words:
            raise ValueError(f"the page {name} is named twice")


def all_pages() -> Mapping[str, str | Promise]:
    """Return what every page is called, by the name of its address."""
    return _pages


def is_read(page: str) -> bool:
    """Tell whether looking at this page is reading in the file; a page nobody named is one too."""
    return _pages.get(page) != NOT_A_READ


def page_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return what was read, for the sentence of `file.read`."""
    words = _pages.get(str(value)) or _("een pagina van uw dossier")
    place = {key: one for key, one in data.items() if key != "page"}
    return str(words) % {key: told(key, one, place, around) for key, one in place.items()}
