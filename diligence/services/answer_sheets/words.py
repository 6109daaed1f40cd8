"""The columns of a workbook to fill in, and one answer as its cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from diligence.framework.answers import Given, State
from diligence.framework.cell_words import CellWords
from diligence.framework.schema import Kind, Question

TABLE = "table:"
KEY, STATE, ANSWER, EXPLANATION, REASON, DOUBT = (
    *("key", "state", "answer", "explanation", "reason", "doubt"),
)
CODES = {KEY: "answers:key"}
"""What a column is called in the file, when it is more than its own name."""
OPEN_COLUMNS = (STATE, ANSWER, EXPLANATION, REASON, DOUBT)
ROW = "row"
FIRST_ROW = 3
"""Where the rows begin, counted as Excel does; above it stand the codes and the heads."""


@dataclass(frozen=True, slots=True)
class States:
    """The words for how a question was dealt with, in one language."""

    words: Mapping[str, str]
    yes: str

    @classmethod
    def of(cls, language: str) -> "States":
        """Return the words of this language."""
        with override(language):
            return cls(
                {
                    State.ANSWERED: _("beantwoord"),
                    State.DONT_KNOW: _("weet ik niet"),
                    State.NOT_APPLICABLE: _("niet van toepassing"),
                    State.LATER: _("later"),
                },
                _("ja"),
            )


def cells_of(
    question: Question, given: Given | None, words: CellWords, states: States
) -> dict[str, object]:
    """Return the open cells of a question as they are written; of a table its answer is a sheet."""
    if given is None:
        return dict.fromkeys(OPEN_COLUMNS)
    is_table = question.kind == Kind.TABLE
    return {
        STATE: states.words.get(given.state),
        ANSWER: None if is_table else words.cell(question, given.value),
        EXPLANATION: given.explanation or None,
        REASON: given.reason or None,
        DOUBT: states.yes if given.unsure else None,
    }


def column_heads(language: str) -> dict[str, str]:
    """Return what the columns of the sheet with answers are called."""
    with override(language):
        return {
            KEY: _("Sleutel"),
            "number": _("Nummer"),
            "question": _("Vraag"),
            "how": _("Zo vult u het in"),
            STATE: _("Hoe beantwoord"),
            ANSWER: _("Antwoord"),
            EXPLANATION: _("Toelichting"),
            REASON: _("Reden"),
            DOUBT: _("Twijfel"),
        }
