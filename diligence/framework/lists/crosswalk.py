"""The rules of the crosswalk: every clause has its place, every mapping leads somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from diligence.framework.checks.problem import Problem, did_you_mean
from diligence.framework.checks.spot import Spot, finding
from diligence.framework.conditions import months_before
from diligence.framework.crosswalk import LAWS, MONTHS_A_CHECK_LASTS, OWN, SUB_ACTIONS
from diligence.framework.lists.measures import Listed
from diligence.framework.source import SourceFile


def check_crosswalk(
    entries: Iterable[Listed],
    files: Mapping[str, SourceFile],
    *,
    questions: Collection[str] = (),
    today: date,
) -> None:
    """Note every clause that is not there, is there twice or was forgotten, and old rows.

    `questions` holds the keys of every published question; none: those are not looked at.
    """
    for entry in entries:
        content, spot = entry.content, entry.spot
        register = content.get("register")
        known = _clauses(register, entry.key, files)
        if known is None:
            spot.note(f"'{entry.key}' is not in the register laws. Add it there first.")
            continue
        _check_rows(entry, known, files, questions)
        _check_every_clause(entry, known)
        _check_days(spot, content)
        for index, row in enumerate(content.get("rows", ())):
            _check_days(spot / "rows" / index, row)
        if not content.get("rows") and "note" not in content:
            (spot / "rows").note("A standard without rows needs a 'note' that says why.")
        _check_age(entry, files, today)


def _clauses(register: Any, key: str, files: Mapping[str, SourceFile]) -> set[str] | None:
    """Return the clauses of a register; None when a law is not in it."""
    if register == OWN:
        return set()
    written = files[register].content.get("entries", []) if register in files else []
    if register != LAWS:
        return {each["key"] for each in written}
    law = next((each for each in written if each["key"] == key), None)
    return None if law is None else {each["key"] for each in law.get("clauses", ())}


def _check_rows(
    entry: Listed,
    known: set[str],
    files: Mapping[str, SourceFile],
    questions: Collection[str],
) -> None:
    sub_actions = _clauses(SUB_ACTIONS, "", files) or set()
    is_own, seen = entry.content.get("register") == OWN, set()
    for index, row in enumerate(entry.content.get("rows", ())):
        spot = entry.spot / "rows" / index
        clause = row.get("clause", "")
        if clause in seen:
            (spot / "clause").note(f"'{clause}' has a row already. Keep one.")
        seen.add(clause)
        if is_own != bool({"nl", "en"} & set(row)):
            spot.note("A row carries its name only where 'register' is own, and there it must.")
        for name in ("nl", "en") if is_own else ():
            if not row.get(name):
                spot.note(f"'{name}' is missing. Add the name of the clause.")
        wanted = [] if is_own else [clause, *row.get("also", ())]
        _check_all(spot, wanted, known, "a clause of the register")
        _check_all(spot, row.get("sub_actions", ()), sub_actions, "an OECD sub-action")
        if questions:
            _check_all(spot, row.get("questions", ()), questions, "a question")
        if not any(row.get(name) for name in ("sub_actions", "questions", "parts")):
            spot.note("Nothing answers this row. Add sub_actions, questions or parts.")


def _check_all(spot: Spot, codes: Iterable[str], known: Collection[str], what: str) -> None:
    for code in codes:
        if code not in known:
            spot.note(f"'{code}' is not {what}.{did_you_mean(code, known)}")


def _check_every_clause(entry: Listed, known: set[str]) -> None:
    """Note clauses of the register without a place, and places without a clause."""
    content = entry.content
    if not content.get("rows"):
        return
    asides = [*content.get("elsewhere", ()), *content.get("asks_nothing", ())]
    _check_all(entry.spot, asides, known, "a clause of the register")
    named = set(asides)
    for row in content["rows"]:
        named |= {row.get("clause", ""), *row.get("also", ())}
    for forgotten in sorted(known - named):
        entry.spot.note(
            f"The clause '{forgotten}' has no place. Give it a row, or name it in 'elsewhere' "
            "or 'asks_nothing'."
        )


def _check_days(spot: Spot, content: Mapping[str, Any]) -> None:
    start, end = content.get("valid_from"), content.get("valid_until")
    if start and end and end < start:
        (spot / "valid_until").note(f"'valid_until' is {end}, before 'valid_from' {start}.")


def _check_age(entry: Listed, files: Mapping[str, SourceFile], today: date) -> None:
    """Warn of what nobody held against its source for half a year."""
    laws = files[LAWS].content.get("entries", []) if LAWS in files else []
    law: Mapping[str, Any] = next((each for each in laws if each["key"] == entry.key), {})
    latest = months_before(today, MONTHS_A_CHECK_LASTS).isoformat()
    standing = law.get("checked_on") or entry.content.get("checked_on") or ""
    rows = entry.content.get("rows", ())
    old = [row["clause"] for row in rows if row.get("checked_on", standing) < latest and row]
    if old and standing:
        spot = entry.spot
        text = f"{len(old)} rows were last checked before {latest}: hold them against the source."
        warning: Problem = finding(spot.file, spot.path, entry.key, text, is_warning=True)
        spot.problems.append(warning)
