"""Taking over, beside the new question, what was answered under a former questionnaire."""

import datetime

import pytest
from django.utils import timezone, translation

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.framework.answers import Given, State
from diligence.models import Answer, Assessment, VersionMove
from diligence.services.answers import AssessmentClosed
from diligence.services.versions import moving, taking
from diligence.services.versions.beside import Former
from tests.diligence.files import complete_file
from tests.diligence.forms import form_on
from tests.factories import (
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReaderFactory,
    answer,
    published_version,
)
from tests.factories.diligence import bring

pytestmark = pytest.mark.django_db
WAITS = "Chroom uit India wacht tot september."
OLD, NEW, DAY = "identify.postponed", "identify.postponed_risks", "identify.postponed_until"
SCHEMES, LIMITS = "identify.schemes", "identify.scheme_limits"


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


@pytest.fixture
def file(company, editor) -> Assessment:
    """A full file that moved from 2026 to 2027."""
    CycleFactory(newer=published_version("2027"))
    said = {
        "identify__postponed": Given(State.ANSWERED, WAITS),
        "prevent__supplier_help": Given(State.ANSWERED, "Sneller betaald."),
    }
    made = complete_file(company, by=editor, **said)
    with company_scope(company.pk):
        Answer.objects.filter(question=OLD).update(language="en")
        moving.move(fresh(made), by=editor)
        return fresh(made)


def fresh(file: Assessment) -> Assessment:
    files = Assessment.objects.for_company(file.company_id).with_cycle()
    return files.select_related("company").get(pk=file.pk)


def stands(file, key=NEW) -> Answer | None:
    with company_scope(file.company_id):
        return Answer.objects.filter(assessment=file, question=key).first()


def take(file, key=NEW, former=OLD, *, by, seen=0, **more):
    with company_scope(file.company_id):
        return taking.take(fresh(file), key, former, seen=seen, by=by, **more)


def give_back(file, key=NEW, former=OLD, *, by):
    with company_scope(file.company_id):
        return taking.give_back(fresh(file), key, former, by=by)


class TestTaking:
    def test_what_fits_is_the_answer_in_its_own_language(self, file, editor):
        with translation.override("nl"):
            take(file, by=editor)

        now = stands(file)
        assert (now.value, now.state, now.language) == (WAITS, State.ANSWERED, "en")
        with company_scope(file.company_id):
            assert fresh(file).figures["settled"] > file.figures["settled"]
            assert Event.objects.filter(verb="file.taken_over").count() == 1

    def test_twice_is_once(self, file, editor):
        first = take(file, by=editor)

        assert take(file, by=editor, seen=first.version).version == first.version

    def test_what_fits_nowhere_is_only_read(self, file, editor):
        with pytest.raises(taking.DoesNotFit):
            take(file, DAY, by=editor)
        assert stands(file, DAY) is None

    def test_never_where_the_meaning_changed(self, file, editor):
        with pytest.raises(taking.DoesNotFit):
            take(file, "prevent.help_results", "prevent.supplier_help", by=editor)

    def test_not_at_another_question(self, file, editor):
        with pytest.raises(taking.NothingKept):
            take(file, "embed.records", by=editor)

    def test_an_answer_of_a_colleague_stays(self, file, editor):
        answer(file, NEW, "Van mij.", by=EditorFactory(of=file.company))

        with pytest.raises(taking.ChangedMeanwhile):
            take(file, by=editor)
        assert stands(file).value == "Van mij."
        assert take(file, by=editor, seen=1).value == f"Van mij.\n\n{WAITS}"

    def test_words_go_behind_a_text_that_stands(self, file, editor):
        answer(file, SCHEMES, "Zie het register.", by=editor)
        made = take(file, SCHEMES, LIMITS, by=editor, seen=1)

        assert made.value.startswith("Zie het register.\n\n") and len(made.value) > 20
        with pytest.raises(taking.DoesNotFit):  # they stand there already
            answer(file, SCHEMES, made.value + " En meer.", by=editor)
            take(file, SCHEMES, LIMITS, by=editor, seen=3)

    def test_words_go_into_an_explanation_where_a_level_is_asked(self, file):
        new = file.edition
        former = Former(new.question(NEW), new, Given(State.ANSWERED, WAITS), "merged", ())
        now = Answer(version=1, state=State.ANSWERED, value=2, explanation="Zie het register.")

        offer = taking.offer_of(former, new.question("embed.training"), new, now)

        assert (offer.place, offer.entry.value) == (taking.Place.EXPLANATION, 2)
        assert offer.entry.explanation == f"Zie het register.\n\n{WAITS}"

    def test_not_in_a_file_that_was_handed_in(self, file, editor):
        bring(file, "submitted")

        with pytest.raises(AssessmentClosed):
            take(file, by=editor)


