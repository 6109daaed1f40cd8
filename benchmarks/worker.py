"""Figure 11: memory of a process that makes report after report (prints JSON)."""

import json
import sys
from pathlib import Path

import django

django.setup()

from benchmarks.reports import ask  # noqa: E402
from diligence.tasks import make  # noqa: E402


def main(companies: list[str], year: int, reports: int) -> dict:
    """Make them one by one; return the memory after ten and after all, in bytes."""
    after_ten = 0
    for number in range(reports):
        company = companies[number % len(companies)]
        make(company, str(ask(company, year).pk))
        if number == 9:
            after_ten = memory()
    return {"ten": after_ten, "all": memory()}


def memory() -> int:
    """Return the memory of this process that is in use."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])


if __name__ == "__main__":
    facts = json.loads(sys.argv[1])
    print(json.dumps(main(facts["accepted"], facts["year"], int(sys.argv[2]))))
