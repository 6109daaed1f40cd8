"""The web server clears away what its killed processes left of forms that were coming in."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from convenant import webserver
from diligence.services import evidence_files
from diligence.uploads.refusal import Refused
from tests.factories import CompanyFactory
from tests.uploads import good


@pytest.fixture
def folder(tmp_path, monkeypatch, settings) -> Path:
    monkeypatch.setenv("UPLOAD_DIR", str(tmp_path))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def left_there(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def age(path: Path) -> None:
    then = time.time() - webserver.NOBODYS - 60
    os.utime(path, (then, then))


def test_what_nobody_touched_for_an_hour_goes_and_nothing_else(folder):
    for name in ("tmpab12.upload.pdf", "evidence-in-x", "tmpab12.pdf", "somebody-else"):
        (folder / name).write_text("half")
    (folder / "evidence-in-folder").mkdir()
    (folder / "evidence-in-folder" / "out").write_text("half")
    for path in folder.iterdir():
        age(path)
    (folder / "tmpcd34.upload.pdf").write_text("under way")

    webserver.child_exit(None, None)

    assert left_there(folder) == {"tmpab12.pdf", "somebody-else", "tmpcd34.upload.pdf"}


def test_a_file_of_djangos_own_is_known_by_its_name(folder):
    with TemporaryUploadedFile("beleid.pdf", "application/pdf", 3, None) as file:
        age(Path(file.temporary_file_path()))
        webserver.on_starting(None)
        assert left_there(folder) == set()


@pytest.mark.django_db
def test_so_is_the_folder_in_which_a_file_is_examined(folder, monkeypatch, in_scope):
    def die(name, path, target):
        age(target.parent)
        webserver.child_exit(None, None)
        assert not target.parent.exists()
        raise Refused("damaged")

    monkeypatch.setattr(evidence_files, "examine", die)
    company = CompanyFactory()
    with in_scope(company), pytest.raises((Refused, FileNotFoundError)):
        evidence_files.keep(company, good.sent("beleid.pdf", good.pdf()))
