"""What the reviewer asked of the queue: from the address, and back into addresses."""

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from workgroups.aggregation.desk import MARKS, MINE, MOST_FIRST, NOBODYS, SORTS, Asked, Turn
from workgroups.forms import MOST_LETTERS, Chip, Choices, Filter

EVERY_TURN = "all"


def asked_in(query: QueryDict) -> Asked:
    """Return what this address asks for; words nobody knows are as if they were not there."""
    turn, sort = query.get("turn", ""), query.get("sort", "")
    key = sort.removeprefix("-")
    known: dict[str, Any] = {
        name: value
        for name, choices in choices_of().items()
        if name != "sort" and (value := query.get(name, "")) in dict(choices)
    }
    return Asked(
        words=" ".join(query.get("q", "")[:MOST_LETTERS].replace("\0", "").split()),
        turn="" if turn == EVERY_TURN else turn if turn in set(Turn) else Turn.OURS,
        sort=key if key in SORTS else "age",
        descending=(key in MOST_FIRST) != sort.startswith("-") if key in SORTS else True,
        **known,
    )


def choices_of() -> dict[str, Choices]:
    """Return what can be chosen in each list."""
    return {
        "whose": [(MINE, _("Van mij")), (NOBODYS, _("Nog van niemand"))],
        "mark": list(mark_words().items()),
        "sort": list(sort_words().items()),
    }


def mark_words() -> dict[str, str]:
    """Return what a file can be picked by."""
    words = {
        "weak": _("Zwakke antwoorden"),
        "unsure": _("Twijfel"),
        "no_proof": _("Zonder geldig bewijs"),
        "clashing": _("Tegenstrijdig"),
        "grave": _("Ernstige risico’s"),
        "changed": _("Gewijzigd sinds vorig jaar"),
    }
    return {mark: words[mark] for mark in MARKS}


def sort_words() -> dict[str, str]:
    """Return the orders there are, the usual one first."""
    words = {
        "age": _("Wie het langst wacht"),
        "risk": _("Hoogste risico eerst"),
        "changed": _("Meest gewijzigd eerst"),
        "name": _("Naam"),
    }
    return {sort: words[sort] for sort in SORTS}


def filters_of(asked: Asked) -> list[Filter]:
    """Return the lists above the queue."""
    labels = {
        "whose": (_("Wie beoordeelt"), _("Iedereen")),
        "mark": (_("Waar op te letten"), _("Alles")),
        "sort": (_("Volgorde"), ""),
    }
    return [
        Filter(name, *labels[name], choices, getattr(asked, name))
        for name, choices in choices_of().items()
    ]


def chips_of(asked: Asked, filters: list[Filter]) -> list[Chip]:
    """Return a chip for each filter that is on; the order is no filter."""
    chips = [
        Chip(f"{one.label}: {one.words}", address(without(asked, one.name)))
        for one in filters
        if one.chosen and one.everything
    ]
    if asked.words:
        chips.append(Chip(_("Naam: “%s”") % asked.words, address(without(asked, "words"))))
    return chips


def without(asked: Asked, name: str) -> Asked:
    """Return what was asked without one of its filters."""
    cleared: dict[str, Any] = {name: ""}
    return replace(asked, **cleared)


def address(asked: Asked) -> str:
    """Return the address of this on the same page."""
    return f"?{query_of(asked)}"


def query_of(asked: Asked) -> str:
    """Return it as the query of an address: only what differs from what the page shows at first."""
    pairs = [(name, value) for name in ("whose", "mark") if (value := getattr(asked, name))]
    if asked.turn != Turn.OURS:
        pairs.insert(0, ("turn", asked.turn or EVERY_TURN))
    if asked.words:
        pairs.append(("q", asked.words))
    if asked.sort != "age" or not asked.descending:
        is_turned = asked.descending != (asked.sort in MOST_FIRST)
        pairs.append(("sort", f"{'-' * is_turned}{asked.sort}"))
    return urlencode(pairs)
