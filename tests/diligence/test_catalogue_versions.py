"""Shared lists are data: loaded from a file, told apart, frozen once published."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from diligence.framework.catalogues import CATALOGUES
from diligence.framework.lists import own_lists
from diligence.models import CatalogueVersion
from diligence.services.risks import catalogues

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer_areas(tmp_path):
    """Return a folder with only a newer list of areas, in which Yemen is gone and Niger changed."""
    text = (CATALOGUES / "areas.yaml").read_text(encoding="utf-8")
    text = text.replace('version: "2026-1"', 'version: "2026-3"').replace("CAHRA-18", "CAHRA-21")
    start = text.index("  - key: AR-YE\n")
    end = text.index("  - key: AR-ZW\n")
    (tmp_path / "areas.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    return tmp_path


def test_the_lists_of_the_product_are_used_until_others_are_published(newer_areas):
    assert catalogues.in_use().sha256 == own_lists().sha256

    loaded = catalogues.load(newer_areas)
    assert catalogues.in_use().sha256 == own_lists().sha256

    catalogues.publish_version(loaded)
    assert catalogues.in_use().sha256 == loaded.sha256
    assert catalogues.in_use().code == "2026-3"
    assert "AR-YE" not in catalogues.in_use().keys["areas"]
    assert len(catalogues.in_use().keys["metals"]) == 40  # what the folder lacks stays


def test_the_command_tells_what_changes_and_then_publishes(newer_areas, capsys):
    call_command("catalogue", "publish")
    capsys.readouterr()
    call_command("catalogue", "diff", str(newer_areas))
    told = capsys.readouterr().out
    assert "Gebieden met conflict of groot risico: 1 weg" in told
    assert "− AR-YE: Delen van Jemen" in told
    assert "versie van de lijst: “CAHRA-18” → “CAHRA-21”" in told

    call_command("catalogue", "publish", str(newer_areas))
    call_command("catalogue", "list")
    told = capsys.readouterr().out

    assert "2026-3: published, hash " in told
    assert told.count("published 20") == 2
    call_command("catalogue", "diff", str(newer_areas))
    assert capsys.readouterr().out == "Niets veranderd.\n"


def test_check_finds_no_faults_in_the_product_and_tells_its_warnings(capsys):
    call_command("catalogue", "check")

    told = capsys.readouterr().out
    assert "No faults, " in told
    assert "flagged as old" in told


def test_faults_are_refused_with_file_and_line_and_change_nothing(newer_areas, capsys):
    path = newer_areas / "areas.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"AF"', '"QQ"', 1), encoding="utf-8")

    for act in ("check", "diff", "load", "publish"):
        with pytest.raises(CommandError, match="1 faults"):
            call_command("catalogue", act, str(newer_areas))
    found = capsys.readouterr()

    assert "AR-AF: 'QQ' is not in the list countries" in found.out + found.err
    assert not CatalogueVersion.objects.exists()


def test_other_content_needs_a_higher_version(newer_areas):
    catalogues.load(CATALOGUES, publish=True)
    path = newer_areas / "areas.yaml"
    text = path.read_text(encoding="utf-8").replace('version: "2026-3"', 'version: "2026-1"')
    path.write_text(text, encoding="utf-8")

    with pytest.raises(catalogues.ListsRefused) as refused:
        catalogues.load(newer_areas)

    assert "Give the list that you changed a higher 'version'." in str(refused.value.problems[0])


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_a_folder_without_lists_is_told(tmp_path, folder):
    with pytest.raises(CommandError):
        call_command("catalogue", "load", str(tmp_path / folder))


def test_a_file_in_another_encoding_is_told(tmp_path):
    (tmp_path / "areas.yaml").write_bytes(b"catalogue: ar\xe9as\n")

    with pytest.raises(catalogues.ListsRefused, match="not UTF-8"):
        catalogues.load(tmp_path)


def test_a_published_edition_of_the_lists_never_changes(newer_areas):
    version = catalogues.load(CATALOGUES, publish=True)
    assert catalogues.load(CATALOGUES, publish=True) == version

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        CatalogueVersion.objects.filter(pk=version.pk).update(code="2027-1")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        version.delete()

    draft = catalogues.load(newer_areas)
    draft.delete()
    assert CatalogueVersion.objects.get() == version


def test_the_same_lists_under_another_roof_are_one_version(tmp_path):
    shutil.copytree(CATALOGUES, tmp_path / "lists")

    assert catalogues.load(CATALOGUES) == catalogues.load(tmp_path / "lists")
