"""Figure 14: from a bare clone to a running demo, and a second start."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from benchmarks.figures import Figure, Plain
from benchmarks.ground import ROOT, Ground
from convenant.devstack import ports

PATIENCE = 600.0


def measure(ground: Ground) -> list[Figure]:
    """Clone, start the demo with an environment of its own, stop it, and start it again."""
    clone = ground.place.folder / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    try:
        first, second = start(clone), start(clone)
    finally:
        shutil.rmtree(clone, ignore_errors=True)
    how = "a clone without environment or data; packages from the cache when the machine has one"
    return [
        Plain("s", 120).figure("14", "bare machine to running demo", first, how),
        Plain("s", 8).figure("14", "second start of the demo", second),
    ]


def start(clone: Path) -> float:
    """Return how many seconds the demo took until a page came; it is stopped again."""
    port = ports.free()
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = re.compile(r"^(UV|PIP)_|PROXY$|CERT", re.IGNORECASE)  # how this machine gets its packages
    environ |= {name: value for name, value in os.environ.items() if own.search(name)}
    began = time.perf_counter()
    demo = subprocess.Popen(
        [sys._base_executable, "manage.py", "demo", "--port", str(port)],
        cwd=clone,
        env=environ,
        stdout=subprocess.DEVNULL,
    )
    try:
        until = began + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/accounts/login/"):
            if demo.poll() is not None or time.perf_counter() > until:
                raise SystemExit("the demo did not start")
            time.sleep(0.1)
        return time.perf_counter() - began
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(60)


def answers(address: str) -> bool:
    """Tell whether a page comes."""
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            return response.status == 200
    except OSError:
        return False
