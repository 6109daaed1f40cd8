"""Figure 4 for the pages about the sector (run inside one database; prints JSON)."""

import json
import sys

from benchmarks.statements import counted, signed_in

PAGES = ("risks", "progress", "plan", "transparency")


def main(facts: dict) -> dict:
    """Return the numbers of statements by page."""
    officer, year = signed_in(facts["officer"]), facts["years"][-1]
    return {page: counted(officer, "get", f"/sector/{year}/{page}/") for page in PAGES}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
