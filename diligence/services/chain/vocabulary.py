"""The names of everything a line can say, in both languages, from the catalogues and the bands."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import override

from diligence.chain.vocabulary import Names, Vocabulary
from diligence.framework.catalogues import catalogue
from diligence.models import Certainty, Form, Volume

LANGUAGES = ("nl", "en")
BY_HAND = {
    "country": {
        "CD": ("DRC", "Congo-Kinshasa", "DR Congo", "Democratic Republic of the Congo"),
        "US": ("USA", "VS", "United States", "Amerika"),
        "GB": ("UK", "Engeland", "England", "Groot-Brittannië", "Great Britain"),
        "TR": ("Turkey",),
        "KR": ("Korea", "South Korea", "Zuid-Korea"),
        "AE": ("UAE", "VAE", "Dubai"),
        "NL": ("Holland",),
        "CI": ("Ivory Coast",),
        "MM": ("Birma", "Burma"),
        "CZ": ("Tsjechië", "Czech Republic"),
    },
    "form": {
        "ore": ("erts", "concentraat", "concentrate"),
        "primary": ("primair", "nieuw", "blokken", "kathode", "new"),
        "semis": ("halffabrikaat", "plaat", "draad", "profiel", "buis", "semi-finished", "semi"),
        "components": ("onderdelen", "componenten", "elektronica", "component", "electronics"),
        "scrap": ("schroot", "gerecycled", "recycled", "secundair", "secondary"),
    },
    "stage": {
        "ST02": ("mijn", "mijnbouw", "mine", "mining"),
        "ST03": ("asm", "kleinschalige mijnbouw", "artisanal mining"),
        "ST05": ("smelterij", "smelter", "raffinaderij", "refiner", "smelting"),
        "ST06": ("handel", "trader", "trading", "handelaar"),
        "ST08": ("groothandel", "wholesale", "wholesaler"),
        "ST12": ("inzameling", "collection"),
        "ST13": ("schroothandel", "scrap trade"),
    },
    "certainty": {
        "documented": ("document", "bewezen", "known", "bekend", "zeker"),
        "told": ("gezegd", "leverancier", "supplier", "probable", "waarschijnlijk"),
        "estimate": ("schatting", "geschat", "estimated", "guess"),
        "unknown": ("onbekend", "weet ik niet", "don't know"),
    },
    "volume": {
        "up_to_1": ("< 1", "0-1", "0-1 ton"),
        "up_to_10": ("1-10", "1-10 ton"),
        "up_to_100": ("10-100", "10-100 ton"),
        "up_to_1000": ("100-1000", "100-1000 ton"),
        "over_1000": ("1000+", ">1000", "> 1000 ton"),
    },
}


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the names, made once per process."""
    kinds = {
        "metal": from_catalogue("metals"),
        "stage": from_catalogue("stages"),
        "country": from_catalogue("countries"),
        "form": from_choices(Form),
        "certainty": from_choices(Certainty),
        "volume": from_choices(Volume),
    }
    for kind, more in BY_HAND.items():
        for key, names in more.items():
            kinds[kind].add(key, *names)
    return Vocabulary(kinds)


def from_catalogue(name: str) -> Names:
    """Return the names of a catalogue: its texts, official names and symbols."""
    names = Names()
    for entry in catalogue(name):
        official = entry.get("official") or {}
        symbols = str(entry.get("symbol") or "").split(",")
        texts = (entry.text.nl, entry.text.en, *official.values(), *symbols)
        names.add(entry.key, entry.key.removeprefix("ME-"), *texts)
    return names


def from_choices(choices: type[TextChoices]) -> Names:
    """Return the names of choices in both languages."""
    names = Names()
    for language in LANGUAGES:
        with override(language):
            for value, label in labelled(choices):
                names.add(value, label)
    return names


def labelled(choices: type[TextChoices]) -> Iterable[tuple[str, str]]:
    """Yield each choice with its label in the active language."""
    return [(str(value), str(label)) for value, label in choices.choices]
