"""Which tests stay with one worker: those of a file that shares something costly.

A file says so with `pytestmark = pytest.mark.xdist_group(...)`, or by having a fixture of the whole
module, or something it remembers. pytest-xdist's own `loadgroup` finds no group any more since the
ids of tests are objects (pytest 9), and then each worker made everything for itself.
"""

from functools import cache
from pathlib import Path

import pytest

SIGNS = ("mark.xdist_group(", 'scope="module"', "@functools.cache\n", "@cache\n")


@cache
def is_shared(file: Path) -> bool:
    """Tell whether the tests of a file share something."""
    text = file.read_text(encoding="utf-8")
    return any(sign in text for sign in SIGNS)


def scope_of(test: str, root: Path) -> str:
    """Return the name under which tests go to a worker together: the file's, or their own."""
    file, _, _ = test.partition("::")
    return file if is_shared(root / file) else test


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give xdist our own way of dividing; the largest groups go first."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        """Sends a file that shares something as one piece of work, and other tests one by one."""

        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid, config.rootpath)

    return Together(config, log) if config.getoption("dist") == "loadgroup" else None
