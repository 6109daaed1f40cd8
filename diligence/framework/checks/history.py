"""Against the edition before: keys keep their kind and meaning, and the mapping tells of each."""

from __future__ import annotations

from collections.abc import Iterator

from diligence.framework.checks.asking import changes, other_meanings
from diligence.framework.checks.draft import Content, Draft, DraftQuestion, Item
from diligence.framework.checks.fates import check_fates
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.mapping import CARRIES, PairKind
from diligence.framework.schema import Edition
from diligence.framework.source import MAPPING_FILE


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
        check_fates(draft, draft.mapping, _kept(draft))
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


def _kept(draft: Draft) -> list[DraftQuestion]:
    """The questions whose answers carry over, with the same key in the edition before."""
    kinds, previous = kinds_of(draft), draft.previous
    return [
        question
        for question in draft.questions
        if kinds.get(question.key) in CARRIES and previous and question.key in previous
    ]


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
    kind = kinds_of(draft).get(question.key)
    if kind in CARRIES:
        for change in other_meanings(question, before):
            text = (
                f"{change.what} than in {code}."
                if "another" in change.what
                else (f"{change.what}.")
            )
            advice = "Give the question a new key and map it as changed_meaning."
            draft.refuse(question, f"{text} {advice}", *change.path)
    if kind != PairKind.SAME:
        return
    for change in changes(question, before):
        text = (
            f"{change.what} differs from {code} but the mapping says 'same'. Map "
            "it as reworded or changed_meaning."
        )
        draft.refuse(question, text, *change.path)
