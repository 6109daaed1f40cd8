"""The run as a whole: files, order, several findings, warnings, and a series of editions."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from diligence.framework.catalogues import catalogues_in
from diligence.framework.checks import Problem, check_edition, check_series
from tests.diligence.framework.checks.desk import (
    COMMITMENTS,
    EMBED,
    HEADER,
    HOURS,
    IDENTIFY,
    POLICY,
    PREVENT,
    PROFILE,
    REMEDY,
    Desk,
)
from tests.diligence.framework.sample import CATALOGUES, EDITIONS, TODAY, edition


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.laid_out(tmp_path)


def test_all_errors_come_in_one_run_sorted_by_file_and_line(desk: Desk) -> None:
    desk.change(REMEDY, "max_length: 40", "max_lenth: 40")
    desk.change(EMBED, "minutes: 1", "minutes: one", HOURS)
    desk.change(EMBED, "weight: 2", "weight: 7", POLICY)
    desk.change(HEADER, "from: 60", "from: 10")

    assert desk.errors() == [
        desk.told(EMBED, "weight: 7", "", "embed.policy", "'weight' is 7; 3 is the most."),
        desk.told(
            EMBED, "minutes: one", "", "embed.hours",
            "'minutes' must be a whole number; found 'one'.",
        ),
        desk.told(
            REMEDY, "max_lenth", "", "remedy.contact",
            "'max_lenth' is not a field of a question. Did you mean 'max_length'?",
        ),
        desk.told(
            HEADER, "from: 10", "", "bands",
            "Bands must start at 0 and rise; 'advanced' starts at 10 but follows 20.",
        ),
    ]  # fmt: skip


def test_a_finding_reads_as_file_line_subject_and_message() -> None:
    problem = Problem("1_embed.yaml", 212, "embed.hours", "'hint' has nl but no en.")

    assert str(problem) == "1_embed.yaml, line 212, embed.hours: 'hint' has nl but no en."
    assert not problem.is_warning


def test_missing_files_are_all_named(desk: Desk) -> None:
    (desk.folder / PREVENT).unlink()
    (desk.folder / HEADER).unlink()

    assert desk.errors() == [
        "3_prevent.yaml, line 1, 3_prevent.yaml: 3_prevent.yaml is missing from 2031.",
        "edition.yaml, line 1, edition.yaml: edition.yaml is missing from 2031.",
    ]


def test_a_file_that_does_not_belong_is_named(desk: Desk) -> None:
    (desk.folder / "7_extra.yaml").write_text("a: 1\n")
    (desk.folder / "notes.txt").write_text("not looked at")

    assert desk.errors() == [
        "7_extra.yaml, line 1, 7_extra.yaml: 7_extra.yaml is not a file of an edition. Rename or "
        "remove it."
    ]


def test_a_file_that_is_not_yaml_is_named_with_its_line(desk: Desk) -> None:
    desk.change(PREVENT, "kind: maturity", "kind: [maturity")
    line = desk.line(PREVENT, "kind: [maturity") + 1

    (error,) = desk.errors()
    assert error.startswith(f"3_prevent.yaml, line {line}, 3_prevent.yaml: This is not YAML: ")


def test_a_file_in_another_encoding_is_named(desk: Desk) -> None:
    (desk.folder / PREVENT).write_bytes("nl: één".encode("latin-1"))

    (error,) = desk.errors()
    assert "3_prevent.yaml is not UTF-8: byte 4 is wrong." in error


@pytest.mark.parametrize("name", ["questions", "measures", "rules"])
def test_blocks_of_another_shape_are_reported_and_left_out(desk: Desk, name: str) -> None:
    file = desk.folder / REMEDY
    text = file.read_text()
    file.write_text(text + (f"{name}: none\n" if f"\n{name}:" not in text else ""))
    if f"\n{name}:" in text:
        desk.change(REMEDY, f"\n{name}:\n", f"\n{name}:\n  - only a word\n")
        told = f"{name[:-1]} 1: Here stands a block of fields; found 'only a word'."
    else:
        told = f"remedy: '{name}' must be a list; found 'none'."

    assert any(told in error for error in desk.errors())


def test_a_list_that_is_a_word_is_reported(desk: Desk) -> None:
    (desk.folder / PREVENT).write_text(
        "step: prevent\nnumber: 3\ntitle: {nl: a, en: b}\nintro: {nl: a, en: b}\n"
        "sub_actions: []\nquestions: none\n"
    )

    errors = desk.errors(previous=None)
    assert "3_prevent.yaml, line 5, prevent: 'sub_actions' is empty. Add a title." in errors
    assert "3_prevent.yaml, line 6, questions: 'questions' must be a list; found 'none'." in errors


def test_a_question_without_a_key_is_called_by_its_place(desk: Desk) -> None:
    desk.change(REMEDY, "  - key: remedy.contact\n    sub_action", "  - sub_action")

    assert any(
        error.endswith("question 2: 'key' is missing. Add it.")
        for error in desk.errors(previous=None)
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (EMBED, "step: embed\n", "step: policy\n", "'step' is 'policy'; this file is of 'embed'."),
        (EMBED, "number: 1\n", "", "A step needs 'number' and 'sub_actions'. Add them."),
        (PROFILE, "step: profile\n", "step: profile\nnumber: 1\n", "The profile has no 'number'."),
    ],
)
def test_a_step_file_says_which_step_it_is(
    desk: Desk, file: str, old: str, new: str, message: str
) -> None:
    desk.change(file, old, new)

    assert any(message in error for error in desk.errors())


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        (
            "    decides: size\n",
            "",
            ["profile: No question has 'decides: size'. Add it to one."],
        ),
        (
            "decides: chain",
            "decides: size",
            [
                "profile.chain_positions: 'decides: size' needs the kind 'number'.",
                "profile.chain_positions: 'profile.fte' decides the size already. Keep one.",
                "profile: No question has 'decides: chain'. Add it to one.",
            ],
        ),
        (
            "options_from: chain_positions",
            "options_from: sizes",
            [
                "profile.chain_positions: 'decides: chain' needs 'options_from: chain_positions'.",
            ],
        ),
    ],
)
def test_size_and_chain_are_each_decided_once(
    desk: Desk, old: str, new: str, messages: list[str]
) -> None:
    desk.change(PROFILE, old, new)
    errors = desk.errors()

    for message in messages:
        assert any(error.endswith(message) for error in errors), errors


def test_a_measure_may_leave_out_a_size_at_several_levels(desk: Desk) -> None:
    desk.change(EMBED, "sizes: [small, large]", "sizes: [large]", "key: measure.teaching_grow")

    assert desk.errors() == [
        desk.told(
            EMBED, f"- level: {level}", "key: embed.known", "embed.known",
            f"No measure is offered at level {level} to small. Add one to 'measures', or widen "
            "'sizes'.",
        )
        for level in (2, 3)
    ]  # fmt: skip


# Reach


def test_a_question_whose_conditions_exclude_each_other_can_never_show(desk: Desk) -> None:
    desk.change(EMBED, "sizes: [small, large]", "sizes: [micro]", COMMITMENTS)
    desk.change(
        REMEDY, "remedy.channel: {at_least: 1}",
        "embed.commitments: {has_any: [labour]}\n      embed.hours: {at_least: 1}",
    )  # fmt: skip

    assert desk.errors() == [
        desk.told(
            REMEDY, "embed.hours:", "", "remedy.contact",
            "The condition needs 'embed.hours' and another answer, which no company gets both.",
        )
    ]  # fmt: skip


def test_a_chain_position_that_does_not_get_the_condition_is_named(desk: Desk) -> None:
    desk.change(
        REMEDY, "when:\n      remedy.channel: {at_least: 1}",
        "asked_of:\n      chain: [recycling]\n    when:\n      identify.exits: {empty: true}\n"
        "      any_of:\n        - embed.policy: {at_least: 1}\n"
        "          prevent.notes: {empty: true}",
    )  # fmt: skip
    assert desk.errors() == [], "an empty answer is no answer that is needed"

    desk.change(
        IDENTIFY, "kind: long_text", "kind: choice\n    catalogue: metals", "identify.exits"
    )
    desk.change(IDENTIFY, "    max_length: 200\n", "", "key: identify.exits")
    desk.change(REMEDY, "identify.exits: {empty: true}", "identify.exits: {is: [ME-SN]}")
    assert desk.errors(previous=None) == [
        desk.told(
            REMEDY, "identify.exits:", "", "remedy.contact",
            "Asked of recycling only, but the condition needs 'identify.exits', which recycling "
            "companies do not get.",
        )
    ]  # fmt: skip


def test_the_path_of_a_micro_company_stays_short(desk: Desk) -> None:
    base = edition()
    micro = [q for q in base.questions if q.step != "profile" and not q.asked_of.sizes]
    template = (desk.folder / REMEDY).read_text()
    start = template.index("  - key: remedy.contact")
    block = template[start : template.index("measures:")]
    names = ["alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa", "theta", "zeta", "eta"]
    names += [f"{name}_two" for name in names]
    room = 30 - len(micro)

    def with_extra(count: int) -> list[str]:
        extra = "".join(block.replace("remedy.contact", f"remedy.{n}") for n in names[:count])
        (desk.folder / REMEDY).write_text(template.replace("measures:", extra + "measures:", 1))
        return [e for e in desk.errors(previous=None) if "mapping.yaml" not in e]

    assert with_extra(room) == []
    assert with_extra(room + 2) == [
        desk.told(
            HEADER, "key: micro", "", "micro",
            "A company of up to 10 people gets 32 questions in the worst case; 30 is the most "
            "(profile not counted).",
        )
    ]  # fmt: skip


# Warnings


def test_a_maturity_question_without_an_example_is_a_warning(desk: Desk) -> None:
    text = (desk.folder / EMBED).read_text()
    start = text.index("    examples:", text.index(POLICY))
    (desk.folder / EMBED).write_text(text[:start] + text[text.index("    refs:", start) :])

    assert desk.errors() == []
    assert desk.warnings() == [
        desk.told(
            EMBED, "key: embed.policy", "", "embed.policy",
            "A maturity question without 'examples'. Add one or two.",
        )
    ]  # fmt: skip


def test_a_law_clause_that_nobody_checked_for_six_months_is_a_warning(desk: Desk) -> None:
    assert desk.warnings(today=date(2031, 7, 10)) == []
    told = "was last checked on 2031-01-10. Hold it against the law again."
    assert desk.warnings(today=date(2031, 7, 11)) == [
        desk.told(PROFILE, "refs: {laws", "", "profile.imports", f"'CMR 1' {told}")
    ]
    assert len(desk.warnings(today=date(2031, 8, 2))) == 2, "4(a) has a later day of its own"


def test_more_than_ten_conditions_are_a_warning(desk: Desk) -> None:
    ten = "".join("        - prevent.plans: {at_most: 0}\n" for _ in range(11))
    desk.change(PREVENT, "        - prevent.plans: {at_most: 0}\n", ten)

    assert desk.errors() == []
    assert desk.warnings() == [
        desk.told(
            PREVENT, "key: prevent.notes", "", "prevent.notes",
            "This question has 11 conditions; more than 10 is hard to follow. Split it.",
        )
    ]  # fmt: skip


def test_dutch_much_longer_than_english_is_a_warning(desk: Desk) -> None:
    desk.change(
        EMBED, "nl: Een schatting is genoeg.", f"nl: {'Een schatting is genoeg. ' * 2}", HOURS
    )

    assert desk.errors() == []
    assert desk.warnings() == [
        desk.told(
            EMBED, "hint:", HOURS, "embed.hours",
            "The Dutch text has 49 characters and the English 22. Do both say the same?",
        )
    ]  # fmt: skip


# Several editions


def test_a_series_is_checked_edition_by_edition() -> None:
    examined = check_series(EDITIONS, catalogues=catalogues_in(CATALOGUES), today=TODAY)

    assert [each.code for each in examined] == ["2030", "2031"]
    assert [each.problems for each in examined] == [(), ()]
    assert [each.edition for each in examined] == [edition("2030"), edition("2031")]


def test_a_series_knows_what_was_published_and_goes_on_after_a_refusal(tmp_path: Path) -> None:
    shutil.copytree(EDITIONS, tmp_path, dirs_exist_ok=True)
    header = tmp_path / "2030" / HEADER
    header.write_text(header.read_text().replace("from: 60", "from: 6"))
    examined = check_series(
        tmp_path,
        catalogues=catalogues_in(CATALOGUES),
        published={"2031": edition("2031").hash},
        today=TODAY,
    )

    assert [len(each.errors) for each in examined] == [1, 0]
    assert [each.warnings for each in examined] == [(), ()]
    assert examined[0].edition is None
    assert examined[1].edition == edition("2031")


def test_the_editions_of_the_product_are_checked_with_its_own_catalogues() -> None:
    errors = [p for p in check_edition(EDITIONS / "2031") if "'" in p.message]

    assert not any("is not a catalogue" in problem.message for problem in errors)
