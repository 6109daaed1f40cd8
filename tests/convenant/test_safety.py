"""An unsafe start is refused, and every reason is told at once, each in one sentence."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from convenant import env, safety
from convenant.safety import Start
from convenant.tenancy.checks import version_fault

GOOD_KEYS = {
    "SECRET_KEY": "3f1c9a8e7b6d5c4f3e2d1c0b9a8f7e6d5c4b3a291807f6e5d4c3b2a1",
    "SCOPE_KEY": "91e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2918070f6e5d4c3b2a1f0",
}
SAFE = Start(
    public_url="https://ketenkompas.example",
    allowed_hosts=["ketenkompas.example"],
    keys=GOOD_KEYS,
    is_debug=False,
    is_demo=False,
    has_mail=True,
)


def test_a_safe_start_has_no_fault():
    assert safety.faults(SAFE) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_debug": True}, "CONVENANT_DEBUG is on"),
        ({"is_demo": True}, "CONVENANT_DEMO is on"),
        ({"has_mail": False}, "Set SMTP_HOST"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS has '*'"),
        ({"allowed_hosts": ["127.0.0.1"]}, "ALLOWED_HOSTS misses ketenkompas.example"),
        ({"public_url": "http://ketenkompas.example"}, "PUBLIC_URL is 'http://"),
        ({"public_url": "https://ketenkompas.example/tool"}, "without a path"),
        ({"public_url": "ketenkompas.example"}, "PUBLIC_URL is 'ketenkompas.example'"),
        ({"keys": GOOD_KEYS | {"SECRET_KEY": "short"}}, "SECRET_KEY can be guessed"),
        ({"keys": GOOD_KEYS | {"SCOPE_KEY": "ab" * 40}}, "SCOPE_KEY can be guessed"),
        (
            {"keys": GOOD_KEYS | {"SECRET_KEY": "django-insecure-" + GOOD_KEYS["SECRET_KEY"]}},
            "SECRET_KEY can be guessed",
        ),
        ({"ways": {"DATABASE_URL": "postgresql://app:x@10.0.0.5:5432"}}, "PGSSLMODE=verify-full"),
        ({"ways": {"DATABASE_URL": "postgresql://app@db.elders.example"}}, "DATABASE_URL leads to"),
        ({"ways": {"REDIS_URL": "redis://:x@redis.elders.example:6379/0"}}, "rediss://"),
        ({"ways": {"SMTP_HOST": "smtp://mail.elders.example"}}, "SMTP_TLS=1"),
        ({"ways": {"S3_ENDPOINT_URL": "http://s3.elders.example"}}, "https://"),
        ({"keys": dict.fromkeys(GOOD_KEYS, GOOD_KEYS["SCOPE_KEY"])}, "are equal"),
    ],
)
def test_each_unsafe_value_is_one_sentence(change, said):
    (fault,) = safety.faults(replace(SAFE, **change))
    assert said in fault
    assert fault.endswith(".")
    for key in GOOD_KEYS.values():
        assert key not in fault


def test_a_subdomain_rule_covers_the_host():
    assert safety.faults(replace(SAFE, allowed_hosts=[".example"])) == []


def test_a_machine_that_keeps_to_itself_may_be_loose():
    loose = replace(
        SAFE, public_url="http://127.0.0.1:8000", is_debug=True, keys={"SECRET_KEY": "x"}
    )
    assert safety.faults(loose) == []


def start_with(**variables) -> subprocess.CompletedProcess:
    """Start a management command with these variables and no others of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "django", "check"],
        cwd=settings.BASE_DIR,
        env=kept | {"DJANGO_SETTINGS_MODULE": "convenant.settings"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_missing_is_told_in_one_start(tmp_path):
    refused = start_with(
        PUBLIC_URL="http://ketenkompas.example",
        CONVENANT_DEBUG="perhaps",
        CONVENANT_DEMO="1",
        SMTP_PORT="mail",
        DATABASE_URL="mysql://localhost/x",
        SCOPE_KEY="short",
        REDIS_URL_FILE=str(tmp_path / "nowhere"),
    )

    assert refused.returncode != 0
    told = refused.stderr.partition("ImproperlyConfigured: ")[2].strip().splitlines()
    assert sorted(told) == sorted(
        [
            "CONVENANT_DEBUG is 'perhaps'; write 1 or 0.",
            "Set the environment variable SECRET_KEY.",
            "DATABASE_URL must look like postgresql://user:password@host:5432/name.",
            f"REDIS_URL_FILE is {tmp_path / 'nowhere'}, which can't be read: "
            "No such file or directory.",
            "SMTP_PORT is 'mail'; write a whole number.",
            "PUBLIC_URL is 'http://ketenkompas.example'; outside this machine only an address "
            "like https://ketenkompas.example, without a path, is safe.",
            "ALLOWED_HOSTS misses ketenkompas.example, the host of PUBLIC_URL.",
            "CONVENANT_DEMO is on, whose passwords everybody knows; set it to 0.",
            "Set SMTP_HOST: without mail nobody can be invited or find a lost password.",
            "SCOPE_KEY can be guessed; make one of at least 50 random signs: openssl rand -hex 32.",
        ]
    )


def test_an_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("FROM_EMAIL", "")
    assert env.text("FROM_EMAIL", "default@example.org") == "default@example.org"


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        (140022, False),
        (150013, False),
        (150014, True),
        (160009, False),
        (160014, True),
        (170005, False),
        (170006, True),
        (180000, True),
    ],
)
def test_a_postgresql_with_known_holes_is_refused(version, is_safe):
    assert bool(version_fault(version)) is not is_safe


