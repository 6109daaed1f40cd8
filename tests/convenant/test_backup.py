"""Backup, an empty database, restore, proof: nothing differs, and nobody sees more than before."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from convenant.backup import steps
from convenant.backup.sealing import SealingFailed, opened, sealed
from convenant.backup.server import ProgramFailed, Server
from tests import database
from tests.isolation import world as worlds
from tests.processes import database_url, environment

pytestmark = pytest.mark.django_db(transaction=True)


def address(variable: str, name: str) -> str:
    """Return the address in a variable, for another database of the same server."""
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{name}"))


def manage(*words: str, told: dict[str, str]) -> subprocess.CompletedProcess:
    """Run a management command as an operator does."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment(**told),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def backup(tmp_path, monkeypatch) -> Path:
    """A backup of a world with rows in every table of a company, and files."""
    worlds.build()
    default_storage.save("evidence/a.txt", ContentFile("één bestand".encode()))
    default_storage.save("evidence/deep/b.bin", ContentFile(bytes(range(256)) * 5000))
    here = connection.settings_dict["NAME"]
    monkeypatch.setenv("BACKUP_DATABASE_URL", address("BACKUP_DATABASE_URL", here))
    said = StringIO()
    call_command("backup", str(tmp_path / "backups"), stdout=said)
    return Path(said.getvalue().strip())


@pytest.fixture
def elsewhere():
    """An empty database beside the one under test, with the roles' grants."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with database.superuser("postgres") as server:
        database.remove(name)
        server.execute(f"CREATE DATABASE {name} OWNER convenant_owner TEMPLATE template0")
    with database.superuser(name) as inside:
        inside.execute(database.GRANTS.read_text(encoding="utf-8"))
    yield name
    database.remove(name)


@pytest.fixture
def told(elsewhere, tmp_path) -> dict[str, str]:
    """The variables of a server that starts from a backup."""
    return {
        "DATABASE_URL": database_url().rpartition("/")[0] + f"/{elsewhere}",
        "BACKUP_DATABASE_URL": address("BACKUP_DATABASE_URL", elsewhere),
        "RESTORE_DATABASE_URL": address("TEST_SUPERUSER_URL", elsewhere),
        "MEDIA_ROOT": str(tmp_path / "restored"),
    }


def test_what_comes_back_is_what_went_in(backup, elsewhere, told, settings, monkeypatch):
    settings.MEDIA_ROOT = told["MEDIA_ROOT"]
    monkeypatch.setenv("RESTORE_DATABASE_URL", told["RESTORE_DATABASE_URL"])
    call_command("restore", str(backup), stdout=StringIO())

    proof = manage("verify_restore", str(backup), told=told)
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert proof.stdout.startswith("0 differences: ")
    rows = int(proof.stdout.split(" tables, ")[1].split(" ")[0])
    assert rows > 50
    with (
        psycopg.connect(told["DATABASE_URL"]) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("SELECT * FROM diligence_answer")
    assert (Path(told["MEDIA_ROOT"]) / "evidence" / "a.txt").read_text("utf-8") == "één bestand"
    with pytest.raises(CommandError, match=f"The database {elsewhere} is not empty."):
        call_command("restore", str(backup))
    every_kind_of_difference_is_found(backup, told)


def every_kind_of_difference_is_found(backup, told):
    """A proof that can't fail proves nothing: change one of each and look."""
    with psycopg.connect(told["RESTORE_DATABASE_URL"]) as fiddler:
        fiddler.execute("SET session_replication_role = replica")
        fiddler.execute("UPDATE companies_company SET city = city || '.'")
        fiddler.execute("ALTER TABLE diligence_answer NO FORCE ROW LEVEL SECURITY")
        fiddler.execute("DROP POLICY own_company ON diligence_evidence")
        fiddler.execute("GRANT DELETE ON companies_event TO convenant_app")
        fiddler.execute("GRANT SELECT ON pg_catalog.pg_locks TO PUBLIC")
        fiddler.execute("ALTER TABLE diligence_answer DISABLE TRIGGER USER")
    (Path(told["MEDIA_ROOT"]) / "evidence" / "a.txt").write_text("een ander", "utf-8")
    (Path(told["MEDIA_ROOT"]) / "evidence" / "deep" / "b.bin").unlink()

    proof = manage("verify_restore", str(backup), told=told)
    assert proof.returncode == 1
    for found in (
        "rows of public.companies_company",
        "table public.diligence_answer r convenant_owner rls=t force=f",
        "missing here: policy public.diligence_evidence own_company",
        "not in the backup: table public.companies_event",
        "catalogue pg_locks",
        "enabled=D",
        "file default/evidence/a.txt",
        "file default/evidence/deep/b.bin",
    ):
        assert found in proof.stdout, found


