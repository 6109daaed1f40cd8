"""What filling in costs, as the page shows it and as tables to take along."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from convenant.sheets import Book, Column, Table, Value, as_csv
from diligence.framework.schema import Edition, Part, Question
from workgroups.aggregation.burden import (
    FEWEST,
    Spread,
    in_all,
    never_change,
    never_differ,
    sittings,
    spread_of,
    times_by_part,
    to_drop,
)
from workgroups.queries.burden import BurdenYear


@dataclass(frozen=True, slots=True)
class PartCost:
    """A part with the time it took, beside the time that the questionnaire reckons with."""

    part: Part
    spread: Spread

    @property
    def reckoned(self) -> int:
        """Return the minutes of all its questions for a small company."""
        return sum(question.minutes for question in self.part.questions)

    @property
    def lacking(self) -> int:
        """Return how many companies are wanting before the figure is told."""
        return max(0, FEWEST - self.spread.companies)


@dataclass(frozen=True, slots=True)
class Told:
    """A question that tells little: how many companies show it, and what hangs on it."""

    question: Question
    part: Part
    alike: int | None
    """So many companies gave one and the same answer; None when answers differ."""
    unchanged: int | None
    """So many companies left it as it was last year; None when somebody changed it."""
    leaned_on: int
    """So many questions and options show by its answer."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything on the page."""

    year: BurdenYear
    parts: Sequence[PartCost]
    whole: Spread
    sittings: Spread
    told: Sequence[Told]

    @property
    def minutes(self) -> int:
        """Return the minutes that a small company would save without them all."""
        return sum(one.question.minutes for one in self.told)


def ledger_of(year: BurdenYear) -> Ledger:
    """Work it out. No query."""
    asked = questions_in(year.editions)
    times = times_by_part(year.saves, {key: part.key for key, (_, part) in asked.items()})
    parts = [
        PartCost(part, spread_of(times.get(part.key, {}).values())) for part in parts_in(asked)
    ]
    return Ledger(
        year=year,
        parts=parts,
        whole=spread_of(in_all(times).values()),
        sittings=spread_of(sittings(year.saves).values(), unit=1),
        told=list(told_in(year, asked)),
    )


def questions_in(editions: Iterable[Edition]) -> Mapping[str, tuple[Question, Part]]:
    """Return what files of a year were asked, by key: as it was asked first, in order."""
    found: dict[str, tuple[Question, Part]] = {}
    for edition in editions:
        for part in edition.parts:
            for question in part.questions:
                found.setdefault(question.key, (question, part))
    return found


def parts_in(asked: Mapping[str, tuple[Question, Part]]) -> list[Part]:
    """Return the parts of these questions, each once, in order."""
    found: dict[str, Part] = {}
    for _question, part in asked.values():
        found.setdefault(part.key, part)
    return list(found.values())


def told_in(year: BurdenYear, asked: Mapping[str, tuple[Question, Part]]) -> Iterator[Told]:
    """Yield the questions that tell little, in the order of the questionnaire."""
    leaned_on = leaned_on_in(question for question, _part in asked.values())
    alike, unchanged = never_differ(year.given), never_change(year.kept)
    for key, same, kept in to_drop(list(asked), alike, unchanged):
        yield Told(*asked[key], same, kept, leaned_on.get(key, 0))


def leaned_on_in(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions and options show by the answer to each question."""
    found: dict[str, int] = {}
    for question in questions:
        conditions = [question.when, *(option.when for option in question.options)]
        for when in filter(None, conditions):
            for key in {test.target.question for test in when.tests()}:
                found[key] = found.get(key, 0) + 1
    return found


def ledger_csv(ledger: Ledger, language: str) -> bytes:
    """Return the list of questions as CSV."""
    return as_csv(questions_table(ledger, language), language)


def ledger_workbook(ledger: Ledger, language: str, at: datetime) -> bytes:
    """Return times, questions and how they were found as an Excel file."""
    title = _("Wat invullen kost %(year)s") % {"year": ledger.year.cycle.year}
    book = Book(title=title, creator=settings.PRODUCT_NAME)
    tables = [times_table(ledger, language), questions_table(ledger, language)]
    return book.as_bytes([*tables, about_table(ledger, at)])


def times_table(ledger: Ledger, language: str) -> Table:
    """Return the time per part, and of the whole."""
    columns = [
        Column(_("Onderdeel"), 48),
        Column(_("Gerekend (minuten)"), 12),
        Column(_("Midden (minuten)"), 12),
        Column(_("Helft vanaf"), 12),
        Column(_("Helft tot en met"), 12),
        Column(_("Bedrijven"), 12),
        Column(_("Waarom geen cijfer"), 40),
    ]
    rows = [
        [one.part.title.get(language), one.reckoned, *cells(one.spread)] for one in ledger.parts
    ]
    reckoned = sum(one.reckoned for one in ledger.parts)
    return Table(_("Tijd"), columns, [*rows, [_("Alles samen"), reckoned, *cells(ledger.whole)]])


def cells(spread: Spread) -> list[Value]:
    """Return the cells of a spread; without figures the last one says why."""
    why = "" if spread.is_told else _("Minder dan %(n)s bedrijven") % {"n": FEWEST}
    return [spread.middle, spread.low, spread.high, spread.companies, why]


def questions_table(ledger: Ledger, language: str) -> Table:
    """Return the questions that tell little."""
    columns = [
        Column(_("Onderdeel"), 40),
        Column(_("Sleutel"), 30),
        Column(_("Vraag"), 60),
        Column(_("Minuten"), 10),
        Column(_("Bedrijven met hetzelfde antwoord"), 16),
        Column(_("Bedrijven die niets wijzigden"), 16),
        Column(_("Vragen en keuzes die ervan afhangen"), 16),
    ]
    rows: list[list[Value]] = [
        [
            one.part.title.get(language),
            one.question.key,
            one.question.text.get(language),
            one.question.minutes,
            one.alike,
            one.unchanged,
            one.leaned_on,
        ]
        for one in ledger.told
    ]
    return Table(_("Vragen"), columns, rows)


def about_table(ledger: Ledger, at: datetime) -> Table:
    """Return how the figures were found."""
    rows: list[tuple[str, Value]] = [
        (_("Monitoringjaar"), ledger.year.cycle.year),
        (_("Stand van"), at),
        (_("Bedrijven die indienden"), ledger.year.handed_in),
        (_("Tijd"), how_times_are_found()),
        (
            _("Bedrijven"),
            _("Geen cijfer van minder dan %(n)s bedrijven, geen naam.") % {"n": FEWEST},
        ),
        (
            _("Vragen"),
            _("Alleen vragen met niveaus of keuzes; tekst en getallen verschillen altijd."),
        ),
    ]
    return Table(_("Toelichting"), [Column(_("Wat"), 28), Column(_("Waarde"), 70)], rows)


def how_times_are_found() -> str:
    """Return in words what a time is, and what it leaves out."""
    return _(
        "Van wie indiende, uit de momenten waarop antwoorden werden bewaard. Zit er hooguit een "
        "kwartier tussen twee keer bewaren door één persoon, dan telt die tijd bij de vraag die "
        "daarna werd bewaard. Lezen voor het eerste antwoord, zoeken en overleg tellen niet mee: "
        "de echte tijd is langer."
    )
