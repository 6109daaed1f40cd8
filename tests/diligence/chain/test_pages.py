"""The pages of the chain, as who may see and change them."""

import re
from html import unescape

import pytest
from django.urls import reverse

from companies.models import Event
from diligence.models import ImportBatch, SourcingLine, Supplier, SupplierMatch
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.factories.chain import line, supplier

pytestmark = pytest.mark.django_db
TIN = {
    "metal": "ME-SN",
    "form": "primary",
    "stage": "ST05",
    "country": "Indonesië",
    "region": "Bangka",
    "supplier": "Contoh Timah",
    "tier": "2",
    "certainty": "told",
    "volume": "up_to_10",
}


@pytest.fixture
def file():
    company = CompanyFactory(slug="de-maas", name="Gieterij De Maas")
    return AssessmentFactory(company=company)


@pytest.fixture
def browser(file, client_of):
    return client_of(EditorFactory(of=file.company, name="Joke Bakker"))


def address(name: str, *args) -> str:
    return reverse(f"diligence:{name}", args=["de-maas", 2026, *args])


def text_of(response) -> str:
    """Return the words of a page in one line."""
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(words).split())


def lines_of(file, in_scope) -> list[SourcingLine]:
    with in_scope(file.company):
        return list(SourcingLine.objects.of_file(file).in_order())


def said_by(lines) -> list[tuple]:
    """Return what lines say, without who and when."""
    names = ("metal", "form", "stage", "country", "tier", "certainty", "volume")
    return [tuple(getattr(one, name) for name in names) for one in lines]


def close(file, in_scope) -> None:
    with in_scope(file.company):
        file.status = "submitted"
        file.save(update_fields=["status"])


class TestAdding:
    def test_a_line_with_a_new_supplier(self, browser, file, in_scope):
        response = browser.post(address("chain-lines"), TIN, follow=True)

        assert "Toegevoegd: Tin, smelterij" in text_of(response)
        [kept] = lines_of(file, in_scope)
        assert (kept.country, kept.region) == ("ID", "Bangka")
        assert (kept.tier, kept.volume) == (2, "up_to_10")
        assert kept.supplier.name == "Contoh Timah"
        with in_scope(file.company):
            verbs = set(Event.objects.values_list("verb", flat=True))
        assert {"chain.line_added", "supplier.added"} <= verbs

    def test_the_next_line_begins_as_the_last_one(self, browser):
        response = browser.post(address("chain-lines"), TIN, follow=True)

        html = response.content.decode()
        assert '<option value="ME-SN" selected>' in html
        assert '<option value="told" selected>' in html
        assert not re.search(r'name="supplier"[^>]*value=', html), "another supplier each time"

    @pytest.mark.parametrize("typed", ["ID", "indonesia", "Indonesië", " indonesie "])
    def test_a_country_by_any_of_its_names(self, browser, file, in_scope, typed):
        browser.post(address("chain-lines"), TIN | {"country": typed})
        assert [one.country for one in lines_of(file, in_scope)] == ["ID"]

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"metal": ""}, "Kies een metaal."),
            ({"form": ""}, "Kies in welke vorm u het koopt."),
            ({"stage": ""}, "Kies een fase van de keten."),
            ({"country": "Indonezië"}, "“Indonezië” kennen wij niet. Bedoelt u “Indonesië”?"),
            ({"country": ""}, "maar geen land"),
            ({"form": "scrap"}, "Schroot komt niet uit een mijn"),
            ({"country": "", "certainty": "unknown"}, "Vul bij deze regio ook het land in."),
        ],
    )
    def test_a_fault_says_what_to_do_and_keeps_the_rest(
        self, browser, file, in_scope, wrong, words
    ):
        response = browser.post(address("chain-lines"), TIN | wrong)

        assert response.status_code == 422
        assert words in text_of(response)
        assert 'value="Contoh Timah"' in response.content.decode()
        assert lines_of(file, in_scope) == []
        with in_scope(file.company):
            assert not Supplier.objects.exists(), "nor a supplier without its line"

    def test_forged_choices_are_refused(self, browser, file, in_scope):
        for forged in ({"metal": "ME-XX"}, {"stage": "ST99"}, {"volume": "314 ton"}, {"tier": "0"}):
            assert browser.post(address("chain-lines"), TIN | forged).status_code == 422
        assert lines_of(file, in_scope) == []


