"""Measures: one at every level below the highest, with the same blanks in both languages."""

from __future__ import annotations

import re

from diligence.framework.checks.draft import Draft, DraftQuestion, Item
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.schema import Kind

_BLANK = re.compile(r"\[([^\[\]]+)\]")
_NUMBERED = re.compile(r"(wie|datum|aantal|who|date|number)((?: [0-9]+)?)")
_ENGLISH = {"wie": "who", "datum": "date", "aantal": "number"}
_DUTCH = {english: dutch for dutch, english in _ENGLISH.items()}


def check_measures(draft: Draft) -> None:
    """Every measure by itself, then that no level is left without one."""
    for measure in draft.measures:
        _check_targets(draft, measure)
        _check_blanks(draft, measure)
    for question in draft.questions:
        if question.scores:
            _check_coverage(draft, question)


def _check_targets(draft: Draft, measure: Item) -> None:
    for key in measure.content.get("for", {}):
        question = draft.question(key)
        if question is None:
            near = did_you_mean(key, draft.keys)
            draft.refuse(measure, f"'for' names '{key}', which does not exist.{near}", "for", key)
        elif question.kind != Kind.MATURITY:
            text = f"'for' names '{key}', a {question.kind}. Only maturity questions have levels."
            draft.refuse(measure, text, "for", key)
    for size in measure.content.get("sizes", ()):
        if size not in draft.sizes:
            near = did_you_mean(size, draft.sizes)
            draft.refuse(measure, f"'{size}' is not a size.{near}", "sizes")


def _check_blanks(draft: Draft, measure: Item) -> None:
    smart = measure.content.get("smart", {})
    dutch = dict.fromkeys(_BLANK.findall(smart.get("nl", "")))
    english = dict.fromkeys(_BLANK.findall(smart.get("en", "")))
    for here, there, words, langs in (
        (dutch, english, _ENGLISH, ("nl", "en")),
        (english, dutch, _DUTCH, ("en", "nl")),
    ):
        for blank in here:
            found = _NUMBERED.fullmatch(blank)
            other = found and words.get(found[1], found[1]) + found[2]
            if found and other not in there:
                draft.refuse(
                    measure,
                    f"'smart' has [{blank}] in {langs[0]} but no [{other}] in {langs[1]}.",
                    "smart",
                )
    own = [[b for b in blanks if not _NUMBERED.fullmatch(b)] for blanks in (dutch, english)]
    if len(own[0]) != len(own[1]):
        told = [", ".join(f"[{blank}]" for blank in blanks) or "no blanks" for blanks in own]
        draft.refuse(measure, f"'smart' has {told[0]} in nl but {told[1]} in en.", "smart")


def _check_coverage(draft: Draft, question: DraftQuestion) -> None:
    """A measure at each level below the highest, for every size that gets the question."""
    sizes = question.content.get("asked_of", {}).get("sizes", draft.sizes)
    for level in range(draft.highest_level):
        offered = [
            measure.content.get("sizes", draft.sizes)
            for measure in draft.measures
            if level in measure.content.get("for", {}).get(question.key, ())
        ]
        left_out = [size for size in sizes if not any(size in offer for offer in offered)]
        if not left_out:
            continue
        to_whom = f" to {' and '.join(left_out)}" if offered else ""
        widen = "sizes" if offered else "for"
        draft.refuse(
            question,
            f"No measure is offered at level {level}{to_whom}. Add one to 'measures', or widen "
            f"'{widen}'.",
            "levels",
            level,
        )
