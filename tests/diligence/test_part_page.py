"""The page of a part: what it shows, to whom, and the form without JavaScript."""

import gzip
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from diligence.forms import name_of
from diligence.framework.answers import State
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.models import Assessment, PartWork
from diligence.services.notes import leave_note
from tests.diligence.files import complete_file, exactly, fill
from tests.diligence.forms import fitting, form_on, typed
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db
EDITION = edition_from_folder(EDITIONS / "2026")
PARTS = [part.key for part in EDITION.parts]
ROW = "0b9c4c7e-3a3e-4a8c-9d0e-1d6f6f1b0001"
ROW_2 = "0b9c4c7e-3a3e-4a8c-9d0e-1d6f6f1b0002"


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def file(company):
    """A file of 40 people that knows what it buys."""
    made = AssessmentFactory(company=company)
    fill(made, {}, by=AdminFactory(of=company, name="Ahmed Yilmaz"), upto="profile.changes")
    return made


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


def page(file, part="1.1", query=""):
    return reverse("diligence:part", args=[file.company.slug, file.cycle.year, part]) + query


def work(file, part="1.1"):
    return reverse("diligence:part-work", args=[file.company.slug, file.cycle.year, part])


def text_of(response) -> str:
    return response.content.decode()


def kept(file, key, in_scope):
    with in_scope(file.company):
        return file.answers.filter(question=key).first()


def rows(*names):
    ids = [f"0b9c4c7e-3a3e-4a8c-9d0e-{n:012}" for n in range(len(names))]
    return [{"id": i, "cells": {"name": name}} for i, name in zip(ids, names, strict=True)]


class TestTheFormWithoutScript:
    @pytest.mark.parametrize("part", PARTS)
    def test_every_question_is_saved_and_stands_there_again(self, part, company, client, in_scope):
        """What the page sends back, untouched, is exactly what was kept: nothing changes."""
        file = complete_file(company)
        questions = file.edition.part(part).questions
        sent = {}
        for question in questions:
            stands = kept(file, question.key, in_scope)
            version = stands.version if stands else 0
            sent |= typed(question, fitting(question, file), version=version)
        first = client.post(page(file, part), sent)
        values = {q.key: getattr(kept(file, q.key, in_scope), "value", None) for q in questions}

        shown = form_on(client.get(page(file, part)))
        again = client.post(page(file, part), shown)

        assert (first.status_code, again.status_code) == (302, 302), text_of(first)[:3000]
        assert values == {q.key: fitting(q, file) for q in questions}
        for question in questions:
            stands = kept(file, question.key, in_scope)
            assert stands.version <= 2, f"{question.key} changed by itself"
            assert stands.value == values[question.key]

    def test_only_what_changed_becomes_a_new_version(self, file, client, in_scope):
        answer(file, "embed.policy", 2)
        answer(file, "embed.minerals_policy", "none")
        data = form_on(client.get(page(file)))
        data["embed.policy:value"] = "3"

        client.post(page(file), data)

        assert kept(file, "embed.policy", in_scope).version == 2
        assert kept(file, "embed.minerals_policy", in_scope).version == 1

    def test_what_is_wrong_stays_typed_and_what_is_right_is_saved(self, file, client, in_scope):
        answer(file, "embed.policy", 2)
        data = form_on(client.get(page(file, "1.2")))
        data["embed.hours:value"] = "een dag of twee"
        data["embed.breaches:value"] = "Wij geven een waarschuwing."

        response = client.post(page(file, "1.2"), data)

        html = text_of(response)
        assert response.status_code == 422
        assert "Wat klopt, is wel bewaard" in html
        assert 'href="#q-embed-hours-value"' in html
        assert 'aria-invalid="true"' in html
        assert form_on(response)["embed.hours:value"] == ["een dag of twee"]
        assert kept(file, "embed.breaches", in_scope).value == "Wij geven een waarschuwing."
        assert kept(file, "embed.hours", in_scope) is None

    def test_a_day_that_is_none_stays_readable_in_its_box(self, file, client):
        answer(file, "embed.policy", 2)
        data = form_on(client.get(page(file)))
        data["embed.policy_reviewed_on:value"] = "ergens in maart"

        response = client.post(page(file), data)

        assert 'type="text" id="q-embed-policy_reviewed_on-value"' in text_of(response)
        assert form_on(response)["embed.policy_reviewed_on:value"] == ["ergens in maart"]

    def test_a_reason_that_is_too_short_is_asked_for_at_the_reason(self, file, client):
        data = form_on(client.get(page(file, "1.2")))
        data["embed.hours:state"] = "not_applicable"
        data["embed.hours:reason"] = "Geen."

        response = client.post(page(file, "1.2"), data)

        assert response.status_code == 422
        assert 'href="#q-embed-hours-reason"' in text_of(response)
        assert form_on(response)["embed.hours:reason"] == ["Geen."]

    @pytest.mark.parametrize(
        ("button", "leads_to"),
        [("stop", "diligence:overview"), ("on", "1.2"), ("", "1.1")],
    )
    def test_the_buttons_lead_on(self, button, leads_to, file, client):
        response = client.post(page(file), {"next": button})

        if ":" in leads_to:
            expected = reverse(leads_to, args=[file.company.slug, file.cycle.year])
        else:
            expected = page(file, leads_to)
        assert response.status_code == 302
        assert response.url == expected

    def test_a_question_that_does_not_show_is_not_sent(self, file, client):
        answer(file, "embed.policy", 0)
        data = form_on(client.get(page(file)))

        assert "embed.policy:version" in data
        assert "embed.policy_reviewed_on:version" not in data

    def test_a_closed_file_gives_back_what_was_typed(self, file, client, in_scope):
        """The file was submitted by a colleague while this page was open."""
        answer(file, "embed.policy", 2)
        data = form_on(client.get(page(file, "1.2")))
        data["embed.breaches:value"] = "Een hele alinea die niemand kwijt wil."
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        response = client.post(page(file, "1.2"), data)

        assert response.status_code == 409
        assert "Uw dossier is ingediend" in text_of(response)
        assert "Een hele alinea die niemand kwijt wil." in text_of(response)
        assert kept(file, "embed.breaches", in_scope) is None

    def test_a_form_from_elsewhere_is_refused(self, file, editor, in_scope):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor)

        response = strict.post(page(file, "1.2"), typed(EDITION.question("embed.hours"), "3"))

        assert response.status_code == 403
        assert kept(file, "embed.hours", in_scope) is None