class TestWhoIsMeant:
    """Lines 26 and 27 on the page."""

    def test_it_is_asked_before_saving_and_the_answer_is_kept(self, browser, file, in_scope):
        known = supplier(file, "Contoh Timah Tbk")

        asked = browser.post(address("chain-lines"), TIN)
        assert asked.status_code == 422
        assert "Wie bedoelt u met “Contoh Timah”?" in text_of(asked)
        assert "dezelfde naam, anders geschreven" in text_of(asked)
        assert lines_of(file, in_scope) == []

        answer = {"asked_about": "Contoh Timah", "same_as": str(known.pk)}
        assert browser.post(address("chain-lines"), TIN | answer).status_code == 302
        assert browser.post(address("chain-lines"), TIN).status_code == 302, "not asked again"
        assert {one.supplier for one in lines_of(file, in_scope)} == {known}

    def test_another_company_is_remembered_too(self, browser, file, in_scope):
        supplier(file, "Contoh Timah Tbk")
        answer = {"asked_about": "Contoh Timah", "same_as": "new"}

        assert browser.post(address("chain-lines"), TIN | answer).status_code == 302
        assert browser.post(address("chain-lines"), TIN).status_code == 302
        assert {one.supplier.name for one in lines_of(file, in_scope)} == {"Contoh Timah"}

    def test_an_answer_about_another_name_is_none(self, browser, file, in_scope):
        supplier(file, "Contoh Timah Tbk")
        answer = {"asked_about": "Iets anders", "same_as": "new"}
        assert browser.post(address("chain-lines"), TIN | answer).status_code == 422
        with in_scope(file.company):
            assert not SupplierMatch.objects.exists()

    def test_a_supplier_of_a_competitor_is_no_answer(self, browser, file):
        other = supplier(AssessmentFactory(company=CompanyFactory()), "Contoh Timah Tbk")
        supplier(file, "Contoh Timah Tbk")
        answer = {"asked_about": "Contoh Timah", "same_as": str(other.pk)}
        assert browser.post(address("chain-lines"), TIN | answer).status_code == 422


class TestChanging:
    def test_a_line_is_changed(self, browser, file, in_scope):
        mine = line(file, metal="ME-SN", country="ID", certainty="told")
        url = address("chain-line", mine.pk)
        assert 'value="Indonesië"' in browser.get(url).content.decode()

        browser.post(url, TIN | {"country": "MY", "seen": "1"})

        [kept] = lines_of(file, in_scope)
        assert (kept.country, kept.version) == ("MY", 2)

    def test_a_colleague_was_first(self, browser, file, in_scope):
        mine = line(file, metal="ME-SN", country="ID", certainty="told")
        url = address("chain-line", mine.pk)
        browser.post(url, TIN | {"country": "MY", "seen": "1"})

        response = browser.post(url, TIN | {"country": "PE", "seen": "1"})

        assert response.status_code == 409
        assert "Een collega wijzigde deze regel" in text_of(response)
        assert 'value="PE"' in response.content.decode(), "what was typed stays"
        assert [one.country for one in lines_of(file, in_scope)] == ["MY"]
        assert 'name="seen" value="2"' in response.content.decode()

    def test_removing_has_a_way_back(self, browser, file, in_scope):
        mine = line(file)
        page = browser.post(address("chain-line-remove", mine.pk), follow=True)
        assert "Ongedaan maken" in text_of(page)
        assert lines_of(file, in_scope) == []

        browser.post(address("chain-line-restore", mine.pk))
        assert lines_of(file, in_scope) == [mine]

    def test_a_line_of_another_year_is_not_here(self, browser, file):
        other = AssessmentFactory(company=file.company, cycle=CycleFactory(year=2025))
        assert browser.get(address("chain-line", line(other).pk)).status_code == 404


class TestClosedYear:
    def test_nothing_changes_and_the_page_says_why(self, browser, file, in_scope):
        mine = line(file)
        close(file, in_scope)

        for name, *args in (
            ("chain-lines",),
            ("chain-line", mine.pk),
            ("chain-line-remove", mine.pk),
            ("chain-import",),
            ("chain-carry-over",),
        ):
            page = browser.post(address(name, *args), TIN | {"rows": "Tin\tore"}, follow=True)
            assert "Er is niets gewijzigd" in text_of(page), name
        assert lines_of(file, in_scope) == [mine]
        assert '<form class="stack"' not in browser.get(address("chain-lines")).content.decode()


class TestCarryingOver:
    def test_last_years_lines_begin_this_year(self, browser, file, in_scope):
        last = AssessmentFactory(company=file.company, cycle=CycleFactory(year=2025))
        line(last, country="NO", certainty="documented", supplier="Eksempel")
        line(last, metal="ME-CU", certainty="unknown")
        assert "Regels van 2025 overnemen" in text_of(browser.get(address("chain-lines")))

        page = browser.post(address("chain-carry-over"), follow=True)

        assert "Overgenomen: 2 regels." in text_of(page)
        assert [(one.metal, one.certainty) for one in lines_of(file, in_scope)] == [
            ("ME-AL", "told"),
            ("ME-CU", "unknown"),
        ]
        assert len(lines_of(last, in_scope)) == 2, "last year stays as it was"
        again = browser.post(address("chain-carry-over"), follow=True)
        assert "niets over te nemen" in text_of(again)


