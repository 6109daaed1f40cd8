"""Reading the text files of an edition: their content, and the line on which each thing stands.

YAML is read by the 1.2 core schema: a plain scalar is a number, true, false or null only when
that schema says so, and a string otherwise. So `no` is Norway, and a date stays as written.
Duplicate keys, keys that are not strings, tags and aliases are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HEADER_FILE = "edition.yaml"
MAPPING_FILE = "mapping.yaml"
STEP_FILES = (
    "0_profile.yaml",
    "1_embed.yaml",
    "2_identify.yaml",
    "3_prevent.yaml",
    "4_track.yaml",
    "5_communicate.yaml",
    "6_remedy.yaml",
)

Path_ = tuple[str | int, ...]
"""Where a value stands in a file: names of fields and places in lists."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_PLAIN_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a file as YAML."""

    line: int
    message: str


class SourceError(ValueError):
    """A file of an edition or catalogue is missing or cannot be read; the text says which."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    name: str
    content: Any
    """What the file says: dicts, lists, strings, numbers, booleans, None."""
    lines: Mapping[Path_, int]
    flaws: tuple[Flaw, ...] = ()

    def line(self, *path: str | int) -> int:
        """The line of the value at this path, or of the nearest thing around it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The files of one edition."""

    header: SourceFile
    steps: tuple[SourceFile, ...]
    """The profile and the six steps, in order."""
    mapping: SourceFile | None

    def __iter__(self) -> Iterator[SourceFile]:
        yield self.header
        yield from self.steps
        if self.mapping:
            yield self.mapping


class _PlainLoader(yaml.CSafeLoader):
    """LibYAML's parser without its 1.1 guesses: every plain scalar arrives as written."""

    yaml_implicit_resolvers = {}


@dataclass(slots=True)
class _Reading:
    lines: dict[Path_, int] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def flaw(self, node: yaml.Node, message: str) -> None:
        self.flaws.append(Flaw(node.start_mark.line + 1, message))

    def value(self, node: Any, path: Path_) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if node.tag != _PLAIN_TAGS[type(node)]:
            self.flaw(node, f"The tag {node.tag!r} is not allowed. Remove it.")
        if id(node) in self.seen:
            self.flaw(node, "Aliases (*name) are not allowed. Write the value out.")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return plain_scalar(node.value) if not node.style else node.value

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            here = (*path, key)
            if key in content:
                first = self.lines[here]
                self.flaw(
                    key_node,
                    f"'{key}' stands here twice; also on line {first}. Keep one.",
                )
                continue
            self.lines[here] = key_node.start_mark.line + 1
            content[key] = self.value(value_node, here)
        return content

    def _key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode):
            if node.style or isinstance(plain_scalar(node.value), str):
                return node.value
            self.flaw(node, f"{node.value} is not a key. Put it in quotes, or choose a word.")
        else:
            self.flaw(node, "A list or block cannot be a key. Choose a word.")
        return None


def plain_scalar(written: str) -> bool | int | float | str | None:
    """What an unquoted scalar means by the YAML 1.2 core schema (infinity and NaN left out)."""
    if written in _NULL:
        return None
    if written in _TRUE:
        return True
    if written in _FALSE:
        return False
    if _INTEGER.fullmatch(written):
        return int(written)
    if _OCTAL.fullmatch(written) or _HEXADECIMAL.fullmatch(written):
        return int(written, 0)
    if _FLOAT.fullmatch(written):
        return float(written)
    return written


def read_text(name: str, text: str) -> SourceFile:
    """Read one file; what is wrong with it as YAML stands in its `flaws`."""
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        flaw = Flaw(mark.line + 1 if mark else 1, f"This is not YAML: {error.problem}.")
        return SourceFile(name, {}, {}, (flaw,))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return SourceFile(name, {}, {}, (Flaw(line, f"This is not YAML: {error.reason}."),))
    if node is None:
        return SourceFile(name, {}, {}, (Flaw(1, "This file is empty."),))
    reading = _Reading()
    content = reading.value(node, ())
    if not isinstance(content, dict):
        return SourceFile(name, {}, {}, (Flaw(1, "A file holds fields at the top, not a list."),))
    return SourceFile(name, content, reading.lines, tuple(reading.flaws))


def read_file(path: Path) -> SourceFile:
    """Read one file in UTF-8. Raises `SourceError` when it cannot be opened or decoded."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError(f"{path.name} is missing from {path.parent.name}.") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not UTF-8: byte {error.start} is wrong.") from None
    return read_text(path.name, text)


def read_folder(folder: Path) -> SourceFiles:
    """Read the files of an edition as they are.

    Raises `SourceError` when one is missing or not UTF-8; what is wrong inside is in `flaws`.
    """
    mapping = folder / MAPPING_FILE
    return SourceFiles(
        header=read_file(folder / HEADER_FILE),
        steps=tuple(read_file(folder / name) for name in STEP_FILES),
        mapping=read_file(mapping) if mapping.exists() else None,
    )
