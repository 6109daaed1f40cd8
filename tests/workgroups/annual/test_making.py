"""Making the annual report: one action, once, whole or not at all, and only from signed figures."""

import io
import json
from zipfile import ZipFile

import openpyxl
import pytest
from django.db import OperationalError, ProgrammingError, transaction

from convenant import files
from convenant.queue.models import OutboxItem
from diligence.models import ReportCode
from diligence.reports.pdf import Pdf
from diligence.services.codes import state_of_code
from tests.background import run_all
from tests.factories import AdminFactory, PartyUserFactory, ReviewerFactory
from tests.workgroups.annual.sector import tables_of
from tests.workgroups.releases import made
from workgroups import tasks
from workgroups.models import AnnualContent, AnnualEdition, AnnualReport, Release
from workgroups.services.annual import chapters, making, publishing
from workgroups.services.releases import going_out

pytestmark = pytest.mark.django_db
URL = "/sector/annual/2026/"
FORMS = {"nl.pdf", "en.pdf", "nl.xlsx", "en.xlsx", "zip"}


@pytest.fixture(autouse=True)
def quick_paper(monkeypatch):
    """Draw nothing: what is on paper is test_document's; here it is about the making."""
    monkeypatch.setattr(
        tasks, "render_annual", lambda annual: Pdf(f"%PDF {annual.language}".encode(), 3)
    )


@pytest.fixture
def releaser():
    """Somebody who may make and publish."""
    return made.releaser()


@pytest.fixture
def release() -> Release:
    """A release that is out, with figures of this year."""
    return made.published(made.prepared(made.files(), of=tables_of(2026)))


@pytest.fixture
def report(release, releaser) -> AnnualReport:
    """The report of the year with a text in every chapter."""
    from diligence.models import Cycle

    report = chapters.begin_report(Cycle.objects.get(year=2026), by=releaser)
    report.chapters.update(text_nl="Kort gezegd.", text_en="In short.")
    return report


def edition_of(report, release, by) -> AnnualEdition:
    """Return the report, made."""
    edition = making.request_edition(report, release, by=by)
    run_all()
    edition.refresh_from_db()
    return edition


def text_of(response, status: int = 200) -> str:
    """Return a page as text, with single spaces."""
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_one_press_makes_both_languages_and_the_annexes(client_of, report, release, releaser):
    client = client_of(releaser)
    assert release.number in text_of(client.get(URL))

    started = client.post(f"{URL}make/", {"release": release.number})

    edition = AnnualEdition.objects.get()
    page = f"{URL}made/{edition.pk}/"
    assert (started.status_code, started.headers["Location"]) == (302, page)
    waiting = text_of(client.get(page))
    assert f'data-poll-url="{page}progress/"' in waiting
    run_all()
    ready = text_of(client.get(f"{page}progress/"))
    assert "<html" not in ready
    assert "data-poll-url" not in ready
    edition.refresh_from_db()
    assert set(edition.files) == FORMS
    for form in FORMS:
        response = client.get(f"{page}files/{form}/")
        assert response.status_code == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "attachment" in response.headers["Content-Disposition"]


def test_years_before_come_from_what_the_same_readers_may_read(report, release, releaser):
    before = [one for one in tables_of(2025) if one.name in ("bands", "themes")]
    details = {"years": (2025,), "of": before}
    public = made.published(made.prepared(made.files(year=2025), **details))
    made.published(made.prepared(made.files(year=2024), years=(2024,), audience="parties"))
    edition = making.request_edition(report, release, by=releaser)
    content = edition.content.data()
    assert content["earlier"] == {"2025": public.number}
    assert {one["year"] for one in content["tables"]} == {2025, 2026}
    assert set(content["methods"]) == {"2025", "2026"}


def test_asking_again_gives_the_same_edition_and_new_words_another(report, release, releaser):
    first = edition_of(report, release, releaser)
    again = making.request_edition(report, release, by=ReviewerFactory())
    assert again.pk == first.pk
    assert not OutboxItem.objects.exists()
    report.chapters.filter(key="foreword").update(text_nl="Anders.")
    assert making.request_edition(report, release, by=releaser).pk != first.pk


def test_the_task_run_twice_changes_nothing(report, release, releaser):
    edition = edition_of(report, release, releaser)
    before = edition.finished_at
    tasks.make_annual(str(edition.pk))
    edition.refresh_from_db()
    assert edition.finished_at == before


