"""How well a place to complain meets the eight criteria of UNGP 31."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MEETS = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Tested:
    """What was found."""

    yes: int
    partly: int
    no: int
    untested: int

    @property
    def is_whole(self) -> bool:
        """Tell whether all criteria were looked at."""
        return self.untested == 0


def outcome(keys: Iterable[str], found: Mapping[str, Mapping[str, str]]) -> Tested:
    """Count what was found by criterion; what is no answer counts as not tested."""
    answers = [found.get(key, {}).get("meets", "") for key in keys]
    yes, partly, no = (answers.count(answer) for answer in MEETS)
    return Tested(yes, partly, no, len(answers) - yes - partly - no)
