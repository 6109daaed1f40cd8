"""Rows of tables: those of the bank, and those that a company's suppliers and sites make."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from diligence.framework.answers import Row
from diligence.framework.schema import Kind, Question
from workgroups.services.demo.draws import between, draw
from workgroups.services.demo.scene import Scene
from workgroups.services.demo.wording import Form, Wording

FORMS = {Kind.DATE: Form.DATE, Kind.NUMBER: Form.NUMBER}

Cells = dict[str, Any]
Written = tuple[int, Mapping[str, Any]]
"""A row of the bank with its number there."""


def with_ids(scene: Scene, question: str, rows: Iterable[Cells]) -> list[Row]:
    """Return the rows as an answer keeps them, each with an id of its own."""
    return [
        {"id": str(id_of(scene.company.slug, scene.year, question, number)), "cells": cells}
        for number, cells in enumerate(rows)
    ]


def id_of(*words: object) -> uuid.UUID:
    """Return a UUID that follows from the words alone."""
    bits = sum(int(draw(*words, part) * 2**32) << (32 * part) for part in range(4))
    return uuid.UUID(int=bits, version=4)


def site_rows(sites: Iterable[Mapping[str, Any]]) -> list[Cells]:
    """Return the company's sites."""
    return [{name: str(value) for name, value in site.items()} for site in sites]


def supplier_rows(scene: Scene, smelters: Mapping[str, str]) -> list[Cells]:
    """Return what the company buys this year, line by line; names stand for suppliers."""
    rows = []
    for supplier in filter(scene.has, scene.company.suppliers):
        for line in supplier.get("lines", ()):
            if str(scene.year) not in line["certainty"]:
                continue
            cells = {name: line[name] for name in ("metal", "form", "volume", "origin")}
            cells["supplier"] = supplier["name"]
            cells["certainty"] = line["certainty"][str(scene.year)]
            if "smelters" in line:
                cells["smelters"] = [smelters[key] for key in line["smelters"]]
            rows.append(cells)
    return rows


def bank_rows(scene: Scene, question: Question, spec: Mapping[str, Any], level: int) -> list[Cells]:
    """Return as many of the bank's rows as fit the level, filled in; none when it has none."""
    key = question.key
    most = how_many(scene, key, spec["count"].get(str(level)))
    fitting = [
        (number, row)
        for number, row in enumerate(spec["rows"])
        if scene.tags.issuperset(row.get("only", ()))
    ]
    fitting.sort(key=lambda row: (not row[1].get("always", False), scene.draw(key, row[0])))
    chosen = of_one_sort(fitting, spec) if most else []
    return [filled(scene, question, *row) for row in unlike(chosen, spec)[:most]]


def how_many(scene: Scene, key: str, count: Any) -> int:
    """Return how many rows there are to be; `count` is least and most, by size or for all."""
    if isinstance(count, Mapping):
        count = count.get(scene.size)
    if not count:
        return 0
    least, most = count
    return between(least, most, scene.draw(key, scene.year, "rows"))


def of_one_sort(rows: list[Written], spec: Mapping[str, Any]) -> list[Written]:
    """Return rows that can stand together: one that stands alone, or all the others."""
    if "alone_when" not in spec or not rows:
        return rows
    ((column, value),) = spec["alone_when"].items()
    if rows[0][1]["cells"][column] == value:
        return rows[:1]
    return [row for row in rows if row[1]["cells"][column] != value]


def unlike(rows: list[Written], spec: Mapping[str, Any]) -> list[Written]:
    """Return the rows without a second one that has the same value where it must differ."""
    if "unique" not in spec:
        return rows
    first: dict[Any, Written] = {}
    for row in rows:
        first.setdefault(row[1]["cells"][spec["unique"]], row)
    return list(first.values())


def filled(scene: Scene, question: Question, number: int, row: Mapping[str, Any]) -> Cells:
    """Return the finished cells of one row."""
    cells: Cells = {}
    for name, text in row["cells"].items():
        column = question.column(name)
        assert column is not None, f"{question.key} has no column {name}"
        form = FORMS.get(Kind(column.kind), Form.TEXT)
        words = [
            Wording(scene, (question.key, number), form=form).fill_in(part)
            for part in (text if isinstance(text, list) else [text])
        ]
        cells[name] = words if isinstance(text, list) else words[0]
    return cells