def test_a_crash_before_the_end_leaves_no_edition_and_the_next_try_makes_it(
    monkeypatch, report, release, releaser
):
    edition = making.request_edition(report, release, by=releaser)
    write, written = files.write, []

    def stop_at_third(name, content):
        if len(written) == 2:
            raise OperationalError("the database went away")
        written.append(name)
        write(name, content)

    monkeypatch.setattr(files, "write", stop_at_third)
    with pytest.raises(OperationalError):
        tasks.make_annual_report.run(edition_id=str(edition.pk))
    edition.refresh_from_db()
    assert not edition.is_ready
    assert edition.files == {}
    assert publishing.file_of(edition, "nl.pdf") is None

    monkeypatch.setattr(files, "write", write)
    run_all()
    edition.refresh_from_db()
    assert set(edition.files) == FORMS


def test_a_fault_of_ours_ends_as_failed_with_a_code_and_can_be_tried_again(
    client_of, monkeypatch, report, release, releaser
):
    def fail(annual):
        raise RuntimeError("no paper")

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "render_annual", fail)
        edition = edition_of(report, release, releaser)
    assert (edition.status, edition.files) == ("failed", {})
    client = client_of(releaser)
    assert edition.error_code in text_of(client.get(f"{URL}made/{edition.pk}/"))
    client.post(f"{URL}make/", {"release": release.number})
    run_all()
    edition.refresh_from_db()
    assert edition.is_ready
    assert AnnualEdition.objects.count() == 1


def test_a_lost_file_is_made_again(report, release, releaser):
    edition = edition_of(report, release, releaser)
    files.remove(edition.files["nl.pdf"]["name"])
    assert publishing.file_of(edition, "nl.pdf") is None
    making.request_edition(report, release, by=releaser)
    run_all()
    edition.refresh_from_db()
    assert publishing.file_of(edition, "nl.pdf") == b"%PDF nl"


def test_an_altered_file_is_not_handed_out(report, release, releaser):
    edition = edition_of(report, release, releaser)
    files.write(edition.files["nl.pdf"]["name"], b"%PDF other")
    assert publishing.file_of(edition, "nl.pdf") is None


def test_what_it_was_made_from_can_not_be_changed(report, release, releaser):
    edition_of(report, release, releaser)
    with pytest.raises(ProgrammingError), transaction.atomic():
        AnnualContent.objects.update(content="{}")
    with pytest.raises(ProgrammingError), transaction.atomic():
        AnnualContent.objects.all()._raw_delete("default")


def test_only_signed_figures_are_offered_and_taken(client_of, report, release, releaser):
    draft = made.in_comment(made.prepared(made.files(), of=tables_of(2026)))
    client = client_of(releaser)
    assert draft.number not in text_of(client.get(URL))
    refused = text_of(client.post(f"{URL}make/", {"release": draft.number}), 422)
    assert "Die vrijgave is niet ondertekend" in refused
    assert "Kies met welke vrijgave" in text_of(client.post(f"{URL}make/", {}), 422)
    going_out.withdraw(release, made.REASON, by=releaser)
    assert "nog geen ondertekende vrijgave" in text_of(client.get(URL))
    with pytest.raises(making.NotReleased):
        making.request_edition(report, Release.objects.get(pk=release.pk), by=releaser)
    assert not AnnualEdition.objects.exists()


def test_what_is_missing_is_told_with_the_place_to_mend_it(client_of, report, release, releaser):
    report.chapters.filter(key="recycling").update(text_en=" ")
    report.chapters.filter(key="outreach").update(text_nl="Zie\n[[tabel:country_theme]]")
    report.chapters.filter(key="round_table").update(text_nl="", is_shown=False)
    page = text_of(client_of(releaser).post(f"{URL}make/", {"release": release.number}), 422)
    assert "“Gerecycled metaal” heeft nog geen tekst in het Engels." in page
    assert f'href="{URL}recycling/"' in page
    assert "vraagt in het Nederlands om “country_theme”" in page
    assert "Rondetafelgesprek” heeft" not in page
    assert not AnnualContent.objects.exists()


def test_a_reviewer_writes_but_makes_and_publishes_nothing(client_of, report, release, releaser):
    edition = edition_of(report, release, releaser)
    client = client_of(ReviewerFactory())
    for path in ("make/", f"made/{edition.pk}/publish/", f"made/{edition.pk}/withdraw/"):
        assert client.post(f"{URL}{path}").status_code == 403
    assert client.get(f"{URL}made/{edition.pk}/files/nl.pdf/").status_code == 200
    assert client_of(PartyUserFactory()).get(f"{URL}made/{edition.pk}/").status_code == 403


