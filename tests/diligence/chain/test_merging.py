"""Lines 26 and 27: two suppliers that are one become one, and can be parted again."""

import datetime

import pytest
from django.urls import reverse

from companies.models import Event
from diligence.models import (
    ActionLink,
    Declaration,
    LeverageEntry,
    SourcingLine,
    Supplier,
    SupplierMatch,
    SupplierMerge,
)
from diligence.services.chain import chains, merging
from diligence.services.chain import suppliers as services
from diligence.services.chain.merging import NotOnTheList, NotToBeParted, TwoOpenExits
from diligence.services.chain.suppliers import Merged, PerhapsKnown, SupplierDetails
from diligence.services.declarations.choosing import earlier_of
from diligence.services.declarations.lines import on_file
from diligence.services.plan.actions import ActionDetails, add_action
from diligence.services.plan.links import Aim, link
from diligence.services.remedy.influence import Try, log_try, open_exit
from tests.diligence.chain.test_pages import text_of
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.factories.chain import ALUMINIUM, line, supplier
from tests.isolation.world import document_with_file

pytestmark = pytest.mark.django_db
LEI = "5493001KJTIIGC8Y1R12"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def last_year(company):
    return AssessmentFactory(company=company, cycle=CycleFactory(year=2025), status="accepted")


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def two(file):
    """The supplier that is kept, and the one that goes into it."""
    return supplier(file, "Müller Stahl GmbH", kvk="90030014"), supplier(
        file, "Mueller Staal", lei=LEI, country="DE"
    )


@pytest.fixture
def merge(company, editor, in_scope):
    def merge(gone, kept) -> SupplierMerge:
        with in_scope(company):
            return merging.merge(gone, kept, by=editor)

    return merge


def suppliers_of(lines) -> set[str]:
    return {one.supplier.name for one in lines}


def as_it_stood(file, supplier, in_scope) -> SourcingLine:
    """Put a line in a year past the services, as it stood when the year was handed in."""
    with in_scope(file.company):
        return SourcingLine.objects.create(
            company=file.company, assessment=file, supplier=supplier, certainty="told", **ALUMINIUM
        )


class TestMerging:
    def test_lines_actions_tries_and_leaving_follow(
        self, two, file, company, editor, in_scope, merge
    ):
        kept, gone = two
        line(file, supplier=gone)
        line(file, supplier=kept, metal="ME-SN")
        with in_scope(company):
            action = add_action(company, ActionDetails(title="Praat"), year=2026, by=editor)
            link(action, Aim(supplier=gone.pk), by=editor)
            said = Try(day=datetime.date(2026, 3, 1), kind="LV-1", issue="Loon", ask="Betaal het")
            log_try(gone, said, by=editor)
            open_exit(gone, by=editor)

        merge(gone, kept)

        with in_scope(company):
            assert suppliers_of(SourcingLine.objects.of_file(file)) == {kept.name}
            for rows in (ActionLink, LeverageEntry):
                assert [one.supplier_id for one in rows.objects.all()] == [kept.pk], rows
            assert kept.disengagements.count() == 1
            gone.refresh_from_db()
            assert (gone.merged_into, gone.removed_at is None) == (kept, False)

    def test_what_was_missing_is_filled_in_and_what_stood_stays(
        self, two, company, in_scope, merge
    ):
        kept, gone = two
        merge(gone, kept)
        with in_scope(company):
            kept.refresh_from_db()
        assert (kept.name, kept.lei, kept.kvk, kept.country) == (
            "Müller Stahl GmbH",
            LEI,
            "90030014",
            "DE",
        )

    def test_a_year_that_was_handed_in_stays_as_it_was(
        self, two, file, last_year, company, editor, in_scope, merge
    ):
        kept, gone = two
        as_it_stood(last_year, gone, in_scope)

        merge(gone, kept)

        with in_scope(company):
            assert suppliers_of(SourcingLine.objects.of_file(last_year)) == {gone.name}
            assert chains.carry_over(file, by=editor) == 1
            assert suppliers_of(SourcingLine.objects.of_file(file)) == {kept.name}, (
                "the new year begins with the one that was kept"
            )

    def test_twice_is_once_and_moves_what_names_the_other_still(
        self, two, file, company, in_scope, merge
    ):
        kept, gone = two
        first = merge(gone, kept)
        as_it_stood(file, gone, in_scope)  # as lines of a year that is opened again

        assert merge(gone, kept).pk == first.pk
        with in_scope(company):
            assert suppliers_of(SourcingLine.objects.of_file(file)) == {kept.name}
            assert Event.objects.filter(verb="supplier.merged").count() == 1

    def test_an_action_for_both_is_for_one(self, two, company, editor, in_scope, merge):
        kept, gone = two
        with in_scope(company):
            action = add_action(company, ActionDetails(title="Praat"), year=2026, by=editor)
            for one in two:
                link(action, Aim(supplier=one.pk), by=editor)
        merged = merge(gone, kept)
        with in_scope(company):
            assert [one.supplier_id for one in ActionLink.objects.all()] == [kept.pk]
            merging.part(merged, by=editor)
            assert {one.supplier_id for one in ActionLink.objects.all()} == {kept.pk, gone.pk}

    def test_two_files_about_leaving_stand_in_the_way(self, two, company, editor, in_scope):
        kept, gone = two
        with in_scope(company):
            for one in two:
                open_exit(one, by=editor)
            with pytest.raises(TwoOpenExits):
                merging.merge(gone, kept, by=editor)
            gone.refresh_from_db()
            assert gone.removed_at is None, "nothing happened"

    def test_who_is_not_on_the_list_cannot_merge(self, two, company, editor, in_scope, merge):
        kept, gone = two
        merge(gone, kept)
        with in_scope(company):
            for one, other in ((kept, gone), (kept, kept)):
                with pytest.raises(NotOnTheList):
                    merging.merge(one, other, by=editor)
            with pytest.raises(Merged):
                gone.refresh_from_db()
                services.restore_supplier(gone, by=editor)


