"""Who hears of what happens to a file: one function for each event, called where it happens.

What is told afterwards (`at` in the services) is history, and nobody is told of it.
"""

from django.urls import reverse

from companies.models import User
from companies.permissions import Permission
from companies.services.notices import secretariat, tell, who_may
from diligence.models import Action, Assessment, Declaration, ProgressReport, Snapshot


def page_of(file: Assessment, name: str = "overview") -> str:
    """Return the path of a page of a file."""
    return reverse(f"diligence:{name}", args=[file.company.slug, file.cycle.year])


def submitted(snapshot: Snapshot, file: Assessment, *, by: User) -> None:
    """Tell the secretariat that a file came in, and colleagues that it was handed in."""
    year, key = file.cycle.year, f"submitted {file.pk} {file.submitted_at}"
    tell(
        secretariat(),
        "file.submitted",
        file.company,
        about=snapshot,
        key=key,
        url=page_of(file),
        words={"year": year},
    )
    tell(
        who_may(file.company, Permission.ANSWERS_CHANGE, but=by),
        "file.handed_in",
        file.company,
        about=snapshot,
        key=key,
        url=page_of(file, "submitted"),
        words={"year": year, "who": str(by)},
    )


def report_ended(report: ProgressReport, *, is_ready: bool) -> None:
    """Tell who asked for a report that it is ready, or could not be made.

    The secretariat makes many at once and sees how far they are where it asked for them.
    """
    person = report.requested_by
    if person is None or person.is_secretariat:
        return
    file = report.snapshot.assessment
    tell(
        [person],
        "report.ready" if is_ready else "report.failed",
        report.company,
        about=report,
        url=reverse("diligence:report", args=[report.company.slug, file.cycle.year, report.pk]),
        words={"year": file.cycle.year},
    )


def declaration_ended(declaration: Declaration, kind: str) -> None:
    """Tell who brought a supplier's declaration that it was read, or can't be."""
    if declaration.added_by is None:
        return
    file = declaration.assessment
    place = [file.company.slug, file.cycle.year, declaration.pk]
    tell(
        [declaration.added_by],
        kind,
        file.company,
        about=declaration,
        url=reverse("diligence:declaration", args=place),
        words={"title": declaration.file.name},
    )


def help_asked(action: Action, *, since: str) -> None:
    """Tell the secretariat that an action is stuck; asking again in other words tells nothing."""
    tell(
        secretariat(),
        "action.help",
        action.company,
        about=action,
        key=f"help {action.pk} {since}",
        url=reverse("diligence:action", args=[action.company.slug, action.pk]),
    )


def part_given(file: Assessment, part: str, person: User, *, by: User) -> None:
    """Tell somebody that a part of the file is theirs now."""
    if person == by:
        return
    title = file.edition.part(part).title
    tell(
        [person],
        "part.given",
        file.company,
        key=f"part {file.pk} {part} {by.pk}",
        url=reverse("diligence:part", args=[file.company.slug, file.cycle.year, part]),
        words={
            "who": str(by),
            "part": {"nl": title.nl, "en": title.en},
            "year": file.cycle.year,
        },
    )
