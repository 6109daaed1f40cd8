"""The header of an edition, and the heads of its files."""

from pathlib import Path

import pytest

from tests.diligence.framework.checks.desk import (
    EMBED,
    HEADER,
    Case,
)

CASES = [
    Case(
        "bands that fall", HEADER, "key: advanced", "from: 60", "from: 15",
        "from: 15", "bands",
        "Bands must start at 0 and rise; 'advanced' starts at 15 but follows 20.",
    ),
    Case(
        "bands that start late", HEADER, "key: basic", "from: 0", "from: 5",
        "from: 5", "bands", "Bands must start at 0 and rise; 'basic' starts at 5.",
    ),
    Case(
        "size without expectation", HEADER, "expected:", "  small: [15, 30, 45]\n", "",
        "expected:", "expected", "'expected' lacks 'small'.",
    ),
    Case(
        "expectation of another size", HEADER, "expected:",
        "  large: [20, 40, 60]\n", "  large: [20, 40, 60]\n  larger: [1, 2, 3]\n",
        "larger:", "expected",
        "'expected' has 'larger', which is not a size. Did you mean 'large'?",
    ),
    Case(
        "expectation of fewer years", HEADER, "expected:",
        "large: [20, 40, 60]", "large: [20, 40]",
        "large: [20, 40]", "expected", "'expected' has 2 years for 'large'; 3 elsewhere.",
    ),
    Case(
        "sizes that fall", HEADER, "key: small", "up_to: 50", "up_to: 9",
        "up_to: 9", "sizes", "Sizes must rise; 'small' goes up to 9 but follows 10.",
    ),
    Case(
        "last size with a bound", HEADER, "key: large", "pace: 2.0", "pace: 2.0\n    up_to: 500",
        "- key: large", "sizes", "The last size has no 'up_to', and only the last.",
    ),
    Case(
        "scoring we do not have", HEADER, "scoring:", 'version: "2"', 'version: "3"',
        'version: "3"', "scoring",
        "There is no scoring rule 'levels' 3. There is: levels 1, levels 2.",
    ),
    Case(
        "dont_know above the highest level", HEADER, "scoring:",
        "dont_know_counts_as: 0", "dont_know_counts_as: 5",
        "dont_know_counts_as: 5", "scoring", "'dont_know_counts_as' is above 'highest_level'.",
    ),
    Case(
        "header without a title", HEADER, "",
        "title:\n  nl: Zelfbeoordeling 2031\n  en: Self-assessment 2031\n", "",
        "code:", "edition.yaml", "'title' is missing. Add it.",
    ),
    Case(
        "unknown field of the header", HEADER, "", "year: 2031", "year: 2031\nversion: 3",
        "version: 3", "version", "'version' is not a field of the header.",
    ),
    Case(
        "step of another file", EMBED, "", "step: embed\nnumber: 1", "step: embed\nnumber: 2",
        "number: 2", "embed", "'number' is 2; this file is 1.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_author_reads_what_is_wrong_and_where(tmp_path: Path, case: Case) -> None:
    found, told = case.found_and_told(tmp_path)

    assert found == told
