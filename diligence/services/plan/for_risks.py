"""Measures to choose from at a risk, from light to heavy, and making an action of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language

from companies.models import User
from diligence.framework.catalogues import Entry, catalogue
from diligence.models import Action, Risk
from diligence.risks.weighing import FIRST
from diligence.services.plan.actions import ActionDetails, add_action
from diligence.services.plan.links import Aim, link
from diligence.services.plan.offers import UnknownMeasure


@dataclass(frozen=True, slots=True)
class RiskOffer:
    """A model measure at a risk."""

    measure: Entry
    taken: Action | None
    """The open action that was made from it."""
    is_linked: bool
    """That action is for this risk."""


def needs_action(risk: Risk) -> bool:
    """Tell whether a risk may not go without an action: kept, and of the first priority.

    Rule of the covenant: each of these has an open action or a written reason why not.
    """
    weight = risk.weight
    is_kept = risk.state == Risk.State.KEPT
    return is_kept and weight is not None and weight.priority(risk.involvement) == FIRST


def offers_for(risk: Risk, linked: Sequence[Action]) -> list[RiskOffer]:
    """Return the measures for the theme of a risk. One query; `linked` are its own actions."""
    measures = [one for one in catalogue("theme_measures") if risk.theme in one.get("themes")]
    keys = [one.key for one in measures]
    mine = Action.objects.for_company(risk.company_id).still_open()
    taken = {action.measure: action for action in mine.filter(measure__in=keys)}
    own = {action.pk for action in linked}
    return [
        RiskOffer(one, found := taken.get(one.key), found is not None and found.pk in own)
        for one in measures
    ]


@transaction.atomic
def choose(risk: Risk, key: str, *, year: int, by: User) -> Action:
    """Make an action of a measure, with its model text in the language of the page, for the risk.

    A measure in the plan already, and open, is linked to this risk as well. Raises UnknownMeasure,
    TooManyActions, TooManyLinks or NothingToLink (the risk is no longer in the register).
    """
    measure = catalogue("theme_measures").get(key)
    if measure is None or risk.theme not in measure.get("themes"):
        raise UnknownMeasure(key)
    language = (get_language() or "nl")[:2]
    details = ActionDetails(
        title=measure.text.get(language),
        goal=measure.get("smart")[language],
        indicator=measure.get("indicator")[language],
    )
    action = add_action(risk.assessment.company, details, year=year, by=by, measure=key)
    link(action, Aim(risk=risk.pk), by=by)
    return action
