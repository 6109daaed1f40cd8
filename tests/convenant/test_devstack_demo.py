"""The demo from the command line, as a person starts and stops it."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from convenant.devstack import demo, processes

pytestmark = pytest.mark.full

ROOT = Path(__file__).resolve().parents[2]
CODE = ("convenant", "companies", "diligence", "workgroups", "templates", "static", "locale")
# Set by the test run for its own servers; the demo has to start others.
OURS = re.compile(r"(DATABASE_URL|_KEY|_ROOT|_DIR|REDIS_URL|DJANGO_SETTINGS_MODULE)$")


@pytest.fixture
def checkout(tmp_path):
    """The project in another folder, so that a demo of this checkout is left alone."""
    for name in CODE:
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    for name in ("manage.py", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def start(checkout):
    """Start a demo that is stopped after the test, whatever happened in it."""
    environ = {name: value for name, value in os.environ.items() if not OURS.search(name)}
    environ |= {"CONVENANT_NO_VENV": "1"}
    started = []

    def run(*options: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "demo", *options]
        started.append(
            subprocess.Popen(
                command,
                cwd=checkout,
                env=environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return started[-1]

    yield run
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.communicate()


def said_until(process: subprocess.Popen, phrase: str) -> str:
    """Return what the demo said up to a phrase; fails when it ends without it."""
    heard = ""
    for line in process.stdout:
        heard += line
        if phrase in line:
            return heard
    pytest.fail(f"the demo ended ({process.wait()}) without saying '{phrase}':\n{heard}")


def status_of(address: str) -> int:
    line = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    line.request("GET", "/healthz")
    return line.getresponse().status


def test_a_demo_starts_refuses_a_second_one_and_stops_without_a_trace(checkout, start):
    first = start()
    heard = said_until(first, "Ctrl-C stops everything")
    address = re.search(r"http://127\.0\.0\.1:\d+", heard)[0]
    assert status_of(address) == 200
    assert re.search(r"\S+@\S+", heard), "the sign-ins are shown"

    second = start()
    refusal, _ = second.communicate(timeout=60)
    assert second.returncode == 2
    assert f"runs already at {address}" in refusal

    place = demo.place_of(checkout)
    traces = [processes.Trace(**fields) for fields in json.loads(place.traces.read_text())]
    assert [trace.name for trace in traces] == ["PostgreSQL", "Valkey", "web", "worker", "beat"]
    first.send_signal(signal.SIGINT)
    rest, _ = first.communicate(timeout=60)
    assert first.returncode == 0
    assert "Everything has stopped" in rest
    assert [trace.name for trace in traces if processes.started_at(trace.pid)] == []
    assert not place.env.exists()

    again = said_until(start(), "Ctrl-C stops everything")
    assert "Migrating" not in again
    assert "Loading" not in again


def test_a_dead_worker_is_named_and_a_killed_demo_is_cleared_away(checkout, start):
    place = demo.place_of(checkout)
    first = start()
    said_until(first, "Ctrl-C stops everything")
    traces = {item["name"]: item["pid"] for item in json.loads(place.traces.read_text())}
    os.kill(traces["worker"], signal.SIGKILL)
    told, _ = first.communicate(timeout=60)
    assert first.returncode == 1
    assert "worker ended by itself (killed by signal 9)" in told
    assert "worker.log" in told

    second = start()
    said_until(second, "Ctrl-C stops everything")
    second.kill()
    second.communicate()
    time.sleep(0.2)
    third = said_until(start(), "Ctrl-C stops everything")
    for name in ("PostgreSQL", "Valkey", "web", "worker", "beat"):
        assert f"Ended {name}, left over" in third
