"""The list of members as a table: the same rows as the page shows, with real numbers and days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from convenant.sheets import Book, Column, Table, Value, as_csv
from diligence.framework.schema import Edition
from workgroups.aggregation.members import Member, Stage
from workgroups.queries.members import SectorYear

COUNTED = (
    "contradiction",
    "doubtful",
    "doubtful_work",
    "no_proof",
    "expired_proof",
    "dont_know",
    "not_applicable",
    "unsure",
    "later",
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What is exported: the members in their order, the filters in words, and the moment."""

    sector: SectorYear
    members: Sequence[Member]
    filters: Sequence[str]
    statuses: dict[Stage, str]
    at: datetime
    language: str


def members_csv(listing: Listing) -> bytes:
    """Return the list as CSV."""
    return as_csv(members_table(listing), listing.language)


def members_workbook(listing: Listing) -> bytes:
    """Return the list as an Excel file, with a sheet that says what it is and of when."""
    year = listing.sector.cycle.year
    title = _("Leden %(year)s") % {"year": year}
    book = Book(title=title, creator=settings.PRODUCT_NAME)
    return book.as_bytes([members_table(listing), about_table(listing)])


def members_table(listing: Listing) -> Table:
    """Return a row for each member."""
    edition, year = listing.sector.edition, listing.sector.cycle.year
    return Table(
        _("Leden %(year)s") % {"year": year},
        list(columns(edition, listing.language)),
        [list(row_of(member, listing)) for member in listing.members],
    )


def columns(edition: Edition, language: str) -> Iterator[Column]:
    """Yield the heads, in the order of `row_of`."""
    yield Column(_("Lid"), 34)
    yield Column(_("Plaats"), 18)
    yield Column(_("Status"), 18)
    yield Column(_("Te laat"), 9)
    yield Column(_("Ingediend op"), 17)
    yield Column(_("Besluit op"), 17)
    yield Column(_("Laatst bijgewerkt"), 17)
    yield Column(_("Ingevuld (%)"), 10)
    yield Column(_("Score"), 9)
    yield Column(_("Verwachte score"), 10)
    yield Column(_("Niveau"), 14)
    yield Column(_("Bedrijfsgrootte"), 26)
    yield Column(_("Plaats in de keten"), 34)
    for step in edition.steps:
        if step.sub_actions:
            yield Column(f"{step.number} {step.title.get(language)}", 12)
    for words in counted_words().values():
        yield Column(words, 12)


def counted_words() -> dict[str, str]:
    """Return what the check before submitting counts, in the order of COUNTED."""
    return dict(
        zip(
            COUNTED,
            (
                _("Spreekt elkaar tegen"),
                _("Past misschien niet bij elkaar"),
                _("Keten, risico’s en acties (bij indienen)"),
                _("Bewijs ontbreekt (bij indienen)"),
                _("Bewijs verlopen (bij indienen)"),
                _("Weet ik niet"),
                _("Niet van toepassing"),
                _("Twijfel"),
                _("Later"),
            ),
            strict=True,
        )
    )


def row_of(member: Member, listing: Listing) -> Iterator[Value]:
    """Yield the cells of one member; what is not known is empty."""
    edition, language = listing.sector.edition, listing.language
    deadline = listing.sector.cycle.deadline
    yield member.name
    yield member.city
    yield listing.statuses[member.stage]
    yield _("ja") if member.is_late(deadline, listing.at.date()) else _("nee")
    for moment in (member.submitted_at, member.decided_at, member.activity_at):
        yield timezone.localtime(moment) if moment else None
    yield member.filled if member.has_file else None
    yield exact(member.score)
    yield None if member.expected is None else int(member.expected)
    yield {band.key: band.name.get(language) for band in edition.bands}.get(member.band or "")
    yield {size.key: size.name.get(language) for size in edition.sizes}.get(member.size or "")
    places = [place for place in edition.chain_positions if member.is_in(place.key)]
    yield ", ".join(place.name.get(language) for place in places) or None
    steps = member.step_figures()
    for step in edition.steps:
        if step.sub_actions:
            known = steps.get(step.key, {})
            yield exact(known.get("score")) if known.get("settled") else None
    found = member.findings()
    for weight in COUNTED:
        yield found.get(weight, 0) if member.has_file and found else None


def exact(score: float | str | None) -> Decimal | None:
    """Return a score with its one decimal as a number."""
    return None if score is None else Decimal(str(score))


def about_table(listing: Listing) -> Table:
    """Return what the list is, which filters it went through, and of which moment."""
    cycle = listing.sector.cycle
    everything = _("Geen; alle leden")
    rows: list[tuple[str, Value]] = [
        (_("Monitoringjaar"), cycle.year),
        (_("Indienen tot en met"), cycle.deadline),
        (_("Stand van"), listing.at),
        (_("Leden in deze lijst"), len(listing.members)),
        (_("Leden in dit jaar"), len(listing.sector.members)),
        *((_("Filter"), words) for words in listing.filters or [everything]),
        (
            _("Scores"),
            _("Van 0 tot 100. Zolang een dossier niet is ingediend, is de score voorlopig."),
        ),
        (_("Vertrouwelijk"), _("Alleen voor het secretariaat. Deel geen cijfers van één lid.")),
    ]
    return Table(_("Toelichting"), [Column(_("Wat"), 28), Column(_("Waarde"), 70)], rows)
