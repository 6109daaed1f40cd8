"""Autosave over HTTP: every kind of question, every way it can be refused, and nothing lost."""

import pytest
from django.test import Client
from django.urls import reverse

from diligence.forms import name_of
from diligence.framework.answers import Given, State
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.models import Answer, AnswerRevision, Assessment
from tests.diligence.files import complete_file, exactly, fill, plain
from tests.diligence.forms import fitting, typed
from tests.diligence.talks import close_file
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
KEYS = [question.key for question in edition_from_folder(EDITIONS / "2026").questions]
ROW = "0b9c4c7e-3a3e-4a8c-9d0e-1d6f6f1b0001"
OTHER_ROW = "0b9c4c7e-3a3e-4a8c-9d0e-1d6f6f1b0002"


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


@pytest.fixture
def save(client, file):
    """Return a function that sends one answer: `save("embed.policy", 2, version=1)`."""

    def send(key, value=None, *, by=client, headers=None, **form):
        question = file.edition.question(key)
        data = typed(question, value, **form)
        return by.post(address(file, key), data, headers=headers or {})

    return send


def address(file, key):
    return reverse("diligence:answer", args=[file.company.slug, file.cycle.year, key])


def kept(file, key, in_scope) -> Answer | None:
    with in_scope(file.company):
        return file.answers.filter(question=key).first()


