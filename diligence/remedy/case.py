"""The steps of a complaint: a public order, so that it is predictable (UNGP 31(c))."""

FOLLOWS: dict[str, tuple[str, ...]] = {
    "received": ("acknowledged", "referred"),
    "acknowledged": ("assessing", "referred"),
    "assessing": ("talking", "decided", "referred"),
    "talking": ("decided", "assessing"),
    "decided": ("remedy", "closed"),
    "remedy": ("closed", "talking"),
    "closed": ("assessing",),
    "referred": ("assessing",),
}
"""What may follow what; an ended case can be opened again, because people may appeal."""
ENDED = frozenset({"closed", "referred"})


class IllegalStep(Exception):
    """The case cannot go from where it stands to there."""


class WordsNeeded(Exception):
    """The step must be explained to who complained, so it must be written here."""


def check_step(now: str, then: str, words: str) -> None:
    """Raises IllegalStep, or WordsNeeded: a decision, an end and a way back are explained."""
    if then not in FOLLOWS[now]:
        raise IllegalStep(f"{now} -> {then}")
    explained = then in ENDED or then == "decided" or now in ENDED or (now, then) in BACK
    if explained and not words.strip():
        raise WordsNeeded


BACK = {("talking", "assessing"), ("remedy", "talking")}
