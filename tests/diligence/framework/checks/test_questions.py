"""Questions, their levels and the measures for them."""

from pathlib import Path

import pytest

from tests.diligence.framework.checks.desk import (
    COMMITMENTS,
    EMBED,
    HOURS,
    IDENTIFY,
    POLICY,
    PROFILE,
    SOURCING,
    Case,
)

CASES = [
    # Questions
    Case(
        "sub-action of another step", EMBED, HOURS, 'sub_action: "1.2"', 'sub_action: "2.1"',
        'sub_action: "2.1"', "embed.hours",
        "'2.1' is not a sub-action of this file. It has: 1.1, 1.2.",
    ),
    Case(
        "no sub-action", EMBED, HOURS, '    sub_action: "1.2"\n', "",
        "- key: embed.hours", "embed.hours", "'sub_action' is missing. Add it.",
    ),
    Case(
        "sub-action in the profile", PROFILE, "key: profile.metals", "    kind:",
        '    sub_action: "1.1"\n    kind:',
        "sub_action", "profile.metals", "The profile has no 'sub_action'. Remove it.",
    ),
    Case(
        "profile asked of some", PROFILE, "key: profile.metals", "    kind:",
        "    asked_of: {sizes: [small]}\n    kind:",
        "asked_of", "profile.metals", "The profile is asked of everyone. Remove 'asked_of'.",
    ),
    Case(
        "unknown size", EMBED, HOURS, "sizes: [small, large]", "sizes: [smal, large]",
        "sizes: [smal,", "embed.hours", "'smal' is not in the header. Did you mean 'small'?",
    ),
    Case(
        "nobody asked", EMBED, HOURS, "sizes: [small, large]", "sizes: []",
        "sizes: []", "embed.hours", "'sizes' is empty. Leave it out to ask everyone.",
    ),
    Case(
        "unknown size of an example", EMBED, POLICY, "sizes: [micro, small]", "sizes: [tiny]",
        "sizes: [tiny]", "embed.policy", "'tiny' is not a size.",
    ),
    Case(
        "two sources of options", EMBED, COMMITMENTS,
        "    options:", "    catalogue: metals\n    options:",
        "- key: embed.commitments", "embed.commitments",
        "A multiple has one of 'options', 'options_from' and 'catalogue'; "
        "found 'options' and 'catalogue'.",
    ),
    Case(
        "no source of options", PROFILE, "key: profile.metals", "    catalogue: metals\n", "",
        "- key: profile.metals", "profile.metals",
        "A multiple has one of 'options', 'options_from' and 'catalogue'; found none.",
    ),
    Case(
        "options from nowhere", IDENTIFY, SOURCING,
        "options_from: profile.forms_bought", "options_from: profile.form_bought",
        "options_from:", "identify.sourcing",
        "'options_from' names 'profile.form_bought', which does not exist. "
        "Did you mean 'profile.forms_bought'?",
    ),
    Case(
        "options from a number", IDENTIFY, SOURCING,
        "options_from: profile.forms_bought", "options_from: profile.fte",
        "options_from:", "identify.sourcing",
        "'options_from' names 'profile.fte', which has no options.",
    ),
    Case(
        "alone in a choice", PROFILE, "key: profile.buys_outside_eu",
        "- key: none", "- key: none\n        alone: true",
        "alone: true", "profile.buys_outside_eu",
        "'alone' does not belong to the kind 'choice': only one option is chosen.",
        "key: profile.buys_outside_eu",
    ),
    Case(
        "least above most", EMBED, HOURS, "min: 0", "min: 6000",
        "min: 6000", "embed.hours", "'min' is above 'max'. Change one of them.",
    ),
    Case(
        "date limit that is no date", EMBED, "key: embed.policy_date",
        'earliest: "2010-01-01"', 'earliest: "1-1-2010"',
        "earliest:", "embed.policy_date",
        "'earliest' is '1-1-2010'. Write \"2026-03-12\", or today.",
    ),
    Case(
        "decides outside the profile", EMBED, HOURS, "minutes: 1", "minutes: 1\n    decides: size",
        "decides:", "embed.hours", "Only a profile question has 'decides'.", HOURS,
    ),
    # Levels
    Case(
        "level left out", EMBED, POLICY,
        "      - level: 3\n"
        "        nl: Het blad over beleid hangt in de hal sinds 1 mei.\n"
        "        en: The sheet about policy hangs in the hall since 1 May.\n",
        "",
        "levels:", "embed.policy",
        "A maturity question has levels 0, 1, 2, 3, 4 in that order; found 0, 1, 2, 4.", POLICY,
    ),
    Case(
        "levels in another order", EMBED, POLICY, "- level: 1", "- level: 2",
        "levels:", "embed.policy",
        "A maturity question has levels 0, 1, 2, 3, 4 in that order; found 0, 2, 2, 3, 4.", POLICY,
    ),
    Case(
        "levels with the same text", EMBED, POLICY,
        "The sheet about policy hangs in the hall since 1 May.",
        "There is a sheet about policy, with a date.",
        "- level: 3", "embed.policy", "Levels 2 and 3 have the same text.", POLICY,
    ),
    Case(
        "unseen word in English", EMBED, POLICY, "since 1 May.", "and is read regularly.",
        "regularly", "embed.policy",
        "'regularly' at level 3 cannot be observed. Write how often.",
    ),
    Case(
        "unseen word in Dutch", EMBED, POLICY,
        "nl: Er ligt één pagina", "nl: Er ligt een goede pagina",
        "goede", "embed.policy",
        "'goede' at level 2 cannot be observed. Write what can be seen: a number, a date or a "
        "document.",
    ),
    # Measures
    Case(
        "level without a measure", EMBED, "key: measure.policy_start\n",
        "{embed.policy: [0, 1]}", "{embed.policy: [0]}",
        "- level: 1", "embed.policy",
        "No measure is offered at level 1. Add one to 'measures', or widen 'for'.", POLICY,
    ),
    Case(
        "measure at the highest level", EMBED, "key: measure.policy_grow\n",
        "{embed.policy: [2, 3]}", "{embed.policy: [2, 3, 4]}",
        "{embed.policy: [2, 3, 4]}", "measure.policy_grow",
        "'embed.policy' is 4; 3 is the most.",
    ),
    Case(
        "blank left out", EMBED, "key: measure.policy_start\n",
        "vóór [datum] bij", "vóór [datum] en [datum 2] bij",
        "smart:", "measure.policy_start", "'smart' has [datum 2] in nl but no [date 2] in en.",
        "key: measure.policy_start",
    ),
    Case(
        "blank left out in Dutch", EMBED, "key: measure.policy_start\n",
        "at [number] suppliers", "at [number] suppliers, [number 2] in all",
        "smart:", "measure.policy_start",
        "'smart' has [number 2] in en but no [aantal 2] in nl.",
        "key: measure.policy_start",
    ),
    Case(
        "named blanks differ", EMBED, "key: measure.policy_start\n",
        "leveranciers.", "leveranciers van [metalen].",
        "smart:", "measure.policy_start", "'smart' has [metalen] in nl but no blanks in en.",
        "key: measure.policy_start",
    ),
    Case(
        "measure for a fact", EMBED, "key: measure.policy_start\n",
        "{embed.policy: [0, 1]}", "{embed.policy: [0, 1], embed.hours: [0]}",
        "embed.hours: [0]", "measure.policy_start",
        "'for' names 'embed.hours', a number. Only maturity questions have levels.",
    ),
    Case(
        "measure for a size that is not there", EMBED, "key: measure.teaching_start\n",
        "sizes: [small, large]", "sizes: [small, large, hugee]",
        "sizes: [small, large, hugee]", "measure.teaching_start", "'hugee' is not a size.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_author_reads_what_is_wrong_and_where(tmp_path: Path, case: Case) -> None:
    found, told = case.found_and_told(tmp_path)

    assert found == told
