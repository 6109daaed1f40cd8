"""Answers by way of Excel: what is not edited never changes, and nothing foreign comes in."""

import io
import random
import zipfile
from dataclasses import replace

import pytest
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from companies.models import Event
from diligence.framework.answers import Given, State
from diligence.models import AnswerImport, AnswerRevision, Assessment
from diligence.services.answer_sheets.mark import read_mark, signed
from tests.diligence.files import SOURCING, complete_file, exactly, fill
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BREACHES, POLICY, FTE = "embed.breaches", "embed.policy", "profile.fte"
TEXT = "Wij spreken met hen."


WRONG = [
    (POLICY, "answer", "7", "answer", "Kies een niveau van 0 tot en met 4."),
    ("profile.buys_outside_eu", "answer", "soms", "answer", "Kies uit de lijst."),
    ("profile.metals", "answer", "Tin\nGoudsteen", "answer", "Goudsteen"),
    (FTE, "answer", "ongeveer tien", "answer", "Vul een getal in"),
    ("embed.policy_reviewed_on", "answer", "32-13-2026", "answer", "Vul een datum in"),
    (BREACHES, "answer", "x" * 6_000, "answer", "Maak de tekst korter"),
    ("embed.hours", "explanation", "x" * 6_000, "explanation", "Maak de tekst korter"),
    ("embed.training", "answer", "=1+1", "answer", "in plaats van een formule"),
    ("embed.records", "state", "misschien", "state", "Kies uit de lijst"),
    ("embed.responsibility", "state", "niet van toepassing", "reason", "Leg uit waarom"),
    ("embed.prequalification", "doubt", "nee", "doubt", "of maak het vak leeg"),
    ("embed.origin_terms", "reason", "Omdat het zo is, en anders niet.", "reason", "past niet bij"),
]
"""A question, the column typed in, what was typed, the column that is told, and what is said."""


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="De Maas B.V.")


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def file(company, joke):
    """A small file: the profile, the first questions, and the table of what is bought."""
    made = AssessmentFactory(company=company)
    special = {BREACHES: Given(State.ANSWERED, TEXT)}
    fill(made, special, by=joke, upto="identify.sourcing")
    return made


@pytest.fixture
def client(client_of, joke):
    return client_of(joke)


def address(name="sheet", *more, slug="de-maas", year=2026):
    return reverse(f"diligence:{name}", args=[slug, year, *more])


class Filled:
    """A workbook as a person has it open: `book[BREACHES, "answer"] = "…"`."""

    def __init__(self, content: bytes):
        self.book = load_workbook(io.BytesIO(content))
        self.sheets = {str(sheet["A1"].value): sheet for sheet in self.book.worksheets}

    @property
    def answers(self):
        return self.sheets["answers:key"]

    def place(self, key, code):
        """Return the cell of a question in a column."""
        row = next(row for row in self.answers.iter_rows(min_row=3) if row[0].value == key)
        codes = [cell.value for cell in self.answers[1]]
        return row[codes.index(code)]

    def __setitem__(self, where, value):
        self.place(*where).value = value

    def __getitem__(self, where):
        return self.place(*where).value

    def table(self, key="identify.sourcing"):
        return self.sheets[f"table:{key}"]

    def cell(self, column, row=3, key="identify.sourcing"):
        """Return a cell of a table, by the key of its column and the row of the sheet."""
        sheet = self.table(key)
        codes = [cell.value for cell in sheet[1]]
        return sheet.cell(row, codes.index(column) + 1)

    def content(self) -> bytes:
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()


def fetched(client, **where) -> Filled:
    response = client.get(address("sheet-file", **where))
    assert response.status_code == 200
    return Filled(response.content)


def send(client, content, name="ingevuld.xlsx", **where):
    if isinstance(content, Filled):
        content = content.content()
    return client.post(address(**where), {"file": SimpleUploadedFile(name, content, XLSX)})


