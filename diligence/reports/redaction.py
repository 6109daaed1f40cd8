"""Names and weights taken out of typed words, however they are spelt: case, accents, dots.

A net, not a proof: a nickname or a plant's address stays. So the page asks to read a public report
before it is shared.
"""

import re
import unicodedata
from collections.abc import Iterable

from diligence.chain.names import AND, LEGAL_FORMS, SPELT_OUT, fold

WORD = re.compile(r"\w+")
SHORTEST = 3
"""Letters; a shorter name would take out ordinary words."""
MOST_WORDS = 12
DOTTED = 2
"""Words of a legal form with dots: "B.V." """
AMOUNT = re.compile(
    r"\d[\d.,\s]*(?:kilo)?(?:tonnes|tonnen|tonne|tons|ton|kg|kilo|gram|g|kt|mt|t)(?![\w/])",
    re.IGNORECASE,
)
TRADE_WORDS = frozenset(
    {
        "metal", "metals", "metall", "metaal", "metalen", "steel", "staal", "stahl",
        "trading", "trade", "handel", "international", "recycling", "industries",
        "industrie", "mining", "minerals", "smelter", "smelting", "refinery", "refining",
        "resources", "nederland", "netherlands", "europe",
    }
)  # fmt: skip
"""What people leave off a name when they mention it."""


def spellings(names: Iterable[str]) -> frozenset[str]:
    """Return what to look for: each name in one piece, whole and without words of its trade."""
    found = set()
    for name in names:
        words = fold(name).split()
        found.add("".join(words))
        while len(words) > 1 and words[-1] in TRADE_WORDS:
            words.pop()
        found.add("".join(words))
    return frozenset(each for each in found - TRADE_WORDS if len(each) >= SHORTEST)


def without(text: str, wanted: frozenset[str], mark: str) -> str:
    """Return a text with a mark where one of these spellings stood."""
    found = [(match.span(), folded(match[0])) for match in WORD.finditer(text)]
    spans = [span for span, word in found if word not in AND]
    words = [word for _span, word in found if word not in AND]
    kept, end, place = [], 0, 0
    while place < len(words):
        length = longest_name(words[place : place + MOST_WORDS], wanted)
        if length:
            form = legal_form(words[place + length : place + length + 2])
            length += form
            kept += [text[end : spans[place][0]], mark]
            end = spans[place + length - 1][1]
            if form == DOTTED and text[end : end + 1] == ".":
                end += 1
        place += length or 1
    return "".join(kept) + text[end:]


def without_weights(text: str, mark: str) -> str:
    """Return a text with a mark where an amount of metal stood: "300 ton", "1.250 kg"."""
    return AMOUNT.sub(mark, text)


def legal_form(words: list[str]) -> int:
    """Return how many words after a name are its legal form: "GmbH" is one, "B.V." are two."""
    if words and words[0] in LEGAL_FORMS:
        return 1
    return DOTTED if len(words) == DOTTED and "".join(words) in LEGAL_FORMS else 0


def longest_name(words: list[str], wanted: frozenset[str]) -> int:
    """Return how many of these words, from the first, are a name together; 0 for none."""
    for length in range(len(words), 0, -1):
        if "".join(words[:length]) in wanted:
            return length
    return 0


def folded(word: str) -> str:
    """Return a word without case and accents."""
    text = unicodedata.normalize("NFKC", word).casefold().translate(SPELT_OUT)
    text = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in text if not unicodedata.combining(sign))
