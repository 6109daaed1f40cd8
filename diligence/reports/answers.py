"""Each question with its answer, for print: the company's own words stand out from ours."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from diligence.framework.answer_text import (
    NOT_PROVIDED,
    STATE_WORDS,
    AnswerText,
    answer_text,
    paragraphs,
)
from diligence.framework.answers import Given, State
from diligence.framework.choices import options_of
from diligence.framework.conditions import shown_options
from diligence.framework.schema import Kind, Part, Question
from diligence.reports import grids
from diligence.reports.comparison import Comparison
from diligence.reports.frozen import FrozenFile
from diligence.reports.shape import PrintedAnswer, Proof, Section
from diligence.reports.words import anchor_of, chosen_in_words, number_of, rows_in_words


@dataclass(frozen=True, slots=True)
class Printer:
    """Writes out the answers of one file in one language."""

    file: FrozenFile
    comparison: Comparison
    proof: Proof
    lang: str

    def section(self, part: Part) -> Section:
        """Return the questions of this part that the company got; hidden answers never print."""
        shown = [q for q in part.questions if q.key in self.file.situation.shown]
        return Section(
            key=part.key,
            title=part.title.get(self.lang),
            anchor=anchor_of(part.key),
            answers=tuple(map(self.answer, shown)),
        )

    def answer(self, question: Question) -> PrintedAnswer:
        """Return one question with its answer, or what is said instead of one."""
        given = self.file.given(question.key)
        common: dict[str, Any] = {
            "number": number_of(question, self.file.edition),
            "anchor": anchor_of(question.key),
            "question": question.text.get(self.lang),
            "proof": self.proof.at.get(question.key, ()),
            "lacks_proof": question.key in self.proof.lacking,
            **self._beside(question),
        }
        if given is None:
            return PrintedAnswer(**common, status=NOT_PROVIDED.get(self.lang), is_missing=True)
        common |= {
            "text": paragraphs(given.explanation),
            "lang": self.file.language_of(question.key),
            "unsure": given.unsure,
        }
        if question.key in self.file.withheld:
            return PrintedAnswer(**common, status=_("Beantwoord; niet in de openbare versie"))
        if not given.is_answered:
            status = STATE_WORDS[State(given.state)].get(self.lang)
            return PrintedAnswer(**common, status=status, reason=paragraphs(given.reason))
        return PrintedAnswer(**common | self._value(question, given, common))

    def _beside(self, question: Question) -> dict:
        """Return the level the secretariat set beside the company's own, with its reason."""
        told = self.file.beside.get(question.key)
        if told is None:
            return {}
        return {
            "beside": told["level"],
            "beside_reason": paragraphs(told["reason"]),
            "beside_lang": told["language"],
        }

    def _value(self, question: Question, given: Given, common: dict) -> dict:
        """Return the fields that say what was answered, by kind of question."""
        edition, size = self.file.edition, self.file.situation.size
        told = answer_text(question, given, edition, self.lang, size=size)
        match question.kind:
            case Kind.MATURITY:
                return self._level(question, given.value)
            case Kind.MULTIPLE:
                return {"choices": told.lines, "side": self._share(question, given.value)}
            case Kind.LONG_TEXT:
                return {"text": (*told.lines, *common["text"])}
            case Kind.LINK:
                return {"link": given.value}
            case Kind.TABLE:
                return self._table(question, given, told, common["lang"])
            case Kind.SHORT_TEXT:
                return {"text": (*told.lines, *common["text"])}
        return {"value": told.lines[0]}

    def _level(self, question: Question, level: int) -> dict:
        described = next(each for each in question.levels if each.level == level)
        before = self.comparison.level(question)
        side: tuple[str, ...] = ()
        if self.comparison.year is not None:
            side = (
                _("nieuw dit jaar")
                if self.comparison.former_key(question) is None
                else _("vorig jaar geen niveau")
                if before is None
                else _("vorig jaar %(level)s") % {"level": before},
            )
        text = described.text_for(self.file.situation.size).get(self.lang)
        return {"level": level, "level_text": text, "side": side}

    def _share(self, question: Question, chosen: list[str]) -> tuple[str, ...]:
        """Say how many were chosen where the list is short enough to mean something."""
        if not question.options:
            return ()
        options = shown_options(options_of(question, self.file.edition), self.file.situation)
        offered = [option for option in options if not option.alone]
        counted = [option for option in offered if option.key in chosen]
        return (chosen_in_words(len(counted), len(offered)),) if counted else ()

    def _table(self, question: Question, given: Given, told: AnswerText, lang: str) -> dict:
        columns = grids.used_columns(question, given.value)
        rows = rows_in_words(len(told.rows))
        grid = grids.as_grid(columns, told, lang)
        if grid is None:
            return {"records": grids.as_records(columns, told, lang), "rows": rows}
        return {"grid": grid, "rows": rows}
