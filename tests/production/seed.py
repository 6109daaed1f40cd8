"""Put one company with a full file in a database; tells (JSON) who may sign in and how."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convenant.settings")
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402

from tests.diligence.files import complete_file  # noqa: E402
from tests.factories import ApproverFactory, CompanyFactory  # noqa: E402

PASSWORD = "een-lang-wachtwoord-van-kanarie"
EMAIL = "kanarie-persoon@lid.example"
NAME = "Kanarie van der Test"


def main() -> dict[str, str]:
    """Make the company, its approver and the file."""
    company = CompanyFactory(slug="kanarie-gieterij", name="Kanarie Gieterij B.V.")
    person = ApproverFactory(of=company, email=EMAIL, name=NAME, password=PASSWORD)
    EmailAddress.objects.create(user=person, email=EMAIL, verified=True, primary=True)
    complete_file(company, by=person)
    return {"company": company.slug, "email": EMAIL, "password": PASSWORD}


if __name__ == "__main__":
    print(json.dumps(main()))
