"""When and by whom a file was filled in: in sittings, a part at a time, on working days."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diligence.framework.conditions import situation_of
from diligence.framework.schema import PROFILE, Kind, Part
from diligence.progress import progress_in
from diligence.services.figures import filled_percent
from workgroups.services.demo.colleagues import owner_of, writer_of
from workgroups.services.demo.days import moment, newest_day, working_day_on, working_days
from workgroups.services.demo.scene import MICRO, Scene
from workgroups.services.demo.written import Written

RUSH = timedelta(days=10)
START_WITHIN = 300  # minutes after nine: the last sitting of a day begins at two o'clock


@dataclass(frozen=True, slots=True)
class Told:
    """One answer with who wrote it when."""

    written: Written
    by: str
    at: datetime


def told(scene: Scene, answers: Mapping[str, Written]) -> dict[str, Told]:
    """Return the answers that the file is to hold, with who wrote them when."""
    keys = in_order(scene, answers)
    if scene.plan.filled < 100 and "fills" not in scene.by_hand:
        keys = keys[: enough(scene, keys, answers)]
    parts = [part for part in parts_in_order(scene) if any(q.key in keys for q in part.questions)]
    days = days_of_parts(scene, parts)
    kept = set(keys)
    return {
        key: one
        for part, day in zip(parts, days, strict=True)
        for key, one in sitting(scene, part, day, {k: answers[k] for k in answers if k in kept})
    }


def parts_in_order(scene: Scene) -> list[Part]:
    """Return the parts in the order in which this company works: the profile always first."""
    parts = list(scene.edition.parts)
    if scene.company.character["pace"] == "scattered":
        parts.sort(key=lambda part: (part.key != PROFILE, scene.draw(part.key)))
    return parts


def in_order(scene: Scene, answers: Mapping[str, Written]) -> list[str]:
    """Return the questions in the order in which they were answered."""
    return [
        question.key
        for part in parts_in_order(scene)
        for question in part.questions
        if question.key in answers
    ]


def enough(scene: Scene, keys: Sequence[str], answers: Mapping[str, Written]) -> int:
    """Return how many of the questions must be answered for the file to be filled as planned."""

    def filled_with(number: int) -> int:
        given = {key: answers[key].given for key in keys[:number]}
        progress = progress_in(situation_of(scene.edition, given, today=scene.last_day))
        return filled_percent(progress.settled, progress.asked)

    return bisect_left(range(len(keys)), scene.plan.filled, key=filled_with)


def days_of_parts(scene: Scene, parts: Sequence[Part]) -> list[date]:
    """Return the day of each part's sitting, spread over the time there was."""
    first = scene.first_day
    if scene.company.character["pace"] == "late_rush":
        first = max(first, scene.last_day - RUSH)
    days = working_days(first, scene.last_day)
    chances = [scene.draw(scene.year, part.key, "day") for part in parts]
    return [
        days[int((number + chance) / len(parts) * len(days))]
        for number, chance in enumerate(chances)
    ]


def sitting(
    scene: Scene, part: Part, day: date, answers: Mapping[str, Written]
) -> list[tuple[str, Told]]:
    """Return the answers of one part, one after the other.

    An answer that speaks of a later day was written after that day.
    """
    minutes = int(scene.draw(scene.year, part.key, "hour") * START_WITHIN)
    found = []
    for question in part.questions:
        if question.key not in answers:
            continue
        written = answers[question.key]
        minutes += question.minutes
        spoken_of = newest_day(written.words, scene.year) or day
        known_on = working_day_on(spoken_of + timedelta(days=1))
        when = moment(min(max(day, known_on), scene.last_day), minutes)
        by = written.by or speaker_of(scene, part, question.kind, written.language)
        found.append((question.key, Told(written, by, when)))
    return found


def speaker_of(scene: Scene, part: Part, kind: str, language: str) -> str:
    """Return who answered: in a micro company the owner, wherever it takes words."""
    if scene.voice == MICRO and kind in (Kind.MATURITY, Kind.LONG_TEXT):
        return owner_of(scene.company)
    return writer_of(scene, part.key, language)
