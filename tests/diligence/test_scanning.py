"""With a scanner set up a file waits for it, and one with a virus is never handed out."""

import pytest
from celery.exceptions import Retry

from companies.models import Event
from convenant.queue.models import OutboxItem
from diligence.models import Evidence, EvidenceVersion
from diligence.services import evidence_upkeep, scanning
from tests.diligence.proof import address, documents, put
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.stored import path_of
from tests.uploads import clamd, good

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("one scanner")]


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    """Run a scanner for these tests, and tell where."""
    with clamd.running(tmp_path_factory.mktemp("clamd")) as url:
        yield url


@pytest.fixture
def company():
    made = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=made)
    return made


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def browser(editor, client_of, settings, scanner):
    settings.CLAMD_URL = scanner
    return client_of(editor)


@pytest.fixture
def state(in_scope, company):
    """Return a function that tells the state of the newest version."""

    def look() -> str:
        with in_scope(company):
            return EvidenceVersion.objects.order_by("-uploaded_at").first().state

    return look


def sick(name: str = "brief.txt"):
    """Return a file with what every scanner calls a virus, and that is otherwise sound."""
    return good.sent(name, b"Beste collega,\n" + clamd.EICAR + b"\n")


def test_a_sound_file_waits_and_is_then_free(browser, company, state, in_scope, run_outbox):
    put(browser, good.sent("beleid.pdf", good.pdf()))

    [document] = documents(in_scope, company)
    url = address("evidence-file", document.file["id"])
    assert state() == "pending"
    waiting = browser.get(url)
    assert waiting.status_code == 409
    assert "Wordt gecontroleerd op virussen" in waiting.content.decode()
    assert "Wordt gecontroleerd" in browser.get(address("part", 2026, "1.1")).content.decode()

    assert run_outbox() == 1

    assert state() == "clean"
    assert browser.get(url).status_code == 200


def test_a_virus_is_stopped_removed_and_told(browser, company, state, in_scope, run_outbox):
    put(browser, sick())
    with in_scope(company):
        version = EvidenceVersion.objects.get()
    assert path_of(version.file).exists()

    run_outbox()

    assert state() == "infected"
    page = browser.get(address("library")).content.decode()
    assert "Tegengehouden: virus gevonden" in page
    assert browser.get(address("evidence-file", version.pk)).status_code == 409
    with in_scope(company):
        told = Event.objects.get(verb="evidence.stopped")
    assert told.names == {"file": "brief.txt"} and told.data["found"].startswith("Test.Eicar")
    assert "Brief" in browser.get(address("library") + "?state=stopped").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_a_virus_leave_the_store(browser, company, in_scope, run_outbox):
    put(browser, sick())
    with in_scope(company):
        place = path_of(EvidenceVersion.objects.get().file)

    run_outbox()

    assert not place.exists()


def test_a_virus_in_a_newer_version_leaves_the_older_in_use(
    browser, company, state, in_scope, run_outbox
):
    put(browser, good.sent("brief.txt", good.TXT))
    run_outbox()
    [document] = documents(in_scope, company)

    put(browser, sick(), where=("evidence-version", document.pk))
    run_outbox()

    [document] = documents(in_scope, company)
    assert (document.file["number"], document.file["state"]) == (1, "clean")
    assert state() == "infected"


def test_while_the_scanner_is_down_a_file_waits_and_the_task_stays(
    browser, company, state, in_scope, run_outbox, settings, scanner
):
    settings.CLAMD_URL = "unix:/bestaat/niet.sock"
    put(browser, good.sent("beleid.pdf", good.pdf()))

    with pytest.raises(Retry, match="ScannerDown"):
        run_outbox()

    assert state() == "pending"
    [document] = documents(in_scope, company)
    assert browser.get(address("evidence-file", document.file["id"])).status_code == 409
    assert OutboxItem.objects.count() == 1

    settings.CLAMD_URL = scanner
    run_outbox()
    assert state() == "clean"


def test_a_file_whose_task_was_given_up_is_asked_for_again(
    browser, company, state, in_scope, run_outbox
):
    put(browser, good.sent("beleid.pdf", good.pdf()))
    OutboxItem.objects.all().delete()

    evidence_upkeep.tidy_all()
    evidence_upkeep.tidy_all()

    assert OutboxItem.objects.count() == 1
    run_outbox()
    assert state() == "clean"


def test_scanned_twice_is_scanned_once(browser, company, state, run_outbox, in_scope):
    from diligence.services.evidence_files import settle

    put(browser, sick())
    run_outbox()
    with in_scope(company):
        settle(EvidenceVersion.objects.get().pk)
        assert Event.objects.filter(verb="evidence.stopped").count() == 1


def test_a_file_that_is_gone_before_the_scan_is_never_free(
    browser, company, state, in_scope, run_outbox
):
    put(browser, good.sent("beleid.pdf", good.pdf()))
    with in_scope(company):
        path_of(EvidenceVersion.objects.get().file).unlink()

    run_outbox()

    assert state() == "refused"


def test_more_than_the_scanner_takes_is_not_free(settings, scanner):
    import io

    settings.CLAMD_URL = scanner
    with pytest.raises((scanning.NotScannable, scanning.ScannerDown)):
        scanning.scan(io.BytesIO(bytes(5 << 20)))


def test_without_a_scanner_a_file_is_free_at_once(editor, company, client_of, state, settings):
    assert settings.CLAMD_URL == ""
    put(client_of(editor), sick())
    assert state() == "clean"
    assert not OutboxItem.objects.exists()


def test_the_same_virus_again_is_looked_at_again(browser, company, state, in_scope, run_outbox):
    """What was stopped is no document to be found again by its content."""
    put(browser, sick())
    run_outbox()

    put(browser, sick())

    with in_scope(company):
        assert Evidence.objects.count() == 2
    assert state() == "pending"
