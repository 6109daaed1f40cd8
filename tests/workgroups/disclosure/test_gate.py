"""The gate over the database: signed rules, a ledger that only grows, holdings as units."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from convenant.tenancy.scope import company_scope
from convenant.tenancy.sector import sector_scope
from diligence.models import Basis, SummaryFact
from diligence.summary.places import theme_group
from tests.factories import CompanyFactory, CycleFactory, ReviewerFactory
from tests.workgroups.releases.made import prepared
from workgroups.disclosure.menu import MENU
from workgroups.disclosure.published import Why
from workgroups.disclosure.rules import Rules
from workgroups.disclosure.shown import exact_count
from workgroups.models import DisclosureRules, ReleasedSet
from workgroups.queries.disclosure import ledger
from workgroups.services import disclosure_rules as rules_of
from workgroups.services.gate import keep, protected, recognisable

pytestmark = pytest.mark.django_db
REASON = "Zo is het besproken met de partijen."


def signed(rules=None):
    """Return a version in force, proposed and signed by two people."""
    version = rules_of.propose(rules or Rules(), REASON, "2023-2027", by=ReviewerFactory())
    return rules_of.sign(version.version, by=ReviewerFactory())


def accepted(cycle, *themes, holding=""):
    """Return a company whose accepted file has these themes."""
    company = CompanyFactory(joined_on=cycle.opens_on.replace(year=2020), holding=holding)
    facts = [("file", "", "")]
    for theme in themes:
        facts += [("theme", theme, ""), ("theme_group", theme_group(theme), "")]
    with company_scope(company.pk):
        SummaryFact.objects.bulk_create(
            SummaryFact(
                company=company,
                cycle=cycle,
                basis=Basis.ACCEPTED,
                sha256="0" * 64,
                size="small",
                position="maker",
                measure=measure,
                a=a,
                b=b,
                value=1,
            )
            for measure, a, b in facts
        )
    return company


def gate():
    """Return what passes, by name of the table."""
    outcome = protected(MENU, [2026], "public")
    return outcome, {table.name: table for table in outcome.tables}


def test_without_signed_rules_nothing_passes():
    CycleFactory(year=2026)
    rules_of.propose(Rules(), REASON, "2023-2027", by=ReviewerFactory())
    with pytest.raises(rules_of.NoRules):
        protected(MENU, [2026], "public")


def test_the_gate_counts_accepted_files_and_says_of_how_many_members():
    cycle = CycleFactory(year=2026)
    signed()
    for n in range(9):
        accepted(cycle, *(["RT07"] if n < 6 else []))
    CompanyFactory(joined_on=cycle.opens_on.replace(year=2020))
    outcome, tables = gate()
    assert outcome.audit["rules"] == 1
    assert tables["coverage"].cell("accepted").value == "9"
    assert tables["coverage"].cell("members").value == "10"
    assert tables["themes"].cell("RT07").value == "6"
    assert (tables["themes"].counted, tables["themes"].of) == ("9", "10")
    assert tables["themes"].cell("RT08").value == "<5"
    assert tables["actions"].is_withheld
    assert len(recognisable(outcome, [2026], 5)) == 9


def test_companies_of_one_holding_count_once():
    cycle = CycleFactory(year=2026)
    signed()
    for _ in range(8):
        accepted(cycle, "RT07", holding="Staal Groep")
    _, tables = gate()
    assert tables["themes"].counted == "1"
    assert tables["themes"].is_withheld
    assert tables["themes"].cell("RT07").why == Why.TOO_FEW


def test_nobody_signs_their_own_rules():
    person = ReviewerFactory()
    version = rules_of.propose(Rules(minimum=6), REASON, "2023-2027", by=person)
    with pytest.raises(rules_of.OwnProposal):
        rules_of.sign(version.version, by=person)
    with pytest.raises(DatabaseError), transaction.atomic():
        DisclosureRules.objects.filter(pk=version.pk).update(
            state="in_force", signed_by=person, signed_at=timezone.now()
        )
    with pytest.raises(rules_of.NoRules):
        rules_of.in_force()


def test_one_version_is_in_force_and_none_ever_changes():
    first, second = signed(), signed(Rules(minimum=7))
    assert rules_of.in_force() == Rules(version=second.version, minimum=7)
    first.refresh_from_db()
    assert first.state == "over"
    with pytest.raises(rules_of.NotProposed):
        rules_of.sign(second.version, by=ReviewerFactory())
    with pytest.raises(DatabaseError), transaction.atomic():
        DisclosureRules.objects.filter(pk=second.pk).update(parameters={"minimum": 1})
    with pytest.raises(DatabaseError), transaction.atomic():
        DisclosureRules.objects.filter(pk=first.pk).update(state="in_force")
    with pytest.raises(DatabaseError), transaction.atomic():
        DisclosureRules.objects.all().delete()


@pytest.mark.parametrize("loose", [{"minimum": 2}, {"margin": 5}, {"few": 0}])
def test_rules_that_protect_nobody_are_refused(loose):
    with pytest.raises(rules_of.InvalidRules) as refused:
        rules_of.propose(Rules(**loose), REASON, "2023-2027", by=ReviewerFactory())
    assert refused.value.problems == dict.fromkeys(loose, "out_of_bounds")


def test_a_proposal_can_be_taken_back_and_not_signed_after_that():
    version = rules_of.propose(Rules(), REASON, "2023-2027", by=ReviewerFactory()).version
    rules_of.take_back(version)
    with pytest.raises(rules_of.NotProposed):
        rules_of.sign(version, by=ReviewerFactory())
    with pytest.raises(rules_of.NotProposed):
        rules_of.take_back(version)


def test_the_ledger_grows_and_is_seen_in_the_sector_scope_alone():
    cycle = CycleFactory(year=2026)
    version = signed()
    companies = [accepted(cycle, *(["RT07"] if n < 6 else [])) for n in range(9)]
    outcome, tables = gate()
    release = prepared([])
    assert keep(release, outcome, version.version) == len(outcome.sets) == len(ledger())
    again = {(one.table, one.key): one for one in ledger()}
    kept = again["themes", ("RT07",)]
    assert (kept.value, kept.low, kept.high, len(kept.units)) == ("6", 6, 6, 9)
    assert len(kept.values) == 6
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedSet.objects.count()
    with company_scope(companies[0].pk):
        assert ReleasedSet.objects.count() == 0
    for change in ({"value": "7"}, None):
        with pytest.raises(DatabaseError), transaction.atomic(), sector_scope():
            rows = ReleasedSet.objects.all()
            rows.update(**change) if change else rows.delete()
    out = io.StringIO()
    call_command("disclosure", "audit", stdout=out)
    assert "figures that tell of one member: 0" in out.getvalue()
    accepted(cycle, "RT07")
    assert gate()[1]["themes"].cell("RT07").why == Why.CHANGED_BY_FEW
    assert tables["themes"].cell("RT07").value == "6"


def test_an_audit_fails_when_somebody_can_tell_anything(monkeypatch):
    cycle = CycleFactory(year=2026)
    for n in range(9):
        accepted(cycle, *(["RT07"] if n < 8 else []))
    signed()
    monkeypatch.setattr("workgroups.disclosure.primary.top_count", lambda rules, base: as_it_is)
    monkeypatch.setattr("workgroups.disclosure.protect.Protection.round", lambda self: False)
    as_it_is = exact_count(8)
    outcome, _ = gate()
    keep(prepared([]), outcome, 1)
    with pytest.raises(CommandError, match="RT07"):
        call_command("disclosure", "audit", stdout=io.StringIO())


def test_rules_are_proposed_and_signed_by_command():
    one, two = ReviewerFactory(), ReviewerFactory()
    out = io.StringIO()

    def run(*words):
        call_command("disclosure", *words, stdout=out)

    run(
        "propose",
        "--set",
        "minimum=6",
        "--reason",
        REASON,
        "--term",
        "2023-2027",
        "--by",
        one.email,
    )
    with pytest.raises(CommandError, match="did not propose"):
        run("sign", "--rules", "1", "--by", one.email)
    run("sign", "--rules", "1", "--by", two.email)
    assert rules_of.in_force() == Rules(version=1, minimum=6)
    with pytest.raises(CommandError, match="does not wait"):
        run("sign", "--rules", "1", "--by", two.email)
    for wrong, said in [
        (["propose", "--set", "minimum=1", "--by", one.email], "out_of_bounds"),
        (["propose", "--set", "minimum", "--by", one.email], "NAME=NUMBER"),
        (["sign", "--rules", "1", "--by", "nobody@example.org"], "secretariat"),
    ]:
        with pytest.raises(CommandError, match=said):
            run(*wrong)
