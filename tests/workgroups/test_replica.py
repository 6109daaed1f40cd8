"""Dashboards read from a replica that will do, and from the primary when it won't.

Here the replica is a second connection to the same server; tests/production has a real standby.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connections
from django.test.utils import CaptureQueriesContext

from convenant.devstack import ports
from convenant.tenancy import replica
from convenant.tenancy.checks import replica_is_bound
from convenant.tenancy.sector import sector_scope
from diligence.models import Assessment, Cycle
from tests.convenant.production_env import PRODUCTION
from tests.replica import in_settings
from tests.workgroups.members import cycle_of, member
from workgroups.queries.members import sector_year
from workgroups.queries.runs import files_for_run

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "The primary is read instead of the replica"


@pytest.fixture
def second(monkeypatch):
    """Have a second connection, taken for a standby that is up to date."""
    monkeypatch.setattr(replica, "check_age", lambda: None)
    with in_settings(monkeypatch) as alias:
        yield alias


def names(year: int = 2026) -> list[str]:
    return [one.name for one in sector_year(year).members]


def test_the_dashboard_asks_the_replica_alone(second):
    member("Gieterij", "submitted")
    sector_year(2026)  # reads the questionnaire, which is kept

    with (
        CaptureQueriesContext(connections["default"]) as of_primary,
        CaptureQueriesContext(connections[second]) as of_replica,
    ):
        assert names() == ["Gieterij"]

    assert len(of_primary) == 0
    asked = [one["sql"] for one in of_replica if "diligence_" in one["sql"]]
    assert len(asked) == 3


def test_the_policies_bind_there_as_well(second):
    member("Gieterij", "submitted")
    with pytest.raises(DatabaseError):
        Assessment.objects.using(second).count()
    with sector_scope(second):
        assert Assessment.objects.using(second).update(status="accepted") == 0


def test_what_was_read_there_is_written_in_the_primary(second):
    cycle_of()
    cycle = sector_year(2026).cycle
    cycle.save()
    assert cycle._state.db == "default"
    assert Cycle.objects.get(pk=cycle.pk)._state.db == "default"


def test_work_is_decided_by_the_primary(second):
    member("Gieterij", "submitted")
    with CaptureQueriesContext(connections[second]) as of_replica:
        assert len(files_for_run(Cycle.objects.get(year=2026), "nl", "1")) == 1
    assert len(of_replica) == 0


def test_a_year_the_replica_does_not_have_yet_is_looked_for_in_the_primary(second, monkeypatch):
    """A standby is always a little late; the second time it is the primary that answers."""
    cycle_of()
    asked = []

    def late(year):
        asked.append(replica.Reads().db_for_read(Cycle))
        if asked == [second]:
            raise Cycle.DoesNotExist(year)
        return "found"

    monkeypatch.setattr("workgroups.queries.members.read_year", late)
    assert sector_year(2026) == "found"
    assert asked == [second, "default"]


def test_a_year_that_is_nowhere_is_still_not_there(second):
    with pytest.raises(Cycle.DoesNotExist):
        sector_year(1999)


def test_a_server_that_follows_nobody_is_not_read(monkeypatch, caplog):
    """A standby that was made a primary by itself goes its own way from then on."""
    member("Gieterij", "submitted")
    with (
        in_settings(monkeypatch) as alias,
        CaptureQueriesContext(connections[alias]) as of_replica,
    ):
        assert names() == ["Gieterij"]

    assert len(of_replica) == 1
    assert f"{SAID}: it is no standby" in caplog.text


def test_a_replica_that_is_down_is_left_alone_for_a_while(monkeypatch, caplog):
    member("Gieterij", "submitted")
    with in_settings(monkeypatch, PORT=str(ports.free())):
        assert names() == ["Gieterij"]
        assert caplog.text.count(f"{SAID}: it failed") == 1
        assert names() == ["Gieterij"]
        assert caplog.text.count(SAID) == 1, "it was asked again at once"


def test_a_role_that_no_policy_binds_stops_the_start(monkeypatch):
    place = connections["default"].settings_dict["NAME"]
    _, _, rest = os.environ["TEST_SUPERUSER_URL"].partition("//")
    user, _, password = rest.partition("@")[0].partition(":")

    with in_settings(monkeypatch, USER=user, PASSWORD=password, NAME=place):
        found = replica_is_bound(databases=["default"])

    assert {one.id for one in found} == {"tenancy.E004"}
    assert "The role of the replica is a superuser." in [one.msg for one in found]


def test_the_runtime_role_passes_and_a_replica_that_is_down_only_warns(monkeypatch):
    with in_settings(monkeypatch):
        assert replica_is_bound(databases=["default"]) == []
    with in_settings(monkeypatch, PORT=str(ports.free())):
        assert [one.id for one in replica_is_bound(databases=["default"])] == ["tenancy.W004"]
    assert replica_is_bound(databases=["default"]) == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://convenant_app@127.0.0.1:5433/convenant", ""),
        ("postgresql://postgres@127.0.0.1:5433/convenant", "must name the same role"),
        ("mysql://x", "DATABASE_REPLICA_URL must look like postgresql://"),
    ],
)
def test_the_environment_is_judged_at_the_start(url, said):
    started = subprocess.run(
        [sys.executable, "-c", "import convenant.settings"],
        cwd=Path(settings.BASE_DIR),
        env=PRODUCTION | {"DATABASE_REPLICA_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert bool(started.returncode) is bool(said)
    assert said in started.stderr
