"""Proof over HTTP: who may add what where, what is refused, and that nothing is lost or half."""

import datetime
import errno
import io
import os
from pathlib import Path

import pytest
from django.conf import settings as live
from django.utils import timezone

from convenant.files.disk import WholeFiles
from diligence.models import EvidenceUse, EvidenceVersion
from tests.diligence.proof import AT_OTHER, JSON, OTHER, PROOF, QUESTION, address, documents, put
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.uploads import good

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


@pytest.fixture(autouse=True)
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def browser(company, client_of):
    return client_of(EditorFactory(of=company))


def pdf(name: str = "beleid.pdf", words: str = "Beleid"):
    return good.sent(name, good.pdf(words))


def bad():
    return good.sent("kaart.pdf", b"<html><script>1</script></html>")


def on_disk() -> list[Path]:
    root = Path(live.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.fixture
def the_document(browser, company, in_scope):
    put(browser, pdf())
    [document] = documents(in_scope, company)
    return document


def uses(in_scope, company) -> set[str]:
    with in_scope(company):
        return set(EvidenceUse.objects.values_list("question", flat=True))


def set_state(in_scope, company, state: str) -> None:
    with in_scope(company):
        EvidenceVersion.objects.update(state=state)


def test_script_gets_the_list_back(browser, company, in_scope):
    reply = put(browser, pdf(), headers=JSON)

    assert reply.status_code == 200
    assert "Beleid" in reply.json()["list"]
    assert reply.json()["message"] == "Toegevoegd: 1 bestand."
    assert uses(in_scope, company) == {QUESTION}


@pytest.mark.parametrize("factory", [ReaderFactory, ReviewerFactory])
def test_who_only_reads_adds_nothing(factory, company, client_of, in_scope):
    person = factory() if factory is ReviewerFactory else factory(of=company)
    client = client_of(person)

    for where in (PROOF, ("library",)):
        assert put(client, pdf(), where=where).status_code == 403

    assert documents(in_scope, company) == []
    assert on_disk() == []


def test_another_company_finds_nothing_here(the_document, client_of, company, in_scope):
    stranger = client_of(EditorFactory(of=CompanyFactory(slug="vreemd")))
    key, version = the_document.pk, the_document.file["id"]

    for where in (PROOF, ("library",), ("evidence-version", key), ("evidence-remove", key)):
        assert put(stranger, pdf(), where=where).status_code == 404
    for where in (("evidence", key), ("evidence-file", version), ("library",)):
        assert stranger.get(address(*where)).status_code == 404
    # nor through an address of their own
    assert stranger.get(address("evidence", key, slug="vreemd")).status_code == 404
    assert stranger.get(address("evidence-file", version, slug="vreemd")).status_code == 404


def test_a_document_of_another_company_can_not_be_linked(the_document, client_of, in_scope):
    other = CompanyFactory(slug="vreemd")
    AssessmentFactory(company=other)
    stranger = client_of(EditorFactory(of=other))

    reply = stranger.post(
        address("proof", 2026, QUESTION, slug="vreemd"), {"known": str(the_document.pk)}
    )

    assert reply.status_code == 422
    assert uses(in_scope, other) == set()


def test_a_refused_file_keeps_no_other_out(browser, company, in_scope):
    reply = put(browser, pdf("een.pdf", "1"), bad(), pdf("twee.pdf", "2"))

    page = reply.content.decode()
    assert reply.status_code == 422
    assert "kaart.pdf: De inhoud past niet bij de naam van het bestand." in page
    assert "Toegevoegd: 2 bestanden." in page
    assert [one.title for one in documents(in_scope, company)] == ["Een", "Twee"]
    assert len(on_disk()) == 2


def test_a_document_stands_at_two_answers_and_is_kept_once(
    browser, the_document, company, in_scope
):
    reply = browser.post(address(*AT_OTHER), {"known": str(the_document.pk)})
    assert reply.status_code == 302
    put(browser, pdf("zelfde.pdf"), where=AT_OTHER)

    assert uses(in_scope, company) == {QUESTION, OTHER}
    assert len(documents(in_scope, company)) == len(on_disk()) == 1


@pytest.mark.parametrize("headers", [{}, JSON])
def test_taken_away_from_an_answer_it_stays_in_the_library(
    headers, browser, the_document, company, in_scope
):
    where = address("proof-unlink", 2026, QUESTION, the_document.pk)

    reply = browser.post(where, **headers)

    assert reply.status_code == (200 if headers else 302)
    assert uses(in_scope, company) == set()
    assert len(documents(in_scope, company)) == 1


def test_a_new_version_keeps_the_old(browser, the_document, company, in_scope):
    put(browser, pdf("nieuw.pdf", "Nieuw"), where=("evidence-version", the_document.pk))

    with in_scope(company):
        versions = list(the_document.versions.order_by("number"))
    assert [one.name for one in versions] == ["beleid.pdf", "nieuw.pdf"]
    for version, words in zip(versions, ("Beleid", "Nieuw"), strict=True):
        got = browser.get(address("evidence-file", version.pk))
        assert got.getvalue() == good.pdf(words)
    [document] = documents(in_scope, company)
    assert document.file["name"] == "nieuw.pdf"


def test_removing_can_be_undone(browser, the_document, company, in_scope):
    part = address(*PROOF)
    gone = browser.post(address("evidence-remove", the_document.pk))
    assert "removed=" in gone.url
    assert address("evidence-restore", the_document.pk) in browser.get(gone.url).content.decode()
    assert address("evidence", the_document.pk) not in browser.get(part).content.decode()

    browser.post(address("evidence-restore", the_document.pk))

    assert address("evidence", the_document.pk) in browser.get(part).content.decode()
    assert uses(in_scope, company) == {QUESTION}


def test_an_expired_document_says_so_at_every_use(browser, the_document, company, in_scope):
    browser.post(address(*AT_OTHER), {"known": str(the_document.pk)})
    with in_scope(company):
        the_document.valid_until = timezone.localdate() - datetime.timedelta(days=1)
        the_document.save(update_fields=["valid_until"])

    for where in (PROOF, AT_OTHER, ("library",), ("evidence", the_document.pk)):
        assert "Verlopen op" in browser.get(address(*where)).content.decode(), where


def test_a_full_library_says_so(browser, settings, company, in_scope):
    settings.EVIDENCE_QUOTA_MB = 0

    reply = put(browser, pdf())

    assert reply.status_code == 422
    assert "De bibliotheek van uw bedrijf is vol" in reply.content.decode()
    assert documents(in_scope, company) == on_disk() == []


def test_one_file_too_many_is_named(browser, settings, company, in_scope):
    settings.EVIDENCE_MAX_FILES = 2

    reply = put(browser, *(pdf(f"stuk {n}.pdf", str(n)) for n in (1, 2, 3)))

    assert reply.status_code == 422
    assert "stuk 3.pdf: U kunt ten hoogste 2 bestanden" in reply.content.decode()
    assert [one.title for one in documents(in_scope, company)] == ["Stuk 1", "Stuk 2"]


def test_a_file_too_large_is_named_and_not_kept(browser, settings, company, in_scope):
    settings.EVIDENCE_MAX_MB = 1
    large = good.sent("groot.txt", b"tekst " * 200_000)

    reply = put(browser, large, pdf())

    assert reply.status_code == 422
    assert "groot.txt: Dit bestand is groter dan 1 MB." in reply.content.decode()
    assert [one.title for one in documents(in_scope, company)] == ["Beleid"]


def test_a_file_is_handed_out_to_keep_and_never_as_a_page(browser, the_document):
    got = browser.get(address("evidence-file", the_document.file["id"]))

    assert got.getvalue() == good.pdf()
    assert got["Content-Disposition"] == 'attachment; filename="beleid.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert "no-store" in got["Cache-Control"]
    assert got["Content-Length"] == str(len(good.pdf()))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("pending", "Wordt gecontroleerd op virussen"),
        ("infected", "virus gevonden"),
        ("refused", "niet te controleren"),
    ],
)
def test_what_is_not_clean_is_not_handed_out(
    state, words, browser, the_document, company, in_scope
):
    set_state(in_scope, company, state)
    door = address("evidence-file", the_document.file["id"])

    reply = browser.get(door)

    assert reply.status_code == 409
    assert words in reply.content.decode()
    assert door not in browser.get(address(*PROOF)).content.decode()


