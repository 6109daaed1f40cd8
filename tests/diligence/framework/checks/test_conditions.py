"""Conditions: what they test, and that they can hold for somebody."""

from pathlib import Path

import pytest

from tests.diligence.framework.checks.desk import (
    COMMITMENTS,
    COMMUNICATE,
    EMBED,
    IDENTIFY,
    PREVENT,
    PROFILE,
    REMEDY,
    SOURCING,
    Case,
)

CASES = [
    # Conditions
    Case(
        "unknown key in a condition", EMBED, COMMITMENTS,
        "profile.forms_bought: {has_any: [scrap]}", "profile.form_bought: {has_any: [scrap]}",
        "profile.form_bought:", "embed.commitments",
        "'when' tests 'profile.form_bought', which does not exist. "
        "Did you mean 'profile.forms_bought'?",
    ),
    Case(
        "looks ahead", EMBED, "key: embed.policy_date", "embed.policy: {at_least: 2}",
        "embed.hours: {at_least: 2}",
        "embed.hours: {at_least", "embed.policy_date",
        "'when' tests 'embed.hours', which comes later. Conditions look back only.",
    ),
    Case(
        "looks at itself", EMBED, "key: embed.policy_date", "embed.policy: {at_least: 2}",
        "embed.policy_date: {older_than_months: 2}",
        "embed.policy_date: {older", "embed.policy_date",
        "'when' tests 'embed.policy_date', which comes later. Conditions look back only.",
    ),
    Case(
        "wrong test on a choice", PROFILE, "key: profile.imports", "{is: [most]}", "{at_least: 2}",
        "{at_least: 2}", "profile.imports", "'at_least' does not fit a choice. Use 'is'.",
    ),
    Case(
        "wrong test on a multiple", PROFILE, "key: profile.imports",
        "{has_any: [ore]}", "{is: [ore]}",
        "{is: [ore]}", "profile.imports",
        "'is' does not fit a multiple. Use 'has_any' or 'has_none'.",
    ),
    Case(
        "wrong test on a text", REMEDY, "key: rule.channel_without_contact",
        "{empty: true}", "{is: [x]}",
        "{is: [x]}", "rule.channel_without_contact",
        "'is' does not fit a short text. Use 'empty'.",
    ),
    Case(
        "wrong test on a column", IDENTIFY, "key: rule.scrap_without_line",
        "{no_row_is: [scrap]}", "{has_none: [scrap]}",
        "{has_none: [scrap]}", "rule.scrap_without_line",
        "'has_none' does not fit a column. Use 'some_row_is' or 'no_row_is'.", "rules:",
    ),
    Case(
        "unknown test", EMBED, "key: embed.policy_date", "{at_least: 2}", "{at_leest: 2}",
        "{at_leest: 2}", "embed.policy_date",
        "'at_leest' is not a test. Did you mean 'at_least'?",
    ),
    Case(
        "unknown option", EMBED, COMMITMENTS, "{has_any: [scrap]}", "{has_any: [schroot]}",
        "schroot", "embed.commitments",
        "'profile.forms_bought' has no option 'schroot'. It has: ore, scrap, no.",
    ),
    Case(
        "unknown option of a catalogue", PROFILE, "key: profile.imports",
        "[ME-SN]", "[ME-SN, ME-XX]",
        "ME-XX", "profile.imports", "'profile.metals' has no option 'ME-XX'. It has: ME-SN, ME-CU.",
    ),
    Case(
        "unknown option of a column", IDENTIFY, "key: rule.scrap_without_line",
        "{no_row_is: [scrap]}", "{no_row_is: [schroot]}",
        "schroot]", "rule.scrap_without_line",
        "'identify.sourcing.form' has no option 'schroot'. It has: ore, scrap, no.",
    ),
    Case(
        "option that is no key", EMBED, COMMITMENTS, "{has_any: [scrap]}", "{has_any: [true]}",
        "{has_any: [true]}", "embed.commitments",
        "true is not a key. Put it in quotes, or choose a word.",
    ),
    Case(
        "options that are no list", EMBED, COMMITMENTS, "{has_any: [scrap]}", "{has_any: scrap}",
        "{has_any: scrap}", "embed.commitments",
        "'has_any' takes a list of options; found 'scrap'.",
    ),
    Case(
        "level that is not there", EMBED, "key: embed.policy_date",
        "{at_least: 2}", "{at_least: 5}",
        "{at_least: 5}", "embed.policy_date", "'at_least' is 5; levels go from 0 to 4.",
    ),
    Case(
        "level in words", EMBED, "key: embed.policy_date", "{at_least: 2}", "{at_least: two}",
        "{at_least: two}", "embed.policy_date", "'at_least' takes a number; found 'two'.",
    ),
    Case(
        "months that are no number of months", EMBED, "key: rule.policy_old",
        "{older_than_months: 12}", "{older_than_months: 1.5}",
        "1.5", "rule.policy_old", "'older_than_months' takes a whole number from 0; found 1.5.",
    ),
    Case(
        "empty that is false", REMEDY, "rules:", "{empty: true}", "{empty: false}",
        "{empty: false}", "rule.channel_without_contact", "'empty' takes true; found false.",
    ),
    Case(
        "unknown column", IDENTIFY, "rules:", "identify.sourcing.form:", "identify.sourcing.from:",
        "identify.sourcing.from:", "rule.scrap_without_line",
        "'identify.sourcing' has no column 'from'. Did you mean 'form'?",
    ),
    Case(
        "column without options", IDENTIFY, "rules:",
        "identify.sourcing.form:", "identify.sourcing.tonnes:",
        "identify.sourcing.tonnes:", "rule.scrap_without_line",
        "'identify.sourcing.tonnes' is not a choice. Only a column with options is tested.",
    ),
    Case(
        "row outside a table", EMBED, "key: embed.policy_date",
        "embed.policy: {at_least: 2}", "row.policy: {at_least: 2}",
        "row.policy", "embed.policy_date",
        "Only a column tests 'row.<column>'. Name the question.",
    ),
    Case(
        "question in a row", IDENTIFY, SOURCING, "row.form: {is: [ore]}",
        "profile.forms_bought: {has_any: [ore]}",
        "profile.forms_bought: {", "identify.sourcing",
        "The 'when' of a column tests 'row.<column>' only.",
    ),
    Case(
        "cell to the right", IDENTIFY, SOURCING,
        "row.form: {is: [ore]}", "row.tonnes: {at_least: 1}",
        "row.tonnes", "identify.sourcing",
        "'when' tests 'row.tonnes', which comes later. Conditions look back only.",
    ),
    Case(
        "cell that is not there", IDENTIFY, SOURCING,
        "row.form: {is: [ore]}", "row.forms: {is: [ore]}",
        "row.forms", "identify.sourcing",
        "'when' tests 'row.forms', which does not exist. Did you mean 'form'?",
    ),
    Case(
        "block in a block", PREVENT, "key: prevent.notes",
        "- prevent.plans: {at_most: 0}", "- any_of: [{prevent.plans: {at_most: 0}}]",
        "- any_of:", "prevent.notes", "'any_of' stands inside 'none_of'. Blocks go one deep.",
    ),
    Case(
        "block that is no list", PREVENT, "key: prevent.notes",
        "- prevent.plans: {at_most: 0}", "  prevent.plans: {at_most: 0}",
        "none_of:", "prevent.notes", "'none_of' must be a list of blocks; found a block of fields.",
    ),
    Case(
        "block of words", PREVENT, "key: prevent.notes",
        "- prevent.plans: {at_most: 0}", "- prevent.plans",
        "- prevent.plans", "prevent.notes",
        "'none_of' holds blocks of tests; found 'prevent.plans'.",
    ),
    Case(
        "line without a test", EMBED, "key: embed.policy_date",
        "embed.policy: {at_least: 2}", "embed.policy: 2",
        "embed.policy: 2", "embed.policy_date", "'embed.policy' needs a test; found 2.",
    ),
    Case(
        "condition that is a word", EMBED, "key: embed.policy_date",
        "when:\n      embed.policy: {at_least: 2}", "when: always",
        "when: always", "embed.policy_date", "'when' must be a block of tests; found 'always'.",
    ),
    Case(
        "rule that goes nowhere", EMBED, "key: rule.no_hours",
        "goes_to: [embed.hours]", "goes_to: [embed.hour]",
        "goes_to: [embed.hour]", "rule.no_hours",
        "'goes_to' names 'embed.hour', which does not exist. Did you mean 'embed.hours'?",
    ),
    Case(
        "rule that leads past its answers", EMBED, "key: rule.no_hours",
        "goes_to: [embed.hours]", "goes_to: [embed.policy]",
        "goes_to: [embed.policy]", "rule.no_hours",
        "'goes_to' names 'embed.policy', but the rule does not look at it.",
    ),
    # Facts
    Case(
        "fact that is none", EMBED, "key: rule.no_hours",
        "embed.hours: {at_most: 0}", "embed.hours: {at_most: 0}\n      plan.lat: {at_least: 1}",
        "plan.lat", "rule.no_hours", "'if' tests 'plan.lat', which is no fact. Did you mean "
        "'plan.late'?",
    ),
    Case(
        "fact tested as something else", EMBED, "key: rule.no_hours",
        "embed.hours: {at_most: 0}", "embed.hours: {at_most: 0}\n      plan.late: {empty: true}",
        "plan.late", "rule.no_hours",
        "'empty' does not fit a number. Use 'at_least' or 'at_most'.",
    ),
    Case(
        "fact with a key it never holds", EMBED, "key: rule.no_hours",
        "embed.hours: {at_most: 0}",
        "embed.hours: {at_most: 0}\n      chain.forms: {has_any: [schroot]}",
        "chain.forms", "rule.no_hours",
        "'chain.forms' has no option 'schroot'. It has: ore, primary, semis, components, scrap.",
    ),
    Case(
        "question that shows by a fact", EMBED, "key: embed.policy_date",
        "embed.policy: {at_least: 2}", "risks.kept: {at_least: 1}",
        "risks.kept", "embed.policy_date",
        "Only a rule tests 'risks.kept'. Whether a question shows follows from answers.",
    ),
    Case(
        "rule that leads to a fact it does not test", EMBED, "key: rule.no_hours",
        "goes_to: [embed.hours]", "goes_to: [embed.hours, plan.late]",
        "goes_to: [embed.hours, plan.late]", "rule.no_hours",
        "'goes_to' names 'plan.late', but the rule does not look at it.",
    ),
    # Reach
    Case(
        "rule that never fires", EMBED, "key: embed.hours",
        "sizes: [small, large]", "sizes: [micro]",
        "if:", "rule.no_hours",
        "No company gets 'embed.known' and 'embed.hours' together, so the rule never fires.",
        "key: rule.no_hours",
    ),
    Case(
        "can never show", COMMUNICATE, "key: communicate.link",
        "when:\n      communicate.report: {at_least: 2}",
        "asked_of:\n      sizes: [micro]\n    when:\n      embed.hours: {at_least: 2}",
        "embed.hours:", "communicate.link",
        "Asked of micro only, but the condition needs 'embed.hours', which micro companies do not "
        "get.",
    ),
    Case(
        "can never show in this chain", COMMUNICATE, "key: communicate.link",
        "when:\n      communicate.report: {at_least: 2}",
        "asked_of:\n      chain: [recycling]\n    when:\n      any_of:\n"
        "        - identify.exits: {empty: true}\n          remedy.x: {is: [a]}",
        "remedy.x", "communicate.link", "'when' tests 'remedy.x', which does not exist.",
    ),
    Case(
        "scores by a level", IDENTIFY, "key: identify.scrap\n",
        "profile.forms_bought: {has_any: [scrap]}", "embed.policy: {at_least: 2}",
        "when:", "identify.scrap",
        "This question scores, but shows by the level of 'embed.policy': rising there would lower "
        "the score. Test a profile answer, or ask it always.",
        "key: identify.scrap\n",
    ),
    Case(
        "scores by what a level opened", IDENTIFY, "key: identify.scrap\n",
        "profile.forms_bought: {has_any: [scrap]}",
        "any_of: [{embed.commitments: {has_any: [labour]}}]",
        "when:", "identify.scrap",
        "This question scores, but shows by the level of 'embed.commitments': rising there would "
        "lower the score. Test a profile answer, or ask it always.",
        "key: identify.scrap\n",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_author_reads_what_is_wrong_and_where(tmp_path: Path, case: Case) -> None:
    found, told = case.found_and_told(tmp_path)

    assert found == told