class TestRowsWithoutScript:
    def test_a_new_row_is_opened_after_saving(self, file, client, in_scope):
        data = form_on(client.get(page(file, "profile"))) | {"act": "add profile.sites -"}
        response = client.post(page(file, "profile"), data)
        opened = client.get(response.url.split("#")[0])

        names = form_on(opened)["profile.sites:rows"]
        assert len(names) == len(kept(file, "profile.sites", in_scope).value) + 1
        assert f"profile.sites:{names[-1]}:name" in form_on(opened)
        assert response.url.endswith(names[-1])

    def test_a_row_is_moved_up(self, file, client, in_scope):
        answer(file, "profile.sites", rows("Breda", "Delft", "Almelo"))
        data = form_on(client.get(page(file, "profile")))
        third = data["profile.sites:rows"][2]

        client.post(page(file, "profile"), data | {"act": f"up profile.sites {third}"})

        value = kept(file, "profile.sites", in_scope).value
        assert [row["cells"]["name"] for row in value] == ["Breda", "Almelo", "Delft"]

    def test_a_row_is_removed_and_the_others_keep_their_ids(self, file, client, in_scope):
        answer(file, "profile.sites", rows("Breda", "Delft", "Almelo"))
        data = form_on(client.get(page(file, "profile")))
        first, *others = data["profile.sites:rows"]

        client.post(page(file, "profile"), data | {"act": f"remove profile.sites {first}"})

        assert [row["id"] for row in kept(file, "profile.sites", in_scope).value] == others

    @pytest.mark.parametrize(
        "act", ["up profile.sites x", "sprong a b", "up", "remove onbekend y", "add"]
    )
    def test_a_button_nobody_made_changes_nothing(self, act, file, client, in_scope):
        answer(file, "profile.sites", rows("Breda", "Delft"))
        data = form_on(client.get(page(file, "profile")))

        response = client.post(page(file, "profile"), data | {"act": act})

        assert response.status_code == 302
        assert len(kept(file, "profile.sites", in_scope).value) == 2

    def test_closed_rows_send_along_what_they_hold(self, file, client):
        made = [
            {"id": row["id"], "cells": {**row["cells"], "country": "NL", "people": "12"}}
            for row in rows("Breda", "Delft", "Almelo")
        ]
        activity = EDITION.question("profile.sites").column("activity").options[0].key
        for row in made:
            row["cells"]["activity"] = activity
        answer(
            file,
            "profile.sites",
            [dict(row, cells=row["cells"] | {"people": "12"}) for row in made],
        )

        response = client.get(page(file, "profile"))
        sent = form_on(response)

        assert text_of(response).count("data-closed") == 3
        assert sent[f"profile.sites:{made[1]['id']}:country"] == ["NL"]
        assert sent[f"profile.sites:{made[1]['id']}:people"] == ["12"]

    def test_a_wrong_cell_opens_its_row_and_keeps_what_was_typed(self, file, client):
        answer(file, "profile.sites", rows("Breda", "Delft", "Almelo"))
        data = form_on(client.get(page(file, "profile")))
        second = data["profile.sites:rows"][1]
        data[f"profile.sites:{second}:people"] = "een handvol"

        response = client.post(page(file, "profile"), data)

        assert response.status_code == 422
        assert f'href="#q-profile-sites-{second}-people"' in text_of(response)
        assert f'id="q-profile-sites-{second}-people-error"' in text_of(response)
        assert form_on(response)[f"profile.sites:{second}:people"] == ["een handvol"]