def test_everybody_fetches_it_once_it_is_published(client, client_of, report, release, releaser):
    edition = edition_of(report, release, releaser)
    assert "nog geen jaarrapport gepubliceerd" in text_of(client.get("/annual-reports/"))
    assert client.get("/annual-reports/2026/nl.pdf/").status_code == 404
    assert state_of_code(edition.code) is None

    client_of(releaser).post(f"{URL}made/{edition.pk}/publish/")

    assert edition.code in text_of(client.get("/annual-reports/"))
    assert client.get("/annual-reports/2026/nl.pdf/").content == b"%PDF nl"
    assert client.get("/annual-reports/2025/nl.pdf/").status_code == 404
    assert client.get("/annual-reports/2026/nl.exe/").status_code == 404
    assert state_of_code(edition.code) == ReportCode.State.GENUINE


def test_what_is_for_the_parties_is_for_nobody_else(client, client_of, releaser):
    release = made.published(made.prepared(made.files(), of=tables_of(2026), audience="parties"))
    from diligence.models import Cycle

    report = chapters.begin_report(Cycle.objects.get(year=2026), by=releaser)
    report.chapters.update(text_nl="Kort gezegd.", text_en="In short.")
    publishing.publish(edition_of(report, release, releaser), by=releaser)
    assert client.get("/annual-reports/2026/nl.pdf/").status_code == 404
    for reader in (PartyUserFactory(), AdminFactory()):
        assert client_of(reader).get("/annual-reports/2026/nl.pdf/").status_code == 200


def test_it_waits_for_its_release(client_of, report, releaser):
    signed = made.in_comment(made.prepared(made.files(), of=tables_of(2026)), asks_all=False)
    going_out.sign(signed, by=releaser)
    signed = Release.objects.get(pk=signed.pk)
    edition = edition_of(report, signed, releaser)
    refused = client_of(releaser).post(f"{URL}made/{edition.pk}/publish/", follow=True)
    assert "Publiceer eerst de vrijgave" in text_of(refused)
    edition.refresh_from_db()
    assert not edition.is_out


def test_a_newer_one_supersedes_and_a_withdrawn_one_is_gone(
    client, client_of, report, release, releaser
):
    first = edition_of(report, release, releaser)
    publishing.publish(first, by=releaser)
    report.chapters.filter(key="foreword").update(text_nl="Verbeterd.")
    second = edition_of(report, release, releaser)
    publishing.publish(second, by=releaser)
    publishing.publish(second, by=releaser)
    assert state_of_code(first.code) == ReportCode.State.SUPERSEDED
    assert state_of_code(second.code) == ReportCode.State.GENUINE

    page = f"{URL}made/{second.pk}/withdraw/"
    secretariat = client_of(releaser)
    assert "Schrijf waarom" in text_of(secretariat.post(page, {"reason": " "}, follow=True))
    assert client.get("/annual-reports/2026/nl.pdf/").status_code == 200
    secretariat.post(page, {"reason": "Er stond een fout in."})
    assert state_of_code(second.code) == ReportCode.State.WITHDRAWN


def test_a_withdrawn_release_takes_its_report_along(client, report, release, releaser):
    publishing.publish(edition_of(report, release, releaser), by=releaser)
    going_out.withdraw(release, made.REASON, by=releaser)
    assert client.get("/annual-reports/2026/nl.pdf/").status_code == 404


def test_the_workbook_has_a_sheet_for_each_table_with_its_base(report, release, releaser):
    edition = edition_of(report, release, releaser)
    book = openpyxl.load_workbook(io.BytesIO(publishing.file_of(edition, "nl.xlsx")))
    assert len(book.sheetnames) == 1 + len(tables_of(2026))
    sheet = next(book[name] for name in book.sheetnames if name.startswith("Hoe ver"))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1] for row in rows[1:4]] == [90, 65, 30]
    assert ["Rust op", "n = 8 van 12"] in [row[:2] for row in rows]


def test_the_data_describe_themselves_and_are_the_same_bytes(report, release, releaser):
    edition = edition_of(report, release, releaser)
    packed = publishing.file_of(edition, "zip")
    with ZipFile(io.BytesIO(packed)) as archive:
        told = json.loads(archive.read("metadata.json"))
        lines = archive.read("chain_known-2026.csv").decode().splitlines()
        assert set(archive.namelist()) == {one["file"] for one in told["tables"]} | {
            "metadata.json"
        }
    assert told["format"] == "ketenkompas.annual-data"
    assert told["content"]["sha256"] == edition.content.sha256
    assert told["release"]["number"] == release.number
    assert lines[0] == "link,link_nl,link_en,value,low,high,why"
    assert lines[2].startswith("smelter,smelter,smelter,65,")
    nl, en = (making.annual_of(edition, language) for language in ("nl", "en"))
    assert tasks.data_of(nl, en) == packed
