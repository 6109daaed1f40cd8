"""The demo's desk: whose a waiting file is, and where a reviewer sees another level."""

from collections.abc import Mapping
from datetime import date, datetime

from companies.events import record
from companies.models import User
from diligence.models import Assessment, FileReview, SecretariatScore
from diligence.services.places import place_of
from workgroups.services.demo.days import moment
from workgroups.services.demo.pacing import Told
from workgroups.services.demo.scene import Scene

LEVELS = ("embed.training", "embed.responsibility", "identify.involvement")
"""Questions with levels at which a reviewer may see another one, the first that fits."""
REASON = (
    "Uit de toelichting blijkt niet dat dit elk jaar gebeurt. Daarom zien wij een lager niveau. "
    "Voegt u bewijs toe, dan kijken wij opnieuw."
)


def at_the_desk(
    scene: Scene, file: Assessment, answered: Mapping[str, Told], reviewer: User, day: date
) -> None:
    """Give a file that waits to the reviewer, and set a level beside one of the company's own.

    Must run in the officer's scope. Every other file stays nobody's, as on a real desk.
    """
    if scene.draw(scene.year, "is given") < 0.5:
        return
    at = moment(day, 30)
    FileReview.objects.create(
        company_id=file.company_id, assessment=file, assigned_to=reviewer, assigned_at=at
    )
    record(
        file.company,
        "review.assigned",
        by=reviewer,
        about=reviewer.pk,
        names={"person": str(reviewer)},
        at=at,
        year=scene.year,
    )
    if scene.draw(scene.year, "seen lower") < 0.5:
        beside(file, answered, reviewer, moment(day, 90))


def beside(file: Assessment, answered: Mapping[str, Told], reviewer: User, at: datetime) -> None:
    """Set a lower level beside the first of these answers that has one."""
    for question in LEVELS:
        own = answered[question].written.entry.value if question in answered else None
        if isinstance(own, int) and own > 1:
            SecretariatScore.objects.create(
                company_id=file.company_id,
                assessment=file,
                question=question,
                level=own - 1,
                own_level=own,
                reason=REASON,
                by=reviewer,
                at=at,
            )
            where = place_of(file, question)
            record(file.company, "review.scored", by=reviewer, at=at, level=own - 1, **where)
            return
