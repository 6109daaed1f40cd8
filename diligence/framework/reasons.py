"""Why a question is shown, in words: "omdat u bij “In welke vorm koopt u metaal?” koos voor …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diligence.framework.answers import Given, State
from diligence.framework.choices import Lists, options_of
from diligence.framework.conditions import Situation, is_shown, outcome_of
from diligence.framework.schema import Field, Kind, Question
from diligence.framework.texts import Text
from diligence.framework.when import Block, Test

_BECAUSE = Text("omdat {reasons}", "because {reasons}")
_AND = Text(" en ", " and ")
_OR = Text(" of ", " or ")
_SIZE = Text("uw bedrijf {size} heeft", "your company has {size}")
_DONT_KNOW = Text(
    "u bij “{question}” koos voor ‘weet ik niet’",
    "you chose ‘don’t know’ for “{question}”",
)
_CHOSE = Text("u bij “{question}” koos voor {options}", "you chose {options} for “{question}”")
_CHOSE_NOT = Text(
    "u bij “{question}” niet koos voor {options}",
    "you did not choose {options} for “{question}”",
)
_LEVEL = Text("u bij “{question}” niveau {value} koos", "you chose level {value} for “{question}”")
_NUMBER = Text("u bij “{question}” {value} invulde", "you entered {value} for “{question}”")
_OLD = Text(
    "de datum bij “{question}” langer dan {value} maanden geleden is",
    "the date for “{question}” is more than {value} months ago",
)
_FEW_ROWS = Text(
    "u bij “{question}” niet meer dan {value} rijen invulde",
    "you entered no more than {value} rows for “{question}”",
)
_NO_ANSWER = Text("u “{question}” nog niet beantwoordde", "you have not answered “{question}” yet")
_A_ROW = Text(
    "u bij “{question}” een rij hebt met {options}",
    "you have a row with {options} for “{question}”",
)
_NO_ROW = Text(
    "u bij “{question}” geen rij hebt met {options}",
    "you have no row with {options} for “{question}”",
)


def why_shown(
    question: Question, situation: Situation, lang: str, lists: Lists | None = None
) -> str | None:
    """Why this company gets this question; None when every company gets it, or it is hidden."""
    if not is_shown(question, situation):
        return None
    teller = _Teller(situation, lang, lists)
    reasons = list(dict.fromkeys(teller.reasons(question)))
    if not reasons:
        return None
    return _BECAUSE.get(lang).format(reasons=_AND.get(lang).join(reasons))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts the tests of one situation into words of one language."""

    situation: Situation
    lang: str
    lists: Lists | None

    def reasons(self, question: Question) -> Iterator[str]:
        now = self.situation
        if question.asked_of.sizes and now.size is not None:
            yield _SIZE.get(self.lang).format(size=now.size.name.get(self.lang))
        deciding = now.edition.deciding("chain")
        if question.asked_of.chain and now.chain and deciding is not None:
            matching = now.chain.intersection(question.asked_of.chain)
            yield self._with_options(_CHOSE, deciding, deciding, matching)
        for line in question.when.lines if question.when else ():
            for test in self._telling(line):
                yield self._reason(test)

    def _telling(self, line: Test | Block) -> tuple[Test, ...]:
        """The tests that made this line hold; what did not happen (`none_of`) needs no words."""
        if isinstance(line, Test):
            return (line,)
        if line.kind == "none_of":
            return ()
        holding = (
            group
            for group in line.alternatives
            if all(outcome_of(test, self.situation) is not False for test in group)
        )
        return next(holding)

    def _reason(self, test: Test) -> str:
        asked = self.situation.edition.question(test.target.question)
        answer = self.situation.given.get(asked.key)
        if answer is None or not answer.is_answered:
            unknown = answer is not None and answer.state == State.DONT_KNOW
            return self._filled(_DONT_KNOW if unknown else _NO_ANSWER, asked)
        match test.name:
            case "is" | "has_any":
                chosen = _chosen(answer).intersection(test.value)
                return self._with_options(_CHOSE, asked, asked, chosen)
            case "has_none":
                return self._with_options(_CHOSE_NOT, asked, asked, test.value)
            case "some_row_is" | "no_row_is":
                template = _A_ROW if test.name == "some_row_is" else _NO_ROW
                columns = (own for own in asked.columns if own.key == test.target.column)
                return self._with_options(template, asked, next(columns), test.value)
            case "older_than_months":
                return self._filled(_OLD, asked, test.value)
            case "rows_at_most":
                return self._filled(_FEW_ROWS, asked, test.value)
        template = _LEVEL if asked.kind == Kind.MATURITY else _NUMBER
        return self._filled(template, asked, _local(answer.value, self.lang))

    def _filled(self, template: Text, asked: Question, value: object = "") -> str:
        return template.get(self.lang).format(question=asked.text.get(self.lang), value=value)

    def _with_options(
        self, template: Text, asked: Question, field: Field, keys: Iterable[str]
    ) -> str:
        wanted = set(keys)
        options = options_of(field, self.situation.edition, self.lists)
        named = [f"“{option.text.get(self.lang)}”" for option in options if option.key in wanted]
        parts = filter(None, [", ".join(named[:-1]), *named[-1:]])
        return template.get(self.lang).format(
            question=asked.text.get(self.lang), options=_OR.get(self.lang).join(parts)
        )


def _chosen(answer: Given) -> set[str]:
    return {answer.value} if isinstance(answer.value, str) else set(answer.value)


def _local(value: object, lang: str) -> str:
    return str(value) if lang.startswith("en") else str(value).replace(".", ",")
