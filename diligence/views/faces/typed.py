"""What somebody typed for a question, in words, before it is saved."""

from django.utils.translation import gettext as _

from diligence.framework.schema import Kind, Question
from diligence.services.entries import Entry

CHOSEN = {Kind.MATURITY, Kind.CHOICE, Kind.MULTIPLE}


def words_of(question: Question, entry: Entry) -> str:
    """Return the texts of an entry, a blank line between them; a choice is told as a choice."""
    value = entry.value
    texts = [entry.explanation, entry.reason]
    if question.kind == Kind.TABLE and isinstance(value, list):
        texts = [row_in_words(row) for row in value] + texts
    elif question.kind not in CHOSEN:
        texts.insert(0, str(value or ""))
    return "\n\n".join(text for text in texts if text.strip()) or _("U koos een antwoord.")


def row_in_words(row: dict) -> str:
    """Return the typed cells of a row on one line."""
    cells = row.get("cells", {}).values()
    return " · ".join(cell for cell in cells if isinstance(cell, str) and cell.strip())
