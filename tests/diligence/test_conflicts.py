"""Two people, one question: both texts are kept, and a person chooses."""

import random

import pytest
from django.urls import reverse

from diligence.framework.answers import State
from diligence.models import AnswerConflict, AnswerRevision, Assessment
from tests.diligence.forms import form_on, typed
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)
from tests.factories.diligence import bring

pytestmark = pytest.mark.django_db
KEY = "embed.breaches"
THEIRS, MINE = "Wij geven een waarschuwing.", "Wij bespreken het met de ondernemingsraad."


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def file(company):
    made = AssessmentFactory(company=company)
    answer(made, "profile.fte", "40")
    answer(made, "embed.policy", 2)
    return made


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def ahmed(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz")


@pytest.fixture
def client(client_of, ahmed):
    return client_of(ahmed)


@pytest.fixture
def clash(file, joke, client, in_scope):
    """Joke was first; Ahmed's text came second, and waits."""

    def make(key=KEY, theirs=THEIRS, mine=MINE, **form):
        answer(file, key, theirs, by=joke)
        response = save(client, file, key, mine, **form)
        assert response.status_code == 412
        with in_scope(file.company):
            return AnswerConflict.objects.select_related("answer").get(resolved_at=None)

    return make


def save(client, file, key, value, **form):
    address = reverse("diligence:answer", args=[file.company.slug, file.cycle.year, key])
    return client.post(address, typed(file.edition.question(key), value, **form))


def place(file, conflict, seen=None):
    args = [file.company.slug, file.cycle.year, conflict.pk]
    return reverse("diligence:conflict", args=args) + (f"?seen={seen}" if seen else "")


def page(file, part="1.2"):
    return reverse("diligence:part", args=[file.company.slug, file.cycle.year, part])


def kept(file, in_scope, key=KEY):
    with in_scope(file.company):
        return file.answers.get(question=key)


class TestComingSecond:
    def test_both_texts_come_back_and_neither_is_lost(self, clash, file, joke, client, in_scope):
        answer(file, KEY, THEIRS, by=joke)

        reply = save(client, file, KEY, MINE)

        assert reply.status_code == 412
        panel = reply.json()["panel"]
        assert THEIRS in panel and MINE in panel
        assert "Uw collega Joke Bakker wijzigde dit antwoord" in panel
        assert "Houd de tekst van Joke" in panel and "Neem mijn tekst" in panel
        assert kept(file, in_scope).value == THEIRS
        with in_scope(file.company):
            assert AnswerConflict.objects.get().value == MINE

    def test_another_window_of_mine_does_not_overwrite_it(self, clash, file, client, in_scope):
        """Two windows of one person lose to a colleague: both texts stay, the newest waits."""
        clash()

        save(client, file, KEY, "Uit mijn andere venster.")

        with in_scope(file.company):
            waiting = AnswerConflict.objects.get(resolved_at=None)
            assert waiting.value == "Uit mijn andere venster."
            assert AnswerConflict.objects.exclude(resolved_at=None).get().value == MINE
        args = [file.company.slug, file.cycle.year, KEY]
        history = client.get(reverse("diligence:answer-history", args=args)).content.decode()
        assert MINE in history and "Uit mijn andere venster." in history

    def test_typing_on_replaces_the_waiting_text(self, clash, file, client, in_scope):
        clash()

        save(client, file, KEY, MINE + " En met de vakbond.")

        with in_scope(file.company):
            assert AnswerConflict.objects.get().value == MINE + " En met de vakbond."

    def test_it_is_no_conflict_when_both_wrote_the_same(self, file, joke, client, in_scope):
        answer(file, KEY, THEIRS, by=joke)

        reply = save(client, file, KEY, THEIRS)

        assert reply.status_code == 200
        assert reply.json()["version"] == 1

    def test_figures_do_not_move(self, clash, file, in_scope):
        with in_scope(file.company):
            before = Assessment.objects.get(pk=file.pk).figures
        clash(mine="", state=State.DONT_KNOW)

        with in_scope(file.company):
            after = Assessment.objects.get(pk=file.pk).figures
        assert after["settled"] == before["settled"] + 1  # Joke's answer, nothing of Ahmed's

    def test_the_form_without_script_tells_too(self, file, joke, client, in_scope):
        shown = form_on(client.get(page(file)))
        answer(file, KEY, THEIRS, by=joke)
        shown[f"{KEY}:value"] = MINE
        shown["embed.hours:value"] = "6"

        response = client.post(page(file), shown)

        html = response.content.decode()
        assert response.status_code == 412
        assert THEIRS in html and MINE in html
        assert kept(file, in_scope, "embed.hours").value == "6"
        assert f"{KEY}:version" not in form_on(response)  # nothing to answer until a choice


class TestChoosing:
    @pytest.mark.parametrize(("choice", "stands"), [("theirs", THEIRS), ("mine", MINE)])
    def test_one_of_the_two(self, choice, stands, clash, file, client, in_scope):
        conflict = clash()

        response = client.post(place(file, conflict, seen=1), {"choice": choice})

        assert response.url == page(file) + "#q-embed-breaches"
        assert kept(file, in_scope).value == stands
        with in_scope(file.company):
            conflict.refresh_from_db()
        assert conflict.resolved_at is not None and conflict.value == MINE

    def test_a_text_made_of_both(self, clash, file, client, in_scope):
        conflict = clash()
        data = {"choice": "merged", f"merged-{conflict.pk}": f"{THEIRS} {MINE}"}

        client.post(place(file, conflict, seen=1), data)

        assert kept(file, in_scope).value == f"{THEIRS} {MINE}"

    def test_a_level_with_an_explanation_made_of_both(self, clash, file, client, in_scope):
        conflict = clash("embed.supplier_terms", 1, 3, explanation="In elk contract.")
        data = {
            "choice": "merged",
            f"merged-{conflict.pk}": "In elk nieuw contract.",
            f"level-{conflict.pk}": "3",
        }

        client.post(place(file, conflict, seen=1), data)

        stands = kept(file, in_scope, "embed.supplier_terms")
        assert (stands.value, stands.explanation) == (3, "In elk nieuw contract.")

    def test_a_table_is_taken_whole(self, clash, file, client, in_scope):
        row = "0b9c4c7e-3a3e-4a8c-9d0e-1d6f6f1b0001"
        theirs = [{"id": row, "cells": {"name": "Delft", "people": "1250"}}]
        mine = [{"id": row, "cells": {"name": "Breda", "people": "1.250"}}]
        conflict = clash("profile.sites", theirs, mine)

        client.post(place(file, conflict, seen=1), {"choice": "mine"})

        stands = kept(file, in_scope, "profile.sites")
        assert stands.value == [{"id": row, "cells": {"name": "Breda", "people": "1250"}}]

    def test_somebody_wrote_again_before_the_choice(self, clash, file, joke, client, in_scope):
        conflict = clash()
        answer(file, KEY, "Een derde tekst.", by=joke)

        response = client.post(place(file, conflict, seen=1), {"choice": "mine"})

        html = response.content.decode()
        assert response.status_code == 412
        assert "Een derde tekst." in html and MINE in html
        assert kept(file, in_scope).value == "Een derde tekst."
        with in_scope(file.company):
            assert AnswerConflict.objects.get(resolved_at=None).value == MINE

    def test_what_was_made_of_two_texts_waits_when_there_is_a_third(
        self, clash, file, joke, client, in_scope
    ):
        conflict = clash()
        answer(file, KEY, "Een derde tekst.", by=joke)
        made = {"choice": "merged", f"merged-{conflict.pk}": "Van ons samen."}

        panel = client.post(
            place(file, conflict, seen=1), made, headers={"Accept": "application/json"}
        ).json()["panel"]

        assert "Een derde tekst." in panel and "Van ons samen." in panel
        with in_scope(file.company):
            waiting = AnswerConflict.objects.get(resolved_at=None)
            assert waiting.value == "Van ons samen."
            assert AnswerConflict.objects.exclude(resolved_at=None).get().value == MINE
        assert f'formaction="{place(file, waiting, seen=2)}"' in panel
        client.post(place(file, waiting, seen=2), {"choice": "mine"})
        assert kept(file, in_scope).value == "Van ons samen."

    def test_choosing_twice_changes_nothing(self, clash, file, client, in_scope):
        conflict = clash()
        client.post(place(file, conflict, seen=1), {"choice": "mine"})

        client.post(place(file, conflict, seen=1), {"choice": "theirs"})

        assert kept(file, in_scope).value == MINE

    @pytest.mark.parametrize("choice", ["", "allebei"])
    def test_no_choice_is_asked_for_again(self, choice, clash, file, client, in_scope):
        conflict = clash()

        response = client.post(place(file, conflict, seen=1), {"choice": choice})

        assert response.status_code == 412
        assert "Kies welke tekst blijft." in response.content.decode()
        with in_scope(file.company):
            assert AnswerConflict.objects.filter(resolved_at=None).exists()

    def test_a_closed_file_keeps_both(self, clash, file, client, in_scope):
        conflict = clash()
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        response = client.post(place(file, conflict, seen=1), {"choice": "mine"})

        assert "Uw dossier is ingediend" in response.content.decode()
        assert kept(file, in_scope).value == THEIRS
        with in_scope(file.company):
            assert AnswerConflict.objects.filter(resolved_at=None).exists()

    def test_in_a_closed_year_it_stays_as_it_was(self, clash, file, client, in_scope):
        conflict = clash()
        bring(file, Assessment.Status.CLOSED)

        response = client.post(place(file, conflict, seen=1), {"choice": "theirs"})

        assert response.status_code == 412
        with in_scope(file.company):
            assert AnswerConflict.objects.filter(resolved_at=None).exists()

    def test_script_gets_the_question_as_it_stands(self, clash, file, client):
        conflict = clash()

        reply = client.post(
            place(file, conflict, seen=1),
            {"choice": "mine"},
            headers={"Accept": "application/json"},
        ).json()

        assert MINE in reply["card"] and 'value="2" data-version' in reply["card"]
        assert "data-conflict" not in reply["card"]
        assert reply["saved"].startswith("Opgeslagen om ")

    def test_script_hears_when_it_has_to_choose_again(self, clash, file, joke, client):
        conflict = clash()
        answer(file, KEY, "Een derde tekst.", by=joke)

        response = client.post(
            place(file, conflict, seen=1),
            {"choice": "mine"},
            headers={"Accept": "application/json"},
        )

        assert response.status_code == 412
        assert "Een derde tekst." in response.json()["panel"]


class TestWhereItShows:
    def test_on_the_page_after_a_reload_for_its_writer_only(
        self, clash, file, client, client_of, joke
    ):
        clash()

        own, other = client.get(page(file)), client_of(joke).get(page(file))

        assert "Neem mijn tekst" in own.content.decode()
        assert "Neem mijn tekst" not in other.content.decode()
        assert MINE not in other.content.decode()

    def test_on_a_page_of_its_own(self, clash, file, client):
        conflict = clash()

        html = client.get(place(file, conflict)).content.decode()

        assert THEIRS in html and MINE in html
        assert "<ins>" in html and "<del>" in html and "Bekijk wat uw tekst anders zegt" in html

    def test_settled_ones_lead_back_to_the_question(self, clash, file, client):
        conflict = clash()
        client.post(place(file, conflict, seen=1), {"choice": "theirs"})

        assert client.get(place(file, conflict)).url == page(file) + "#q-embed-breaches"

    def test_the_lost_text_stands_in_the_history_for_the_company_alone(
        self, clash, file, client, client_of
    ):
        clash()
        args = [file.company.slug, file.cycle.year, KEY]
        address = reverse("diligence:answer-history", args=args)

        assert MINE in client.get(address).content.decode()
        assert MINE not in client_of(ReviewerFactory()).get(address).content.decode()

    def test_nobody_else_can_open_or_settle_it(
        self, clash, file, client_of, joke, company, in_scope
    ):
        conflict = clash()
        for person, status in (
            (joke, 404),
            (ReaderFactory(of=company), 403),
            (ReviewerFactory(), 403),
            (AdminFactory(), 404),
        ):
            other = client_of(person)
            assert other.get(place(file, conflict)).status_code == status
            sent = other.post(place(file, conflict, seen=1), {"choice": "mine"})
            assert sent.status_code == status
        assert kept(file, in_scope).value == THEIRS

    def test_your_own_other_window_is_named_as_such(self, file, ahmed, client):
        answer(file, KEY, THEIRS, by=ahmed)

        panel = save(client, file, KEY, MINE).json()["panel"]

        assert "ook in een ander venster" in panel and "Houd deze tekst" in panel


@pytest.mark.full
@pytest.mark.parametrize("seed", range(4))
def test_a_thousand_interleaved_edits_lose_no_acknowledged_text(
    seed, file, joke, ahmed, client_of, in_scope
):
    """Two windows that look away at random: what was acknowledged stands in the versions, and
    what was refused stands beside it."""
    dice = random.Random(seed)
    windows = {"Joke": client_of(joke), "Ahmed": client_of(ahmed)}
    seen = dict.fromkeys(windows, 0)
    acknowledged, refused = [], {}
    for n in range(250):
        name = dice.choice(list(windows))
        text = f"Tekst {n} van {name}."
        response = save(windows[name], file, KEY, text, version=seen[name])
        if response.status_code == 200:
            seen[name] = response.json()["version"]
            acknowledged.append(text)
            continue
        assert response.status_code == 412
        refused[name] = text
        if dice.random() < 0.7:  # looks at the page again and goes on from there
            seen[name] = kept(file, in_scope).version

    with in_scope(file.company):
        revisions = AnswerRevision.objects.filter(answer__question=KEY).order_by("version")
        assert list(revisions.values_list("value", flat=True)) == acknowledged
        waiting = AnswerConflict.objects.filter(resolved_at=None)
        assert {row.changed_by.name.split()[0]: row.value for row in waiting} == refused
    assert kept(file, in_scope).value == acknowledged[-1]
