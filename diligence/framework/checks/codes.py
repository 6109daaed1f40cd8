"""Codes from the shared catalogues: kinds of proof, principles, goals, themes, clauses, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from diligence.framework.catalogues import Entry
from diligence.framework.checks.draft import (
    ELSEWHERE,
    Content,
    Draft,
    DraftQuestion,
    Item,
)
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.conditions import months_before

MONTHS_A_CHECK_LASTS = 6
_SUB_ACTION = re.compile(r"[0-9]\.[0-9]")
_REFS = {
    "oecd": ("sub_actions", "an OECD sub-action"),
    "guidelines": ("guidelines", "a chapter of the OECD Guidelines"),
    "ungp": ("ungp", "a UN Guiding Principle"),
    "sdg": ("sdg", "a Sustainable Development Goal"),
    "themes": ("themes", "a risk theme"),
}


def check_codes(draft: Draft) -> None:
    """Every code that the edition takes from a catalogue."""
    for question in draft.questions:
        _check_refs(draft, question)
        for code in question.content.get("evidence", {}).get("types", ()):
            if not _has(draft, "evidence_types", code):
                draft.refuse(question, f"'{code}' is not an evidence type.", "evidence", "types")
        for code in question.content.get("why", {}).get("sources", ()):
            if not _is_source(draft, code):
                text = f"'{code}' is not in the source register."
                draft.refuse(question, text, "why", "sources")
        _check_catalogue(draft, question, question.content)
        for index, column in enumerate(question.content.get("columns", [])):
            _check_catalogue(draft, question, column, "columns", index)
    for index, position in enumerate(draft.header.content.get("chain_positions", [])):
        item = Item(draft.header.file, ("chain_positions", index), "chain_positions", position)
        for code in position.get("stages", ()):
            if not _has(draft, "stages", code):
                draft.refuse(item, f"'{code}' is not a chain stage.", "stages")


def _check_refs(draft: Draft, question: DraftQuestion) -> None:
    refs = question.content.get("refs", {})
    for name, (catalogue, what) in _REFS.items():
        codes = refs.get(name, ())
        for code in [codes] if isinstance(codes, str) else codes:
            if not _has(draft, catalogue, code):
                draft.refuse(question, f"'{code}' is not {what}.", "refs", name)
    for code in refs.get("laws", ()):
        checked_on = _clause_checked_on(draft, code)
        if checked_on is None:
            text = f"'{code}' is not a clause in the law register."
            draft.refuse(question, text, "refs", "laws")
        elif date.fromisoformat(checked_on) < months_before(draft.today, MONTHS_A_CHECK_LASTS):
            text = f"'{code}' was last checked on {checked_on}. Hold it against the law again."
            draft.warn(question, text, "refs", "laws")


def _check_catalogue(
    draft: Draft, question: DraftQuestion, content: Content, *path: str | int
) -> None:
    name = content.get("catalogue")
    known = {*draft.catalogues, *ELSEWHERE}
    if name is not None and name not in known:
        text = f"'{name}' is not a catalogue.{did_you_mean(name, known)}"
        draft.refuse(question, text, *path, "catalogue")


def _has(draft: Draft, catalogue: str, code: str) -> bool:
    """Whether a catalogue has this code, as an entry or as a part of one."""
    known = draft.catalogues.get(catalogue)
    if known is None:
        return False
    return code in known or any(
        code == part["key"] for entry in known for part in entry.get("parts", ())
    )


def _is_source(draft: Draft, code: str) -> bool:
    """Whether a source code names a source and, where we can tell, a place that it has."""
    source = _longest(draft.catalogues.get("sources", ()), code)
    if source is None:
        return False
    place = code.removeprefix(source.key).strip()
    match source.key:
        case "UNGP" if place:
            return _has(draft, "ungp", f"GP{place}")
        case "OECD-G23" if place:
            return _has(draft, "guidelines", place.split()[0].rstrip(",."))
        case "OECD-DDG" if _SUB_ACTION.fullmatch(place):
            return _has(draft, "sub_actions", place)
    return True


def _clause_checked_on(draft: Draft, code: str) -> str | None:
    """When a clause of the law register was last checked; None when it is not in there."""
    laws = draft.catalogues.get("laws")
    law = _longest(laws or (), code)
    if laws is None or law is None:
        return None
    place = code.removeprefix(law.key).strip()
    for clause in law.get("clauses", ()):
        if clause["key"] == place:
            return clause.get("checked_on") or law.get("checked_on") or laws.checked_on
    return None


def _longest(entries: Iterable[Entry], code: str) -> Entry | None:
    """The entry whose key, and then a space, opens the code."""
    fitting = [e for e in entries if code == e.key or code.startswith(f"{e.key} ")]
    return max(fitting, key=lambda entry: len(entry.key), default=None)
