"""A company's year told to the product, through the services, at the times it is said to have been.

What lies after the demo's today has not happened yet: the file stands where it stood that day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from companies.models import Company, User
from convenant.tenancy.scope import officer_scope
from diligence.models import Assessment, ColleagueNote, Cycle, PartWork
from diligence.progress import Progress
from diligence.services.assessments import open_year, submit
from diligence.services.filling import fill
from diligence.services.states import accept, ask_questions, close
from workgroups.services.demo.carrying import add_decisions
from workgroups.services.demo.chains import add_chain
from workgroups.services.demo.colleagues import submitter_of
from workgroups.services.demo.days import moment, working_day_on
from workgroups.services.demo.declarations import add_declarations
from workgroups.services.demo.desk import at_the_desk
from workgroups.services.demo.letters import accepted_by_letter, questions_by_letter
from workgroups.services.demo.pacing import Told, told
from workgroups.services.demo.proof import add_proof
from workgroups.services.demo.risks import add_risks
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import CompanyPlan, Sector
from workgroups.services.demo.talks import LETTER, open_talks, settled_talks
from workgroups.services.demo.teamwork import division_of_work, notes_between
from workgroups.services.demo.variants import Shelf
from workgroups.services.demo.writing import put_off, write_file

NOT_STARTED, ALL_LATER, SENT_BACK, CLOSED = "not_started", "all_later", "questions_open", "closed"
READING = timedelta(days=10)
"""So long after submitting, questions come back."""
SETTLING = timedelta(days=14)
"""So long after its acceptance a year is closed."""


@dataclass(frozen=True, slots=True)
class Story:
    """One company-year, ready to be stored."""

    scene: Scene
    answers: Mapping[str, Told]
    today: date

    @property
    def is_handed_in(self) -> bool:
        """Tell whether the file was submitted by now."""
        submitted_on = self.scene.plan.submitted_on
        return submitted_on is not None and submitted_on <= self.today


def scene_of(plan: CompanyPlan, cycle: Cycle, today: date) -> Scene:
    """Return a company-year with the days on which people could write in its file."""
    first_day = max(cycle.opens_on, plan.joined_on)
    submitted_on = plan.years[cycle.year].submitted_on
    end = submitted_on or min(today, cycle.deadline)
    return Scene(
        company=plan,
        year=cycle.year,
        edition=cycle.version.edition(),
        first_day=first_day,
        last_day=max(first_day, working_day_on(end - timedelta(days=1), step=-1)),
    )


def story_of(scene: Scene, sector: Sector, shelf: Shelf, today: date) -> Story:
    """Return what there is to tell of a company-year."""
    answers = write_file(scene, sector, shelf)
    state = scene.plan.state
    if state == NOT_STARTED:
        answers = {}
    if state == ALL_LATER:
        answers = put_off(scene.edition, answers)
    happened = {key: one for key, one in told(scene, answers).items() if one.at.date() <= today}
    return Story(scene, happened, today)


def tell(
    story: Story,
    company: Company,
    cycle: Cycle,
    people: Mapping[str, User],
    reviewer: User,
    sector: Sector,
) -> None:
    """Store a company-year. Must run in the company's scope.

    Raises InvalidValue, and NotReady when a file that was handed in would not pass the check.
    """
    scene = story.scene
    opener = people[submitter_of(scene.company)]
    file = open_year(company, cycle, by=opener, at=moment(scene.first_day, 0))
    if not story.answers:
        return
    standing = fill(
        file,
        {key: one.written.entry for key, one in story.answers.items()},
        by={key: people[one.by] for key, one in story.answers.items()},
        at={key: one.at for key, one in story.answers.items()},
        languages={key: one.written.language for key, one in story.answers.items()},
        today=scene.last_day,
    )
    PartWork.objects.bulk_create(part_works(story, file, standing.progress, people))
    ColleagueNote.objects.bulk_create(colleague_notes(story, file, people, sector))
    add_proof(scene, file, story.answers, people)
    add_chain(scene, file, sector, people)
    add_declarations(scene, file, sector, people)
    add_risks(scene, file, people)
    add_decisions(scene, file)
    hand_in(story, file, people, reviewer)


def part_works(
    story: Story, file: Assessment, progress: Progress, people: Mapping[str, User]
) -> Iterator[PartWork]:
    """Yield the rows that say who works on which part."""
    works = division_of_work(story.scene, story.answers, progress, is_handed_in=story.is_handed_in)
    for work in works:
        yield PartWork(
            company_id=file.company_id,
            assessment=file,
            part=work.part,
            assigned_to=people.get(work.assigned_to),
            completed_at=work.completed_at,
            completed_by=people.get(work.completed_by),
        )


def colleague_notes(
    story: Story, file: Assessment, people: Mapping[str, User], sector: Sector
) -> Iterator[ColleagueNote]:
    """Yield the notes between colleagues."""
    for note in notes_between(story.scene, story.answers, sector):
        yield ColleagueNote(
            company_id=file.company_id,
            assessment=file,
            question=note.question,
            text=note.text,
            by=people[note.by],
            at=note.at,
            done_at=note.done_at,
        )


def hand_in(story: Story, file: Assessment, people: Mapping[str, User], reviewer: User) -> None:
    """Take a file through its states, as far as its plan and today go."""
    plan = story.scene.plan
    if plan.submitted_on is None or not story.is_handed_in:
        return
    hour = int(story.scene.draw(story.scene.year, "submits") * 420)
    by = people[submitter_of(story.scene.company)]
    submit(file, by=by, at=moment(plan.submitted_on, hour))
    read_on = working_day_on(plan.submitted_on + READING)
    if plan.state == SENT_BACK and read_on <= story.today:
        with officer_scope(file.company_id):
            open_talks(file, story.answers, reviewer, read_on)
            ask_questions(file, LETTER, by=reviewer, at=moment(read_on, 150))
            questions_by_letter(file, LETTER, reviewer, moment(read_on, 151))
    if plan.decided_on is None or plan.decided_on > story.today:
        with officer_scope(file.company_id):
            day = min(read_on, story.today)
            at_the_desk(story.scene, file, story.answers, reviewer, day)
        return
    if plan.state not in (CLOSED, SENT_BACK):
        days = plan.submitted_on, plan.decided_on
        settled_talks(story.scene, file, story.answers, reviewer, by, days)
    with officer_scope(file.company_id):
        accept(file, by=reviewer, at=moment(plan.decided_on, 100 + hour // 2))
        at = moment(plan.decided_on, 101 + hour // 2)
        accepted_by_letter(story.scene, file, reviewer, at)
    closed_on = working_day_on(plan.decided_on + SETTLING)
    if plan.state == CLOSED and closed_on <= story.today:
        with officer_scope(file.company_id):
            close(file, by=reviewer, at=moment(closed_on, 200))
