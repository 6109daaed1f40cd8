"""Who the company is: what the directory and the profile answers say."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from diligence.framework.schema import PROFILE
from diligence.reports.answers import Printer
from diligence.reports.frozen import FrozenFile
from diligence.reports.shape import Fact, Profile
from diligence.reports.words import day


def profile(file: FrozenFile, printer: Printer) -> Profile:
    """Return the facts and the answers of the profile."""
    section = printer.section(file.edition.part(PROFILE))
    return Profile(facts=tuple(facts(file, printer.lang)), answers=section.answers)


def facts(file: FrozenFile, lang: str) -> Iterator[Fact]:
    """Return what is known of the company besides its answers; unknown facts are left out."""
    company = file.content["company"]
    yield Fact(_("Naam"), company["name"])
    if company["city"]:
        yield Fact(_("Plaats"), company["city"])
    if company["kvk_number"]:
        yield Fact(_("KvK-nummer"), company["kvk_number"])
    if company["joined_on"]:
        yield Fact(_("Deelnemer sinds"), day(company["joined_on"], lang))
    year = _("jaar %(number)s") % {"number": file.content["membership_year"]}
    yield Fact(_("Deelnamejaar"), year)
    size = file.situation.size
    yield Fact(_("Grootte"), size.name.get(lang) if size else _("Niet ingevuld"))
    if file.situation.chain:
        places = file.edition.chain_positions
        chosen = [place for place in places if place.key in file.situation.chain]
        yield Fact(_("Plaats in de keten"), "; ".join(place.name.get(lang) for place in chosen))
