"""The two companies and everybody who might come by."""

from dataclasses import dataclass

from companies.models import Company, User
from convenant.tenancy.scope import company_scope
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    UserFactory,
    answer,
)
from tests.isolation.world.annual import annual_objects
from tests.isolation.world.answers import answer_objects, said_before, try_newer
from tests.isolation.world.chain import chain_objects
from tests.isolation.world.evidence import evidence_objects
from tests.isolation.world.people import people_objects
from tests.isolation.world.releases import release_objects
from tests.isolation.world.reports import report_objects
from tests.isolation.world.review import review_objects
from tests.isolation.world.risks import risk_objects
from tests.isolation.world.words import CANARY, YEAR


@dataclass
class World:
    """The victim with one row of everything, and everybody who might come by."""

    victim: Company
    outsider: Company
    people: dict[str, User | None]
    objects: dict[str, object]

    def words(self, route, company: Company) -> dict[str, object]:
        """Return what this address needs, filled with the victim's objects.

        A name that is not known here fails: every new address joins this test.
        """
        known = {
            "company": company.slug,
            "year": YEAR,
            "part": "1.1",
            "question": "embed.policy",
            "form": "xlsx",
            "standard": "csddd",
        }
        return {
            need: known.get(need) or self.objects[f"{route.name} {need}"] for need in route.needs
        }


def build() -> World:
    """Make the victim's file with canaries in every text, and the onlookers."""
    victim = CompanyFactory(slug="slachtoffer", name=f"Geheim {CANARY} B.V.", city=f"{CANARY}dam")
    outsider = CompanyFactory(slug="buitenstaander", name="Buitenstaander B.V.")
    owner = AdminFactory(
        of=victim, name=f"Eigenaar {CANARY.title()}", email=f"{CANARY}@geheim.example"
    )
    file = AssessmentFactory(company=victim)
    AssessmentFactory(company=outsider)
    answer(file, "profile.fte", "12", by=owner)
    stands = answer(file, "embed.policy", 2, explanation=f"Ons beleid, {CANARY}.", by=owner)
    said_before(file, owner)
    try_newer(file, owner)
    return World(
        victim,
        outsider,
        people={
            "nobody": None,
            "a stranger": UserFactory(),
            "another company's admin": AdminFactory(of=outsider),
            "another company's reader": ReaderFactory(of=outsider),
            "a party": PartyUserFactory(),
            "the secretariat": ReviewerFactory(),
            "its own admin": owner,
        },
        objects=objects_of(file, stands, owner),
    )


def objects_of(file, stands, owner) -> dict[str, object]:
    """Make one row of every kind an address can name; return them by address and word."""
    with company_scope(file.company_id):
        inside = {
            **answer_objects(file, stands, owner),
            **evidence_objects(file, owner),
            **chain_objects(file, owner),
            **risk_objects(file, owner),
        }
    return {
        **inside,
        **report_objects(file, owner),
        **release_objects(file, owner),
        **annual_objects(file, owner),
        **review_objects(file, owner),
        **people_objects(file.company, owner),
    }
