"""What colleagues do beside answering: divide the work, call parts complete, leave notes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from companies.permissions import Permission
from diligence.framework.answers import State
from diligence.framework.schema import PROFILE, Kind
from diligence.progress import PartProgress, Progress
from workgroups.services.demo.colleagues import may, writer_of
from workgroups.services.demo.draws import one_of
from workgroups.services.demo.pacing import Told
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import Bank, Sector
from workgroups.services.demo.variants import fits
from workgroups.services.demo.wording import Wording

FEW = 2
"""So many people talk to each other rather than divide the work on a screen."""


@dataclass(frozen=True, slots=True)
class Work:
    """The work on one part."""

    part: str
    assigned_to: str
    completed_by: str
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note to a colleague, and when it was dealt with."""

    question: str
    text: str
    by: str
    at: datetime
    done_at: datetime | None


def division_of_work(
    scene: Scene, answers: Mapping[str, Told], progress: Progress, *, is_handed_in: bool
) -> Iterator[Work]:
    """Yield who works on the parts that are asked, and who called them complete."""
    is_small = len(may(scene.company, Permission.ANSWERS_CHANGE)) <= FEW
    for row in filter(lambda row: row.asked, progress.parts):
        mine = [answers[q.key] for q in row.part.questions if q.key in answers]
        writers = Counter(one.by for one in mine)
        writer = writers.most_common(1)[0][0] if writers else writer_of(scene, row.part.key)
        share = 0.2 if is_small else 0.75
        is_assigned = scene.draw(scene.year, row.part.key, "assigned") < share
        done_at = completion(scene, row, mine, is_handed_in=is_handed_in)
        if is_assigned or done_at:
            yield Work(
                row.part.key,
                assigned_to=writer if is_assigned else "",
                completed_by=writer if done_at else "",
                completed_at=done_at,
            )


def completion(
    scene: Scene, row: PartProgress, answers: list[Told], *, is_handed_in: bool
) -> datetime | None:
    """Return when somebody called the part complete; None when nobody did."""
    if row.settled < row.asked or not answers:
        return None
    if not is_handed_in and scene.draw(scene.year, row.part.key, "complete") > 0.6:
        return None
    return max(one.at for one in answers) + timedelta(minutes=10)


def notes_between(scene: Scene, answers: Mapping[str, Told], sector: Sector) -> Iterator[Note]:
    """Yield the notes of a file, each at an answer of somebody else."""
    chance = scene.company.character["habits"].get("notes", 0) / 100
    said: set[str] = set()
    for key, answer in answers.items():
        is_profile = scene.edition.question(key).part == PROFILE
        is_answered = answer.written.entry.state == State.ANSWERED
        if is_profile or not is_answered or scene.draw(key, scene.year, "notes") >= chance:
            continue
        note = note_at(scene, key, answer, sector, said)
        if note is not None:
            said.add(note.text)
            yield note


def note_at(scene: Scene, key: str, answer: Told, sector: Sector, said: set[str]) -> Note | None:
    """Return a note at this answer; None when nobody or nothing is left to say one."""
    others = [p for p in may(scene.company, Permission.ANSWERS_CHANGE) if p["name"] != answer.by]
    words = Wording(scene, ("note", key), scene.company.language, first_name=answer.by.split()[0])
    texts = [words.fill_in(text) for text in texts_for(scene, key, answer, sector)]
    new = [text for text in texts if text not in said]
    if not others or not new:
        return None
    text = one_of(new, scene.draw(key, scene.year, "which note"))
    by = one_of(others, scene.draw(key, scene.year, "who notes"))["name"]
    at = answer.at + timedelta(minutes=25)
    is_done = scene.plan.submitted_on is not None or scene.draw(key, scene.year, "note done") < 0.5
    return Note(key, text, by, at, at + timedelta(minutes=40) if is_done else None)


def texts_for(scene: Scene, key: str, answer: Told, sector: Sector) -> list[str]:
    """Return what a colleague could note at this answer, in the company's language."""
    return [
        note[scene.company.language]
        for note in sector.notes
        if scene.company.language in note
        and fits({"voice": "any", **note}, scene)
        and is_about(note, scene, key, answer, sector.bank)
    ]


def is_about(note: Mapping[str, Any], scene: Scene, key: str, answer: Told, bank: Bank) -> bool:
    """Tell whether a note goes with this question, and with what was answered."""
    value = answer.written.entry.value
    kind = scene.edition.question(key).kind
    return (
        note.get("question") in (None, bank.key_of(key))
        and kind in note.get("kinds", (kind,))
        and (kind != Kind.MATURITY or value >= note.get("from_level", 0))
    )
