"""Lines that come in together: preview, faults by row, taking over, and undoing all of it."""

import io
import json

import pytest
from openpyxl import Workbook

from companies.models import Event
from diligence.chain.names import fold
from diligence.chain.reading import NothingToRead
from diligence.models import ImportBatch, SourcingLine, Supplier, SupplierMatch
from diligence.services.answers import AssessmentClosed
from diligence.services.chain import imports
from diligence.services.chain.imports import NotThisState, StillUndecided
from diligence.uploads.refusal import Refused
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.factories.chain import line, supplier

pytestmark = pytest.mark.django_db
HEAD = "Metaal\tVorm\tFase\tLand\tLeverancier\tKvK\tSchakel\tZekerheid\tHoeveelheid\n"
TIN = "Tin\tprimair\tsmelterij\tIndonesië\tContoh Timah\t\t2\tgezegd\t7,5 ton\n"
SCRAP = "Koper\tschroot\t\tNL\tRetour van klanten\t90030014\t1\tdocument\t10-100\n"
WRONG = "Unobtanium\tprimair\t\tAtlantis\tX\t12\t\t\t\n"


class Sent(io.BytesIO):
    """A file as a browser sends it."""

    def __init__(self, name: str, content: bytes):
        super().__init__(content)
        self.name, self.size = name, len(content)

    def chunks(self):
        yield self.getvalue()


def workbook(*rows: tuple) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def file():
    return AssessmentFactory(company=CompanyFactory(slug="de-maas"))


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company)


@pytest.fixture
def paste(file, editor, in_scope):
    def paste(text: str) -> ImportBatch:
        with in_scope(file.company):
            return imports.take_text(file, text, by=editor)

    return paste


@pytest.fixture
def upload(file, editor, in_scope):
    def upload(name: str, content: bytes) -> ImportBatch:
        with in_scope(file.company):
            return imports.take_file(file, Sent(name, content), by=editor)

    return upload


@pytest.fixture
def accept(file, editor, in_scope):
    def accept(batch: ImportBatch, **decisions) -> int:
        with in_scope(file.company):
            named = {fold(name): chosen for name, chosen in decisions.items()}
            return imports.accept(batch, named, by=editor)

    return accept


@pytest.fixture
def preview(file, in_scope):
    def preview(batch: ImportBatch):
        with in_scope(file.company):
            return imports.preview_of(batch, file.company)

    return preview


def lines_of(file, in_scope) -> list[SourcingLine]:
    with in_scope(file.company):
        return list(SourcingLine.objects.of_file(file).in_order())


class TestPreview:
    def test_nothing_is_a_line_before_it_is_taken_over(self, paste, preview, file, in_scope):
        found = preview(paste(HEAD + TIN + SCRAP))

        assert len(found.good) == 2 and not found.faulty
        assert found.new_suppliers == ["Contoh Timah", "Retour van klanten"]
        assert lines_of(file, in_scope) == []

    def test_faults_are_told_by_row_and_cell(self, paste, preview):
        found = preview(paste(HEAD + TIN + WRONG))

        [row] = found.faulty
        assert row.number == 3
        codes = {problem.column: problem.code for problem in row.problems}
        assert codes == {"metal": "unknown", "country": "unknown", "kvk": "length"}

    def test_what_contradicts_itself_is_a_fault(self, paste, preview):
        [row] = preview(paste("Tin\tschroot\tmijn\tNL")).faulty
        assert [(one.column, one.code) for one in row.problems] == [("stage", "scrap_is_not_mined")]

    def test_rows_that_stand_already_are_counted(self, paste, preview, file):
        line(file, metal="ME-SN", country="ID", supplier="Contoh Timah", certainty="told")
        assert preview(paste(HEAD + TIN + SCRAP)).known_already == 1

    def test_exact_volumes_are_kept_nowhere(self, paste, in_scope, file):
        kept = json.dumps(paste(HEAD + TIN + TIN.replace("7,5 ton", "314159 kg")).rows)
        assert "7,5" not in kept and "314159" not in kept
        assert "up_to_10" in kept and "up_to_1000" in kept


