"""The examples of docs/api.md run as they stand, in a shell, against the product."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from diligence.models import Answer, EvidenceUse
from tests.api import key_for
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.uploads import good

EXAMPLES = re.findall(
    r"^```sh\n(.*?)^```", (Path(settings.BASE_DIR) / "docs/api.md").read_text("utf-8"), re.S | re.M
)


class Made:
    """What the drawing of a report returns."""

    content = b"%PDF-1.7 report"
    pages = 3


@pytest.mark.django_db(transaction=True)
def test_the_examples_run(live_server, tmp_path, in_scope, run_outbox, monkeypatch):
    monkeypatch.setattr("diligence.tasks.render_pdf", lambda content, tell: Made())
    company = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=company)
    (tmp_path / "policy.pdf").write_bytes(good.pdf())
    told = {
        "BASE": live_server.url,
        "KEY": key_for(EditorFactory(of=company), company),
        "COMPANY": "de-maas",
        "PATH": str(Path(shutil.which("curl") or "/usr/bin/curl").parent) + ":/usr/bin:/bin",
        "no_proxy": "*",
    }

    for example in EXAMPLES:
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", example],
            cwd=tmp_path,
            env=told,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{example}\n{done.stdout}\n{done.stderr}"
        run_outbox()

    assert len(EXAMPLES) == 9
    assert (tmp_path / "2026.xlsx").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "csddd.json").read_bytes())["standard"]["key"] == "CSDDD"
    assert (tmp_path / "report.pdf").read_bytes() == Made.content
    with in_scope(company):
        assert Answer.objects.get(question="embed.policy").value == 3
        assert EvidenceUse.objects.get().question == "embed.policy"
