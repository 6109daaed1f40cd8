"""A text in the two languages of the covenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    nl: str
    en: str

    def get(self, lang: str | None) -> str:
        """The text in English for `en`, `en-gb`...; in Dutch for every other language."""
        return self.en if (lang or "").startswith("en") else self.nl

    @classmethod
    def from_document(cls, pair: Mapping | None) -> Text | None:
        """Read `{nl: …, en: …}`; other keys beside them are left alone; None stays None."""
        return cls(pair["nl"], pair["en"]) if pair else None
