"""An edition against the one before: keys, meaning, and what mapping.yaml says."""

import shutil
from pathlib import Path

import pytest

from diligence.framework.document import edition_to_document, sha256_of
from diligence.framework.mapping import retired_keys
from tests.diligence.framework.checks.desk import (
    EMBED,
    HEADER,
    HOURS,
    IDENTIFY,
    MAPPING,
    POLICY,
    REMEDY,
    Desk,
)
from tests.diligence.framework.sample import EDITIONS, edition


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.laid_out(tmp_path)


def test_a_sound_edition_passes_against_the_one_before(desk: Desk) -> None:
    assert desk.problems(retired=retired_keys([edition().mapping])) == []


# Keys


def test_a_key_is_used_once(desk: Desk) -> None:
    desk.change(IDENTIFY, "key: identify.exits", "key: identify.depth")
    first = desk.line(IDENTIFY, "key: identify.depth")
    at = desk.line(IDENTIFY, "key: identify.depth", "key: identify.scrap\n")

    assert desk.errors(previous=None)[0] == (
        f"2_identify.yaml, line {at}, identify.depth: This key is already used in 2_identify.yaml, "
        f"line {first}. Keys are unique in an edition."
    )


def test_a_key_of_another_file_is_named_with_its_place(desk: Desk) -> None:
    desk.change(REMEDY, "key: rule.channel_without_contact", "key: rule.no_hours")
    first = desk.line(EMBED, "key: rule.no_hours")

    assert desk.errors() == [
        desk.told(
            REMEDY, "key: rule.no_hours", "", "rule.no_hours",
            f"This key is already used in 1_embed.yaml, line {first}. Keys are unique in an "
            "edition.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "key",
    ["embed.1.1-policy", "embed", "Embed.policy", "embed.policy_1_1", "embed.Hours", "embed.a.b"],
)
def test_a_badly_formed_key_is_refused(desk: Desk, key: str) -> None:
    desk.change(EMBED, "- key: embed.hours", f"- key: {key}")
    told = desk.told(
        EMBED, f"- key: {key}\n", "", key,
        f"'{key}' is not a key. Use <step>.<subject> in lower case, without numbers of "
        "sub-actions.",
    )  # fmt: skip

    assert told in desk.errors()


def test_a_key_begins_with_its_step(desk: Desk) -> None:
    desk.change(EMBED, "- key: embed.hours", "- key: identify.hours")
    told = desk.told(
        EMBED, "- key: identify.hours", "", "identify.hours",
        "'identify.hours' stands in the wrong place. Its key begins 'embed.'.",
    )  # fmt: skip

    assert told in desk.errors()


@pytest.mark.parametrize(
    ("retired", "after"),
    [
        ({"remedy.contact": "2029"}, "2029"),
        ({"remedy.contact"}, "2030"),
    ],
)
def test_a_retired_key_does_not_come_back(desk: Desk, retired, after: str) -> None:
    assert desk.errors(retired=retired) == [
        desk.told(
            REMEDY, "key: remedy.contact", "", "remedy.contact",
            f"'remedy.contact' was retired after {after}. Choose a new key; old answers must keep "
            "their meaning.",
        )
    ]  # fmt: skip


# Meaning


def test_a_kind_does_not_change_under_a_key(desk: Desk) -> None:
    desk.change(EMBED, "kind: number", "kind: short_text\n    max_length: 9", HOURS)
    desk.change(EMBED, "    min: 0\n    max: 5000\n    decimals: 0\n", "", HOURS)
    desk.change(EMBED, "      embed.hours: {at_most: 0}\n", "")
    desk.change(EMBED, "goes_to: [embed.hours]", "goes_to: [embed.known]", "rule.no_hours")
    told = desk.told(
        EMBED, "kind: short_text", HOURS, "embed.hours",
        "Was 'number' in 2030, is 'short_text' now. Give it a new key and map it as "
        "changed_meaning.",
    )  # fmt: skip

    assert desk.errors() == [told]


def test_a_text_that_is_mapped_as_same_is_the_same(desk: Desk) -> None:
    desk.change(EMBED, "nl: Heeft u beleid op papier?", "nl: Heeft u beleid, op papier?")

    assert desk.errors() == [
        desk.told(
            EMBED, "nl: Heeft u beleid, op papier?", "", "embed.policy",
            "The Dutch text differs from 2030 but the mapping says 'same'. Map it as reworded or "
            "changed_meaning.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "which"),
    [
        ("en: Once there was talk", "en: Once there was a talk", "English text of level 1"),
        ("nl: Er ligt één pagina", "nl: Er ligt een pagina", "Dutch text of level 2 for micro"),
    ],
)
def test_levels_that_are_mapped_as_same_are_the_same(
    desk: Desk, old: str, new: str, which: str
) -> None:
    desk.change(EMBED, old, new, POLICY)

    assert desk.errors() == [
        desk.told(
            EMBED, new, POLICY, "embed.policy",
            f"The {which} differs from 2030 but the mapping says 'same'. Map it as reworded or "
            "changed_meaning.",
        )
    ]  # fmt: skip


def test_a_reworded_text_may_differ(desk: Desk) -> None:
    desk.change(EMBED, "nl: Hoeveel uur per maand", "nl: Hoeveel uur elke maand")

    assert desk.errors() == []


# The mapping


def test_an_edition_that_follows_has_a_mapping(desk: Desk) -> None:
    (desk.folder / MAPPING).unlink()

    assert desk.errors() == [
        desk.told(
            HEADER, "follows:", "", "follows",
            "'follows' is '2030', but there is no mapping.yaml. Add it.",
        )
    ]  # fmt: skip


def test_a_first_edition_has_no_mapping(desk: Desk) -> None:
    desk.change(HEADER, 'follows: "2030"\n', "")

    assert desk.errors(previous=None) == [
        desk.told(
            HEADER, "code:", "", "edition.yaml",
            "There is a mapping.yaml, but 'follows' is missing. Add it.",
        )
    ]  # fmt: skip


def test_an_edition_cannot_follow_itself(desk: Desk) -> None:
    desk.change(HEADER, 'follows: "2030"', 'follows: "2031"')

    assert desk.errors(previous=None) == [
        desk.told(HEADER, "follows:", "", "follows", "An edition cannot follow itself."),
        desk.told(
            MAPPING, "from:", "", "mapping",
            "'from' is '2030', but 'follows' in edition.yaml is '2031'.",
        ),
    ]  # fmt: skip


def test_the_mapping_is_for_this_edition(desk: Desk) -> None:
    desk.change(MAPPING, 'to: "2031"', 'to: "2032"')

    assert desk.errors() == [
        desk.told(
            MAPPING, "to:", "", "mapping", "'to' is '2032', but 'code' in edition.yaml is '2031'."
        )
    ]


@pytest.mark.parametrize(
    ("left_out", "code"),
    [("keys: [embed.certificates]", "2030"), ("keys: [remedy.contact]", "2031")],
)
def test_every_key_of_both_editions_is_mapped(desk: Desk, left_out: str, code: str) -> None:
    key = left_out.partition("[")[2].rstrip("]")
    text = (desk.folder / MAPPING).read_text()
    start = text.rindex("  - kind:", 0, text.index(left_out))
    end = min(
        place for place in (text.find("  - kind:", start + 1), text.index("options:")) if place > 0
    )
    (desk.folder / MAPPING).write_text(text[:start] + text[end:])

    assert desk.errors() == [
        desk.told(
            MAPPING, "pairs:", "", "mapping",
            f"'{key}' is in {code} but mapping.yaml says nothing about it.",
        )
    ]  # fmt: skip


def test_no_key_is_mapped_twice(desk: Desk) -> None:
    desk.change(MAPPING, "keys: [remedy.contact]", "keys: [remedy.contact, remedy.contact]")
    line = desk.line(MAPPING, "keys: [remedy.contact")

    assert desk.errors() == [
        f"mapping.yaml, line {line}, mapping: 'remedy.contact' of 2031 stands here twice; also on "
        f"line {line}. Keep one."
    ]


def test_no_key_is_mapped_that_neither_edition_has(desk: Desk) -> None:
    desk.change(MAPPING, "keys: [remedy.contact]", "keys: [remedy.contact, remedy.contakt]")
    desk.change(MAPPING, "keys: [embed.certificates]", "keys: [embed.certificates, embed.badge]")

    assert desk.errors() == [
        desk.told(
            MAPPING, "keys: [embed.cert", "", "mapping", "'embed.badge' is not in 2030."
        ),
        desk.told(
            MAPPING, "keys: [remedy", "", "mapping",
            "'remedy.contakt' is not in 2031. Did you mean 'remedy.contact'?",
        ),
    ]  # fmt: skip


def test_a_pair_has_the_fields_of_its_kind(desk: Desk) -> None:
    desk.change(MAPPING, "    from: identify.scan\n", "    keys: [identify.scan]\n")
    told = desk.told(
        MAPPING, "keys: [identify.scan]", "", "mapping",
        "'keys' does not belong to the kind 'changed_meaning'.",
    )  # fmt: skip

    assert told in desk.errors()


def test_a_split_has_two_ends(desk: Desk) -> None:
    desk.change(MAPPING, "to: [embed.policy_date, embed.commitments]", "to: [embed.policy_date]")
    told = desk.told(
        MAPPING, "to: [embed.policy_date]", "", "mapping",
        "'to' is too short; at least 2 needed.",
    )  # fmt: skip

    assert told in desk.errors()


def test_options_that_left_are_listed(desk: Desk) -> None:
    desk.change(MAPPING, "options:\n  profile.forms_bought: {residues: retired}\n", "")

    assert desk.errors() == [
        desk.told(
            MAPPING, "pairs:", "", "mapping",
            "'profile.forms_bought' lost the option 'residues'. List it under 'options' as "
            "retired.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "subject_line", "message"),
    [
        (
            "profile.forms_bought: {residues: retired, ore: retired}",
            "ore: retired",
            "'profile.forms_bought' still has the option 'ore'. Remove it from 'options'.",
        ),
        (
            "profile.forms_bought: {residues: retired, dust: retired}",
            "dust: retired",
            "'profile.forms_bought' never had the option 'dust'. Remove it from 'options'.",
        ),
    ],
)
def test_options_that_stay_or_never_were_are_not_listed(
    desk: Desk, listed: str, subject_line: str, message: str
) -> None:
    desk.change(MAPPING, "profile.forms_bought: {residues: retired}", listed)

    assert desk.errors() == [desk.told(MAPPING, subject_line, "", "mapping", message)]


def test_options_of_an_unknown_question_are_refused(desk: Desk) -> None:
    desk.change(
        MAPPING, "{residues: retired}", "{residues: retired}\n  profile.form_bought: {x: retired}"
    )

    assert desk.errors() == [
        desk.told(
            MAPPING, "profile.form_bought:", "", "mapping",
            "'profile.form_bought' does not exist. Did you mean 'profile.forms_bought'?",
        )
    ]  # fmt: skip


# What was published


def test_a_published_edition_does_not_change(desk: Desk) -> None:
    published = sha256_of(edition_to_document(EDITIONS / "2031"))
    assert desk.errors(published_hash=published) == []

    desk.change(REMEDY, "nl: Wie neemt klachten aan?", "nl: Wie neemt de klachten aan?")
    found = sha256_of(edition_to_document(desk.folder))
    assert desk.errors(published_hash=published) == [
        desk.told(
            HEADER, "code:", "", "code",
            f"2031 is published with hash {published[:8]}…; this folder has {found[:8]}…. Make a "
            "new edition or restore the file.",
        )
    ]  # fmt: skip


def test_comments_may_change_after_publication(tmp_path: Path) -> None:
    desk = Desk.laid_out(tmp_path)
    published = sha256_of(edition_to_document(EDITIONS / "2031"))
    shutil.copy(desk.folder / HEADER, tmp_path / "before")
    desk.change(HEADER, "# A small edition", "# A smaller edition")

    assert desk.errors(published_hash=published) == []


# Options and columns


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("nl: Erts", "nl: Ertsen"), "The Dutch text of option 'ore' differs from 2030"),
        (("key: ore\n", "key: raw\n"), "What stands under 'options' differs from 2030"),
    ],
)
def test_same_means_the_same_options(desk: Desk, change: tuple[str, str], message: str) -> None:
    desk.change(MAPPING, "keys: [profile.forms_bought]", "keys: [embed.hours]")
    desk.change(MAPPING, "keys: [embed.hours]", "keys: [profile.forms_bought]")
    desk.change(
        MAPPING, "kind: reworded\n    keys: [profile.forms", "kind: same\n    keys: [profile.forms"
    )
    desk.change("0_profile.yaml", *change, "key: profile.forms_bought")

    assert any(message in error for error in desk.errors())


