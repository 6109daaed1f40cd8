"""Measured figures: interleaved rounds, the median of each round's ratio, and a line in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, against which goal, and what came out."""

    number: str
    """As in the list of goals."""
    name: str
    value: str
    goal: str
    detail: str
    is_met: bool


def ratio(
    number: str, name: str, goal: float, ratios: Sequence[float], detail: str, *, least=False
):
    """Return a figure from the ratio of each round; with `least` more is better."""
    value = median(ratios)
    spread = f"{min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds"
    return Figure(
        number=number,
        name=name,
        value=f"{value:.2f} x",
        goal=f"{'at least' if least else 'at most'} {goal:g} x",
        detail=f"{detail}; {spread}",
        is_met=value >= goal if least else value <= goal,
    )


def count(number: str, name: str, goal: int, found: int, detail: str = "") -> Figure:
    """Return a figure that is a plain number of statements."""
    return Figure(number, name, str(found), f"at most {goal}", detail, found <= goal)


@dataclass(frozen=True, slots=True)
class Plain:
    """What a figure with a unit may be at most."""

    unit: str
    goal: float

    def figure(self, number: str, name: str, found: float, detail: str = "") -> Figure:
        """Return the figure that was found."""
        value, goal = f"{found:.3g} {self.unit}", f"at most {self.goal:g} {self.unit}"
        return Figure(number, name, value, goal, detail, found <= self.goal)


def noted(number: str, name: str, value: str, detail: str) -> Figure:
    """Return a figure without a goal of its own."""
    return Figure(number, name, value, "", detail, True)


def as_markdown(figures: Sequence[Figure], head: str) -> str:
    """Return the figures as a table; what falls short says so."""
    lines = [
        head,
        "",
        "| # | figure | measured | goal | met | how |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.number} | {one.name} | {one.value} | {one.goal} | {met(one)} | {one.detail} |"
        for one in figures
    ]
    return "\n".join(lines) + "\n"


def met(one: Figure) -> str:
    """Return whether the goal is met, in a word."""
    if not one.goal:
        return ""
    return "yes" if one.is_met else "**no**"
