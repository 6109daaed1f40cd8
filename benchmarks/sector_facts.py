"""A sector of facts to measure pages about it with: companies, five years, and what they add up to.

Filled by SQL, for what is measured is reading: about 120 facts a company and year, as many kinds of
cells as a real sector has. They go in through the trigger that keeps the sums, year by year.
"""

import json
import sys
from datetime import date

import django

django.setup()

from benchmarks.prepare import newest_cycle, session_of  # noqa: E402
from companies.models import User  # noqa: E402
from companies.permissions import SecretariatRole  # noqa: E402
from diligence.models import Cycle  # noqa: E402

BARE = "allauth.account.auth_backends.AuthenticationBackend"


def main(years: int) -> dict:
    """Make the years there must be, and tell how to come in."""
    newest = newest_cycle()
    for year in range(newest.year - years + 1, newest.year):
        Cycle.objects.get_or_create(
            year=year,
            defaults={
                "version": newest.version,
                "opens_on": date(year, 9, 1),
                "deadline": date(year + 1, 3, 31),
            },
        )
    officer, _ = User.objects.get_or_create(
        email="beoordelaar@meetbedrijf.example",
        defaults={"name": "Bob Beoordelaar", "secretariat_role": SecretariatRole.REVIEWER},
    )
    editor, _ = User.objects.get_or_create(
        email="invuller@meetbedrijf.example", defaults={"name": "Ina Invuller"}
    )
    return {
        "years": list(range(newest.year - years + 1, newest.year + 1)),
        "officer": session_of(officer),
        "bare": session_of(editor, BARE),
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
