"""Where in a file something happened, for the log."""

from diligence.models import Assessment


def place_of(assessment: Assessment, question: str) -> dict:
    """Return the place of a question as the log keeps it. Raises UnknownQuestion."""
    part = assessment.question(question).part
    return {"year": assessment.cycle.year, "part": part, "question": question}