class TestEveryQuestion:
    @pytest.mark.parametrize("key", KEYS)
    def test_a_valid_answer_is_kept_as_it_was_given(self, key, file, save, in_scope):
        question = file.edition.question(key)
        value = fitting(question, file)

        response = save(key, value)

        assert response.status_code == 200, response.json()
        stands = kept(file, key, in_scope)
        assert (stands.state, stands.value) == (State.ANSWERED, value)
        assert response.json()["version"] == stands.version == 1
        assert response.json()["missing"] == []

    @pytest.mark.parametrize("state", [State.DONT_KNOW, State.LATER])
    @pytest.mark.parametrize("key", ["embed.policy", "profile.metals", "identify.sourcing"])
    def test_an_honest_state_is_kept_instead(self, key, state, save, file, in_scope):
        response = save(key, state=state, explanation="Dat zoeken wij nog uit.")

        assert response.status_code == 200
        stands = kept(file, key, in_scope)
        assert (stands.state, stands.value) == (state, None)
        assert stands.explanation == "Dat zoeken wij nog uit."

    def test_what_was_typed_before_later_is_not_thrown_away(self, save, file, in_scope):
        save("embed.breaches", "Wij bespreken het met de ploegbaas", state=State.LATER)

        stands = kept(file, "embed.breaches", in_scope)
        assert stands.state == State.LATER
        assert stands.value == "Wij bespreken het met de ploegbaas"

    def test_not_applicable_is_kept_with_its_reason(self, save, file, in_scope):
        reason = "Wij hebben geen eigen personeel in dienst."
        save("embed.hours", "3", state=State.NOT_APPLICABLE, reason=reason)

        stands = kept(file, "embed.hours", in_scope)
        assert (stands.state, stands.value, stands.reason) == ("not_applicable", None, reason)

    def test_doubt_stands_beside_an_answer(self, save, file, in_scope):
        response = save("embed.policy", 3, unsure="1")

        assert kept(file, "embed.policy", in_scope).unsure
        assert "Twijfel" in response.json()["pill"]

    def test_a_weak_answer_hears_at_once_that_something_would_help(self, save):
        assert save("embed.policy", 1).json()["has_measures"]
        assert not save("embed.policy", 4, version=1).json()["has_measures"]
        assert not save("embed.breaches", "Iets").json()["has_measures"]

    def test_emptying_an_answer_opens_the_question_again(self, save, file, in_scope):
        save("embed.breaches", "Iets")

        response = save("embed.breaches", "", version=1)

        assert kept(file, "embed.breaches", in_scope).is_open
        assert "Nog niet beantwoord" in response.json()["pill"]

    def test_nothing_is_written_when_nothing_changed(self, save, file, in_scope):
        save("embed.policy", 2, explanation="Wij hebben het op papier.")

        again = save("embed.policy", 2, version=1, explanation="Wij hebben het op papier.")

        assert again.json()["version"] == 1
        with in_scope(file.company):
            assert AnswerRevision.objects.filter(answer__question="embed.policy").count() == 1

    def test_an_empty_box_that_was_never_filled_leaves_no_row(self, save, file, in_scope):
        response = save("embed.breaches", "")

        assert response.json()["version"] == 0
        assert kept(file, "embed.breaches", in_scope) is None


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("profile.fte", "ongeveer twaalf", "U typte “ongeveer twaalf”"),
            ("profile.fte", "0", "Vul 0,1 of meer in"),
            ("embed.hours", "2,5", "zonder cijfers achter de komma"),
            ("embed.policy", "9", "Kies een niveau van 0 tot en met 4"),
            ("embed.scrap_refusal", "misschien", "Kies uit de lijst"),
            ("profile.workers", ["none", "agency"], "Het past niet bij de andere keuzes"),
            ("profile.metals", ["ME-XX"], "Kies uit de lijst"),
            ("embed.policy_reviewed_on", "morgen", "dag-maand-jaar"),
            ("embed.policy_reviewed_on", "2009-01-01", "01-01-2010"),
            ("embed.policy_reviewed_on", "2199-01-01", "toekomst"),
            ("communicate.report_link", "ons verslag", "webadres"),
            ("embed.breaches", "x" * 1501, "1501 tekens, 1500 is het meeste"),
        ],
    )
    def test_what_is_no_answer_is_refused_in_words(self, key, value, words, save, file, in_scope):
        response = save(key, value)

        assert response.status_code == 422
        assert words in response.json()["message"]
        assert words in response.json()["problems"][0]["text"]
        assert kept(file, key, in_scope) is None

    @pytest.mark.parametrize(
        ("form_language", "number", "value"),
        [("nl", "1.250,5", "1250.5"), ("en", "1,250.5", "1250.5"), ("nl", "1.250", "1250")],
    )
    def test_a_number_is_read_in_the_language_of_its_form(
        self, form_language, number, value, client, file, in_scope
    ):
        """Even when the reader switched language in another window since."""
        question = file.edition.question("profile.fte")
        client.post(
            address(file, "profile.fte"), typed(question, number) | {"language": form_language}
        )

        assert kept(file, "profile.fte", in_scope).value == value

    @pytest.mark.parametrize("day", ["2026-03-12", "12-03-2026", "12/3/2026", "12 maart 2026"])
    def test_a_day_is_read_in_every_ordinary_way(self, day, save, file, in_scope):
        save("embed.policy_reviewed_on", day)

        assert kept(file, "embed.policy_reviewed_on", in_scope).value == "2026-03-12"

    @pytest.mark.parametrize("reason", ["", "Geen idee."])
    def test_not_applicable_asks_for_a_reason(self, reason, save, file, in_scope):
        response = save("embed.hours", state=State.NOT_APPLICABLE, reason=reason)

        assert response.status_code == 422
        assert "Leg" in response.json()["message"]
        assert response.json()["problems"][0]["url"] == "#q-embed-hours-reason"
        assert kept(file, "embed.hours", in_scope) is None

    def test_a_wrong_cell_is_named_by_row_and_column(self, save):
        rows = [{"id": ROW, "cells": {"name": "Gorinchem", "people": "een paar"}}]

        response = save("profile.sites", rows)

        problem = response.json()["problems"][0]
        assert response.status_code == 422
        assert (problem["row"], problem["column"]) == (ROW, "people")
        assert problem["url"] == f"#q-profile-sites-{ROW}-people"

    def test_a_half_filled_row_is_kept_and_says_what_is_missing(self, save, file, in_scope):
        rows = [{"id": ROW, "cells": {"name": "Gorinchem"}}]

        response = save("profile.sites", rows)

        assert response.status_code == 200
        assert kept(file, "profile.sites", in_scope).value == rows
        assert kept(file, "profile.sites", in_scope).is_open
        assert "Land" in response.json()["missing"][0]["text"]

    def test_suppliers_and_smelters_are_names_that_people_type(self, save, file, in_scope):
        cells = plain(file.edition.question("identify.sourcing"), file, 2).value[0]["cells"]
        rows = [{"id": ROW, "cells": {**cells, "smelters": ["Smelterij Één", "PT Timah"]}}]

        response = save("identify.sourcing", rows)

        assert response.status_code == 200, response.json()
        assert kept(file, "identify.sourcing", in_scope).value == rows

    def test_a_name_of_a_page_is_refused(self, save):
        rows = [{"id": ROW, "cells": {"supplier": "x" * 121}}]

        response = save("identify.sourcing", rows)

        assert response.status_code == 422
        assert "120 is het meeste" in response.json()["message"]


