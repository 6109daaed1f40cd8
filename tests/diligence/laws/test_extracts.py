"""Extracts for one law and the summary for a board, as files: from one snapshot, checkable."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.framework.answers import Given, State
from diligence.models import ProgressReport, ReportCode
from diligence.reports.board import BoardContent
from diligence.reports.laws import LawContent, extract_version, law_content, lists_version
from diligence.reports.making import gathered
from diligence.services.codes import digest_of, withdraw
from diligence.services.reports import request_report
from tests.diligence.files import complete_file
from tests.factories import (
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.factories.chain import line as chain_line

pytestmark = pytest.mark.django_db
SUPPLIER = "Ertsvink Trading B.V."
FIRE_WALLED = {"language": "nl", "variant": "public"}


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def file(company):
    file = complete_file(company, level=2, embed__policy=Given(State.ANSWERED, 3, "Ons geheim."))
    chain_line(file, supplier=SUPPLIER, country="DE", certainty="told")
    return file


def law(company, standard: str = "csddd") -> str:
    return reverse("diligence:law", args=[company.slug, 2026, standard])


def law_file(company, form: str, standard: str = "csddd") -> str:
    return reverse("diligence:law-file", args=[company.slug, 2026, standard, form])


def test_an_extract_is_a_report_of_its_own_with_its_own_code(
    client_of, company, file, in_scope, run_outbox
):
    client = client_of(EditorFactory(of=company))
    for wanted in (FIRE_WALLED, FIRE_WALLED, FIRE_WALLED | {"variant": "full"}):
        asked = client.post(law(company), wanted)
    run_outbox()
    with in_scope(company):
        made = list(ProgressReport.objects.order_by("variant"))
    assert [(each.standard, each.variant) for each in made] == [
        ("csddd", "full"),
        ("csddd", "public"),
    ]
    assert made[0].snapshot_id == made[1].snapshot_id and made[0].code != made[1].code
    assert {each.template_version for each in made} == {extract_version()}
    assert asked.url == reverse("diligence:report", args=[company.slug, 2026, made[0].pk])
    assert ReportCode.objects.filter(digest=digest_of(made[1].code), state="genuine").exists()
    pdf = client.get(reverse("diligence:report-pdf", args=[company.slug, 2026, made[1].pk]))
    assert pdf.content.startswith(b"%PDF") and "CSDDD" in pdf.headers["Content-Disposition"]
    page = client.get(reverse("diligence:reports", args=[company.slug, 2026]))
    assert "uittreksel CSDDD · openbaar" in page.text


def test_a_withdrawn_extract_says_so_to_anybody(client, company, file, in_scope):
    editor = EditorFactory(of=company)
    with in_scope(company):
        report = request_report(file, "nl", by=editor, standard="vsme")
        withdraw(report, "Er stond een fout in.", by=editor, year=2026)
    page = client.post(reverse("verify"), {"code": report.code})
    assert page.context["answer"] == "withdrawn" and "VSME" not in page.text


def test_extract_excel_and_json_come_from_one_content(client_of, company, file, in_scope):
    client = client_of(EditorFactory(of=company))
    told = json.loads(client.get(law_file(company, "json")).content)
    book = load_workbook(io.BytesIO(client.get(law_file(company, "xlsx")).content))
    with in_scope(company):
        report = request_report(file, "nl", by=EditorFactory(of=company), standard="csddd")
        content = law_content(report)
    assert told["made_from"]["sha256"] == content.report.sha256
    assert told["format"] == "ketenkompas.law-extract" and told["standard"]["key"] == "CSDDD"
    assert told["standard"]["lists"] == lists_version()
    assert told["standard"]["valid_from"] == "2029-07-26"
    keys = [clause["clause"] for clause in told["clauses"]]
    assert keys == [row[0].text for row in content.clauses.rows]
    rows = list(book["Onderdelen"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == keys
    named = {key for clause in told["clauses"] for key in clause["questions"]}
    assert named == {answer["question"] for answer in told["answers"]}


def test_what_is_for_sharing_holds_no_supplier_and_no_own_words(client_of, company, file):
    client = client_of(EditorFactory(of=company))
    shared = client.get(law_file(company, "json")).content.decode()
    whole = client.get(law_file(company, "json") + "?variant=full").content.decode()
    assert SUPPLIER in whole and "Ons geheim." in whole
    assert SUPPLIER not in shared and "Ons geheim." not in shared
    assert json.loads(shared)["variant"] == "public"


def test_taking_an_extract_along_is_in_the_log(client_of, company, file, in_scope):
    client_of(ReviewerFactory()).get(law_file(company, "xlsx", "cmr"))
    with in_scope(company):
        event = Event.objects.get(verb="law.exported")
    assert event.data == {"year": 2026, "standard": "CMR", "form": "xlsx"}
    assert event.by_secretariat


def test_who_may_ask_and_what_is_missing_is_said_at_the_field(client_of, company, file):
    page = client_of(EditorFactory(of=company)).post(law(company), {"language": "nl"})
    assert page.status_code == 422 and "Kies voor wie u het uittreksel maakt." in page.text
    reader = client_of(ReaderFactory(of=company))
    assert reader.post(law(company), FIRE_WALLED).status_code in (302, 403)
    other = client_of(EditorFactory(of=CompanyFactory()))
    assert other.post(law(company), FIRE_WALLED).status_code == 404
    assert other.get(law_file(company, "json")).status_code == 404


def test_what_has_no_rows_has_no_extract(client_of, company, file):
    client = client_of(EditorFactory(of=company))
    assert client.post(law(company, "esrs-26"), FIRE_WALLED).status_code == 404
    assert client.get(law_file(company, "json", "esrs-26")).status_code == 404
    assert client.get(law_file(company, "pdf")).status_code == 404


def test_the_worker_makes_each_kind_from_its_own_content(company, file, in_scope):
    editor = EditorFactory(of=company)
    with in_scope(company):
        summary = request_report(file, "en", by=editor, variant="summary")
        extract = request_report(file, "en", by=editor, standard="ungp")
        full = request_report(file, "en", by=editor)
    with company_scope(company.pk):
        assert isinstance(gathered(summary), BoardContent)
        assert isinstance(gathered(extract), LawContent)
        assert not isinstance(gathered(full), BoardContent | LawContent)
    assert len({summary.code, extract.code, full.code}) == 3


def test_the_summary_is_offered_with_the_other_reports(client_of, company, file, run_outbox):
    client = client_of(EditorFactory(of=company))
    reports = reverse("diligence:reports", args=[company.slug, 2026])
    client.post(reports, {"language": "nl", "variant": "summary"})
    run_outbox()
    page = client.get(reports)
    assert page.text.count("· samenvatting voor de directie") == 1
