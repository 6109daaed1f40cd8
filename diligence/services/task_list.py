"""The rows of a company's home: what is asked, how far it is, and where this person goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from companies.models import User
from diligence.framework.schema import PROFILE, Part, Question, Step
from diligence.models import Answer, PartWork
from diligence.progress import PartProgress, PartState, Progress
from diligence.services.figures import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row: a part with how far it is and who works on it."""

    progress: PartProgress
    work: PartWork | None
    last_editor: User | None
    is_next: bool
    awaiting: int = 0
    """How many answers of the year before wait for a decision."""

    @property
    def part(self) -> Part:
        """Return the part this row leads to."""
        return self.progress.part

    @property
    def is_begun(self) -> bool:
        """Tell whether anything in it was answered."""
        return self.progress.state != PartState.NOT_STARTED

    @property
    def is_done(self) -> bool:
        """Tell whether every question in it is settled."""
        return self.progress.state == PartState.DONE

    @property
    def person(self) -> User | None:
        """Return who works on it: who was asked to, else who was here last."""
        return (self.work and self.work.assigned_to) or self.last_editor


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGroup:
    """The rows of one step, with their questions added up."""

    step: Step
    tasks: tuple[Task, ...]

    @property
    def settled(self) -> int:
        """Return how many questions of this step are settled."""
        return sum(task.progress.settled for task in self.tasks)

    @property
    def asked(self) -> int:
        """Return how many questions of this step are asked."""
        return sum(task.progress.asked for task in self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Where to go on: a question, in a part."""

    question: Question
    row: PartProgress
    is_return: bool
    """This person answered something before; so "u was bij" is true."""

    @property
    def left(self) -> int:
        """Return how many questions of the part still wait."""
        return self.row.asked - self.row.settled


def task_groups(
    progress: Progress,
    works: Iterable[PartWork],
    answers: Iterable[Answer],
    following: NextStep | None,
    awaiting: Mapping[str, int] | None = None,
) -> list[TaskGroup]:
    """Return the rows by step, without parts of which this company gets no question."""
    work_of = {work.part: work for work in works}
    editors = last_editors(progress, answers)
    groups: dict[str, list[Task]] = {}
    for row in progress.parts:
        if row.asked:
            groups.setdefault(row.part.step.key, []).append(
                Task(
                    progress=row,
                    work=work_of.get(row.part.key),
                    last_editor=editors.get(row.part.key),
                    is_next=following is not None and following.row is row,
                    awaiting=(awaiting or {}).get(row.part.key, 0),
                )
            )
    return [TaskGroup(step=tasks[0].part.step, tasks=tuple(tasks)) for tasks in groups.values()]


def last_editors(progress: Progress, answers: Iterable[Answer]) -> Mapping[str, User]:
    """Return who changed something last, by part."""
    part_of = {q.key: row.part.key for row in progress.parts for q in row.part.questions}
    latest: dict[str, tuple[datetime, User]] = {}
    for answer in answers:
        part = part_of.get(answer.question)
        if part is None or answer.changed_by is None:
            continue
        if part not in latest or answer.changed_at > latest[part][0]:
            latest[part] = answer.changed_at, answer.changed_by
    return {part: editor for part, (_, editor) in latest.items()}


def next_step(standing: Standing, answers: Iterable[Answer], person: User) -> NextStep | None:
    """Return where this person goes on: None when every question is settled.

    The profile comes first, since it decides what is asked. After that: the first waiting
    question at or after the one this person changed last, then from the start again.
    """
    progress = standing.progress
    shown = [q for q in standing.situation.edition.questions if q.key in standing.situation.shown]
    given = standing.situation.given
    waiting = [q for q in shown if q.key not in given or not given[q.key].is_settled]
    if not waiting:
        return None
    place = {question.key: number for number, question in enumerate(shown)}
    mine = [a for a in answers if a.changed_by_id == person.pk and a.question in place]
    last = max(mine, key=lambda answer: answer.changed_at, default=None)
    start = place[last.question] if last else 0
    question = next((q for q in waiting if place[q.key] >= start), waiting[0])
    if not is_profile_complete(progress):
        question = next(q for q in waiting if q.part == PROFILE)
    return NextStep(question=question, row=progress.part(question.part), is_return=last is not None)


def is_profile_complete(progress: Progress) -> bool:
    """Tell whether it is known which questions this company gets."""
    return progress.part(PROFILE).state == PartState.DONE
