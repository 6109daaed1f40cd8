"""The whole report in one language: chapters and figures in their order, as HTML and as PDF."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from diligence.reports.pdf import WHITE_SPACE, Pdf, typeset
from workgroups.annual import drawings
from workgroups.annual.cells import table_of
from workgroups.annual.closing import check_part, closing_pages
from workgroups.annual.content import Annual, PrintedChapter
from workgroups.annual.figures import figure_of
from workgroups.annual.names import table_titles
from workgroups.annual.outline import FIGURES
from workgroups.annual.pages import coverage_words, figure_pages
from workgroups.annual.shape import Document, Page, Part, ProsePart, PullPart

TEMPLATE = "annual/report.html"
STYLE_SHEET = "css/annual.css"
COLOPHON = "colophon"
Tell = Callable[[str, int], None]


class NotTold(LookupError):
    """A chapter asks for a figure or a table that the release does not have."""

    def __init__(self, chapter: str, name: str) -> None:
        super().__init__(f"{chapter}: {name}")
        self.chapter, self.name = chapter, name


def render_annual(annual: Annual, *, tell: Tell = lambda stage, percent: None) -> Pdf:
    """Return the report as PDF/UA-1. The same content gives the same bytes, on any day.

    Touches no database, network or clock. Raises NotTold, EngineMissing or AssetMissing.
    """
    return typeset(html_of(annual), at=annual.made_at, tell=tell, also=STYLE_SHEET)


def html_of(annual: Annual) -> str:
    """Return the report as one page of HTML. Raises NotTold."""
    with translation.override(annual.language):
        context = {
            "report": document_of(annual),
            "made_at": annual.made_at,
            "product": settings.PRODUCT_NAME,
            "covenant": settings.COVENANT_NAME,
        }
        return WHITE_SPACE.sub(" ", render_to_string(TEMPLATE, context))


def document_of(annual: Annual) -> Document:
    """Return everything that is printed, in the active language. Raises NotTold."""
    release = annual.release
    words = {"number": release.number, "day": formats.date_format(release.fixed_on, "j F Y")}
    return Document(
        year=annual.year,
        language=annual.language,
        title=_("Jaarrapport %(year)s") % {"year": annual.year},
        line=_("Wat de metaalsector weet, doet en nog moet doen"),
        state=_("Cijfers van %(day)s · vrijgave %(number)s") % words,
        code=annual.code,
        sha256=annual.sha256,
        cover=drawings.comb(annual, on_cover=True),
        cover_words=(
            _("Eén cel is één deelnemer. Blauw telt mee in dit rapport."),
            coverage_words(annual),
        ),
        pages=tuple(pages_of(annual)),
    )


def pages_of(annual: Annual) -> Iterator[Page]:
    """Yield the chapters in their order, the figures in their place, the colophon at the end."""
    colophon = None
    for chapter in annual.chapters:
        if chapter.key == COLOPHON:
            colophon = chapter
            continue
        yield chapter_page(annual, chapter)
        if chapter.key == FIGURES:
            yield from figure_pages(annual)
    yield from closing_pages(annual)
    yield colophon_page(annual, colophon)


def colophon_page(annual: Annual, chapter: PrintedChapter | None) -> Page:
    """Return the last page: the colophon when it is printed, and how to check the report."""
    if chapter is None:
        title = _("Controle")
        return Page("controle", _("Verantwoording"), title, "", (check_part(annual),))
    page = chapter_page(annual, chapter)
    return Page(page.anchor, page.label, page.title, page.lead, (*page.parts, check_part(annual)))


def chapter_page(annual: Annual, chapter: PrintedChapter) -> Page:
    """Return a writer's chapter as a page. Raises NotTold."""
    lead = next((block.content for block in chapter.blocks if block.kind == "lead"), "")
    parts = [part for part in parts_of(annual, chapter) if part]
    label = _("Jaarrapport %(year)s") % {"year": annual.year}
    safe = mark_safe(lead)  # noqa: S308  cleaned by prose
    return Page(chapter.anchor, label, chapter.title, safe, tuple(parts), flows=True)


def parts_of(annual: Annual, chapter: PrintedChapter) -> Iterator[Part]:
    """Yield the pieces of a chapter; a figure stands beside the text that follows it."""
    blocks = [block for block in chapter.blocks if block.kind != "lead"]
    for block in blocks:
        if block.kind == "text":
            yield ProsePart(mark_safe(block.content))  # noqa: S308  cleaned by prose
        elif block.kind == "figure":
            figure = figure_of(block.content, annual)
            if figure is None:
                raise NotTold(chapter.title, block.content)
            yield PullPart(figure)
        else:
            table = annual.table(block.content)
            if table is None:
                raise NotTold(chapter.title, block.content)
            yield table_of(annual, table, table_titles().get(table.name, table.name))
