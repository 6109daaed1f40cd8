"""With whom to look at the demo: one or two people per role."""

from collections.abc import Iterator
from dataclasses import dataclass

from companies.models import User
from companies.permissions import Role
from workgroups.services.demo.people import DEMO_PASSWORD
from workgroups.services.demo.sector import CompanyPlan, Sector, read_sector

WORDS = {
    Role.EDITOR: "editor",
    Role.APPROVER: "approver",
    Role.ADMIN: "administrator",
    Role.READER: "reader",
}


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whom to sign in as; `role` says what they are, in a few words."""

    role: str
    email: str
    password: str = DEMO_PASSWORD


def sign_ins() -> list[SignIn]:
    """Return whom to sign in as; nobody when the demo was not loaded."""
    offered = list(offered_by(read_sector()))
    people = User.objects.filter(email__in=[one.email for one in offered], is_active=True)
    known = set(people.values_list("email", flat=True))
    return [one for one in offered if one.email in known]


def offered_by(sector: Sector) -> Iterator[SignIn]:
    """Yield the show piece's people by role, an owner, the secretariat, a party."""
    show_piece = next(plan for plan in sector.companies if plan.by_hand)
    for role, word in WORDS.items():
        yield SignIn(f"{word}, {name_of(show_piece)}", first_with(role, show_piece))
    micro = sector.companies[0]
    yield SignIn(f"owner, {name_of(micro)}", first_with(Role.ADMIN, micro))
    for who in sector.written["secretariat"]:
        yield SignIn(f"{who['role']}, secretariat (the page shows the code)", who["email"])
    party = sector.written["parties"][0]
    yield SignIn(f"party, {party['name']}", party["user"]["email"])


def name_of(plan: CompanyPlan) -> str:
    """Return a company's name as people say it."""
    return plan.name.removesuffix(" B.V.")


def first_with(role: Role, plan: CompanyPlan) -> str:
    """Return the address of the first person with this role."""
    return next(who["email"] for who in plan.people if who["role"] == role)
