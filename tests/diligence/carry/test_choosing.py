"""The proof of last year at an answer that changed: a person chooses, and till then none counts."""

import datetime

import pytest
from django.utils import timezone

from companies.models import Event
from diligence.models import Assessment, CarryDecision
from diligence.services.answers import AssessmentClosed
from diligence.services.carry.choosing import ProofChosen, choose_proof
from diligence.services.carry.deciding import NotAsShown, NotDecided, undo
from tests.diligence.carry.looking import POLICY, deciding, decisions, kept, proof_at, proof_of
from tests.diligence.carry.test_page import carry, page, press, text_of
from tests.diligence.forms import form_on
from tests.factories import EditorFactory, ReaderFactory, answer

pytestmark = pytest.mark.django_db
CHANGED = CarryDecision.Kind.CHANGED
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
ALONG = f"along:{POLICY}"


@pytest.fixture
def good(before):
    return proof_at(before, title="Handboek inkoop 2025")


@pytest.fixture
def old(before):
    return proof_at(before, title="Certificaat", valid_until=YESTERDAY)


@pytest.fixture
def choose(file, editor, in_scope):
    def choose(*evidence, by=editor):
        with in_scope(file.company):
            return choose_proof(file, POLICY, [str(one.pk) for one in evidence], by=by)

    return choose


class TestThePage:
    def test_what_holds_is_ticked_what_expired_is_marked(self, good, old, file, client):
        press(client, file, f"changed {POLICY}")

        shown = client.get(page(file))

        assert form_on(shown)[ALONG] == [str(good.pk)]
        assert f'value="{old.pk}"><span>Certificaat <span class="pill pill--err">' in text_of(shown)
        assert proof_of(file) == []

    def test_saving_the_answer_brings_nothing_along(self, good, file, client):
        press(client, file, f"changed {POLICY}")
        client.post(page(file), form_on(client.get(page(file))) | {f"{POLICY}:value": "4"})

        assert kept(file).value == 4 and proof_of(file) == []
        assert form_on(client.get(page(file)))[ALONG] == [str(good.pk)]

    def test_the_button_puts_the_ticked_there_and_asks_no_more(self, good, old, file, client):
        press(client, file, f"changed {POLICY}")

        press(client, file, f"proof {POLICY}")

        assert proof_of(file) == ["Handboek inkoop 2025"]
        assert ALONG not in form_on(client.get(page(file)))

    def test_script_gets_the_card_as_it_stands(self, good, file, client):
        press(client, file, f"changed {POLICY}")
        sent = {"carry": f"proof {POLICY}", ALONG: str(good.pk)}

        reply = client.post(carry(file), sent, HTTP_ACCEPT="application/json")

        assert ALONG not in reply.json()["card"] and "data-unlink" in reply.json()["card"]

    def test_what_a_colleague_put_there_is_not_offered(self, good, old, file, client, in_scope):
        press(client, file, f"changed {POLICY}")
        with in_scope(file.company):
            file.evidence_uses.create(company=file.company, question=POLICY, evidence=good)

        html = text_of(client.get(page(file)))

        assert f'name="{ALONG}" value="{good.pk}"' not in html
        assert f'name="{ALONG}" value="{old.pk}"' in html

    def test_a_reader_chooses_nothing(self, good, file, client, client_of):
        press(client, file, f"changed {POLICY}")
        reader = client_of(ReaderFactory(of=file.company))

        assert ALONG not in text_of(reader.get(page(file)))
        assert reader.post(carry(file), {"carry": f"proof {POLICY}"}).status_code == 403

    def test_another_choice_than_a_colleagues_is_refused_in_words(self, good, file, client, choose):
        press(client, file, f"changed {POLICY}")
        data = form_on(client.get(page(file)))
        choose()

        response = client.post(carry(file), data | {"carry": f"proof {POLICY}"})

        assert response.status_code == 409 and "Hier is al bewijs gekozen" in text_of(response)


class TestChoosing:
    def test_expired_proof_comes_only_when_it_is_ticked(self, good, old, file, editor, choose):
        deciding(file, CHANGED, by=editor)

        choose(old)

        assert proof_of(file) == ["Certificaat"] and decisions(file)[0].proof == [str(old.pk)]

    def test_none_is_a_choice_that_is_told(self, good, file, editor, choose, in_scope):
        deciding(file, CHANGED, by=editor)

        choose()

        assert proof_of(file) == [] and decisions(file)[0].proof_chosen_at is not None
        with in_scope(file.company):
            assert Event.objects.get(verb="carry.proof_chosen").data["count"] == 0

    def test_twice_is_once_and_otherwise_is_refused(self, good, file, editor, choose):
        deciding(file, CHANGED, by=editor)
        choose(good)
        choose(good, by=EditorFactory(of=file.company))

        with pytest.raises(ProofChosen):
            choose()
        assert proof_of(file) == ["Handboek inkoop 2025"]

    def test_a_document_of_another_answer_is_refused(self, before, good, file, editor, choose):
        other = proof_at(before, key="embed.training", title="Elders")
        deciding(file, CHANGED, by=editor)

        with pytest.raises(NotAsShown):
            choose(good, other)
        assert proof_of(file) == []

    @pytest.mark.parametrize("kind", [None, CarryDecision.Kind.STILL_TRUE])
    def test_only_where_it_changed(self, good, file, editor, choose, kind):
        if kind:
            deciding(file, kind, by=editor)

        with pytest.raises(NotDecided):
            choose(good)

    def test_not_in_a_file_that_was_handed_in(self, good, file, editor, choose, in_scope):
        deciding(file, CHANGED, by=editor)
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        with pytest.raises(AssessmentClosed):
            choose(good)

    def test_undo_takes_away_what_it_brought_and_nothing_else(
        self, good, old, file, editor, choose, in_scope
    ):
        deciding(file, CHANGED, by=editor)
        choose(good)
        answer(file, POLICY, 4)
        proof_at(file, title="Van dit jaar")

        with in_scope(file.company):
            undo(file, POLICY, by=editor)

        assert proof_of(file) == ["Van dit jaar"] and kept(file).value == 4