def test_a_full_disk_is_told_and_leaves_nothing(browser, company, in_scope, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    reply = put(browser, pdf())

    assert reply.status_code == 507
    assert "Er is nu geen ruimte om bestanden te bewaren." in reply.content.decode()
    assert documents(in_scope, company) == on_disk() == []


def test_a_store_that_is_down_halfway_keeps_what_was_stored(
    browser, company, in_scope, monkeypatch
):
    save, count = WholeFiles._save, []

    def once(self, name, content):
        count.append(name)
        if len(count) > 1:
            raise OSError(errno.EIO, "Input/output error")
        return save(self, name, content)

    monkeypatch.setattr(WholeFiles, "_save", once)

    reply = put(browser, pdf("een.pdf", "1"), pdf("twee.pdf", "2"))

    assert reply.status_code == 422
    assert "twee.pdf: Bestanden bewaren lukt nu niet." in reply.content.decode()
    assert [one.title for one in documents(in_scope, company)] == ["Een"]
    assert len(on_disk()) == 1


def test_a_form_that_breaks_off_leaves_nothing(browser, company, in_scope):
    edge = "edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    body = head.encode() + b"half of a sent"

    reply = browser.generic(
        "POST",
        address(*PROOF),
        body,
        content_type=f"multipart/form-data; boundary={edge}",
        **{"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body) + 5_000)},
    )

    assert reply.status_code == 400
    assert documents(in_scope, company) == on_disk() == []
