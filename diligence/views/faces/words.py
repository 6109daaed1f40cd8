"""The words of the word list that a part uses, with their meaning: the rarest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from diligence.framework.catalogues import Entry, catalogue
from diligence.framework.schema import Edition, Part
from diligence.framework.texts import Text

MOST_WORDS = 6
"""So many words stand beside a part."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its meaning."""

    word: str
    official: str
    meaning: str

    @property
    def names(self) -> list[str]:
        """Return how it is written in texts: the plain word and the official ones."""
        return [self.word.partition(" (")[0], *filter(None, self.official.split(", "))]


def words_of(edition: Edition, part: str, language: str) -> list[Word]:
    """Return the words that a part uses, those that few other parts use before the common ones."""
    used = words_by_part(edition, language)
    parts_with = {word: sum(word in words for words in used.values()) for word in used[part]}
    rarest = sorted(used[part], key=lambda word: (parts_with[word], word.word))
    return sorted(rarest[:MOST_WORDS], key=lambda word: word.word.casefold())


@lru_cache(maxsize=32)
def words_by_part(edition: Edition, language: str) -> dict[str, frozenset[Word]]:
    """Return by part the words of the list that stand in its questions; once per process."""
    patterns = [(word, pattern_of(word)) for word in word_list(language)]
    used = {}
    for part in edition.parts:
        text = "\n".join(texts_of(part, language))
        used[part.key] = frozenset(word for word, pattern in patterns if pattern.search(text))
    return used


def pattern_of(word: Word) -> re.Pattern:
    """Return what finds a word as a word of its own, in any case."""
    names = "|".join(re.escape(name) for name in word.names)
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def word_list(language: str) -> tuple[Word, ...]:
    """Return the words that have an explanation."""
    entries = (entry for entry in catalogue("glossary") if entry.get("explanation"))
    return tuple(
        Word(entry.text.get(language), said(entry, "official", language), meaning)
        for entry in entries
        if (meaning := said(entry, "explanation", language))
    )


def said(entry: Entry, field: str, language: str) -> str:
    """Return one text of an entry; nothing when it has none."""
    text = Text.from_document(entry.get(field))
    return text.get(language) if text else ""


def texts_of(part: Part, language: str) -> Iterator[str]:
    """Return what people read of a part before they ask what a word means."""
    for question in part.questions:
        yield question.text.get(language)
        yield question.hint.get(language)
        yield from (level.text.get(language) for level in question.levels)
        yield from (option.text.get(language) for option in question.options)
        yield from (column.text.get(language) for column in question.columns)
