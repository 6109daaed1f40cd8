"""Reads the declaration sheet: who declares, and the answers per mineral and for the company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from diligence.smelters.shape import Answer, Company, Declared
from diligence.smelters.sheets import Sheet
from diligence.smelters.template import (
    ANSWERS,
    COMPANY_QUESTION,
    LABELS,
    REMARKS,
    Template,
    known,
)
from diligence.smelters.words import answer_in, choice_in, day_in, mineral_in, share_in
from diligence.uploads.refusal import Refused

Rows = list[tuple[str, list[tuple[str, int]]]]
"""Per subject: the minerals, each with its row."""
REQUIRED = ("name", "scope", "contact", "email", "phone", "authoriser", "authoriser_email", "day")
UNREADABLE = "?"
LONGEST = 300
"""Characters of a remark that are kept; the workbook itself is kept too."""


def company_of(template: Template) -> Company:
    """Read who declares, and for what."""
    sheet = template.declaration
    rows = company_rows(template)
    says = {name: sheet.text(row, ANSWERS) for name, row in rows.items()}
    day = sheet.day(rows["day"], ANSWERS) or day_in(says["day"])
    scope = says["scope"][:1].upper()
    return Company(
        name=says["name"][:LONGEST],
        scope=scope if scope in ("A", "B", "C") else "",
        scope_text=says["scope_text"][:LONGEST],
        unique_id=says["unique_id"][:LONGEST],
        id_authority=says["id_authority"][:LONGEST],
        day=day.isoformat() if day else "",
        day_as_written=says["day"][:LONGEST],
        missing=tuple(name for name in REQUIRED if not says[name]),
    )


def company_rows(template: Template) -> Mapping[str, int]:
    """Return the row of each field: where this version has it, checked by the e-mail addresses.

    An address holds an @ in every language; the other fields keep their distance to it.
    """
    layouts = known()["company_fields"]
    sheet, chosen = template.declaration, template.layout.get("chosen_rows")
    usual = layouts["wide" if chosen else "close"]
    last = template.blocks[0].row if template.blocks else template.layout["first_row"] - 1
    found = [row for row in range(9, last) if "@" in sheet.text(row, ANSWERS)]
    if found and usual["email"] not in found and usual["authoriser_email"] not in found:
        shift = found[0] - usual["email"]
        below = [name for name in usual if usual[name] > usual["scope_text"]]
        return {**usual, **{name: usual[name] + shift for name in below}}
    return usual


def minerals_of(template: Template) -> tuple[Declared, ...]:
    """Read the answers per mineral. Raises Refused when they are not where they should be."""
    by_mineral: dict[str, dict[str, Answer]] = {}
    for subject, rows in subject_rows(template):
        for label, row in rows:
            answers = by_mineral.setdefault(label, {})
            answers[subject] = answer_at(template.declaration, row, subject)
    check_readable([one for answers in by_mineral.values() for one in answers.values()], template)
    return tuple(
        Declared(mineral_in(label), label, answers) for label, answers in by_mineral.items()
    )


def subject_rows(template: Template) -> Rows:
    """Return where each question has its answers: as labelled, else as this version has them."""
    subjects = template.layout["subjects"]
    if len(template.blocks) == len(subjects):
        pairs = zip(subjects, template.blocks, strict=True)
        return [(subject, with_names(one.rows)) for subject, one in pairs]
    names = named_minerals(template)
    first, step = template.layout["first_row"], template.layout["step"]
    return [
        (subject, [(name, first + number * step + place) for place, name in enumerate(names)])
        for number, subject in enumerate(subjects)
    ]


def with_names(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Name the rows by our key, so that a label may differ between questions."""
    return [(mineral_in(label) or label, row) for label, row in rows]


def named_minerals(template: Template) -> list[str]:
    """Return the minerals of the questions without labels, in the order of the rows.

    Newer templates let the company choose; the questions then follow the alphabet.
    """
    sheet, layout = template.declaration, template.layout
    if "chosen_rows" not in layout:
        return list(known()["templates"][template.name]["minerals"])
    rows = [*layout["chosen_rows"], *layout.get("other_rows", ())]
    chosen = [sheet.text(row, column) for row in rows for column in range(ANSWERS, 10)]
    names = {one for one in chosen if one and not one.casefold().startswith(("other", "delete"))}
    return [mineral_in(name) or name for name in sorted(names, key=str.casefold)]


def answer_at(sheet: Sheet, row: int, subject: str) -> Answer:
    """Read one answer."""
    written = sheet.text(row, ANSWERS)
    value = value_of(subject, written)
    return Answer(
        value=value or (UNREADABLE if written else ""),
        written=written[:LONGEST],
        remark=sheet.text(row, REMARKS)[:LONGEST],
        cell=f"D{row}",
    )


def value_of(subject: str, written: str) -> str:
    """Return what an answer comes down to; empty when it is none of those of its question."""
    if subject == "share":
        return share_in(written)
    return choice_in(subject, written) if subject in ("survey", "legal") else answer_in(written)


def check_readable(answers: list[Answer], template: Template) -> None:
    """Refuse a workbook whose answers are not where this version has them.

    Reading the wrong cells is worse than reading none.
    """
    given = [one for one in answers if one.value]
    unread = [one for one in given if one.value == UNREADABLE]
    if len(unread) * 2 > len(given):
        raise Refused("other_layout", template=template.name, version=template.version)
    needs_labels = not template.layout["is_sure"] and len(template.blocks) != len(
        template.layout["subjects"]
    )
    if needs_labels and not any(one.value not in ("", UNREADABLE) for one in answers):
        raise Refused("not_worked_out", template=template.name)


def company_answers_of(template: Template) -> dict[str, Answer]:
    """Read the answers for the whole company; none when their place can't be told."""
    rows = dict(lettered(template)) or dict(fixed(template))
    found = {}
    for letter, subject in template.layout["company"].items():
        if letter in rows and letter not in template.layout.get("company_per_mineral", ()):
            found[subject] = answer_at(template.declaration, rows[letter], subject)
    return found


def lettered(template: Template) -> Iterator[tuple[str, int]]:
    """Yield the letter and the row of each question for the company, below the last mineral."""
    sheet = template.declaration
    start = template.blocks[-1].row if template.blocks else template.layout["first_row"]
    letters = iter(template.layout["company"])
    wanted = next(letters, None)
    for row in range(start + 1, sheet.last_row + 1):
        found = COMPANY_QUESTION.match(sheet.text(row, LABELS))
        if found and found[1] == wanted:
            yield wanted, row
            wanted = next(letters, None)


def fixed(template: Template) -> Iterator[tuple[str, int]]:
    """Yield the letter and the row of each question where this version has them."""
    first = template.layout.get("company_row")
    if first is not None and template.layout["is_sure"]:
        for number, letter in enumerate(template.layout["company"]):
            yield letter, first + 2 * number
