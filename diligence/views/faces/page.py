"""The page of one part: the parts beside it, how far they are, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.schema import PROFILE, Part
from diligence.models import Assessment
from diligence.progress import PartProgress, PartState, Progress
from diligence.services.figures import filled_percent
from diligence.templatetags.diligence import part_url
from diligence.views.faces.status import part_word
from diligence.views.faces.words import Word, words_of

RING = 188.5
"""Length of the ring's line: a circle with a radius of 30."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A part in the list beside the questions."""

    key: str
    title: str
    url: str
    settled: int
    asked: int
    state: str
    is_current: bool

    @property
    def word(self) -> str:
        return part_word(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFace:
    """Everything around the questions."""

    assessment: Assessment
    part: Part
    progress: Progress

    @property
    def rows(self) -> list[PartRow]:
        """Return the parts of which this company gets questions, and this one."""
        rows = (self.row(each) for each in self.progress.parts)
        return [row for row in rows if row.asked or row.is_current]

    def row(self, each: PartProgress) -> PartRow:
        """Return one part of the list."""
        return PartRow(
            key=each.part.key,
            title=each.part.title.get(get_language()),
            url=part_url(self.assessment, each.part.key),
            settled=each.settled,
            asked=each.asked,
            state=str(each.state),
            is_current=each.part.key == self.part.key,
        )

    @property
    def here(self) -> PartProgress:
        """Return how far this part is."""
        return self.progress.part(self.part.key)

    @property
    def percent(self) -> int:
        return filled_percent(self.progress.settled, self.progress.asked)

    @property
    def ring(self) -> str:
        """Return the drawn and the undrawn length of the ring."""
        return ring_of(self.percent)

    @property
    def title(self) -> str:
        return self.part.title.get(get_language())

    @property
    def step(self) -> str:
        """Return the step that this part belongs to, with its number; nothing for the profile."""
        step = self.part.step
        words = {"number": step.number, "title": step.title.get(get_language())}
        return _("Stap %(number)s: %(title)s") % words if step.number else ""

    @property
    def intro(self) -> str:
        return self.part.step.intro.get(get_language())

    @property
    def left(self) -> int:
        """Return how many questions of this part still wait."""
        return self.here.asked - self.here.settled

    @property
    def is_profile_done(self) -> bool:
        """Tell whether it is known which questions this company gets."""
        return self.progress.part(PROFILE).state == PartState.DONE

    @property
    def profile_url(self) -> str:
        return part_url(self.assessment, PROFILE)

    @property
    def words(self) -> list[Word]:
        """Return the words of the word list that these questions use."""
        return words_of(self.assessment.edition, self.part.key, get_language() or "nl")

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way up."""
        title = self.assessment.edition.title.get(get_language())
        return [(title, self.overview_url), *([(self.step, "")] if self.step else [])]

    @property
    def overview_url(self) -> str:
        args = [self.assessment.company.slug, self.assessment.cycle.year]
        return reverse("diligence:overview", args=args)

    @property
    def previous(self) -> PartRow | None:
        """Return the part before this one."""
        return self.neighbour(-1)

    @property
    def following(self) -> PartRow | None:
        """Return the part after this one."""
        return self.neighbour(1)

    def neighbour(self, distance: int) -> PartRow | None:
        """Return a part at this distance in the list; None past its ends."""
        rows = self.rows
        here = next(place for place, row in enumerate(rows) if row.is_current)
        return rows[here + distance] if 0 <= here + distance < len(rows) else None


def ring_of(percent: int) -> str:
    """Return a ring's dashes: what is drawn, then the whole line."""
    return f"{RING * percent / 100:.1f} {RING}"


def counts_of(progress: Progress) -> dict[str, Sequence[object]]:
    """Return how far every part is, short enough to send after each save."""
    return {row.part.key: (row.settled, row.asked, str(row.state)) for row in progress.parts}
