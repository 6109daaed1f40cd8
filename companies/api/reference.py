"""The API for people: what each address does, and a form to try it with."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.views.generic import TemplateView

from companies.api.description import codes, description
from companies.models import Membership

ORDER = ("Who", "Year", "Answers", "Proof", "Reports", "Own data", "Figures", "Secretariat")
PLACES = ("path", "query", "form", "header")
"""Where a word goes, in the order of the form."""
WRITES = ("put", "post")
SET_BY_THE_PAGE = ("Accept-Language", "If-None-Match")


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that a call takes: in its path, its query, its headers or its form."""

    name: str
    place: str
    kind: str
    told: str
    required: bool
    choices: tuple[str, ...]
    value: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One operation, ready for the page."""

    id: str
    method: str
    path: str
    summary: str
    told: str
    words: tuple[Word, ...]
    example: str
    """A body to start from; empty when the call takes none."""
    answers: tuple[tuple[str, str], ...]
    """Each status with what it means."""

    @property
    def writes(self) -> bool:
        """Tell whether trying it changes something."""
        return self.method.lower() in WRITES

    @property
    def url(self) -> str:
        """Return the whole address, with its words in braces."""
        return f"{settings.PUBLIC_URL}{self.path}"


class Reference(TemplateView):
    """Everything the API can do. It tells nothing about anybody, so anybody may read it."""

    template_name = "companies/api_reference.html"

    def get_context_data(self, **kwargs) -> dict:
        """Add the operations by subject, with the caller's own company filled in."""
        known = self.known()
        groups: dict[str, list[Call]] = {tag: [] for tag in ORDER}
        for path, methods in description()["paths"].items():
            for method, operation in methods.items():
                groups[operation["tags"][0]].append(call_of(path, method, operation, known))
        for calls in groups.values():
            calls.sort(key=lambda call: (len(call.path), call.method))
        return super().get_context_data(
            groups=groups.items(), codes=codes(), api_url=settings.PUBLIC_URL, **kwargs
        )

    def known(self) -> dict[str, str]:
        """Return what can be filled in already for who is signed in."""
        if not self.request.user.is_authenticated:
            return {}
        seats = Membership.objects.active().filter(user=self.request.user)
        slug = seats.order_by("company__slug").values_list("company__slug", flat=True).first()
        return {"company": slug} if slug else {}


def call_of(path: str, method: str, operation: dict[str, Any], known: dict[str, str]) -> Call:
    """Return one operation of the description."""
    content = operation.get("requestBody", {}).get("content", {})
    return Call(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        told=operation["description"],
        words=tuple(
            sorted(
                (*words_in(operation, known), *fields_in(content)),
                key=lambda word: PLACES.index(word.place),
            )
        ),
        example=example_in(content),
        answers=tuple(
            (status, answer["description"] or "OK")
            for status, answer in operation["responses"].items()
        ),
    )


def words_in(operation: dict[str, Any], known: dict[str, str]) -> Iterator[Word]:
    """Yield what goes in the path, the query and the headers."""
    for one in operation["parameters"]:
        if one["name"] in SET_BY_THE_PAGE:
            continue
        shape = one["schema"]
        yield Word(
            name=one["name"],
            place=one["in"],
            kind="number" if shape.get("type") == "integer" else "text",
            told=one.get("description", ""),
            required=one.get("required", False),
            choices=tuple(shape.get("enum", ())),
            value=known.get(one["name"], "") if one["in"] == "path" else "",
        )


def fields_in(content: dict[str, Any]) -> Iterator[Word]:
    """Yield the fields of a form with a file."""
    form = content.get("multipart/form-data")
    if form is None:
        return
    shape = resolved(form["schema"])
    for name, field in shape["properties"].items():
        field = resolved(field)
        yield Word(
            name=name,
            place="form",
            kind="file" if field.get("format") == "binary" else "text",
            told=field.get("description", ""),
            required=name in shape.get("required", ()),
            choices=tuple(one for one in field.get("enum", ()) if one),
        )


def resolved(shape: dict[str, Any]) -> dict[str, Any]:
    """Return a shape itself, where the description points at it."""
    for part in (shape, *shape.get("allOf", ())):
        if "$ref" in part:
            found = description()["components"]["schemas"][part["$ref"].rpartition("/")[2]]
            return found | {key: one for key, one in shape.items() if key != "$ref"}
    return shape


def example_in(content: dict[str, Any]) -> str:
    """Return the first example of a JSON body, laid out for reading."""
    examples = content.get("application/json", {}).get("examples", {})
    first = next(iter(examples.values()), None)
    return json.dumps(first["value"], indent=2, ensure_ascii=False) if first else ""
