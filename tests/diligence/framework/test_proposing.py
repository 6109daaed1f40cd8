"""A first mapping of two editions, and what it tells who has to answer."""

from diligence.framework.mapping_words import summary_of
from diligence.framework.proposing import propose, written
from diligence.framework.source import read_text
from tests.diligence.framework.sample import edition

OLD, NEW = edition("2030"), edition("2031")


def test_what_stayed_what_left_and_what_came() -> None:
    proposal = propose(OLD, NEW)

    assert "embed.policy" in proposal.same
    assert proposal.reworded == ("profile.forms_bought", "embed.hours")
    assert "embed.certificates" in proposal.left
    assert "remedy.contact" in proposal.came
    assert proposal.options == (("profile.forms_bought", "residues", "retired"),)
    told = [*proposal.same, *proposal.reworded, *proposal.came]
    assert sorted(told) == sorted(question.key for question in NEW.questions)


def test_the_proposal_is_a_mapping_that_can_be_read() -> None:
    file = read_text("mapping.yaml", written(propose(OLD, NEW)))

    assert file.flaws == ()
    kinds = [pair["kind"] for pair in file.content["pairs"]]
    assert kinds[0] == "same"
    assert {"reworded", "retired", "new"} <= set(kinds)
    assert file.content["options"] == {"profile.forms_bought": {"residues": "retired"}}


def test_a_member_is_told_in_numbers_what_changes() -> None:
    summary = summary_of(NEW.mapping, OLD, NEW)

    assert (summary.same, summary.reworded, summary.asked_anew, summary.dropped) == (15, 2, 5, 1)
    assert [change.kind for change in summary.changes][:3] == [
        "reworded",
        "reworded",
        "changed_meaning",
    ]


def test_a_member_is_told_only_of_what_it_is_asked() -> None:
    summary = summary_of(NEW.mapping, OLD, NEW, shown=["embed.hours", "embed.policy"])

    assert (summary.same, summary.reworded, summary.asked_anew) == (1, 1, 0)
    assert summary.dropped == 1
