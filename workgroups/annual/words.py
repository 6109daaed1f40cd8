"""What the keys of published tables are called, as it was when a report was made.

The words are looked up once and stored with the report, so that it reads the same when a list
changes afterwards.
"""

from collections.abc import Iterable, Mapping

from django.utils import translation

from diligence.framework.schema import Edition
from workgroups.disclosure.published import PublishedTable
from workgroups.figures.names import Names

Labels = Mapping[str, Mapping[str, str]]
"""By dimension and key."""


def labels_of(tables: Iterable[PublishedTable], edition: Edition, language: str) -> Labels:
    """Return the words of every key in these tables, in one language."""
    names = Names(edition)
    found: dict[str, dict[str, str]] = {}
    with translation.override(language):
        for table in tables:
            for place, dim in enumerate(table.dims):
                for cell in table.cells:
                    key = cell.key[place]
                    found.setdefault(dim, {})[key] = names.of(dim, key)
    return {dim: dict(sorted(words.items())) for dim, words in sorted(found.items())}
