"""Proof over the API: the library, adding a file, a newer one, fetching, and what is refused."""

import hashlib
from uuid import uuid4

import pytest

from companies.models import Event
from diligence.models import Evidence, EvidenceVersion
from tests.api import Program, key_for
from tests.diligence.files import complete_file
from tests.factories import CompanyFactory, EditorFactory, ReaderFactory, ReviewerFactory
from tests.stored import path_of
from tests.uploads import good

pytestmark = pytest.mark.django_db
LIBRARY = "/companies/de-maas/evidence/"
PDF = good.pdf()


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    return complete_file(company)


@pytest.fixture
def program(company, file):
    return Program(key_for(EditorFactory(of=company), company))


def refused(reply, status: int, code: str) -> dict:
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply["Content-Type"] == "application/problem+json"
    return reply.json()


class TestAdding:
    """Into the library, and at an answer when one is named."""

    def test_a_file_with_all_that_is_said_of_it(self, program):
        said = {
            "title": "Ons beleid",
            "description": "Bladzijde 4.",
            "kind": "EV-01",
            "confidential": "no",
            "valid_until": "2020-01-31",
            "year": "2026",
            "question": "embed.policy",
        }
        reply = program.upload(LIBRARY, "beleid.pdf", PDF, said)
        told = reply.json()
        assert reply.status_code == 201
        assert (told["title"], told["is_confidential"], told["is_expired"]) == (
            "Ons beleid",
            False,
            True,
        )
        assert told["uses"] == [{"year": 2026, "question": "embed.policy"}]
        assert told["file"]["sha256"] == told["versions"][0]["sha256"]
        where = reply["Location"].removeprefix("/api/v1")
        assert program.get(where).json() == {
            key: one for key, one in told.items() if key not in ("is_new", "is_rewritten")
        }

    def test_it_can_be_fetched_as_it_was_sent(self, program):
        told = program.upload(LIBRARY, "beleid.pdf", PDF).json()
        reply = program.get(f"{LIBRARY}files/{told['file']['id']}/")
        content = b"".join(reply.streaming_content)
        assert hashlib.sha256(content).hexdigest() == told["file"]["sha256"]
        assert reply["ETag"] == f'"{told["file"]["sha256"]}"'
        assert reply["Content-Type"] == "application/pdf"
        assert reply["Content-Disposition"] == 'attachment; filename="beleid.pdf"'
        assert "sandbox" in reply["Content-Security-Policy"]

    def test_the_same_file_is_kept_once(self, program):
        first = program.upload(LIBRARY, "beleid.pdf", PDF).json()
        again = program.upload(LIBRARY, "anders.pdf", PDF).json()
        assert (again["id"], again["is_new"]) == (first["id"], False)
        assert program.get(LIBRARY).json()["count"] == 1

    def test_a_newer_file(self, program):
        first = program.upload(LIBRARY, "beleid.pdf", PDF).json()
        newer = program.upload(f"{LIBRARY}{first['id']}/versions/", "nieuw.txt", b"Nieuwe tekst.")
        assert [one["number"] for one in newer.json()["versions"]] == [2, 1]

    def test_a_document_at_another_answer(self, program):
        told = program.upload(LIBRARY, "beleid.pdf", PDF).json()
        use = f"/companies/de-maas/assessments/2026/answers/embed.policy/evidence/{told['id']}/"
        assert [program.put(use, "").status_code for _ in range(2)] == [200, 200]
        assert len(program.get(f"{LIBRARY}{told['id']}/").json()["uses"]) == 1

    def test_sent_twice_with_a_key_it_is_one(self, program, company, in_scope):
        first = program.upload(LIBRARY, "beleid.pdf", PDF, {"title": "A"}, idempotency_key="k")
        again = program.upload(LIBRARY, "beleid.pdf", PDF, {"title": "A"}, idempotency_key="k")
        other = program.upload(
            LIBRARY, "beleid.pdf", good.pdf("Anders"), {"title": "A"}, idempotency_key="k"
        )
        assert again.json() == first.json()
        assert again["Idempotent-Replayed"] == "true"
        refused(other, 422, "idempotency_key_reused")
        with in_scope(company):
            assert EvidenceVersion.objects.count() == 1

    def test_the_log_names_the_key(self, program, company, in_scope):
        program.upload(LIBRARY, "beleid.pdf", PDF)
        with in_scope(company):
            assert Event.objects.get(verb="evidence.added").names["api_key"] == "Programma"


