"""Lines 26 and 27: duplicates are proposed before saving, and what was decided is remembered."""

import pytest

from companies.models import Event
from diligence.models import Supplier, SupplierMatch
from diligence.services.chain import suppliers as services
from diligence.services.chain.suppliers import (
    InUse,
    InvalidSupplier,
    PerhapsKnown,
    SupplierDetails,
)
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.factories.chain import line, supplier

pytestmark = pytest.mark.django_db
LEI = "5493001KJTIIGC8Y1R12"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def add(company, editor, in_scope):
    """Return a function that adds a supplier as a person does."""

    def add(name: str, **said) -> Supplier:
        with in_scope(company):
            return services.add_supplier(company, SupplierDetails(name=name, **said), by=editor)

    return add


def candidates_for(add, name: str, **said) -> list[tuple[str, str]]:
    with pytest.raises(PerhapsKnown) as asked:
        add(name, **said)
    return [(one.known.name, one.why) for one in asked.value.candidates]


class TestIdentifiers:
    def test_they_are_kept_tidied(self, add):
        kept = add(
            "Blokmetaal", lei=" 5493 001kjtiigc8y1r12", kvk="9003.0014", smelter_id="28 00 01"
        )
        assert (kept.lei, kept.kvk, kept.smelter_id) == (LEI, "90030014", "CID280001")

    def test_wrong_ones_are_all_told_and_nothing_is_kept(self, add, company, in_scope):
        with pytest.raises(InvalidSupplier) as refused:
            add("", country="XX", lei=LEI[:-1] + "3", kvk="12", smelter_id="x")

        problems = refused.value.problems
        assert (problems["name"], problems["country"]) == ("missing", "unknown")
        codes = {name: problems[name].code for name in ("lei", "kvk", "smelter_id")}
        assert codes == {"lei": "check", "kvk": "length", "smelter_id": "signs"}
        with in_scope(company):
            assert not Supplier.objects.exists()


class TestDuplicates:
    """Line 26."""

    def test_the_very_name_is_the_supplier_on_file(self, add):
        assert add("De Maas") == add("de  maas")

    def test_a_name_that_folds_alike_is_asked(self, add, company, in_scope):
        add("Müller Stahl GmbH")
        assert candidates_for(add, "Mueller Stahl") == [("Müller Stahl GmbH", "same_name")]
        with in_scope(company):
            assert Supplier.objects.count() == 1, "nothing is saved before the answer"

    def test_the_same_number_is_asked_whatever_the_name(self, add):
        add("Stahl", lei=LEI)
        assert candidates_for(add, "Iets anders", lei=LEI.lower()) == [("Stahl", "lei")]

    def test_the_very_name_with_another_number_is_asked(self, add):
        add("Stahl", kvk="90030014")
        assert candidates_for(add, "Stahl", kvk="90030022") == [("Stahl", "same_name")]

    def test_a_number_completes_the_supplier_on_file(self, add):
        first = add("Stahl")
        again = add("Stahl", lei=LEI, country="DE")
        assert (again.pk, again.lei, again.country) == (first.pk, LEI, "DE")

    def test_a_change_to_the_number_of_another_is_asked(self, add, company, editor, in_scope):
        add("Stahl", lei=LEI)
        other = add("Koper")
        with in_scope(company), pytest.raises(PerhapsKnown):
            services.change_supplier(other, SupplierDetails(name="Koper", lei=LEI), by=editor)

    def test_suppliers_of_others_are_never_proposed(self, add, file):
        other = AssessmentFactory(company=CompanyFactory())
        supplier(other, "Müller Stahl GmbH", lei=LEI)
        assert add("Mueller Stahl", lei=LEI).company == file.company


class TestRemembered:
    """Line 27."""

    def decide(self, add, company, editor, in_scope, name, *, same_as, **said):
        with in_scope(company):
            ids = []
            try:
                add(name, **said)
            except PerhapsKnown as asked:
                ids = [one.known.id for one in asked.candidates]
            services.decide(company, name, ids, same_as=same_as and same_as.pk, by=editor)

    def test_a_confirmed_match_is_never_asked_again(self, add, company, editor, in_scope):
        stahl = add("Müller Stahl GmbH")
        self.decide(add, company, editor, in_scope, "Mueller Stahl", same_as=stahl)

        assert add("Mueller Stahl") == stahl
        assert add("MUELLER STAHL gmbh") == stahl, "nor in another spelling"

    def test_a_rejected_match_is_never_asked_again(self, add, company, editor, in_scope):
        stahl = add("Müller Stahl GmbH")
        self.decide(add, company, editor, in_scope, "Mueller Stahl", same_as=None)

        other = add("Mueller Stahl")
        assert other != stahl
        assert add("Mueller Stahl") == other

    def test_a_new_candidate_is_asked_still(self, add, company, editor, in_scope):
        add("Müller Stahl GmbH")
        self.decide(add, company, editor, in_scope, "Mueller Stahl", same_as=None)
        add("Iets anders", lei=LEI)
        assert candidates_for(add, "Mueller Stahl", lei=LEI) == [("Iets anders", "lei")]

    def test_the_log_tells_both(self, add, company, editor, in_scope):
        stahl = add("Müller Stahl GmbH")
        self.decide(add, company, editor, in_scope, "Mueller Stahl", same_as=stahl)
        self.decide(add, company, editor, in_scope, "Müller Stahll", same_as=None)

        with in_scope(company):
            told = Event.objects.order_by("at").values_list("verb", flat=True)
            assert list(told) == ["supplier.added", "supplier.matched", "supplier.told_apart"]

    def test_a_decision_taken_back_is_asked_again(self, add, company, editor, in_scope):
        stahl = add("Müller Stahl GmbH")
        self.decide(add, company, editor, in_scope, "Mueller Stahl", same_as=stahl)
        with in_scope(company):
            services.forget_decision(SupplierMatch.objects.get(), by=editor)
        assert candidates_for(add, "Mueller Stahl")

    def test_a_decision_about_a_removed_supplier_leads_nowhere(
        self, add, company, editor, in_scope
    ):
        stahl = add("Müller Stahl GmbH")
        self.decide(add, company, editor, in_scope, "Mueller Stahl", same_as=stahl)
        with in_scope(company):
            services.remove_supplier(stahl, by=editor)
        assert add("Mueller Stahl") != stahl


def test_a_supplier_in_use_stays(file, company, editor, in_scope):
    used = line(file, supplier="Blokmetaal").supplier
    with in_scope(company), pytest.raises(InUse):
        services.remove_supplier(used, by=editor)
