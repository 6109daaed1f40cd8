from diligence.framework.mapping import (
    carry_over,
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
        "same": 16,
        "reworded": 1,
        "changed_meaning": 1,
        "split": 2,
        "merged": 1,
        "retired": 1,
        "new": 1,
    }
    assert summary(edition().mapping) == (
        "2030 to 2031: 16 same, 1 reworded, 1 changed meaning, 2 split, 1 merged, 1 retired, 1 new"
    )


def test_keys_that_are_gone_may_not_come_back() -> None:
    assert retired_keys([edition().mapping]) == {
        "embed.policy_file": "2030",
        "identify.scan": "2030",
        "prevent.letters": "2030",
        "prevent.visits": "2030",
        "embed.certificates": "2030",
    }
