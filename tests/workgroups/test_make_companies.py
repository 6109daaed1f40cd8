"""Companies for measuring: many, alike each time, whole files, and never among real ones."""

import pytest
from django.core.management import CommandError, call_command

from companies.models import Company
from convenant.tenancy.scope import company_scope
from diligence.models import Answer, Assessment
from diligence.services.figures import standing_of
from tests.workgroups.members import cycle_of
from workgroups.queries.members import sector_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    """A place where invented companies may be."""
    settings.IS_DEMO = True
    cycle_of()


def test_real_companies_get_no_invented_ones_beside_them(settings):
    settings.IS_DEMO = settings.DEBUG = False
    cycle_of()
    with pytest.raises(CommandError, match="no place among real ones"):
        call_command("make_companies", "1")
    assert not Company.objects.exists()


def test_a_year_must_be_open(settings):
    settings.IS_DEMO = True
    with pytest.raises(CommandError, match="Open that monitoring year first"):
        call_command("make_companies", "1", "--year", "2031")


def test_the_files_hold_what_their_figures_say(demo):
    call_command("make_companies", "26", verbosity=0)

    members = sector_year(2026).members
    assert len({one.stage for one in members}) >= 5
    for company in Company.objects.all():
        with company_scope(company.pk):
            file = Assessment.objects.for_company(company).with_cycle().get()
            answers = list(Answer.objects.for_company(company))
            assert bool(answers) == bool(file.figures)
            if answers:
                assert standing_of(file, answers).as_figures() == file.figures
            if file.submitted_at:
                assert file.figures["filled"] == 100
                assert file.snapshots.count() == 1


def test_asking_again_makes_only_what_is_missing(demo):
    call_command("make_companies", "2", verbosity=0)
    before = {one.name: one for one in sector_year(2026).members}
    call_command("make_companies", "3", "--year", "2026", verbosity=0)

    after = {one.name: one for one in sector_year(2026).members}
    assert sorted(after) == ["Meetbedrijf 0001", "Meetbedrijf 0002", "Meetbedrijf 0003"]
    assert {name: after[name] for name in before} == before
