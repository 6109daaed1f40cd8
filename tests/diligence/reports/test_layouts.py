"""A report keeps the layout it was made in; asked for again it gets the present one beside it."""

import pytest

from diligence import tasks
from diligence.models import ProgressReport
from diligence.reports.content import TEMPLATE_VERSION
from diligence.reports.pdf import Pdf
from diligence.services import reports
from tests.factories import AssessmentFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return AssessmentFactory()


@pytest.fixture
def ask(file, in_scope, run_outbox, monkeypatch):
    """Return a function that has the report made by this layout, and returns it as it then is."""
    person = EditorFactory(of=file.company)

    def ask(layout: str) -> ProgressReport:
        set_in = Pdf(f"%PDF set in {layout}".encode(), 3)
        monkeypatch.setattr(tasks, "render_pdf", lambda content, *, tell: set_in)
        monkeypatch.setattr(reports, "TEMPLATE_VERSION", layout)
        with in_scope(file.company):
            report = reports.request_report(file, "nl", by=person)
        run_outbox()
        with in_scope(file.company):
            return ProgressReport.objects.get(pk=report.pk)

    return ask


def content_of(report: ProgressReport, in_scope) -> bytes | None:
    with in_scope(report.company):
        return reports.hand_out(report, by=report.requested_by, year=2026)


def test_an_old_report_is_handed_out_as_it_was_made(ask, in_scope):
    old = ask("2026-1")
    new = ask(TEMPLATE_VERSION)

    assert old.pk != new.pk and old.snapshot_id == new.snapshot_id
    assert content_of(old, in_scope) == b"%PDF set in 2026-1"
    assert content_of(new, in_scope) == f"%PDF set in {TEMPLATE_VERSION}".encode()


def test_both_carry_the_same_number_for_they_say_the_same(ask):
    assert ask("2026-1").code == ask(TEMPLATE_VERSION).code
