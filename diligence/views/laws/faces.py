"""How a standard and its clauses look: from the crosswalk to words for the template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diligence.framework.conditions import Situation
from diligence.framework.coverage import Coverage, Covered, Held, Piece, Row, UsefulStep
from diligence.framework.crosswalk import Clause, Standard
from diligence.framework.facts import Place
from diligence.framework.question import Question
from diligence.framework.schema import Edition
from diligence.reports import law_words
from diligence.reports.shape import Fact
from diligence.reports.words import day, number_of

TONES = {
    Covered.WHOLE: ("ok", "check"),
    Covered.PARTLY: ("warn", "circle-dot"),
    Covered.OPEN: ("", "circle"),
    Covered.NOT_ASKED: ("", "minus"),
}
WIDTH = 100
"""Of the bar, in its own units: per cent."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One colour of a bar, in per cent from the left."""

    css: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class QuestionLink:
    """A question that answers a clause."""

    question: Question
    number: str
    is_done: bool
    says: str
    """What is missing; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of the file that answers a clause."""

    place: Place
    says: str
    is_done: bool


class StandardFace:
    """One standard beside the file, in the language of the page."""

    def __init__(self, coverage: Coverage, situation: Situation, lang: str, today: date):
        """Take it as it was counted."""
        self.coverage, self.situation, self.lang, self.today = coverage, situation, lang, today

    @property
    def standard(self) -> Standard:
        """Return the standard itself."""
        return self.coverage.standard

    @property
    def applies(self) -> str:
        """Return whether it touches this company."""
        return law_words.applies_in_words(self.coverage.applies, self.standard)

    @property
    def reasons(self) -> list[Fact]:
        """Return the company's own answers on which that hangs."""
        return list(law_words.reasons(self.standard, self.situation, self.lang))

    @property
    def validity(self) -> str:
        """Return from and until when it counts."""
        return law_words.validity(self.standard, self.lang)

    @property
    def state(self) -> str:
        """Return whether it is in force; empty for what is no law."""
        return str(law_words.LAW_STATES.get(self.standard.state, ""))

    @property
    def reading(self) -> str:
        """Return how well it was read."""
        return str(law_words.READINGS[self.standard.reading])

    @property
    def is_unsure(self) -> bool:
        """Tell whether it must be checked before anybody uses it."""
        return self.standard.reading == "unsure"

    @property
    def checked_on(self) -> str:
        """Return when it was last held against its source."""
        return day(self.standard.checked_on, self.lang)

    @property
    def is_old(self) -> bool:
        """Tell whether that is too long ago, for the standard or for one of its rows."""
        return any(each.is_old(self.today) for each in (self.standard, *self.standard.rows))

    @property
    def purposes(self) -> list[tuple[str, str]]:
        """Return what an extract may be used for, each with its meaning."""
        return [
            (str(law_words.PURPOSES[code]), str(law_words.PURPOSE_MEANINGS[code]))
            for code in self.standard.purposes
        ]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many clauses stand in each state that occurs, in words."""
        counts = self.coverage.counts
        return [(str(law_words.STATES[state]), counts[state]) for state in Covered if counts[state]]

    def bar(self) -> Iterator[Slice]:
        """Yield what is whole and what is partly answered, as a share of what was asked."""
        start = 0
        for state in (Covered.WHOLE, Covered.PARTLY):
            width = min(self.coverage.share(state), WIDTH - start)
            if width:
                yield Slice(str(state), start, width)
            start += width

    @property
    def rows(self) -> list["RowFace"]:
        """Return every clause."""
        return [RowFace(row, self.situation.edition, self.lang) for row in self.coverage.rows]

    @property
    def gaps(self) -> list["RowFace"]:
        """Return the clauses with something missing, the quickest first."""
        return [RowFace(row, self.situation.edition, self.lang) for row in self.coverage.gaps]


class RowFace:
    """One clause with what answers it."""

    def __init__(self, row: Row, edition: Edition, lang: str):
        """Take it as it was counted."""
        self.row, self.edition, self.lang = row, edition, lang

    @property
    def clause(self) -> Clause:
        """Return the clause itself."""
        return self.row.clause

    @property
    def state(self) -> str:
        """Return how far it is answered."""
        return str(law_words.STATES[self.row.state])

    @property
    def tone(self) -> str:
        """Return the colour of that word."""
        return TONES[self.row.state][0]

    @property
    def complete(self) -> str:
        """Return how much of what could answer it does."""
        return law_words.how_complete(self.row) if self.row.asked else ""

    @property
    def validity(self) -> str:
        """Return from and until when it counts."""
        return law_words.validity(self.clause, self.lang)

    @property
    def is_unsure(self) -> bool:
        """Tell whether the mapping must be checked before anybody uses it."""
        return self.clause.reading == "unsure"

    @property
    def questions(self) -> list[QuestionLink]:
        """Return the questions that answer it."""
        return [self.link(piece) for piece in self.row.pieces]

    @property
    def missing(self) -> list[QuestionLink]:
        """Return the questions that wait, the quickest first."""
        return [self.link(piece) for piece in self.row.missing]

    @property
    def parts(self) -> list[PartLink]:
        """Return the parts of the file that answer it."""
        return [self.part(held) for held in self.row.held]

    @property
    def empty(self) -> list[PartLink]:
        """Return the parts that hold nothing yet."""
        return [self.part(held) for held in self.row.empty]

    def link(self, piece: Piece) -> QuestionLink:
        """Return a question with its number."""
        says = "" if piece.is_done else law_words.piece_state(piece)
        return QuestionLink(
            piece.question, number_of(piece.question, self.edition), piece.is_done, says
        )

    def part(self, held: Held) -> PartLink:
        """Return a part with how much it holds."""
        place = law_words.PLACES[held.part]
        return PartLink(place, law_words.held_in_words(held), bool(held.number))


@dataclass(frozen=True, slots=True)
class StepFace:
    """An open question that serves several laws."""

    step: UsefulStep
    number: str
    names: tuple[str, ...]
    """The keys of the standards it serves."""
