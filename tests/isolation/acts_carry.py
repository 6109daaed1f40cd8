"""Acts about answers of the year before: each decision, and taking it back."""

from collections.abc import Callable

from diligence.services.answers import Entry, save_answer
from diligence.services.carry import opening
from diligence.services.carry.choosing import choose_proof
from diligence.services.carry.deciding import Choice, decide, undo
from diligence.services.carry.former import look_back
from tests.factories import CycleFactory
from tests.isolation.acts import Act, Story

Q = "embed.training"
REASON = "Wij kopen dit metaal sinds dit jaar niet meer in."


def said_before(story: Story) -> None:
    """Answer the question in the year before."""
    question = story.last_year.edition.question(Q)
    save_answer(story.last_year, question, Entry(value=2), seen=0, by=story.colleague)


def deciding(kind: str) -> Callable[[Story], object]:
    """Return the act of deciding this, by who saw the page."""

    def act(story: Story) -> None:
        file = story.file
        now = file.answers.get(question=Q)
        seal = look_back(file).formers[Q].seal(now, story.editor)
        decide(file, Q, Choice(kind, seal, REASON), by=story.editor)

    return act


def take_back(story: Story) -> None:
    """Take the decision back."""
    undo(story.file, Q, by=story.editor)


def bring(story: Story) -> None:
    """Open a year after this one, in which the chain of this year comes along."""
    later = CycleFactory(year=2031)
    opening.start_year(story.company, later, by=story.editor)


CARRYING: list[Act] = [
    ("answer.saved", said_before),
    ("answer.emptied", lambda s: s.save(Q, None, seen=1)),
    ("carry.changed", deciding("changed")),
    ("carry.proof_chosen", lambda s: choose_proof(s.file, Q, [], by=s.editor)),
    ("carry.undone", take_back),
    ("carry.no_longer", deciding("no_longer")),
    ("carry.undone", take_back),
    ("carry.still_true", deciding("still_true")),
]
OPENING: list[Act] = [("carry.brought_along", bring)]