class TestRemembered:
    def test_the_other_name_and_number_lead_to_the_one_kept(
        self, two, company, editor, in_scope, merge
    ):
        kept, gone = two
        merge(gone, kept)
        with in_scope(company):
            typed = SupplierDetails(name="mueller staal")
            assert services.add_supplier(company, typed, by=editor) == kept
            with pytest.raises(PerhapsKnown) as asked:
                numbered = SupplierDetails(name="Iets anders", lei=LEI)
                services.add_supplier(company, numbered, by=editor)
        assert [one.known.id for one in asked.value.candidates] == [str(kept.pk)]

    def test_what_was_decided_about_the_other_holds(self, two, company, editor, in_scope, merge):
        kept, gone = two
        with in_scope(company):
            services.decide(company, "M. Staal", [], same_as=gone.pk, by=editor)
        merge(gone, kept)
        with in_scope(company):
            typed = SupplierDetails(name="M. Staal")
            assert services.add_supplier(company, typed, by=editor) == kept

    def test_a_third_that_went_into_the_one_that_went(self, two, file, company, in_scope, merge):
        kept, gone = two
        third = supplier(file, "Stahlwerk", smelter_id="CID000028")
        merge(third, gone)
        merge(gone, kept)
        with in_scope(company):
            by_id, by_name = on_file(company.pk)
        assert by_id["CID000028"] == kept
        assert {one.pk for one in by_name.values()} == {kept.pk}

    def test_a_declaration_goes_against_that_of_the_one_that_went(
        self, two, file, last_year, company, in_scope, merge
    ):
        kept, gone = two
        with in_scope(company):
            version = document_with_file(file, EditorFactory(of=company))
            mine = {"company": company, "file": version, "template": "CMRT"}
            old = Declaration.objects.create(
                assessment=last_year, supplier=gone, state="accepted", **mine
            )
        merge(gone, kept)
        with in_scope(company):
            old.refresh_from_db()
            assert old.supplier == gone, "that year was handed in"
            new = Declaration.objects.create(assessment=file, supplier=kept, **mine)
            assert earlier_of(new) == old


