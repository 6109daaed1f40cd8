"""What tools can see without running the product: dangerous calls, secrets, what it is made of."""

import json
import subprocess
import sys

import pytest
from detect_secrets.core.scan import scan_file
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings
from django.conf import settings

from tests.convenant.production_env import PRODUCTION
from tests.convenant.test_architecture import OURS, ROOT, run

SKIPPED = {
    "B101": "an assert states what holds anyway; nothing is guarded by one",
    "B404": "importing subprocess does nothing; each call of it is judged by B603",
}
KNOWN = {
    ("B603", "convenant/backup/sealing.py"): "age or GnuPG with our own arguments, no shell",
    ("B603", "convenant/backup/server.py"): "PostgreSQL's tools with our own arguments, no shell",
    ("B603", "diligence/smelters/apart.py"): "our own Python with our own arguments, no shell",
    ("B603", "diligence/uploads/apart.py"): "our own Python with our own arguments, no shell",
    ("B608", "convenant/backup/steps.py"): "names of tables as the catalogue spells them",
    ("B608", "convenant/prepared.py"): "names of our own models and columns, quoted; values apart",
    ("B108", "convenant/webserver.py"): "gunicorn's heartbeat; it makes a file of its own there",
    ("B703", "diligence/templatetags/questionnaire.py"): "joined from escaped pieces only",
    ("B308", "workgroups/templatetags/insight.py"): "a constant of ours",
    ("B308", "workgroups/annual/closing.py"): "a drawing of numbers, with words of ours",
    ("B703", "workgroups/annual/closing.py"): "the same",
    ("B308", "workgroups/annual/document.py"): "cleaned by nh3 in workgroups.annual.prose",
    ("B703", "workgroups/annual/document.py"): "the same",
    ("B105", "workgroups/services/demo/people.py"): "the demo prints it; it opens invented data",
}
"""What bandit finds and we looked at, with why it is harmless. Add only with a reason."""
NOT_ON_A_SERVER = "convenant/devstack/"
"""Starts the private servers of demo and tests on a developer's machine: calling programs and
opening fixed folders is its work, and production never imports it."""

BASELINE = ROOT / ".secrets.baseline"
NO_PLACE_FOR_SECRETS = (".lock", ".po", ".mo", ".png", ".woff2", ".css", ".svg", ".html", ".bloom")
"""Hashes, pictures, looks and pages; and, below, the texts of questionnaires and demo."""
GUESSERS = {"KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString"}
"""What may be a secret by its name or its letters. In tests it is an invented password each time,
so there only what has the shape of a real key counts."""


def test_bandit_finds_nothing_new():
    skips = ",".join(SKIPPED)
    found = run("bandit", "--quiet", "--format", "json", "--skip", skips, "-r", *OURS, "manage.py")
    report = json.loads(found.stdout)

    assert report["errors"] == []
    assert report["metrics"]["_totals"]["loc"] > 10_000
    issues = {
        (issue["test_id"], issue["filename"])
        for issue in report["results"]
        if not issue["filename"].startswith(NOT_ON_A_SERVER)
    }
    assert issues - KNOWN.keys() == set()
    assert KNOWN.keys() - issues == set(), "No longer there: take it from the list."


def test_bandit_would_see_a_shell(tmp_path):
    (tmp_path / "bad.py").write_text("import subprocess\nsubprocess.call(input(), shell=True)\n")
    found = run("bandit", "--quiet", "--format", "json", str(tmp_path / "bad.py"))
    assert "B602" in {issue["test_id"] for issue in json.loads(found.stdout)["results"]}


def tracked() -> list[str]:
    """Return the files of the project in which somebody could leave a secret."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("Without git nobody knows which files are the project's.")
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    return [
        name
        for name in names
        if not name.endswith(NO_PLACE_FOR_SECRETS)
        and not (name.endswith(".yaml") and name.startswith(("diligence/", "workgroups/")))
        and name != BASELINE.name
    ]


def secrets_in(names: list[str], *, guess: bool = True) -> set[tuple[str, str, str]]:
    """Return (file, kind, hash) of what looks like a secret, with the baseline's own plugins."""
    baseline = json.loads(BASELINE.read_text())
    rules = {key: baseline[key] for key in ("plugins_used", "filters_used")}
    if not guess:
        used = rules["plugins_used"]
        rules["plugins_used"] = [plugin for plugin in used if plugin["name"] not in GUESSERS]
    with transient_settings(rules):
        found = SecretsCollection(root=str(ROOT))
        for name in names:
            found[name].update(scan_file(str(ROOT / name)))
    return {(name, secret.type, secret.secret_hash) for name, secret in found}


def test_no_secret_is_kept_in_the_project():
    known = {
        (name, secret["type"], secret["hashed_secret"])
        for name, secrets in json.loads(BASELINE.read_text())["results"].items()
        for secret in secrets
    }
    of_tests = {name for name in tracked() if name.startswith(("tests/", "benchmarks/"))}
    found = secrets_in(sorted(set(tracked()) - of_tests))
    found |= secrets_in(sorted(of_tests), guess=False)

    assert found - known == set(), "Take it out; what is harmless goes into .secrets.baseline."


def test_a_forgotten_key_would_be_seen(tmp_path):
    lines = ["-----BEGIN " + "RSA PRIVATE KEY-----", "SMTP_" + 'PASSWORD = "Rb7-wordt-9niet"']
    (tmp_path / "forgotten.py").write_text("\n".join(lines))
    kinds = {kind for _name, kind, _hash in secrets_in([str(tmp_path / "forgotten.py")])}
    assert kinds == {"Private Key", "Secret Keyword"}


@pytest.mark.parametrize(
    "lock",
    ["requirements.lock", pytest.param("requirements-dev.lock", marks=pytest.mark.full)],
)
def test_the_bill_of_materials_names_every_pinned_package(lock, tmp_path):
    made = tmp_path / "sbom.json"
    command = ("requirements", lock, "--output-format", "JSON", "--output-file", str(made))
    result = run("cyclonedx-py", *command)
    assert result.returncode == 0, result.stderr

    bill = json.loads(made.read_text())
    named = {(part["name"], part["version"]) for part in bill["components"]}
    pinned = {
        tuple(line.split(" ")[0].split("=="))
        for line in (ROOT / lock).read_text().splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    }
    assert len(pinned) > 50
    assert named == pinned
    assert all(part["externalReferences"][0]["hashes"] for part in bill["components"])


def test_production_settings_pass_djangos_deployment_check():
    """As a server starts: https, real keys, mail. The database's own checks come with `--database`
    on the server (docs/operate.md)."""
    result = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=PRODUCTION | {"DJANGO_SETTINGS_MODULE": "convenant.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def test_only_one_deployment_check_is_silenced():
    """Preloading HSTS is for the owner of the domain, who may have other hosts below it."""
    assert settings.SILENCED_SYSTEM_CHECKS == ["security.W021"]
