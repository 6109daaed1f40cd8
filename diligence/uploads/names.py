"""The name a person gave a file, made fit to be shown and to be saved under."""

import re
import unicodedata

LONGEST = 150
# Separators and what file systems refuse; letters that turn the order of reading round, with which
# "invoice<turn>fdp.exe" reads as "invoiceexe.pdf", have the category Cf like all that is unseen.
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def tidy_name(name: str) -> str:
    """Return the last part of a path without what is unseen or forbidden; never empty."""
    last = re.split(r"[\\/]", name)[-1]
    plain = unicodedata.normalize("NFC", last)
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain)
    words = " ".join(FORBIDDEN.sub(" ", seen).split()).strip(" .")
    stem, dot, ending = words.rpartition(".")
    if not dot:
        return words[:LONGEST] or "bestand"
    return f"{stem[: LONGEST - len(ending) - 1].strip() or 'bestand'}.{ending}"


def title_of(name: str) -> str:
    """Return a first title for a document: its file's name without the ending, as words."""
    stem = tidy_name(name).rpartition(".")[0] or tidy_name(name)
    words = re.sub(r"[_\s]+", " ", stem).strip()
    return (words[:1].upper() + words[1:])[:LONGEST]
