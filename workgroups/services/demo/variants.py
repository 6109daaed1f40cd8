"""Which of the bank's texts a company gets: one that fits, and that others have used least."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workgroups.services.demo.scene import Scene


class NoVariant(LookupError):
    """The bank has no text that fits this company."""


@dataclass
class Shelf:
    """Remembers how often each text was taken, so that companies do not all say the same."""

    taken: Counter = field(default_factory=Counter)

    def take(
        self, scene: Scene, key: str, level: str, variants: Sequence[Mapping[str, Any]]
    ) -> tuple[str, str]:
        """Return a text and its language. Raises NoVariant."""
        fitting = [n for n, variant in enumerate(variants) if fits(variant, scene)]
        for language in dict.fromkeys((scene.company.language, "nl")):
            numbers = [n for n in fitting if language in variants[n]]
            if numbers:
                number = min(
                    numbers,
                    key=lambda n: (
                        self.taken[scene.year, key, level, n],
                        scene.draw(key, scene.year, n),
                    ),
                )
                self.taken[scene.year, key, level, number] += 1
                return variants[number][language], language
        raise NoVariant(f"{scene.company.slug}, {scene.year}: {key} has no text at {level}")


def fits(variant: Mapping[str, Any], scene: Scene) -> bool:
    """Tell whether this company could say this, this year."""
    years = variant.get("years")
    return (
        variant["voice"] in ("any", scene.voice)
        and scene.tags.issuperset(variant.get("only", ()))
        and (years is None or str(scene.year) in years)
    )
