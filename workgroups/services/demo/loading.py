"""Load the demo: what is missing of it is made, one transaction per company."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from companies.models import Company, User
from companies.permissions import SecretariatRole
from convenant.tenancy.scope import company_scope
from diligence.framework.loader import EDITIONS
from diligence.models import Cycle, QuestionnaireVersion
from diligence.services.questionnaires import load
from diligence.services.versions.offering import offer
from workgroups.services.demo.actions import add_actions
from workgroups.services.demo.notices import add_notices
from workgroups.services.demo.people import (
    DEMO_PASSWORD,
    add_colleagues,
    add_secretariat_and_parties,
)
from workgroups.services.demo.remedy import add_remedy
from workgroups.services.demo.sector import CompanyPlan, Sector, read_sector
from workgroups.services.demo.telling import Story, scene_of, story_of, tell
from workgroups.services.demo.variants import Shelf

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has made; nothing when everything was there."""

    companies: int
    files: int
    prospects: int

    @property
    def is_nothing(self) -> bool:
        """Tell whether everything was there already."""
        return not (self.companies or self.prospects)


@dataclass(frozen=True, slots=True)
class Stage:
    """What every company of the demo stands on."""

    sector: Sector
    cycles: Mapping[int, Cycle]
    password: str
    today: date

    @property
    def plans(self) -> list[CompanyPlan]:
        """Return the companies that have joined by now."""
        return [plan for plan in self.sector.companies if plan.joined_on <= self.today]

    def stories(self) -> Iterator[tuple[CompanyPlan, list[Story]]]:
        """Yield what each company tells of its years.

        Always of all companies in order: the texts that one takes are left to the next ones.
        """
        shelf = Shelf()
        for plan in self.plans:
            years = [self.cycles[year] for year in plan.years]
            scenes = [
                scene_of(plan, year, self.today) for year in years if year.opens_on <= self.today
            ]
            yield plan, [story_of(scene, self.sector, shelf, self.today) for scene in scenes]

    def add(self, plan: CompanyPlan, stories: Iterable[Story], reviewer: User) -> None:
        """Make one company with its people and files, all or nothing."""
        with transaction.atomic():
            company = Company.objects.create(**company_fields(plan, self.today))
            people = add_colleagues(plan, company, self.password)
            with company_scope(company.pk):
                for story in stories:
                    cycle = self.cycles[story.scene.year]
                    tell(story, company, cycle, people, reviewer, self.sector)
                add_actions(company, people, self.today)
                add_remedy(company, people, self.today)
                add_notices(plan, company, people, self.today)


def load_demo(today: date, *, heard: Progress = lambda done, total: None) -> Loaded:
    """Make what is missing of the demo, as it stands on this day.

    `heard` is told how many companies are done, and of how many. Raises EditionRefused when a
    questionnaire of the checkout has faults.
    """
    sector = read_sector()
    password = make_password(DEMO_PASSWORD)
    with transaction.atomic():
        stage = Stage(sector, make_cycles(sector), password, today)
        add_secretariat_and_parties(sector, password)
        prospects = add_prospects(sector, today)
    present = set(Company.objects.values_list("slug", flat=True))
    if present.issuperset(plan.slug for plan in stage.plans):
        offer_newer(stage.cycles)
        return Loaded(0, 0, prospects)
    companies, files, reviewer = 0, 0, reviewer_of(sector)
    for number, (plan, stories) in enumerate(stage.stories(), 1):
        if plan.slug not in present:
            stage.add(plan, stories, reviewer)
            companies, files = companies + 1, files + len(stories)
        heard(number, len(stage.plans))
    offer_newer(stage.cycles)
    return Loaded(companies, files, prospects)


def make_cycles(sector: Sector) -> dict[int, Cycle]:
    """Return the monitoring years, made with their questionnaires when they are not there yet."""
    cycles = {}
    for year, days in sorted(sector.written["cycles"].items()):
        cycle = Cycle.objects.with_version().filter(year=int(year)).first()
        cycles[int(year)] = cycle or Cycle.objects.create(
            year=int(year),
            version=published_version(year),
            opens_on=date.fromisoformat(days["opens_on"]),
            deadline=date.fromisoformat(days["deadline"]),
        )
    return cycles


def offer_newer(cycles: Mapping[int, Cycle]) -> None:
    """Offer a newer questionnaire in the running year, once its files are told as they began."""
    newest = cycles[max(cycles)]
    following = str(newest.year + 1)
    if newest.newer_id is None and (EDITIONS / following).is_dir():
        offer(newest, published_version(following), by=None)


def published_version(code: str) -> QuestionnaireVersion:
    """Return the published questionnaire with this code, loaded when there is none yet."""
    published = QuestionnaireVersion.objects.published().filter(code=code).first()
    return published or load(EDITIONS / code, publish=True)


def add_prospects(sector: Sector, today: date) -> int:
    """Make the companies that think of joining; return how many were not there yet."""
    made = 0
    for written in sector.written["prospects"]:
        if date.fromisoformat(written["first_contact"]) > today:
            continue
        _, is_new = Company.objects.get_or_create(
            slug=written["slug"],
            defaults={
                "name": written["name"],
                "city": written["city"],
                "kvk_number": written["kvk"],
                "status": Company.Status.PROSPECT,
            },
        )
        made += is_new
    return made


def company_fields(plan: CompanyPlan, today: date) -> dict[str, object]:
    """Return a company as it stands on this day: somebody who leaves later is still a member."""
    has_left = plan.left_on is not None and plan.left_on <= today
    return {
        "slug": plan.slug,
        "name": plan.name,
        "city": plan.city,
        "kvk_number": plan.kvk,
        "status": Company.Status.LEFT if has_left else Company.Status.MEMBER,
        "joined_on": plan.joined_on,
        "left_on": plan.left_on if has_left else None,
        "requires_two_step": False,  # invented people have no phone at hand
    }


def reviewer_of(sector: Sector) -> User:
    """Return who of the secretariat reads the files."""
    roles = {who["role"]: who["email"] for who in sector.written["secretariat"]}
    return User.objects.get(email=roles[SecretariatRole.REVIEWER])
