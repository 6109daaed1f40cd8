"""Which level a company is on: its character, its growth, and what pulls what up."""

from collections.abc import Iterable, Mapping
from typing import Any

from diligence.framework.schema import Kind
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.sector import Bank

HIGHEST = 4
PASSES = 3
"""So many times the ties are gone through: one may pull up what another one looks at."""


def level_for(scene: Scene, key: str) -> int:
    """Return the level that a company's character gives for a question, 0 to 4."""
    character, step = scene.company.character, key.split(".")[0]
    level = character["start"][step] + character["growth"] * (scene.year - scene.company.first_year)
    level += 0.3 * (step in character["strong"]) - 0.5 * (step in character["weak"])
    level += (scene.draw(key) - 0.5) * 1.6
    return max(0, min(HIGHEST, int(level + 0.5)))


def levels_of(scene: Scene, bank: Bank, ties: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the level of every maturity question, so that none contradicts another.

    Levels written by hand win, and ties leave them alone.
    """
    asked = [q.key for q in scene.edition.questions if q.kind == Kind.MATURITY]
    levels = {bank.key_of(key): level_for(scene, bank.key_of(key)) for key in asked}
    by_hand = {
        key: answer["level"]
        for key, answer in scene.by_hand.get("answers", {}).items()
        if "level" in answer
    }
    levels |= by_hand
    for _ in range(PASSES):
        for tie in ties:
            pulled = tie["then"]
            applies = levels.get(tie["if"], -1) >= tie["from"]
            if applies and pulled in levels and pulled not in by_hand:
                levels[pulled] = max(levels[pulled], tie["at_least"])
    return levels
