"""Finds every text of the interface: in Python with Babel, in templates through Django's own tags.

Needs no gettext program. Babel is a development dependency; callers get its ImportError.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

# Which arguments of a call are texts; (n, "c") is a context (the notation is Babel's).
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg"}

Key = tuple[str, str]


class Clash(ValueError):
    """One singular stands with two plurals, which a catalogue can't hold."""


@dataclass
class Message:
    """One Dutch text, with everywhere it is used (paths from the project's folder)."""

    text: str
    plural: str = ""
    context: str = ""
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """Return what tells this message from every other."""
        return self.context, self.text


def extract(root: Path, folders: Iterable[str]) -> dict[Key, Message]:
    """Return all texts below these folders by key; raises Clash, and ImportError without Babel."""
    found: dict[Key, Message] = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            for message in messages_in(path):
                known = found.setdefault(message.key, message)
                if known.plural and message.plural and known.plural != message.plural:
                    raise Clash(f"Two plurals for “{message.text}”: {path}")
                known.plural = known.plural or message.plural
                known.places.add(path.relative_to(root).as_posix())
    return found


def messages_in(path: Path) -> Iterator[Message]:
    """Yield the texts of one file; nothing for a file that is neither Python nor a template."""
    if path.suffix == ".py":
        yield from messages_of(path.read_text(encoding="utf-8"))
    elif path.suffix in TEMPLATE_SUFFIXES:
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # In brackets, the indentation of the page means nothing to Python's tokenizer.
        yield from messages_of(f"(\n{code}\n)")


def messages_of(code: str) -> Iterator[Message]:
    """Yield the texts that this Python code asks a translation of."""
    from babel.messages.extract import extract as babel_extract

    source = io.BytesIO(code.encode())
    options = {"encoding": "utf-8"}
    for _line, texts, _comments, context in babel_extract(
        "python", source, keywords=KEYWORDS, options=options
    ):
        singular, plural = texts if isinstance(texts, tuple) else (texts, "")
        yield Message(singular, plural, context or "")
