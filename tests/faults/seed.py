"""Fill an empty database with companies that are ready to submit; tells who may come in (JSON)."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from tests.diligence.files import complete_file  # noqa: E402
from tests.factories import ApproverFactory, CompanyFactory  # noqa: E402


def main(people: int, companies: int) -> list[dict]:
    """Make so many people, each with so many companies whose files are full."""
    return [one_person(number, companies) for number in range(people)]


def one_person(number: int, companies: int) -> dict:
    """Make a person who may submit for some companies, signed in."""
    first, *others = [CompanyFactory(slug=f"lid-{number}-{n}") for n in range(companies)]
    person = ApproverFactory(of=first, email=f"persoon{number}@lid.example")
    for company in others:
        person.memberships.create(company=company, role="approver")
    for company in (first, *others):
        complete_file(company, by=person)
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"session": session, "companies": [one.slug for one in (first, *others)]}


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
