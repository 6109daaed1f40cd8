"""The second step of signing in: who must take it, who can, and whether this session took it."""

from enum import StrEnum

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from companies.events import record
from companies.models import Company, Membership, User


class Demand(StrEnum):
    """Why somebody can't do without a second step."""

    SECRETARIAT = "secretariat"
    RENEWAL = "renewal"
    COMPANY = "company"


class OwnStepFirst(Exception):
    """Who demands two steps of colleagues takes two steps."""


def demand_on(user: User, company: Company | None = None) -> Demand | None:
    """Return why this person, in this company's file if any, must sign in in two steps.

    Looks nothing up: a middleware asks it at every request.
    """
    if user.is_secretariat:
        return Demand.SECRETARIAT
    if user.two_step_due:
        return Demand.RENEWAL
    if company is not None and company.requires_two_step:
        return Demand.COMPANY
    return None


def is_strong(request: HttpRequest) -> bool:
    """Tell whether this session was signed in to in two steps. Reads the session only."""
    records = get_authentication_records(request, request.user)
    return any(each["method"] == "mfa" or each.get("strong") for each in records)


def meets(request: HttpRequest, demand: Demand) -> bool:
    """Tell whether this session is good enough. A step that was lost since is no step any more."""
    return demand != Demand.RENEWAL and is_strong(request)


def primary_steps(user: User):
    """Return the second steps a person has; recovery codes only stand in for one of these."""
    steps = Authenticator.objects.filter(user_id=user.pk)
    return steps.exclude(type=Authenticator.Type.RECOVERY_CODES)


def with_steps(seats: QuerySet[Membership]) -> QuerySet[Membership]:
    """Add to seats whether the person can take a second step, as `has_steps`."""
    steps = Authenticator.objects.filter(user_id=OuterRef("user_id"))
    return seats.annotate(has_steps=Exists(steps.exclude(type=Authenticator.Type.RECOVERY_CODES)))


def has_second_step(user: User) -> bool:
    """Tell whether this person can take a second step."""
    return primary_steps(user).exists()


def lacks_demanded_step(user: User) -> bool:
    """Tell whether a person has no second step and may do nothing until there is one.

    For doors without a session, such as the API; inside a company `demand_on` tells more.
    """
    return demand_on(user) is not None and not has_second_step(user)


def may_remove(authenticator: Authenticator) -> bool:
    """Tell whether a second step may go: the last one stays where one is demanded."""
    user = authenticator.user
    if primary_steps(user).exclude(pk=authenticator.pk).exists():
        return True
    demanding = Membership.objects.active().filter(user=user, company__requires_two_step=True)
    return demand_on(user) is None and not demanding.exists()


def step_was_set(request: HttpRequest, authenticator: Authenticator) -> None:
    """Count setting a second step up as taking it; who had to renew it has done so."""
    user = authenticator.user
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )
    if user.two_step_due:
        user.two_step_due = False
        user.save(update_fields=["two_step_due"])


# What stays open to who must still set up a second step, or take the one there is.
OPEN = {
    "mfa_index",
    "account_logout",
    "set_language",
    "session",
    "session_back",
    "stop_lost_step",
    "health",
    "privacy",
    "accessibility",
}
TAKING = OPEN | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SETTING_UP = OPEN | {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
}
GOAL, GOAL_COMPANY = "two_step_goal", "two_step_company"


def open_views(user: User) -> set[str]:
    """Return the names of the pages that stay open to somebody who owes a second step.

    With a second step already there it must be taken: adding another would be a way around it.
    """
    return TAKING if has_second_step(user) else SETTING_UP


def remember_goal(session: SessionBase, path: str, company: Company | None) -> None:
    """Keep where somebody was going, and for which company, while the second step is taken."""
    session[GOAL] = path
    session[GOAL_COMPANY] = company.name if company else ""


def goal_of(session: SessionBase) -> tuple[str, str]:
    """Return where somebody was going, and the name of the company that demanded two steps."""
    return session.get(GOAL, "/"), session.get(GOAL_COMPANY, "")


@transaction.atomic
def demand_of_company(company: Company, demanded: bool, *, by: User) -> None:
    """Demand two steps of everybody in a company, or no longer.

    Raises OwnStepFirst when the person who demands it has no second step.
    """
    if demanded and not has_second_step(by):
        raise OwnStepFirst
    if company.requires_two_step == demanded:
        return
    company.requires_two_step = demanded
    company.save(update_fields=["requires_two_step"])
    record(company, "two_step.demanded" if demanded else "two_step.not_demanded", by=by)
