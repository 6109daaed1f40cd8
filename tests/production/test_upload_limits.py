"""One limit through the whole chain: what a page promises, script, Django, the proxy and docs."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.convenant.production_env import PRODUCTION
from tests.diligence.proof import PROOF, address
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.production import compose

ROOT = Path(settings.BASE_DIR)
MEGABYTE = 1024 * 1024
FILES = ["/companies/*", "/api/*"]


@pytest.fixture(scope="module")
def proxy() -> dict[bool, int]:
    """Return what the proxy lets through, in bytes: where files come in, and elsewhere."""
    adapted = subprocess.run(
        ["caddy", "adapt", "--config", "docs/Caddyfile", "--adapter", "caddyfile"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PUBLIC_URL": "https://ketenkompas.example"},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(limits_in(json.loads(adapted.stdout)))


def limits_in(part):
    """Yield each limit of a body below this part of Caddy's settings, and whether it is of files.

    Every limit says for which addresses it is; one without a match would be for all.
    """
    if isinstance(part, list):
        for one in part:
            yield from limits_in(one)
    elif isinstance(part, dict):
        for handler in part.get("handle", []):
            if handler["handler"] == "request_body":
                [match] = part["match"]
                assert match in ({"path": FILES}, {"not": [{"path": FILES}]})
                yield "path" in match, handler["max_size"]
        for one in part.values():
            yield from limits_in(one)


def test_the_proxy_leaves_it_to_the_product_to_say_what_is_too_large(proxy):
    files = settings.EVIDENCE_MAX_FILES * settings.EVIDENCE_MAX_MB
    assert files < settings.FORM_MAX_MB
    assert proxy[True] > settings.FORM_MAX_MB * MEGABYTE


def test_who_did_not_sign_in_can_send_no_more_than_words(proxy):
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < proxy[False] <= 10 * MEGABYTE


def test_files_come_in_at_no_other_address():
    """A form with files outside a company's addresses would meet the small limit."""
    forms = [
        path.relative_to(ROOT / "templates")
        for path in (ROOT / "templates").rglob("*.html")
        if "multipart/form-data" in path.read_text("utf-8")
    ]
    assert forms
    assert {path.parts[0] for path in forms} == {"diligence"}
    assert address(*PROOF).startswith("/companies/")


def test_limits_that_contradict_each_other_stop_the_start():
    started = subprocess.run(
        [sys.executable, "-c", "import convenant.settings"],
        cwd=ROOT,
        env=PRODUCTION | {"EVIDENCE_MAX_MB": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "EVIDENCE_MAX_FILES times EVIDENCE_MAX_MB is too much" in started.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("page", [PROOF, ("library",), ("part", 2026, "1.1")])
def test_pages_and_script_say_what_is_set(client_of, settings, page):
    settings.EVIDENCE_MAX_MB, settings.EVIDENCE_MAX_FILES = 7, 3
    company = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=company)

    text = client_of(EditorFactory(of=company)).get(address(*page)).text

    assert re.findall(r'data-most="(\d+)"', text) == ["7"]
    assert "groter dan 7 MB" in text
    assert "tot 7 MB" in text or page[0] == "part"
    assert "Ten hoogste 3 tegelijk" in text or page[0] == "part"


@pytest.mark.parametrize("script", ["upload.js", "proof.js"])
def test_script_counts_megabytes_as_django_does(script):
    text = (ROOT / "static" / "js" / script).read_text("utf-8")
    assert re.search(r"file\.size > (words\.)?most \* 1024 \* 1024", text)


def test_what_comes_in_lies_on_a_disk_and_not_in_memory():
    web = compose.resolved()["services"]["web"]
    place = web["environment"]["UPLOAD_DIR"]
    assert any(place in str(volume) for volume in web["volumes"])
    assert not place.startswith("/tmp")
    assert place in (ROOT / "docs" / "Dockerfile").read_text("utf-8")


def test_compose_passes_every_limit_on():
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    for name in ("EVIDENCE_MAX_MB", "EVIDENCE_MAX_FILES", "EVIDENCE_QUOTA_MB"):
        assert f"{name}: ${{{name}:-}}" in text