class TestRoles:
    def test_a_reader_sees_and_changes_nothing(self, file, client_of, in_scope):
        mine = line(file, supplier="Blokmetaal")
        reader = client_of(ReaderFactory(of=file.company))

        assert "Blokmetaal" in text_of(reader.get(address("chain-lines")))
        assert "Toevoegen" not in text_of(reader.get(address("chain-lines")))
        for name, *args in (
            ("chain-lines",),
            ("chain-line", mine.pk),
            ("chain-line-remove", mine.pk),
            ("chain-line-restore", mine.pk),
            ("chain-suppliers",),
            ("chain-import",),
        ):
            assert reader.post(address(name, *args), TIN).status_code == 403
        assert reader.get(address("chain-import")).status_code == 403
        assert lines_of(file, in_scope) == [mine]

    def test_the_secretariat_reads_and_that_is_written_down(self, file, client_of, in_scope):
        mine = line(file, supplier="Blokmetaal")
        reviewer = client_of(ReviewerFactory(name="Marieke de Wit"))

        for name, *args in (
            ("chain",),
            ("chain-lines",),
            ("chain-line", mine.pk),
            ("chain-suppliers",),
            ("chain-supplier", mine.supplier_id),
        ):
            assert reviewer.get(address(name, *args)).status_code == 200, name
            assert reviewer.post(address(name, *args), TIN).status_code in (403, 405)
        assert reviewer.get(address("chain-export", "csv")).status_code == 200
        with in_scope(file.company):
            read = Event.objects.filter(by_secretariat=True)
            verbs = list(read.values_list("verb", flat=True))
        assert verbs.count("file.read") == 5
        assert verbs.count("chain.exported") == 1

    def test_a_competitor_finds_nothing(self, file, client_of):
        mine = line(file, supplier="Blokmetaal")
        stranger = client_of(EditorFactory(of=CompanyFactory()))
        for name, *args in (
            ("chain",),
            ("chain-lines",),
            ("chain-line", mine.pk),
            ("chain-supplier", mine.supplier_id),
            ("chain-import",),
        ):
            assert stranger.get(address(name, *args)).status_code == 404


class TestSuppliers:
    def test_numbers_are_checked_at_their_fields(self, browser, file, in_scope):
        response = browser.post(
            address("chain-suppliers"),
            {"name": "Blokmetaal", "lei": "5493001KJTIIGC8Y1R13", "kvk": "123", "smelter_id": "x"},
        )
        assert response.status_code == 422
        text = text_of(response)
        assert "Deze LEI klopt niet" in text
        assert "Een KvK-nummer heeft 8 cijfers" in text
        assert "Een smelter-ID is CID met 6 cijfers" in text
        assert 'value="123"' in response.content.decode()

    def test_a_supplier_is_added_and_changed(self, browser, file, in_scope):
        browser.post(address("chain-suppliers"), {"name": "Blokmetaal", "country": "Noorwegen"})
        with in_scope(file.company):
            kept = Supplier.objects.get()
        assert kept.country == "NO"

        said = {"name": "Blokmetaal AS", "lei": "5493001KJTIIGC8Y1R12"}
        browser.post(address("chain-supplier", kept.pk), said)
        with in_scope(file.company):
            kept.refresh_from_db()
        assert (kept.name, kept.lei) == ("Blokmetaal AS", "5493001KJTIIGC8Y1R12")

    def test_a_number_of_another_supplier_is_asked_about(self, browser, file, in_scope):
        supplier(file, "Stahl", kvk="90030014")
        other = supplier(file, "Koper")
        url, said = address("chain-supplier", other.pk), {"name": "Koper", "kvk": "90030014"}

        asked = browser.post(url, said)
        assert asked.status_code == 422 and "hetzelfde KvK-nummer" in text_of(asked)
        said |= {"asked_about": "Koper", "same_as": "new"}
        assert browser.post(url, said).status_code == 302

    def test_what_was_decided_is_shown_and_can_be_asked_again(self, browser, file, in_scope):
        known = supplier(file, "Contoh Timah Tbk")
        answer = {"asked_about": "Contoh Timah", "same_as": str(known.pk)}
        browser.post(address("chain-lines"), TIN | answer)
        page = browser.get(address("chain-supplier", known.pk))
        assert "“contoh timah” is deze leverancier" in text_of(page)

        with in_scope(file.company):
            match = SupplierMatch.objects.get()
        browser.post(address("chain-match-forget", match.pk))
        assert browser.post(address("chain-lines"), TIN).status_code == 422

    def test_a_supplier_in_use_stays_and_an_idle_one_can_come_back(self, browser, file, in_scope):
        used = line(file, supplier="Blokmetaal").supplier
        idle = supplier(file, "Niemand")
        page = browser.post(address("chain-supplier-remove", used.pk), follow=True)
        assert "Regels noemen deze leverancier" in text_of(page)

        page = browser.post(address("chain-supplier-remove", idle.pk), follow=True)
        assert "Van de lijst gehaald: Niemand." in text_of(page)
        browser.post(address("chain-supplier-restore", idle.pk))
        assert "Niemand" in text_of(browser.get(address("chain-suppliers")))

    def test_searching_by_another_spelling(self, browser, file):
        supplier(file, "Müller Stahl GmbH")
        supplier(file, "Koper")
        text = text_of(browser.get(address("chain-suppliers"), {"q": "mueller"}))
        assert "Müller Stahl GmbH" in text and "Koper" not in text


