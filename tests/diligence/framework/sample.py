"""The small fixture editions 2030 and 2031, with what tests need around them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from diligence.framework.answers import Given, State
from diligence.framework.catalogues import catalogues_in
from diligence.framework.loader import edition_from_folder
from diligence.framework.schema import Edition, Option
from diligence.framework.texts import Text

FIXTURES = Path(__file__).parent / "fixtures"
EDITIONS = FIXTURES / "editions"
CATALOGUES = FIXTURES / "catalogues"
TODAY = date(2031, 5, 2)

ROW_1 = "11111111-1111-4111-8111-111111111111"
ROW_2 = "22222222-2222-4222-8222-222222222222"


@cache
def edition(code: str = "2031") -> Edition:
    return edition_from_folder(EDITIONS / code)


def lists() -> dict[str, tuple[Option, ...]]:
    """The lists of the fixture catalogues, and two suppliers of a company."""
    from_files = {
        name: tuple(Option(key=entry.key, text=entry.text) for entry in entries)
        for name, entries in catalogues_in(CATALOGUES).items()
    }
    suppliers = tuple(
        Option(key=key, text=Text(name, name)) for key, name in (("7", "Jansen"), ("9", "Öz"))
    )
    return {**from_files, "own_suppliers": suppliers}


def answered(value: Any, **more: Any) -> Given:
    return Given(State.ANSWERED, value, **more)


DONT_KNOW = Given(State.DONT_KNOW)
LATER = Given(State.LATER)
NOT_APPLICABLE = Given(State.NOT_APPLICABLE, reason="Wij hebben geen leveranciers.")


def given(**values: Any) -> dict[str, Given]:
    """Answers by key, written `profile__fte="12"`; a value that is no `Given` is answered."""
    return {
        key.replace("__", ".", 1): value if isinstance(value, Given) else answered(value)
        for key, value in values.items()
    }


def small_company(**more: Any) -> dict[str, Given]:
    """A scrap dealer of 20 people with a full profile, and more answers on top."""
    profile = {
        "profile__fte": "20",
        "profile__chain_positions": ["recycling"],
        "profile__metals": ["ME-CU"],
        "profile__forms_bought": ["scrap"],
        "profile__buys_outside_eu": "none",
    }
    return given(**{**profile, **more})


def all_levels(level: int, **more: Any) -> dict[str, Given]:
    """The small company on one level everywhere."""
    levels = {q.key.replace(".", "__"): level for q in edition().questions if q.scores}
    return small_company(**{**levels, **more})
