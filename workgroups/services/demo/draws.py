"""All chance in the demo: the same words give the same outcome, on every machine and day."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def draw(*words: object) -> float:
    """Return a number from 0 up to 1 that follows from the words alone."""
    text = "|".join(map(str, words))
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32


def between(least: int, most: int, chance: float) -> int:
    """Return the whole number that a draw points at; both ends take part."""
    return least + int(chance * (most - least + 1))


def one_of(options: Sequence[T], chance: float) -> T:
    """Return the option that a draw points at."""
    return options[int(chance * len(options))]


def weighted(weights: Mapping[str, int], chance: float) -> str:
    """Return the option that a draw points at; a heavier one takes a larger share."""
    left = chance * sum(weights.values())
    for option, weight in weights.items():
        left -= weight
        if left < 0:
            return option
    return option
