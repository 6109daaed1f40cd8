"""Before anything is installed: which Python will do, and when .venv is filled again."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import manage
from convenant.devstack import bootstrap, debian
from convenant.devstack.console import Trouble

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lock(tmp_path):
    for name in (bootstrap.RUNTIME, bootstrap.DEVELOPMENT):
        (tmp_path / name).write_text("django==5.2 \\\n    --hash=sha256:00\n")
    return tmp_path / bootstrap.RUNTIME


@pytest.fixture
def venv(tmp_path):
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("")
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    return folder


def test_a_new_enough_python_is_no_fault():
    assert manage.python_fault((3, 11)) == ""
    assert manage.python_fault((3, 14)) == ""


def test_an_old_python_is_told_which_newer_one_is_there():
    told = manage.python_fault((3, 9), find=lambda name: name == "python3.12")
    assert "Python 3.9" in told
    assert "python3.12 manage.py demo" in told


def test_an_old_python_without_a_newer_one_is_told_what_to_install():
    told = manage.python_fault((3, 10), find=lambda name: None)
    assert "3.11 or newer is needed" in told
    assert "apt-get install python3" in told


def test_manage_loads_nothing_that_must_be_installed():
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import manage\n"
        "for name in ('commands', 'demo', 'testing'): manage.devstack(name)\n"
        "print([n for n in sys.modules if n.split('.')[0] in ('django', 'celery', 'convenant')])\n"
    )
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"


def test_an_empty_environment_is_not_filled(tmp_path, lock):
    assert not bootstrap.is_filled(tmp_path / ".venv", lock)


def test_the_stamp_holds_until_the_lock_changes(venv, lock):
    bootstrap.write_stamp(venv, lock)
    assert bootstrap.is_filled(venv, lock)
    lock.write_text("django==5.3\n")
    assert not bootstrap.is_filled(venv, lock)


def test_the_development_lock_covers_the_runtime_lock_and_not_the_other_way(venv, lock):
    development = lock.with_name(bootstrap.DEVELOPMENT)
    bootstrap.write_stamp(venv, development)
    assert bootstrap.is_filled(venv, lock)
    bootstrap.write_stamp(venv, lock)
    assert not bootstrap.is_filled(venv, development)


def test_an_environment_whose_python_is_gone_is_filled_again(venv, lock):
    bootstrap.write_stamp(venv, lock)
    (venv / "bin" / "python").unlink()
    assert not bootstrap.is_filled(venv, lock)


def test_an_environment_of_an_old_python_is_made_again(venv):
    assert bootstrap.is_whole(venv)
    (venv / "pyvenv.cfg").write_text("version_info = 3.10.13.final.0\n")
    assert not bootstrap.is_whole(venv)


def test_an_environment_without_pip_is_whole_for_uv_only(venv):
    assert bootstrap.is_whole(venv)
    assert not bootstrap.is_whole(venv, with_pip=True)


def test_a_debian_without_ensurepip_gets_the_package(monkeypatch):
    asked = []
    monkeypatch.setattr(debian, "install", lambda packages: asked.extend(packages) or True)
    bootstrap.require_ensurepip(is_there=False)
    assert asked == [f"python3.{sys.version_info.minor}-venv"]


def test_a_debian_without_ensurepip_and_rights_is_told_the_command(monkeypatch):
    monkeypatch.setattr(debian, "install", lambda packages: False)
    monkeypatch.setattr(debian.Rights, "here", lambda: debian.Rights(True, False, False))
    with pytest.raises(Trouble, match=r"sudo apt-get install -y python3\.\d+-venv"):
        bootstrap.require_ensurepip(is_there=False)


def test_without_the_virtual_environment_django_is_required(monkeypatch):
    monkeypatch.setenv(bootstrap.OPT_OUT, "1")
    bootstrap.enter(ROOT, ["manage.py"], bootstrap.RUNTIME)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Trouble, match="has no Django"):
        bootstrap.enter(ROOT, ["manage.py"], bootstrap.RUNTIME)


def test_a_failed_installation_leaves_no_stamp_and_names_its_log(venv, lock, monkeypatch):
    bootstrap.write_stamp(venv, lock)
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(bootstrap, "install_with_pip", lambda venv, lock, output: False)
    with pytest.raises(Trouble, match=r"install\.log"):
        bootstrap.fill(venv, lock, venv.parent / "install.log")
    assert not bootstrap.is_filled(venv, lock)


def test_pip_takes_over_when_uv_fails(venv, lock, monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda name: "/bin/false")
    monkeypatch.setattr(bootstrap, "install_with_pip", lambda venv, lock, output: True)
    bootstrap.fill(venv, lock, venv.parent / "install.log")
    assert bootstrap.is_filled(venv, lock)
    assert "trying pip" in capsys.readouterr().out


def test_the_development_lock_is_a_superset_with_hashes_and_without_addresses():
    pins = {}
    for name in (bootstrap.RUNTIME, bootstrap.DEVELOPMENT):
        text = (ROOT / name).read_text()
        pins[name] = set(re.findall(r"^([\w.-]+==\S+)", text, re.MULTILINE))
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(pins[name])
    assert pins[bootstrap.RUNTIME]
    assert pins[bootstrap.RUNTIME] <= pins[bootstrap.DEVELOPMENT]
