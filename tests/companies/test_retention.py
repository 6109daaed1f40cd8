"""What is past its time goes, from every place, with a proof; what is not past it stays."""

import datetime
import io
import json

import pytest
from allauth.account.models import EmailAddress
from celery import current_app
from celery.schedules import crontab
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from companies.events import record
from companies.models import DeletionProof, Event, Invitation, Membership, User
from companies.services.members import end_seat, invite
from companies.services.retention import forget_in, hash_of, keep_to_terms
from companies.tasks import keep_to_terms as nightly
from convenant.tenancy.scope import company_scope
from tests.database import superuser, whole_database
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReviewerFactory,
    UserFactory,
    answer,
)

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "kanarievogel"


@pytest.fixture
def company():
    return CompanyFactory(slug="gieterij")


@pytest.fixture
def admin(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz")


def ago(**time) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**time)


def gone(company, admin, **time) -> User:
    """Return somebody who worked in the file and whose seat ended so long ago."""
    person = EditorFactory(of=company, name=f"Karel {CANARY}", email=f"{CANARY}@bedrijf.example")
    EmailAddress.objects.create(user=person, email=person.email)
    file = AssessmentFactory(company=company)
    answer(file, "embed.policy", 2, by=person)
    with company_scope(company.pk):
        end_seat(Membership.objects.get(user=person), by=admin)
    Membership.objects.filter(user=person).update(ended_at=ago(**time))
    return person


class TestPeople:
    """Two years after the last seat the name and address are nowhere; the work stays."""

    def test_the_canary_is_gone_everywhere_and_the_chain_is_whole(self, company, admin, client_of):
        person = gone(company, admin, days=731)
        assert CANARY in whole_database()

        [proof] = keep_to_terms()

        assert CANARY not in whole_database()
        assert cache.get(CANARY) is None
        call_command("verify_log", stdout=io.StringIO())
        assert (proof.category, proof.count) == ("people", 1)
        assert proof.sha256 == hash_of([person.pk])
        page = client_of(admin).get(reverse("diligence:log", args=["gieterij"]))
        assert "Iemand (naam niet meer bewaard) sloeg het antwoord" in page.text
        assert "Ahmed Yilmaz nam (niet meer bewaard) de toegang" in page.text
        assert "Het systeem haalde een naam die wij niet langer bewaren uit 2 regels." in page.text

    def test_the_account_opens_no_door(self, company, admin):
        person = gone(company, admin, days=731)
        keep_to_terms()
        person.refresh_from_db()
        assert not person.is_active and not person.has_usable_password()
        assert not EmailAddress.objects.filter(user=person).exists()

    def test_again_finds_nothing(self, company, admin):
        gone(company, admin, days=731)
        keep_to_terms()
        assert keep_to_terms() == []

    def test_a_day_too_early_it_stays(self, company, admin):
        gone(company, admin, days=729)
        assert keep_to_terms() == []
        assert CANARY in whole_database()

    def test_who_still_takes_part_somewhere_stays(self, company, admin):
        person = gone(company, admin, days=3000)
        Membership.objects.create(user=person, company=CompanyFactory(), role="reader")
        assert keep_to_terms() == []

    def test_who_is_invited_again_stays(self, company, admin):
        person = gone(company, admin, days=3000)
        with company_scope(company.pk):
            invite(company, person.email, "editor", by=admin)
        assert keep_to_terms() == []

    @pytest.mark.parametrize("factory", [ReviewerFactory, PartyUserFactory])
    def test_secretariat_and_parties_stay(self, factory):
        factory(joined_at=ago(days=3000))
        assert keep_to_terms() == []

    def test_an_account_that_never_took_part_goes_too(self):
        UserFactory(joined_at=ago(days=731), name=CANARY)
        UserFactory(joined_at=ago(days=700))
        assert [proof.count for proof in keep_to_terms()] == [1]
        assert CANARY not in whole_database()


class TestInvitations:
    """Ninety days after it stopped being valid, row and address go; the entry stays."""

    def test_the_address_is_gone_everywhere(self, company, admin):
        with company_scope(company.pk):
            invitation = invite(company, f"{CANARY}@elders.example", "editor", by=admin)
        Invitation.objects.update(expires_at=ago(days=91))
        [proof] = keep_to_terms()
        assert (proof.category, proof.sha256) == ("invitations", hash_of([invitation.pk]))
        assert CANARY not in whole_database()
        call_command("verify_log", stdout=io.StringIO())

    def test_a_younger_one_stays(self, company, admin):
        with company_scope(company.pk):
            invite(company, f"{CANARY}@elders.example", "editor", by=admin)
        Invitation.objects.update(expires_at=ago(days=89))
        assert keep_to_terms() == []

    def test_one_for_the_secretariat_goes_without_a_log(self):
        invitation = Invitation(
            email=f"{CANARY}@x.example", role="reviewer", expires_at=ago(days=91)
        )
        invitation.token_hash = "a" * 64
        invitation.save()
        keep_to_terms()
        assert not Invitation.objects.exists()


