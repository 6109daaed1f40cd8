"""Against the edition before: keys keep their kind and meaning, and the mapping tells of each."""

from __future__ import annotations

from collections.abc import Iterator

from diligence.framework.checks.draft import Content, Draft, DraftQuestion, Item
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.checks.shape import LANGUAGES
from diligence.framework.mapping import CARRIES, PairKind
from diligence.framework.question import Question
from diligence.framework.schema import Edition
from diligence.framework.source import MAPPING_FILE
from diligence.framework.texts import Text


def check_history(draft: Draft) -> None:
    """The mapping, and what it says against the questions of both editions."""
    follows = draft.header.content.get("follows")
    if draft.mapping is None:
        if draft.header.wrote("follows"):
            text = f"'follows' is '{follows}', but there is no {MAPPING_FILE}. Add it."
            draft.refuse(draft.header, text, "follows")
    elif not draft.header.wrote("follows"):
        text = f"There is a {MAPPING_FILE}, but 'follows' is missing. Add it."
        draft.refuse(draft.header, text)
    else:
        _check_codes(draft, draft.mapping)
        _check_pairs(draft, draft.mapping)
        _check_options(draft, draft.mapping)
    if draft.previous is not None:
        for question in draft.questions:
            if question.key in draft.previous:
                _check_kept(draft, question, draft.previous)


def _check_codes(draft: Draft, mapping: Item) -> None:
    for name, field in (("from", "follows"), ("to", "code")):
        written, wanted = (
            mapping.content.get(name),
            draft.header.content.get(field),
        )
        if written is not None and wanted is not None and written != wanted:
            text = f"'{name}' is '{written}', but '{field}' in edition.yaml is '{wanted}'."
            draft.refuse(mapping, text, name)


def _check_pairs(draft: Draft, mapping: Item) -> None:
    """Every key of both editions stands in the mapping once, and no other key does."""
    old_code = draft.header.content.get("follows", "")
    new_code = draft.header.content.get("code", "")
    old = None if draft.previous is None else [q.key for q in draft.previous.questions]
    for code, known, side in ((old_code, old, "old"), (new_code, draft.keys, "new")):
        seen: dict[str, int] = {}
        for key, path in _told(mapping.content, side):
            line = mapping.line(*path)
            if known is not None and key not in known:
                text = f"'{key}' is not in {code}.{did_you_mean(key, known)}"
                draft.refuse(mapping, text, *path)
            if key in seen:
                text = f"'{key}' of {code} stands here twice; also on line {seen[key]}. Keep one."
                draft.refuse(mapping, text, *path)
            seen.setdefault(key, line)
        for key in known or ():
            if key not in seen:
                text = f"'{key}' is in {code} but {MAPPING_FILE} says nothing about it."
                draft.refuse(mapping, text, "pairs")


def _told(mapping: Content, side: str) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The keys of one edition that the mapping names, with their places."""
    field, left_out = ("from", PairKind.NEW) if side == "old" else ("to", PairKind.RETIRED)
    for index, pair in enumerate(mapping["pairs"]):
        if pair.get("kind") == left_out:
            continue
        for name in ("keys", field):
            keys = pair.get(name, ())
            for key in [keys] if isinstance(keys, str) else keys:
                yield key, ("pairs", index, name)


def kinds_of(draft: Draft) -> dict[str, str]:
    """For each question of this edition the kind of its pair."""
    if draft.mapping is None:
        return {}
    pairs = draft.mapping.content["pairs"]
    return {
        key: pairs[path[1]]["kind"]
        for key, path in _told(draft.mapping.content, "new")
        if "kind" in pairs[path[1]]
    }


def _check_kept(draft: Draft, question: DraftQuestion, previous: Edition) -> None:
    """A key that stays keeps its kind; one that is mapped as same keeps its words."""
    before, code = previous.question(question.key), previous.code
    if question.kind != before.kind:
        text = (
            f"Was '{before.kind}' in {code}, is '{question.kind}' now. Give it a new key and map "
            "it as changed_meaning."
        )
        draft.refuse(question, text, "kind")
        return
    if kinds_of(draft).get(question.key) != PairKind.SAME:
        return
    for lang, name in LANGUAGES.items():
        for what, now, was, path in _texts(question, before):
            if now.get(lang) not in (None, was.get(lang)):
                text = (
                    f"The {name} text{what} differs from {code} but the mapping says 'same'. Map "
                    "it as reworded or changed_meaning."
                )
                draft.refuse(question, text, *path, lang)


def _texts(
    question: DraftQuestion, before: Question
) -> Iterator[tuple[str, Content, Text, tuple[str | int, ...]]]:
    """The texts that `same` holds equal: the question and its levels."""
    yield "", question.content.get("text", {}), before.text, ("text",)
    before_by_level = {level.level: level for level in before.levels}
    for index, now in enumerate(question.content.get("levels", [])):
        was = before_by_level.get(now.get("level"))
        if was is None:
            continue
        yield f" of level {was.level}", now, was.text, ("levels", index)
        if was.micro is not None and "micro" in now:
            place = ("levels", index, "micro")
            yield f" of level {was.level} for micro", now["micro"], was.micro, place


def _check_options(draft: Draft, mapping: Item) -> None:
    """Options that left a question whose answer carries over are listed as retired."""
    listed = mapping.content.get("options", {})
    kinds = kinds_of(draft)
    for key in listed:
        if draft.question(key) is None:
            near = did_you_mean(key, draft.keys)
            draft.refuse(mapping, f"'{key}' does not exist.{near}", "options", key)
    for question in draft.questions:
        if draft.previous is None or kinds.get(question.key) not in CARRIES:
            continue
        if question.key in draft.previous:
            before = [option.key for option in draft.previous.question(question.key).options]
            _check_left(draft, mapping, question, before, set(listed.get(question.key, {})))


def _check_left(
    draft: Draft,
    mapping: Item,
    question: DraftQuestion,
    before: list[str],
    listed: set[str],
) -> None:
    now = [option.get("key") for option in question.content.get("options", [])]
    for option in before:
        if option not in now and option not in listed:
            text = (
                f"'{question.key}' lost the option '{option}'. List it under 'options' as retired."
            )
            draft.refuse(mapping, text, "pairs")
    for option in sorted(listed):
        if option in now:
            text = f"'{question.key}' still has the option '{option}'. Remove it from 'options'."
            draft.refuse(mapping, text, "options", question.key, option)
        elif option not in before:
            text = f"'{question.key}' never had the option '{option}'. Remove it from 'options'."
            draft.refuse(mapping, text, "options", question.key, option)
