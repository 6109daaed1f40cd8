"""What is asked for in the address of a page about the sector, and back into addresses."""

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.schema import Edition
from diligence.models import Basis
from workgroups.forms import Chip, Choices, Filter
from workgroups.services.insight import names
from workgroups.services.insight.looking import Asked, Look


def asked_in(query: QueryDict, edition: Edition) -> Asked:
    """Return what this address asks for; words nobody knows are as if they were not there."""
    return Asked(
        **{
            name: value
            for name, known in choices_of(edition).items()
            if (value := query.get(name, "")) in dict(known)
        }
    )


def choices_of(edition: Edition) -> dict[str, Choices]:
    """Return what can be chosen in each list, in the reader's language."""
    language = get_language()
    return {
        "basis": [(Basis.ACCEPTED.value, _("Alleen met akkoord"))],
        "size": [(size.key, size.name.get(language)) for size in edition.sizes],
        "position": [(place.key, place.name.get(language)) for place in edition.chain_positions],
        "metal_group": list(names.groups("metals").items()),
        "theme_group": list(names.groups("themes").items()),
        "region": list(names.named("regions").items()),
    }


def filters_of(look: Look, wanted: tuple[str, ...]) -> list[Filter]:
    """Return the lists above a page."""
    labels = {
        "basis": (_("Dossiers"), _("Ingediend of verder")),
        "size": (_("Bedrijfsgrootte"), _("Alle")),
        "position": (_("Eerste plaats in de keten"), _("Alle")),
        "metal_group": (_("Groep metalen"), _("Alle")),
        "theme_group": (_("Groep thema’s"), _("Alle")),
        "region": (_("Werelddeel"), _("Alle")),
    }
    choices = choices_of(look.edition)
    return [
        Filter(name, *labels[name], choices[name], getattr(look.asked, name)) for name in wanted
    ]


def chips_of(asked: Asked, filters: list[Filter]) -> list[Chip]:
    """Return a chip for each choice that was made, with the address of the page without it."""
    return [
        Chip(f"{one.label}: {one.words}", f"?{query_of(asked.without(one.name))}")
        for one in filters
        if one.chosen
    ]


def query_of(asked: Asked) -> str:
    """Return what was asked for as the query of an address."""
    return urlencode(list(asked.pairs()))
