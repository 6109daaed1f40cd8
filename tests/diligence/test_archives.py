"""A company's whole archive: complete, hashed, readable from a disk, and for its administrator."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from companies.services.retention import keep_to_terms
from convenant import files
from diligence import tasks
from diligence.models import Archive, Evidence, EvidenceUse, EvidenceVersion, ProgressReport
from diligence.services import archive_zip, archives, reports
from tests.diligence.files import complete_file
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
)
from tests.journeys.axe import violations

TYPED = "<script>alert(1)</script> Wij praten met de bond."


@pytest.fixture
def company(db):
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def admin(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz")


@pytest.fixture
def full(company, admin, in_scope):
    """A file with proof and a report."""
    from diligence.framework.answers import Given, State

    file = complete_file(company, by=admin, track__lessons=Given(State.ANSWERED, TYPED))
    with in_scope(company):
        mine = {"company": company}
        document = Evidence.objects.create(title="Ons beleid", **mine)
        for name, content, sha in (
            ("beleid.pdf", b"%PDF proof", None),
            ("weg.pdf", None, "0" * 64),
        ):
            stored = f"evidence/{company.pk}/{name}"
            if content:
                files.write(stored, content)
            EvidenceVersion.objects.create(
                evidence=document, number=1 if content else 2, name=name, size=10, state="clean",
                sha256=sha or hashlib.sha256(content).hexdigest(), file=stored, **mine,
            )  # fmt: skip
        for question in ("embed.policy", "track.lessons"):
            EvidenceUse.objects.create(
                evidence=document, assessment=file, question=question, **mine
            )
        report = reports.request_report(file, "nl", by=admin)
        reports.finish_report(str(report.pk), b"%PDF report", 3)
        assert ProgressReport.objects.get().is_ready
    return file


@pytest.fixture
def made(full, company, admin, in_scope, run_outbox) -> Archive:
    with in_scope(company):
        archives.request_archive(company, "nl", by=admin)
    run_outbox()
    with in_scope(company):
        return Archive.objects.get()


def opened(archive: Archive) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(files.read(archive.file)))


def page_of(company, name="archives", *more):
    return reverse(f"diligence:{name}", args=[company.slug, *more])


def test_everything_is_in_it_with_its_hash(made):
    assert made.status == "ready"
    packed = opened(made)
    files = json.loads(packed.read("manifest.json"))["files"]
    assert set(files) == set(packed.namelist()) - {"manifest.json", "SHA256SUMS"}
    for name, digest in files.items():
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest
    assert {"index.html", "2026/index.html", "2026/answers.json", "log.json"} <= set(files)
    assert b"%PDF report" in [packed.read(name) for name in files if name.startswith("reports/")]
    assert [packed.read(n) for n in files if n.startswith("evidence/")] == [b"%PDF proof"]
    assert "weg.pdf" in packed.read("index.html").decode(), "what is not there is named"
    assert {"embed.policy", "track.lessons"} == set(
        json.loads(packed.read("2026/answers.json"))["evidence"][0]["questions"]
    )
    told = json.loads(packed.read("log.json"))
    assert any("vroeg het volledige archief" in entry["sentence"] for entry in told)


def test_the_page_of_a_year_tells_its_proof_with_hash_and_where_it_lies(made, in_scope, company):
    page = opened(made).read("2026/index.html").decode()
    assert "Dit bestand zit niet in het archief." in page, "the newest version is gone"
    assert page.count('<a href="#proof-1">Ons beleid</a>') == 2

    with in_scope(company):
        EvidenceVersion.objects.get(number=2).delete()
        contents = archive_zip.gather(made)
    packed = io.BytesIO()
    archive_zip.pack(contents, packed)

    whole = zipfile.ZipFile(packed)
    page = whole.read("2026/index.html").decode()
    [place] = [name for name in whole.namelist() if name.startswith("evidence/")]
    assert f'<a href="../{quote(place)}">Ons beleid</a>' in page
    assert f"<code>{hashlib.sha256(b'%PDF proof').hexdigest()}</code>" in page
    assert "zit niet in het archief" not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_it_opens_from_a_disk_without_the_product(made, open_disk, tmp_path):
    opened(made).extractall(tmp_path)
    document = json.loads((tmp_path / "2026/answers.json").read_text("utf-8"))
    page = open_disk
    for name in ("index.html", "2026/index.html", "2026/chain.html", "plan.html", "log.html"):
        page.goto((tmp_path / name).as_uri())
        assert page.locator("script").count() == 0
        assert violations(page) == []
    page.goto((tmp_path / "index.html").as_uri())
    for link in page.locator("a").all():
        href = link.get_attribute("href")
        from urllib.parse import unquote

        assert (tmp_path / unquote(href)).is_file(), href
    page.goto((tmp_path / "2026/index.html").as_uri())
    text = " ".join(page.locator("main").inner_text().split())
    for each in document["answers"]:
        for words in (each["text"], *each["words"], each["explanation"]):
            assert " ".join(words.split()) in text
        for row in each["rows"]:
            assert all(" ".join(cell.split()) in text for cell in row)
    assert TYPED in text


@pytest.fixture
def open_disk(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_it_is_asked_for_watched_and_fetched(full, client_of, company, admin, in_scope, run_outbox):
    client = client_of(admin)
    for _time in range(2):
        assert client.post(page_of(company)).url == page_of(company)
    assert "data-poll-url" in client.get(page_of(company)).text
    run_outbox()
    with in_scope(company):
        archive = Archive.objects.get()
    page = client.get(page_of(company, "archive-progress")).text
    assert page_of(company, "archive-zip", archive.pk) in page
    answered = client.get(page_of(company, "archive-zip", archive.pk))
    content = b"".join(answered.streaming_content)
    assert hashlib.sha256(content).hexdigest() == archive.sha256
    with in_scope(company):
        assert Event.objects.filter(verb="archive.downloaded").count() == 1


def test_after_a_week_it_is_gone(made, client_of, company, admin, in_scope):
    with in_scope(company):
        week = timezone.now() - timedelta(days=7, seconds=1)
        Archive.objects.update(finished_at=week, expires_at=timezone.now() - timedelta(seconds=1))
    url = page_of(company, "archive-zip", made.pk)
    assert client_of(admin).get(url).status_code == 404
    keep_to_terms()
    assert not files.is_there(made.file)
    with in_scope(company):
        assert Archive.objects.get().status == "expired"


def test_twice_the_task_is_one_file(made, company, in_scope):
    before = made.sha256
    tasks.make_archive.run(company_id=str(company.pk), archive_id=str(made.pk))
    with in_scope(company):
        assert Archive.objects.get().sha256 == before


def test_a_fault_ends_it_as_failed_and_it_can_be_asked_again(
    full, client_of, company, admin, in_scope, run_outbox, monkeypatch
):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(tasks, "pack", broken)
    client = client_of(admin)
    client.post(page_of(company))
    run_outbox()
    with in_scope(company):
        assert Archive.objects.get().status == "failed"
    assert "Archief maken" in client.get(page_of(company)).text
    client.post(page_of(company))
    with in_scope(company):
        assert Archive.objects.filter(status="queued").count() == 1


@pytest.mark.parametrize("person", [ApproverFactory, EditorFactory, None])
def test_only_the_administrator(made, client_of, company, person):
    user = person(of=company) if person else ReviewerFactory()
    for url in (page_of(company), page_of(company, "archive-zip", made.pk)):
        assert client_of(user).get(url).status_code == 403
    stranger = client_of(AdminFactory(of=CompanyFactory()))
    assert stranger.get(page_of(company, "archive-zip", made.pk)).status_code == 404