class TestRefusing:
    """In a sentence, and nothing is kept."""

    @pytest.fixture(autouse=True)
    def _nothing_is_kept(self, company, in_scope):
        yield
        with in_scope(company):
            assert not Evidence.objects.exists()
        stored = path_of(f"evidence/{company.pk}")
        assert not stored.exists() or not list(stored.iterdir())

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("leeg.pdf", b"", None),
            ("beleid.pdf", b"<html><script>alert(1)</script>", "not_what_it_says"),
            ("beleid.exe", b"MZ", "kind"),
        ],
    )
    def test_a_file_that_is_not_taken(self, program, name, content, reason):
        told = program.upload(LIBRARY, name, content).json()
        assert told["status"] == 422
        assert told["code"] == ("file_refused" if reason else "invalid")

    def test_a_file_that_is_too_large(self, program, settings):
        settings.EVIDENCE_MAX_MB = 1
        reply = program.upload(LIBRARY, "groot.txt", b"a" * (1024 * 1024 + 1))
        assert "1 MB" in refused(reply, 413, "too_large")["detail"]

    def test_no_form(self, program):
        refused(program.post(LIBRARY, {"file": "x"}), 415, "media_type")

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"kind": "EV-NIET"}, "kind"),
            ({"valid_until": "morgen"}, "valid_until"),
            ({"year": "2026"}, "question"),
            ({"confidential": "misschien"}, "confidential"),
            ({"title": "x" * 151}, "title"),
        ],
    )
    def test_what_is_said_of_it(self, program, said, field):
        told = refused(program.upload(LIBRARY, "beleid.pdf", PDF, said), 422, "invalid")
        assert [line["field"] for line in told["errors"]] == [field]

    def test_a_place_that_is_not_there(self, program):
        for place in (
            {"year": "2031", "question": "embed.policy"},
            {"year": "2026", "question": "x"},
        ):
            refused(program.upload(LIBRARY, "beleid.pdf", PDF, place), 404, "not_found")

    def test_a_closed_year(self, program, file, in_scope):
        with in_scope(file.company):
            type(file).objects.update(status="submitted")
        place = {"year": "2026", "question": "embed.policy"}
        refused(program.upload(LIBRARY, "beleid.pdf", PDF, place), 409, "file_closed")

    def test_a_reader_and_the_secretariat(self, company, file):
        reader = Program(key_for(ReaderFactory(of=company), company, ["read"]))
        reviewer = Program(key_for(ReviewerFactory(), None, ["read"]))
        for program in (reader, reviewer):
            refused(program.upload(LIBRARY, "beleid.pdf", PDF), 403, "scope_missing")

    def test_documents_that_are_not_there(self, program):
        for path in (f"{uuid4()}/", f"files/{uuid4()}/"):
            refused(program.get(LIBRARY + path), 404, "not_found")


class TestFetching:
    """Only what is clean and is what was filed."""

    @pytest.fixture
    def version(self, program, company, in_scope):
        program.upload(LIBRARY, "beleid.pdf", PDF)
        with in_scope(company):
            return EvidenceVersion.objects.get()

    def test_one_that_waits_for_the_scanner(self, program, version, company, in_scope):
        with in_scope(company):
            EvidenceVersion.objects.update(state="pending")
        told = refused(program.get(f"{LIBRARY}files/{version.pk}/"), 409, "document_not_free")
        assert told["file_state"] == "pending"

    def test_one_that_is_gone_or_altered(self, program, version):
        path_of(version.file).write_bytes(b"anders")
        refused(program.get(f"{LIBRARY}files/{version.pk}/"), 410, "document_gone")
        path_of(version.file).unlink()
        refused(program.get(f"{LIBRARY}files/{version.pk}/"), 410, "document_gone")

    def test_the_secretariat_leaves_a_trace(self, version, company, in_scope):
        reviewer = Program(key_for(ReviewerFactory(), None, ["read"]))
        assert reviewer.get(f"{LIBRARY}files/{version.pk}/").status_code == 200
        with in_scope(company):
            assert Event.objects.filter(verb="evidence.downloaded").exists()

    def test_statements_do_not_grow_with_documents(self, program, version, max_queries):
        program.get(LIBRARY)
        for name in ("a", "b", "c"):
            program.upload(LIBRARY, f"{name}.txt", name.encode() * 20)
        with max_queries(8):
            assert program.get(LIBRARY).json()["count"] == 4
