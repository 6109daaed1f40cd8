"""A year as Excel and JSON: every answer of every kind, in every state, and for whom."""

import html
import io
import json
import subprocess
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from companies.models import Event
from diligence.framework.answers import Given, State
from diligence.framework.schema import Kind
from diligence.models import Evidence, EvidenceUse, EvidenceVersion
from diligence.reports.comparison import Comparison
from diligence.reports.content import written
from diligence.reports.document import document_of
from diligence.reports.pdf import html_of, render_pdf
from diligence.reports.workbook import workbook_of
from diligence.services.assessments import submit
from diligence.services.notes import leave_note
from tests.convenant.test_sheets import PAYLOADS
from tests.diligence.files import complete_file
from tests.diligence.reports.paper import answered, edition, file_of, full_answers, rows_of, stated
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

SCHEMA = json.loads((Path(settings.BASE_DIR) / "docs/assessment.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
REASON = "Wij nemen geen mensen van buiten aan, ook geen uitzendkrachten."
OF_EACH_KIND = {
    Kind.MATURITY: "embed.policy",
    Kind.CHOICE: "embed.records",
    Kind.MULTIPLE: "embed.policy_commitments",
    Kind.LONG_TEXT: "track.lessons",
    Kind.NUMBER: "embed.hours",
    Kind.DATE: "embed.policy_reviewed_on",
    Kind.LINK: "communicate.report_link",
    Kind.TABLE: "identify.assessments",
}


def address(company, form="xlsx", query=""):
    return reverse("diligence:export", args=[company.slug, 2026, form]) + query


def book_of(content: bytes):
    return load_workbook(io.BytesIO(content))


def cells_of(book) -> str:
    """Return everything in a workbook as one text."""
    return "\n".join(
        str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None
    )


def entry(document: dict, key: str) -> dict:
    return next(each for each in document["answers"] if each["question"] == key)


class TestEveryKind:
    """Whatever kind of question is answered: the answer is in the PDF, in Excel and in JSON."""

    ANSWERS = full_answers(rows=3)

    def forms(self, answers: dict, lang: str = "nl") -> tuple[str, str, dict]:
        """Return the paper, the workbook and the data of these answers, as text and as data."""
        file = file_of(answers)
        with translation.override(lang):
            content = written(Comparison(file, None), lang=lang, code="7QF4-M2XD-9KHT")
            document = document_of(file, {}, lang=lang, made_from="live")
            book = book_of(workbook_of(document, file.edition))
        document = json.loads(json.dumps(document))
        VALIDATOR.validate(document)
        return html_of(content), cells_of(book), document

    def test_there_is_a_question_of_each_kind(self):
        kinds = {question.kind for question in edition().questions}
        assert kinds - set(OF_EACH_KIND) <= {Kind.SHORT_TEXT}

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_all_words_of_all_answers_are_everywhere(self, lang):
        paper, book, document = self.forms(self.ANSWERS, lang)
        paper = " ".join(html.unescape(paper).split())
        kept = file_of(self.ANSWERS).situation.given
        assert len(document["answers"]) == len(kept) == len(self.ANSWERS)
        assert {each["kind"] for each in document["answers"]} == set(OF_EACH_KIND)
        missing = []
        for each in document["answers"]:
            assert each["value"] == kept[each["question"]].value
            texts = [*each["words"], *(cell for row in each["rows"] for cell in row)]
            for text in (*texts, each["explanation"]):
                in_paper = text.removeprefix("Niveau 2: ").removeprefix("Level 2: ")
                if text not in ("", "–") and " ".join(in_paper.split()) not in paper:
                    missing.append(("paper", each["question"], text))
                if each["kind"] in (Kind.NUMBER, Kind.DATE) or each["rows"]:
                    continue
                if text and text not in book:
                    missing.append(("book", each["question"], text))
        assert missing == []

    def test_numbers_and_days_are_real_in_the_workbook_and_tables_have_their_own_sheet(self):
        file = file_of(self.ANSWERS)
        document = document_of(file, {}, lang="nl", made_from="live")
        book = book_of(workbook_of(document, file.edition))
        table = entry(document, "track.indicators")
        sheet = book[table["number"]]
        assert [cell.value for cell in sheet[1]] == table["columns"]
        assert sheet.max_row == 4
        start = table["columns"].index(
            edition().question("track.indicators").column("start").text.nl
        )
        day = table["columns"].index(
            edition().question("track.indicators").column("target_on").text.nl
        )
        for place, row in enumerate(table["value"], 2):
            assert sheet.cell(place, start + 1).value == float(row["cells"]["start"])
            assert sheet.cell(place, day + 1).value == datetime.fromisoformat(
                row["cells"]["target_on"]
            )

    @pytest.mark.parametrize("key", OF_EACH_KIND.values(), ids=OF_EACH_KIND.keys())
    def test_honest_states_are_everywhere(self, key):
        answers = dict(self.ANSWERS)
        for state, word in (
            ("dont_know", "Weet ik niet"),
            ("not_applicable", "Niet van toepassing"),
            ("later", "Later"),
        ):
            answers[key] = stated(state, reason=REASON if state == "not_applicable" else "")
            document = document_of(file_of(answers), {}, lang="nl", made_from="live")
            told = entry(document, key)
            assert (told["state"], told["value"], told["words"]) == (state, None, [word])
            assert told["reason"] == answers[key]["reason"]
        del answers[key]
        told = entry(document_of(file_of(answers), {}, lang="nl", made_from="live"), key)
        assert (told["state"], told["words"]) == ("open", ["Niet ingevuld"])

    def test_doubt_is_everywhere(self):
        answers = self.ANSWERS | {"embed.policy": answered(3, unsure=True, explanation="Getekend.")}
        paper, _book, document = self.forms(answers)
        assert entry(document, "embed.policy")["unsure"] is True
        assert "Twijfel: het bedrijf vraagt" in paper
        row = next(row for row in book_rows(answers) if row[-1] == "embed.policy")
        assert "ja" in row

    def test_what_looks_like_a_formula_stays_text(self):
        answers = self.ANSWERS | {
            "track.lessons": answered("=HYPERLINK(1)"),
            "embed.policy": answered(2, explanation="+31 6 12"),
            "identify.assessments": answered(
                rows_of(edition().question("identify.assessments"), 2, "@SUM(A1)")
            ),
        }
        file = file_of(answers)
        document = document_of(file, {}, lang="nl", made_from="live")
        book = book_of(workbook_of(document, file.edition))
        cells = [cell for sheet in book for row in sheet for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert {"=HYPERLINK(1)", "+31 6 12", "@SUM(A1)"} <= {cell.value for cell in cells}

    def test_the_real_pdf_holds_an_answer_of_each_kind(self):
        few = {key: self.ANSWERS[key] for key in (*OF_EACH_KIND.values(), "profile.fte")}
        few |= {key: value for key, value in self.ANSWERS.items() if key.startswith("profile.")}
        few |= {"communicate.report": answered(2), "identify.deep_assessment": answered(2)}
        file = file_of(few)
        pdf = render_pdf(written(Comparison(file, None), lang="nl", code="7QF4-M2XD-9KHT"))
        read = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=pdf.content, capture_output=True, check=True
        )
        text = " ".join(read.stdout.decode().split())
        document = document_of(file, {}, lang="nl", made_from="live")
        for kind, key in OF_EACH_KIND.items():
            told = entry(document, key)
            for words in told["words"] or told["rows"][0]:
                start = " ".join(words.removeprefix("Niveau 2: ").split())[:24]
                assert start in text, (kind, start)


def book_rows(answers: dict) -> list[tuple]:
    file = file_of(answers)
    document = document_of(file, {}, lang="nl", made_from="live")
    return list(book_of(workbook_of(document, file.edition)).worksheets[0].values)


@pytest.mark.django_db
class TestDownload:
    """Who gets what, from which version, and the trace it leaves."""

    @pytest.fixture
    def company(self):
        return CompanyFactory(name="Gieterij De Maas B.V.")

    @pytest.fixture
    def file(self, company):
        return complete_file(company, profile__workers=Given(State.NOT_APPLICABLE, reason=REASON))

    @pytest.mark.parametrize("person", [ReaderFactory, EditorFactory, AdminFactory])
    def test_anybody_of_the_company_gets_both_forms(self, client_of, company, file, person):
        client = client_of(person(of=company))
        data = json.loads(client.get(address(company, "json")).content)
        VALIDATOR.validate(data)
        assert data["made_from"]["kind"] == "live"
        assert entry(data, "profile.workers")["reason"] == REASON
        book = book_of(client.get(address(company)).content)
        assert book.sheetnames[0] == "Antwoorden" and book.sheetnames[-1] == "Over dit bestand"
        assert REASON in cells_of(book)

    def test_what_was_handed_in_comes_from_the_snapshot(self, client_of, company, file, in_scope):
        approver = ApproverFactory(of=company)
        with in_scope(company):
            snapshot = submit(file, by=approver)
        client = client_of(approver)
        page = client.get(reverse("diligence:reports", args=[company.slug, 2026])).text
        query = f"?snapshot={snapshot.sha256}"
        assert address(company, "json", query) in page
        data = json.loads(client.get(address(company, "json", query)).content)
        assert data["made_from"] == {
            "kind": "submitted",
            "at": timezone.localtime(snapshot.made_at).isoformat(timespec="seconds"),
            "sha256": snapshot.sha256,
        }

    def test_a_snapshot_of_another_company_is_not_there(self, client_of, company, file, in_scope):
        other = CompanyFactory()
        theirs = complete_file(other)
        with in_scope(other):
            snapshot = submit(theirs, by=ApproverFactory(of=other))
        for wanted in (snapshot.sha256, "nonsense"):
            answered = client_of(AdminFactory(of=company)).get(
                address(company, "json", f"?snapshot={wanted}")
            )
            assert answered.status_code == 404

    def test_the_list_of_proof_is_in_it(self, client_of, company, file, in_scope):
        with in_scope(company):
            mine = {"company": company}
            document = Evidence.objects.create(title="Ons <beleid>", kind="EV-01", **mine)
            EvidenceVersion.objects.create(
                evidence=document,
                number=1,
                name="b.pdf",
                size=9,
                sha256="a" * 64,
                state="clean",
                **mine,
            )
            for key in ("embed.policy", "embed.policy_commitments"):
                EvidenceUse.objects.create(evidence=document, assessment=file, question=key, **mine)
        client = client_of(EditorFactory(of=company))
        data = json.loads(client.get(address(company, "json")).content)
        VALIDATOR.validate(data)
        [proof] = data["evidence"]
        assert proof["questions"] == ["embed.policy", "embed.policy_commitments"]
        assert (proof["file"]["sha256"], proof["file"]["name"]) == ("a" * 64, "b.pdf")
        assert proof["file"]["added_on"] == str(timezone.localdate())
        assert entry(data, "embed.policy")["evidence"] == [str(document.pk)]
        cells = cells_of(book_of(client.get(address(company)).content))
        assert "a" * 64 in cells
        assert "De lijst toont het bewijs zoals het nu bij de vragen staat." in cells

    def test_the_secretariat_may_and_the_company_can_read_that_it_did(
        self, client_of, company, file, in_scope
    ):
        client_of(ReviewerFactory(name="Ans de Boer")).get(address(company))
        with in_scope(company):
            event = Event.objects.get(verb="file.exported")
            assert not Event.objects.filter(verb="file.read").exists()
        assert (event.actor_name, event.by_secretariat) == ("Ans de Boer", True)
        assert event.data == {"year": 2026, "form": "xlsx"}

    @pytest.mark.parametrize("form", ["xlsx", "json"])
    def test_strangers_get_a_404(self, client_of, company, file, form):
        stranger = client_of(AdminFactory(of=CompanyFactory()))
        assert stranger.get(address(company, form)).status_code == 404

    def test_another_form_is_not_there(self, client_of, company, file):
        assert client_of(EditorFactory(of=company)).get(address(company, "exe")).status_code == 404

    def test_notes_and_hidden_answers_stay_inside(self, client_of, company, file, in_scope):
        editor = EditorFactory(of=company, name="Joke Bakker")
        secret = "Onze poortwachter weigerde een lading uit Duisburg."
        answer(file, "embed.breaches", secret, by=editor)
        with in_scope(company):
            leave_note(file, "embed.policy", "Bel Fatima even.", by=editor)
        answer(file, "profile.fte", "5", by=editor)
        for form in ("xlsx", "json"):
            content = client_of(editor).get(address(company, form)).content
            told = content.decode() if form == "json" else cells_of(book_of(content))
            assert secret not in told and "Fatima" not in told and "Joke" not in told

    def test_typed_payloads_survive_the_whole_way(self, client_of, company, file):
        typed = [text for text in PAYLOADS if text.strip() == text]
        answer(file, "track.lessons", "\n".join(typed))
        book = book_of(client_of(EditorFactory(of=company)).get(address(company)).content)
        assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]
        assert typed[0] in cells_of(book)
