"""What a progress report consists of: words, figures and drawings, ready to be set.

Everything is in the report's language already, except what the company typed: that keeps its own
and carries it along. Nothing here knows the database or the template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from convenant.charts import Chart
from diligence.reports.shape_of_years import Trend

LONG = 600
"""Characters; a longer answer may run over to the next page."""

MANY = 12
"""Answers; a document that stands at more may run over to the next page."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name with its value, as in "Grootte: 51 tot en met 250 mensen"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number with a few words; `of` is the whole it is a part of."""

    label: str
    value: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line of a list that leads to a question; without an anchor it is only a line."""

    text: str
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `under` stands below it in small type. `lang` is set for typed text only."""

    text: str
    under: str = ""
    lang: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `width` is its share of the table in per cent."""

    head: str
    under: str = ""
    width: int = 0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first cell of a row is its head."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False
    """The last row adds up the others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled cell of a record: the column's head and what stands in it."""

    name: str
    value: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A row with much text, set as a list of its cells under its own title."""

    title: str
    lang: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that stands as proof. Of a confidential one the name is its kind."""

    number: int
    anchor: str
    name: str
    kind: str
    """What kind of proof it is; empty when nobody said, or when it is the name already."""
    lang: str
    """The language of `name` and `description`; empty when the words are ours."""
    description: tuple[str, ...]
    """What the company says of it, by paragraph."""
    validity: str
    """"geldig tot en met 3 maart 2027"; empty without a last day."""
    is_expired: bool
    """Its last day had passed when the file was frozen."""
    is_confidential: bool
    file: str
    """Which file it is: "beleid.pdf, versie 2, toegevoegd op 12 maart 2026"."""
    hash: tuple[str, ...]
    """The hash of the file in groups of eight."""
    questions: tuple[Pointer, ...]
    """The answers it stands at."""

    @property
    def may_break(self) -> bool:
        """Tell whether it is too long to be kept on one page."""
        return len(self.questions) > MANY or sum(map(len, self.description)) > LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Every document once, and where each stands."""

    lead: str
    papers: tuple[Paper, ...]
    at: Mapping[str, tuple[Paper, ...]]
    """The documents by key of the question."""
    lacking: frozenset[str]
    """The questions whose level asks for a document that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAnswer:
    """One question with its answer."""

    number: str
    anchor: str
    question: str
    status: str = ""
    """What is said instead of an answer: "Niet ingevuld", "Weet ik niet"..."""
    is_missing: bool = False
    """Nothing was answered: not even "weet ik niet"."""
    level: int | None = None
    side: tuple[str, ...] = ()
    """Short remarks in the margin: "vorig jaar 1", "4 van 9 gekozen"."""
    level_text: str = ""
    choices: tuple[str, ...] = ()
    """What was chosen of a list."""
    value: str = ""
    """One short value: a number, a date, one option."""
    link: str = ""
    text: tuple[str, ...] = ()
    """What the company wrote, by paragraph."""
    reason: tuple[str, ...] = ()
    """Why the question does not apply, by paragraph."""
    lang: str = ""
    """The language of `text` and `reason`."""
    rows: str = ""
    """How many rows a table has: "14 regels"."""
    grid: Grid | None = None
    records: tuple[Record, ...] = ()
    unsure: bool = False
    proof: tuple[Paper, ...] = ()
    lacks_proof: bool = False
    """The level asks for a document and there is none."""
    beside: int | None = None
    """The level that the secretariat sees, where it is another than the company's."""
    beside_reason: tuple[str, ...] = ()
    beside_lang: str = ""

    @property
    def may_break(self) -> bool:
        """Tell whether the answer is too long to be kept on one page."""
        typed = sum(map(len, (*self.text, *self.reason, *self.choices)))
        return bool(self.grid or self.records or typed > LONG)


@dataclass(frozen=True, slots=True)
class Section:
    """A sub-action with its answers."""

    key: str
    title: str
    anchor: str
    answers: tuple[PrintedAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChapter:
    """One of the six steps."""

    anchor: str
    number: int
    title: str
    intro: str
    figures: tuple[Figure, ...]
    chart: Chart | None
    """The score of each sub-action; None when the step has only one."""
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One page for who has no time."""

    lead: str
    scale: Chart | None
    steps: Chart
    figures: tuple[Figure, ...]
    changes: tuple[Pointer, ...]
    unfinished: tuple[Pointer, ...]
    next_steps: tuple[Pointer, ...]
    """What would bring most points for the least time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A row of the reading key."""

    number: int
    word: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingKey:
    """What levels and bands mean."""

    levels: tuple[Level, ...]
    bands: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who the company is."""

    facts: tuple[Fact, ...]
    answers: tuple[PrintedAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The metals, and how well is known where they come from."""

    lead: str
    chart: Chart
    metals: Grid
    anchor: str
    """The question with every line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """The risks in their order, and the first ones in full."""

    lead: str
    order: Grid
    left_out: int
    """How many weighed risks the order does not hold."""
    told: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainChapter:
    """How far the chain is known: by metal, by distance, and line by line who is named."""

    lead: str
    figures: tuple[Figure, ...]
    chart: Chart
    metals: Grid
    tiers: Grid
    lines: Grid | None
    """Every line that names somebody; None without, and in the public variant."""
    left_out: int
    """How many named lines that table does not hold."""
    has_gaps: bool
    """Lines stand in for stages that nobody filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChapter:
    """The actions of the year, in a list and in full, and what influence was tried."""

    lead: str
    list: Grid | None
    left_out: int
    """How many actions the list does not hold."""
    told: tuple[Record, ...]
    influence: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyChapter:
    """Complaints, counted."""

    lead: str
    channels: tuple[Fact, ...]
    states: tuple[Fact, ...]
    themes: tuple[Fact, ...]
    satisfied: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Points of one kind, with a line that says what the kind means."""

    title: str
    meaning: str
    points: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoints:
    """What is not finished."""

    lead: str
    groups: tuple[OpenGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the report was made, so that every figure can be traced."""

    code: str
    hash: tuple[str, ...]
    """The hash of the snapshot in groups of eight."""
    facts: tuple[Fact, ...]
    rules: tuple[str, ...]
    steps: Grid
    questions: Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What kind of file the report was made from."""

    word: str
    sentence: str
    is_interim: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said in a conversation."""

    by: str
    on: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation about one thing in the file."""

    topic: str
    state: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """The whole report in one language."""

    language: str
    title: str
    company: str
    year: int
    last_year: int | None
    code: str
    check_url: str
    """Where anybody can check the code; empty when it is not printed."""
    sha256: str
    made_at: datetime
    """When the content was frozen; the only moment the report knows."""
    stamp: Stamp
    is_public: bool
    """Made for anybody: without what only the company and the secretariat may read."""
    cover: Chart
    summary: Summary
    trend: Trend | None
    key: ReadingKey
    profile: Profile
    origin: Origin | None
    risks: Risks | None
    chain: ChainChapter | None
    plan: PlanChapter | None
    remedy: RemedyChapter | None
    talks: tuple[Talk, ...]
    steps: tuple[StepChapter, ...]
    open_points: OpenPoints
    proof: Proof
    method: Method
