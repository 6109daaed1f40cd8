"""Chain, plan, influence and complaints in the report, in JSON and Excel: from the snapshot."""

import datetime
import io
import json
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from convenant.tenancy.scope import company_scope
from diligence.models import GrievanceChannel, LeverageEntry, Snapshot
from diligence.reports.document import document_of
from diligence.reports.pdf import html_of
from diligence.reports.workbook import workbook_of
from diligence.services.exports import as_it_stands
from diligence.services.plan import actions as plans
from diligence.services.plan.freezing import frozen_plan
from diligence.services.plan.links import Aim, link
from diligence.services.remedy.cases import CaseDetails, receive
from diligence.services.risks import register
from diligence.services.snapshots import freeze
from tests.diligence.reports.paper import content_of, file_of, full_answers
from tests.diligence.reports.work import (
    OWNER,
    PARTNER,
    SECOND,
    SUPPLIER,
    action,
    aim,
    chain,
    everything,
    line,
)
from tests.diligence.test_exports import VALIDATOR, cells_of
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.factories.chain import line as chain_line
from tests.factories.risks import many_risks

DUST = {"title": "Stof meten", "indicator": "Kwartsstof", "unit": "mg/m³"}


def report(lang="nl", **work):
    return content_of(full_answers(), lang=lang, **(work or everything()))


def entries(record) -> dict[str, str]:
    return {entry.name: entry.value for entry in record.entries}


