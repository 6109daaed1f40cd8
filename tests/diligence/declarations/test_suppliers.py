"""Which supplier a declaration is of: surely, perhaps or new; and asked once."""

import pytest

from convenant.tenancy.scope import company_scope
from diligence.services.chain.suppliers import SupplierDetails, add_supplier
from tests.smelters.workbooks import make

NAME = "Gieterij Voorbeeld BV"


@pytest.fixture
def add(company, editor):
    """Put a supplier on file."""

    def add_it(name: str):
        with company_scope(company.pk):
            return add_supplier(company, SupplierDetails(name=name), by=editor)

    return add_it


def test_a_supplier_with_this_very_name_is_chosen(desk, add):
    known = add(NAME)
    declaration = desk.add()

    page = desk.page(declaration).content.decode()

    assert f'value="{known.pk}"' in page
    assert "Een nieuwe leverancier" not in page
    desk.accept(declaration, known.pk)
    assert desk.stands(declaration).supplier_id == known.pk


def test_a_name_that_looks_like_one_on_file_is_asked_and_remembered(desk, add):
    known = add("Gieterij Voorbeeld")
    first = desk.add()

    page = desk.page(first).content.decode()
    assert f'value="{known.pk}"' in page
    assert "Een nieuwe leverancier: Gieterij Voorbeeld BV" in page
    assert "checked" not in page.split("id_supplier", 1)[1].split("</fieldset>")[0]
    desk.accept(first, known.pk)

    second = desk.add(version="6.6")
    page = desk.page(second).content.decode()
    assert "Een nieuwe leverancier" not in page


def test_without_a_choice_it_is_asked_again_and_nothing_happens(desk, add):
    add("Gieterij Voorbeeld")
    declaration = desk.add()

    reply = desk.accept(declaration, supplier="")

    assert reply.status_code == 422
    page = reply.content.decode()
    assert "Kies de leverancier van wie u dit bestand kreeg." in page
    assert 'href="#id_supplier_0"' in page
    assert desk.lines() == []


def test_a_supplier_chosen_beforehand_stands(desk, add):
    known = add("Onze vaste leverancier")
    desk.send(make(), supplier=str(known.pk))

    assert desk.newest().supplier_id == known.pk


def test_another_companys_supplier_can_not_be_chosen(desk, client):
    from tests.factories import AdminFactory, CompanyFactory

    other = CompanyFactory()
    with company_scope(other.pk):
        theirs = add_supplier(other, SupplierDetails(name="Hun"), by=AdminFactory(of=other))
    desk.send(make(), supplier=str(theirs.pk))
    assert desk.newest().supplier_id is None

    from tests.background import run_all

    run_all()
    assert desk.accept(desk.newest(), theirs.pk).status_code == 422


def test_a_workbook_without_a_name_needs_a_supplier_beforehand(desk, add):
    known = add("Onze vaste leverancier")
    content = make(company="")
    desk.send(content)
    from tests.background import run_all

    run_all()

    reply = desk.accept(desk.newest(), "new")

    assert reply.status_code == 422
    assert known.pk


def test_another_supplier_may_be_chosen_than_the_name_says(desk, add):
    add(NAME)
    other = add("Onze vaste leverancier")
    declaration = desk.add()

    asked = desk.accept(declaration, "other", other="")
    assert asked.status_code == 422
    assert "Kies hier welke leverancier het is." in asked.content.decode()

    assert desk.accept(declaration, "other", other=str(other.pk)).status_code == 302
    assert desk.stands(declaration).supplier_id == other.pk
