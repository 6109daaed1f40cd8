"""The risks in the report: from the snapshot, in order, with their parts and the company's part."""

import pytest

from convenant.tenancy.scope import company_scope
from diligence.models import Snapshot
from diligence.reports.pdf import html_of
from diligence.services.risks import register
from diligence.services.risks.freezing import frozen_risks
from diligence.services.risks.weighing import weigh
from diligence.services.snapshots import freeze
from tests.diligence.reports.paper import content_of, full_answers
from tests.diligence.reports.work import action, aim
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.factories.risks import REASON, judgement, many_risks, sourced

CHILD = "RT09/ME-CO/CD"


def risk(**more):
    """Return a frozen risk."""
    return {
        "theme": "RT09", "metal": "ME-CO", "country": "CD", "title": "", "description": "",
        "certainty": "known", "floor": 5, "scale": 5, "scope": 3, "irremediable": 5,
        "likelihood": 4, "severity": 5, "involvement": "linked", "involvement_reason": REASON,
        "put_off_reason": "", "put_off_until": None, "language": "nl", "consultations": [],
        "reasons": [
            {
                "kind": "lead", "code": "LD-CO-CD-1", "country": "CD",
                "nl": "Kinderarbeid.", "en": "Child labour.",
                "reports": [{"by": {"nl": "Ministerie", "en": "Ministry"}, "year": 2024}],
            }
        ],
    } | more  # fmt: skip


def found(record) -> dict[str, str]:
    return {entry.name: entry.value for entry in record.entries}


def report_of(*risks, lang="nl"):
    return content_of(full_answers(), lang=lang, risks=list(risks))


def test_a_file_without_risks_keeps_the_report_it_had():
    assert report_of().risks is None
    assert 'id="risicos"' not in html_of(report_of())


def test_involvement_prints_with_its_reason_and_what_it_requires():
    page = html_of(report_of(risk()))

    assert "Wij zijn direct verbonden" in page
    assert REASON in page
    assert "Invloed gebruiken of opbouwen" in page
    assert "Gemeld door: Ministerie, 2024." in page


def test_the_order_shows_all_parts_and_counts_what_has_priority():
    unweighed = risk(scale=None, scope=None, irremediable=None, likelihood=None, severity=None)
    light = risk(theme="RT12", floor=1, scale=2, scope=1, irremediable=1, likelihood=2)
    chapter = report_of(unweighed, risk(), light).risks

    assert chapter.lead == (
        "Het bedrijf houdt 3 risico’s voor mensen en natuur bij. Gewogen: 2. Met voorrang 1: 1."
    )
    first = chapter.order.rows[0]
    assert [cell.text for cell in first] == ["1. Kinderarbeid", "5", "5", "3", "5", "4", "1"]
    assert first[0].under == "Kobalt · DR Congo"
    assert len(chapter.told) == 2


def test_own_words_keep_their_language_and_what_waits_is_told():
    own = risk(
        title="Stof uit de gieterij", theme="RT19", reasons=[], put_off_until="2027-05-01",
        put_off_reason="Na de verbouwing.", consultations=[{"group": "union", "on": "2026-02-01"}],
    )  # fmt: skip
    page = html_of(report_of(own, lang="en"))

    assert '<span lang="nl">Stof uit de gieterij</span>' in page
    assert f'<td lang="nl">{REASON}</td>' in page
    assert "until 1 May 2027: Na de verbouwing." in page
    assert "The company saw this itself." in page and "trade union" in page


def test_what_the_plan_does_about_a_risk_stands_with_it():
    saw = action(risks=[aim()], title="De smelterij bezoeken")
    content = content_of(full_answers(), risks=[risk(), risk(country="ZM")], plan=[saw])
    here, elsewhere = content.risks.told

    assert found(here)["Acties"] == "De smelterij bezoeken (bezig)"
    assert "Acties" not in found(elsewhere)


@pytest.mark.parametrize(("status", "is_told"), [("running", False), ("done", True)])
def test_why_nothing_is_done_counts_while_no_open_action_is_for_it(status, is_told):
    mine = risk(no_action_reason="Wij wachten op het onderzoek.")
    plan = [action(risks=[aim()], status=status)]
    [record] = content_of(full_answers(), risks=[mine], plan=plan).risks.told

    assert (found(record).get("Waarom nu geen actie") is not None) == is_told


def test_a_long_register_says_what_it_leaves_out():
    chapter = report_of(*[risk(country=country) for country in ["CD", "ID"] * 40]).risks

    assert (len(chapter.order.rows), chapter.left_out, len(chapter.told)) == (60, 20, 12)


@pytest.mark.django_db
def test_a_snapshot_keeps_the_register_without_names_and_only_when_there_is_one(
    django_assert_num_queries,
):
    file = AssessmentFactory(company=CompanyFactory())
    editor = EditorFactory(of=file.company, name="Joke Bakker")
    sourced(file)
    with company_scope(file.company_id):
        assert "risks" not in freeze(file, Snapshot.Kind.DRAFT).data()
        child = register.accept(file, CHILD, by=editor)
        weigh(child, judgement(), seen=1, by=editor)
        register.decline(file, "RT10/ME-CO/CD", REASON, by=editor)
        said = {"group": "union", "who": "Piet van de bond", "on": "2026-02-01", "said": "Ja."}
        register.note_consultation(child, said, by=editor)

        snapshot = freeze(file, Snapshot.Kind.DRAFT)

        (kept,) = snapshot.data()["risks"]
        assert (kept["theme"], kept["severity"], kept["involvement_reason"]) == ("RT09", 5, REASON)
        assert kept["consultations"] == [{"group": "union", "on": "2026-02-01"}]
        assert "Piet" not in snapshot.content and "Joke" not in snapshot.content
        many_risks(file, 300)
        with django_assert_num_queries(2):
            assert len(frozen_risks(file)) == 301