class TestImport:
    ROWS = "Metaal\tVorm\tLand\tLeverancier\tHoeveelheid\nTin\tprimair\tID\tContoh\t7,5 ton\n"

    def batch(self, file, in_scope) -> ImportBatch:
        with in_scope(file.company):
            return ImportBatch.objects.get()

    def test_paste_look_take_over_undo(self, browser, file, in_scope):
        page = browser.post(address("chain-import"), {"rows": self.ROWS}, follow=True)
        text = text_of(page)
        assert "Eén regel overnemen" in text and "1 tot 10 ton" in text and "7,5" not in text
        assert lines_of(file, in_scope) == []

        url = address("chain-preview", self.batch(file, in_scope).pk)
        assert "Overgenomen: 1 regel." in text_of(browser.post(url, follow=True))
        assert len(lines_of(file, in_scope)) == 1

        undo = address("chain-undo", self.batch(file, in_scope).pk)
        assert "Teruggedraaid: 1 regel." in text_of(browser.post(undo, follow=True))
        assert lines_of(file, in_scope) == []
        assert "al besloten" in text_of(browser.post(undo, follow=True))

    def test_faults_by_row_and_the_rows_back_to_mend(self, browser, file, in_scope):
        rows = self.ROWS + "Tinn\tprimair\tID\tX\t\n"
        page = browser.post(address("chain-import"), {"rows": rows}, follow=True)
        text = text_of(page)
        assert "Rij 3" in text and "Metaal: “Tinn” kennen wij niet. Bedoelt u “Tin”" in text

        after = browser.post(address("chain-preview", self.batch(file, in_scope).pk), follow=True)
        assert "Tinn\tprimair\t\tID" in unescape(after.content.decode()), "to be mended and pasted"

    def test_a_name_in_doubt_is_asked_first(self, browser, file, in_scope):
        known = supplier(file, "Contoh B.V.")
        browser.post(address("chain-import"), {"rows": self.ROWS})
        url = address("chain-preview", self.batch(file, in_scope).pk)

        refused = browser.post(url)
        assert refused.status_code == 422 and "Kies wie u bedoelt met “Contoh”." in text_of(refused)
        assert browser.post(url, {"who-0": str(known.pk)}).status_code == 302
        assert [one.supplier for one in lines_of(file, in_scope)] == [known]

    def test_a_wrong_file_says_what_to_do(self, browser, file, in_scope):
        from tests.uploads import good

        response = browser.post(address("chain-import"), {"file": good.sent("a.pdf", good.pdf())})
        assert response.status_code == 422
        assert "Bewaar het als Excel (xlsx) of CSV" in text_of(response)

    def test_nothing_to_read_keeps_what_was_pasted(self, browser):
        response = browser.post(address("chain-import"), {"rows": "Leverancier\tLand\nA\tNL"})
        assert response.status_code == 422
        assert "geen kolom “Metaal”" in text_of(response)
        assert "Leverancier\tLand" in response.content.decode()

    def test_dropping_keeps_the_chain(self, browser, file, in_scope):
        browser.post(address("chain-import"), {"rows": self.ROWS})
        drop = address("chain-drop", self.batch(file, in_scope).pk)
        assert "De keten is niet veranderd" in text_of(browser.post(drop, follow=True))

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_what_goes_out_comes_in_again(self, browser, file, in_scope, form, language):
        from tests.uploads import good

        line(file, metal="ME-SN", country="ID", supplier="Contoh", certainty="told", tier=2)
        line(file, metal="ME-CU", form="scrap", stage="ST13", volume="up_to_100")
        before = said_by(lines_of(file, in_scope))
        browser.cookies["django_language"] = language
        sent = browser.get(address("chain-export", form)).content

        browser.post(address("chain-import"), {"file": good.sent(f"keten.{form}", sent)})
        batch = self.batch(file, in_scope)
        browser.post(address("chain-preview", batch.pk))

        with in_scope(file.company):
            came = SourcingLine.objects.of_file(file).filter(batch=batch).in_order()
            after = said_by(came)
        assert after == before
