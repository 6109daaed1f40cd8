"""One answer of the demo before it is stored."""

import json
from dataclasses import dataclass
from typing import Any

from diligence.framework.answers import Given, State
from diligence.services.entries import Entry


@dataclass(frozen=True, slots=True)
class Written:
    """What is sent in, in which language, and by whom."""

    entry: Entry
    language: str = "nl"
    by: str = ""
    """The colleague's name, where the data say so."""

    @property
    def given(self) -> Given:
        """Return the answer as conditions look at it."""
        entry = self.entry
        return Given(entry.state, entry.value, entry.explanation, entry.reason, entry.unsure)

    @property
    def words(self) -> str:
        """Return everything it says as one text, to look for days in."""
        entry = self.entry
        value = json.dumps(entry.value, ensure_ascii=False)
        return f"{entry.explanation} {entry.reason} {value}"


def answered(value: Any, language: str = "nl", explanation: str = "") -> Written:
    """Return an answer with this value; “don’t know” where there is nothing to tell."""
    if value in (None, "", []):
        return Written(Entry(State.DONT_KNOW, as_kept=True), language)
    return Written(Entry(State.ANSWERED, value, explanation, as_kept=True), language)
