"""The people of the demo: all with the same password, and an address that was confirmed."""

from collections.abc import Iterable, Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret

from companies.models import Company, Membership, Party, User
from convenant.sealing import seal
from workgroups.services.demo.days import moment
from workgroups.services.demo.sector import CompanyPlan, Sector

DEMO_PASSWORD = "ketenkompas demo"  # noqa: S105 - printed by the demo; opens invented data only


def add_secretariat_and_parties(sector: Sector, password: str) -> None:
    """Make the people outside the companies, when they are not there yet.

    `password` is the hash of the demo's password: made once, as making it is slow on purpose.
    """
    people = [
        User(**person(who, password), secretariat_role=who["role"])
        for who in sector.written["secretariat"]
    ]
    for party in sector.written["parties"]:
        made, _ = Party.objects.get_or_create(name=party["name"], defaults={"kind": party["kind"]})
        people.append(User(**person(party["user"], password), party=made))
    addresses = [one.email for one in people]
    known = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    new = [one for one in people if one.email not in known]
    store(new)
    give_second_steps(one for one in new if one.is_secretariat)


def give_second_steps(people: Iterable[User]) -> None:
    """Set an app with codes up for these people; the demo's sign-in page shows the code."""
    Authenticator.objects.bulk_create(
        Authenticator(
            user=user,
            type=Authenticator.Type.TOTP,
            data={"secret": seal(generate_totp_secret())},
        )
        for user in people
    )


def add_colleagues(plan: CompanyPlan, company: Company, password: str) -> dict[str, User]:
    """Make the people of a company with their seats; return them by name."""
    since = moment(plan.joined_on, 0)
    people = [User(**person(who, password), joined_at=since) for who in plan.people]
    store(people)
    Membership.objects.bulk_create(
        Membership(user=user, company=company, role=who["role"])
        for user, who in zip(people, plan.people, strict=True)
    )
    Membership.objects.filter(company=company).update(started_at=since)
    return {user.name: user for user in people}


def person(who: Mapping[str, str], password: str) -> dict[str, str]:
    """Return the fields of a person."""
    return {
        "email": who["email"],
        "name": who["name"],
        "language": who.get("language", "nl"),
        "password": password,
    }


def store(people: Iterable[User]) -> None:
    """Store people with their addresses."""
    made = User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
    )
