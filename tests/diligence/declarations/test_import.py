"""From a workbook to lines in the chain: nothing by itself, nothing lost, never silently empty."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from companies.models import Event
from convenant.queue.models import OutboxItem
from convenant.tenancy.scope import company_scope
from diligence import tasks
from diligence.models import Assessment, Declaration, EvidenceVersion, SourcingLine
from diligence.services.chain.lines import LineDetails, add_line
from diligence.services.chain.suppliers import SupplierDetails, add_supplier
from tests.background import run_all
from tests.factories import AssessmentFactory
from tests.smelters import broken
from tests.smelters.workbooks import (
    ALTIPLANO,
    GOOD,
    THREE_TG,
    TIN,
    TUNGSTEN,
    Maker,
    Row,
    emrt,
    make,
)

NOBODY = Row("Tin", "Smelter not yet identified")


def test_a_workbook_waits_for_a_decision_and_changes_nothing_by_itself(desk):
    declaration = desk.add()

    assert declaration.state == "preview"
    assert (declaration.template, declaration.release) == ("CMRT", "6.5")
    assert declaration.declarer == "Gieterij Voorbeeld BV"
    assert declaration.day == date(2026, 4, 14)
    assert [one.identifier for one in desk.smelters(declaration)] == [row.id for row in THREE_TG]
    assert desk.lines() == []
    assert desk.suppliers() == []


def test_processes_of_their_own_examine_and_read_it(desk, own_process):
    declaration = desk.add()

    assert declaration.state == "preview"
    assert len(desk.smelters(declaration)) == 4


def test_the_file_is_kept_as_confidential_proof(desk):
    desk.add()

    version = desk.stands(desk.newest()).file
    assert version.evidence.kind == "EV-17"
    assert version.evidence.is_confidential
    assert version.sha256
    assert version.name == "cmrt.xlsx"


def test_accepting_makes_lines_and_suppliers(desk):
    declaration = desk.add()

    reply = desk.accept(declaration)

    assert reply.status_code == 302
    lines = desk.lines()
    assert [line.metal for line in lines] == ["ME-AU", "ME-SN", "ME-TA", "ME-W"]
    tin = lines[1]
    assert (tin.stage, tin.form, tin.country, tin.certainty) == ("ST05", "primary", "MY", "told")
    assert (tin.supplier.name, tin.supplier.smelter_id) == ("Voorbeeld Tin Straits", "CID980001")
    assert "Gieterij Voorbeeld BV" in [one.name for one in desk.suppliers()]
    stands = desk.stands(declaration)
    assert stands.state == "accepted"
    assert stands.supplier.name == "Gieterij Voorbeeld BV"
    assert all(row.line_id and row.supplier_id for row in desk.smelters(declaration))


def test_only_the_metals_that_were_chosen_are_taken_over(desk):
    declaration = desk.add()

    desk.accept(declaration, minerals=["tin"])

    assert [line.metal for line in desk.lines()] == ["ME-SN"]
    assert len(desk.smelters(declaration)) == 4


def test_a_mineral_that_is_no_metal_stays_with_the_declaration(desk):
    mica = Row.known("Mica", "Voorbeeld Mica Jharkhand", "INDIA", "CID980051")
    desk.send(make(emrt(answers={"cobalt": GOOD, "mica": GOOD}, rows=(mica,))))
    run_all()
    declaration = desk.newest()

    desk.accept(declaration, minerals=[])

    assert desk.lines() == []
    assert [one.mineral for one in desk.smelters(declaration)] == ["mica"]


def test_an_unknown_smelter_becomes_one_open_end_per_metal(desk):
    declaration = desk.add(rows=[TIN, NOBODY, NOBODY])

    desk.accept(declaration)

    open_ends = [line for line in desk.lines() if line.supplier is None]
    assert [(line.metal, line.country, line.certainty) for line in open_ends] == [
        ("ME-SN", "", "unknown")
    ]


def test_recycled_metal_comes_from_a_smelter_of_scrap(desk):
    declaration = desk.add(rows=[replace(TIN, recycled="Yes")])

    desk.accept(declaration)

    [line] = desk.lines()
    assert (line.stage, line.form) == ("ST14", "scrap")


def test_a_smelter_that_is_in_the_chain_already_is_not_added_twice(desk, file, editor, company):
    with company_scope(company.pk):
        supplier = add_supplier(
            company,
            SupplierDetails(name="Onze tinsmelter", country="MY", smelter_id="CID980001"),
            by=editor,
        )
        details = LineDetails(
            metal="ME-SN", form="primary", stage="ST05", country="MY", supplier=supplier
        )
        add_line(file, details, by=editor)
    declaration = desk.add()

    desk.accept(declaration)

    tin = [line for line in desk.lines() if line.metal == "ME-SN"]
    assert [line.supplier.name for line in tin] == ["Onze tinsmelter"]
    assert desk.smelters(declaration)[1].line_id == tin[0].pk


def test_a_smelter_on_file_without_number_gets_it(desk, company, editor):
    with company_scope(company.pk):
        details = SupplierDetails(name="Voorbeeld Tin Straits", country="MY")
        known = add_supplier(company, details, by=editor)
    declaration = desk.add(rows=[TIN])

    desk.accept(declaration)

    [line] = desk.lines()
    assert line.supplier.pk == known.pk
    assert line.supplier.smelter_id == "CID980001"


def test_two_identifiers_are_two_smelters_however_alike_their_names(desk):
    twin = replace(TIN, id="CID980099")
    declaration = desk.add(rows=[TIN, twin])

    desk.accept(declaration)

    assert sorted(line.supplier.smelter_id for line in desk.lines()) == ["CID980001", "CID980099"]


def test_the_next_declaration_shows_what_is_new_and_gone(desk):
    desk.accept(desk.add())
    later = desk.add(
        rows=[TIN, ALTIPLANO, TUNGSTEN, replace(THREE_TG[0], country="CHINA")],
        version="6.6",
        answers={**Maker().answers, "tin": {**GOOD, "cahra": "Yes"}},
    )

    page = desk.page(later).content.decode()

    assert "Niet meer genoemd" in page
    assert "Voorbeeld Tin Altiplano" in desk.page(later, show="new").content.decode()
    assert "Voorbeeld Tin Straits" not in desk.page(later, show="new").content.decode()
    assert "Voorbeeld Goud Ticino" in desk.page(later, show="gone").content.decode()
    assert "Voorbeeld Tantalum Gifu" in desk.page(later, show="changed").content.decode()
    assert "(eerder: nee)" in page


def test_accepting_the_next_one_replaces_the_first_of_this_year(desk):
    first = desk.add()
    desk.accept(first)
    supplier = desk.stands(first).supplier_id
    later = desk.add(rows=[TIN, ALTIPLANO], version="6.6")

    desk.accept(later, supplier)

    assert [line.supplier.name for line in desk.lines()] == [
        "Voorbeeld Tin Altiplano",
        "Voorbeeld Tin Straits",
    ]
    assert desk.stands(first).state == "replaced"
    assert desk.stands(later).earlier_id == first.pk


def test_a_line_that_somebody_changed_stays(desk, company, editor):
    first = desk.add()
    desk.accept(first)
    supplier = desk.stands(first).supplier_id
    with company_scope(company.pk):
        SourcingLine.objects.filter(metal="ME-AU").update(version=2)
    later = desk.add(rows=[TIN], version="6.6")

    desk.accept(later, supplier)

    assert [line.metal for line in desk.lines()] == ["ME-AU", "ME-SN"]


def test_last_year_stays_as_it_was(client, company, editor, desk):
    AssessmentFactory(company=company, cycle__year=2025)
    old = type(desk)(client, company, 2025)
    before = old.add(version="6.4")
    old.accept(before)
    supplier = old.stands(before).supplier_id

    later = desk.add(rows=[TIN])
    assert desk.stands(later).earlier_id == before.pk
    desk.accept(later, supplier)

    assert desk.stands(before).state == "accepted"
    with company_scope(company.pk):
        kept = SourcingLine.objects.kept()
        assert kept.filter(assessment__cycle__year=2025).count() == 4
        assert kept.filter(assessment__cycle__year=2026).count() == 1


def test_undoing_takes_out_what_it_brought_and_puts_back_what_it_replaced(desk):
    first = desk.add()
    desk.accept(first)
    supplier = desk.stands(first).supplier_id
    later = desk.add(rows=[TIN, ALTIPLANO], version="6.6")
    desk.accept(later, supplier)

    desk.act("undo", later)

    assert [line.metal for line in desk.lines()] == ["ME-AU", "ME-SN", "ME-TA", "ME-W"]
    assert desk.stands(first).state == "accepted"
    assert desk.stands(later).state == "undone"
    assert "Voorbeeld Tin Altiplano" not in [one.name for one in desk.suppliers()]


def test_dropping_changes_nothing_and_keeps_the_file(desk, company):
    declaration = desk.add()

    desk.act("drop", declaration)

    assert desk.stands(declaration).state == "dropped"
    assert desk.lines() == []
    with company_scope(company.pk):
        assert EvidenceVersion.objects.filter(evidence__removed_at=None).count() == 1


def test_a_decision_is_taken_once(desk):
    declaration = desk.add()
    desk.accept(declaration)
    count = len(desk.lines())

    desk.accept(declaration)
    desk.act("drop", declaration)

    assert len(desk.lines()) == count
    assert desk.stands(declaration).state == "accepted"


def test_the_same_file_twice_is_the_same_declaration(desk):
    content = make()
    desk.send(content)
    run_all()
    first = desk.newest()

    reply = desk.send(content)

    assert reply.headers["Location"] == desk.url("declaration", first.pk)
    with company_scope(desk.company.pk):
        assert Declaration.objects.count() == 1


def test_a_dropped_file_may_come_again(desk):
    content = make()
    desk.send(content)
    run_all()
    desk.act("drop", desk.newest())

    desk.send(content)
    run_all()

    assert desk.newest().state == "preview"


BEFOREHAND = ("nothing", "text-as-xls", "excel-2003", "password", "new-as-xls", "macros", "bomb")


@pytest.mark.parametrize("key", BEFOREHAND)
def test_a_file_that_is_no_workbook_is_refused_at_once(key, desk):
    name, content, _code = broken.ALL[key]

    reply = desk.send(content(), name)

    assert reply.status_code == 422
    assert 'role="alert"' in reply.content.decode()
    with company_scope(desk.company.pk):
        assert not Declaration.objects.exists()
        assert not EvidenceVersion.objects.exists()


@pytest.mark.parametrize("key", ["something-else", "empty-template", "cmrt-7", "cobalt-template"])
def test_a_workbook_that_says_nothing_to_us_ends_with_the_reason(key, desk):
    name, content, code = broken.ALL[key]
    desk.send(content(), name)
    run_all()

    declaration = desk.newest()

    assert declaration.state == "refused"
    assert declaration.refusal["code"] == code
    page = desk.page(declaration).content.decode()
    assert "Wij konden dit bestand niet lezen" in page
    assert "Overnemen in mijn keten" not in page
    assert desk.lines() == []


def test_answers_without_any_smelter_are_shown_as_a_contradiction(desk):
    declaration = desk.add(rows=[])

    page = desk.page(declaration).content.decode()

    assert "maar er staat geen enkele smelterij in de lijst" in page
    assert "In deze verklaring staat geen enkele smelterij." in page


def test_a_fault_of_ours_can_be_tried_again(desk, monkeypatch):
    def breaks(*_given):
        raise ZeroDivisionError

    monkeypatch.setattr(tasks.apart, "read", breaks)
    declaration = desk.add()
    assert declaration.state == "failed"
    assert "Opnieuw lezen" in desk.page(declaration).content.decode()

    monkeypatch.undo()
    desk.act("again", declaration)
    run_all()

    assert desk.stands(declaration).state == "preview"


def test_a_declaration_that_is_being_read_is_not_read_twice(desk):
    desk.send(make())
    declaration = desk.newest()

    desk.act("again", declaration)

    assert OutboxItem.objects.filter(task="diligence.tasks.read_declaration").count() == 1


def test_reading_twice_gives_one_declaration(desk, company):
    declaration = desk.add()

    tasks.read_one(str(company.pk), str(declaration.pk))

    assert len(desk.smelters(declaration)) == 4


def test_nothing_is_added_to_or_taken_over_in_a_closed_year(desk, file, company):
    declaration = desk.add()
    with company_scope(company.pk):
        Assessment.objects.filter(pk=file.pk).update(status="submitted")

    assert desk.send(make(company="Ander BV")).status_code == 422
    desk.accept(declaration)

    assert desk.lines() == []
    assert desk.stands(declaration).state == "preview"
    assert "Overnemen in mijn keten" not in desk.page(declaration).content.decode()


def test_every_step_leaves_a_trace_without_what_is_in_the_file(desk, company):
    declaration = desk.add()
    desk.accept(declaration)
    desk.act("undo", declaration)

    with company_scope(company.pk):
        events = {one.verb: one for one in Event.objects.filter(verb__startswith="declaration.")}
    assert set(events) == {
        "declaration.added",
        "declaration.read",
        "declaration.accepted",
        "declaration.undone",
    }
    accepted = events["declaration.accepted"]
    assert accepted.data["n"] == 4
    assert accepted.names == {"file": "cmrt.xlsx"}
    assert "Voorbeeld" not in str(accepted.data)


def test_the_document_of_a_declaration_is_never_forgotten(desk, company, editor):
    from datetime import timedelta

    from diligence.models import Evidence
    from diligence.services import keeping

    declaration = desk.add()
    with company_scope(company.pk):
        Evidence.objects.update(removed_at=timezone.now() - timedelta(days=60))
        assert not keeping.old_evidence(company, timezone.now()).exists()

    assert desk.stands(declaration).file.evidence_id
