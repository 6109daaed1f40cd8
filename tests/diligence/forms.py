"""What a browser would send: of one question by name, or of a whole page as it stands."""

from html.parser import HTMLParser
from uuid import UUID

from diligence.forms import cell_name, name_of
from diligence.framework.conditions import row_holds
from diligence.framework.schema import Kind, Question
from diligence.framework.typed_lists import is_typed
from tests.diligence.files import plain

SKIPPED = {"template", "datalist"}


def typed(question: Question, value: object, *, version: int = 0, **more: object) -> dict:
    """Return the form data of one question: `typed(question, "12", state="later")`."""
    data = {name_of(question, "version"): str(version), name_of(question, "state"): "answered"}
    data |= {name_of(question, what): content for what, content in more.items()}
    if question.kind != Kind.TABLE:
        return data | ({} if value is None else {name_of(question, "value"): sent(question, value)})
    rows = value or []
    data[name_of(question, "rows")] = [row["id"] for row in rows]
    for row in rows:
        for column in question.columns:
            if column.key in row["cells"]:
                name = cell_name(question, row["id"], column)
                data[name] = sent(column, row["cells"][column.key])
    return data


def sent(field, value: object) -> object:
    """Return a value as its control sends it."""
    if isinstance(value, list):
        return "\n".join(value) if is_typed(field) else value
    return str(value)


def fitting(question: Question, file) -> object:
    """Return an ordinary answer as a browser can send it: rows with ids, asked cells only."""
    value = plain(question, file, level=2).value
    if question.kind != Kind.TABLE:
        return value
    return [{"id": str(UUID(int=n)), "cells": asked(question, row)} for n, row in enumerate(value)]


def asked(question: Question, row: dict) -> dict:
    """Return the cells of a row that the cells to their left ask for."""
    cells: dict[str, object] = {}
    for column in question.columns:
        if column.key in row["cells"] and row_holds(column.when, cells):
            cells[column.key] = row["cells"][column.key]
    return cells


class PageForm(HTMLParser):
    """Reads a page and keeps what a browser without JavaScript would send with one form."""

    def __init__(self, html: str, form: str = "answers"):
        super().__init__()
        self.wanted, self.current = form, ""
        self.data: dict[str, list[str]] = {}
        self.off: list[bool] = []
        self.skipped = 0
        self.text: str | None = None
        self.select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag in SKIPPED:
            self.skipped += 1
        if self.skipped:
            return
        if tag == "form":
            self.current = found.get("id", "")
        if tag == "fieldset":
            self.off.append("disabled" in found)
        self.control(tag, found)

    def control(self, tag: str, found: dict) -> None:
        """Keep one control, if it is one of this form and switched on."""
        name = found.get("name")
        belongs = found.get("form", self.current) == self.wanted
        if tag == "option" and self.select and "selected" in found:
            self.data[self.select] = [found["value"]]
        if not name or not belongs or any(self.off) or "disabled" in found:
            return
        if tag == "textarea":
            self.text = name
            self.data.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
            self.data[name] = [""]
        elif tag == "input" and self.is_sent(found):
            self.data.setdefault(name, []).append(found.get("value", "on"))

    def is_sent(self, found: dict) -> bool:
        """Tell whether an input is sent: boxes only when they are ticked."""
        return found.get("type") not in ("checkbox", "radio") or "checked" in found

    def handle_data(self, data):
        if self.text is not None:
            self.data[self.text][-1] += data

    def handle_endtag(self, tag):
        if tag in SKIPPED:
            self.skipped -= 1
        elif self.skipped:
            return
        elif tag == "fieldset":
            self.off.pop()
        elif tag == "form":
            self.current = ""
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.text is not None:
            # A browser drops the line end after the opening tag.
            self.data[self.text][-1] = self.data[self.text][-1].removeprefix("\n")
            self.text = None


def form_on(response, form: str = "answers") -> dict[str, list[str]]:
    """Return what a browser would send back of this page."""
    return PageForm(response.content.decode(), form).data