class TestWhatItShows:
    def test_number_state_hint_and_who_changed_it(self, file, client, company):
        answer(file, "embed.policy", 3, by=AdminFactory(of=company, name="Piet Jansen"))

        html = text_of(client.get(page(file)))

        question = EDITION.question("embed.policy")
        assert "Vraag 1.1.1" in html
        assert question.text.nl in html and question.hint.nl in html
        assert "Beantwoord" in html
        assert "Piet Jansen, " in html
        assert reverse("diligence:answer-history", args=[company.slug, 2026, question.key]) in html

    def test_why_it_is_asked_with_named_sources_and_an_example(self, file, client):
        html = text_of(client.get(page(file)))

        assert "Waarom vragen we dit?" in html and "Voorbeeldantwoord" in html
        assert "OESO-handreiking, deelactie 1.1" in html
        assert "Bewijs vanaf niveau 2:" in html
        assert EDITION.question("embed.policy").check.nl not in html  # the reviewer's line

    def test_a_law_shows_only_to_companies_it_applies_to(self, file, client):
        clause = "Een ketenbeleid dat leveranciers en publiek kennen"
        before = text_of(client.get(page(file)))
        answer(file, "profile.metals", ["ME-SN"])
        answer(file, "profile.buys_outside_eu", "over_75")
        answer(file, "profile.imports_3tg", "above")
        after = text_of(client.get(page(file)))

        assert clause not in before
        assert clause in after

    def test_the_wording_for_the_smallest_companies(self, file, client):
        micro = EDITION.question("embed.policy").levels[4].micro.nl
        assert micro not in text_of(client.get(page(file)))

        answer(file, "profile.fte", "4")

        assert micro in text_of(client.get(page(file)))

    def test_why_a_question_shows(self, file, client):
        answer(file, "embed.policy", 2)

        assert "U krijgt deze vraag omdat" in text_of(client.get(page(file)))

    def test_the_parts_beside_it_with_counts_and_words(self, file, client):
        answer(file, "embed.policy", 2)
        html = text_of(client.get(page(file)))

        assert 'data-part="1.1" aria-current="page"' in html
        assert "bezig" in html and "nog niet begonnen" in html and "klaar" in html

    def test_a_company_that_is_asked_nothing_here_hears_why(self, client_of):
        empty = AssessmentFactory(company=CompanyFactory())
        html = text_of(client_of(EditorFactory(of=empty.company)).get(page(empty, "2.2")))

        assert "Vul dat eerst in" in html or "Vraag 2.2" in html

    def test_english_content_on_an_english_page(self, file, client, settings):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

        html = text_of(client.get(page(file)))

        assert EDITION.question("embed.policy").text.en in html
        assert EDITION.question("embed.policy").text.nl not in html

    @pytest.mark.parametrize("part", ["9.9", "embed", "1.1'--"])
    def test_a_part_that_does_not_exist_is_a_404(self, part, file, client):
        assert client.get(page(file, part)).status_code == 404