class TestParting:
    def test_all_is_as_it_was(self, two, file, company, editor, in_scope, merge):
        kept, gone = two
        own, other = line(file, supplier=gone), line(file, supplier=kept, metal="ME-SN")
        merged = merge(gone, kept)
        since = line(file, supplier=kept, metal="ME-CO")

        with in_scope(company):
            merging.part(merged, by=editor)
            named = dict(SourcingLine.objects.values_list("pk", "supplier__name"))
            assert named == {own.pk: gone.name, other.pk: kept.name, since.pk: kept.name}
            kept.refresh_from_db()
            gone.refresh_from_db()
            assert (kept.lei, kept.country, gone.removed_at) == ("", "", None)
            assert services.add_supplier(
                company, SupplierDetails(name="Mueller Staal"), by=editor
            ) == (gone)
            verbs = Event.objects.filter(verb__startswith="supplier.").order_by("at")
            assert [one.verb for one in verbs][-2:] == ["supplier.merged", "supplier.parted"]

    def test_what_somebody_changed_since_stays(self, two, company, editor, in_scope, merge):
        kept, gone = two
        merged = merge(gone, kept)
        with in_scope(company):
            kept.refresh_from_db()
            changed = SupplierDetails(name=kept.name, country="NL", kvk=kept.kvk, lei=LEI)
            services.change_supplier(kept, changed, by=editor)
            merging.part(merged, by=editor)
            kept.refresh_from_db()
        assert (kept.country, kept.lei) == ("NL", "")

    def test_not_twice_and_the_last_one_first(self, two, file, company, editor, in_scope, merge):
        kept, gone = two
        whole = supplier(file, "Stahlgruppe")
        first = merge(gone, kept)
        second = merge(kept, whole)
        with in_scope(company):
            with pytest.raises(NotToBeParted):
                merging.part(first, by=editor)
            merging.part(second, by=editor)
            merging.part(first, by=editor)
            with pytest.raises(NotToBeParted):
                merging.part(first, by=editor)


class TestProposing:
    def test_pairs_with_a_reason_and_never_one_that_was_told_apart(
        self, two, company, editor, in_scope
    ):
        with in_scope(company):
            like = services.create(company, SupplierDetails(name="Mueller Stahl"), by=editor)
            pair, *others = merging.likely_pairs(company)
            assert (pair.first.name, pair.second.name, pair.why) == (
                "Müller Stahl GmbH",
                "Mueller Stahl",
                "same_name",
            )
            services.decide(company, like.name, [pair.first.pk], same_as=None, by=editor)
            assert merging.likely_pairs(company) == others

    def test_as_many_questions_for_many_as_for_few(
        self, file, company, in_scope, django_assert_num_queries
    ):
        for number in range(30):
            supplier(file, f"Handel {number} Noord")
        with in_scope(company), django_assert_num_queries(2):
            assert merging.likely_pairs(company)


def address(name: str, *args) -> str:
    return reverse(f"diligence:{name}", args=["de-maas", 2026, *args])