def test_sessions_that_are_over_go_and_others_stay():
    Session.objects.create(session_key="oud", session_data="x", expire_date=ago(days=2))
    Session.objects.create(session_key="vers", session_data="x", expire_date=ago(hours=2))
    [proof] = keep_to_terms()
    assert (proof.category, proof.count) == ("sessions", 1)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["vers"]


class TestProof:
    """It says what kind, how many and when, holds no content, and stays."""

    def test_it_can_not_be_changed(self, company, admin):
        gone(company, admin, days=731)
        nightly()
        for statement in ("UPDATE companies_deletionproof SET count = 9", "DELETE FROM {}"):
            with pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute(statement.format("companies_deletionproof"))
        assert CANARY not in json.dumps(list(DeletionProof.objects.values()), default=str)

    def test_the_privacy_page_shows_terms_and_the_last_removal(self, client_of, company, admin):
        page = client_of().get(reverse("privacy"))
        assert "Tot twee jaar nadat iemand" in page.text and "Laatst opgeruimd" not in page.text
        gone(company, admin, days=731)
        keep_to_terms()
        assert "Laatst opgeruimd op" in client_of().get(reverse("privacy")).text

    def test_a_dry_run_says_it_and_does_nothing(self, company, admin):
        gone(company, admin, days=731)
        out = io.StringIO()
        call_command("retention", "--dry-run", stdout=out)
        assert "people: 1 would be removed" in out.getvalue()
        assert "sessions: none after 1 days" in out.getvalue()
        assert CANARY in whole_database() and not DeletionProof.objects.exists()
        call_command("retention", stdout=out)
        call_command("retention", stdout=out)
        assert "people: 1 removed" in out.getvalue()
        assert out.getvalue().endswith("Nothing is past its time.\n")


class TestTheDatabaseItself:
    """The function that empties names serves nobody's cover-up."""

    def test_it_refuses_who_takes_part(self, company, admin):
        with company_scope(company.pk):
            record(company, "member.left", by=admin, names={"person": "Jan"})
        with pytest.raises(IntegrityError):
            forget_in(company.pk, admin.pk)
        with company_scope(company.pk):
            assert Event.objects.get().actor_name == "Ahmed Yilmaz"

    def test_it_refuses_the_secretariat(self, company):
        with pytest.raises(IntegrityError):
            forget_in(company.pk, ReviewerFactory().pk)

    def test_it_reaches_no_other_company(self, company, admin):
        other = CompanyFactory()
        person = gone(company, admin, days=731)
        with company_scope(other.pk):
            record(other, "member.joined", by=person, role="editor")
        forget_in(company.pk, person.pk)
        with company_scope(other.pk):
            assert Event.objects.get().actor_name == f"Karel {CANARY}"

    def test_names_emptied_without_it_are_found(self, company, admin):
        with company_scope(company.pk):
            record(company, "member.left", by=admin, names={"person": "Jan"})
        with superuser(connection.settings_dict["NAME"]) as server:
            server.execute("UPDATE companies_event SET names = '{}', actor_name = ''")
        with pytest.raises(CommandError, match="1 faults"):
            call_command("verify_log", stderr=io.StringIO())


def test_a_whole_night_leaves_a_proof_of_the_sessions_that_went():
    """No other task of the night may have removed them before."""
    kept = Session.objects.create(session_key="k" * 32, expire_date=ago(hours=3))
    Session.objects.create(session_key="o" * 32, expire_date=ago(days=2))
    current_app.loader.import_default_modules()
    nights = [
        (min(when.hour), min(when.minute), planned["task"])
        for planned in settings.CELERY_BEAT_SCHEDULE.values()
        if isinstance(when := planned["schedule"], crontab)
    ]

    for _, _, task in sorted(nights):
        current_app.tasks[task].apply(throw=True)

    assert len(nights) >= 3
    assert [one.pk for one in Session.objects.all()] == [kept.pk]
    proof = DeletionProof.objects.get(category="sessions")
    assert (proof.count, proof.sha256) == (1, hash_of(["o" * 32]))