class TestGivingBack:
    def test_what_stood_before_stands_again(self, file, editor):
        answer(file, SCHEMES, "Zie het register.", by=editor)
        take(file, SCHEMES, LIMITS, by=editor, seen=1)

        give_back(file, SCHEMES, LIMITS, by=editor)

        now = stands(file, SCHEMES)
        assert (now.value, now.version) == ("Zie het register.", 3)
        with pytest.raises(taking.NothingKept):
            give_back(file, SCHEMES, LIMITS, by=editor)

    def test_and_it_can_be_taken_again(self, file, editor):
        take(file, by=editor)
        give_back(file, by=editor)
        assert stands(file).is_open and stands(file).value is None

        assert take(file, by=editor, seen=2).value == WAITS

    def test_an_answer_that_somebody_went_on_with_stays(self, file, editor):
        take(file, by=editor)
        answer(file, NEW, "Ander.", by=editor)

        with pytest.raises(taking.ChangedMeanwhile):
            give_back(file, by=editor)
        assert stands(file).value == "Ander."

    def test_after_thirty_days_it_stays(self, file, editor):
        take(file, by=editor)
        with company_scope(file.company_id):
            long_ago = timezone.now() - datetime.timedelta(days=30, minutes=1)
            VersionMove.objects.update(moved_at=long_ago)

        with pytest.raises(moving.TooLate):
            give_back(file, by=editor)

    def test_undoing_the_move_puts_all_back(self, file, editor):
        take(file, by=editor)
        with company_scope(file.company_id):
            moving.undo(fresh(file), by=editor)

            assert Answer.objects.get(question=OLD).value == WAITS
        with pytest.raises(taking.NothingKept):
            take(file, by=editor, seen=2)


PART = "2.4"


def page(file, more="") -> str:
    return f"/companies/{file.company.slug}/2026/parts/{PART}/{more}"


def press(client, file, button, **more):
    return client.post(
        page(file, "take/"), form_on(client.get(page(file))) | {"take": button} | more
    )


class TestThePage:
    def test_over_and_back(self, file, client):
        response = press(client, file, f"over {NEW} {OLD}")
        assert response.status_code == 302 and stands(file).value == WAITS
        html = client.get(page(file)).content.decode()
        assert "Dit hebt u hier overgenomen." in html and f"over {NEW} {OLD}" not in html

        press(client, file, f"back {NEW} {OLD}")
        assert stands(file).is_open

    def test_where_it_does_not_fit_there_is_no_button(self, file, client):
        html = client.get(page(file)).content.decode()

        assert f"over {NEW} {OLD}" in html and f"over {DAY} {OLD}" not in html
        assert html.count(WAITS) >= 2

    def test_what_was_typed_at_the_question_stays_in_front(self, file, client):
        press(client, file, f"over {NEW} {OLD}", **{f"{NEW}:value": "Zelf getypt."})

        assert stands(file).value == f"Zelf getypt.\n\n{WAITS}"

    def test_why_nothing_was_taken_is_told_at_the_question(self, file, client):
        sent = form_on(client.get(page(file)))
        answer(file, NEW, f"Al gedaan: {WAITS}", by=EditorFactory(of=file.company))
        response = client.post(page(file, "take/"), sent | {"take": f"over {NEW} {OLD}"})

        assert response.status_code in (409, 412)
        assert f"Al gedaan: {WAITS}" in response.content.decode()
        assert stands(file).version == 1

    def test_script_gets_the_card(self, file, client):
        sent = {"take": f"over {NEW} {OLD}", f"seen:{NEW}": "0"}
        reply = client.post(page(file, "take/"), sent, HTTP_ACCEPT="application/json")
        assert reply.status_code == 200 and "Overnemen ongedaan maken" in reply.json()["card"]

        again = sent | {f"seen:{NEW}": "0", "take": f"over {NEW} prevent.supplier_help"}
        reply = client.post(page(file, "take/"), again, HTTP_ACCEPT="application/json")
        assert reply.status_code == 409

    def test_who(self, file, client_of):
        reader, stranger = ReaderFactory(of=file.company), EditorFactory(of=CompanyFactory())

        assert "over identify" not in client_of(reader).get(page(file)).content.decode()
        assert client_of(reader).post(page(file, "take/")).status_code == 403
        assert client_of(stranger).post(page(file, "take/")).status_code == 404

    @pytest.mark.parametrize("button", ["", "over", "burn a b", f"over embed.records {OLD}"])
    def test_a_button_nobody_made_does_nothing(self, file, client, button):
        assert press(client, file, button).status_code == 404
