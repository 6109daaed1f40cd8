"""Every address of the product, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: its full name and the words it needs."""

    name: str
    needs: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def is_companys(self) -> bool:
        """Tell whether the address is inside one company's scope."""
        return "company" in self.needs

    @property
    def is_api(self) -> bool:
        """Tell whether programs call it."""
        return self.name.partition(":")[0].endswith("api")


def all_routes() -> list[Route]:
    """Return every named address; an address without a name is an error."""
    return sorted(walk(get_resolver(), (), ()), key=lambda route: route.name)


def walk(resolver: URLResolver, spaces: tuple, needs: tuple) -> Iterator[Route]:
    """Go through the tree of addresses, collecting the words on the way."""
    for entry in resolver.url_patterns:
        own = needs + tuple(entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            if not entry.name:
                raise AssertionError(f"The address {entry.pattern} has no name.")
            yield Route(":".join((*spaces, entry.name)), own)
        else:
            inside = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from walk(entry, inside, own)
