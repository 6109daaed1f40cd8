"""Measures at a risk: chosen in one press, linked both ways, and never silently missing."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.framework.catalogues import catalogue
from diligence.models import Action, ActionLink, Assessment, Risk, Supplier
from diligence.services.plan import for_risks, links
from diligence.services.plan.actions import ActionDetails, add_action, move_action
from diligence.services.risks.register import OwnRisk, add_own, carry_over, explain_no_action
from diligence.services.risks.weighing import weigh
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.factories.risks import judgement

pytestmark = pytest.mark.django_db
WHY = "Een brancheplan pakt dit al aan, met ons geld."


@pytest.fixture
def file():
    return AssessmentFactory(company=CompanyFactory(slug="de-maas"))


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company, name="Joke Bakker")


@pytest.fixture
def browser(client_of, editor):
    return client_of(editor)


def top_risk(file, by, theme="RT09", metal="ME-CO") -> Risk:
    """Put a risk of the first priority in the register."""
    with company_scope(file.company_id):
        risk = add_own(file, OwnRisk(theme, metal, "CD", "", ""), by=by)
        return weigh(risk, judgement(), seen=risk.version, by=by)


@pytest.fixture
def risk(file, editor):
    return top_risk(file, editor)


def at(file, name="risks", *more):
    return reverse(f"diligence:{name}", args=[file.company.slug, file.cycle.year, *more])


def page_of(action, name="action"):
    return reverse(f"diligence:{name}", args=[action.company.slug, action.pk])


def text(response):
    return " ".join(response.content.decode().split())


def press(browser, file, risk, key="TM06-1"):
    return browser.post(at(file, "risk-measure", risk.pk), {"measure": key})


class TestChoosing:
    """Line 20, at a risk: one press makes an action with the model text, for this risk."""

    def test_the_measures_of_the_theme_are_offered_from_light_to_heavy(self, file, risk, browser):
        html = browser.get(at(file, "risk", risk.pk)).content.decode()

        offered = re.findall(r'name="measure" value="([^"]+)"', html)
        assert offered == ["TM06-1", "TM06-2", "TM06-3"]
        assert "Bron: OECD-CL" in " ".join(html.split())

    def test_one_press_makes_an_action_that_both_pages_show(self, file, risk, browser):
        response = press(browser, file, risk)

        with company_scope(file.company_id):
            [action] = Action.objects.all()
            [link] = action.links.all()
        measure = catalogue("theme_measures").entry("TM06-1")
        assert response.url == page_of(action)
        assert action.goal == measure.get("smart")["nl"] and link.risk_id == risk.pk
        assert action.indicator == measure.get("indicator")["nl"]
        assert at(file, "risk", risk.pk) in text(browser.get(page_of(action)))
        at_risk = text(browser.get(at(file, "risk", risk.pk)))
        assert page_of(action) in at_risk and "In uw plan" in at_risk

    def test_on_an_english_page_the_action_is_english(self, file, risk, browser):
        browser.cookies["django_language"] = "en"

        press(browser, file, risk)

        with company_scope(file.company_id):
            assert Action.objects.get().title.startswith("Ask how the supplier")

    def test_twice_is_one_action_and_at_a_second_risk_it_is_linked(
        self, file, risk, editor, browser
    ):
        other = top_risk(file, editor, metal="ME-SN")
        press(browser, file, risk)
        press(browser, file, risk)
        assert "Koppel" in text(browser.get(at(file, "risk", other.pk)))
        press(browser, file, other)

        with company_scope(file.company_id):
            assert Action.objects.count() == 1
            linked = set(ActionLink.objects.values_list("risk_id", flat=True))
        assert linked == {risk.pk, other.pk}

    @pytest.mark.parametrize("key", ["", "TM08-1", "geen"])
    def test_what_is_no_measure_for_this_theme_is_refused(self, key, file, risk, browser):
        response = press(browser, file, risk, key)

        assert response.status_code == 422
        assert "Deze maatregel kennen wij niet." in text(response)
        with company_scope(file.company_id):
            assert not Action.objects.exists()

    def test_a_risk_that_was_put_aside_gets_no_action(self, file, risk, browser):
        with company_scope(file.company_id):
            Risk.objects.update(state="rejected", state_reason=WHY)

        assert press(browser, file, risk).status_code == 409
        with company_scope(file.company_id):
            assert not Action.objects.exists()

    @pytest.mark.parametrize(
        ("most", "words"),
        [
            ("actions.MOST_OPEN", "Rond er eerst enkele af."),
            ("links.MOST_LINKS", "Maak er een tweede actie bij."),
        ],
    )
    def test_a_full_plan_and_a_full_action_say_so(
        self, most, words, file, risk, browser, monkeypatch
    ):
        monkeypatch.setattr(f"diligence.services.plan.{most}", 0)

        response = press(browser, file, risk)

        assert response.status_code == 409 and words in text(response)
        with company_scope(file.company_id):
            assert not Action.objects.exists()

    def test_who_may_only_read_sees_it_and_chooses_nothing(self, file, risk, browser, client_of):
        press(browser, file, risk)
        for person in (ReaderFactory(of=file.company), ReviewerFactory()):
            client = client_of(person)
            page = text(client.get(at(file, "risk", risk.pk)))
            assert "Vraag hoe de leverancier leeftijd" in page
            assert 'name="measure"' not in page
            assert press(client, file, risk).status_code == 403

    def test_another_company_finds_nothing(self, file, risk, client_of):
        stranger = client_of(EditorFactory(of=CompanyFactory()))

        assert press(stranger, file, risk).status_code == 404


class TestNone:
    """A risk of the first priority has an open action, or a written reason why not."""

    def test_it_says_so_on_both_pages_until_there_is_an_action(self, file, risk, browser):
        assert "Nog geen actie" in text(browser.get(at(file)))
        assert "en nog geen actie" in text(browser.get(at(file, "risk", risk.pk)))

        press(browser, file, risk)

        assert "Nog geen actie" not in text(browser.get(at(file)))
        assert "nog geen actie" not in text(browser.get(at(file, "risk", risk.pk)))

    def test_an_action_that_ended_does_not_count(self, file, risk, browser, editor):
        press(browser, file, risk)
        with company_scope(file.company_id):
            action = Action.objects.get()
            move_action(action, "stopped", seen=action.version, by=editor, text="Past niet.")

        assert "Nog geen actie" in text(browser.get(at(file)))

    def test_a_lighter_risk_need_not_have_one(self, file, editor, browser):
        with company_scope(file.company_id):
            risk = add_own(file, OwnRisk("RT18", "ME-CU", "PE", "", ""), by=editor)
            weigh(risk, judgement(2, 1, 1, 1), seen=risk.version, by=editor)

        assert "Nog geen actie" not in text(browser.get(at(file)))

    def test_why_not_is_kept_shown_and_told(self, file, risk, browser):
        address = at(file, "risk-no-action", risk.pk)
        short = browser.post(address, {"why_not": "nee"})
        kept = browser.post(address, {"why_not": WHY})

        assert short.status_code == 422 and "> nee</textarea>" in text(short)
        assert kept.status_code == 302
        assert WHY in text(browser.get(at(file, "risk", risk.pk)))
        register = text(browser.get(at(file)))
        assert "Geen actie, met reden" in register and "Nog geen actie" not in register
        with company_scope(file.company_id):
            assert Event.objects.filter(verb="risk.no_action").exists()

    def test_a_closed_file_keeps_the_words_on_the_page(self, file, risk, browser):
        with company_scope(file.company_id):
            Assessment.objects.filter(pk=file.pk).update(status="submitted")

        response = browser.post(at(file, "risk-no-action", risk.pk), {"why_not": WHY})

        assert response.status_code == 409 and WHY in text(response)
        with company_scope(file.company_id):
            assert Risk.objects.get().no_action_reason == ""

    def test_next_year_the_action_still_counts_and_the_reason_does_not(
        self, file, risk, editor, browser
    ):
        press(browser, file, risk)
        with company_scope(file.company_id):
            explain_no_action(risk, WHY, by=editor)
        later = AssessmentFactory(company=file.company, cycle=CycleFactory(year=2027))
        with company_scope(file.company_id):
            carry_over(later, by=editor)
            new = Risk.objects.get(assessment=later)
            weigh(new, judgement(), seen=new.version, by=editor)
            action = Action.objects.get()

        page = text(browser.get(at(later, "risk", new.pk)))
        assert new.no_action_reason == "" and page_of(action) in page
        assert "Nog geen actie" not in text(browser.get(at(later)))
        assert at(later, "risk", new.pk) in text(browser.get(page_of(action)))


class TestLinks:
    """What an action is for, chosen and let go without JavaScript."""

    @pytest.fixture
    def action(self, file, editor):
        with company_scope(file.company_id):
            details = ActionDetails(title="Praten met de vakbond")
            return add_action(file.company, details, year=2026, by=editor)

    @pytest.fixture
    def supplier(self, file):
        with company_scope(file.company_id):
            return Supplier.objects.create(
                company=file.company, name="Smelt & Zn", folded="smelt zn"
            )

    def test_risk_question_and_supplier_are_added_at_once_and_taken_away_one_by_one(
        self, file, risk, supplier, action, browser
    ):
        chosen = {"risk": risk.pk, "question": "embed.policy", "supplier": supplier.pk}
        added = browser.post(page_of(action, "action-link"), chosen)
        page = browser.get(page_of(action)).content.decode()
        held = re.findall(r'name="link" value="([^"]+)"', page)
        for pk in held:
            browser.post(page_of(action, "action-link"), {"link": pk})

        assert added.status_code == 302 and len(held) == 3
        assert "Smelt &amp; Zn" in page and at(file, "risk", risk.pk) in page
        with company_scope(file.company_id):
            assert not action.links.exists()
            verbs = list(Event.objects.filter(verb__startswith="action.").values_list("verb"))
        assert verbs.count(("action.linked",)) == 1 and verbs.count(("action.unlinked",)) == 3

    def test_what_it_is_for_already_is_offered_no_more(self, risk, action, browser):
        page = browser.get(page_of(action)).content.decode()
        assert f'<option value="{risk.pk}">' in page and 'value="embed.policy"' in page

        browser.post(page_of(action, "action-link"), {"risk": risk.pk, "question": "embed.policy"})

        page = browser.get(page_of(action)).content.decode()
        assert f'<option value="{risk.pk}">' not in page
        assert '<option value="embed.policy">' not in page

    @pytest.mark.parametrize(
        "chosen",
        [
            {},
            {"risk": "geen-risico"},
            {"risk": "00000000-0000-4000-8000-000000000000"},
            {"question": "no.such"},
            {"supplier": "00000000-0000-4000-8000-000000000000"},
        ],
    )
    def test_what_is_not_there_is_refused_with_words(self, chosen, file, action, browser):
        response = browser.post(page_of(action, "action-link"), chosen)

        assert response.status_code == 422
        assert "Kies een risico, vraag of leverancier uit de lijst." in text(response)
        with company_scope(file.company_id):
            assert not action.links.exists()

    def test_the_risk_of_another_company_is_not_there(self, file, action, browser):
        other = AssessmentFactory(company=CompanyFactory())
        theirs = top_risk(other, EditorFactory(of=other.company))

        response = browser.post(page_of(action, "action-link"), {"risk": theirs.pk})

        assert response.status_code == 422

    def test_the_database_binds_a_link_to_one_company_and_one_thing(
        self, file, risk, supplier, action
    ):
        other = AssessmentFactory(company=CompanyFactory())
        theirs = top_risk(other, EditorFactory(of=other.company))
        mine = {"company": file.company, "action": action}
        for wrong in (
            {"risk_id": theirs.pk},
            {"risk": risk, "supplier": supplier},
            {"risk": risk, "question": "embed.policy"},
            {},
        ):
            refused = pytest.raises(IntegrityError)
            with company_scope(file.company_id), refused, transaction.atomic():
                ActionLink.objects.create(**mine, **wrong)
                transaction.get_connection().check_constraints()

    def test_too_many_is_refused(self, risk, action, browser, monkeypatch):
        monkeypatch.setattr(links, "MOST_LINKS", 1)
        chosen = {"risk": risk.pk, "question": "embed.policy"}

        response = browser.post(page_of(action, "action-link"), chosen)

        assert response.status_code == 409
        with company_scope(action.company_id):
            assert not action.links.exists()

    def test_who_may_only_read_changes_nothing(self, risk, action, client_of):
        client = client_of(ReaderFactory(of=action.company))

        assert 'name="risk"' not in text(client.get(page_of(action)))
        response = client.post(page_of(action, "action-link"), {"risk": risk.pk})
        assert response.status_code == 403


def test_an_action_for_many_risks_costs_what_one_for_one_costs(
    file, editor, browser, django_assert_max_num_queries
):
    risks = [top_risk(file, editor, metal=metal) for metal in ("ME-CO", "ME-SN", "ME-AU")]
    with company_scope(file.company_id):
        action = for_risks.choose(risks[0], "TM06-1", year=2026, by=editor)
    browser.get(page_of(action))
    with django_assert_max_num_queries(19) as one:
        browser.get(page_of(action))
    with company_scope(file.company_id):
        for risk in risks[1:]:
            for_risks.choose(risk, "TM06-1", year=2026, by=editor)
        Supplier.objects.bulk_create(
            Supplier(company=file.company, name=f"S{n}", folded=f"s{n}") for n in range(200)
        )
    with django_assert_max_num_queries(len(one)):
        browser.get(page_of(action))
