"""What is different from last year: rises and falls alike, and what the company says itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.framework.schema import Question
from diligence.reports.comparison import Comparison
from diligence.reports.frozen import FrozenFile
from diligence.reports.open_points import pointer
from diligence.reports.origin import SOURCING, documented_lines
from diligence.reports.shape import Pointer

REPORTED = "profile.changes"
RISES_TOLD, FALLS_TOLD, REPORTED_TOLD = 2, 2, 2


@dataclass(frozen=True, slots=True)
class Move:
    """A question that had a level in both years."""

    question: Question
    before: int
    now: int

    @property
    def weight(self) -> int:
        """Return how many points it made, up or down."""
        return abs(self.now - self.before) * self.question.weight


def changes(comparison: Comparison, lang: str) -> Iterator[Pointer]:
    """Return the changes as sentences, the heaviest first; nothing without an earlier file."""
    if comparison.before is None:
        return
    file, moves = comparison.now, moves_of(comparison)
    risen = [move for move in moves if move.now > move.before]
    fallen = [move for move in moves if move.now < move.before]
    yield Pointer(_tally(len(risen), len(fallen), len(moves)))
    for move in (*_heaviest(risen, RISES_TOLD), *_heaviest(fallen, FALLS_TOLD)):
        words = {
            "from": move.before,
            "to": move.now,
            "question": move.question.text.get(lang),
        }
        text = _("%(question)s Van niveau %(from)s naar %(to)s.") % words
        yield pointer(move.question, file, text)
    yield from _documents(comparison.before, file)
    yield from _reported(file, lang)


def moves_of(comparison: Comparison) -> list[Move]:
    """Return every question that has a level now and had one last year."""
    moves = []
    for scored in comparison.now.score.questions:
        before = comparison.level(scored.question)
        given = comparison.now.given(scored.question.key)
        if before is not None and given is not None and given.is_answered:
            moves.append(Move(scored.question, before, given.value))
    return moves


def _heaviest(moves: list[Move], most: int) -> list[Move]:
    return sorted(moves, key=lambda move: -move.weight)[:most]


def _tally(risen: int, fallen: int, compared: int) -> str:
    words = {"risen": risen, "fallen": fallen, "same": compared - risen - fallen}
    sentence = ngettext(
        "%(risen)s vraag ging omhoog, %(fallen)s omlaag, %(same)s bleven gelijk.",
        "%(risen)s vragen gingen omhoog, %(fallen)s omlaag, %(same)s bleven gelijk.",
        risen,
    )
    return sentence % words


def _documents(before: FrozenFile, file: FrozenFile) -> Iterator[Pointer]:
    """Tell how much more, or less, of the origin is on paper."""
    then, now = documented_lines(before), documented_lines(file)
    if then == now or not then[1] or not now[1]:
        return
    words = {"known": now[0], "lines": now[1], "knew": then[0], "former": then[1]}
    text = _(
        "Herkomst met een document: %(known)s van %(lines)s regels, "
        "vorig jaar %(knew)s van %(former)s."
    )
    yield pointer(file.edition.question(SOURCING), file, text % words)


def _reported(file: FrozenFile, lang: str) -> Iterator[Pointer]:
    """Tell what the company says has changed in its business."""
    given = file.given(REPORTED)
    if given is None or not given.is_answered:
        return
    question = file.edition.question(REPORTED)
    chosen = [question.option(key) for key in given.value]
    named = [f"“{each.text.get(lang)}”" for each in chosen if each and not each.alone]
    if named:
        yield pointer(question, file, _told(named))


def _told(changes: list[str]) -> str:
    more = len(changes) - REPORTED_TOLD
    words = {"changes": ", ".join(changes[:REPORTED_TOLD]), "more": more}
    if more > 0:
        return _("Het bedrijf meldt: %(changes)s en nog %(more)s.") % words
    return _("Het bedrijf meldt: %(changes)s.") % words
