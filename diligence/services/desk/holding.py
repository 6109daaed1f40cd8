"""One reviewer at a time at a file, and never two without knowing it.

A file is held from the moment somebody takes it until it is let go, decided on, or knowingly taken
over. Every step is one conditional UPDATE, so that of two at the same moment one is told.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.models import Assessment, FileReview


class HeldByAnother(Exception):
    """A colleague is at the file; `review` says who, and since when."""

    def __init__(self, review: FileReview):
        self.review = review
        super().__init__(str(review))


class NotHeld(Exception):
    """Nobody is at the file (any more), so there is nobody to take it over from."""


def review_of(assessment: Assessment) -> FileReview:
    """Return the review of a file, with who is at it; not stored before anybody did anything."""
    found = FileReview.objects.of_file(assessment).first()
    return found or FileReview(company_id=assessment.company_id, assessment=assessment)


def stored_review(assessment: Assessment) -> FileReview:
    """Return the row of a file, made when it is not there yet. Two at once make one."""
    review, _is_new = FileReview.objects.get_or_create(
        company_id=assessment.company_id, assessment=assessment
    )
    return review


def held(rows, *, by: User, taken_from: UUID | None = None) -> bool:
    """Put this person at the file in these rows; tell whether there was one."""
    now = timezone.now()
    values = {"held_by": by, "held_since": now, "busy_at": now, "taken_from": taken_from}
    return bool(rows.update(**values))


@transaction.atomic
def hold(assessment: Assessment, *, by: User) -> FileReview:
    """Take a file that nobody holds. Doing it twice is doing it once. Raises HeldByAnother."""
    row = stored_review(assessment)
    if held(FileReview.objects.filter(pk=row.pk, held_by=None), by=by):
        record(assessment.company, "review.held", by=by, year=assessment.cycle.year)
    review = review_of(assessment)
    if review.is_held_by_another(by):
        raise HeldByAnother(review)
    return review


@transaction.atomic
def take_over(assessment: Assessment, holder: UUID, *, by: User) -> FileReview:
    """Take a file over from this colleague, who held it when the page was shown.

    Raises HeldByAnother when it has passed to somebody else meanwhile, and NotHeld when it was let
    go: who takes it over is to know from whom.
    """
    rows = FileReview.objects.for_company(assessment.company_id).filter(assessment=assessment)
    former = User.objects.filter(pk=holder).first()
    if held(rows.filter(held_by=holder).exclude(held_by=by), by=by, taken_from=holder):
        year, names = assessment.cycle.year, {"person": str(former)}
        record(assessment.company, "review.taken_over", by=by, about=holder, names=names, year=year)
    review = review_of(assessment)
    if review.is_held_by_another(by):
        raise HeldByAnother(review)
    if not review.is_held_by(by):
        raise NotHeld
    return review


@transaction.atomic
def let_go(assessment: Assessment, *, by: User) -> bool:
    """Let others at the file again; tell whether this person held it."""
    rows = FileReview.objects.for_company(assessment.company_id).filter(assessment=assessment)
    nobody = {"held_by": None, "held_since": None, "busy_at": None, "taken_from": None}
    was_held = bool(rows.filter(held_by=by).update(**nobody))
    if was_held:
        record(assessment.company, "review.let_go", by=by, year=assessment.cycle.year)
    return was_held


def insist(assessment: Assessment, *, by: User) -> FileReview:
    """Stand at the file before an act of the review; takes it when nobody holds it.

    The row stays locked until the act is stored, so that a colleague can't take the file over in
    the middle of it. Must run in a transaction. Raises HeldByAnother.
    """
    review = hold(assessment, by=by)
    locked = FileReview.objects.select_for_update().get(pk=review.pk)
    if not locked.is_held_by(by):
        raise HeldByAnother(review_of(assessment))
    locked.busy_at = timezone.now()
    locked.save(update_fields=["busy_at"])
    return locked
