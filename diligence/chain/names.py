"""Names of suppliers, made alike: so that "Müller Stahl GmbH" finds "MUELLER STAHL"."""

import re
import unicodedata

LEGAL_FORMS = frozenset(
    [
        "bv",
        "nv",
        "vof",
        "cv",
        "ua",
        "ba",
        "ab",
        "as",
        "asa",
        "oy",
        "oyj",
        "aps",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "sro",
        "gmbh",
        "ag",
        "kg",
        "kgaa",
        "ohg",
        "ug",
        "se",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "cie",
        "holding",
        "holdings",
        "group",
        "groep",
        "pte",
        "pty",
        "sdn",
        "bhd",
        "pt",
        "tbk",
        "doo",
        "dd",
        "kft",
        "zrt",
        "sp",
        "zoo",
        "jsc",
        "ojsc",
        "pjsc",
        "ooo",
        "kk",
        "cokg",
    ]
)
SPELT_OUT = str.maketrans(
    {
        "ß": "ss",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "æ": "ae",
        "å": "aa",
        "ł": "l",
        "đ": "d",
        "&": " en ",
        "+": " en ",
    }
)
AND = frozenset({"en", "and", "und", "et", "y", "e"})
DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")


def fold(name: str) -> str:
    """Return a name without case, accents, dots and legal form; never empty for a name with signs.

    Two names that fold alike are taken for one company until a person says otherwise.
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(SPELT_OUT)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = DOTTED.sub("", text)
    words = [word for word in re.split(r"[^\w]+", text) if word and word not in AND]
    short = list(words)
    while len(short) > 1 and short[-1] in LEGAL_FORMS:
        short.pop()
    return " ".join(short)[:150].strip() or "".join(text.split())[:150]


def pieces(folded: str) -> frozenset[str]:
    """Return the pieces of three signs of a folded name, its ends marked."""
    padded = f"  {folded.replace(' ', '')} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
