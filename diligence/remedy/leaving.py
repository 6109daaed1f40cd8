"""When a company may say that it weighed leaving a supplier with care."""

from collections.abc import Iterable, Mapping

SHORTEST = 10
"""Characters; less is no answer to such a question."""
DECISIONS = ("suspended", "continued", "ended")


class NotWeighed(Exception):
    """The decision can't be written down yet; `missing` are the keys of the open questions."""

    def __init__(self, missing: Iterable[str]):
        self.missing = tuple(missing)
        super().__init__(", ".join(self.missing))


def missing(keys: Iterable[str], answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the questions that were not answered, in their order."""
    return tuple(key for key in keys if len(answers.get(key, "").strip()) < SHORTEST)


def check_decision(keys: Iterable[str], answers: Mapping[str, str]) -> None:
    """Raises NotWeighed. For suspending too: it hurts the same people, only later."""
    if left := missing(keys, answers):
        raise NotWeighed(left)
