"""How what an action is for looks: in a list, and as choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from companies.models import Company
from diligence.models import ActionLink, Assessment, Risk
from diligence.reports.risk_words import in_one_line
from diligence.services.plan.links import questions_of, risks_to_link, suppliers_to_link
from diligence.templatetags.diligence import local, question_url


@dataclass(frozen=True, slots=True)
class AimFace:
    """One thing that an action is for."""

    link: ActionLink
    kind: str
    """`risk`, `question` or `supplier`."""
    text: str
    url: str
    """Empty when there is no page of it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What an action can be linked to: keys with words."""

    risks: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    """By the part in which they are asked."""
    suppliers: Sequence[tuple[str, str]]


def aims_of(
    links: Sequence[ActionLink], file: Assessment | None, newest: Mapping[UUID, Risk], slug: str
) -> list[AimFace]:
    """Return what an action is for: risks first, then questions, then suppliers."""
    asked = questions_of(file) if file and any(one.question for one in links) else {}
    found = []
    for link in links:
        if link.risk is not None:
            found.append(_risk(link, newest[link.risk.lineage], slug))
        elif link.supplier is not None:
            found.append(AimFace(link, "supplier", link.supplier.name, ""))
        elif file is not None and link.question in asked:
            question = asked[link.question]
            url = question_url(file, question)
            found.append(AimFace(link, "question", local(question.text), url))
    order = ("risk", "question", "supplier")
    return sorted(found, key=lambda one: order.index(one.kind))


def choices_of(file: Assessment | None, links: Sequence[ActionLink], company: Company) -> Choices:
    """Return what is left to link an action to. Two queries."""
    lineages = {one.risk.lineage for one in links if one.risk is not None}
    questions = {one.question for one in links}
    suppliers = {one.supplier_id for one in links}
    risks = risks_to_link(file) if file else []
    parts = file.edition.parts if file else ()
    return Choices(
        [(str(one.pk), in_one_line(one)) for one in risks if one.lineage not in lineages],
        [
            (
                local(part.title),
                [(one.key, local(one.text)) for one in part.questions if one.key not in questions],
            )
            for part in parts
        ],
        [(str(one.pk), one.name) for one in suppliers_to_link(company) if one.pk not in suppliers],
    )


def _risk(link: ActionLink, newest: Risk, slug: str) -> AimFace:
    place = [slug, newest.assessment.cycle.year, newest.pk]
    return AimFace(link, "risk", in_one_line(newest), reverse("diligence:risk", args=place))
