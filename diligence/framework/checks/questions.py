"""What a question must have beyond its shape: its sub-action, its choices, its levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from diligence.framework.checks.draft import Draft, DraftQuestion, Item, is_profile
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.choices import HEADER_LISTS
from diligence.framework.schema import Kind

_SEE = "Write what can be seen: a number, a date or a document."
_UNSEEN = (
    (re.compile(r"\bgoede?\b", re.IGNORECASE), _SEE),
    (re.compile(r"\bgood\b", re.IGNORECASE), _SEE),
    (re.compile(r"\b(?:on)?voldoende\b", re.IGNORECASE), "Write how much."),
    (re.compile(r"\b(?:in)?sufficient(?:ly)?\b", re.IGNORECASE), "Write how much."),
    (re.compile(r"\bregelmatige?\b", re.IGNORECASE), "Write how often."),
    (re.compile(r"\bregularly\b", re.IGNORECASE), "Write how often."),
    (re.compile(r"\bwaar mogelijk\b", re.IGNORECASE), "Write where."),
    (re.compile(r"\bwhere possible\b", re.IGNORECASE), "Write where."),
    (
        re.compile(r"\bstructure(?:el|le)\b", re.IGNORECASE),
        "Write how often, and since when.",
    ),
    (
        re.compile(r"\bstructurally\b", re.IGNORECASE),
        "Write how often, and since when.",
    ),
)
_DECIDED_BY = {"size": Kind.NUMBER, "chain": Kind.MULTIPLE}


def check_questions(draft: Draft) -> None:
    """Every question by itself, and what the profile decides."""
    for question in draft.questions:
        _check_sub_action(draft, question)
        _check_asked_of(draft, question)
        _check_field(draft, question)
        for index, column in enumerate(question.content.get("columns", [])):
            if "kind" in column:
                path = (*question.path, "columns", index)
                _check_field(draft, Item(question.file, path, question.key, column))
        if question.scores:
            _check_levels(draft, question)
    for what in _DECIDED_BY:
        _check_decides(draft, what)


def _check_sub_action(draft: Draft, question: DraftQuestion) -> None:
    own = question.content.get("sub_action")
    if is_profile(question):
        if own is not None:
            draft.refuse(question, "The profile has no 'sub_action'. Remove it.", "sub_action")
        return
    if own is None:
        if not question.wrote("sub_action"):
            draft.refuse(question, "'sub_action' is missing. Add it.")
        return
    step = next(step for step in draft.steps if step.file is question.file)
    known = [sub["key"] for sub in step.content.get("sub_actions", []) if "key" in sub]
    if own not in known:
        draft.refuse(
            question,
            f"'{own}' is not a sub-action of this file. It has: {', '.join(known)}.",
            "sub_action",
        )


def _check_asked_of(draft: Draft, question: DraftQuestion) -> None:
    asked = question.content.get("asked_of", {})
    for name, known in (("sizes", draft.sizes), ("chain", draft.chain_positions)):
        if asked.get(name) == []:
            draft.refuse(
                question,
                f"'{name}' is empty. Leave it out to ask everyone.",
                "asked_of",
                name,
            )
        for key in asked.get(name, ()):
            if key not in known:
                text = f"'{key}' is not in the header.{did_you_mean(key, known)}"
                draft.refuse(question, text, "asked_of", name)
    if asked and is_profile(question):
        draft.refuse(question, "The profile is asked of everyone. Remove 'asked_of'.", "asked_of")
    for index, example in enumerate(question.content.get("examples", [])):
        for key in example.get("sizes", ()):
            if key not in draft.sizes:
                text = f"'{key}' is not a size.{did_you_mean(key, draft.sizes)}"
                draft.refuse(question, text, "examples", index, "sizes")


def _check_field(draft: Draft, item: Item) -> None:
    """What questions and columns have in common."""
    content = item.content
    kind = content["kind"]
    if kind in (Kind.CHOICE, Kind.MULTIPLE):
        _check_choices(draft, item)
    for least, most in (("min", "max"), ("min_rows", "max_rows")):
        if least in content and most in content and content[least] > content[most]:
            draft.refuse(item, f"'{least}' is above '{most}'. Change one of them.", least)
    for name in ("earliest", "latest"):
        written = content.get(name, "today")
        if written != "today" and not _is_date(written):
            draft.refuse(item, f"'{name}' is '{written}'. Write \"2026-03-12\", or today.", name)


def _check_choices(draft: Draft, item: Item) -> None:
    sources = [name for name in ("options", "options_from", "catalogue") if item.wrote(name)]
    if len(sources) != 1:
        found = " and ".join(f"'{name}'" for name in sources) or "none"
        draft.refuse(
            item,
            f"A {item.content['kind']} has one of 'options', 'options_from' and 'catalogue'; "
            f"found {found}.",
        )
    named = item.content.get("options_from")
    if named is not None and named not in HEADER_LISTS:
        known = [*draft.keys, *HEADER_LISTS]
        source = draft.question(named)
        if source is None:
            near = did_you_mean(named, known)
            text = f"'options_from' names '{named}', which does not exist.{near}"
            draft.refuse(item, text, "options_from")
        elif source.kind not in (Kind.CHOICE, Kind.MULTIPLE):
            text = f"'options_from' names '{named}', which has no options."
            draft.refuse(item, text, "options_from")
    if item.content["kind"] == Kind.CHOICE:
        for index, option in enumerate(item.content.get("options", [])):
            if "alone" in option:
                text = "'alone' does not belong to the kind 'choice': only one option is chosen."
                draft.refuse(item, text, "options", index, "alone")


def _check_levels(draft: Draft, question: DraftQuestion) -> None:
    levels = question.content.get("levels", [])
    found = [level.get("level") for level in levels]
    wanted = list(range(draft.highest_level + 1))
    if found != wanted:
        draft.refuse(
            question,
            f"A maturity question has levels {_listed(wanted)} in that order; "
            f"found {_listed(found)}.",
            "levels",
        )
    for before, (index, level) in zip(levels, enumerate(levels[1:], 1), strict=False):
        for lang in ("nl", "en"):
            if lang in level and level[lang] == before.get(lang):
                text = f"Levels {index - 1} and {index} have the same text."
                draft.refuse(question, text, "levels", index)
                break
    for index, level in enumerate(levels):
        for text, path in ((level, ()), (level.get("micro", {}), ("micro",))):
            _check_seen(draft, question, text, index, path)


def _check_seen(
    draft: Draft,
    question: DraftQuestion,
    text: dict[str, str],
    index: int,
    path: tuple[str, ...],
) -> None:
    for lang in ("nl", "en"):
        for pattern, advice in _UNSEEN:
            found = pattern.search(text.get(lang, ""))
            if found:
                draft.refuse(
                    question,
                    f"'{found[0]}' at level {index} cannot be observed. {advice}",
                    "levels",
                    index,
                    *path,
                    lang,
                )


def _check_decides(draft: Draft, what: str) -> None:
    """The size and the chain positions each follow from one profile answer."""
    deciding = [q for q in draft.questions if q.content.get("decides") == what]
    for question in deciding:
        if not is_profile(question):
            draft.refuse(question, "Only a profile question has 'decides'.", "decides")
        if question.kind != _DECIDED_BY[what]:
            text = f"'decides: {what}' needs the kind '{_DECIDED_BY[what]}'."
            draft.refuse(question, text, "decides")
        elif what == "chain" and question.content.get("options_from") != "chain_positions":
            text = "'decides: chain' needs 'options_from: chain_positions'."
            draft.refuse(question, text, "decides")
    in_profile = [question for question in deciding if is_profile(question)]
    for question in in_profile[1:]:
        text = f"'{in_profile[0].key}' decides the {what} already. Keep one."
        draft.refuse(question, text, "decides")
    if not deciding and draft.steps:
        draft.refuse(draft.steps[0], f"No question has 'decides: {what}'. Add it to one.")


def _is_date(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _listed(values: Sequence[int | None]) -> str:
    return ", ".join("none" if value is None else str(value) for value in values) or "none"
