"""The doorway to stored files: the same on a disk and in a real object store."""

import errno
import io
import os

import pytest

from convenant import files
from convenant.env import refuse_faults
from convenant.files import stores
from tests import objectstore
from tests.objectstore import BUCKET
from tests.stored import path_of


@pytest.fixture(scope="module")
def object_store():
    """Run an S3-compatible server on this machine, and tell where."""
    with objectstore.running() as address:
        yield address


@pytest.fixture
def s3_environment(object_store, monkeypatch):
    """Describe the object store as an operator does."""
    for name, value in (objectstore.described(object_store) | objectstore.KEYS).items():
        monkeypatch.setenv(name, value)
    client = objectstore.with_bucket(object_store)
    yield client
    for name in objectstore.names_in(client):
        client.delete_object(Bucket=BUCKET, Key=name)
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def s3(s3_environment, settings):
    """Put every file in the object store."""
    settings.STORAGES = settings.STORAGES | {"default": stores.store()}
    return s3_environment


@pytest.fixture(params=["disk", "s3"])
def store(request):
    """Try it on a disk and in an object store."""
    return request.getfixturevalue("s3") if request.param == "s3" else None


class TestEitherStore:
    def test_what_is_written_is_read(self, store):
        files.write("evidence/a/1", b"inhoud")
        files.write("evidence/a/2", io.BytesIO(b"stroom" * 1000))

        assert files.read("evidence/a/1") == b"inhoud"
        with files.opened("evidence/a/2") as content:
            assert content.read(6) == b"stroom"
            content.seek(0)
            assert len(content.read()) == 6000

    def test_writing_again_replaces(self, store):
        files.write("reports/x.pdf", b"een")
        files.write("reports/x.pdf", b"twee")
        assert files.read("reports/x.pdf") == b"twee"

    def test_what_is_not_there_is_said(self, store):
        assert not files.is_there("")
        assert not files.is_there("evidence/niets")
        with pytest.raises(files.FileGone):
            files.read("evidence/niets")
        files.remove("evidence/niets")
        assert files.listed("evidence/niemand") == []

    def test_removed_is_gone_and_a_list_tells_what_is_left(self, store):
        for name in ("1", "2"):
            files.write(f"evidence/a/{name}", b"x")
        files.write("evidence/b/3", b"x")
        files.remove("evidence/a/1")
        assert [name for name, _at in files.listed("evidence/a")] == ["evidence/a/2"]


def test_a_disk_that_is_full_leaves_no_half_file(monkeypatch):
    real = os.fsync

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(files.StoreFull):
        files.write("evidence/a/1", b"inhoud")
    monkeypatch.setattr("os.fsync", real)

    assert not files.is_there("evidence/a/1")
    assert list(path_of("evidence/a").iterdir()) == []


def test_files_on_the_disk_are_for_the_product_alone():
    files.write("evidence/a/1", b"inhoud")
    assert path_of("evidence/a/1").stat().st_mode & 0o077 == 0
    assert path_of("evidence/a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../buiten.txt", "/etc/passwd", "a/../../b"])
def test_no_name_leads_out_of_the_folder(name):
    from django.core.exceptions import SuspiciousFileOperation

    with pytest.raises(SuspiciousFileOperation):
        files.write(name, b"x")


class TestObjectStore:
    def test_it_lies_in_the_bucket_and_nobody_else_may_open_it(self, s3, object_store):

        files.write("evidence/a/1", b"inhoud")

        head = s3.head_object(Bucket=BUCKET, Key="evidence/a/1")
        assert head["CacheControl"] == "private, no-store"
        grants = s3.get_object_acl(Bucket=BUCKET, Key="evidence/a/1")["Grants"]
        assert not [grant for grant in grants if "AllUsers" in grant["Grantee"].get("URI", "")]

    def test_an_object_store_that_is_away_is_said(self, s3, settings, monkeypatch):
        monkeypatch.setenv("S3_ENDPOINT_URL", "http://127.0.0.1:9")
        away = stores.bucket()
        from botocore.config import Config

        quick = Config(retries={"max_attempts": 0}, connect_timeout=1)
        away["OPTIONS"]["client_config"] = quick
        del away["OPTIONS"]["addressing_style"], away["OPTIONS"]["signature_version"]
        settings.STORAGES = settings.STORAGES | {"default": away}

        for act in (
            lambda: files.write("a", b"x"),
            lambda: files.read("a"),
            lambda: files.is_there("a"),
            lambda: files.remove("a"),
        ):
            with pytest.raises(files.StoreDown):
                act()

    @pytest.mark.django_db
    def test_proof_goes_in_and_out_through_it(self, s3, client_of, in_scope):
        from tests.diligence.proof import address, documents, put
        from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
        from tests.uploads import good

        company = CompanyFactory(slug="de-maas")
        AssessmentFactory(company=company)
        browser = client_of(EditorFactory(of=company))

        put(browser, good.sent("beleid.pdf", good.pdf()))

        [document] = documents(in_scope, company)
        keys = [found["Key"] for found in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
        assert len(keys) == 1 and keys[0].startswith(f"evidence/{company.pk}/")
        got = browser.get(address("evidence-file", document.file["id"]))
        assert got.getvalue() == good.pdf()
        assert got["Content-Disposition"] == 'attachment; filename="beleid.pdf"'


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"FILE_STORE": "ftp"}, "FILE_STORE is 'ftp'; write disk or s3."),
        ({"FILE_STORE": "s3"}, "Set the environment variable S3_BUCKET."),
    ],
)
def test_a_store_that_can_not_be_is_refused_at_the_start(words, fault, monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    for name in ("S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in words.items():
        monkeypatch.setenv(name, value)
    stores.store()
    with pytest.raises(ImproperlyConfigured, match=fault.replace("(", r"\(")):
        refuse_faults()