class TestFiles:
    def test_excel(self, upload, accept, file, in_scope):
        content = workbook(
            ("Metal", "Form", "Country", "Supplier", "Tier"),
            ("Tin", "primary", "Indonesia", "Contoh", 2),
            (None, None, None, None, None),
            ("Gold", "scrap", "Belgium", "Goud", 1.0),
        )
        assert accept(upload("keten.xlsx", content)) == 2
        assert [(one.metal, one.country, one.tier) for one in lines_of(file, in_scope)] == [
            ("ME-AU", "BE", 1),
            ("ME-SN", "ID", 2),
        ]

    @pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
    def test_csv_of_any_excel(self, upload, preview, code):
        text = "Metaal;Vorm;Land;Leverancier\r\nTin;primair;België;Zoë\r\n"
        [row] = preview(upload("keten.csv", text.encode(code))).good
        assert (row.values["country"], row.values["supplier"]) == ("BE", "Zoë")

    def test_formulas_are_read_as_their_last_value_never_run(self, upload):
        with pytest.raises(NothingToRead):
            upload("keten.xlsx", workbook(("=1+1", "=HYPERLINK(1)")))

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("keten.pdf", b"%PDF-1.7", "no_sheet"),
            ("keten.exe", b"MZ", "kind"),
            ("keten.xlsx", b"geen werkboek", "other_content"),
            ("keten.csv", b"a\x00b", "no_text"),
        ],
    )
    def test_other_files_are_refused(self, upload, name, content, code):
        with pytest.raises(Refused) as refused:
            upload(name, content)
        assert refused.value.code == code

    def test_an_empty_sheet_is_never_a_silent_import(self, upload, file, in_scope):
        with pytest.raises(NothingToRead):
            upload("keten.xlsx", workbook())
        with in_scope(file.company):
            assert not ImportBatch.objects.exists()


class TestTakingOver:
    def test_good_rows_become_lines_and_faulty_ones_stay_with_the_import(
        self, paste, accept, preview, file, in_scope
    ):
        batch = paste(HEAD + TIN + WRONG + SCRAP)

        assert accept(batch) == 2
        copper, tin = lines_of(file, in_scope)
        assert (tin.stage, tin.country, tin.tier, tin.volume) == ("ST05", "ID", 2, "up_to_10")
        assert (copper.stage, copper.supplier.kvk) == ("ST12", "90030014")
        with in_scope(file.company):
            kept = ImportBatch.objects.select_related("assessment").get()
        assert kept.state == "accepted"
        assert [row.number for row in preview(kept).faulty] == [3]

    def test_twice_is_once(self, paste, accept, file, in_scope):
        batch = paste(HEAD + TIN)
        accept(batch)
        with pytest.raises(NotThisState):
            accept(batch)
        assert len(lines_of(file, in_scope)) == 1

    def test_the_log_tells_how_many(self, paste, accept, file, in_scope):
        accept(paste(HEAD + TIN + SCRAP))
        with in_scope(file.company):
            assert Event.objects.get(verb="chain.imported").data["lines"] == 2

    def test_a_closed_year_takes_nothing(self, paste, accept, file, in_scope):
        batch = paste(HEAD + TIN)
        with in_scope(file.company):
            file.status = "submitted"
            file.save()
        with pytest.raises(AssessmentClosed):
            accept(batch)
        assert lines_of(file, in_scope) == []