class TestReading:
    def test_a_reader_gets_text_and_no_form(self, file, client_of, company, in_scope, editor):
        answer(file, "embed.policy", 2, explanation="Sinds 12 maart.")
        with in_scope(company):
            leave_note(file, "embed.policy", "Klopt dit nog?", by=editor)

        response = client_of(ReaderFactory(of=company)).get(page(file))

        html = text_of(response)
        assert response.status_code == 200
        assert "uw rol is lezer" in html
        assert form_on(response) == {} and "<textarea" not in html
        assert EDITION.question("embed.policy").levels[2].text.nl in html
        assert "Sinds 12 maart." in html and "Klopt dit nog?" in html

    def test_a_reader_may_not_send_the_form(self, file, client_of, company):
        reader = client_of(ReaderFactory(of=company))

        assert reader.post(page(file), {}).status_code == 403
        assert reader.post(work(file), {"act": "complete"}).status_code == 403

    def test_the_secretariat_reads_without_the_notes_of_colleagues(
        self, file, client_of, company, in_scope, editor
    ):
        answer(file, "embed.policy", 2)
        with in_scope(company):
            leave_note(file, "embed.policy", "Alleen voor ons.", by=editor)

        response = client_of(ReviewerFactory()).get(page(file))

        html = text_of(response)
        assert EDITION.question("embed.policy").levels[2].text.nl in html
        assert "Alleen voor ons." not in html
        assert form_on(response) == {}
        assert "Wie werkt hieraan?" not in html

    def test_every_read_is_written_down_and_told_once_an_hour_for_each_part(
        self, file, client_of, in_scope, monkeypatch
    ):
        reviewer = ReviewerFactory(name="Marit de Wit")
        visitor = client_of(reviewer)
        for part in ("1.1", "1.1", "1.2"):
            visitor.get(page(file, part))
        with in_scope(file.company):
            reads = Event.objects.filter(verb="file.read", by_secretariat=True, actor=reviewer.pk)
            told = reads.order_by("at").values_list("data__part", "goes_on")
            assert list(told) == [("1.1", False), ("1.1", True), ("1.2", False)]

        later = timezone.now() + timedelta(minutes=61)
        monkeypatch.setattr("companies.services.reads.timezone.now", lambda: later)
        client_of(reviewer).get(page(file, "1.1"))

        with in_scope(file.company):
            assert reads.filter(data__part="1.1", goes_on=False).count() == 2

    def test_a_member_reading_leaves_no_trace(self, file, client, in_scope):
        client.get(page(file))

        with in_scope(file.company):
            assert not Event.objects.filter(verb="file.read").exists()

    def test_a_submitted_file_is_text_for_its_editors_too(self, file, client, in_scope):
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        response = client.get(page(file))

        assert "Uw dossier is ingediend" in text_of(response)
        assert form_on(response) == {}

    @pytest.mark.parametrize(
        ("make", "status"), [(AdminFactory, 404), (PartyUserFactory, 404)], ids=["rival", "party"]
    )
    def test_strangers_find_nothing(self, make, status, file, client_of):
        stranger = client_of(make())

        assert stranger.get(page(file)).status_code == status
        assert stranger.post(page(file), {}).status_code == status
        assert stranger.post(work(file), {}).status_code == status


class TestWhoWorksOnIt:
    def test_a_colleague_is_asked(self, file, client, company, in_scope):
        colleague = EditorFactory(of=company, name="Piet Jansen")

        response = client.post(work(file), {"act": "assign", "person": str(colleague.pk)})

        assert response.url == page(file)
        assert "Piet Jansen werkt nu aan dit onderdeel." in text_of(client.get(page(file)))
        with in_scope(company):
            assert PartWork.objects.get(part="1.1").assigned_to == colleague

    def test_and_nobody_again(self, file, client, editor, company, in_scope):
        client.post(work(file), {"act": "assign", "person": str(editor.pk)})

        client.post(work(file), {"act": "assign", "person": ""})

        with in_scope(company):
            assert PartWork.objects.get(part="1.1").assigned_to is None
        assert "Nog niemand" in text_of(client.get(page(file)))

    def test_somebody_of_another_company_is_not_a_colleague(self, file, client, in_scope):
        stranger = EditorFactory()

        client.post(work(file), {"act": "assign", "person": str(stranger.pk)})

        assert "Kies een collega uit de lijst." in text_of(client.get(page(file)))
        with in_scope(file.company):
            assert not PartWork.objects.exists()

    def test_calling_a_part_complete_and_taking_it_back(self, file, client, editor):
        client.post(work(file), {"act": "complete"})
        assert "Joke Bakker noemde dit onderdeel klaar" in text_of(client.get(page(file)))

        client.post(work(file), {"act": "reopen"})
        assert "Dit onderdeel is klaar" in text_of(client.get(page(file)))

    def test_a_closed_file_stays_as_it_is(self, file, client, in_scope):
        with in_scope(file.company):
            Assessment.objects.filter(pk=file.pk).update(status=Assessment.Status.SUBMITTED)

        client.post(work(file), {"act": "complete"})

        with in_scope(file.company):
            assert not PartWork.objects.exists()


