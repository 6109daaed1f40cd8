"""What the check finds is counted beside the file at every save, so that lists read no answers."""

import pytest

from diligence.framework.answers import Given, State
from diligence.models import Assessment
from diligence.services.assessments import submit
from diligence.services.check import tally
from diligence.services.findings import findings_of
from tests.diligence.files import complete_file, fill
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    answer,
)

pytestmark = pytest.mark.django_db


def test_saving_an_answer_counts_the_findings_anew(in_scope):
    company = CompanyFactory()
    editor = EditorFactory(of=company)
    file = complete_file(company, by=editor, embed__records=Given(State.DONT_KNOW))
    answer(file, "embed.hours", "0", by=editor)

    with in_scope(company):
        kept = Assessment.objects.get(pk=file.pk)
        everything = tally(findings_of(kept))
    looked_at_later = {"no_proof", "expired_proof", "doubtful_work"}
    assert kept.figures["checks"] == {
        weight: n for weight, n in everything.items() if weight not in looked_at_later
    }
    assert kept.figures["checks"]["dont_know"] == 1
    assert kept.figures["checks"]["doubtful"] >= 1
    answer(file, "embed.records", "shorter", by=editor)
    with in_scope(company):
        assert "dont_know" not in Assessment.objects.get(pk=file.pk).figures["checks"]


def test_handing_in_counts_what_changed_since_last_year(in_scope):
    company = CompanyFactory()
    editor, admin = EditorFactory(of=company), AdminFactory(of=company)
    before = AssessmentFactory(company=company, cycle=CycleFactory(year=2025))
    fill(before, {}, by=editor)
    with in_scope(company):
        assert "changed" not in submitted(before, admin).figures, "there is no year before"
    told = Given(State.ANSWERED, 4, explanation="Nu elk jaar.")
    file = complete_file(
        company, by=editor, embed__training=told, embed__records=Given(State.DONT_KNOW)
    )
    with in_scope(company):
        assert submitted(file, admin).figures["changed"] == 2


def submitted(file, by) -> Assessment:
    """Hand a file in, and return it as it is kept."""
    submit(file, by=by)
    return Assessment.objects.get(pk=file.pk)
