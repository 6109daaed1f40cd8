"""What is wrong or missing, line by line, each leading to its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.value_problems import ValueProblem


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is wrong or missing, and where it stands."""

    text: str
    url: str
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A question on its page: the id of its card, and of its first control."""

    anchor: str
    first_control: str

    def url_of(self, problem: ValueProblem) -> str:
        """Return where a problem is solved: at a cell, or at the question's own control."""
        if not problem.row:
            return f"#{self.first_control}"
        cell = f"-{problem.column}" if problem.column else ""
        return f"#{self.anchor}-{problem.row}{cell}"


def lines_of(problems: Iterable[ValueProblem], place: Place) -> list[Line]:
    """Return problems as lines that lead to their place."""
    language = get_language() or "nl"
    lines = []
    for problem in problems:
        text = problem.text(language)
        if problem.row:
            words = {"number": problem.row_number, "text": text}
            text = _("Rij %(number)s: %(text)s") % words
        lines.append(Line(text, place.url_of(problem), problem.row, problem.column))
    return lines


def missing_lines(problems: Iterable[ValueProblem], place: Place) -> list[Line]:
    """Return what is still missing; the empty cells of a row together on one line."""
    language = get_language() or "nl"
    lines: list[Line] = []
    by_row: dict[str, list[ValueProblem]] = {}
    for problem in problems:
        if problem.code == "required":
            by_row.setdefault(problem.row, []).append(problem)
        else:
            lines += lines_of([problem], place)
    for row, empty in by_row.items():
        columns = ", ".join(problem.params["column"].get(language) for problem in empty)
        words = {"number": empty[0].row_number, "columns": columns}
        text = _("Rij %(number)s is nog niet compleet. Vul nog in: %(columns)s") % words
        lines.append(Line(text, place.url_of(empty[0]), row, empty[0].column))
    return lines
