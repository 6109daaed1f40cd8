"""A member's own data over the API, with its own key: whole, as on the page, and in the log."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from companies.models import Event
from diligence.framework.crosswalk import standards
from tests.api import Program, key_for
from tests.diligence.files import complete_file
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory, ReaderFactory
from tests.factories.chain import line

pytestmark = pytest.mark.django_db
YEAR = "/companies/de-maas/assessments/2026/"
SUPPLIER = "Ertsvink Trading B.V."


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    file = complete_file(company)
    line(file, supplier=SUPPLIER, country="DE", certainty="told")
    return file


@pytest.fixture
def program(company, file):
    return Program(key_for(ReaderFactory(of=company), company, ["read"]))


def test_the_whole_year_is_what_the_page_hands_out(program, client_of, company, file):
    told = json.loads(program.get(f"{YEAR}export/json/").content)
    page = client_of(EditorFactory(of=company)).get(
        reverse("diligence:export", args=["de-maas", 2026, "json"])
    )
    asked = json.loads(page.content)
    same = {"made_from": None, "language": None}
    assert told | same == asked | same
    assert told["made_from"]["sha256"] == asked["made_from"]["sha256"]
    assert len(told["answers"]) == len(file.edition.questions) or told["answers"]
    book = load_workbook(io.BytesIO(program.get(f"{YEAR}export/xlsx/").content))
    assert "Antwoorden" in book.sheetnames


def test_every_law_is_told_in_counts(program):
    told = program.get(f"{YEAR}laws/").json()
    assert [one["key"] for one in told] == [each.key for each in standards()]
    for one, standard in zip(told, standards(), strict=True):
        counted = one["whole"] + one["partly"] + one["open"] + one["not_asked"]
        assert counted == len(standard.rows)
        assert one["has_extract"] == bool(standard.rows)


def test_an_extract_is_for_sharing_unless_asked_otherwise(program, in_scope, company):
    shared = program.get(f"{YEAR}laws/csddd/json/")
    whole = program.get(f"{YEAR}laws/csddd/json/?variant=full")
    assert json.loads(shared.content)["variant"] == "public"
    assert SUPPLIER not in shared.content.decode() and SUPPLIER in whole.content.decode()
    with in_scope(company):
        told = Event.objects.filter(verb="law.exported").values_list("data__standard", flat=True)
        assert list(told) == ["CSDDD", "CSDDD"]


@pytest.mark.parametrize(
    "address", ["export/pdf/", "laws/gdpr/json/", "laws/csddd/pdf/", "laws/esrs-26/json/"]
)
def test_what_is_not_there_is_not_found(program, address):
    assert program.get(f"{YEAR}{address}").status_code == 404


def test_a_key_without_the_scope_and_another_company_get_nothing(company, file):
    other = CompanyFactory(slug="de-rijn")
    AssessmentFactory(company=other)
    narrow = Program(key_for(EditorFactory(of=company), company, ["reports"]))
    stranger = Program(key_for(ReaderFactory(of=other), other, ["read"]))
    for address in ("export/json/", "laws/", "laws/csddd/json/"):
        assert narrow.get(f"{YEAR}{address}").status_code == 403
        assert stranger.get(f"{YEAR}{address}").status_code == 404


def test_an_extract_can_be_asked_for_as_a_report_and_has_no_summary(company, file):
    program = Program(key_for(EditorFactory(of=company), company))
    asked = program.post(f"{YEAR}reports/", {"language": "en", "standard": "csddd"})
    assert (asked.status_code, asked.json()["standard"]) == (202, "csddd")
    wrong = {"language": "en", "standard": "csddd", "variant": "summary"}
    assert program.post(f"{YEAR}reports/", wrong).status_code == 422
    assert program.post(f"{YEAR}reports/", {"language": "en", "standard": "x"}).status_code == 422
