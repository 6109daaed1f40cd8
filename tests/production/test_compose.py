"""docker-compose.yml: valid by docker compose's own word, and closed where it can be."""

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.production import compose

ROOT = Path(settings.BASE_DIR)
OURS = {"web", "reports", "mail", "maintenance", "beat", "migrate", "check", "metrics", "backup"}
QUEUES = {"reports", "mail", "maintenance"}


@pytest.fixture(scope="module")
def services() -> dict:
    return compose.resolved()["services"]


def test_docker_compose_accepts_the_file(services):
    assert services.keys() == OURS | {"proxy", "db", "redis", "pgbouncer"}


def test_what_must_be_told_is_asked_for():
    refused = compose.config(PUBLIC_URL="", ALLOWED_HOSTS="", SMTP_HOST="")
    assert refused.returncode != 0
    assert "PUBLIC_URL" in refused.stderr


def test_everything_is_closed_and_comes_back(services):
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        once = name in {"migrate", "check", "backup"}
        assert service["restart"] == ("no" if once else "unless-stopped"), name
        assert any(place.startswith("/tmp") for place in service["tmpfs"]), name
    assert [name for name, service in services.items() if service.get("cap_add")] == ["proxy"]
    assert services["proxy"]["cap_add"] == ["NET_BIND_SERVICE"]


def test_nobody_is_root_who_needs_not_be(services):
    assert services["db"]["user"] == "postgres"
    assert services["redis"]["user"] == "valkey"
    for name in ("Dockerfile", "Dockerfile.pgbouncer"):
        lines = (ROOT / "docs" / name).read_text("utf-8").splitlines()
        assert any(line.startswith("USER ") and line != "USER root" for line in lines), name


def test_no_secret_stands_in_the_environment(services):
    for name, service in services.items():
        for variable, value in (service.get("environment") or {}).items():
            is_secret = any(word in variable for word in ("KEY", "PASSWORD", "DATABASE_URL"))
            assert not is_secret or str(value).startswith("/run/secrets/"), (name, variable)
            if str(value).startswith("/run/secrets/"):
                given = {secret["source"] for secret in service["secrets"]}
                assert Path(value).name in given, (name, variable)


def test_only_who_must_holds_the_keys_that_outrank_policies(services):
    for secret, holder in (
        ("migration_database_url", {"migrate"}),
        ("backup_database_url", {"backup"}),
        ("postgres_password", {"db"}),
    ):
        holders = {
            name
            for name, service in services.items()
            if secret in {given["source"] for given in service.get("secrets", [])}
        }
        assert holders == holder, secret


def test_the_world_reaches_the_proxy_alone(services):
    reachable = {
        name
        for name, service in services.items()
        for port in service.get("ports", [])
        if not published(port).startswith("127.0.0.1")
    }
    assert reachable == {"proxy"}
    assert set(services["db"]["networks"]) == set(services["redis"]["networks"]) == {"inside"}
    assert compose.resolved()["networks"]["inside"]["internal"] is True


def published(port) -> str:
    """Return where a port is open: compose writes a text or a mapping, by its version."""
    return port if isinstance(port, str) else port.get("host_ip", "")


def test_each_queue_has_its_worker_and_nothing_is_sent_elsewhere(services):
    served = {name: compose.option(services[name]["command"], "-Q") for name in QUEUES}
    assert served == {name: name for name in QUEUES}
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    assert routed | {settings.CELERY_TASK_DEFAULT_QUEUE} == QUEUES


def test_what_runs_is_watched_and_starts_after_the_check(services):
    for name in ("web", *QUEUES, "beat", "db", "redis"):
        assert services[name]["healthcheck"]["test"], name
    for name in ("web", *QUEUES, "beat"):
        assert services[name]["depends_on"]["check"] == {
            "condition": "service_completed_successfully"
        }
    assert services["check"]["depends_on"]["migrate"]
    assert services["proxy"]["depends_on"]["web"] == {"condition": "service_healthy"}


def test_every_variable_is_one_the_product_knows(services):
    known = {"CONVENANT_NO_VENV", "PULSE_FILE", "POSTGRES_PASSWORD_FILE"}
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "convenant").rglob("*.py"))
    for name in OURS:
        for variable in services[name]["environment"]:
            told = variable in known or f'"{variable.removesuffix("_FILE")}"' in code
            assert told, f"{name} sets {variable}, which nothing reads"


def test_the_secrets_script_makes_every_secret_once(tmp_path):
    folder = tmp_path / "secrets"
    script = ["sh", str(ROOT / "docs" / "secrets.sh"), str(folder)]
    subprocess.run(script, check=True)
    first = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    wanted = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["secrets"]

    assert wanted.keys() <= first.keys()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len({first[name] for name in ("secret_key", "scope_key", "app_password")}) == 3
    assert len(first["secret_key"].strip()) == 64

    subprocess.run(script, check=True)
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == first


def test_caddy_accepts_its_file_and_keeps_the_inside_in():
    adapted = subprocess.run(
        ["caddy", "adapt", "--config", "docs/Caddyfile", "--adapter", "caddyfile", "--validate"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PUBLIC_URL": "https://ketenkompas.example",
            "HOME": "/nonexistent",
            "TLS_OPTIONS": "tls internal",
            "CADDY_OPTIONS": "skip_install_trust",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert adapted.returncode == 0, adapted.stderr
    servers = json.loads(adapted.stdout)["apps"]["http"]["servers"]
    safe, clear = (next(s for s in servers.values() if s["listen"] == [p]) for p in (":443", ":80"))
    text = json.dumps(safe["routes"])
    assert '"/readyz", "/metrics"' in text
    assert "web:8000" in text
    program, person = clear["routes"]
    assert program["match"] == [{"path": ["/api/*"]}]
    assert '"status_code": 403' in json.dumps(program)
    assert '"status_code": 308' in json.dumps(person)


def test_the_tools_are_here():
    """The test command brings them; a missing one must not pass as nothing to test."""
    assert shutil.which("caddy")
    assert compose.program()
