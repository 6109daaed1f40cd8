"""Blocks of a quite different shape: reported once each, and never in the way of the rest."""

from pathlib import Path

import pytest

from diligence.framework.catalogues import catalogues_in
from tests.diligence.framework.checks.desk import (
    COMMITMENTS,
    EMBED,
    HEADER,
    HOURS,
    IDENTIFY,
    MAPPING,
    POLICY,
    SOURCING,
    Case,
    Desk,
)  # fmt: skip
from tests.diligence.framework.sample import CATALOGUES

CASES = [
    Case(
        "column that is a word", IDENTIFY, SOURCING,
        "      - key: tonnes\n", "      - loose\n      - key: tonnes\n",
        "- loose", "identify.sourcing",
        "Here stands a column; found 'loose'. Write its fields.",
    ),
    Case(
        "option that is a list", EMBED, COMMITMENTS,
        "      - key: labour\n", "      - [a]\n      - key: labour\n",
        "- [a]", "embed.commitments", "Here stands an option; found a list. Write its fields.",
    ),
    Case(
        "options that are a word", EMBED, COMMITMENTS.replace("commitments", "policy_date"),
        "    when:", "    options: none\n    when:",
        "options: none", "embed.policy_date", "'options' does not belong to the kind 'date'.",
    ),
    Case(
        "kind that is not there", EMBED, HOURS, "kind: number", "kind: numbre",
        "kind: numbre", "embed.hours",
        "'kind' is 'numbre'. It must be one of: maturity, choice, multiple, short_text, "
        "long_text, number, date, link, table.",
    ),
    Case(
        "why that is nothing", EMBED, HOURS,
        "why:\n      nl: Zonder dit ziet niemand wat er misgaat.\n"
        "      en: Without this nobody sees what goes wrong.\n      sources: [\"UNGP 16\"]\n",
        "why:\n",
        "why:", "embed.hours", "Here stands 'why'; found nothing. Write its fields.", HOURS,
    ),
    Case(
        "rule name that is a number", HEADER, "scoring:", "rule: levels", "rule: 3",
        "rule: 3", "scoring", "'rule' must be a text; found 3. Put it in quotes.",
    ),
    Case(
        "expectation that is a word", HEADER, "expected:",
        "\n  micro: [10, 20, 30]\n  small: [15, 30, 45]\n  large: [20, 40, 60]\n", " high\n",
        "expected:", "expected", "'expected' must be a block of fields; found 'high'.",
    ),
    Case(
        "expectation of one size that is a word", HEADER, "expected:",
        "large: [20, 40, 60]", "large: high",
        "large: high", "expected", "'large' must be a list; found 'high'.",
    ),
    Case(
        "band without a bound", HEADER, "key: improving", "    from: 20\n", "",
        "key: improving", "bands", "'from' is missing. Add it.",
    ),
    Case(
        "expectation out of bounds", HEADER, "expected:", "[20, 40, 60]", "[20, 40, 160]",
        "large:", "expected", "'large' is 160; 100 is the most.", "expected:",
    ),
    Case(
        "measure for a question that is not there", EMBED, "key: measure.policy_start\n",
        "{embed.policy: [0, 1]}", "{embed.policy: [0, 1], embed.polisy: [0]}",
        "embed.polisy", "measure.policy_start",
        "'for' names 'embed.polisy', which does not exist. Did you mean 'embed.policy'?",
    ),
    Case(
        "sub-actions that are a word", EMBED, "", "sub_actions:\n", "sub_actions: two\nmore:\n",
        "sub_actions: two", "embed", "'sub_actions' must be a list; found 'two'.",
    ),
    Case(
        "options of the mapping that are a word", MAPPING, "options:",
        "{residues: retired}", "{residues: gone}",
        "residues: gone", "options",
        "'residues' is 'gone'. Write one of retired, new, reworded, or [other_option].",
    ),
    Case(
        "aliases", EMBED, POLICY, "types: [EV-01]", "types: [&x EV-01, *x]",
        "types:", "1_embed.yaml", "Aliases (*name) are not allowed. Write the value out.", POLICY,
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_author_reads_what_is_wrong_and_where(tmp_path: Path, case: Case) -> None:
    found, told = case.found_and_told(tmp_path)

    assert told[0] in found


def test_a_catalogue_that_is_not_there_has_no_codes(tmp_path: Path) -> None:
    desk = Desk.laid_out(tmp_path)
    catalogues = catalogues_in(CATALOGUES)
    for name in ("evidence_types", "laws"):
        del catalogues[name]

    assert [error.rpartition(": ")[2] for error in desk.errors(catalogues=catalogues)] == [
        "'CMR 1' is not a clause in the law register.",
        "'EV-01' is not an evidence type.",
        "'CMR 4(a)' is not a clause in the law register.",
    ]


def test_a_level_that_is_new_is_not_compared_with_an_old_one(tmp_path: Path) -> None:
    desk = Desk.laid_out(tmp_path)
    desk.change(EMBED, "- level: 4", "- level: 5", POLICY)

    assert desk.errors() == [
        desk.told(
            EMBED, "levels:", POLICY, "embed.policy",
            "A maturity question has levels 0, 1, 2, 3, 4 in that order; found 0, 1, 2, 3, 5.",
        )
    ]  # fmt: skip
