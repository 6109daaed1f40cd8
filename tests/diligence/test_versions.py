"""A newer questionnaire within a year: what a company is told, moving to it, and back."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.framework.answers import Given, State
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Edition, Option
from diligence.framework.typed_lists import TYPED_LISTS, option_of
from diligence.models import Answer, Assessment, Cycle, VersionMove
from diligence.models.answer import BLANK
from diligence.services.answers import AssessmentClosed
from diligence.services.assessments import open_year
from diligence.services.snapshots import content_of
from diligence.services.versions import beside, moving
from diligence.services.versions.offering import NotNewer, offer
from tests.diligence.files import complete_file, store
from tests.diligence.framework.strategies import answers
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
    published_version,
)
from tests.factories.diligence import bring

pytestmark = pytest.mark.django_db
WAITS = "Chroom uit India wacht tot september."
ANSWERED = State.ANSWERED
SAID = {
    "identify__postponed": Given(ANSWERED, WAITS),
    "embed__records": Given(ANSWERED, "shorter"),
    "prevent__supplier_help": Given(ANSWERED, "Sneller betaald."),
}


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def file(company, editor) -> Assessment:
    """A full file of 2026, in a year that offers 2027."""
    CycleFactory(newer=published_version("2027"))
    return complete_file(company, by=editor, **SAID)


def published_edition(code: str) -> Edition:
    """Return an edition of the product without asking the database."""
    return edition_from_folder(EDITIONS / code)


def typed_lists() -> dict[str, tuple[Option, ...]]:
    """Return two names for every list that companies type themselves."""
    return dict.fromkeys(TYPED_LISTS, (option_of("Jansen"), option_of("Öz")))


def fresh(file: Assessment) -> Assessment:
    return Assessment.objects.for_company(file.company_id).with_cycle().get(pk=file.pk)


def stands(file: Assessment) -> dict[str, Given]:
    """Return every answer that says something, of whatever questionnaire."""
    rows = Answer.objects.for_company(file.company_id).filter(assessment=file)
    return {row.question: row.given() for row in rows if row.given() != Given(BLANK)}


def move(file: Assessment, by) -> VersionMove:
    with company_scope(file.company_id):
        return moving.move(fresh(file), by=by)


def undo(file: Assessment, by) -> VersionMove:
    with company_scope(file.company_id):
        return moving.undo(fresh(file), by=by)


# Offering


def test_only_a_version_that_follows_is_offered():
    cycle = CycleFactory()

    with pytest.raises(NotNewer, match="does not follow"):
        offer(cycle, published_version("2025"), by=None)
    assert offer(cycle, published_version("2027"), by=None).newer.code == "2027"
    assert offer(cycle, published_version("2027"), by=None).newer.code == "2027"
    with pytest.raises(NotNewer, match="offers"):
        offer(cycle, published_version("2026"), by=None)


def test_the_command_offers_a_published_version(capsys):
    CycleFactory()
    published_version("2025")
    published_version("2027")

    with pytest.raises(CommandError, match="2025 does not follow 2026"):
        call_command("questionnaire", "offer", "2025", "--year", "2026")
    with pytest.raises(CommandError, match="no published version 2031, or no year 2030"):
        call_command("questionnaire", "offer", "2031", "--year", "2030")
    call_command("questionnaire", "offer", "2027", "--year", "2026")
    assert "Files of 2026 may now move to 2027" in capsys.readouterr().out
    assert Cycle.objects.get(year=2026).newer == published_version("2027")


def test_who_begins_after_the_offer_begins_on_the_newer_one(company, editor):
    cycle = CycleFactory(newer=published_version("2027"))
    with company_scope(company.pk):
        file = open_year(company, cycle, by=editor)

        assert fresh(file).edition.code == "2027"
        assert not fresh(file).may_move


def test_an_offer_changes_nothing_in_an_open_file(company, editor):
    cycle = CycleFactory()
    file = complete_file(company, by=editor)
    with company_scope(company.pk):
        before = content_of(fresh(file))
        offer(cycle, published_version("2027"), by=None)

        assert content_of(fresh(file)) == before


# Moving


def test_answers_that_fit_go_along_and_the_rest_is_kept(file, editor):
    with company_scope(file.company_id):
        before = stands(file)
        made = move(file, editor)
        now = fresh(file)
        formers = {one.question.key: one for one in beside.formers_of(now)}

        assert (made.before.code, made.after.code, now.edition.code) == ("2026", "2027", "2027")
        assert stands(file)["embed.records"].value == "under_five_years"
        assert stands(file)["embed.breaches"] == before["embed.breaches"]
        assert formers["identify.postponed"].given.value == WAITS
        assert formers["identify.postponed"].beside == (
            "identify.postponed_risks",
            "identify.postponed_until",
        )
        assert not formers["prevent.supplier_help"].may_be_taken
        assert stands(file)["identify.postponed"].value == WAITS, "the row itself stays"
        assert now.figures["asked"] > now.figures["settled"]


def test_a_frozen_file_says_only_what_its_own_questionnaire_asks(file, editor):
    move(file, editor)
    with company_scope(file.company_id):
        content = content_of(fresh(file))

    assert content["questionnaire"] == published_version("2027").sha256
    assert "identify.postponed" not in content["answers"]
    assert content["answers"]["embed.records"]["value"] == "under_five_years"


def test_moving_twice_is_moving_once(file, editor):
    first = move(file, editor)
    with company_scope(file.company_id):
        before = stands(file)

        assert move(file, editor) == first
        assert stands(file) == before
        assert VersionMove.objects.for_company(file.company_id).count() == 1


def test_an_answer_keeps_the_language_it_was_given_in(file, editor):
    with company_scope(file.company_id):
        mine = Answer.objects.for_company(file.company_id)
        mine.filter(question="embed.records").update(language="en")
    move(file, editor)
    with company_scope(file.company_id):
        assert mine.get(question="embed.records").language == "en"


@pytest.mark.parametrize("status", ["submitted", "questions_open", "accepted", "closed"])
def test_a_file_that_was_handed_in_does_not_move(file, editor, status):
    bring(file, status)
    with company_scope(file.company_id):
        for act in (moving.move, moving.undo):
            with pytest.raises(AssessmentClosed):
                act(fresh(file), by=editor)


def test_a_failure_half_way_leaves_everything(file, editor, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("halverwege")

    monkeypatch.setattr(moving, "settle", break_down)
    with company_scope(file.company_id):
        before = stands(file)
        with pytest.raises(RuntimeError):
            moving.move(fresh(file), by=editor)

        assert stands(file) == before
        assert fresh(file).edition.code == "2026"


def test_a_year_without_a_newer_one_has_nothing_to_move_to(company, editor):
    file = AssessmentFactory(company=company)
    with company_scope(company.pk):
        with pytest.raises(moving.NothingNewer):
            moving.move(fresh(file), by=editor)
        with pytest.raises(moving.NotMoved):
            moving.undo(fresh(file), by=editor)


# And back


def test_undone_everything_is_as_before_and_what_came_since_is_kept(file, editor):
    with company_scope(file.company_id):
        before, standing = stands(file), fresh(file).figures
        move(file, editor)
        answer(fresh(file), "communicate.report_languages", "Nederlands en Bahasa.", by=editor)
        answer(fresh(file), "embed.breaches", "Anders dan eerst.", by=editor)
        undone = undo(file, editor)

        assert stands(file) == before
        assert fresh(file).version is None
        assert fresh(file).figures == standing
        since = {one.question.key: one.given.value for one in beside.given_since(undone)}
        assert since == {
            "communicate.report_languages": "Nederlands en Bahasa.",
            "embed.breaches": "Anders dan eerst.",
        }
        assert undo(file, editor) == undone


def test_after_thirty_days_there_is_no_way_back(file, editor):
    made = move(file, editor)
    with company_scope(file.company_id):
        long_ago = timezone.now() - datetime.timedelta(days=30, minutes=1)
        VersionMove.objects.for_company(file.company_id).update(moved_at=long_ago)
        made.refresh_from_db()

        assert not made.may_undo
        with pytest.raises(moving.TooLate):
            moving.undo(fresh(file), by=editor)


def test_a_file_moves_again_after_it_went_back(file, editor):
    move(file, editor)
    undo(file, editor)
    again = move(file, editor)

    with company_scope(file.company_id):
        assert again.undone_at is None
        assert fresh(file).edition.code == "2027"
        undo(file, editor)
        assert stands(file)["embed.records"].value == "shorter"


REAL = published_edition("2026")


@settings(
    max_examples=12,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@drawn(answers(REAL, typed_lists()))
def test_there_and_back_is_where_it_was(editor, before):
    CycleFactory(newer=published_version("2027"))
    file = AssessmentFactory(company=CompanyFactory())
    store(file, before, by=editor)
    with company_scope(file.company_id):
        stood = stands(file)
        move(file, editor)
        kept = [one.question.key for one in beside.formers_of(fresh(file))]
        moved = stands(file)
        for key, given in stood.items():
            assert key in kept or moved[key].value == given.value or key == "embed.records"
        undo(file, editor)

        assert stands(file) == stood
        assert fresh(file).edition == REAL


# The log


def test_the_log_tells_both_ways(file, editor, client_of):
    move(file, editor)
    with company_scope(file.company_id):
        answer(fresh(file), "communicate.report_languages", "Nederlands.", by=editor)
    undo(file, editor)
    with company_scope(file.company_id):
        told = Event.objects.for_company(file.company_id).filter(verb__startswith="file.moved")
        assert sorted(told.values_list("verb", flat=True)) == ["file.moved", "file.moved_back"]
    page = client_of(editor).get(f"/companies/{file.company.slug}/log/").content.decode()

    assert "stapte voor 2026 over van vragenlijst 2026 naar 2027" in page
    assert "In welke talen is uw openbare verslag te lezen?" in page


# The pages


def url(file: Assessment, more: str = "") -> str:
    return f"/companies/{file.company.slug}/2026/{more}"


def test_a_company_reads_what_changes_and_decides_itself(file, editor, client_of):
    client = client_of(editor)
    home = client.get(url(file)).content.decode()
    assert "Er is een nieuwere vragenlijst: 2027" in home
    page = client.get(url(file, "version/")).content.decode()

    assert "2 anders geformuleerd, 5 vragen een nieuw antwoord, 1 vervalt" in page
    assert "Wat gebeurt er als iemand in uw bedrijf het beleid overtreedt?" in page
    assert "Wat doet u als iemand in uw bedrijf zich niet aan het beleid houdt?" in page
    with company_scope(file.company_id):
        assert fresh(file).edition.code == "2026", "looking changes nothing"

    answered = client.post(url(file, "version/"), follow=True).content.decode()
    assert "U staat nu op de vragenlijst van 2027" in answered
    assert WAITS in client.get(url(file, "parts/2.4/")).content.decode()
    back = client.post(url(file, "version/undo/"), follow=True).content.decode()
    assert "Alles staat weer zoals vóór het overstappen" in back


def test_it_is_told_in_english(file, editor, client_of):
    client = client_of(editor)
    client.post("/language/", {"language": "en"})
    page = client.get(url(file, "version/")).content.decode()

    assert "2 worded otherwise, 5 want a new answer, 1 is dropped" in page
    assert "In which languages can your public report be read?" in page


def test_every_page_of_a_moved_file_opens(file, editor, client_of):
    client = client_of(editor)
    move(file, editor)
    pages = ["", "score/", "check/", "search/?q=chroom", "measures/", "reports/", "version/"]
    pages += [f"parts/{part.key}/" for part in published_edition("2027").parts]

    assert {page: client.get(url(file, page)).status_code for page in pages} == dict.fromkeys(
        pages, 200
    )
    assert client.get(url(file, "answers.json")).status_code == 200


def test_a_reader_and_the_secretariat_read_and_cannot_move(file, client_of):
    for person in (ReaderFactory(of=file.company), ReviewerFactory()):
        client = client_of(person)

        assert client.get(url(file, "version/")).status_code == 200
        assert client.post(url(file, "version/")).status_code == 403
        assert client.post(url(file, "version/undo/")).status_code == 403


def test_another_company_finds_nothing(file, client_of):
    client = client_of(EditorFactory(of=CompanyFactory()))

    assert client.get(url(file, "version/")).status_code == 404
    assert client.post(url(file, "version/")).status_code == 404


def test_a_year_without_a_newer_one_has_no_such_page(editor, company, client_of):
    AssessmentFactory(company=company)

    assert client_of(editor).get(f"/companies/{company.slug}/2026/version/").status_code == 404


def test_what_cannot_be_is_said_and_changes_nothing(file, editor, client_of):
    client = client_of(editor)
    refused = client.post(url(file, "version/undo/"))
    assert refused.status_code == 409
    assert "er is niets terug te zetten" in refused.content.decode()

    bring(file, "submitted")
    assert client.post(url(file, "version/")).status_code == 409


def test_a_file_that_never_moved_is_asked_nothing_more(file, editor, client_of):
    client = client_of(editor)
    page = url(file, "parts/1.1/")
    client.get(page)
    with CaptureQueriesContext(connection) as caught:
        client.get(page)

    assert not [query for query in caught if "versionmove" in query["sql"]]
