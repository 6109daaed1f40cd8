"""Reading across companies, under the policies of the database."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from companies.models import Company
from convenant.tenancy.sector import sector_scope
from diligence.models import Assessment, Cycle
from tests.factories import CompanyFactory
from tests.workgroups.members import cycle_of, figures, member
from workgroups.aggregation.members import Stage
from workgroups.queries.members import sector_year

pytestmark = pytest.mark.django_db


def found_in(year: int = 2026) -> dict[str, Stage]:
    """Return the members of a year with where they stand."""
    return {one.name: one.stage for one in sector_year(year).members}


def test_every_member_is_there_with_and_without_a_file():
    cycle_of()
    member("Ingediend", "submitted")
    member("Concept", "draft", figures=figures(12.5, filled=40))
    member("Leeg", "draft")
    member("Zonder dossier")

    assert found_in() == {
        "Ingediend": Stage.SUBMITTED,
        "Concept": Stage.DRAFT,
        "Leeg": Stage.NOT_STARTED,
        "Zonder dossier": Stage.NO_FILE,
    }


def test_the_figures_come_as_they_were_kept():
    member("Concept", "draft", figures=figures(12.5, filled=40, chain=["semis", "trading"]))

    [one] = sector_year(2026).members

    assert (one.score, one.points, one.filled, one.settled) == (12.5, 12, 40, 24)
    assert (one.band, one.size, one.expected) == ("improving", "small", "30")
    assert one.is_in("trading")
    assert not one.is_in("recycling")
    assert one.step_figures()["remedy"]["score"] == "12.5"


def test_moments_come_back_to_the_second():
    company = member("Akkoord", "accepted", days=9)
    with sector_scope():
        file = Assessment.objects.get(company=company)

    [one] = sector_year(2026).members

    assert abs(one.submitted_at - file.submitted_at) <= datetime.timedelta(seconds=1)
    assert one.decided == pytest.approx(file.decided_at.timestamp(), abs=1)


def test_a_file_of_another_year_is_not_this_years():
    cycle_of(2026)
    member("Vorig jaar", "closed", year=2025)

    assert found_in(2026) == {"Vorig jaar": Stage.NO_FILE}
    assert found_in(2025) == {"Vorig jaar": Stage.CLOSED}


def test_who_took_part_counts_and_nobody_else():
    cycle = cycle_of(2026)
    after = cycle.deadline + datetime.timedelta(days=1)
    CompanyFactory(name="Belangstellend", status=Company.Status.PROSPECT)
    CompanyFactory(name="Later lid", joined_on=after)
    CompanyFactory(name="Vóór de datum weg", status=Company.Status.LEFT, left_on=cycle.deadline)
    CompanyFactory(name="Later weg", status=Company.Status.LEFT, left_on=after)
    CompanyFactory(name="Zonder datum", joined_on=None)

    assert set(found_in()) == {"Later weg", "Zonder datum"}


def test_a_member_that_joined_late_and_opened_its_file_counts():
    company = member("Later lid", "draft")
    deadline = cycle_of().deadline
    Company.objects.filter(pk=company.pk).update(joined_on=deadline + datetime.timedelta(days=9))

    assert set(found_in()) == {"Later lid"}


def test_the_bands_count_what_was_handed_in_in_each_year():
    cycle_of(2024)
    member("A", "submitted", figures=figures(25.0))
    member("B", "accepted", figures=figures(85.0, band="mature"))
    member("C", "draft", figures=figures(85.0, band="mature"))
    member("D", "closed", year=2025, figures=figures(25.0))

    sector = sector_year(2026)

    assert sector.bands == {
        2026: {"improving": 1, "mature": 1},
        2025: {"improving": 1},
        2024: {},
    }
    assert sector.years == [2026, 2025, 2024]


def test_an_unknown_year_is_said_to_be_unknown():
    with pytest.raises(Cycle.DoesNotExist):
        sector_year(2031)


def test_the_scope_is_closed_again():
    member("Gieterij", "draft")
    sector_year(2026)

    with pytest.raises(DatabaseError, match="no tenant scope"), transaction.atomic():
        Assessment.objects.count()


def test_the_sector_scope_writes_nothing():
    member("Gieterij", "draft")

    with sector_scope():
        assert Assessment.objects.update(status="accepted") == 0
    assert found_in() == {"Gieterij": Stage.NOT_STARTED}


def test_as_many_statements_for_one_company_as_for_many(django_assert_num_queries):
    member("Eerste", "submitted")
    sector_year(2026)
    with django_assert_num_queries(COUNTED):
        sector_year(2026)
    for number in range(12):
        member(f"Bedrijf {number}", "draft" if number % 2 else "accepted")
    with django_assert_num_queries(COUNTED):
        assert len(sector_year(2026).members) == 13


COUNTED = 7
"""Two savepoints and two scopes belong to the test; the sector takes three."""


def test_no_answer_is_read(django_assert_num_queries):
    member("Gieterij", "submitted")
    with connection.execute_wrapper(refuse_answers):
        assert len(sector_year(2026).members) == 1


def refuse_answers(execute, sql, params, many, context):
    """Fail when a statement names the table of answers."""
    assert "diligence_answer" not in sql
    return execute(sql, params, many, context)