def texts(grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_a_file_without_work_keeps_the_chapters_it_had():
    content = content_of(full_answers())
    page = html_of(content)

    assert (content.chain, content.plan, content.remedy) == (None, None, None)
    for anchor in ("keten", "plan", "klachten"):
        assert f'id="{anchor}"' not in page and f'href="#{anchor}"' not in page


class TestChain:
    def test_all_totals_are_equal_and_what_nobody_filled_in_is_unknown(self):
        chapter = report().chain

        assert chapter.lead == (
            "De keten telt 4 regels over 2 metalen. Van 1 is er een document over de herkomst, "
            "van 1 is het land verteld of geschat, van 2 is de herkomst onbekend (50%)."
        )
        assert texts(chapter.metals) == [
            ["Kobalt", "China, DR Congo", "2", "0", "1", "1", "1"],
            ["Aluminium", "–", "0", "1", "0", "0", "1"],
        ]
        assert sum(sum(map(int, row[4:])) for row in texts(chapter.metals)) == 4

    def test_figures_and_distance(self):
        chapter = report().chain

        assert [figure.value for figure in chapter.figures] == ["2", "2", "2", "1"]
        assert texts(chapter.tiers) == [
            ["1: directe leverancier", "1", "1", "0"],
            ["2: leverancier van de leverancier", "1", "1", "0"],
            ["Schakel onbekend", "1", "0", "1"],
        ]

    def test_each_named_line_tells_who_where_and_how_sure_in_bands(self):
        first = report().chain.lines.rows[0]

        assert [cell.text for cell in first] == [
            SUPPLIER, "Kobalt", "Smelterij of raffinaderij voor erts", "DR Congo", "2",
            "er is een document", "10 tot 100 ton",
        ]  # fmt: skip
        assert (first[0].under, first[3].under) == ("CID000999", "Kolwezi-Kanarieveld")

    def test_a_long_chain_says_what_it_leaves_out(self):
        chapter = report(chain=chain(*[line() for _n in range(130)])).chain

        assert (len(chapter.lines.rows), chapter.left_out) == (100, 30)

    def test_suppliers_without_a_line_make_no_chapter(self):
        assert report(chain=chain() | {"lines": [], "gaps": []}).chain is None


class TestPlan:
    def test_an_action_is_told_in_full(self):
        [record] = report().plan.told

        assert entries(record) == {
            "Doel": "Wij zien het zelf.",
            "Wie": OWNER,
            "Wanneer": "1 februari 2026 tot en met 31 december 2026",
            "Stand": "bezig",
            "Meetpunt": "Bezochte smelterijen",
            "Begin en doel": "van 0 smelterijen naar 4 smelterijen",
            "Laatste meting": "2,5 smelterijen op 1 september 2026: Met de tolk van Joke.",
            "Uitgesteld": f"van 30 juni 2026 naar 31 december 2026: {SUPPLIER} was dicht.",
            "Loopt vast": "sinds 1 oktober 2026: De poort blijft dicht voor ons.",
            "Soort invloed": "Breder zakelijk: helpen verbeteren",
            "Samen met": PARTNER,
            "Geld": "€ 5.000 tot € 25.000",
            "Bij risico": "Kinderarbeid (Kobalt · DR Congo)",
            "Bij vraag": "2.1.1",
            "Bij leverancier": SUPPLIER,
        }

    def test_late_is_by_the_day_it_was_frozen_and_counted(self):
        late, in_time = action(due_on="2026-11-21"), action(due_on="2026-11-22")
        done = action(due_on="2026-01-01", status="done", result="Gelukt.", stuck=None, delays=0)
        chapter = report(plan=[late, in_time, done]).plan

        assert [row[1] for row in texts(chapter.list)] == ["bezig, te laat", "bezig", "gedaan"]
        assert chapter.lead == (
            "Het plan van dit jaar telt 3 acties. Gedaan: 1. Te laat: 1. Uitgesteld: 2. "
            "Loopt vast: 2."
        )
        assert entries(chapter.told[2])["Resultaat"] == "Gelukt."

    @pytest.mark.parametrize(
        ("name", "role", "said"),
        [("", "", "nog niemand"), ("", "editor", "collega (invuller)"), ("Jo", "editor", "Jo")],
    )
    def test_an_owner_is_a_typed_name_or_a_role(self, name, role, said):
        [record] = report(plan=[action(owner_name=name, owner_role=role)]).plan.told
        assert entries(record)["Wie"] == said

    def test_influence_and_leaving_are_counted(self):
        facts = {fact.name: fact.value for fact in report().plan.influence}

        assert facts == {
            "Pogingen om een leverancier te bewegen": "3, bij 2 leveranciers",
            "Reactie van de leverancier: wil niet": "2",
            "Reactie van de leverancier: doet het": "1",
            "Stoppen met een leverancier: tijdelijk gestopt": "1",
        }

    def test_typed_words_keep_their_language_in_english(self):
        page = html_of(report(lang="en"))

        assert f'<td lang="nl">{OWNER}</td>' in page
        assert '<th scope="row">Stuck</th>' in page and "What the company does" in page


def test_complaints_are_counts_alone():
    chapter = report().remedy

    assert chapter.lead == (
        "Tot en met 22 november 2026 kwamen er 5 klachten binnen. Nog open: 2. Over hun datum: 1."
    )
    assert [(fact.name, fact.value) for fact in chapter.themes] == [
        ("Kinderarbeid", "2"),
        ("Veilig en gezond werken", "1"),
    ]
    assert [(fact.name, fact.value) for fact in chapter.states] == [
        ("in onderzoek", "2"), ("afgesloten", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_json_and_excel_hold_the_same_and_the_schema_knows_it(lang):
    file = file_of(full_answers(), **everything())
    with translation.override(lang):
        document = document_of(file, {}, lang=lang, made_from="live")
        book = cells_of(load_workbook(io.BytesIO(workbook_of(document, file.edition))))
    document = json.loads(json.dumps(document))
    VALIDATOR.validate(document)

    assert document["chain"]["lines"][0]["country_name"] in ("DR Congo", "DR Congo (Kinshasa)")
    [told] = document["plan"]
    [aimed] = told["risks"]
    assert told | {"risks": [aim()]} == action()
    assert aimed["theme_name"] in ("Kinderarbeid", "Child labour")
    assert document["remedy"]["cases"]["total"] == 5
    assert f"{aimed['theme_name']} (" in book
    for word in (SUPPLIER, SECOND, "CID000999", OWNER, PARTNER, "De poort blijft dicht", "2.5"):
        assert word in book


def test_a_plan_frozen_before_risks_were_kept_is_told_as_it_was():
    older = action()
    del older["risks"]
    file = file_of(full_answers(), plan=[older])

    [record] = report(plan=[older]).plan.told
    document = json.loads(json.dumps(document_of(file, {}, lang="nl", made_from="live")))

    assert "Bij risico" not in entries(record)
    VALIDATOR.validate(document)
    assert document["plan"] == [older | {"risks": []}]


def test_the_schema_refuses_what_does_not_fit():
    document = document_of(file_of(full_answers(), **everything()), {}, lang="nl", made_from="live")
    document["chain"]["lines"][0]["volume"] = "73 ton"
    assert list(VALIDATOR.iter_errors(json.loads(json.dumps(document))))


@pytest.mark.django_db
class TestFreezing:
    @pytest.fixture
    def file(self):
        return AssessmentFactory(company=CompanyFactory())

    @pytest.fixture
    def editor(self, file):
        return EditorFactory(of=file.company, name="Joke Bakker")

    @pytest.fixture
    def scoped(self, file):
        with company_scope(file.company_id):
            yield

    def test_nothing_is_kept_of_a_file_without(self, file, scoped):
        kept = freeze(file, Snapshot.Kind.DRAFT).data()
        assert not {"chain", "plan", "influence", "remedy"} & kept.keys()

    def test_the_chain_is_kept_and_the_same_chain_is_the_same_snapshot(self, file, scoped):
        chain_line(file, supplier=SUPPLIER, country="DE", certainty="told", volume="up_to_10")
        first = freeze(file, Snapshot.Kind.DRAFT)

        kept = first.data()["chain"]
        assert [each["name"] for each in kept["suppliers"]] == [SUPPLIER]
        [told] = kept["lines"]
        assert (told["supplier"], told["volume"], told["country"]) == (0, "up_to_10", "DE")
        assert [gap["stage"] for gap in kept["gaps"]] == ["ST02"]
        assert freeze(file, Snapshot.Kind.DRAFT) == first

    def test_the_plan_keeps_a_colleague_by_role_and_what_happened(self, file, editor, scoped):
        soon = timezone.localdate() + datetime.timedelta(days=10)
        details = plans.ActionDetails(**DUST, owner=editor, due_on=soon, target=Decimal("0.05"))
        kept = plans.add_action(file.company, details, year=2026, by=editor)
        plans.measure_action(kept, soon, Decimal("0.10"), by=editor, note="Bij de oven")
        plans.ask_help(kept, "Wij vinden geen meter.", by=editor)

        snapshot = freeze(file, Snapshot.Kind.DRAFT)

        [told] = snapshot.data()["plan"]
        assert (told["owner_role"], told["owner_name"]) == ("editor", "")
        assert "Joke" not in snapshot.content
        assert (told["target"], told["baseline"]) == ("0.05", None)
        assert told["measurements"] == [
            {"on": soon.isoformat(), "value": "0.1", "note": "Bij de oven"}
        ]
        assert told["stuck"]["on"] == "Wij vinden geen meter."

    def test_the_plan_keeps_the_risks_of_the_year_that_an_action_is_for(
        self, file, editor, scoped, django_assert_num_queries
    ):
        child, other, *_others = many_risks(file, 12)
        for n in range(6):
            made = plans.add_action(
                file.company, plans.ActionDetails(title=f"{n}"), year=2026, by=editor
            )
            link(made, Aim(risk=child.pk), by=editor)
            link(made, Aim(risk=other.pk), by=editor)
        register.reject(other, "Wij kopen dit niet meer.", by=editor)

        with django_assert_num_queries(7):
            kept = frozen_plan(file)

        mine = {name: getattr(child, name) for name in ("theme", "metal", "country", "title")}
        assert [each["risks"] for each in kept] == [[mine]] * 6

    def test_a_plan_of_a_hundred_takes_as_many_statements_as_one(
        self, file, editor, scoped, django_assert_num_queries
    ):
        for n in range(30):
            plans.add_action(file.company, plans.ActionDetails(title=f"{n}"), year=2026, by=editor)
        with django_assert_num_queries(5):
            assert len(frozen_plan(file)) == 30

    def test_no_word_of_a_complaint_and_no_name_of_a_supplier_that_was_moved_is_kept(
        self, file, editor, scoped
    ):
        story = CaseDetails(
            received_on=timezone.localdate(), story="Een lasser viel.", outcome="Betaald.",
            lessons="Hek erbij.", theme="RT12",
        )  # fmt: skip
        receive(file.company, story, by=editor)
        GrievanceChannel.objects.create(company=file.company, name="Postbus 9", audience="all")
        told = chain_line(file, supplier=SUPPLIER, country="DE", certainty="told")
        LeverageEntry.objects.create(
            company=file.company, supplier=told.supplier, day=datetime.date(2026, 3, 1),
            kind="LV-1", issue="Stof bij de oven", ask="Een filter", reaction="partly",
        )  # fmt: skip

        snapshot = as_it_stands(file)

        content = snapshot.data()
        assert content["remedy"]["cases"]["by_theme"] == {"RT12": 1}
        assert content["remedy"]["channels"] == {"total": 1, "tested": 0}
        assert content["influence"] == {
            "tries": 1, "suppliers": 1, "reactions": {"partly": 1}, "leaving": {},
        }  # fmt: skip
        for word in ("lasser", "Betaald", "Hek erbij", "Postbus", "Stof bij", "Een filter"):
            assert word not in snapshot.content
