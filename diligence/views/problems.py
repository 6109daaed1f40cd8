"""What stands in the way of submitting, as the lines of the error summary."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from diligence.models import Assessment
from diligence.services.check import CheckList
from diligence.templatetags.diligence import local, place_url, question_url


@dataclass(frozen=True, slots=True)
class Problem:
    """One line, and where it leads."""

    text: str
    url: str


def problems_of(assessment: Assessment, checks: CheckList) -> list[Problem]:
    """Return what must be dealt with: open questions by part, the rest one by one."""
    return [
        *open_parts(assessment, checks),
        *put_off(assessment, checks),
        *clashes(assessment, checks),
    ]


def open_parts(assessment: Assessment, checks: CheckList) -> Iterator[Problem]:
    """Say how many questions of each part are open; the link leads to the first."""
    for row in checks.open_parts:
        count = len(row.questions)
        text = ngettext(
            "%(part)s: één vraag is nog open.", "%(part)s: %(count)s vragen zijn nog open.", count
        )
        words = {"part": row.part.title.get(get_language()), "count": count}
        yield Problem(text % words, question_url(assessment, row.questions[0]))


def put_off(assessment: Assessment, checks: CheckList) -> Iterator[Problem]:
    """Name each question that was put off."""
    for finding in checks.later:
        text = _("Nog niet beantwoord, want later: %(question)s") % {
            "question": local(finding.question.text)
        }
        yield Problem(text, question_url(assessment, finding.question))


def clashes(assessment: Assessment, checks: CheckList) -> Iterator[Problem]:
    """Say what contradicts what."""
    for finding in checks.contradictions:
        where = (
            question_url(assessment, finding.question)
            if finding.questions
            else place_url(assessment, finding.places[0])
        )
        yield Problem(local(finding.rule.message), where)
