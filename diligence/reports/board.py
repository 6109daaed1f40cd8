"""The short report for a board: who the company is, its most severe risks, its plan, next year.

Papers of a board travel further than whom they were made for. So it is taken out of the public
file (`diligence.reports.public`): no suppliers, volumes, names of people or confidential proof.
Only the advice on next steps is added; that names questions and measures of ours alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from diligence.models import ProgressReport
from diligence.plan.status import OPEN
from diligence.reports.comparison import Comparison
from diligence.reports.content import written
from diligence.reports.frozen import FrozenFile, read_back, year_before
from diligence.reports.pdf import WHITE_SPACE, Pdf, Tell, typeset
from diligence.reports.public import for_public
from diligence.reports.shape import Cell, Grid, Pointer, ReportContent
from diligence.reports.summary import most_telling_steps
from diligence.reports.words import day

TEMPLATE = "reports/board.html"
MOST_RISKS = 6
MOST_ACTIONS = 8
MOST_AHEAD = 5
MOST_CHANGES = 4
STEPS_TOLD = 3
LONGEST_TITLE = 110
"""Characters of a typed title; with these limits it stays within four pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardContent:
    """What the PDF of the summary prints, in its language."""

    report: ReportContent
    risks: Grid | None
    more_risks: int
    """How many risks the table does not hold."""
    plan: Grid | None
    more_actions: int
    changes: tuple[Pointer, ...]
    """What changed most since the year before."""
    ahead: tuple[Cell, ...]
    """Open actions whose last day is after this year, the nearest first."""
    advice: tuple[Pointer, ...]

    @property
    def language(self) -> str:
        """Return the language of the summary."""
        return self.report.language


def board_content(report: ProgressReport) -> BoardContent:
    """Return what the summary says, from its snapshot. At most three queries.

    Raises BrokenSnapshot.
    """
    snapshot = report.snapshot
    file = read_back(snapshot)
    before = year_before(snapshot, file)
    lang = report.language
    with translation.override(lang):
        shown = for_public(file)
        comparison = Comparison(shown, before and for_public(before))
        content = written(comparison, lang=lang, code=report.code, check_url=report.check_url)
        return board(content, shown, advice=tuple(most_telling_steps(file, lang, STEPS_TOLD)))


def board(
    content: ReportContent, shown: FrozenFile, *, advice: tuple[Pointer, ...] = ()
) -> BoardContent:
    """Return the summary of a public report, in the active language."""
    order = content.risks.order if content.risks else None
    actions = content.plan.list if content.plan else None
    title = _("Samenvatting voor de directie %(year)s") % {"year": content.year}
    plain = tuple(replace(each, anchor="", number="") for each in advice)
    return BoardContent(
        report=replace(content, title=title),
        risks=order and first_rows(order, MOST_RISKS),
        more_risks=max(0, len(shown.risks) - MOST_RISKS) if order else 0,
        plan=actions and first_rows(actions, MOST_ACTIONS),
        more_actions=max(0, len(shown.plan) - MOST_ACTIONS) if actions else 0,
        changes=content.summary.changes[:MOST_CHANGES],
        ahead=tuple(ahead(shown, content.language))[:MOST_AHEAD],
        advice=plain,
    )


def first_rows(grid: Grid, most: int) -> Grid:
    """Return the first rows of a table, a long title cut short."""
    rows = tuple((replace(row[0], text=short(row[0].text)), *row[1:]) for row in grid.rows[:most])
    return Grid(grid.columns, rows)


def short(title: str) -> str:
    """Return a title that fits on two lines."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def ahead(file: FrozenFile, lang: str) -> Iterator[Cell]:
    """Yield what goes on after this year, by its last day."""
    last = date(file.year, 12, 31).isoformat()
    later = [each for each in file.plan if each["status"] in OPEN and (each["due_on"] or "") > last]
    for action in sorted(later, key=lambda each: (each["due_on"], each["title"])):
        words = _("klaar op %(day)s") % {"day": day(action["due_on"], lang)}
        yield Cell(short(action["title"]), under=words, lang=file.own_language)


def render_board(content: BoardContent, *, tell: Tell) -> Pdf:
    """Return the summary as PDF/UA-1. The same content gives the same bytes.

    Touches no database, network or clock. Raises EngineMissing, ForbiddenAddress or AssetMissing.
    """
    tell("layout", 25)
    with translation.override(content.language):
        html = render_to_string(
            TEMPLATE,
            {
                "board": content,
                "report": content.report,
                "product": settings.PRODUCT_NAME,
                "covenant": settings.COVENANT_NAME,
            },
        )
    return typeset(WHITE_SPACE.sub(" ", html), at=content.report.made_at, tell=tell)
