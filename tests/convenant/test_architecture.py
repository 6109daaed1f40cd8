"""The rules of the house, held by machines: layers, style, types, migrations, lock files."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
BIN = Path(sys.executable).parent
OURS = ("convenant", "companies", "diligence", "workgroups")
PYTHON = [path for app in OURS for path in sorted((ROOT / app).rglob("*.py"))]
MODULES = [path for path in PYTHON if "migrations" not in path.parts]


def run(*command: str) -> subprocess.CompletedProcess:
    """Run a tool of the environment in the project's folder."""
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_imports_follow_the_layers():
    result = run("lint-imports", "--no-cache")
    assert result.returncode == 0, result.stdout


def test_ruff_finds_nothing():
    result = run("ruff", "check", "--no-cache", ".")
    assert result.returncode == 0, result.stdout


def test_ruff_would_format_nothing():
    result = run("ruff", "format", "--no-cache", "--check", ".")
    assert result.returncode == 0, result.stdout


def test_types_hold():
    result = run("mypy")
    assert result.returncode == 0, result.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_django_finds_no_fault():
    call_command("check", "--fail-level", "WARNING", "--database", "default")


def test_files_and_functions_stay_small():
    """Around 300 lines is where the second noun hides; a function that scrolls holds two."""
    too_long = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            too_long.append(f"{path.relative_to(ROOT)} has {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50:
                too_long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert too_long == []


def test_raw_sql_and_streaming_stay_where_they_are_known():
    """Each of these steps around the usual filters, so each place is on a list."""
    allowed = {
        "companies/services/erasing.py",
        "companies/services/log_check.py",
        "companies/services/retention.py",
        "convenant/backup/steps.py",
        "convenant/health.py",
        "convenant/locks.py",
        "diligence/services/log_check.py",
        "convenant/prepared.py",
        "convenant/queue/outbox.py",
        "convenant/tenancy/backend/base.py",
        "convenant/tenancy/checks.py",
        "convenant/tenancy/management/commands/migrate.py",
        "convenant/tenancy/replica.py",
    }
    doubtful = re.compile(r"\.raw\(|\.cursor\(|_base_manager|StreamingHttpResponse|set_config")
    found = {
        str(path.relative_to(ROOT)) for path in MODULES if doubtful.search(path.read_text("utf-8"))
    }
    assert found - allowed == {"convenant/tenancy/migrations/0001_scope_functions.py"} & found


def test_every_render_names_its_fetcher():
    """WeasyPrint opens files and addresses unless it is told otherwise."""
    calls = re.compile(r"(?<!\w)(HTML|CSS)\(")
    found = {
        str(path.relative_to(ROOT))
        for path in MODULES
        for line in path.read_text("utf-8").splitlines()
        if calls.search(line) and "weasyprint" in path.read_text("utf-8")
    }
    assert found <= {"diligence/reports/pdf.py"}


def test_each_decision_has_a_number_of_its_own():
    """A reference like "decision 21" must lead to one paper."""
    papers = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    titled = [re.match(r"# (\d+)\. ", path.read_text("utf-8")) for path in papers]

    numbers = [int(path.name[:4]) for path in papers]
    assert [title and int(title[1]) for title in titled] == numbers
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_pin_with_hashes_and_name_no_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"^([a-z0-9-]+(?:\[[a-z,]+\])?)==", text, re.MULTILINE)

    assert "://" not in text
    assert len(packages) == len(re.findall(r"^[a-z]", text, re.MULTILINE))
    assert text.count("--hash=sha256:") >= len(packages)


def test_lock_files_hold_every_direct_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["embedded"]

    names = {re.split(r"[\[><=]", requirement)[0] for requirement in wanted}
    assert names <= set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def test_the_project_names_no_host_and_no_machine():
    """Package hosts and paths of a machine have no place in what we ship."""
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    hosts = re.compile("|".join(("py" + r"pi\.org", "python" + "hosted", r"registry\.npm" + "js")))
    found = []
    for name in filter(None, files):
        path = ROOT / name
        if path.suffix in {".png", ".woff2", ".mo", ".pdf"} or not path.is_file():
            continue
        if hosts.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(name)
    assert found == []


def test_every_queued_task_exists():
    """A typo in a task's name would only show at night."""
    from celery import current_app

    current_app.loader.import_default_modules()
    named = {
        match
        for path in MODULES
        for match in re.findall(r"enqueue\(\s*\"([\w.]+)\"", path.read_text("utf-8"))
    }
    assert named
    assert named <= set(current_app.tasks)