def test_a_damaged_backup_changes_nothing(backup, elsewhere, told, settings, tmp_path):
    dump = backup / steps.DATABASE
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    summed = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=backup, capture_output=True
    )
    assert summed.returncode == 1

    settings.MEDIA_ROOT = tmp_path / "restored"
    with pytest.raises(ProgramFailed, match="pg_restore failed"):
        steps.restore(backup, Server(told["RESTORE_DATABASE_URL"]))
    with database.superuser(elsewhere) as inside:
        assert inside.execute(steps.NOT_EMPTY).fetchone() == (0,)
    assert not Path(told["MEDIA_ROOT"]).exists()


def test_the_runtime_role_can_not_make_an_empty_backup(tmp_path):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        steps.make(tmp_path / "backups", Server(database_url()))
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_missing_address_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("BACKUP_DATABASE_URL", raising=False)
    with pytest.raises(CommandError, match="Set BACKUP_DATABASE_URL"):
        call_command("backup", str(tmp_path))


@pytest.fixture
def gpg_key(tmp_path, monkeypatch) -> tuple[str, str]:
    """A key of GnuPG's, in a keyring of this test's own."""
    home = Path("/tmp") / f"gnupg-{os.getpid()}"  # a socket's path must be short
    home.mkdir(mode=0o700, exist_ok=True)
    monkeypatch.setenv("GNUPGHOME", str(home))
    make = [
        "gpg",
        "--batch",
        "--passphrase",
        "",
        "--quick-gen-key",
        "test@example.org",
        "future-default",
    ]
    subprocess.run(make, check=True, capture_output=True)
    yield "test@example.org", ""
    subprocess.run(["gpgconf", "--kill", "all"], check=False)
    subprocess.run(["rm", "-r", str(home)], check=True)


@pytest.fixture
def age_key(tmp_path) -> tuple[str, str]:
    """A key of age's."""
    identity = tmp_path / "identity"
    made = subprocess.run(
        ["age-keygen", "-o", str(identity)], check=True, capture_output=True, text=True
    )
    return made.stderr.split(": ")[1].strip(), str(identity)


@pytest.mark.parametrize("kind", ["age", "gpg"])
def test_a_sealed_backup_opens_with_its_key_alone(kind, tmp_path, request):
    recipient, identity = request.getfixturevalue(f"{kind}_key")
    secret = os.urandom(300_000)
    with sealed(tmp_path / "dump", recipient) as file:
        file.write(secret)

    (written,) = tmp_path.glob("dump*")
    assert written.suffix == f".{kind}"
    assert secret[:64] not in written.read_bytes()
    with opened(tmp_path, "dump", identity) as file:
        assert file.read() == secret


def test_a_key_that_is_not_there_is_told(tmp_path):
    with (
        pytest.raises(SealingFailed, match="gpg refused"),
        sealed(tmp_path / "dump", "nobody@nowhere.example") as file,
    ):
        file.write(b"x")
    with pytest.raises(SealingFailed, match="no whole backup"), opened(tmp_path, "manifest.json"):
        pass