class TestCost:
    @pytest.mark.parametrize("part", ["profile", "1.1", "2.1"])
    def test_ten_statements_however_much_there_is(self, part, client_of, in_scope):
        full = complete_file(CompanyFactory())
        people = [EditorFactory(of=full.company) for _ in range(5)]
        with in_scope(full.company):
            for person in people:
                leave_note(full, full.edition.part(part).questions[0].key, "Kijk even.", by=person)
        busy = client_of(people[0])
        empty = AssessmentFactory(company=CompanyFactory())
        quiet = client_of(EditorFactory(of=empty.company))
        busy.get(page(full, part))

        with exactly(11):
            assert busy.get(page(full, part)).status_code == 200
        with exactly(11):
            assert quiet.get(page(empty, part)).status_code == 200

    def test_a_visit_takes_no_more(self, file, client_of):
        visitor = client_of(ReviewerFactory())
        visitor.get(page(file, "1.1"))

        with exactly(11):
            visitor.get(page(file, "1.2"))

    def test_pages_with_long_lists_stay_small(self, company, client):
        file = complete_file(company)
        question = file.edition.question("identify.sourcing")
        cells = fitting(question, file)[0]["cells"]
        many = [
            {"id": f"0b9c4c7e-3a3e-4a8c-9d0e-{n:012}", "cells": {**cells, "supplier": f"Firma {n}"}}
            for n in range(100)
        ]
        answer(file, "identify.sourcing", many)

        response = client.get(page(file, "2.1"))

        assert len(gzip.compress(response.content)) < 60_000
        assert text_of(response).count('value="ZW"') == 1  # the countries stand there once


class TestHistory:
    def address(self, file, key="embed.policy", query=""):
        args = [file.company.slug, file.cycle.year, key]
        return reverse("diligence:answer-history", args=args) + query

    def test_every_version_with_who_and_what(self, file, client, company):
        answer(file, "embed.policy", 1, by=AdminFactory(of=company, name="Piet Jansen"))
        answer(file, "embed.policy", 2, explanation="Nu op papier.", by=EditorFactory(of=company))
        answer(file, "embed.policy", state=State.DONT_KNOW)

        html = text_of(client.get(self.address(file)))

        assert html.index("Versie 3") < html.index("Versie 2") < html.index("Versie 1")
        assert "Piet Jansen" in html and "Nu op papier." in html and "Weet ik niet" in html
        assert EDITION.question("embed.policy").levels[1].text.nl in html

    def test_a_question_without_an_answer_says_so(self, file, client):
        assert "nog niet beantwoord" in text_of(client.get(self.address(file)))

    def test_long_histories_come_in_pages_of_the_same_cost(self, file, client):
        for n in range(23):
            answer(file, "embed.breaches", f"Tekst nummer {n}.")
        client.get(self.address(file, "embed.breaches"))

        with exactly(9):
            first = text_of(client.get(self.address(file, "embed.breaches")))
        second = text_of(client.get(self.address(file, "embed.breaches", "?page=2")))

        assert "Tekst nummer 22." in first and "Tekst nummer 2." not in first
        assert "Tekst nummer 2." in second

    def test_strangers_find_nothing(self, file, client_of):
        assert client_of(AdminFactory()).get(self.address(file)).status_code == 404

    def test_an_unknown_question_is_a_404(self, file, client):
        assert client.get(self.address(file, "embed.onbekend")).status_code == 404


def test_names_of_controls_are_what_autosave_sends():
    question = EDITION.question("embed.policy")
    assert name_of(question, "value") == "embed.policy:value"
