"""What people type for a metal, a country, a band...: names in two languages, symbols, codes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

METAL, FORM, STAGE, COUNTRY = "metal", "form", "stage", "country"
CERTAINTY, VOLUME = "certainty", "volume"
BANDS = (
    (Decimal(1), "up_to_1"),
    (Decimal(10), "up_to_10"),
    (Decimal(100), "up_to_100"),
    (Decimal(1000), "up_to_1000"),
)
"""Below how many tonnes a year which band holds; from the last on it is `over_1000`."""
TONNES = {"": Decimal(1), "t": Decimal(1), "ton": Decimal(1), "tonne": Decimal(1)} | {
    **dict.fromkeys(("tonnes", "mt"), Decimal(1)),
    **dict.fromkeys(("kg", "kilo"), Decimal("0.001")),
    **dict.fromkeys(("g", "gram"), Decimal("0.000001")),
}
NUMBER = re.compile(r"([0-9][0-9.,\s]*)\s*([a-z]*)")


class UnknownWord(LookupError):
    """Nothing goes by this name; `near` holds names that look like it."""

    def __init__(self, typed: str, near: Iterable[str] = ()):
        super().__init__(typed)
        self.typed = typed
        self.near = tuple(near)


def plain(text: str) -> str:
    """Return a text as it is looked up: without case, accents, quotes and spare spaces."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w+]+", " ", text).split())


@dataclass(slots=True)
class Names:
    """What goes by which name, for one kind of thing."""

    by_name: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """By plain name: the name as it is written."""

    def add(self, key: str, *names: str) -> None:
        """Let a key be found by these names; the first one to take a name keeps it."""
        for name in (key, *names):
            if plain(name):
                self.by_name.setdefault(plain(name), key)
                self.shown.setdefault(plain(name), name)

    def key_of(self, typed: str) -> str:
        """Return the key of what was typed; empty for nothing. Raises UnknownWord."""
        wanted = plain(typed)
        if not wanted:
            return ""
        if wanted in self.by_name:
            return self.by_name[wanted]
        near: dict[str, str] = {}
        for name in get_close_matches(wanted, self.by_name, n=4, cutoff=0.72):
            near.setdefault(self.by_name[name], self.shown[name])
        raise UnknownWord(typed, near.values())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of everything a line can say, by kind."""

    names: Mapping[str, Names]

    def key_of(self, kind: str, typed: str) -> str:
        """Return the key of what was typed for this kind. Raises UnknownWord."""
        if kind == VOLUME:
            return self.band_of(typed)
        return self.names[kind].key_of(typed)

    def band_of(self, typed: str) -> str:
        """Return the band; an amount becomes its band at once and is kept nowhere."""
        try:
            return self.names[VOLUME].key_of(typed)
        except UnknownWord:
            band = band_of_amount(typed)
            if band is None:
                raise
            return band


def band_of_amount(typed: str) -> str | None:
    """Return the band of an amount with its unit, tonnes without one; None when it is none."""
    match = NUMBER.fullmatch(plain_amount(typed))
    if match is None or match[2] not in TONNES:
        return None
    amount = number_of(match[1])
    if amount is None:
        return None
    tonnes = amount * TONNES[match[2]]
    return next((band for below, band in BANDS if tonnes < below), "over_1000")


def plain_amount(typed: str) -> str:
    """Return an amount in small letters without what stands around it."""
    return unicodedata.normalize("NFKC", typed).casefold().strip(" ~<>±").strip()


def number_of(text: str) -> Decimal | None:
    """Return a number that was written as in Dutch or in English: 1.250,5 or 1,250.5."""
    text = "".join(text.split())
    mark = re.search(r"[.,](?=[0-9]*$)", text)
    if mark and (text.count(mark[0]) > 1 or (len(text) - mark.start() == 4 and mark.start())):
        mark = None  # 1.250 and 1,250 have no fraction
    whole, fraction = (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
    try:
        return Decimal(f"{re.sub('[.,]', '', whole) or 0}.{fraction or 0}")
    except InvalidOperation:
        return None
