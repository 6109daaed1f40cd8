"""The demo's annual report: every chapter written in both languages, and asked for once."""

import pytest

from convenant.queue.models import OutboxItem
from tests.workgroups.annual.sector import tables_of
from tests.workgroups.releases import made
from workgroups.annual.outline import KEYS
from workgroups.models import AnnualEdition, AnnualReport, ChapterVersion
from workgroups.services.demo.annual import add_annual_report
from workgroups.services.demo.people import add_secretariat_and_parties
from workgroups.services.demo.sector import read_sector

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sector():
    """The demo's sector, read once."""
    return read_sector()


def test_without_released_figures_there_is_none(sector):
    assert add_annual_report(sector) is None
    assert not AnnualReport.objects.exists()


def test_it_is_written_whole_of_the_newest_year_and_asked_for_once(sector):
    add_secretariat_and_parties(sector, "!")
    made.published(made.prepared(made.files(year=2025), years=(2025,), of=tables_of(2025)))
    newest = made.published(made.prepared(made.files(), of=tables_of(2026)))

    report = add_annual_report(sector)
    assert add_annual_report(sector) == report

    chapters = list(report.chapters.all())
    assert tuple(chapter.key for chapter in chapters) == KEYS
    assert all(len(one.text_nl) > 150 and len(one.text_en) > 150 for one in chapters)
    assert all(one.text_nl != one.text_en for one in chapters)
    assert ChapterVersion.objects.count() == len(KEYS)
    edition = AnnualEdition.objects.get()
    assert edition.content.release == newest
    assert edition.content.data()["year"] == 2026
    assert OutboxItem.objects.filter(task="workgroups.tasks.make_annual_report").count() == 1


def test_a_release_that_tells_too_little_leaves_it_written_and_waiting(sector):
    add_secretariat_and_parties(sector, "!")
    nothing = [one for one in tables_of(2026) if one.name == "complaints"]
    made.published(made.prepared(made.files(), of=nothing))
    report = add_annual_report(sector)
    assert report.chapters.exclude(text_nl="").count() == len(KEYS)
    assert not AnnualEdition.objects.exists()
