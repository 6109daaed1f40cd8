"""The register: what was proposed is decided on, weighed, kept comparable, and never lost."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.models import Risk, RiskWeighing
from diligence.risks.weighing import Weight
from diligence.services.answers import AssessmentClosed
from diligence.services.risks import register
from diligence.services.risks.knowledge import proposed_for
from diligence.services.risks.weighing import NotKept, StaleRisk, last_weighed, weigh
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.factories.diligence import bring
from tests.factories.risks import judgement, many_risks, sourced

pytestmark = pytest.mark.django_db
CHILD = "RT09/ME-CO/CD"
FORCED = "RT10/ME-CO/CD"
REASON = "Wij kopen dit metaal sinds dit jaar niet meer."


@pytest.fixture
def file():
    file = AssessmentFactory(company=CompanyFactory())
    sourced(file)
    return file


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company, name="Joke Bakker")


@pytest.fixture(autouse=True)
def _inside(file):
    with company_scope(file.company_id):
        yield


def verbs(file):
    return list(
        Event.objects.for_company(file.company).order_by("at").values_list("verb", flat=True)
    )


def test_a_proposal_that_is_taken_keeps_its_reasons_in_both_languages(file, editor):
    risk = register.accept(file, CHILD, by=editor)

    assert (risk.theme, risk.metal, risk.country, risk.certainty) == (
        "RT09",
        "ME-CO",
        "CD",
        "known",
    )
    assert risk.floor == 5
    lead = next(reason for reason in risk.reasons if reason["code"] == "LD-CO-CD-1")
    assert lead["nl"].startswith("Kinderarbeid") and lead["en"].startswith("Child labour")
    assert lead["reports"][0]["by"]["en"] == "US Department of Labor"
    area = next(reason for reason in risk.reasons if reason["kind"] == "area")
    assert (area["edition"], area["listed_on"]) == ("CAHRA-18", "2025-06-30")
    assert CHILD not in [one.key for one in proposed_for(file, [risk]).waiting]
    assert verbs(file)[-1] == "risk.accepted"


def test_taking_a_proposal_twice_makes_one_risk(file, editor):
    assert register.accept(file, CHILD, by=editor) == register.accept(file, CHILD, by=editor)
    assert Risk.objects.count() == 1


def test_a_proposal_that_does_not_fit_needs_a_reason_and_is_not_proposed_again(file, editor):
    with pytest.raises(register.NoReason):
        register.decline(file, CHILD, "  nee  ", by=editor)
    assert not Risk.objects.exists()

    risk = register.decline(file, CHILD, REASON, by=editor)

    assert (risk.state, risk.state_reason) == ("rejected", REASON)
    assert CHILD not in [one.key for one in proposed_for(file, [risk]).waiting]
    register.accept(file, CHILD, by=editor)
    risk.refresh_from_db()
    assert (risk.state, risk.state_reason) == ("kept", "")
    assert verbs(file)[-2:] == ["risk.rejected", "risk.restored"]


@pytest.mark.parametrize("key", ["RT09/ME-XX/CD", "", "RT01/ME-AL/GN"])
def test_what_was_never_proposed_is_not_taken(file, editor, key):
    with pytest.raises(register.NoSuchProposal):
        register.accept(file, key, by=editor)


def test_an_own_risk_may_be_about_own_work(file, editor):
    own = register.OwnRisk("RT19", "", "NL", "Stof uit onze gieterij", "Klachten van buren.")

    risk = register.add_own(file, own, by=editor)

    assert (risk.key, str(risk)) == ("RT19/-/NL", "Stof uit onze gieterij")
    with pytest.raises(register.UnknownTheme):
        register.add_own(file, register.OwnRisk("RT99", "", "", "", ""), by=editor)


def test_weighing_keeps_every_earlier_weighing_with_its_date_and_person(file, editor):
    risk = register.add_own(file, register.OwnRisk("RT19", "", "NL", "", ""), by=editor)
    risk = weigh(risk, judgement(2, 2, 2, 2), seen=1, by=editor)
    risk = weigh(risk, judgement(3, 4, 2, 5, note="Nieuwe klachten"), seen=risk.version, by=editor)

    assert (risk.severity, risk.weight.order) == (4, Weight(3, 4, 2, 5).order)
    kept = RiskWeighing.objects.order_by("at")
    assert [one.severity for one in kept] == [2, 4]
    assert kept[1].note == "Nieuwe klachten" and kept[1].by == editor


def test_the_gravest_themes_never_score_under_their_floor(file, editor):
    risk = register.accept(file, CHILD, by=editor)

    risk = weigh(risk, judgement(2, 1, 1, 1), seen=risk.version, by=editor)

    assert (risk.scale, risk.severity, risk.weight.is_lifted) == (2, 5, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(severity=3)


def test_involvement_needs_a_written_reason(file, editor):
    risk = register.accept(file, CHILD, by=editor)

    with pytest.raises(register.NoReason):
        weigh(risk, judgement(involvement_reason="tja"), seen=1, by=editor)
    with pytest.raises(ValueError, match="no kind of involvement"):
        weigh(risk, judgement(involvement="guilty"), seen=1, by=editor)
    assert not RiskWeighing.objects.exists()


def test_two_people_who_weigh_at_once_do_not_overwrite_each_other(file, editor):
    risk = register.accept(file, CHILD, by=editor)
    weigh(risk, judgement(), seen=1, by=editor)

    with pytest.raises(StaleRisk) as stale:
        weigh(risk, judgement(1, 1, 1, 1), seen=1, by=editor)

    assert stale.value.risk.scale == 5
    assert RiskWeighing.objects.count() == 1


def test_the_database_sorts_as_the_rule_says_and_puts_unweighed_on_top(file, editor):
    many_risks(file, 40)
    unweighed = register.accept(file, CHILD, by=editor)

    found = list(Risk.objects.of_file(file).kept().in_order())

    assert found[0] == unweighed
    orders = [risk.weight.order for risk in found[1:]]
    assert orders == sorted(orders)


def test_merged_risks_go_on_in_one_and_can_come_back(file, editor):
    child, forced = (register.accept(file, key, by=editor) for key in (CHILD, FORCED))
    register.merge(forced, child.pk, "Zelfde mijnen", by=editor)
    own = register.add_own(file, register.OwnRisk("RT12", "", "", "", ""), by=editor)
    register.merge(child, own.pk, "", by=editor)

    assert [risk.merged_into_id for risk in (fresh(child), fresh(forced))] == [own.pk, own.pk]
    for wrong in (own.pk, child.pk):
        with pytest.raises(register.CannotMerge):
            register.merge(own, wrong, "", by=editor)
    with pytest.raises(NotKept):
        weigh(fresh(child), judgement(), seen=fresh(child).version, by=editor)

    assert register.restore(fresh(child), by=editor).state == "kept"
    assert fresh(child).merged_into is None


def fresh(risk):
    return Risk.objects.get(pk=risk.pk)


def test_a_risk_is_put_off_until_a_later_day_with_a_reason(file, editor):
    risk = register.accept(file, CHILD, by=editor)
    today = timezone.localdate()
    with pytest.raises(register.NotLater):
        register.put_off(risk, today, REASON, by=editor)
    with pytest.raises(register.NoReason):
        register.put_off(risk, today + timedelta(days=1), "", by=editor)

    register.put_off(risk, today + timedelta(days=90), REASON, by=editor)
    assert fresh(risk).put_off_reason == REASON
    register.resume(risk, by=editor)
    assert fresh(risk).put_off_until is None


def test_who_was_asked_is_kept(file, editor):
    risk = register.accept(file, CHILD, by=editor)
    said = {"group": "union", "who": "CNV", "on": timezone.localdate(), "said": "Meer toezicht."}

    register.note_consultation(risk, said, by=editor)

    assert [one.said for one in risk.consultations.all()] == ["Meer toezicht."]
    assert "CNV" not in str(Event.objects.for_company(file.company).last().data)


def test_last_year_is_taken_along_unweighed_and_stays_comparable(file, editor):
    last = AssessmentFactory(company=file.company, cycle__year=2025)
    sourced(last)
    child = weigh(register.accept(last, CHILD, by=editor), judgement(), seen=1, by=editor)
    gone = register.decline(last, FORCED, REASON, by=editor)
    own = register.add_own(last, register.OwnRisk("RT12", "", "", "Putten", ""), by=editor)
    register.merge(own, child.pk, "", by=editor)
    bring(last, "closed")

    assert register.carry_over(file, by=editor) == 3

    here = {risk.lineage: risk for risk in Risk.objects.of_file(file)}
    assert here[child.lineage].severity is None
    assert (here[gone.lineage].state, here[gone.lineage].state_reason) == ("rejected", REASON)
    assert here[own.lineage].merged_into == here[child.lineage]
    before = last_weighed(file, here.values())
    assert (before[child.lineage].severity, before[child.lineage].assessment.cycle.year) == (
        5,
        2025,
    )
    weigh(here[child.lineage], judgement(5, 1, 5, 2), seen=1, by=editor)
    assert fresh(child).likelihood == 4  # last year stands as it was
    with pytest.raises(register.NothingToCarryOver):
        register.carry_over(file, by=editor)


def test_nothing_changes_in_a_closed_year(file, editor):
    risk = register.accept(file, CHILD, by=editor)
    bring(file, "closed")
    until = timezone.localdate() + timedelta(days=5)
    acts = [
        lambda: register.accept(file, FORCED, by=editor),
        lambda: register.decline(file, FORCED, REASON, by=editor),
        lambda: register.add_own(file, register.OwnRisk("RT12", "", "", "", ""), by=editor),
        lambda: register.reject(risk, REASON, by=editor),
        lambda: register.merge(risk, risk.pk, "", by=editor),
        lambda: register.restore(risk, by=editor),
        lambda: register.put_off(risk, until, REASON, by=editor),
        lambda: register.resume(risk, by=editor),
        lambda: register.note_consultation(risk, {}, by=editor),
        lambda: register.carry_over(file, by=editor),
        lambda: weigh(risk, judgement(), seen=1, by=editor),
    ]
    for act in acts:
        with pytest.raises(AssessmentClosed):
            act()
    assert fresh(risk).version == 1


def test_a_register_holds_a_thousand_risks(file, editor, monkeypatch):
    monkeypatch.setattr(register, "MOST_RISKS", 1)
    register.accept(file, CHILD, by=editor)

    with pytest.raises(register.TooManyRisks):
        register.accept(file, FORCED, by=editor)


def test_a_weighing_is_never_altered_or_removed(file, editor):
    weigh(register.accept(file, CHILD, by=editor), judgement(), seen=1, by=editor)

    for act in (lambda rows: rows.update(scale=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act(RiskWeighing.objects.all())


def test_a_risk_of_another_company_is_no_target(file, editor):
    risk = register.accept(file, CHILD, by=editor)
    other = AssessmentFactory(company=CompanyFactory())
    with company_scope(other.company_id):
        (foreign,) = many_risks(other, 1)

    with pytest.raises(register.CannotMerge):
        register.merge(risk, foreign.pk, "", by=editor)
