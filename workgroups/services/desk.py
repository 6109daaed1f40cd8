"""Dividing files among reviewers, many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from companies.models import Company, User
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment
from diligence.services.desk.assigning import AssignedMeanwhile, assign


@dataclass(frozen=True, slots=True)
class Divided:
    """What came of it: how many files were given, and whose colleague's choice was left alone."""

    given: int
    kept: tuple[str, ...]
    """Names of members whose file a colleague gave to somebody meanwhile."""


def divide(year: int, seen: Mapping[str, UUID | None], person: User | None, *, by: User) -> Divided:
    """Give these members' files of a year to a reviewer, or to nobody.

    `seen` says, by the name in addresses, whose each file was on the page. Each file is given in
    its own company's scope and told in its log; one that changed meanwhile stays as it is, and a
    name that nobody has is passed over. Raises NotAReviewer, and then nothing was given.
    """
    given, kept = 0, []
    for company in Company.objects.filter(slug__in=seen).order_by("name"):
        with company_scope(company.pk):
            mine = Assessment.objects.for_company(company).with_cycle()
            file = mine.select_related("company").filter(cycle__year=year).first()
            if file is None:
                continue
            try:
                assign(file, person, seen=seen[company.slug], by=by)
            except AssignedMeanwhile:
                kept.append(company.name)
            else:
                given += 1
    return Divided(given, tuple(kept))
