"""Fill a database with companies and people, and tell how to come in (one line of JSON)."""

import json
import sys
import time
from datetime import date, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from companies.models import Company, Membership, User  # noqa: E402
from companies.permissions import Role, SecretariatRole  # noqa: E402
from convenant.sessions import SessionStore  # noqa: E402
from convenant.tenancy.scope import company_scope  # noqa: E402
from diligence.framework.loader import available  # noqa: E402
from diligence.models import Assessment, Cycle, QuestionnaireVersion  # noqa: E402

BARE = "allauth.account.auth_backends.AuthenticationBackend"
"""What the bare app (bare.py) signs in with."""
TABLES = """
CREATE TABLE IF NOT EXISTS bench_bare (person uuid, question text, value jsonb,
    version integer NOT NULL DEFAULT 1, PRIMARY KEY (person, question));
"""


def main(companies: int) -> dict:
    """Make what is missing and return what a client needs."""
    with connections["migrator"].cursor() as cursor:
        cursor.execute(TABLES)
        cursor.execute("GRANT SELECT, INSERT, UPDATE ON bench_bare TO convenant_app")
    cycle = newest_cycle()
    call_command("make_companies", str(companies), year=cycle.year, verbosity=0, stdout=sys.stderr)
    drafts, accepted = companies_by_state(cycle)
    editor, officer = people(drafts[0])
    return {
        "year": cycle.year,
        "company": drafts[0].slug,
        "company_id": str(drafts[0].pk),
        "other_company_id": str(drafts[1].pk),
        "accepted": [str(company.pk) for company in accepted],
        "editor": session_of(editor),
        "bare": session_of(editor, BARE),
        "editors": [sessions_in(company) for company in drafts[2:10]],
        "officer": session_of(officer),
    }


def newest_cycle() -> Cycle:
    """Return the monitoring year of the newest edition, opened when it is not."""
    for code in available():
        if not QuestionnaireVersion.objects.published().filter(code=code).exists():
            call_command("questionnaire", "publish", code, verbosity=0, stdout=sys.stderr)
    version = QuestionnaireVersion.objects.published().order_by("-year").first()
    dates = {"opens_on": date(version.year, 9, 1), "deadline": date(version.year + 1, 3, 31)}
    return Cycle.objects.get_or_create(year=version.year, defaults=dates | {"version": version})[0]


def companies_by_state(cycle: Cycle) -> tuple[list[Company], list[Company]]:
    """Return companies with a nearly full draft, and companies whose file was accepted."""
    drafts, accepted = [], []
    for company in Company.objects.order_by("slug")[:100]:
        with company_scope(company.pk):
            file = Assessment.objects.for_company(company).get(cycle=cycle)
        if file.status == "draft" and file.figures.get("filled", 0) > 50:
            drafts.append(company)
        elif file.status == "accepted":
            accepted.append(company)
    return drafts, accepted


def sessions_in(company: Company) -> tuple[str, str, str]:
    """Return a session of an editor, the company, and a session of the editor in the bare app."""
    editor = editor_of(company)
    return session_of(editor), company.slug, session_of(editor, BARE)


def editor_of(company: Company) -> User:
    """Return somebody of their own who fills in this company's file."""
    email = f"invuller@{company.slug}.example"
    person, is_new = User.objects.get_or_create(email=email, defaults={"name": "Iwan Invuller"})
    if is_new:
        Membership.objects.create(user=person, company=company, role=Role.EDITOR)
    return person


def people(company: Company) -> tuple[User, User]:
    """Return an editor of this company and somebody of the secretariat."""
    editor, is_new = User.objects.get_or_create(
        email="invuller@meetbedrijf.example", defaults={"name": "Ina Invuller"}
    )
    if is_new:
        Membership.objects.create(user=editor, company=company, role=Role.EDITOR)
    officer, _ = User.objects.get_or_create(
        email="beoordelaar@meetbedrijf.example",
        defaults={"name": "Bob Beoordelaar", "secretariat_role": SecretariatRole.REVIEWER},
    )
    return editor, officer


def session_of(user: User, backend: str = "") -> str:
    """Sign a person in, the secretariat in two steps, and return the cookie's value."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if user.is_secretariat:
        step = {
            "method": "mfa",
            "type": "totp",
            "id": 0,
            "at": time.time(),
            "reauthenticated": True,
        }
        store["account_authentication_methods"] = [step]
        store["account_authentication_methods_user"] = str(user.pk)
    store.save()
    until = timezone.now() + timedelta(hours=11)  # a run takes longer than an idle session lasts
    Session.objects.filter(pk=store.session_key).update(expire_date=until)
    return str(store.session_key)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
