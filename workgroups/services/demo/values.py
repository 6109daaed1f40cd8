"""The value of an answer that is no text and no row: drawn as the bank says for a level."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from diligence.framework.schema import Kind, Question
from workgroups.services.demo.draws import between, one_of, weighted
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.wording import Form, Wording, fill_in

Spec = Mapping[str, Any]


def value_of(
    scene: Scene, question: Question, key: str, spec: Spec, level: int, hidden: frozenset[str]
) -> Any:
    """Return the value for a choice, several choices, a number, a date or a link.

    `key` is the bank's; `hidden` are the options that this company is not offered.
    """
    if question.kind == Kind.MULTIPLE:
        return several(scene, key, spec, level, hidden)
    return _BY_KIND[Kind(question.kind)](scene, key, spec, level)


def choice(scene: Scene, key: str, spec: Spec, level: int) -> str:
    """Draw one option. Without the year: what a company once has, it keeps."""
    return weighted(spec["weights"][str(level)], scene.draw(key))


def several(scene: Scene, key: str, spec: Spec, level: int, hidden: Iterable[str]) -> list[str]:
    """Draw for each option by itself; one that stands alone goes before all others."""

    def drawn(chances: Iterable[tuple[str, int]]) -> list[str]:
        return [option for option, chance in chances if scene.draw(key, option) * 100 < chance]

    alone = drawn((option, by_level[level]) for option, by_level in spec.get("alone", {}).items())
    if alone:
        return alone[:1]
    if "from_company" in spec:
        own = getattr(scene.company, spec["from_company"])
        offered = [(option, spec["chances_each"][level]) for option in own]
    else:
        offered = [(option, by_level[level]) for option, by_level in spec["chances"].items()]
    chosen = drawn((option, chance) for option, chance in offered if option not in hidden)
    return chosen or [spec["otherwise"]]


def number(scene: Scene, key: str, spec: Spec, level: int) -> str:
    """Return what the company's facts say; below the level at which it knows, a guess."""
    if level >= spec["fact_from_level"]:
        return scene.facts("nl")[spec["fact"]]
    least, most = spec["ranges"][str(level)][scene.size]
    return str(between(least, most, scene.draw(key, scene.year)))


def day(scene: Scene, key: str, spec: Spec, level: int) -> str:
    """Return the day of a placeholder."""
    return Wording(scene, (key,), form=Form.DATE).fill_in(f"{{{spec['fact']}}}")


def link(scene: Scene, key: str, spec: Spec, level: int) -> str:
    """Return one of the addresses; a company keeps the same sort through the years."""
    return fill_in(scene, one_of(spec["values"], scene.draw(key)), key)


_BY_KIND: Mapping[str, Callable[[Scene, str, Spec, int], str]] = {
    Kind.CHOICE: choice,
    Kind.NUMBER: number,
    Kind.DATE: day,
    Kind.LINK: link,
}
