"""Codes from the shared catalogues."""

from pathlib import Path

import pytest

from tests.diligence.framework.checks.desk import (
    EMBED,
    HEADER,
    POLICY,
    PROFILE,
    Case,
)

CASES = [
    Case(
        "evidence type", EMBED, POLICY, "[EV-01]", "[EV-39]",
        "types:", "embed.policy", "'EV-39' is not an evidence type.",
    ),
    Case(
        "principle", EMBED, POLICY, "ungp: [GP16(c)]", "ungp: [GP16(z)]",
        "refs:", "embed.policy", "'GP16(z)' is not a UN Guiding Principle.", POLICY,
    ),
    Case(
        "goal", EMBED, POLICY, 'sdg: ["8"]', 'sdg: ["18"]',
        "refs:", "embed.policy", "'18' is not a Sustainable Development Goal.", POLICY,
    ),
    Case(
        "theme", EMBED, POLICY, "themes: [RT01]", "themes: [RT99]",
        "refs:", "embed.policy", "'RT99' is not a risk theme.", POLICY,
    ),
    Case(
        "chapter", EMBED, POLICY, "guidelines: [II]", "guidelines: [XII]",
        "refs:", "embed.policy", "'XII' is not a chapter of the OECD Guidelines.", POLICY,
    ),
    Case(
        "sub-action of the OECD", EMBED, POLICY, 'oecd: "1.1"', 'oecd: "7.1"',
        "refs:", "embed.policy", "'7.1' is not an OECD sub-action.", POLICY,
    ),
    Case(
        "clause", EMBED, POLICY, '["CMR 4(a)"]', '["CMR 4(b)"]',
        "refs:", "embed.policy", "'CMR 4(b)' is not a clause in the law register.", POLICY,
    ),
    Case(
        "law", EMBED, POLICY, '["CMR 4(a)"]', '["CMRT 4(a)"]',
        "refs:", "embed.policy", "'CMRT 4(a)' is not a clause in the law register.", POLICY,
    ),
    Case(
        "source", EMBED, POLICY, '"OECD-DDG 1.1"]', '"OECD-XX 1.1"]',
        "sources:", "embed.policy", "'OECD-XX 1.1' is not in the source register.", POLICY,
    ),
    Case(
        "principle in a source", EMBED, POLICY, '["UNGP 16"', '["UNGP 61"',
        "sources:", "embed.policy", "'UNGP 61' is not in the source register.", POLICY,
    ),
    Case(
        "sub-action in a source", EMBED, POLICY, '"OECD-DDG 1.1"]', '"OECD-DDG 1.9"]',
        "sources:", "embed.policy", "'OECD-DDG 1.9' is not in the source register.", POLICY,
    ),
    Case(
        "catalogue", PROFILE, "key: profile.metals", "catalogue: metals", "catalogue: metal",
        "catalogue: metal", "profile.metals",
        "'metal' is not a catalogue. Did you mean 'metals'?",
    ),
    Case(
        "stage", HEADER, "", "stages: [ST05]", "stages: [ST99]",
        "stages: [ST99]", "chain_positions", "'ST99' is not a chain stage.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_author_reads_what_is_wrong_and_where(tmp_path: Path, case: Case) -> None:
    found, told = case.found_and_told(tmp_path)

    assert found == told
