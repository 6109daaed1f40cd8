"""What is costly to make is made by one worker: the tests that share it are not spread."""

import os
import subprocess
import sys

from django.conf import settings

TESTS = """
import os, pathlib, time
import pytest
{mark}
@pytest.mark.parametrize("n", range(6))
def test_it(n):
    time.sleep(0.1)
    pathlib.Path(__file__).with_suffix(".told").open("a").write(os.environ["PYTEST_XDIST_WORKER"])
"""
PLUGINS = ("-p", "xdist", "-p", "tests.support.together")


def test_a_file_that_shares_something_stays_with_one_worker(tmp_path):
    marks = {"shared": 'pytestmark = pytest.mark.xdist_group("x")', "spread": ""}
    for name, mark in marks.items():
        (tmp_path / f"test_{name}.py").write_text(TESTS.format(mark=mark))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *PLUGINS],
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": str(settings.BASE_DIR), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert (tmp_path / "test_shared.told").read_text() in ("gw0" * 6, "gw1" * 6)
    spread = (tmp_path / "test_spread.told").read_text()
    assert "gw0" in spread and "gw1" in spread