def in_english(client):
    """Let somebody read the pages in English from now on."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def batch_of(in_scope, company) -> AnswerImport:
    with in_scope(company):
        return AnswerImport.objects.latest("created_at")


def versions(file, in_scope) -> dict[str, int]:
    with in_scope(file.company):
        return dict(file.answers.values_list("question", "version"))


def accepted(client, in_scope, company, **choices):
    batch = batch_of(in_scope, company)
    return client.post(address("sheet-preview", batch.pk), choices)


class TestWorkbook:
    def test_what_may_be_filled_in_is_open_and_the_rest_is_locked(self, file, client):
        book = fetched(client)
        for sheet in book.book.worksheets:
            assert sheet.protection.sheet, sheet.title
        assert not book.place(BREACHES, "answer").protection.locked
        assert book.place(BREACHES, "question").protection.locked
        assert book.answers.column_dimensions["A"].hidden
        assert book.answers.row_dimensions[1].hidden
        assert book.book.security.lockStructure
        hidden = {s.title for s in book.book.worksheets if s.sheet_state == "veryHidden"}
        assert hidden == {"lists", "mark"}

    def test_choices_are_lists_to_choose_from(self, file, client):
        book = fetched(client)
        offered = {
            str(place)
            for rule in book.answers.data_validations.dataValidation
            for place in rule.sqref.ranges
        }
        assert any(book.place(POLICY, "answer").coordinate in place for place in offered)
        rule = book.answers.data_validations.dataValidation[0]
        assert rule.type == "list" and rule.formula1.startswith("lists!")

    def test_a_large_table_has_a_sheet_of_its_own_with_rows_to_spare(self, file, client):
        book = fetched(client)
        assert book.cell("supplier").value == SOURCING[0]["cells"]["supplier"]
        assert book.table()["A3"].value == SOURCING[0]["id"]
        assert not book.cell("supplier", 10).protection.locked
        assert "identify.sourcing" in [row[0].value for row in book.answers.iter_rows(min_row=3)]

    def test_no_typed_word_becomes_a_formula(self, file, client):
        for word in ("=1+1", "@SUM(A1)", "+31 6", "-1"):
            answer(file, BREACHES, word)
            cell = fetched(client).place(BREACHES, "answer")
            assert (cell.value, cell.data_type) == (word, "s")

    def test_taking_it_along_is_told(self, file, client, in_scope, company):
        fetched(client)
        with in_scope(company):
            assert Event.objects.filter(verb="file.exported").count() == 1

    def test_in_english_it_speaks_english(self, file, client):
        content = in_english(client).get(address("sheet-file")).content
        assert Filled(content).answers["B2"].value == "Number"


class TestNothingChanges:
    def test_a_whole_file_sent_back_as_it_was(self, company, joke, client, in_scope):
        made = complete_file(company, by=joke)
        before = versions(made, in_scope)
        assert send(client, fetched(client)).status_code == 302
        batch = batch_of(in_scope, company)
        assert (batch.proposals, batch.faults) == ([], [])
        page = client.get(address("sheet-preview", batch.pk))
        assert "niets nieuws" in page.text
        accepted(client, in_scope, company)
        assert versions(made, in_scope) == before

    def test_in_the_other_language_too(self, company, joke, client, in_scope):
        complete_file(company, by=joke)
        content = in_english(client).get(address("sheet-file")).content
        send(client, content)
        batch = batch_of(in_scope, company)
        assert (batch.proposals, batch.faults, batch.language) == ([], [], "en")

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_so_many_cells_edited_so_many_answers_changed(
        self, seed, company, joke, client, in_scope
    ):
        made = complete_file(company, by=joke)
        pick = random.Random(seed)
        before = versions(made, in_scope)
        texts = [
            key for key in before if made.edition.question(key).kind in ("long_text", "maturity")
        ]
        chosen = pick.sample(texts, pick.randint(1, 6))
        book = fetched(client)
        for key in chosen:
            if made.edition.question(key).kind == "maturity":
                book[key, "explanation"] = f"Uitleg {seed} bij {key}."
            else:
                book[key, "answer"] = f"Nieuw {seed} bij {key}."
        send(client, book)
        accepted(client, in_scope, company)
        after = versions(made, in_scope)
        changed = {key for key in after if after[key] != before.get(key)}
        assert changed == set(chosen)
        with in_scope(company):
            for key in chosen:
                row = made.answers.get(question=key)
                assert f"bij {key}." in f"{row.value} {row.explanation}"
                assert row.changed_by == joke


class TestEditing:
    def test_a_text_with_a_preview_of_its_words(self, file, client, in_scope, company):
        book = fetched(client)
        book[BREACHES, "answer"] = "Wij mailen met hen."
        response = send(client, book)
        page = client.get(response.url)
        assert "[weg: </span>spreken" in page.text and "erbij: </span>mailen" in page.text
        assert book.place(BREACHES, "answer").coordinate in page.text
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == TEXT
        accepted(client, in_scope, company)
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == "Wij mailen met hen."
            told = set(Event.objects.values_list("verb", flat=True))
        assert {"answers.import_read", "answers.imported", "answer.saved"} <= told

    def test_levels_numbers_dates_choices_and_states(self, file, client, in_scope, company):
        question = file.edition.question(POLICY)
        book = fetched(client)
        book[POLICY, "answer"] = f"4: {question.levels[4].text.nl}"
        book[FTE, "answer"] = 55.5
        book["profile.metals", "answer"] = "Tin\nKoper"
        book[BREACHES, "state"] = "weet ik niet"
        book[BREACHES, "answer"] = None
        send(client, book)
        batch = batch_of(in_scope, company)
        assert batch.faults == []
        accepted(client, in_scope, company)
        with in_scope(company):
            kept = {row.question: row for row in file.answers.all()}
        assert kept[POLICY].value == 4
        assert kept[FTE].value == "55.5"
        assert set(kept["profile.metals"].value) == {"ME-SN", "ME-CU"}
        assert (kept[BREACHES].state, kept[BREACHES].value) == (State.DONT_KNOW, None)

    def test_an_answer_that_was_not_there(self, file, client, in_scope, company):
        later = "identify.chain_depth"
        with in_scope(company):
            assert not file.answers.filter(question=later).exists()
        book = fetched(client)
        book[later, "answer"] = 1
        send(client, book)
        accepted(client, in_scope, company)
        with in_scope(company):
            assert file.answers.get(question=later).value == 1

    def test_emptying_a_cell_empties_the_answer(self, file, client, in_scope, company):
        book = fetched(client)
        book[BREACHES, "answer"] = None
        send(client, book)
        accepted(client, in_scope, company)
        with in_scope(company):
            assert file.answers.get(question=BREACHES).is_open

    def test_rows_of_a_table_added_changed_and_taken_away(self, file, client, in_scope, company):
        more = {"id": "6f1b1f5a-4a59-4a0e-9d57-0d3f0f1a0002", "cells": {"metal": "ME-CU"}}
        answer(file, "identify.sourcing", [*SOURCING, more])
        book = fetched(client)
        book.cell("supplier").value = "Kerkhof en Zoon"
        for column in ("metal", "form", "supplier", "volume", "origin", "certainty"):
            book.cell(column, 4).value = None
        book.cell("metal", 9).value = "Lood"
        send(client, book)
        assert batch_of(in_scope, company).faults == []
        accepted(client, in_scope, company)
        with in_scope(company):
            rows = file.answers.get(question="identify.sourcing").value
        assert rows[0] == {
            "id": SOURCING[0]["id"],
            "cells": SOURCING[0]["cells"] | {"supplier": "Kerkhof en Zoon"},
        }
        assert [row["cells"] for row in rows[1:]] == [{"metal": "ME-PB"}]

    def test_a_row_copied_with_its_hidden_key_is_a_new_row(self, file, client, in_scope, company):
        book = fetched(client)
        for number, cell in enumerate(book.table()[3], 1):
            book.table().cell(4, number).value = cell.value
        book.cell("supplier", 4).value = "Andere handel"
        send(client, book)
        accepted(client, in_scope, company)
        with in_scope(company):
            first, second = file.answers.get(question="identify.sourcing").value
        assert first == SOURCING[0]
        assert second["id"] != first["id"]
        assert second["cells"]["supplier"] == "Andere handel"

    def test_the_language_of_the_workbook_is_that_of_the_words(
        self, file, client, in_scope, company
    ):
        content = in_english(client).get(address("sheet-file")).content
        book = Filled(content)
        book[BREACHES, "answer"] = "We talk to them."
        send(client, book)
        accepted(client, in_scope, company)
        with in_scope(company):
            assert file.answers.get(question=BREACHES).language == "en"


class TestOutdated:
    @pytest.fixture
    def book(self, file, client, company):
        """A workbook in which two answers were edited; a colleague changed one of them since."""
        book = fetched(client)
        book[BREACHES, "answer"] = "Uit Excel."
        book[POLICY, "explanation"] = "Ook uit Excel."
        answer(file, BREACHES, "Van Ahmed.", by=AdminFactory(of=company, name="Ahmed"))
        send(client, book)
        return book

    def test_both_texts_are_shown_with_who_wrote_the_other(self, book, client, in_scope, company):
        page = client.get(address("sheet-preview", batch_of(in_scope, company).pk))
        assert "Uit" in page.text and "Ahmed wijzigde dit antwoord" in page.text
        assert f'name="choice-{BREACHES}"' in page.text
        assert f'name="choice-{POLICY}"' not in page.text

    def test_nothing_is_taken_over_without_a_choice(self, book, file, client, in_scope, company):
        before = versions(file, in_scope)
        response = accepted(client, in_scope, company)
        assert response.status_code == 422
        assert "Kies welk antwoord blijft" in response.text
        assert versions(file, in_scope) == before

    @pytest.mark.parametrize(
        ("choice", "stays"), [("mine", "Uit Excel."), ("theirs", "Van Ahmed.")]
    )
    def test_a_person_chooses(self, choice, stays, book, file, client, in_scope, company):
        response = accepted(client, in_scope, company, **{f"choice-{BREACHES}": f"{choice}:2"})
        assert response.status_code == 302
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == stays
            assert file.answers.get(question=POLICY).explanation == "Ook uit Excel."
            assert AnswerRevision.objects.filter(question=BREACHES, value="Van Ahmed.").exists()

    def test_a_choice_about_a_text_that_was_not_shown_does_not_count(
        self, book, file, client, in_scope, company
    ):
        answer(file, BREACHES, "Nog later.")
        response = accepted(client, in_scope, company, **{f"choice-{BREACHES}": "mine:2"})
        assert response.status_code == 422
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == "Nog later."

    def test_a_change_to_what_was_not_edited_is_no_conflict(self, file, client, in_scope, company):
        book = fetched(client)
        book[POLICY, "explanation"] = "Uit Excel."
        answer(file, BREACHES, "Van Ahmed.")
        send(client, book)
        assert accepted(client, in_scope, company).status_code == 302
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == "Van Ahmed."

    def test_the_same_text_twice_is_no_change(self, file, client, in_scope, company):
        book = fetched(client)
        book[BREACHES, "answer"] = "Gelijk."
        answer(file, BREACHES, "Gelijk.")
        send(client, book)
        page = client.get(address("sheet-preview", batch_of(in_scope, company).pk))
        assert "staat er al zo" in page.text


class TestForeign:
    def refused(self, response, words):
        assert response.status_code == 422
        assert words in response.text

    def test_of_another_company(self, file, client, client_of):
        other = CompanyFactory(slug="andere")
        AssessmentFactory(company=other)
        theirs = fetched(client_of(EditorFactory(of=other)), slug="andere")
        self.refused(send(client, theirs), "van een ander bedrijf")

    def test_of_another_year(self, file, client, company, joke):
        AssessmentFactory(company=company, cycle__year=2025)
        self.refused(send(client, fetched(client, year=2025)), "hoort bij 2025")

    def test_with_a_forged_fingerprint(self, file, client):
        book = fetched(client)
        mark = book.sheets["mark"]
        mark["B1"].value = mark["B1"].value[:-3] + "abc"
        self.refused(send(client, book), "vingerafdruk in dit bestand klopt niet")

    def test_with_a_fingerprint_of_its_own_making(self, file, client):
        book = fetched(client)
        book.sheets["mark"]["B1"].value = signing.dumps({"company": str(file.company_id)})
        self.refused(send(client, book), "vingerafdruk in dit bestand klopt niet")

    def test_of_another_questionnaire(self, file, client):
        book = fetched(client)
        mark = read_mark(book.sheets["mark"]["B1"].value, file)
        book.sheets["mark"]["B1"].value = signed(replace(mark, questionnaire="0" * 64))
        self.refused(send(client, book), "vragenlijst is veranderd")

    def test_not_from_here(self, file, client):
        from convenant.sheets import Book
        from tests.diligence.chain import __name__ as _chain  # noqa: F401

        self.refused(send(client, Book(title="x", creator="y").as_bytes([])), "")
        read_only = client.get(reverse("diligence:export", args=["de-maas", 2026, "xlsx"]))
        self.refused(send(client, read_only.content), "komt niet van deze pagina")


class TestDamaged:
    def faults(self, in_scope, company):
        return batch_of(in_scope, company).faults

    def test_a_missing_column(self, file, client):
        book = fetched(client)
        codes = [cell.value for cell in book.answers[1]]
        book.answers.delete_cols(codes.index("reason") + 1)
        response = send(client, book)
        assert response.status_code == 422
        assert "ontbreken kolommen: Reden" in response.text

    def test_a_missing_sheet_with_answers(self, file, client):
        book = fetched(client)
        book.book.remove(book.answers)
        assert "blad met de antwoorden ontbreekt" in send(client, book).text

    def test_each_reason_stands_by_row_and_column(self, file, client, in_scope, company):
        book = fetched(client)
        for key, code, value, _column, _words in WRONG:
            book[key, code] = value
        response = send(client, book)
        faults = self.faults(in_scope, company)
        page = client.get(response.url)
        assert "Dit nemen wij niet over" in page.text
        for key, _code, _value, column, words in WRONG:
            at = book.place(key, column)
            said = [f["text"] for f in faults if f"{f['column']}{f['row']}" == at.coordinate]
            assert said and words.lower() in said[0].lower(), (key, said)
            assert f">{book.answers.title} {at.coordinate}<" in page.text
        assert len(faults) == len(WRONG)

    def test_what_is_right_is_taken_over_beside_what_is_wrong(
        self, file, client, in_scope, company
    ):
        book = fetched(client)
        book[BREACHES, "answer"] = "Wel goed."
        book[FTE, "answer"] = "geen idee"
        send(client, book)
        accepted(client, in_scope, company)
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == "Wel goed."
            assert file.answers.get(question=FTE).value == "40"

    def test_a_wrong_cell_of_a_table(self, file, client, in_scope, company):
        book = fetched(client)
        book.cell("metal").value = "Kryptoniet"
        send(client, book)
        (fault,) = self.faults(in_scope, company)
        assert f"{fault['column']}{fault['row']}" == book.cell("metal").coordinate
        assert fault["sheet"] == book.table().title

    def test_rows_that_are_gone_strange_or_doubled(self, file, client, in_scope, company):
        book = fetched(client)
        sheet = book.answers
        row = next(row for row in sheet.iter_rows(min_row=3) if row[0].value == BREACHES)
        row[0].value = "embed.onbekend"
        again = sheet.max_row + 1
        sheet.cell(again, 1).value = POLICY
        book.table()["A3"].value = "6f1b1f5a-4a59-4a0e-9d57-00000000dead"
        send(client, book)
        said = " ".join(fault["text"] for fault in self.faults(in_scope, company))
        assert "niet van een vraag" in said
        assert "staat er twee keer" in said
        assert "rij van deze vraag ontbreekt" in said
        assert "hoort niet in deze tabel" in said

    def test_a_missing_sheet_of_a_table(self, file, client, in_scope, company):
        book = fetched(client)
        book.book.remove(book.table())
        send(client, book)
        (fault,) = self.faults(in_scope, company)
        assert "ontbreekt of mist kolommen" in fault["text"]

    def test_in_english_the_reasons_are_english(self, file, client, in_scope, company):
        book = fetched(client)
        book[FTE, "answer"] = "geen idee"
        upload = SimpleUploadedFile("x.xlsx", book.content(), XLSX)
        in_english(client).post(address(), {"file": upload})
        assert "Enter a number" in self.faults(in_scope, company)[0]["text"]


class TestUpload:
    def test_no_file(self, file, client):
        response = client.post(address(), {})
        assert response.status_code == 422 and "Kies eerst" in response.text

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.xlsx", b"", "leeg"),
            ("a.xlsx", b"%PDF-1.7 nep", "past niet bij de naam"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "wachtwoord"),
            ("a.csv", b"a;b", "Kies het Excelbestand"),
            ("a.exe", b"MZ", "Dit soort bestand nemen wij niet aan"),
        ],
    )
    def test_what_is_not_a_workbook_is_refused(self, name, content, words, file, client):
        response = send(client, content, name)
        assert response.status_code == 422
        assert words in response.text

    def test_macros_bombs_and_what_fetches(self, file, client):
        good = fetched(client).content()
        for name, content, words in (
            ("xl/vbaProject.bin", b"x", "macro"),
            ("xl/worksheets/big.xml", b"0" * 8 * 1024 * 1024, "te groot"),
            ("xl/embeddings/a.exe", b"MZ", "vanzelf start"),
        ):
            packed = io.BytesIO(good)
            with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(name, content)
            response = send(client, packed.getvalue())
            assert response.status_code == 422, name
            assert words in response.text, name

    def test_a_workbook_that_is_too_large_to_read(self, file, client):
        book = fetched(client)
        book.answers.cell(5_000, 5).value = "ver weg"
        assert "te groot of te ingewikkeld" in send(client, book).text

    def test_nothing_is_kept_of_a_file_that_is_refused(self, file, client, in_scope, company):
        send(client, b"%PDF-1.7 nep")
        with in_scope(company):
            assert not AnswerImport.objects.exists()


class TestAfterwards:
    @pytest.fixture
    def batch(self, file, client, in_scope, company):
        """An import that was taken over: two answers."""
        book = fetched(client)
        book[BREACHES, "answer"] = "Uit Excel."
        book[POLICY, "explanation"] = "Ook uit Excel."
        send(client, book)
        accepted(client, in_scope, company)
        return batch_of(in_scope, company)

    def test_it_can_be_taken_back_and_the_history_keeps_both(
        self, batch, file, client, in_scope, company
    ):
        client.post(address("sheet-undo", batch.pk))
        with in_scope(company):
            row = file.answers.get(question=BREACHES)
            assert (row.value, row.version) == (TEXT, 3)
            assert file.answers.get(question=POLICY).explanation == ""
            assert Event.objects.filter(verb="answers.import_undone").exists()

    def test_what_was_changed_since_stays(self, batch, file, client, in_scope, company):
        answer(file, BREACHES, "Nog weer anders.")
        page = client.post(address("sheet-undo", batch.pk), follow=True)
        assert "1 antwoord is daarna nog gewijzigd" in page.text
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == "Nog weer anders."

    def test_twice_is_once(self, batch, file, client, in_scope, company):
        before = versions(file, in_scope)
        assert client.post(address("sheet-preview", batch.pk)).status_code == 302
        assert versions(file, in_scope) == before
        client.post(address("sheet-undo", batch.pk))
        after = versions(file, in_scope)
        client.post(address("sheet-undo", batch.pk))
        client.post(address("sheet-drop", batch.pk))
        assert versions(file, in_scope) == after

    def test_thrown_away_nothing_of_it_stays(self, file, client, in_scope, company):
        book = fetched(client)
        book[BREACHES, "answer"] = "Geheim."
        send(client, book)
        client.post(address("sheet-drop", batch_of(in_scope, company).pk))
        batch = batch_of(in_scope, company)
        assert (batch.state, batch.proposals, batch.faults) == ("dropped", [], [])

    def test_a_file_that_was_handed_in_takes_nothing(self, file, client, in_scope, company):
        book = fetched(client)
        book[BREACHES, "answer"] = "Te laat."
        send(client, book)
        with in_scope(company):
            Assessment.objects.filter(pk=file.pk).update(status="submitted")
        assert accepted(client, in_scope, company).status_code == 302
        assert send(client, book).status_code == 302
        with in_scope(company):
            assert file.answers.get(question=BREACHES).value == TEXT
            assert AnswerImport.objects.count() == 1


class TestWho:
    def test_only_who_may_answer(self, file, client_of, company):
        assert client_of(ReaderFactory(of=company)).get(address()).status_code == 403
        for person in (ReviewerFactory(), AdminFactory()):
            status = client_of(person).get(address()).status_code
            assert status in (403, 404)
        assert client_of(AdminFactory()).get(address("sheet-file")).status_code == 404

    def test_an_import_of_another_company_does_not_exist(
        self, file, client, client_of, in_scope, company
    ):
        book = fetched(client)
        book[BREACHES, "answer"] = "Geheim."
        send(client, book)
        pk = batch_of(in_scope, company).pk
        other = CompanyFactory(slug="andere")
        AssessmentFactory(company=other)
        stranger = client_of(EditorFactory(of=other))
        assert stranger.get(address("sheet-preview", pk, slug="andere")).status_code == 404
        assert stranger.post(address("sheet-undo", pk, slug="andere")).status_code == 404


def test_pages_cost_the_same_for_little_and_for_much(file, client, in_scope, company):
    book = fetched(client)
    book[BREACHES, "answer"] = "Eén."
    send(client, book)
    one = batch_of(in_scope, company)
    client.get(address("sheet-preview", one.pk))
    with exactly(9):
        client.get(address("sheet-preview", one.pk))
    for key in ("embed.hours", "embed.training", "embed.records"):
        book[key, "explanation"] = "Ook."
    send(client, book)
    many = batch_of(in_scope, company)
    assert len(many.proposals) == 4
    with exactly(9):
        client.get(address("sheet-preview", many.pk))
