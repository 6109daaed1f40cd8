"""The demo's messages: what waits for the people of the company written by hand, and at the desk.

Nothing of it is mailed: in a demo nobody waits for a mail.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from companies.models import Company, User
from companies.services.notices import secretariat, tell
from diligence.models import Action, Assessment, Declaration, PartWork
from workgroups.services.demo.days import moment, working_day_on
from workgroups.services.demo.sector import CompanyPlan

S = Assessment.Status
GIVER = "Ahmed Yilmaz"
SOON = timedelta(days=14)


def add_notices(
    plan: CompanyPlan, company: Company, people: Mapping[str, User], today: date
) -> None:
    """Tell what a year of work would have told; call it in the company's scope."""
    mine = Assessment.objects.for_company(company).select_related("cycle", "company")
    for file in mine.filter(status=S.SUBMITTED):
        tell(
            secretariat(),
            "file.submitted",
            company,
            about=file,
            url=reverse("diligence:overview", args=[company.slug, file.cycle.year]),
            words={"year": file.cycle.year},
            at=file.submitted_at,
        )
    if plan.by_hand:
        tell_of_files(company, people.values(), list(mine.order_by("cycle__year")))
        tell_of_work(company, today)


def tell_of_files(company: Company, people: Iterable[User], files: list[Assessment]) -> None:
    """Tell colleagues of what was decided, and of what is theirs to do."""
    for file in files:
        url = reverse("diligence:overview", args=[company.slug, file.cycle.year])
        words = {"year": file.cycle.year}
        if file.decided_at:
            place: dict[str, Any] = {"about": file, "url": url, "words": words}
            tell(people, "file.accepted", company, at=file.decided_at, **place)
        if file.status == S.DRAFT:
            tell_of_parts(file)


def tell_of_parts(file: Assessment) -> None:
    """Tell colleagues which parts are theirs to fill in."""
    works = PartWork.objects.for_company(file.company_id).filter(assessment=file, completed_at=None)
    for work in works.exclude(assigned_to=None).select_related("assigned_to").order_by("part")[:6]:
        title = file.edition.part(work.part).title
        place = [file.company.slug, file.cycle.year, work.part]
        tell(
            [work.assigned_to],
            "part.given",
            file.company,
            about=work,
            url=reverse("diligence:part", args=place),
            words={
                "who": GIVER,
                "part": {"nl": title.nl, "en": title.en},
                "year": file.cycle.year,
            },
            at=file.opened_at,
        )


def tell_of_work(company: Company, today: date) -> None:
    """Tell owners of their actions, and who brought declarations that they were read."""
    day = moment(working_day_on(today - timedelta(days=2)), 15)
    mine = Action.objects.for_company(company).still_open().select_related("owner")
    near = mine.filter(due_on__lte=today + SOON).exclude(owner=None)
    for action in near.order_by("due_on", "pk")[:4]:
        tell(
            [action.owner],
            "action.late" if action.due_on < today else "action.due",
            company,
            about=action,
            url=reverse("diligence:action", args=[company.slug, action.pk]),
            words={"title": action.title, "day": f"{action.due_on}"},
            urgent=False,
            at=day,
        )
    for action in mine.exclude(help_asked_at=None).order_by("pk"):
        tell(
            secretariat(),
            "action.help",
            company,
            about=action,
            url=reverse("diligence:action", args=[company.slug, action.pk]),
            urgent=False,
            at=action.help_asked_at,
        )
    read = Declaration.objects.for_company(company).filter(state=Declaration.State.PREVIEW)
    for declaration in read.select_related("file", "added_by", "assessment__cycle"):
        year = declaration.assessment.cycle.year
        tell(
            [declaration.added_by] if declaration.added_by else [],
            "declaration.read",
            company,
            about=declaration,
            url=reverse("diligence:declaration", args=[company.slug, year, declaration.pk]),
            words={"title": declaration.file.name},
            at=declaration.read_at,
        )
