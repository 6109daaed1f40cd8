"""Find words in one file: in its questions, and in what the company itself answered.

The few dozen answers are at hand, so this is done here and not in the database. Nothing outside
the situation it is given can be found: no hidden answer, no other year, no other company.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from diligence.framework.answer_text import answer_text
from diligence.framework.conditions import Situation, shown_options
from diligence.framework.schema import Part, Question

MOST_CHARACTERS = 100
MOST_WORDS = 8
MOST_PASSAGES = 5  # of one question; a table of 200 rows may hold the word in each
AROUND = 70  # characters shown before a word that was found and after it


class Place(StrEnum):
    """Where a passage stands."""

    QUESTION = "question"
    ANSWER = "answer"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that was looked for, or not."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in which words were found, cut to what is around them."""

    place: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A question in which every word was found."""

    question: Question
    title: tuple[Piece, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one part, in the order of the questionnaire."""

    part: Part
    hits: tuple[Hit, ...]


def search(situation: Situation, query: str, language: str) -> list[HitGroup]:
    """Return the questions whose texts hold every word of the query, by part.

    Case and accents make no difference: "cliënt" finds "Client" and the other way round.
    """
    words = words_of(query)
    if not words:
        return []
    groups = []
    for part in situation.edition.parts:
        shown = [question for question in part.questions if question.key in situation.shown]
        hits = tuple(
            filter(None, (hit_in(question, situation, words, language) for question in shown))
        )
        if hits:
            groups.append(HitGroup(part, hits))
    return groups


def words_of(query: str) -> tuple[str, ...]:
    """Return the words to look for, folded; at most eight of a query's first 100 characters."""
    folded, _ = fold(query[:MOST_CHARACTERS])
    return tuple(dict.fromkeys(folded.split()))[:MOST_WORDS]


def hit_in(
    question: Question, situation: Situation, words: tuple[str, ...], language: str
) -> Hit | None:
    """Return the question with the passages that hold the words, or None."""
    texts = list(texts_of(question, situation, language))
    whole = "\n".join(fold(text)[0] for _, text in texts)
    if not all(word in whole for word in words):
        return None
    title = texts[0][1]
    marked = ((place, pieces_of(text, words)) for place, text in texts[1:])
    found = (
        Passage(place, cut(pieces))
        for place, pieces in marked
        if any(piece.is_hit for piece in pieces)
    )
    return Hit(question, pieces_of(title, words), tuple(islice(found, MOST_PASSAGES)))


def texts_of(
    question: Question, situation: Situation, language: str
) -> Iterator[tuple[Place, str]]:
    """Return what can be found of one question: its text first, then answer, hint and options."""
    given = situation.given.get(question.key)
    answer = answer_text(question, given, situation.edition, language, size=situation.size)
    chosen = set(answer.lines)
    yield Place.QUESTION, question.text.get(language)
    for passage in answer.passages():
        yield Place.ANSWER, passage
    yield Place.QUESTION, question.hint.get(language)
    for option in shown_options(question.options, situation):
        text = option.text.get(language)
        if text not in chosen:
            yield Place.OPTION, text


def fold(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, and where each of its characters came from."""
    letters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(part):
                letters.append("'" if part == "’" else part)
                origins.append(place)
    return "".join(letters), origins


def pieces_of(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return a text cut where the words begin and end; joined it is the text again."""
    folded, origins = fold(text)
    marked = [False] * len(text)
    for word in words:
        start = folded.find(word)
        while start >= 0:
            first, last = origins[start], origins[start + len(word) - 1]
            marked[first : last + 1] = [True] * (last + 1 - first)
            start = folded.find(word, start + len(word))
    pieces: list[Piece] = []
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[begin]:
            pieces.append(Piece(text[begin:place], marked[begin]))
            begin = place
    return tuple(pieces) or (Piece("", False),)


def cut(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with what stands far from any hit left out."""
    last = len(pieces) - 1
    return tuple(
        piece if piece.is_hit else Piece(shortened(piece.text, place == 0, place == last), False)
        for place, piece in enumerate(pieces)
    )


def shortened(text: str, is_first: bool, is_last: bool) -> str:
    """Return the words of a stretch that stand near a hit before or after it."""
    if len(text) <= 2 * AROUND:
        return text
    after_hit = "" if is_first else text[:AROUND].rsplit(" ", 1)[0] + " "
    before_hit = "" if is_last else " " + text[-AROUND:].split(" ", 1)[-1]
    return f"{after_hit}…{before_hit}"
