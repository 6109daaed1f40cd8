"""The large figures of a report: the number, what it counts, and on how many members it rests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from workgroups.annual.content import Annual
from workgroups.annual.names import figure_titles
from workgroups.disclosure.published import PublishedCell, PublishedTable


@dataclass(frozen=True, slots=True)
class Figure:
    """One large figure: "8" with "van 12" behind it, what it is, and its base in words."""

    name: str
    number: str
    unit: str
    title: str
    base: str


Maker = Callable[[Annual], tuple[PublishedCell, str, PublishedTable | None]]


def figure_of(name: str, annual: Annual) -> Figure | None:
    """Return a large figure by its name; None when the release does not tell it."""
    if name == "coverage":
        return coverage(annual)
    cell, unit, table = MAKERS[name](annual)
    if cell.value is None or table is None:
        return None
    return Figure(name, cell.value, unit, figure_titles()[name], base_of(annual, name, table))


def figures_of(annual: Annual) -> list[Figure]:
    """Return every large figure that the release tells."""
    return [figure for name in figure_titles() if (figure := figure_of(name, annual))]


def coverage(annual: Annual) -> Figure | None:
    """Return how many members are counted, of how many."""
    counted, of = covered(annual)
    if counted is None:
        return None
    unit = _("van %(all)s") % {"all": of} if of else ""
    words = _("van wie het dossier is goedgekeurd")
    return Figure("coverage", counted, unit, figure_titles()["coverage"], words)


def covered(annual: Annual) -> tuple[str | None, str | None]:
    """Return how many members are counted and of how many, in signs; None when nobody says."""
    for name in ("bands", "coverage", "step_mean", "themes"):
        table = annual.table(name)
        if table and table.counted:
            return table.counted, table.of
    return None, None


def base_of(annual: Annual, name: str, table: PublishedTable) -> str:
    """Return last year's figure where it can be compared, and the number of members behind it."""
    words = []
    before = annual.year - 1
    if before in annual.years and not annual.breaks_before(annual.year):
        cell, unit, _table = MAKERS[name](earlier(annual))
        if cell.value is not None:
            said = {"figure": f"{cell.value}{unit if unit == '%' else ''}", "year": before}
            words.append(_("in %(year)s: %(figure)s") % said)
    if table.counted:
        words.append(_("n = %(n)s") % {"n": table.counted})
    return "; ".join(words)


def earlier(annual: Annual) -> Annual:
    """Return the same content, looked at from the year before."""
    data = {**annual.data, "year": annual.year - 1}
    return Annual(
        data, annual.language, annual.code, annual.check_url, annual.sha256, annual.made_at
    )


def smelters(annual: Annual) -> tuple[PublishedCell, str, PublishedTable | None]:
    """Return which share of the lines of the chain has a known smelter."""
    return annual.figure("chain_known", "smelter"), "%", annual.table("chain_known")


def actions(annual: Annual) -> tuple[PublishedCell, str, PublishedTable | None]:
    """Return how many actions are done."""
    return annual.figure("actions", "done"), "", annual.table("actions")


def policy(annual: Annual) -> tuple[PublishedCell, str, PublishedTable | None]:
    """Return which share of the members published its policy."""
    return annual.figure("policy", "published"), "%", annual.table("policy")


def expected(annual: Annual) -> tuple[PublishedCell, str, PublishedTable | None]:
    """Return which share of the members meets what was expected."""
    return annual.figure("expected", "met"), "%", annual.table("expected")


def score(annual: Annual) -> tuple[PublishedCell, str, PublishedTable | None]:
    """Return the mean of the six steps that is lowest, which is where most is to be done."""
    table = annual.table("step_mean")
    told = [cell for cell in (table.cells if table else ()) if number_of(cell) is not None]
    lowest = min(told, key=lambda cell: number_of(cell) or 0, default=PublishedCell(()))
    return lowest, "", table


def number_of(cell: PublishedCell) -> float | None:
    """Return a figure as a number; of a band its lower end; None when it is withheld."""
    if cell.value is None:
        return None
    try:
        return float(Decimal(cell.low if cell.low is not None else cell.value.replace(",", ".")))
    except InvalidOperation:
        return None


MAKERS: Mapping[str, Maker] = {
    "score": score,
    "smelters": smelters,
    "actions": actions,
    "policy": policy,
    "expected": expected,
}
