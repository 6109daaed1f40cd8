"""The catalogue files: `.po` is what people edit, `.mo` is what the product reads.

`locale/en` holds the English of every text of ours. `locale/nl` holds no text of ours, since the
code speaks Dutch; it says in our Dutch what Django and allauth say to a person.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import polib

from convenant.translation.extraction import Key, Message

# No dates and no tool: a catalogue changes only when a text does.
METADATA = {
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
HEADER = (
    "The interface in English; `manage.py messages` keeps it in step with the Dutch in the code."
)
WIDTH = 100
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")


def open_catalogue(path: Path) -> polib.POFile:
    """Return the catalogue in this file, or an empty one when there is none yet."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=WIDTH)
    return polib.POFile(wrapwidth=WIDTH)


def renew(old: polib.POFile, messages: Mapping[Key, Message]) -> polib.POFile:
    """Return the catalogue of exactly these messages, with the translations that still hold.

    A text that is new, or whose plural came or went, comes out untranslated.
    """
    kept = {key_of(entry): entry for entry in old if not entry.obsolete}
    renewed = polib.POFile(wrapwidth=WIDTH)
    renewed.header, renewed.metadata = HEADER, dict(METADATA)
    for key in sorted(messages, key=lambda key: (key[1].lower(), key)):
        renewed.append(entry_for(messages[key], kept.get(key)))
    return renewed


def entry_for(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    """Return the line of this message, with its translation when it had one."""
    entry = polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in sorted(message.places)],
        flags=["python-format"] if PLACEHOLDER.search(message.text) else [],
    )
    if message.plural:
        entry.msgstr_plural = {0: "", 1: ""}
    if old is None or old.msgid_plural != message.plural:
        return entry
    entry.msgstr, entry.msgstr_plural = old.msgstr, dict(old.msgstr_plural)
    if old.fuzzy:
        entry.flags.append("fuzzy")
    return entry


def key_of(entry: polib.POEntry) -> Key:
    """Return what tells this line from every other."""
    return entry.msgctxt or "", entry.msgid


def save(catalogue: polib.POFile, path: Path) -> None:
    """Write both files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(catalogue).rstrip("\n") + "\n", encoding="utf-8")
    path.with_suffix(".mo").write_bytes(catalogue.to_binary())


def faults(path: Path, messages: Mapping[Key, Message]) -> list[str]:
    """Return what is not in order with the catalogue of our texts, one sentence for each fault."""
    stored = open_catalogue(path)
    lines = {key_of(entry): entry for entry in stored if not entry.obsolete}
    found = [f"missing: {text}" for _, text in messages.keys() - lines.keys()]
    found += [f"obsolete: {text}" for _, text in lines.keys() - messages.keys()]
    found += [
        f"other plural: {key[1]}"
        for key in messages.keys() & lines.keys()
        if messages[key].plural != lines[key].msgid_plural
    ]
    return sorted(found + faults_inside(path))


def faults_inside(path: Path) -> list[str]:
    """Return what is wrong with a catalogue by itself: its translations, and its `.mo`."""
    stored = open_catalogue(path)
    found = [f"obsolete: {entry.msgid}" for entry in stored.obsolete_entries()]
    found += [f"fuzzy: {entry.msgid}" for entry in stored.fuzzy_entries()]
    found += [f"not translated: {entry.msgid}" for entry in stored.untranslated_entries()]
    found += [f"other placeholders: {entry.msgid}" for entry in stored if differs(entry)]
    binary = path.with_suffix(".mo")
    if not binary.exists() or binary.read_bytes() != stored.to_binary():
        found.append(f"{path.parent.parent.name}/{binary.name} is not made from {path.name}")
    return found


def differs(entry: polib.POEntry) -> bool:
    """Tell whether a translation names other values than the Dutch does.

    A singular may leave its number out ("one answer"); whatever it names must exist.
    """
    if not entry.msgid_plural:
        return bool(entry.msgstr) and values_in(entry.msgid) != values_in(entry.msgstr)
    known = values_in(entry.msgid) | values_in(entry.msgid_plural)
    one, many = entry.msgstr_plural.get(0, ""), entry.msgstr_plural.get(1, "")
    wrong_many = bool(many) and values_in(many) != values_in(entry.msgid_plural)
    return wrong_many or not values_in(one) <= known


def values_in(text: str) -> set[str]:
    """Return the placeholders of a text; those without a name are told apart by their place."""
    found = PLACEHOLDER.findall(text)
    unnamed = [value for value in found if value in ("%s", "%d", "{}")]
    named = {value for value in found if value not in ("%s", "%d", "{}")}
    return named | {f"{place}{value}" for place, value in enumerate(unnamed)}


def counts(entries: Iterable[polib.POEntry]) -> tuple[int, int]:
    """Return how many texts there are, and how many of them have a translation."""
    lines = list(entries)
    return len(lines), sum(entry.translated() for entry in lines)
