"""What a company answers in one year: a walk through the edition, as the product shows it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diligence.framework.answers import Given, Row, State
from diligence.framework.conditions import Situation, shown_options, situation_of
from diligence.framework.schema import PROFILE, Edition, Kind, Question
from diligence.services.entries import Entry
from workgroups.services.demo.habits import Habits
from workgroups.services.demo.levels import level_for, levels_of
from workgroups.services.demo.rows import Cells, bank_rows, site_rows, supplier_rows, with_ids
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import Sector
from workgroups.services.demo.values import value_of
from workgroups.services.demo.variants import Shelf
from workgroups.services.demo.wording import fill_in
from workgroups.services.demo.written import Written, answered

STRENGTHS = ("weak", "weak", "medium", "strong", "strong")
"""What a long text is like at each level."""


def write_file(scene: Scene, sector: Sector, shelf: Shelf) -> dict[str, Written]:
    """Return the answers of a company-year by question key, in the order of the questionnaire."""
    walk = Walk(scene, sector, shelf)
    situation_of(scene.edition, walk, today=scene.last_day)
    return walk.written


class Walk(Mapping[str, Given]):
    """The answers of a file, each made when it is first asked for.

    Conditions look back only, and the product's own walk asks for the answer to a question only
    after it has decided that the question shows.
    """

    def __init__(self, scene: Scene, sector: Sector, shelf: Shelf):
        self.scene, self.sector, self.shelf = scene, sector, shelf
        self.levels = levels_of(scene, sector.bank, sector.ties)
        self.habits = Habits.of(scene, sector)
        self.written: dict[str, Written] = {}
        self.heard: dict[str, Given] = {}

    def __getitem__(self, key: str) -> Given:
        if key not in self.heard:
            written = self._write(self.scene.edition.question(key))
            if written is None:
                raise KeyError(key)
            self.written[key], self.heard[key] = written, written.given
        return self.heard[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.heard)

    def __len__(self) -> int:
        return len(self.heard)

    def _write(self, question: Question) -> Written | None:
        if question.part == PROFILE:
            return answered(self._profile_value(question), self.scene.company.language)
        return self._from_data(question)

    def _profile_value(self, question: Question) -> Any:
        company, year = self.scene.company, self.scene.year
        if question.decides == "size":
            return str(company.fte[year])
        value = company.profile[question.key]
        if isinstance(value, Mapping):
            value = value[str(year)]
        return self._rows(question, site_rows(value)) if question.kind == Kind.TABLE else value

    def _from_data(self, question: Question) -> Written | None:
        """Return what the data say for this very company-year, else what the bank gives."""
        scene, key = self.scene, self.sector.bank.key_of(question.key)
        spec = self.sector.bank.questions[key]
        by_hand = scene.by_hand.get("answers", {}).get(key)
        reason = scene.company.not_applicable.get(scene.year, {}).get(key)
        slip = scene.company.slips.get(scene.year, {}).get(key)
        if reason is not None:
            why = fill_in(scene, spec["reasons"][reason], key)
            return Written(Entry(State.NOT_APPLICABLE, reason=why, as_kept=True))
        if slip is not None:
            return answered(slip, scene.company.language)
        if by_hand is not None:
            return self._as_written(question, by_hand)
        if scene.by_hand.get("fills") == "only_these":
            return None
        return self.habits.applied_to(question.key, key, self._picked(question, key, spec))

    def _as_written(self, question: Question, answer: Mapping[str, Any]) -> Written:
        """Return an answer of the show piece."""
        explanation = ""
        if "level" in answer:
            value, explanation = answer["level"], answer["nl"]
        elif "from_company" in answer:
            value = self._supplier_rows(question)
        elif "rows" in answer:
            value = self._rows(question, answer["rows"])
        else:
            value = answer.get("value", answer.get("nl"))
        entry = Entry(
            answer.get("state", State.ANSWERED),
            value,
            explanation,
            unsure=answer.get("unsure", False),
            as_kept=True,
        )
        return Written(entry, by=answer.get("by", ""))

    def _picked(self, question: Question, key: str, spec: Mapping[str, Any]) -> Written:
        scene = self.scene
        level = self._level(question, key, spec)
        if question.kind in (Kind.MATURITY, Kind.LONG_TEXT):
            strength = str(level) if question.kind == Kind.MATURITY else STRENGTHS[level]
            text, language = self.shelf.take(scene, key, strength, spec["texts"][strength])
            words = fill_in(scene, text, key, language=language)
            if question.kind == Kind.MATURITY:
                return answered(level, language, words)
            return answered(words, language)
        if spec.get("from_company") == "suppliers":
            return answered(self._supplier_rows(question), scene.company.language)
        if question.kind == Kind.TABLE:
            return answered(self._rows(question, bank_rows(scene, question, spec, level)))
        value = value_of(scene, question, key, spec, level, self._hidden_options(question))
        return answered(value, scene.company.language)

    def _supplier_rows(self, question: Question) -> list[Row]:
        return self._rows(question, supplier_rows(self.scene, self.sector.smelters))

    def _rows(self, question: Question, cells: Iterable[Cells]) -> list[Row]:
        return with_ids(self.scene, question.key, cells)

    def _level(self, question: Question, key: str, spec: Mapping[str, Any]) -> int:
        if question.kind == Kind.MATURITY:
            return self.levels[key]
        followed = spec.get("follows")
        return self.levels[followed] if followed else level_for(self.scene, key)

    def _hidden_options(self, question: Question) -> frozenset[str]:
        shown = shown_options(question.options, self._situation())
        return frozenset(o.key for o in question.options) - frozenset(o.key for o in shown)

    def _situation(self) -> Situation:
        return Situation(
            edition=self.scene.edition,
            given=self.heard,
            shown=frozenset(self.heard),
            size=None,
            chain=frozenset(),
            asks_every_size=False,
            asks_every_chain=False,
            today=self.scene.last_day,
        )


def put_off(edition: Edition, written: Mapping[str, Written]) -> dict[str, Written]:
    """Return the file with the profile filled in and “later” at every other question."""
    later = Written(Entry(State.LATER, as_kept=True))
    return {
        key: answer if edition.question(key).part == PROFILE else later
        for key, answer in written.items()
    }