@pytest.mark.parametrize(
    ("fates", "message"),
    [
        ("{residues: retired, raw: new}", "has no option 'raw'"),
        ("{residues: retired, ore: new}", "had the option 'ore' already"),
        ("{residues: [scarp]}", "has no option 'scarp'. Did you mean 'scrap'?"),
        ("{ore: [scrap], residues: retired}", "still has the option 'ore'"),
    ],
)
def test_what_is_told_of_an_option_is_true(desk: Desk, fates: str, message: str) -> None:
    desk.change(MAPPING, "{residues: retired}", fates)

    (error,) = desk.errors()
    assert message in error


def test_an_option_may_go_on_under_another(desk: Desk) -> None:
    desk.change(MAPPING, "{residues: retired}", "{residues: [scrap]}")

    assert desk.errors() == []


def test_an_option_that_came_is_listed(desk: Desk) -> None:
    new = "key: slag\n        nl: Slak\n        en: Slag\n      - key: ore\n"
    desk.change("0_profile.yaml", "key: ore\n", new, "key: profile.forms_bought")
    assert [error for error in desk.errors() if "got the option 'slag'" in error]

    desk.change(MAPPING, "{residues: retired}", "{residues: retired, slag: new}")
    assert desk.errors() == []


def test_another_unit_is_another_question(desk: Desk) -> None:
    desk.change(EMBED, "    min: 0\n", "    min: 0\n    unit: {nl: dagen, en: days}\n", HOURS)

    assert any(
        "The unit is another than in 2030. Give the question a new key" in error
        for error in desk.errors()
    )