class TestPages:
    @pytest.fixture
    def browser(self, editor, client_of):
        return client_of(editor)

    def test_from_the_list_to_one(self, browser, file, company, in_scope):
        one, other = supplier(file, "Müller Stahl GmbH"), supplier(file, "Mueller Stahl")
        line(file, supplier=other)
        assert "dezelfde naam, anders geschreven" in text_of(browser.get(address("chain-twins")))
        page = browser.get(address("chain-merge", one.pk), {"with": other.pk})
        assert "Welke blijft op de lijst?" in text_of(page)
        assert f'value="{other.pk}" checked' in page.content.decode(), "it has the lines"

        said = {"with": other.pk, "keep": one.pk}
        told = text_of(browser.post(address("chain-merge", one.pk), said, follow=True))

        assert "“Mueller Stahl” is samengevoegd met “Müller Stahl GmbH”." in told
        assert "Hiermee samengevoegd" in told
        gone = text_of(browser.get(address("chain-supplier", other.pk)))
        assert "Deze leverancier is samengevoegd met" in gone
        with in_scope(company):
            merged = SupplierMerge.objects.get()
        told = text_of(browser.post(address("chain-part", merged.pk), follow=True))
        assert "“Mueller Stahl” staat weer apart op de lijst." in told
        assert "Dit kan niet meer" in text_of(
            browser.post(address("chain-part", merged.pk), follow=True)
        )

    def test_told_apart_on_the_page(self, browser, file, company, in_scope):
        one, other = supplier(file, "Müller Stahl GmbH"), supplier(file, "Mueller Stahl")
        url = address("chain-apart", one.pk)
        told = text_of(browser.post(url, {"other": other.pk}, follow=True))
        assert "Onthouden: dit zijn twee bedrijven." in told
        assert "Wij zien geen leveranciers die op elkaar lijken" in told
        with in_scope(company):
            assert SupplierMatch.objects.get().is_same is False
        assert browser.post(url, {"other": "x"}).status_code == 404

    def test_one_that_was_chosen_by_name(self, browser, file):
        one, other = supplier(file, "Kopergroep"), supplier(file, "Anders BV")
        asked = browser.get(address("chain-merge", one.pk))
        assert "Met wie is Kopergroep hetzelfde?" in text_of(asked)
        found = browser.get(address("chain-merge", one.pk), {"name": "anders bv"})
        assert other.name in text_of(found)
        assert "Welke blijft" in text_of(found)

    def test_an_unknown_name_says_what_to_do_and_keeps_it(self, browser, file):
        one = supplier(file, "Kopergroep")
        missed = browser.get(address("chain-merge", one.pk), {"name": "Bestaat niet"})
        assert missed.status_code == 422
        assert "Deze leverancier staat niet op de lijst." in text_of(missed)
        assert 'value="Bestaat niet"' in missed.content.decode()

    def test_without_a_choice_it_asks(self, browser, file):
        one, other = supplier(file, "Kopergroep"), supplier(file, "Anders BV")
        response = browser.post(address("chain-merge", one.pk), {"with": other.pk})
        assert response.status_code == 422
        assert "Kies welke leverancier op de lijst blijft." in text_of(response)
        response = browser.post(address("chain-merge", one.pk), {"keep": one.pk})
        assert response.status_code == 422
        assert "Kies eerst de andere leverancier." in text_of(response)

    def test_one_that_a_colleague_merged_meanwhile(self, browser, file, merge):
        one, other = supplier(file, "Kopergroep"), supplier(file, "Anders BV")
        merge(other, supplier(file, "Derde NV"))
        said = {"with": other.pk, "keep": one.pk}
        response = browser.post(address("chain-merge", one.pk), said)
        assert response.status_code == 422
        assert "staat niet meer op de lijst" in text_of(response)

    def test_two_files_about_leaving_on_the_page(self, browser, file, company, editor, in_scope):
        one, other = supplier(file, "Kopergroep"), supplier(file, "Anders BV")
        with in_scope(company):
            for each in (one, other):
                open_exit(each, by=editor)
        said = {"with": other.pk, "keep": one.pk}
        response = browser.post(address("chain-merge", one.pk), said)
        assert response.status_code == 422
        assert "Rond eerst één van die twee dossiers af" in text_of(response)

    def test_different_numbers_are_a_warning(self, browser, file):
        one = supplier(file, "Stahl", kvk="90030014")
        other = supplier(file, "Stahl", kvk="90030022")
        page = browser.get(address("chain-merge", one.pk), {"with": other.pk})
        assert "deze twee hebben een verschillend nummer (KvK-nummer)" in text_of(page)

    def test_a_merged_one_is_not_put_back_by_itself(self, browser, file, company, in_scope, merge):
        one, other = supplier(file, "Kopergroep"), supplier(file, "Anders BV")
        merge(other, one)
        told = text_of(browser.post(address("chain-supplier-restore", other.pk), follow=True))
        assert "Maak hem daar los." in told
        with in_scope(company):
            assert Supplier.objects.get(pk=other.pk).removed_at

    def test_who_may_only_look_cannot(self, file, company, client_of):
        one = supplier(file, "Kopergroep")
        for person in (ReaderFactory(of=company), ReviewerFactory()):
            client = client_of(person)
            assert client.get(address("chain-twins")).status_code in (403, 404)
            assert client.post(address("chain-merge", one.pk)).status_code in (403, 404)
            assert "Samenvoegen met" not in text_of(client.get(address("chain-supplier", one.pk)))
