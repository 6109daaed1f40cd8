"""From files to a draft: every block in its shape, with the questions in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from diligence.framework.checks.draft import Draft, DraftQuestion, Item
from diligence.framework.checks.fields import (
    HEADER,
    MAPPING,
    MEASURE,
    RULE,
    STEP,
    pair_shape,
    question_shape,
)
from diligence.framework.checks.problem import Problem
from diligence.framework.checks.shape import Shape, check_block
from diligence.framework.checks.spot import Refused, Spot, shown
from diligence.framework.schema import PROFILE
from diligence.framework.source import SourceFile

ShapeOf = Callable[[Any], Shape]


def header_of(file: SourceFile, problems: list[Problem]) -> Item:
    """The sound fields of the header."""
    return Item(file, (), "", _top(file, HEADER, problems))


def add_step(draft: Draft, file: SourceFile) -> None:
    """Add the sound parts of one step file to the draft."""
    content = _top(file, STEP, draft.problems)
    step = content.get("step", "")
    draft.steps.append(Item(file, (), step, content))
    for path, subject, question in _blocks(draft, file, "questions", question_of_kind):
        if "key" in question and "kind" in question:
            order = len(draft.questions)
            draft.questions.append(DraftQuestion(file, path, subject, question, step, order))
    for path, subject, measure in _blocks(draft, file, "measures", lambda _: MEASURE):
        if "key" in measure:
            draft.measures.append(Item(file, path, subject, measure))
    for path, subject, rule in _blocks(draft, file, "rules", lambda _: RULE):
        if "key" in rule:
            draft.rules.append(Item(file, path, subject, rule))
    _check_place(draft, draft.steps[-1])


def add_mapping(draft: Draft, file: SourceFile) -> None:
    """Add the sound pairs of the mapping to the draft."""
    content = _top(file, MAPPING, draft.problems)
    content["pairs"] = [
        pair for _, _, pair in _blocks(draft, file, "pairs", _pair_of_kind, "mapping")
    ]
    draft.mapping = Item(file, (), "mapping", content)


def question_of_kind(written: Any) -> Shape:
    return question_shape(str(written.get("kind", "")))


def _pair_of_kind(written: Any) -> Shape:
    return pair_shape(str(written.get("kind", "")))


def _top(file: SourceFile, shape: Shape, problems: list[Problem]) -> dict[str, Any]:
    """The fields of a file itself, filed under its step, or else each under its own name."""
    step = file.content.get("step")
    spot = Spot(file, (), step if isinstance(step, str) else "", problems)
    return check_block(file.content, spot, shape)


def _blocks(
    draft: Draft, file: SourceFile, name: str, shape_of: ShapeOf, subject: str = ""
) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
    """Each block of a list with its place, its subject, and what of it is sound.

    One that is no block at all is reported, and stays in the list as an empty one.
    """
    written = file.content.get(name, [])
    spot = Spot(file, (name,), subject or name, draft.problems)
    if not isinstance(written, list):
        spot.note(f"'{name}' must be a list; found {shown(written)}.")
        return
    for index, member in enumerate(written):
        own = member.get("key") if isinstance(member, dict) else None
        about = subject or (own if isinstance(own, str) else f"{name[:-1]} {index + 1}")
        here = (spot / index).about(about)
        try:
            if not isinstance(member, dict):
                raise here.refuse(f"Here stands a block of fields; found {shown(member)}.")
            yield here.path, about, check_block(member, here, shape_of(member))
        except Refused:
            yield here.path, about, {}


def _check_place(draft: Draft, step: Item) -> None:
    """A step file says in its name which step it is, and which number."""
    number, _, name = step.file.name.removesuffix(".yaml").partition("_")
    content = step.content
    if content.get("step") not in (None, name):
        draft.refuse(step, f"'step' is '{content['step']}'; this file is of '{name}'.", "step")
    if name == PROFILE:
        for field in ("number", "sub_actions"):
            if field in content:
                draft.refuse(step, f"The profile has no '{field}'. Remove it.", field)
        return
    if not step.wrote("number") or not step.wrote("sub_actions"):
        draft.refuse(step, "A step needs 'number' and 'sub_actions'. Add them.")
    if content.get("number", int(number)) != int(number):
        draft.refuse(step, f"'number' is {content['number']}; this file is {number}.", "number")
