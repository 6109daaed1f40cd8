#!/usr/bin/env python3
"""The command line. On a bare machine two commands are enough:

    python3 manage.py demo     the whole product with invented companies, on this machine only
    python3 manage.py test     the whole test suite, against its own throw-away servers

Every command runs inside `.venv`, which is built and kept in step with the hashed lock file
before anything else happens (convenant/devstack explains how, and how to opt out).
"""

import os
import shutil
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
NEWEST_FIRST = ("python3.14", "python3.13", "python3.12", "python3.11")


def python_fault(version: tuple, find=shutil.which) -> str:
    """Return why this Python can't run the project and what to do, or an empty string.

    Written without new syntax, so that an old Python can read this far.
    """
    if version >= (3, 11):
        return ""
    newer = next((name for name in NEWEST_FIRST if find(name)), None)
    mend = (
        f"run: {newer} manage.py demo"
        if newer
        else "install Python 3.11 or newer (Debian 12 and later: apt-get install python3)"
    )
    return f"This is Python {version[0]}.{version[1]} and 3.11 or newer is needed; {mend}."


def devstack(module: str):
    """Import convenant.devstack.<module> without convenant itself, which needs installed packages.

    The folder is loaded as a package of its own, so nothing is added to sys.path.
    """
    import importlib.util

    if "devstack" not in sys.modules:
        folder = os.path.join(ROOT, "convenant", "devstack")
        spec = importlib.util.spec_from_file_location(
            "devstack", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
        )
        package = importlib.util.module_from_spec(spec)
        sys.modules["devstack"] = package
        spec.loader.exec_module(package)
    return importlib.import_module("devstack." + module)


def main() -> int:
    """Enter the virtual environment and run the command in it."""
    fault = python_fault(sys.version_info[:2])
    if fault:
        print(fault, file=sys.stderr)
        return 2
    code = devstack("commands").run(ROOT, sys.argv)
    return run_django() if code is None else code


def run_django() -> int:
    """Run a command of Django's or of the apps."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convenant.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        if "DATABASE_URL" in os.environ or "DATABASE_URL_FILE" in os.environ:
            raise
        mend = "Start `python3 manage.py demo` in another terminal, or set what production sets."
        print(f"{fault} {mend}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
