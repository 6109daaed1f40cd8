"""The text of a chapter: Markdown to HTML that can do no harm, with figures and tables by name.

A line of its own such as `[[cijfer:coverage]]` or `[[tabel:bands]]` (in English `[[figure:...]]`
and `[[table:...]]`) puts a figure or a table of the release at that place. HTML in the text is
printed as it was typed; images, scripts and addresses other than the web's and mail's are left out.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

Kind = Literal["lead", "text", "figure", "table"]
KINDS: dict[str, Kind] = {
    "cijfer": "figure",
    "figure": "figure",
    "tabel": "table",
    "table": "table",
}
TAGS = {"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"}
SCHEMES = {"http", "https", "mailto"}
MARKER = re.compile(r"^\s*\[\[(.*)\]\]\s*$")
NAMED = re.compile(r"^([a-z]+)\s*:\s*([a-z0-9_]+)$")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BadMarker(ValueError):
    """A marker that names nothing: on which line, and what stands there."""

    def __init__(self, line: int, marker: str) -> None:
        super().__init__(f"line {line}: {marker}")
        self.line, self.marker = line, marker


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a chapter: safe HTML, or the name of a figure or a table."""

    kind: Kind
    content: str


def blocks_of(text: str) -> list[Block]:
    """Return the chapter in pieces; the first paragraph is its lead. Raises BadMarker."""
    blocks: list[Block] = []
    for kind, content in pieces_of(text):
        if kind != "text":
            blocks.append(Block(kind, content))
            continue
        for block in rendered(content, opens=not blocks):
            blocks.append(block)
    return blocks


def check_markers(text: str, figures: Collection[str], tables: Collection[str]) -> None:
    """Raise BadMarker at the first marker that is not well-formed or names something unknown."""
    for number, kind, name in markers_in(text):
        if name not in (figures if kind == "figure" else tables):
            raise BadMarker(number, name)


def markers_in(text: str) -> Iterator[tuple[int, Kind, str]]:
    """Yield each marker with its line, from 1. Raises BadMarker for one that is no marker."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := MARKER.match(line):
            kind, name = read_marker(number, found[1])
            yield number, kind, name


def read_marker(line: int, inside: str) -> tuple[Kind, str]:
    """Return what a marker asks for. Raises BadMarker."""
    named = NAMED.match(inside.strip().lower())
    if not named or named[1] not in KINDS:
        raise BadMarker(line, inside.strip())
    return KINDS[named[1]], named[2]


def pieces_of(text: str) -> Iterator[tuple[Kind, str]]:
    """Yield Markdown and markers in their order; pieces without words are left out."""
    waiting: list[str] = []
    for number, line in enumerate(CONTROL.sub("", text).splitlines(), 1):
        found = MARKER.match(line)
        if not found:
            waiting.append(line)
            continue
        if any(each.strip() for each in waiting):
            yield "text", "\n".join(waiting)
        waiting = []
        yield read_marker(number, found[1])
    if any(each.strip() for each in waiting):
        yield "text", "\n".join(waiting)


def rendered(markdown: str, *, opens: bool) -> Iterator[Block]:
    """Yield a piece of Markdown as safe HTML; the paragraph that opens a chapter is its lead."""
    tokens = parser().parse(markdown)
    level_headings(tokens)
    if opens and tokens and tokens[0].type == "paragraph_open":
        yield Block("lead", clean(html_of(tokens[1:2])))
        tokens = tokens[3:]
    if tokens:
        yield Block("text", clean(html_of(tokens)))


def level_headings(tokens: Iterable[Any]) -> None:
    """Turn headings into two levels, none of which is skipped: below the title of the chapter."""
    heads = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((token.tag for token in heads), default="h1")
    has_first = False
    for token in heads:
        is_first = token.tag == highest or not has_first
        has_first = has_first or token.type == "heading_close"
        token.tag = "h3" if is_first else "h4"


def html_of(tokens: list[Any]) -> str:
    """Return these tokens as HTML."""
    return parser().renderer.render(tokens, parser().options, {})


def clean(html: str) -> str:
    """Return the HTML with nothing but text, lists, emphasis and addresses of the web."""
    import nh3

    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )


@cache
def parser() -> Any:
    """Return the reader of Markdown: no HTML, no images, no code."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "typographer": False})
    return reader.disable(["image", "html_block", "html_inline", "fence", "code", "backticks"])