class TestSuppliers:
    """Lines 26 and 27 for rows that come in together."""

    def test_a_name_in_doubt_must_be_decided_first(self, paste, accept, preview, file, in_scope):
        known = supplier(file, "Contoh Timah Tbk")
        batch = paste(HEAD + TIN + TIN)

        [doubt] = preview(batch).doubts
        assert (doubt.name, doubt.rows) == ("Contoh Timah", [2, 3])
        with pytest.raises(StillUndecided):
            accept(batch)
        assert lines_of(file, in_scope) == []

        accept(batch, **{"Contoh Timah": str(known.pk)})
        assert {one.supplier for one in lines_of(file, in_scope)} == {known}

    def test_what_was_decided_is_not_asked_at_the_next_import(
        self, paste, accept, preview, file, in_scope
    ):
        supplier(file, "Contoh Timah Tbk")
        accept(paste(HEAD + TIN), **{"Contoh Timah": None})

        again = paste(HEAD + TIN)
        assert preview(again).doubts == [] and preview(again).new_suppliers == []
        accept(again)
        with in_scope(file.company):
            assert Supplier.objects.count() == 2

    def test_names_alike_within_one_file_are_proposed_too(
        self, paste, accept, preview, in_scope, file
    ):
        rows = TIN + TIN.replace("Contoh Timah", "Contoh Timahh")
        batch = paste(HEAD + rows)

        [doubt] = preview(batch).doubts
        [candidate] = doubt.candidates
        assert (doubt.name, candidate.known.name) == ("Contoh Timahh", "Contoh Timah")
        accept(batch, **{"Contoh Timahh": candidate.known.id})
        with in_scope(file.company):
            assert Supplier.objects.get().name == "Contoh Timah"
            assert SupplierMatch.objects.get().is_same

    def test_a_doubt_about_a_name_that_was_itself_in_doubt(
        self, paste, accept, preview, file, in_scope
    ):
        known = supplier(file, "Contoh Timah Tbk")
        batch = paste(HEAD + TIN + TIN.replace("Contoh Timah", "Contoh Timahh"))
        first, second = preview(batch).doubts
        own = next(one.known.id for one in second.candidates if one.known.id != str(known.pk))

        accept(batch, **{first.name: str(known.pk), second.name: own})

        assert {one.supplier for one in lines_of(file, in_scope)} == {known}

    def test_a_supplier_of_another_company_is_no_choice(self, paste, accept, file, in_scope):
        other = supplier(AssessmentFactory(company=CompanyFactory()), "Contoh Timah Tbk")
        supplier(file, "Contoh Timah Tbk")
        accept(paste(HEAD + TIN), **{"Contoh Timah": str(other.pk)})
        assert {one.supplier.company for one in lines_of(file, in_scope)} == {file.company}


class TestUndo:
    def test_all_lines_go_with_the_suppliers_that_only_it_brought(
        self, paste, accept, file, editor, in_scope
    ):
        line(file, supplier="Blokmetaal")
        batch = paste(HEAD + TIN + SCRAP)
        accept(batch)
        with in_scope(file.company):
            copper = Supplier.objects.get(name="Retour van klanten")
        line(file, metal="ME-ZN", supplier=copper)

        with in_scope(file.company):
            assert imports.undo(batch, by=editor) == 2
            names = set(Supplier.objects.kept().values_list("name", flat=True))
        assert {one.metal for one in lines_of(file, in_scope)} == {"ME-AL", "ME-ZN"}
        assert names == {"Blokmetaal", "Retour van klanten"}, "one is in use elsewhere"

    def test_after_undoing_it_can_come_in_again(self, paste, accept, file, editor, in_scope):
        batch = paste(HEAD + TIN)
        accept(batch)
        with in_scope(file.company):
            imports.undo(batch, by=editor)
        assert accept(paste(HEAD + TIN)) == 1
        with in_scope(file.company), pytest.raises(NotThisState):
            imports.undo(batch, by=editor)

    def test_a_dropped_preview_keeps_none_of_its_rows(self, paste, file, editor, in_scope):
        batch = paste(HEAD + TIN)
        with in_scope(file.company):
            imports.drop(batch, by=editor)
            assert ImportBatch.objects.get().rows == []
