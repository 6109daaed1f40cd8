"""Closed years never change: a hash, the database, and files of each edition as they were kept."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from convenant.tenancy.scope import company_scope, officer_scope
from diligence.framework.document import sha256_of
from diligence.models import (
    Answer,
    Assessment,
    ClosedYear,
    Cycle,
    Evidence,
    EvidenceUse,
    Risk,
    SourcingLine,
    VersionMove,
)
from diligence.services.closed_years import content_of
from diligence.services.states import close
from diligence.services.versions.offering import offer
from tests.database import superuser
from tests.diligence.closed import YEARS, kept, restored
from tests.factories import CycleFactory, ReviewerFactory, published_version

pytestmark = pytest.mark.django_db


def closed(year: str = "2025") -> Assessment:
    """Return a file of a year as it was kept, closed by the secretariat."""
    file = restored(year)
    with officer_scope(file.company_id):
        close(file, by=ReviewerFactory())
        return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)


def verify(*args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("verify_closed_years", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def removed(rows) -> None:
    """Remove rows in one statement, without looking at what hangs on them."""
    rows._raw_delete(rows.db)


@pytest.mark.parametrize("year", YEARS)
def test_the_hash_of_a_closed_year_is_what_it_ever_was(year):
    file = closed(year)

    with company_scope(file.company_id):
        assert sha256_of(content_of(file)) == kept(year)["sha256"]
        assert ClosedYear.objects.for_company(file.company_id).get().sha256 == kept(year)["sha256"]


def test_all_three_years_stay_the_same_while_the_product_goes_on():
    for year in YEARS:
        closed(year)
    offer(Cycle.objects.get(year=2026), published_version("2027"), by=None)
    CycleFactory(year=2027, version=published_version("2027"))

    assert verify()[0] == "3 closed years are as they were.\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda file: Answer.objects.filter(assessment=file).update(explanation="Anders."),
        lambda file: removed(Answer.objects.filter(assessment=file)),
        lambda file: Answer.objects.create(
            company=file.company, assessment=file, question="embed.x", state="later"
        ),
        lambda file: Assessment.objects.filter(pk=file.pk).update(membership_year=9),
        lambda file: Assessment.objects.filter(pk=file.pk).update(
            version=published_version("2026")
        ),
        lambda file: removed(Assessment.objects.filter(pk=file.pk)),
        lambda file: Risk.objects.create(
            company=file.company, assessment=file, theme="RT01", lists="x"
        ),
        lambda file: SourcingLine.objects.create(
            company=file.company, assessment=file, metal="ME-SN"
        ),
        lambda file: VersionMove.objects.create(
            company=file.company,
            assessment=file,
            before=file.questionnaire,
            after=published_version("2026"),
        ),
        lambda file: EvidenceUse.objects.create(
            company=file.company,
            assessment=file,
            question="embed.hours",
            evidence=Evidence.objects.create(company=file.company, title="Later"),
        ),
    ],
    ids=[
        *("an answer", "an answer goes", "an answer comes", "the file", "its questionnaire"),
        *("the file goes", "a risk", "a line of the chain", "a move", "proof"),
    ],
)
def test_the_database_refuses_every_write(change):
    file = closed()

    with company_scope(file.company_id):
        with (
            pytest.raises(IntegrityError, match="a closed year never changes"),
            transaction.atomic(),
        ):
            change(file)
        assert sha256_of(content_of(file)) == kept("2025")["sha256"]


def test_somebody_may_still_be_forgotten_and_figures_be_made_anew():
    file = closed()

    with company_scope(file.company_id):
        Assessment.objects.filter(pk=file.pk).update(touched_by=None, figures={"score": "1"})
    assert verify()[0] == "1 closed years are as they were.\n"


def test_an_open_year_of_the_same_company_goes_on():
    file = closed()
    with company_scope(file.company_id):
        now = Assessment.objects.create(company=file.company, cycle=CycleFactory())
        Answer.objects.create(company=file.company, assessment=now, question="embed.hours")

        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Answer.objects.filter(assessment=file).update(assessment=now)


TAMPERINGS = {
    "UPDATE diligence_answer SET explanation = 'Anders' WHERE question = 'embed.policy_known'",
    "UPDATE diligence_snapshot SET content = replace(content, '2025', '2026')",
    "DELETE FROM diligence_answerrevision; DELETE FROM diligence_answer",
    "UPDATE diligence_closedyear SET sha256 = repeat('0', 64)",
    "DELETE FROM diligence_closedyear",
    "UPDATE diligence_assessment SET membership_year = 5",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", sorted(TAMPERINGS))
def test_what_was_changed_behind_its_back_is_found(sql):
    file = closed()
    with superuser(connection.settings_dict["NAME"]) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(sql)

    with pytest.raises(CommandError, match="1 of 1 closed years"):
        verify("--company", file.company.slug)


def test_a_year_without_a_hash_is_told_and_gets_one_when_asked():
    file = restored("2024")
    with officer_scope(file.company_id):
        Assessment.objects.filter(pk=file.pk).update(status="closed")

    with pytest.raises(CommandError, match="1 of 1"):
        verify()
    assert "kept for the first time" in verify("--seal")[0]
    assert verify()[0] == "1 closed years are as they were.\n"


def test_a_company_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="no company niemand"):
        verify("--company", "niemand")
