"""The API is tried on its own page, in a real browser, under the strict policy."""

import json

import pytest

from diligence.models import Answer
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_a_person_reads_and_writes_an_answer(open_page, in_scope):
    company = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=company)
    page = open_page(EditorFactory(of=company))
    page.goto("/api-reference/")

    for call, fields in (
        ("answer", {"year": "2026", "question": "embed.policy"}),
        ("save_answer", {"year": "2026", "question": "embed.policy", "If-Match": '"0"'}),
    ):
        part = page.locator(f"#{call}")
        part.locator("summary").first.click()
        for name, value in fields.items():
            part.locator(f'[name="{name}"]').fill(value)
        if call == "save_answer":
            part.locator("textarea").fill(json.dumps({"value": 3}))
        part.get_by_role("button").click()
        part.locator("[data-status]", has_text="200").wait_for()

    assert 'ETag "1"' in page.locator("#save_answer [data-status]").inner_text()
    with in_scope(company):
        assert Answer.objects.get().value == 3
