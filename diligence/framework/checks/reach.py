"""Which companies can ever get a question: nothing that never shows, and a short path for micro."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from diligence.framework.checks.draft import Draft, DraftQuestion, Item, is_profile
from diligence.framework.when import BLOCKS, Target

MICRO = "micro"
MOST_FOR_MICRO = 30
_HOLD_WITHOUT_ANSWER = frozenset({"empty", "rows_at_most", "no_row_is"})


def check_reach(draft: Draft) -> None:
    """Every question can show and every rule fire, and a micro company gets at most thirty."""
    sizes = _Reach(draft, "sizes", frozenset(draft.sizes))
    chain = _Reach(draft, "chain", frozenset(draft.chain_positions))
    for question in draft.questions:
        for reach in (sizes, chain):
            reach.add(question)
    for rule in draft.rules:
        for reach in (sizes, chain):
            reach.check_rule(rule)
    worst = sum(
        MICRO in sizes.of[question.key] for question in draft.questions if not is_profile(question)
    )
    if worst > MOST_FOR_MICRO:
        size = Item(draft.header.file, ("sizes", draft.sizes.index(MICRO)), MICRO, {})
        draft.refuse(
            size,
            f"A company of up to 10 people gets {worst} questions in the worst case; "
            f"{MOST_FOR_MICRO} is the most (profile not counted).",
        )


@dataclass(slots=True)
class _Reach:
    """For each question the sizes, or the chain positions, that can get it."""

    draft: Draft
    name: str
    everyone: frozenset[str]
    of: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, question: DraftQuestion) -> None:
        """Work out the reach of one question; those it tests come before it."""
        asked = frozenset(question.content.get("asked_of", {}).get(self.name, self.everyone))
        reach = asked
        for path, needs in self._lines(question.content.get("when")):
            left = reach & self._of_line(needs)
            if reach and not left:
                self._refuse(question, asked, needs, path)
            reach = left
        self.of[question.key] = reach

    def check_rule(self, rule: Item) -> None:
        """A rule fires on shown answers alone, so some company must get all that it tests."""
        lines = _lines_of(rule.content.get("if"))
        keys = [Target.parse(name).question for name, _ in lines if name not in BLOCKS]
        reaches = [self.of.get(key, self.everyone) for key in keys]
        if all(reaches) and not self.everyone.intersection(*reaches):
            both = "' and '".join(dict.fromkeys(keys))
            text = f"No company gets '{both}' together, so the rule never fires."
            self.draft.refuse(rule, text, "if")

    def _lines(self, when: Any) -> Iterator[tuple[tuple[str | int, ...], list[list[str]]]]:
        """Per line its place, and the alternatives of questions that must be answered for it."""
        for target, body in _lines_of(when):
            if target == "none_of":
                continue
            groups = body if target in BLOCKS else [{target: body}]
            if isinstance(groups, list):
                needs = [list(_needed(group)) for group in groups if isinstance(group, dict)]
                yield ("when", target), needs

    def _of_line(self, alternatives: list[list[str]]) -> frozenset[str]:
        reached: frozenset[str] = frozenset()
        for needed in alternatives:
            both = self.everyone
            for key in needed:
                both &= self.of.get(key, self.everyone)
            reached |= both
        return reached if alternatives else self.everyone

    def _refuse(
        self,
        question: DraftQuestion,
        asked: frozenset[str],
        needs: list[list[str]],
        path: tuple[str | int, ...],
    ) -> None:
        key = needs[0][0]
        if asked == self.everyone:
            text = f"The condition needs '{key}' and another answer, which no company gets both."
        else:
            known = self.draft.sizes if self.name == "sizes" else self.draft.chain_positions
            only = " and ".join(name for name in known if name in asked)
            text = (
                f"Asked of {only} only, but the condition needs '{key}', which {only} companies "
                "do not get."
            )
        self.draft.refuse(question, text, *path)


def _lines_of(when: Any) -> Iterator[tuple[str, Any]]:
    """The lines of a condition, as far as its shape is right."""
    return iter(when.items() if isinstance(when, dict) else ())


def _needed(group: dict[str, Any]) -> Iterator[str]:
    """The questions that must be answered for a group of tests to hold."""
    for target, tests in group.items():
        if isinstance(tests, dict) and not _HOLD_WITHOUT_ANSWER.issuperset(tests):
            yield Target.parse(target).question
