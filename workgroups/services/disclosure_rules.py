"""The rules of disclosure: proposed by one person of the secretariat, signed by another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from companies.models import User
from workgroups.disclosure.rules import Rules
from workgroups.models import DisclosureRules

State = DisclosureRules.State
BOUNDS = {
    "minimum": (3, 20),
    "category": (2, 10),
    "top": (2, 10),
    "margin": (10, 50),
    "largest": (10, 60),
    "few": (1, 10),
    "hidden": (2, 10),
    "median": (10, 50),
    "share_step": (1, 25),
}
"""Of each parameter the least and the most that make sense; looser ones protect nobody."""
FEWEST_SIGNS = 10


class NoRules(RuntimeError):
    """No version of the rules was signed, so that nothing may be published."""


class InvalidRules(ValueError):
    """A parameter is out of bounds, or the reason is missing; `problems` tells by field which."""

    def __init__(self, **problems: str):
        super().__init__(", ".join(f"{name}: {code}" for name, code in problems.items()))
        self.problems = problems


class OwnProposal(RuntimeError):
    """Who signs rules did not propose them."""


class NotProposed(RuntimeError):
    """This version was signed, or taken back, by now."""


def in_force() -> Rules:
    """Return the rules that were signed. Raises NoRules."""
    version = DisclosureRules.objects.filter(state=State.IN_FORCE).first()
    if version is None:
        raise NoRules
    return version.rules


def propose(rules: Rules, reason: str, term: str, *, by: User) -> DisclosureRules:
    """Put a new version up for signing. Raises InvalidRules."""
    problems = {
        name: "out_of_bounds"
        for name, (least, most) in BOUNDS.items()
        if not least <= getattr(rules, name) <= most
    }
    if len(reason.strip()) < FEWEST_SIGNS:
        problems["reason"] = "too_short"
    if not term.strip():
        problems["term"] = "missing"
    if problems:
        raise InvalidRules(**problems)
    parameters = {key: value for key, value in rules.to_json().items() if key != "version"}
    with transaction.atomic():
        newest = DisclosureRules.objects.aggregate(newest=Max("version"))["newest"] or 0
        return DisclosureRules.objects.create(
            version=newest + 1,
            term=term.strip(),
            parameters=parameters,
            reason=reason.strip(),
            proposed_by=by,
        )


@transaction.atomic
def sign(version: int, *, by: User, at: datetime | None = None) -> DisclosureRules:
    """Put a proposed version in force; the one before is over. Raises OwnProposal, NotProposed.

    The database looks at both names again.
    """
    rows = DisclosureRules.objects.select_for_update()
    proposed = rows.filter(version=version, state=State.PROPOSED).first()
    if proposed is None or proposed.proposed_by_id is None:
        raise NotProposed
    if proposed.proposed_by_id == by.pk:
        raise OwnProposal
    rows.filter(state=State.IN_FORCE).update(state=State.OVER)
    proposed.state, proposed.signed_by, proposed.signed_at = (
        State.IN_FORCE,
        by,
        at or timezone.now(),
    )
    try:
        with transaction.atomic():
            proposed.save(update_fields=["state", "signed_by", "signed_at"])
    except IntegrityError as error:
        raise NotProposed from error
    return proposed


@transaction.atomic
def take_back(version: int) -> None:
    """Let a proposal go no further. Raises NotProposed."""
    waiting = DisclosureRules.objects.filter(version=version, state=State.PROPOSED)
    if not waiting.update(state=State.OVER):
        raise NotProposed
