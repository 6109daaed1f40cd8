"""The check looks at chain, risks and plan too: what it counts, where it leads, whom it tells."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from convenant.tenancy.scope import company_scope
from diligence.framework.answers import Given, State
from diligence.framework.facts import FACTS, Place
from diligence.models import Action, GrievanceChannel, RiskConsultation, Snapshot
from diligence.reports.open_points import open_points
from diligence.reports.shape import Proof
from diligence.services.check import CheckList, Finding, Weight
from diligence.services.facts import STATEMENTS, facts_of
from diligence.services.plan import actions as plans
from diligence.services.plan.links import Aim, link
from diligence.services.risks import register
from diligence.services.snapshots import freeze
from diligence.views.problems import problems_of
from tests.diligence.files import SOURCING
from tests.diligence.reports.paper import answered, file_of
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)
from tests.factories.chain import line
from tests.factories.risks import many_risks, sourced

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LONG_AGO = TODAY - datetime.timedelta(days=200)
REASON = "Wij kopen dit metaal niet meer."


@pytest.fixture
def file():
    return AssessmentFactory(company=CompanyFactory())


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company)


@pytest.fixture
def counted(file):
    """Return a function that counts the facts of the file beside these answers."""

    def counted(**answers):
        given = {key.replace("__", "."): Given(State.ANSWERED, v) for key, v in answers.items()}
        with company_scope(file.company_id):
            return facts_of(file, given, today=TODAY)

    return counted


def act(file, **fields) -> Action:
    """Put an action in the plan, in whatever stand."""
    sound = {"title": "Stof meten", "indicator": "Kwartsstof", "due_on": TODAY, "first_year": 2026}
    with company_scope(file.company_id):
        return Action.objects.create(company=file.company, **sound | fields)


def check(file):
    return reverse("diligence:check", args=[file.company.slug, 2026])


class TestCounting:
    def test_every_fact_is_counted_and_an_empty_file_has_nothing(self, counted):
        values = counted().values
        assert values.keys() == FACTS.keys()
        assert not any(values.values())

    def test_the_chain(self, file, counted):
        line(file, supplier="Smelterij Beispiel GmbH", country="DE", certainty="told", tier=2)
        sourced(file, metal="ME-SN", country="ID", stage="ST02")
        sourced(file, metal="ME-CU", country="NL", stage="ST12", form="scrap")

        found = counted(identify__sourcing=SOURCING)

        assert found.values["chain.lines"] == 3
        assert found.values["chain.furthest_tier"] == 2
        assert found.values["chain.metals"] == ("ME-AL", "ME-CU", "ME-SN")
        assert found.values["chain.forms"] == ("primary", "scrap")
        assert [place.words for place in found.places["chain.smelters_missing"]] == ["Tin"]
        assert found.places["chain.not_on_file"] == [Place("chain", words="Metaalhandel Kerkhof")]

    def test_a_supplier_counts_as_on_file_however_its_name_is_written(self, file, counted):
        line(file, supplier="METAALHANDEL KERKHOF B.V.", country="NL", certainty="told")
        assert counted(identify__sourcing=SOURCING).values["chain.not_on_file"] == 0

    def test_an_area_asks_for_a_weighed_risk_or_a_reason_why_it_does_not_fit(
        self, file, editor, counted
    ):
        sourced(file, metal="ME-CO", country="CD")
        sourced(file, metal="ME-CO", country="CD", stage="ST12", form="scrap")
        [place] = counted().places["chain.areas_unweighed"]
        assert (place.page, place.words) == ("risks", "Kobalt · DR Congo")

        with company_scope(file.company_id):
            risk = register.accept(file, "RT09/ME-CO/CD", by=editor)
        assert counted().values["chain.areas_unweighed"] == 1, "kept is not weighed"
        with company_scope(file.company_id):
            register.reject(risk, REASON, by=editor)
        assert counted().values["chain.areas_unweighed"] == 0

    def test_the_register(self, file, editor, counted):
        every = many_risks(file, 20)
        grave = [one for one in every if one.weight.priority(one.involvement) == 1]
        planned, reasoned, discussed, left = grave[0], grave[1], grave[2], grave[3:]
        with company_scope(file.company_id):
            made = plans.add_action(
                file.company, plans.ActionDetails(title="Bezoek"), year=2026, by=editor
            )
            link(made, Aim(risk=planned.pk), by=editor)
            reasoned.no_action_reason = REASON
            reasoned.save()
            RiskConsultation.objects.create(
                company=file.company, risk=discussed, group="union", who="Bond", on=TODAY, said="."
            )
            every[0].put_off_until, every[0].put_off_reason = LONG_AGO, REASON
            every[0].involvement = "cause"
            every[0].save()
            unweighed = register.add_own(
                file, register.OwnRisk("RT09", "", "NL", "", ""), by=editor
            )

        found = counted()

        keys = {name: {place.key for place in found.places[name]} for name in found.places}
        bare = {str(one.pk) for one in (discussed, *left)}
        assert found.values["risks.kept"] == 21
        assert keys["risks.unweighed"] == {str(unweighed.pk)}
        assert bare <= keys["risks.first_without_action"]
        assert not {str(planned.pk), str(reasoned.pk)} & keys["risks.first_without_action"]
        assert str(discussed.pk) not in keys["risks.first_not_discussed"]
        assert str(planned.pk) in keys["risks.first_not_discussed"]
        assert keys["risks.wait_is_over"] == {str(every[0].pk)}
        assert keys["risks.own_part_without_action"] == {str(every[0].pk)}

    def test_the_plan(self, file, counted):
        late = act(file, status="running", due_on=TODAY - datetime.timedelta(days=1))
        act(file, status="done", last_year=2026, result="Het stof is gehalveerd.")
        bare = act(file, status="done", last_year=2026)
        silent = act(file, status="running", starts_on=LONG_AGO)
        act(file, status="running", starts_on=TODAY)

        found = counted()

        keys = {name: {place.key for place in found.places[name]} for name in found.places}
        assert found.values["plan.actions"] == 5
        assert keys["plan.late"] == {str(late.pk)}
        assert keys["plan.done_without_result"] == {str(bare.pk)}
        assert keys["plan.never_measured"] == {str(silent.pk)}
        assert len(keys["plan.without_aim"]) == 3

    def test_places_to_complain(self, file, counted):
        with company_scope(file.company_id):
            for day in (None, TODAY):
                GrievanceChannel.objects.create(company=file.company, name="Knop", tested_on=day)
        values = counted().values
        assert (values["complaints.channels"], values["complaints.untested"]) == (2, 1)

    def test_nothing_of_another_company_or_year_counts(self, file, editor, counted):
        other = AssessmentFactory(company=CompanyFactory())
        sourced(other)
        many_risks(other, 5)
        act(other, status="running", due_on=LONG_AGO)
        act(file, status="done", first_year=2025, last_year=2025)
        assert not any(counted().values.values())

    def test_three_hundred_risks_take_as_many_statements_as_none(
        self, file, counted, django_assert_num_queries
    ):
        counted()
        with company_scope(file.company_id), django_assert_num_queries(STATEMENTS):
            facts_of(file, {}, today=TODAY)
        many_risks(file, 300)
        for n in range(40):
            sourced(file, metal="ME-CO", country="CD", region=f"{n}")
            act(file, status="running", title=f"{n}")
        with company_scope(file.company_id), django_assert_num_queries(STATEMENTS):
            assert facts_of(file, {}, today=TODAY).values["risks.kept"] == 300


class TestTelling:
    """Line 36: the same list for the company and the secretariat, with links to the place."""

    @pytest.fixture
    def late(self, file):
        return act(file, status="running", due_on=TODAY - datetime.timedelta(days=1))

    @pytest.mark.parametrize("person", [EditorFactory, ReaderFactory])
    def test_a_finding_leads_straight_to_what_it_is_about(self, client_of, file, late, person):
        page = client_of(person(of=file.company)).get(check(file))
        place = reverse("diligence:action", args=[file.company.slug, late.pk])
        assert "Van deze acties is de einddatum voorbij." in page.text
        assert f'<a href="{place}">Actie: Stof meten</a>' in page.text

    def test_the_secretariat_sees_the_same_list(self, client_of, file, late, editor):
        mine = client_of(editor).get(check(file)).context["checks"].findings
        theirs = client_of(ReviewerFactory()).get(check(file)).context["checks"].findings
        assert [f.rule and f.rule.key for f in mine] == [f.rule and f.rule.key for f in theirs]
        assert "rule.action_late" in {f.rule.key for f in mine if f.rule}

    def test_in_english_too(self, client_of, file, late):
        client = client_of(EditorFactory(of=file.company))
        client.cookies["django_language"] = "en"
        page = client.get(check(file))
        assert "The end date of these actions has passed." in page.text
        assert "Your chain, risks and actions" in page.text

    def test_a_long_list_names_five_and_counts_the_rest(self, client_of, file, editor):
        for n in range(8):
            act(file, status="running", title=f"Actie {n}", due_on=LONG_AGO)
        page = client_of(editor).get(check(file))
        [found] = [f for f in page.context["checks"].findings if f.rule and "late" in f.rule.key]
        assert (len(found.listed_places), found.more_places) == (5, 3)
        assert "en nog 3" in page.text

    def test_an_answer_that_the_chain_contradicts_leads_to_both(self, client_of, file, editor):
        answer(file, "profile.fte", "40", by=editor)
        answer(file, "identify.chain_depth", 3, by=editor)
        line(file, supplier="Handel", country="NL", certainty="told", tier=1)
        page = client_of(editor).get(check(file))
        assert "in uw keten staan alleen uw directe leveranciers" in page.text
        assert (
            f'href="{reverse("diligence:chain-lines", args=[file.company.slug, 2026])}"'
            in page.text
        )

    def test_a_rule_that_stops_leads_to_its_place_in_the_error_summary(self, file, late):
        rule = next(one for one in file.edition.rules if one.key == "rule.action_late")
        found = Finding(Weight.CONTRADICTION, (), rule, (Place("action", str(late.pk), "x"),))
        [problem] = problems_of(file, CheckList((found,), ()))
        assert problem.url == reverse("diligence:action", args=[file.company.slug, late.pk])


class TestKeeping:
    def test_a_snapshot_keeps_what_rules_tested_without_a_name(self, file, editor):
        line(file, supplier="Kanarie Smeltwerken", country="DE", certainty="told")
        act(file, status="running", title="Geheim bezoek", due_on=LONG_AGO)
        with company_scope(file.company_id):
            kept = freeze(file, Snapshot.Kind.DRAFT).data()["facts"]
        assert kept["plan.late"] == 1 and kept["chain.metals"] == ["ME-AL"]
        assert "Kanarie" not in str(kept) and "Geheim" not in str(kept)

    def test_a_file_without_chain_risks_or_plan_keeps_the_content_it_had(self, file):
        with company_scope(file.company_id):
            assert "facts" not in freeze(file, Snapshot.Kind.DRAFT).data()

    def test_the_report_finds_what_the_page_found(self):
        facts = {name: [] if fact.is_set else 0 for name, fact in FACTS.items()}
        answers = {"embed.policy": answered(2)}
        told = titles(file_of(answers, facts=facts | {"plan.late": 2}))
        assert (
            "Van deze acties is de einddatum voorbij. Rond ze af, of kies een nieuwe datum." in told
        )
        assert "Van deze acties is de einddatum voorbij." not in " ".join(
            titles(file_of(answers, facts=facts))
        )

    def test_of_what_was_frozen_before_nothing_is_said(self):
        assert "einddatum" not in " ".join(titles(file_of({"embed.policy": answered(2)})))


def titles(file) -> list[str]:
    """Return every line of the open points."""
    empty = Proof(lead="", papers=(), at={}, lacking=frozenset())
    groups = open_points(file, empty, "nl").groups
    return [point.text for group in groups for point in group.points]
