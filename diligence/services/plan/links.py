"""What an action is for: risks, questions and suppliers, linked and let go."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from companies.models import Company, User
from diligence.models import Action, ActionLink, Assessment, Risk, Supplier
from diligence.services.plan.actions import tell

MOST_LINKS = 50
"""Things that one action is for; an action for more is no action."""


class NothingToLink(LookupError):
    """This company has no such risk, question or supplier."""


class TooManyLinks(Exception):
    """The action is for as many things as it can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What to link an action to: one of these, or several at once."""

    risk: UUID | None = None
    question: str = ""
    supplier: UUID | None = None


@transaction.atomic
def link(action: Action, aim: Aim, *, by: User) -> None:
    """Say what an action is for; what it is for already stays as it is.

    Raises NothingToLink or TooManyLinks.
    """
    mine = Action.objects.for_company(action.company_id).select_related("company")
    locked = mine.select_for_update(of=("self",)).get(pk=action.pk)
    added = [_add(locked, thing) for thing in _things(locked.company, aim)]
    if ActionLink.objects.for_company(locked.company_id).filter(action=locked).count() > MOST_LINKS:
        raise TooManyLinks
    if any(added):
        tell("action.linked", locked, by=by)


@transaction.atomic
def unlink(action: Action, link_id: UUID, *, by: User) -> bool:
    """Let go of what an action was for; tell whether it was for it."""
    links = ActionLink.objects.for_company(action.company_id).filter(action=action)
    count, _ = links.filter(pk=link_id).delete()
    if count:
        tell("action.unlinked", action, by=by)
    return count > 0


def actions_of_risk(risk: Risk) -> list[Action]:
    """Return the actions for a risk, open ones first, then what is due first. One query."""
    mine = Action.objects.for_company(risk.company_id).for_risk(risk.lineage)
    return sorted(mine.select_related("owner").in_order(), key=lambda one: not one.is_open)


def covered(company: Company) -> set[UUID]:
    """Return the lineages of the risks with an open action. One query."""
    links = ActionLink.objects.for_company(company).filter(risk__isnull=False)
    is_open = links.filter(action__in=Action.objects.for_company(company).still_open())
    return set(is_open.values_list("risk__lineage", flat=True))


def newest_rows(links: Iterable[ActionLink], company: Company) -> dict[UUID, Risk]:
    """Return the risks of these links by lineage, each as it stands in its newest year.

    One query; none when no link is to a risk.
    """
    lineages = {one.risk.lineage for one in links if one.risk is not None}
    if not lineages:
        return {}
    rows = Risk.objects.for_company(company).filter(lineage__in=lineages)
    rows = rows.select_related("assessment__cycle").defer("reasons", "description")
    return {row.lineage: row for row in rows.order_by("assessment__cycle__year")}


def risks_to_link(file: Assessment) -> list[Risk]:
    """Return the risks of a year that an action can be for, the gravest first. One query."""
    kept = Risk.objects.of_file(file).kept().in_order()
    return list(kept.defer("reasons", "description"))


def suppliers_to_link(company: Company) -> list[Supplier]:
    """Return the suppliers that an action can be for, by name. One query."""
    return list(Supplier.objects.for_company(company).kept().order_by("name", "pk"))


def newest_file(company: Company) -> Assessment | None:
    """Return the newest year, whose questions and risks are offered. One query."""
    files = Assessment.objects.for_company(company).with_cycle()
    file = files.defer("figures").order_by("-cycle__year").first()
    if file is not None:
        file.company = company
    return file


def _things(company: Company, aim: Aim) -> list[dict]:
    """Return what the aim names as fields of a link. Raises NothingToLink."""
    found: list[dict] = []
    if aim.risk is not None:
        kept = Risk.objects.for_company(company).kept().filter(pk=aim.risk)
        found.append({"risk": _one(kept.first()), "question": "", "supplier": None})
    if aim.question:
        file = newest_file(company)
        if file is None or aim.question not in questions_of(file):
            raise NothingToLink(aim.question)
        found.append({"risk": None, "question": aim.question, "supplier": None})
    if aim.supplier is not None:
        suppliers = Supplier.objects.for_company(company).kept().filter(pk=aim.supplier)
        found.append({"risk": None, "question": "", "supplier": _one(suppliers.first())})
    if not found:
        raise NothingToLink
    return found


def questions_of(file: Assessment) -> dict:
    """Return the questions of a year by key, in the order they are asked."""
    return {one.key: one for part in file.edition.parts for one in part.questions}


def _one(found):
    """Return what was found. Raises NothingToLink when nothing was."""
    if found is None:
        raise NothingToLink
    return found


def _add(action: Action, thing: dict) -> bool:
    """Link it, unless a risk is by its row of another year; tell whether the link is new."""
    links = ActionLink.objects.for_company(action.company_id).filter(action=action)
    risk = thing["risk"]
    if risk is not None and links.filter(risk__lineage=risk.lineage).exists():
        return False
    _, is_new = links.get_or_create(company_id=action.company_id, action=action, **thing)
    return is_new
