"""Who in a company does what: the same person each year, as far as chance has it."""

from collections.abc import Mapping

from companies.permissions import GRANTS, Permission, Role
from workgroups.services.demo.draws import weighted
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import CompanyPlan

SHARES = {Role.EDITOR: 5, Role.ADMIN: 2, Role.APPROVER: 1}
"""How much of the filling in falls to each role."""


def may(company: CompanyPlan, permission: Permission) -> list[Mapping[str, str]]:
    """Return the people whose role allows this, in the order of the data."""
    return [person for person in company.people if permission in GRANTS[person["role"]]]


def writer_of(scene: Scene, part: str, language: str = "nl") -> str:
    """Return the name of who fills in a part: who prefers English writes no Dutch."""
    shares = {
        person["name"]: SHARES[Role(person["role"])]
        for person in may(scene.company, Permission.ANSWERS_CHANGE)
        if person.get("language", "nl") in ("nl", language)
    }
    return weighted(shares, scene.draw("writes", part))


def owner_of(company: CompanyPlan) -> str:
    """Return the name of who speaks for a micro company, of “mijn man” and “mijn mensen”."""
    return next(who["name"] for who in company.people if who["role"] == Role.ADMIN)


def submitter_of(company: CompanyPlan) -> str:
    """Return the name of who submits: somebody who approves, else who manages the people."""
    people = may(company, Permission.FILE_SUBMIT)
    return min(people, key=lambda person: person["role"] != Role.APPROVER)["name"]
