"""Which options a choice offers, wherever they are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from diligence.framework.catalogues import catalogue
from diligence.framework.schema import Edition, Field, Option

Lists = Mapping[str, Sequence[Option]]
"""Lists that the files do not hold, by name: `own_suppliers`, `smelters`."""

HEADER_LISTS = ("chain_positions", "sizes")


def options_of(field: Field, edition: Edition, lists: Lists | None = None) -> tuple[Option, ...]:
    """All options of a question or column, in order; those hidden by a condition are among them.

    Raises `UnknownCatalogue` when a list is neither in `lists` nor a file, `UnknownQuestion`
    when `options_from` names nothing.
    """
    if field.options:
        return field.options
    if field.catalogue:
        given = (lists or {}).get(field.catalogue)
        return tuple(given) if given is not None else _catalogue_options(field.catalogue)
    if field.options_from in HEADER_LISTS:
        return tuple(
            Option(key=item.key, text=item.name) for item in getattr(edition, field.options_from)
        )
    if field.options_from:
        return options_of(edition.question(field.options_from), edition, lists)
    return ()


@lru_cache(maxsize=64)
def _catalogue_options(name: str) -> tuple[Option, ...]:
    return tuple(Option(key=entry.key, text=entry.text) for entry in catalogue(name))
