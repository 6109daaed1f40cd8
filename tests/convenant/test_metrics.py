"""Figures for Prometheus: on an address of their own, about work and never about people."""

import re
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from prometheus_client import generate_latest

from convenant.devstack import ports
from convenant.observe.metrics import registry
from convenant.queue.models import OutboxItem
from tests.processes import environment

pytestmark = pytest.mark.django_db


def figures() -> dict[str, float]:
    """Return every figure as Prometheus reads it."""
    return read(generate_latest(registry()).decode())


def read(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_waiting_and_failed_work_is_counted():
    now = timezone.now()
    OutboxItem.objects.create(task="x", created_at=now - timedelta(minutes=10))
    OutboxItem.objects.create(task="x")
    OutboxItem.objects.create(task="x", failed_at=now, created_at=now - timedelta(days=3))

    told = figures()
    assert told["convenant_outbox_waiting"] == 2
    assert told["convenant_outbox_failed"] == 1
    assert 600 <= told["convenant_outbox_oldest_seconds"] < 700


def test_queues_and_disk_are_told(settings):
    settings.MEDIA_ROOT.mkdir(parents=True)
    settings.QUEUES = ("probe",)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.rpush("probe", "a", "b")
        try:
            told = figures()
        finally:
            client.delete("probe")

    assert told['convenant_queue_depth{queue="probe"}'] == 2
    assert 0 < told["convenant_media_disk_used_ratio"] < 1
    assert told["convenant_redis_up"] == told["convenant_database_up"] == 1


def test_a_lost_redis_is_a_figure_and_no_fault(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert figures()["convenant_redis_up"] == 0


@pytest.mark.parametrize("address", ["9100", "127.0.0.1:x"])
def test_a_wrong_address_is_refused(address):
    with pytest.raises(CommandError, match="no address like"):
        call_command("metrics", address)


def test_a_taken_address_is_told():
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        place = client.connection_pool.connection_kwargs
        with pytest.raises(CommandError, match="can't be used: Address already in use"):
            call_command("metrics", f"{place['host']}:{place['port']}")


def test_the_website_tells_no_figures(client):
    assert client.get("/metrics").status_code == 404


def test_figures_of_requests_name_no_path_and_are_off_by_default(tmp_path):
    """A web process with METRICS_DIR counts; the command beside it tells the count."""
    assert not any("prometheus" in name for name in settings.MIDDLEWARE)
    count = (
        "import django; django.setup();"
        "from django.test import Client;"
        "Client(headers={'host': '127.0.0.1'}).get('/geheim-pad')"
    )
    told = environment(METRICS_DIR=str(tmp_path))
    web = told | {
        "DJANGO_SETTINGS_MODULE": "tests.settings"
    }  # whose static files need no collecting
    subprocess.run([sys.executable, "-c", count], env=web, cwd=settings.BASE_DIR, check=True)
    address = f"127.0.0.1:{ports.free()}"
    command = [sys.executable, "manage.py", "metrics", address]
    process = subprocess.Popen(
        command, env=told, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, text=True
    )
    try:
        text = fetch(f"http://{address}/metrics")
    finally:
        process.terminate()
    assert process.wait(10) == 0

    total = 'django_http_responses_total_by_status_total{status="404"}'
    assert read(text)[total] == 1
    assert "convenant_outbox_waiting" in text
    assert not re.search("geheim", text)


def fetch(address: str) -> str:
    """Return what is answered there, as soon as somebody does."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < until, "the figures are not served"
            time.sleep(0.2)