class TestVersions:
    def test_the_version_may_come_in_a_header(self, client, file, in_scope):
        answer(file, "embed.policy", 1)
        question = file.edition.question("embed.policy")
        data = typed(question, 2)
        del data[name_of(question, "version")]

        response = client.post(address(file, question.key), data, headers={"If-Match": '"1"'})

        assert response.status_code == 200
        assert kept(file, "embed.policy", in_scope).value == 2

    @pytest.mark.parametrize("version", [None, "", "drie", "-1", "9" * 12])
    def test_without_a_version_nothing_is_overwritten(self, version, client, file, in_scope):
        answer(file, "embed.policy", 1)
        question = file.edition.question("embed.policy")
        data = typed(question, 2, version=version)
        if version is None:
            del data[name_of(question, "version")]

        response = client.post(address(file, question.key), data)

        assert response.status_code == 428
        assert kept(file, "embed.policy", in_scope).value == 1

    def test_an_own_text_that_was_not_heard_back_is_no_conflict(self, save, file, in_scope):
        """The connection dropped after the server had saved: the browser sends a newer text."""
        save("embed.breaches", "Eerste")

        response = save("embed.breaches", "Eerste en meer", version=0, unheard="1")

        assert response.status_code == 200
        assert kept(file, "embed.breaches", in_scope).value == "Eerste en meer"

    def test_but_a_colleagues_text_in_between_is(self, save, file, company):
        save("embed.breaches", "Eerste")
        answer(file, "embed.breaches", "Van een collega", by=AdminFactory(of=company))
        save("embed.breaches", "Derde", version=2)

        response = save("embed.breaches", "Vierde", version=0, unheard="3")

        assert response.status_code == 412


class TestWhatItTells:
    def test_words_for_the_save_line_and_who_changed_it(self, save):
        reply = save("embed.policy", 2).json()

        assert reply["saved"].startswith("Opgeslagen om ")
        assert reply["change"].startswith("Joke Bakker, ")
        assert "Beantwoord" in reply["pill"]

    def test_how_far_every_part_is(self, save):
        reply = save("profile.buys_outside_eu", "none").json()

        settled, asked, state = reply["parts"]["profile"]
        assert (settled, state) == (1, "in_progress")
        assert reply["whole"][0] == 1 and reply["whole"][1] >= asked

    def test_which_questions_show_now_and_why(self, save):
        before = save("embed.policy", 1).json()["shown"]
        after = save("embed.policy", 2, version=1).json()["shown"]

        assert before["embed.policy_reviewed_on"] is None
        assert "niveau 2" in after["embed.policy_reviewed_on"]

    def test_which_options_this_company_does_not_get(self, save, file):
        answer(file, "profile.forms_bought", ["primary"])
        reply = save("embed.policy", 2).json()

        assert reply["hidden_options"]["embed.policy_commitments"] == ["minerals", "scrap"]

    def test_a_hidden_answer_is_kept_but_does_not_count(self, save, file, in_scope):
        """A colleague hid the question while this text was on its way."""
        answer(file, "embed.policy", 0)
        settled = save("embed.policy_reviewed_on", "2026-03-12").json()["whole"][0]

        assert kept(file, "embed.policy_reviewed_on", in_scope).value == "2026-03-12"
        assert settled == 1  # the policy alone


class TestTables:
    def rows(self, *names):
        return [
            {"id": f"0b9c4c7e-3a3e-4a8c-9d0e-{n:012}", "cells": {"name": name}}
            for n, name in enumerate(names)
        ]

    def test_order_is_data(self, save, file, in_scope):
        rows = self.rows("Gorinchem", "Delfzijl", "Breda")
        save("profile.sites", rows)

        save("profile.sites", rows[::-1], version=1)

        assert kept(file, "profile.sites", in_scope).value == rows[::-1]

    def test_two_people_fill_fifty_rows_without_loss(
        self, save, client_of, file, company, in_scope
    ):
        """Each changes, adds, moves and removes other rows, from the same version."""
        other = client_of(AdminFactory(of=company))
        rows = self.rows(*(f"Plaats {n}" for n in range(50)))
        save("profile.sites", rows)
        theirs = [dict(row, cells=dict(row["cells"])) for row in rows]
        theirs[3]["cells"]["country"] = "NL"
        theirs.append({"id": ROW, "cells": {"name": "Nieuw bij de ander"}})
        mine = [dict(row, cells=dict(row["cells"])) for row in rows]
        mine[3]["cells"]["people"] = "12"
        del mine[40]
        mine.insert(0, mine.pop(10))
        mine.append({"id": OTHER_ROW, "cells": {"name": "Nieuw bij mij"}})

        first = save("profile.sites", theirs, version=1, by=other)
        second = save("profile.sites", mine, version=1)

        assert (first.status_code, second.status_code) == (200, 200)
        value = kept(file, "profile.sites", in_scope).value
        by_name = {row["cells"]["name"]: row["cells"] for row in value}
        assert by_name["Plaats 3"] == {"name": "Plaats 3", "country": "NL", "people": "12"}
        assert "Plaats 40" not in by_name
        assert {"Nieuw bij de ander", "Nieuw bij mij"} <= by_name.keys()
        assert len(value) == 51
        assert value[0]["cells"]["name"] == "Plaats 10"
        sent_back = {row["id"]: row["cells"]["name"] for row in second.json()["rows"]}
        assert sent_back[ROW] == ["Nieuw bij de ander"]

    def test_the_same_cell_changed_by_both_is_a_conflict(self, save, client_of, file, company):
        other = client_of(AdminFactory(of=company))
        rows = self.rows("Gorinchem")
        save("profile.sites", rows)
        save("profile.sites", [dict(rows[0], cells={"name": "Delft"})], version=1, by=other)

        response = save("profile.sites", [dict(rows[0], cells={"name": "Breda"})], version=1)

        assert response.status_code == 412
        assert "Delft" in response.json()["panel"] and "Breda" in response.json()["panel"]


