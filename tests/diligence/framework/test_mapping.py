import pytest

from diligence.framework.mapping import (
    carry_over,
    carry_over_through,
    counts_per_kind,
    mapping_from_document,
    retired_keys,
    summary,
)
from tests.diligence.framework.sample import edition


def test_a_first_edition_has_no_mapping() -> None:
    assert edition("2030").mapping is None
    assert mapping_from_document(None) is None


def test_every_new_question_knows_where_it_comes_from() -> None:
    origins = carry_over(edition().mapping)

    assert set(origins) == {question.key for question in edition().questions}
    assert origins["embed.policy"].old == ("embed.policy",)
    assert origins["embed.commitments"].old == ("embed.policy_file",)
    assert origins["prevent.notes"].old == ("prevent.letters", "prevent.visits")
    assert origins["remedy.contact"].old == ()
    assert origins["embed.hours"].note.en == "Clearer what counts."


def test_only_same_and_reworded_carry_over_and_draw_one_line() -> None:
    origins = carry_over(edition().mapping)
    carried = {origin.kind for origin in origins.values() if origin.carries}
    drawn = {origin.kind for origin in origins.values() if origin.draws_through}

    assert carried == drawn == {"same", "reworded"}


def test_options_that_left_are_listed() -> None:
    assert edition().mapping.retired_options == {"profile.forms_bought": ("residues",)}


def test_the_summary_counts_questions_per_kind() -> None:
    assert counts_per_kind(edition().mapping) == {
        "same": 15,
        "reworded": 2,
        "changed_meaning": 1,
        "split": 2,
        "merged": 1,
        "retired": 1,
        "new": 1,
    }
    assert summary(edition().mapping) == (
        "2030 to 2031: 15 same, 2 reworded, 1 changed meaning, 2 split, 1 merged, 1 retired, 1 new"
    )


def test_keys_that_are_gone_may_not_come_back() -> None:
    assert retired_keys([edition().mapping]) == {
        "embed.policy_file": "2030",
        "identify.scan": "2030",
        "prevent.letters": "2030",
        "prevent.visits": "2030",
        "embed.certificates": "2030",
    }


def test_two_steps_are_one_way() -> None:
    first = mapping_from_document(
        {
            "from": "1",
            "to": "2",
            "pairs": [
                {"kind": "same", "keys": ["a", "b", "c"]},
                {"kind": "reworded", "keys": ["d"]},
                {"kind": "new", "keys": ["e"]},
                {"kind": "changed_meaning", "from": "f", "to": "g"},
            ],
        }
    )
    second = mapping_from_document(
        {
            "from": "2",
            "to": "3",
            "pairs": [
                {"kind": "same", "keys": ["a", "d", "e", "g"]},
                {"kind": "merged", "from": ["b", "c"], "to": "bc"},
            ],
        }
    )
    assert first and second
    origins = carry_over_through([first, second])

    assert {key: (one.kind, one.old) for key, one in origins.items()} == {
        "a": ("same", ("a",)),
        "d": ("reworded", ("d",)),
        "e": ("new", ()),
        "g": ("changed_meaning", ("f",)),
        "bc": ("merged", ("b", "c")),
    }
    with pytest.raises(ValueError, match="3 is not 1"):
        carry_over_through([second, first])


def test_an_option_tells_what_became_of_it() -> None:
    told = {"q.x": {"a": "retired", "b": ["c"], "d": ["c"], "e": ["f", "g"], "h": "new"}}
    mapping = mapping_from_document({"from": "1", "to": "2", "pairs": [], "options": told})

    assert mapping
    assert {key: fate.kind for key, fate in mapping.options["q.x"].items()} == {
        "a": "retired",
        "b": "merged",
        "d": "merged",
        "e": "split",
        "h": "new",
    }
    assert mapping.becomes("q.x", "a") == ()
    assert mapping.becomes("q.x", "b") == ("c",)
    assert mapping.becomes("q.x", "other") == ("other",)
