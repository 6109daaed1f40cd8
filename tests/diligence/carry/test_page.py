"""Last year's answers on the page of a part: what is shown, the buttons, and what is refused."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from diligence.framework.answers import State
from diligence.models import Assessment, CarryDecision
from diligence.templatetags.diligence import anchor
from tests.diligence.carry.looking import (
    POLICY,
    deciding,
    decisions,
    kept,
    proof_at,
    seal_of,
)
from tests.diligence.files import at_most, exactly
from tests.diligence.forms import form_on
from tests.diligence.talks import ask
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db
STILL_TRUE, CHANGED, NO_LONGER = CarryDecision.Kind.values
PART = "1.2"
REASON = "Wij kopen dit metaal sinds dit jaar niet meer in."
JSON = {"HTTP_ACCEPT": "application/json"}
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def page(file, part=PART):
    return reverse("diligence:part", args=[file.company.slug, file.cycle.year, part])


def carry(file, part=PART):
    return reverse("diligence:carry", args=[file.company.slug, file.cycle.year, part])


def text_of(response) -> str:
    return response.content.decode()


def press(client, file, button, **more):
    """Press a button as a browser without script does: the whole form goes along."""
    return client.post(carry(file), form_on(client.get(page(file))) | {"carry": button} | more)


class TestWhatIsShown:
    def test_the_answer_and_its_proof_stand_beside_the_question(self, before, file, client):
        answer(before, POLICY, 3, explanation="Zie het handboek inkoop.")
        proof_at(before, title="Handboek inkoop 2025")

        html = text_of(client.get(page(file)))

        assert "Uw antwoord van 2025" in html and "Wacht op uw besluit" in html
        assert "Zie het handboek inkoop." in html and "Handboek inkoop 2025" in html
        assert f'value="still_true {POLICY}"' in html and f'value="no_longer {POLICY}"' in html

    def test_what_was_said_about_it_stands_there_too(self, before, file, client, client_of):
        ask(before, POLICY, "Waar staat dit in het handboek?")

        mine = text_of(client.get(page(file)))
        stranger = EditorFactory(of=CompanyFactory())
        theirs = client_of(stranger).get(page(file))

        assert "Waar staat dit in het handboek?" in mine and "Secretariaat" in mine
        assert theirs.status_code == 404

    def test_the_form_itself_is_empty(self, file, client):
        data = form_on(client.get(page(file)))

        assert f"{POLICY}:value" not in data and data[f"{POLICY}:version"] == ["0"]

    def test_saving_the_page_takes_nothing_over(self, file, client):
        client.post(page(file), form_on(client.get(page(file))))

        assert kept(file) is None and decisions(file) == []

    def test_expired_proof_says_what_to_do_and_leaves_no_button(self, before, file, client):
        proof_at(before, title="Certificaat", valid_until=YESTERDAY)

        html = text_of(client.get(page(file)))

        assert "Dit bewijs is verlopen: “Certificaat”" in html
        assert f'value="still_true {POLICY}"' not in html and f'value="changed {POLICY}"' in html

    def test_an_answer_of_this_year_leaves_last_years_to_look_at(self, before, file, client):
        answer(before, POLICY, 3, explanation="Toen zo.")
        answer(file, POLICY, 1)

        html = text_of(client.get(page(file)))

        assert "Toen zo." in html and f'value="still_true {POLICY}"' not in html

    def test_a_reader_sees_it_without_buttons(self, before, file, client_of):
        answer(before, POLICY, 3, explanation="Toen zo.")

        html = text_of(client_of(ReaderFactory(of=file.company)).get(page(file)))

        assert "Toen zo." in html and 'name="carry"' not in html

    def test_the_secretariat_sees_what_was_decided_not_by_whom(self, file, editor, client_of):
        deciding(file, STILL_TRUE, by=editor)

        html = text_of(client_of(ReviewerFactory()).get(page(file)))

        assert "Klopt nog: het antwoord van 2025 is overgenomen." in html
        assert 'name="carry"' not in html

    def test_a_first_year_has_nothing_beside_it(self, client_of):
        first = AssessmentFactory(company=CompanyFactory())

        html = text_of(client_of(EditorFactory(of=first.company)).get(page(first)))

        assert "data-former" not in html


class TestTheButtons:
    def test_still_true(self, before, file, client):
        answer(before, POLICY, 3, explanation="Zie het handboek.")

        response = press(client, file, f"still_true {POLICY}")

        assert response.status_code == 302 and response.url.endswith(anchor(POLICY))
        assert kept(file).value == 3
        assert "Klopt nog: het antwoord van 2025 is overgenomen." in text_of(client.get(page(file)))

    def test_what_was_typed_elsewhere_on_the_page_is_saved_too(self, file, client):
        press(client, file, f"still_true {POLICY}", **{"embed.hours:value": "12"})

        assert kept(file).state == State.ANSWERED
        assert kept(file, "embed.hours").value == "12"

    def test_what_was_typed_wrong_stays_and_nothing_is_decided(self, file, client):
        wrong = {"embed.hours:value": "een dag of twee"}
        response = press(client, file, f"still_true {POLICY}", **wrong)

        assert response.status_code == 422 and "een dag of twee" in text_of(response)
        assert kept(file) is None

    def test_no_longer_needs_a_reason_and_keeps_what_was_typed(self, file, client):
        short = {f"gone:{POLICY}": "Nee hoor."}
        response = press(client, file, f"no_longer {POLICY}", **short)

        assert response.status_code == 422 and "Nee hoor." in text_of(response)
        assert f'href="#{anchor(POLICY)}-former"' in text_of(response)
        assert kept(file) is None

    def test_no_longer(self, file, client):
        press(client, file, f"no_longer {POLICY}", **{f"gone:{POLICY}": REASON})

        assert (kept(file).state, kept(file).reason) == (State.NOT_APPLICABLE, REASON)

    def test_undo(self, file, client):
        press(client, file, f"still_true {POLICY}")

        press(client, file, f"undo {POLICY}")

        assert kept(file).is_open
        assert "Wacht op uw besluit" in text_of(client.get(page(file)))

    def test_undo_of_what_somebody_went_on_with_is_refused(self, file, client):
        press(client, file, f"still_true {POLICY}")
        data = form_on(client.get(page(file)))
        answer(file, POLICY, 4)
        data[f"{POLICY}:version"], data[f"{POLICY}:value"] = ["2"], ["4"]

        response = client.post(carry(file), data | {"carry": f"undo {POLICY}"})

        assert response.status_code == 409 and "na deze keuze gewijzigd" in text_of(response)
        assert kept(file).value == 4

    def test_expired_since_the_page_was_made(self, before, file, client, monkeypatch):
        proof_at(before, title="Certificaat", valid_until=timezone.localdate())
        data = form_on(client.get(page(file)))
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)

        response = client.post(carry(file), data | {"carry": f"still_true {POLICY}"})

        assert response.status_code == 409
        assert "Dit bewijs is verlopen: “Certificaat”" in text_of(response)
        assert kept(file) is None

    def test_changed_since_the_page_was_made(self, before, file, client):
        data = form_on(client.get(page(file)))
        answer(before, POLICY, 4, explanation="Intussen anders.")

        response = client.post(carry(file), data | {"carry": f"still_true {POLICY}"})

        assert response.status_code == 409 and "Intussen anders." in text_of(response)
        assert "gewijzigd sinds u het zag" in text_of(response) and kept(file) is None

    def test_a_file_that_was_handed_in_meanwhile(self, file, client, in_scope):
        data = form_on(client.get(page(file)))
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        response = client.post(carry(file), data | {"carry": f"still_true {POLICY}"})

        assert response.status_code == 409 and kept(file) is None

    @pytest.mark.parametrize("button", ["", "burn embed.responsibility", "still_true"])
    def test_a_button_nobody_made_decides_nothing(self, file, client, button):
        assert press(client, file, button).status_code in (302, 404)
        assert decisions(file) == []

    def test_a_question_of_another_part_is_a_404(self, file, client):
        assert press(client, file, "still_true embed.policy_commitments").status_code == 404


class TestAProposal:
    def test_the_editor_holds_the_former_answer_not_saved(self, before, file, client):
        answer(before, POLICY, 3, explanation="Zie het handboek.")

        press(client, file, f"changed {POLICY}")

        shown = client.get(page(file))
        data = form_on(shown)
        assert "Nog niet opgeslagen." in text_of(shown)
        assert data[f"{POLICY}:value"] == ["3"] and data[f"{POLICY}:version"] == ["0"]
        assert kept(file) is None

    def test_saving_the_page_leaves_an_untouched_proposal_alone(self, file, client):
        press(client, file, f"changed {POLICY}")

        client.post(page(file), form_on(client.get(page(file))))

        assert kept(file) is None

    def test_what_is_changed_in_it_is_saved(self, before, file, client):
        answer(before, POLICY, 3, explanation="Zie het handboek.")
        press(client, file, f"changed {POLICY}")

        data = form_on(client.get(page(file))) | {f"{POLICY}:value": "4"}
        client.post(page(file), data)

        assert (kept(file).value, kept(file).explanation) == (4, "Zie het handboek.")

    def test_it_is_saved_as_it_stands_when_asked(self, before, file, client):
        answer(before, POLICY, 3)
        press(client, file, f"changed {POLICY}")

        client.post(page(file), form_on(client.get(page(file))) | {"keep": POLICY})

        assert kept(file).value == 3


class TestAllAtOnce:
    def test_the_button_takes_over_what_the_page_showed(self, file, client):
        response = press(client, file, "all")

        assert response.status_code == 302 and kept(file) is not None
        assert "wacht op uw besluit" not in text_of(client.get(page(file)))

    def test_what_needs_a_choice_of_its_own_is_not_counted_and_waits_on(self, before, file, client):
        proof_at(before, valid_until=YESTERDAY)
        sent = form_on(client.get(page(file)))
        count = len([name for name in sent if name.startswith("sure:")])
        assert f"Deze {count} antwoorden kloppen nog" in text_of(client.get(page(file)))

        response = client.post(carry(file), sent | {"carry": "all"})

        assert response.status_code == 302 and kept(file) is None
        assert kept(file, "embed.training") is not None

    def test_what_was_not_on_the_page_is_told(self, file, client):
        data = form_on(client.get(page(file)))
        del data[f"former:{POLICY}"]

        response = client.post(carry(file), data | {"carry": "all"})

        assert response.status_code == 409 and "stond niet op uw pagina" in text_of(response)
        assert kept(file) is None and kept(file, "embed.hours") is not None


class TestScript:
    def test_it_gets_the_card_as_it_stands(self, file, client, editor):
        sent = {"carry": f"still_true {POLICY}", f"former:{POLICY}": seal_of(file, editor)}

        reply = client.post(carry(file), sent, **JSON)

        assert reply.status_code == 200 and "Klopt nog" in reply.json()["card"]
        assert reply.json()["parts"][PART][0] == 1
        assert f'name="{POLICY}:version" value="1"' in reply.json()["card"]

    def test_and_why_nothing_was_decided(self, file, client):
        reply = client.post(carry(file), {"carry": f"still_true {POLICY}"}, **JSON)

        assert reply.status_code == 409 and "stond niet op uw pagina" in reply.json()["card"]


class TestWho:
    def test_a_reader_decides_nothing(self, file, client_of):
        client = client_of(ReaderFactory(of=file.company))

        assert client.post(carry(file), {"carry": "all"}).status_code == 403

    def test_strangers_find_nothing(self, file, client_of):
        client = client_of(AdminFactory())

        assert client.post(carry(file), {"carry": "all"}).status_code == 404

    def test_nor_does_the_secretariat_decide(self, file, client_of):
        assert client_of(ReviewerFactory()).post(carry(file), {"carry": "all"}).status_code == 403


EARLIER_YEAR = 2
"""What a year before costs the page of a part: its answers, and the decisions about them."""


class TestCost:
    def test_two_statements_more_than_a_page_without_a_past(self, file, client):
        client.get(page(file))

        with exactly(10 + EARLIER_YEAR):
            client.get(page(file))


class TestTheTaskList:
    def overview(self, file):
        return reverse("diligence:overview", args=[file.company.slug, file.cycle.year])

    def test_it_tells_per_part_how_many_answers_wait(self, file, client, editor):
        sent = form_on(client.get(page(file)))
        count = len([name for name in sent if name.startswith("former:")])
        assert f"{count} antwoorden van 2025 wachten op een besluit" in text_of(
            client.get(self.overview(file))
        )

        deciding(file, STILL_TRUE, by=editor)

        assert f"{count - 1} antwoorden van 2025 wachten op een besluit" in text_of(
            client.get(self.overview(file))
        )

    def test_an_answer_of_this_year_waits_no_more(self, file, client):
        before = text_of(client.get(self.overview(file)))
        answer(file, POLICY, 1)

        assert text_of(client.get(self.overview(file))) != before

    def test_a_file_that_was_handed_in_asks_nothing(self, file, client, in_scope):
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        assert "op een besluit" not in text_of(client.get(self.overview(file)))

    def test_it_costs_two_statements(self, file, client):
        client.get(self.overview(file))
        with at_most(13):
            client.get(self.overview(file))
