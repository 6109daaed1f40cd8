"""Who of the secretariat is to review a file."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from companies.permissions import SECRETARIAT_GRANTS, Permission
from diligence.models import Assessment, FileReview
from diligence.services.desk.holding import review_of, stored_review
from diligence.services.review import telling

REVIEWING_ROLES = [
    role for role, grants in SECRETARIAT_GRANTS.items() if Permission.FILE_REVIEW in grants
]


class NotAReviewer(Exception):
    """A file is reviewed by who may do so in the secretariat."""


class AssignedMeanwhile(Exception):
    """A colleague gave the file to somebody since the page was shown; `review` says to whom."""

    def __init__(self, review: FileReview):
        self.review = review
        super().__init__(str(review))


def reviewers() -> list[User]:
    """Return who may review files, by name. One query."""
    return list(
        User.objects.filter(is_active=True, secretariat_role__in=REVIEWING_ROLES).order_by("name")
    )


@transaction.atomic
def assign(
    assessment: Assessment, person: User | None, *, seen: UUID | None, by: User
) -> FileReview:
    """Give a file to a reviewer, or to nobody. `seen` is whose it was on the page (None: nobody's).

    Raises NotAReviewer or AssignedMeanwhile.
    """
    if person is not None and person.secretariat_role not in REVIEWING_ROLES:
        raise NotAReviewer(person)
    row = stored_review(assessment)
    values = {"assigned_to": person, "assigned_at": timezone.now() if person else None}
    rows = FileReview.objects.filter(pk=row.pk, assigned_to=seen)
    if not rows.update(**values):
        review = review_of(assessment)
        if review.assigned_to_id == (person.pk if person else None):
            return review
        raise AssignedMeanwhile(review)
    year = assessment.cycle.year
    if person is None:
        record(assessment.company, "review.unassigned", by=by, year=year)
    elif seen != person.pk:
        names = {"person": str(person)}
        verb = "review.assigned"
        record(assessment.company, verb, by=by, about=person.pk, names=names, year=year)
        telling.file_given(assessment, person, by=by)
    return review_of(assessment)
