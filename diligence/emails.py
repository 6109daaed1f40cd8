"""Mails about a file: links only, never its content."""

from django.core.mail import EmailMessage
from django.urls import reverse

from companies.emails import address_of, compose, send
from diligence.models import Assessment, Snapshot


def receipt(snapshot_id: str, *, missed: int = 0) -> EmailMessage | None:
    """Return the confirmation for the person who submitted; None when nobody is left to tell.

    `missed` is how many documents did not count.
    """
    snapshot = Snapshot.objects.select_related(
        "assessment__submitted_by", "assessment__cycle", "company"
    ).get(pk=snapshot_id)
    assessment = snapshot.assessment
    person = assessment.submitted_by
    if person is None:
        return None
    return compose(
        "receipt",
        person.email,
        person.language,
        person=person,
        company=snapshot.company,
        year=assessment.cycle.year,
        submitted_at=assessment.submitted_at,
        code=snapshot.sha256[:12],
        link=link_to(assessment),
        missed=missed,
        receipt=receipt_of(assessment),
    )


def receipt_of(assessment: Assessment) -> str:
    """Return the full address of a file's receipt."""
    place = [assessment.company.slug, assessment.cycle.year]
    return address_of(reverse("diligence:submitted", args=place))


def link_to(assessment: Assessment) -> str:
    """Return the full address of a file's overview."""
    path = reverse("diligence:overview", args=[assessment.company.slug, assessment.cycle.year])
    return address_of(path)


def link_back(person, company, year: int, path: str) -> None:
    """Mail a person the link to the page where they were; it asks them to sign in."""
    send(
        "link_back", person.email, person.language, person=person, year=year, link=address_of(path)
    )
