"""System packages: what is missing, who may install it, and what is said otherwise."""

import pytest

from convenant.devstack import debian
from convenant.devstack.debian import Rights

ROOT = Rights(has_apt=True, is_root=True, has_sudo=False)
SUDOER = Rights(has_apt=True, is_root=False, has_sudo=True)
USER = Rights(has_apt=True, is_root=False, has_sudo=False)
NO_APT = Rights(has_apt=False, is_root=True, has_sudo=False)


class Runner:
    """Notes commands instead of running them; fails those that contain a word."""

    def __init__(self, failing: str = "\0") -> None:
        self.commands: list[str] = []
        self.failing = failing

    def __call__(self, command: list[str]) -> int:
        self.commands.append(" ".join(command))
        return 100 if self.failing in command else 0


@pytest.mark.parametrize(
    ("rights", "first_words"),
    [(ROOT, ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]), (SUDOER, ["sudo", "-n", "env"])],
)
def test_who_may_install_updates_once_and_installs(rights, first_words):
    update, install = debian.commands(["one", "two"], rights)
    assert update[:3] == install[:3] == first_words
    assert update[-1] == "update"
    assert install[-4:] == ["install", "--no-install-recommends", "one", "two"]
    assert "-y" in install


@pytest.mark.parametrize("rights", [USER, NO_APT])
def test_who_may_not_install_runs_nothing(rights):
    runner = Runner()
    assert not debian.install(["one"], rights, runner)
    assert runner.commands == []


def test_lists_that_can_not_be_renewed_do_not_stop_the_installation():
    runner = Runner(failing="update")
    assert debian.install(["one"], ROOT, runner)
    assert len(runner.commands) == 2


def test_a_failed_installation_is_told():
    assert not debian.install(["one"], ROOT, Runner(failing="install"))


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        (ROOT, "Run: apt-get update && apt-get install -y one"),
        (USER, "Run: sudo apt-get update && sudo apt-get install -y one"),
        (NO_APT, "Install with this system's package manager what Debian calls: one"),
    ],
)
def test_the_advice_is_a_command_for_this_person(rights, said):
    assert debian.advice(["one"], rights) == said


def test_libraries_that_load_are_not_missing():
    def only_pango(name: str) -> None:
        if "pango" not in name:
            raise OSError(name)

    assert debian.missing_libraries(lambda name: None) == []
    assert debian.missing_libraries(only_pango) == ["libharfbuzz-subset0"]


def test_a_command_that_is_not_there_is_a_failure():
    assert debian._quietly(["no-such-program-here"]) == 127