@pytest.mark.parametrize(
    "ways",
    [
        {"DATABASE_URL": "postgresql+tls://app:x@db.elders.example:5432"},
        {"DATABASE_URL": "postgresql://app:x@db:5432", "REDIS_URL": "redis://:x@redis:6379/0"},
        {"DATABASE_URL": "postgresql://app:x@127.0.0.1", "REDIS_URL": "redis://[::1]:6379/0"},
        {"REDIS_URL": "rediss://redis.elders.example", "SMTP_HOST": "smtps://mail.elders.example"},
        {"S3_ENDPOINT_URL": "", "SMTP_HOST": "smtp://", "DATABASE_URL": "postgresql://"},
    ],
)
def test_to_another_machine_over_tls_and_beside_it_as_one_likes(ways):
    assert safety.faults(replace(SAFE, ways=ways)) == []


def test_the_environment_tells_what_goes_over_tls(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:x@db.elders.example:5432/convenant")
    monkeypatch.setenv("SMTP_HOST", "mail.elders.example")
    for name, value, variable, scheme in (
        ("PGSSLMODE", "prefer", "DATABASE_URL", "postgresql"),
        ("PGSSLMODE", "verify-full", "DATABASE_URL", "postgresql+tls"),
        ("SMTP_TLS", "0", "SMTP_HOST", "smtp"),
        ("SMTP_TLS", "1", "SMTP_HOST", "smtps"),
    ):
        monkeypatch.setenv(name, value)
        assert env.ways()[variable].partition("://")[0] == scheme


def test_a_file_that_must_be_there_and_is_not_is_a_fault(tmp_path, monkeypatch):
    there = tmp_path / "there"
    there.touch()
    monkeypatch.setenv("LEAKED_PASSWORDS", str(there))
    assert env.file("LEAKED_PASSWORDS", tmp_path) == there
    env.refuse_faults()
    monkeypatch.setenv("LEAKED_PASSWORDS", str(tmp_path / "gone"))
    env.file("LEAKED_PASSWORDS", there)
    with pytest.raises(ImproperlyConfigured, match=r"LEAKED_PASSWORDS is .*no such file"):
        env.refuse_faults()
