"""The last pages: method and rules in words, every table, and how to check the report."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workgroups.annual.cells import long_tables, years_of
from workgroups.annual.content import Annual
from workgroups.annual.names import table_titles
from workgroups.annual.shape import CheckPart, Page, Part, TextPart
from workgroups.disclosure.published import PublishedTable
from workgroups.figures.shown import telling

MOST_COLUMNS = 6
LONG = 60
"""Of a table with more figures only what can be read is printed."""
DARK, QUIET_ZONE = "#154273", 0


def closing_pages(annual: Annual) -> Iterator[Page]:
    """Yield the pages that stand behind the chapters."""
    yield method(annual)
    if annual.tables:
        yield annex(annual)


def method(annual: Annual) -> Page:
    """Return how the figures came about: in words, never with the settings of the protection."""
    return Page(
        "methode",
        _("Verantwoording"),
        _("Hoe deze cijfers zijn gemaakt"),
        _("Elk cijfer rust op goedgekeurde dossiers en is eerst langs vaste regels gegaan."),
        (
            TextPart(who_counts(), _("Wie telt mee, en wanneer")),
            TextPart(what_protects(annual), _("Hoe bedrijven beschermd zijn")),
            TextPart(what_it_is_not(), _("Wat de cijfers niet zeggen")),
        ),
    )


def who_counts() -> tuple[str, ...]:
    """Return which files are counted, and how they stand."""
    return (
        _(
            "De cijfers komen uit dossiers die deelnemers zelf invulden en die het secretariaat "
            "heeft nagekeken en goedgekeurd. Concepten en dossiers in behandeling tellen niet "
            "mee. Elk dossier is vastgelegd op de dag van goedkeuring; wat daarna verandert, telt "
            "pas in een volgend rapport."
        ),
        _(
            "Deelnemers die tot één groep horen, tellen samen als één. Bij elk cijfer staat op "
            "hoeveel deelnemers het rust."
        ),
    )


def what_protects(annual: Annual) -> tuple[str, ...]:
    """Return what keeps a company from being read out of the figures."""
    return (
        _(
            "Deelnemers zijn elkaars concurrenten. Daarom gaat elk cijfer eerst langs vaste "
            "regels. Een cijfer blijft weg als er te weinig deelnemers achter zitten, als één of "
            "twee deelnemers het grotendeels bepalen, of als het met andere cijfers in dit of een "
            "eerder rapport zou verraden wat één bedrijf invulde. Kleine verschillen ten opzichte "
            "van een eerder cijfer worden niet getoond als ze één bedrijf zouden aanwijzen."
        ),
        _(
            "Sommige cijfers staan er als een reeks, zoals 5–9, of zijn samengevoegd: metalen tot "
            "groepen, landen tot gebieden, niveaus tot hoger en lager. De tabellen die gemaakt "
            "mogen worden liggen vooraf vast; vragen naar losse bedrijven of kleine groepen "
            "kunnen niet."
        ),
        _(
            "De instellingen van deze regels zijn niet openbaar, want daarmee zou de bescherming "
            "kleiner worden. Zij zijn vastgesteld en ondertekend, en een wijziging krijgt een "
            "nieuw nummer. Voor dit rapport gold: %(rules)s."
        )
        % {"rules": annual.release.rules},
    )


def what_it_is_not() -> tuple[str, ...]:
    """Return what nobody should read in the figures."""
    return (
        _(
            "De score zegt hoe ver een aanpak is, niet hoeveel schade er is. Veel gemelde "
            "risico’s betekenen vaak dat er goed is gekeken. Dit rapport is geen keurmerk."
        ),
    )


def annex(annual: Annual) -> Page:
    """Return every table of the release; of a long one the rows in which a figure is to be read.

    A menu counts all there could be, every country by every theme: a hundred pages of "<5".
    """
    parts: list[Part] = []
    tables = [to_be_read(table) for table in annual.tables]
    titles = table_titles()
    others = sorted({table.name for table in annual.tables} - titles.keys())
    for name in [*titles, *others]:
        anchor = f"t-{name.replace('_', '-')}"
        for whole in years_of(
            annual, name, titles.get(name, name), level=3, anchor=anchor, among=tables
        ):
            parts += long_tables(whole, MOST_COLUMNS)
    return Page(
        "tabellen",
        _("Verantwoording"),
        _("Alle tabellen"),
        _(
            "De cijfers komen uit vrijgave %(numbers)s. Van lange tabellen staan hier de regels "
            "met een cijfer; alle regels staan in het Excel- en het CSV-bestand."
        )
        % {"numbers": ", ".join([annual.release.number, *annual.data["earlier"].values()])},
        tuple(parts),
    )


def to_be_read(table: PublishedTable) -> PublishedTable:
    """Return a table as it is printed: a long one without rows and columns that tell nothing."""
    if len(table.cells) <= LONG:
        return table
    told = telling(table)
    rows, columns = {cell.key[0] for cell in told}, {cell.key[1:] for cell in told}
    kept = (cell for cell in table.cells if cell.key[0] in rows and cell.key[1:] in columns)
    return replace(table, cells=tuple(kept))


def check_part(annual: Annual) -> CheckPart:
    """Return how to check that this report is genuine."""
    digest = annual.sha256
    return CheckPart(
        annual.code,
        annual.check_url,
        picture_of(f"{annual.check_url}?code={annual.code}"),
        " ".join(digest[start : start + 8] for start in range(0, len(digest), 8)),
    )


def picture_of(address: str) -> SafeString:
    """Return an address as a QR code: one path, with a name for who cannot see it."""
    import segno

    code = segno.make_qr(address, error="m")
    side = code.symbol_size(border=QUIET_ZONE)[0]
    path = "".join(
        f"M{x},{y}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    title = _("QR-code met het adres om dit rapport te controleren")
    return mark_safe(  # noqa: S308  numbers and our own words alone
        f'<svg class="qr" viewBox="0 0 {side} {side}" width="25mm" height="25mm" role="img" '
        f'aria-labelledby="qr-t"><title id="qr-t">{title}</title>'
        f'<path d="{path}" fill="{DARK}"/></svg>'
    )
