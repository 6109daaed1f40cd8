"""Two texts beside each other, word by word: what stayed, what went, what came.

Spaces do not count, line ends and punctuation do. The work is bounded whatever the texts are:
texts too far apart are compared sentence by sentence, and what is another text altogether is shown
as one that went and one that came, which is also how people read it best.

The search for what two sequences have in common is that of E. Myers, "An O(ND) difference
algorithm and its variations" (1986), which stops when it has taken too many steps.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

MOST_STEPS = 400
"""Words added and removed together, beyond which no finer comparison is made."""
LEAST_IN_COMMON = 0.3
"""The share of words that two texts must have in common to be shown through each other."""
SHORT_TEXT = 4
"""Words below which a share says nothing."""
NEWLINE = "\n"

_TOKEN = re.compile(r"\w+(?:[-’'.,:/@&]\w+)*|[^\w\s]")
_SENTENCE_ENDS = frozenset(".!?;\n")


class Mark(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    """Only for things that keep their identity: a row, a file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one mark, spelled as in the text it comes from."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    gap: str
    """What stands between it and the word before: a space or nothing."""


Run = tuple[Mark, list[_Word]]


def difference_of(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces from which both texts can be read; of equal texts one piece, that stayed.

    Leaving out what was added gives the first text, leaving out what was removed the second.
    """
    old, new = _words(before), _words(after)
    runs = _runs(old, new)
    if _is_another_text(runs, old, new):
        runs = [(Mark.REMOVED, old), (Mark.ADDED, new)]
    return tuple(_pieces(_without_crumbs(runs)))


def is_same(pieces: Iterable[Piece]) -> bool:
    """Whether nothing was added or removed."""
    return all(piece.mark == Mark.SAME for piece in pieces)


def words_with(mark: Mark, pieces: Iterable[Piece]) -> int:
    """How many words carry this mark; a line end or a comma is none."""
    text = " ".join(piece.text for piece in pieces if piece.mark == mark)
    return sum(word.text[0].isalnum() for word in _words(text))


def in_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    """The places, in both, of a longest sequence that both hold in the same order.

    None when more than `MOST_STEPS` differ.
    """
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _myers(old[head : len(old) - tail], new[head : len(new) - tail])
    if middle is None:
        return None
    last = [(len(old) - n, len(new) - n) for n in range(tail, 0, -1)]
    return [(n, n) for n in range(head)] + [(x + head, y + head) for x, y in middle] + last


def _myers(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for steps in range(min(len(old) + len(new), MOST_STEPS) + 1):
        trail.append(furthest.copy())
        for diagonal in range(-steps, steps + 1, 2):
            down = _goes_down(furthest, diagonal, steps)
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(old) and y >= len(new):
                return _walk_back(trail, len(old), len(new))
    return None


def _goes_down(furthest: dict[int, int], diagonal: int, steps: int) -> bool:
    """Whether the best way to this diagonal adds a word rather than removing one."""
    if diagonal in (-steps, steps):
        return diagonal == -steps
    return furthest[diagonal - 1] < furthest[diagonal + 1]


def _walk_back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs = []
    for steps in range(len(trail) - 1, -1, -1):
        furthest, diagonal = trail[steps], x - y
        came_from = diagonal + 1 if _goes_down(furthest, diagonal, steps) else diagonal - 1
        before_x = furthest[came_from] if steps else 0
        before_y = before_x - came_from if steps else 0
        while x > before_x and y > before_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = before_x, before_y
    return pairs[::-1]


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    end = 0
    for found in _TOKEN.finditer(text):
        between = text[end : found.start()]
        breaks = NEWLINE in between and words
        if breaks:
            words.append(_Word(NEWLINE, ""))
        words.append(_Word(found[0], " " if between and words and not breaks else ""))
        end = found.end()
    return words


def _runs(old: list[_Word], new: list[_Word]) -> list[Run]:
    """Word by word where that is near enough, else sentence by sentence and words in those."""
    pairs = in_common([word.text for word in old], [word.text for word in new])
    if pairs is not None:
        return list(_between(old, new, pairs))
    first, second = _sentences(old), _sentences(new)
    pairs = in_common(*([tuple(w.text for w in s) for s in side] for side in (first, second)))
    if pairs is None:
        return [(Mark.REMOVED, old), (Mark.ADDED, new)]
    runs: list[Run] = []
    for mark, sentences in _between(first, second, pairs):
        words = [word for sentence in sentences for word in sentence]
        if mark == Mark.ADDED and runs and runs[-1][0] == Mark.REMOVED:
            runs.extend(_closer(runs.pop()[1], words))
        else:
            runs.append((mark, words))
    return runs


def _closer(old: list[_Word], new: list[_Word]) -> list[Run]:
    pairs = in_common([word.text for word in old], [word.text for word in new])
    whole: list[Run] = [(Mark.REMOVED, old), (Mark.ADDED, new)]
    if pairs is None:
        return whole
    runs = list(_between(old, new, pairs))
    return whole if _is_another_text(runs, old, new) else runs


def _sentences(words: list[_Word]) -> list[list[_Word]]:
    sentences: list[list[_Word]] = [[]]
    for word in words:
        sentences[-1].append(word)
        if word.text in _SENTENCE_ENDS:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _between(old: Sequence, new: Sequence, pairs: list[tuple[int, int]]) -> Iterator[tuple]:
    """What went and what came before each thing that stayed; empty runs are left out."""
    x = y = 0
    for to_x, to_y in [*pairs, (len(old), len(new))]:
        if to_x > x:
            yield Mark.REMOVED, list(old[x:to_x])
        if to_y > y:
            yield Mark.ADDED, list(new[y:to_y])
        if to_y < len(new):
            yield Mark.SAME, [new[to_y]]
        x, y = to_x + 1, to_y + 1


def _is_another_text(runs: list[Run], old: list[_Word], new: list[_Word]) -> bool:
    if min(len(old), len(new)) < SHORT_TEXT:
        return False
    stayed = sum(len(words) for mark, words in runs if mark == Mark.SAME)
    return stayed < LEAST_IN_COMMON * max(len(old), len(new))


def _without_crumbs(runs: list[Run]) -> list[Run]:
    """Take up a word or two that stayed by chance amid much that changed, so that it reads."""
    parts = _stretches(runs)
    tidy: list[tuple[list[_Word], list[_Word], bool]] = []
    for place, (gone, come, stays) in enumerate(parts):
        around = (parts[n] for n in (place - 1, place + 1) if 0 <= n < len(parts))
        is_crumb = (
            stays
            and 0 < place < len(parts) - 1
            and all(min(len(a), len(b)) > 2 * len(come) for a, b, _ in around)
            and NEWLINE not in {word.text for word in come}
        )
        if tidy and not tidy[-1][2] and (is_crumb or not stays):
            tidy[-1] = (tidy[-1][0] + gone, tidy[-1][1] + come, False)
        else:
            tidy.append((gone, come, stays))
    whole: list[Run] = []
    for gone, come, stays in tidy:
        if stays:
            whole.append((Mark.SAME, come))
        else:
            whole += [(m, w) for m, w in ((Mark.REMOVED, gone), (Mark.ADDED, come)) if w]
    return whole


def _stretches(runs: list[Run]) -> list[tuple[list[_Word], list[_Word], bool]]:
    """What changed and what stayed in turn: the words of then, those of now, whether they stay."""
    found = []
    for stays, together in groupby(runs, key=lambda run: run[0] == Mark.SAME):
        gone: list[_Word] = []
        come: list[_Word] = []
        for mark, words in together:
            if mark != Mark.ADDED:
                gone += words
            if mark != Mark.REMOVED:
                come += words
        found.append((gone, come, stays))
    return found


def _pieces(runs: list[Run]) -> Iterator[Piece]:
    for place, (mark, words) in enumerate(runs):
        text = "".join(word.gap + word.text for word in words)
        behind = runs[place - 1][0] if place else None
        ahead = runs[place + 1] if place + 1 < len(runs) else None
        if mark == Mark.REMOVED and ahead and ahead[0] == Mark.ADDED:
            if text.startswith(" ") and ahead[1][0].gap:
                yield Piece(Mark.SAME, " ")
                text = text[1:]
        elif mark == Mark.ADDED and behind == Mark.REMOVED and runs[place - 1][1][0].gap:
            text = text.removeprefix(" ")
        yield Piece(mark, text)
