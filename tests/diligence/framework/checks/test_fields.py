"""Texts, keys and fields: what every block of the format must look like."""

from pathlib import Path

import pytest

from tests.diligence.framework.checks.desk import (
    COMMITMENTS,
    EMBED,
    HEADER,
    HOURS,
    IDENTIFY,
    POLICY,
    SOURCING,
    Case,
)

CASES = [
    # Texts
    Case(
        "text without English", EMBED, HOURS,
        "      nl: Een schatting is genoeg.\n      en: An estimate is enough.\n",
        "      nl: Een schatting is genoeg.\n",
        "hint:", "embed.hours", "'hint' has nl but no en. Add the English text.", HOURS,
    ),
    Case(
        "text without Dutch", EMBED, HOURS,
        "      nl: Een schatting is genoeg.\n", "",
        "hint:", "embed.hours", "'hint' has en but no nl. Add the Dutch text.", HOURS,
    ),
    Case(
        "option without English", EMBED, COMMITMENTS, "        en: Labour\n", "",
        "- key: labour", "embed.commitments",
        "Option 'labour' has nl but no en. Add the English text.", COMMITMENTS,
    ),
    Case(
        "level without any text", EMBED, POLICY,
        "nl: Er is niets over beleid.\n        en: There is nothing about policy.\n",
        "nl: \n        en: ''\n",
        "- level: 0", "embed.policy", "Level 0 has no text. Add nl and en.", POLICY,
    ),
    Case(
        "text that is a number", EMBED, HOURS, "nl: Een schatting is genoeg.", "nl: 12",
        "nl: 12", "embed.hours", "'nl' must be a text; found 12. Quote it.",
    ),
    Case(
        "text that is no pair", EMBED, HOURS,
        "hint:\n      nl: Een schatting is genoeg.\n      en: An estimate is enough.\n",
        "hint: Een schatting is genoeg.\n",
        "hint: Een", "embed.hours",
        "'hint' needs nl and en; found 'Een schatting is genoeg.'.",
    ),
    Case(
        "hint too long", EMBED, HOURS, "nl: Een schatting is genoeg.", f"nl: {'x' * 134}",
        "nl: xxx", "embed.hours", "'hint' has 134 characters in nl; 100 is the most.",
    ),
    Case(
        "question too long", EMBED, POLICY, "Do you have a policy on paper?", f"{'y' * 140}?",
        "en: yyy", "embed.policy", "'text' has 141 characters in en; 140 is the most.",
    ),
    Case(
        "question without a question mark", EMBED, POLICY,
        "Do you have a policy on paper?", "Do you have a policy.",
        "en: Do you have a policy.", "embed.policy",
        "'text' does not end with a question mark in en. Add it.",
    ),
    Case(
        "markup", EMBED, HOURS, "en: An estimate is enough.", "en: An <b>estimate</b> is enough.",
        "<b>", "embed.hours", "'hint' has HTML or Markdown in en: '<b>'. Write plain text.",
    ),
    Case(
        "markdown", EMBED, POLICY, "nl: De eerste pagina", "nl: De **eerste** pagina",
        "**eerste", "embed.policy",
        "'note' has HTML or Markdown in nl: '**'. Write plain text.",
    ),
    # Keys
    Case(
        "key that is true", EMBED, HOURS.removesuffix("\n"), "\n    sub_action: \"1.2\"",
        "\n    sub_action: 1.2",
        "sub_action: 1.2", "embed.hours",
        "1.2 is not a key. Put it in quotes, or choose a word.",
    ),
    Case(
        "option key that is true", EMBED, COMMITMENTS, "- key: labour", "- key: true",
        "- key: true", "embed.commitments",
        "true is not a key. Put it in quotes, or choose a word.",
    ),
    Case(
        "field name that is true", EMBED, COMMITMENTS, "minutes: 2", "minutes: 2\n    true: 3",
        "true: 3", "1_embed.yaml", "true is not a key. Put it in quotes, or choose a word.",
    ),
    Case(
        "option key badly formed", EMBED, COMMITMENTS, "- key: labour", "- key: Labour law",
        "- key: Labour law", "embed.commitments",
        "'Labour law' is not a key of an option. Use lower case.",
    ),
    Case(
        "option key twice", EMBED, COMMITMENTS, "- key: scrap", "- key: labour",
        "- key: labour\n        nl: Schroot", "embed.commitments",
        "The option 'labour' stands here twice; also on line 99. Keep one.",
    ),
    Case(
        "column key badly formed", IDENTIFY, SOURCING, "- key: tonnes", "- key: 2tonnes",
        "- key: 2tonnes", "identify.sourcing",
        "'2tonnes' is not a key of a column. Use lower case.",
    ),
    Case(
        "band key twice", HEADER, "", "key: improving", "key: basic",
        "key: basic", "bands",
        "The band 'basic' stands here twice; also on line 18. Keep one.", "from: 0",
    ),
    # Fields
    Case(
        "unknown field of a question", EMBED, HOURS, "    hint:", "    hints:",
        "hints:", "embed.hours", "'hints' is not a field of a question. Did you mean 'hint'?",
    ),
    Case(
        "unknown field of an option", EMBED, COMMITMENTS, "alone: true", "alonne: true",
        "alonne:", "embed.commitments",
        "'alonne' is not a field of an option. Did you mean 'alone'?",
    ),
    Case(
        "unknown field of nothing near", EMBED, HOURS, "minutes: 1", "minutes: 1\n    colour: red",
        "colour:", "embed.hours", "'colour' is not a field of a question.",
    ),
    Case(
        "field of another kind", EMBED, HOURS, "decimals: 0", "decimals: 0\n    max_length: 9",
        "max_length:", "embed.hours", "'max_length' does not belong to the kind 'number'.",
    ),
    Case(
        "weight on a fact", EMBED, HOURS, "minutes: 1", "minutes: 1\n    weight: 2",
        "weight: 2", "embed.hours",
        "Only maturity questions have a weight; 'number' does not score.", HOURS,
    ),
    Case(
        "weight out of bounds", EMBED, POLICY, "weight: 2", "weight: 4",
        "weight: 4", "embed.policy", "'weight' is 4; 3 is the most.",
    ),
    Case(
        "no minutes at all", EMBED, HOURS, "minutes: 1", "minutes: 0",
        "minutes: 0", "embed.hours", "'minutes' is 0; 1 is the least.",
    ),
    Case(
        "minutes in words", EMBED, HOURS, "minutes: 1", "minutes: one",
        "minutes: one", "embed.hours", "'minutes' must be a whole number; found 'one'.",
    ),
    Case(
        "minimum in words", EMBED, HOURS, "min: 0", "min: none",
        "min: none", "embed.hours", "'min' must be a number; found 'none'.",
    ),
    Case(
        "flag in words", IDENTIFY, SOURCING, "required: true", "required: yes",
        "required: yes", "identify.sourcing", "'required' must be true or false; found 'yes'.",
    ),
    Case(
        "list that is a word", EMBED, POLICY, "types: [EV-01]", "types: EV-01",
        "types: EV-01", "embed.policy", "'types' must be a list; found 'EV-01'.",
    ),
    Case(
        "missing field", EMBED, HOURS, "    minutes: 1\n", "",
        "- key: embed.hours", "embed.hours", "'minutes' is missing. Add it.",
    ),
    Case(
        "unknown effort", EMBED, "key: measure.policy_start\n", "effort: light", "effort: easy",
        "effort: easy", "measure.policy_start",
        "'effort' is 'easy'. It must be one of: light, medium, heavy.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_author_reads_what_is_wrong_and_where(tmp_path: Path, case: Case) -> None:
    found, told = case.found_and_told(tmp_path)

    assert found == told