class TestWhoMay:
    def test_a_reader_may_not(self, save, client_of, company, file, in_scope):
        response = save("embed.policy", 2, by=client_of(ReaderFactory(of=company)))

        assert response.status_code == 403
        assert kept(file, "embed.policy", in_scope) is None

    def test_another_company_finds_nothing(self, save, client_of, file, in_scope):
        response = save("embed.policy", 2, by=client_of(AdminFactory()))

        assert response.status_code == 404
        assert kept(file, "embed.policy", in_scope) is None

    def test_the_secretariat_never_answers_for_a_member(self, save, client_of, file, in_scope):
        response = save("embed.policy", 2, by=client_of(ReviewerFactory()))

        assert response.status_code == 403
        assert kept(file, "embed.policy", in_scope) is None

    def test_nobody_is_sent_to_the_sign_in_page(self, save, client_of):
        response = save("embed.policy", 2, by=client_of(None))

        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")

    def test_a_request_from_elsewhere_is_refused(self, editor, file, in_scope):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor)
        question = file.edition.question("embed.policy")

        response = strict.post(address(file, question.key), typed(question, 2))

        assert response.status_code == 403
        assert kept(file, "embed.policy", in_scope) is None

    @pytest.mark.parametrize("key", ["embed.onbekend", "geen sleutel"])
    def test_a_question_that_does_not_exist_is_a_404(self, key, client, file):
        assert client.post(address(file, key), {}).status_code == 404

    def test_it_answers_to_posts_only(self, client, file):
        assert client.get(address(file, "embed.policy")).status_code == 405

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (Assessment.Status.SUBMITTED, "Uw dossier is ingediend"),
            (Assessment.Status.ACCEPTED, "Uw dossier is akkoord"),
            (Assessment.Status.CLOSED, "Dit jaar is gesloten"),
        ],
    )
    def test_a_closed_file_says_so(self, status, words, save, file, in_scope):
        bring(file, status)

        response = save("embed.policy", 2)

        assert response.status_code == 409
        assert words in response.json()["message"]
        assert kept(file, "embed.policy", in_scope) is None


SAVING = 7
"""Six, and the scope: inside a test's transaction no BEGIN carries it."""


class TestCost:
    def test_saving_takes_six_statements_however_much_there_is(self, save, company, client_of):
        filled = complete_file(CompanyFactory())
        rich = client_of(EditorFactory(of=filled.company))
        save("embed.breaches", "Eén")

        with exactly(SAVING):
            assert save("embed.breaches", "Twee", version=1).status_code == 200
        with exactly(SAVING):
            question = filled.edition.question("embed.breaches")
            data = typed(question, "Iets anders", version=1)
            assert rich.post(address(filled, question.key), data).status_code == 200

    def test_the_reply_is_small(self, save):
        assert len(save("embed.policy", 2).content) < 3000


def test_a_table_that_was_put_off_comes_back_with_its_rows(file, editor, in_scope):
    fill(file, {}, by=editor, upto="profile.fte")
    rows = [{"id": ROW, "cells": {"name": "Gorinchem"}}]
    answer(file, "profile.sites", rows, state=State.LATER, by=editor)

    with in_scope(file.company):
        given = file.answers.get(question="profile.sites").given()

    assert given == Given(State.LATER, rows)


def test_closing_a_year_is_what_stops_it(file, in_scope, save):
    bring(file, Assessment.Status.ACCEPTED)
    close_file(file)

    assert save("embed.policy", 2).status_code == 409
