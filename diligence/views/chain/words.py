"""The chain in words: names of the catalogues, and what is wrong and what to do about it."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from diligence.chain.duplicates import LIKE_NAME, SAME_NAME, Candidate
from diligence.chain.identifiers import InvalidIdentifier
from diligence.chain.reading import Problem
from diligence.framework.catalogues import catalogue
from diligence.models import SourcingLine

COLUMN_WORDS: Mapping[str, str | Promise] = {
    "metal": gettext_lazy("Metaal"),
    "form": gettext_lazy("Vorm"),
    "stage": gettext_lazy("Fase"),
    "country": gettext_lazy("Land"),
    "region": gettext_lazy("Regio"),
    "supplier": gettext_lazy("Leverancier"),
    "supplier_country": gettext_lazy("Land leverancier"),
    "lei": gettext_lazy("LEI"),
    "kvk": gettext_lazy("KvK-nummer"),
    "smelter_id": gettext_lazy("Smelter-ID"),
    "tier": gettext_lazy("Schakel"),
    "certainty": gettext_lazy("Zekerheid"),
    "volume": gettext_lazy("Hoeveelheid"),
}
IDENTIFIERS: Mapping[tuple[str, str], str | Promise] = {
    ("lei", "length"): gettext_lazy("Een LEI heeft 20 tekens. Kijk hem na op het document."),
    ("lei", "signs"): gettext_lazy(
        "Een LEI bestaat uit letters en cijfers; de laatste twee tekens zijn cijfers."
    ),
    ("lei", "check"): gettext_lazy(
        "Deze LEI klopt niet: de laatste twee cijfers passen niet bij de rest. Kijk hem na op "
        "typefouten."
    ),
    ("kvk", "length"): gettext_lazy("Een KvK-nummer heeft 8 cijfers, ook als het met 0 begint."),
    ("kvk", "signs"): gettext_lazy("Een KvK-nummer bestaat uit 8 cijfers, zonder letters."),
    ("kvk", "zeros"): gettext_lazy("Een KvK-nummer kan niet alleen uit nullen bestaan."),
    ("smelter_id", "length"): gettext_lazy(
        "Een smelter-ID is CID met 6 cijfers, bijvoorbeeld CID000028."
    ),
    ("smelter_id", "signs"): gettext_lazy(
        "Een smelter-ID is CID met 6 cijfers, bijvoorbeeld CID000028."
    ),
    ("smelter_id", "zeros"): gettext_lazy("Een smelter-ID kan niet alleen uit nullen bestaan."),
}
SENTENCES: Mapping[tuple[str, str], str | Promise] = {
    ("metal", "missing"): gettext_lazy("Kies een metaal."),
    ("form", "missing"): gettext_lazy("Kies in welke vorm u het koopt."),
    ("stage", "missing"): gettext_lazy("Kies een fase van de keten."),
    ("name", "missing"): gettext_lazy("Vul de naam van de leverancier in."),
    ("name", "too_long"): gettext_lazy("Deze naam is langer dan 150 tekens. Kort hem in."),
    ("country", "no_country"): gettext_lazy(
        "U noemt een document of wat de leverancier zei, maar geen land. Vul het land in, of kies "
        "“wij weten het niet”."
    ),
    ("region", "no_country"): gettext_lazy("Vul bij deze regio ook het land in."),
    ("region", "too_long"): gettext_lazy("Deze regio is langer dan 80 tekens. Kort hem in."),
    ("stage", "scrap_is_not_mined"): gettext_lazy(
        "Schroot komt niet uit een mijn of een gewone smelterij. Kies inzamelen, sorteren of "
        "omsmelten."
    ),
    ("tier", "out_of_range"): gettext_lazy(
        "Vul een cijfer van 1 tot en met 9 in: 1 is wie aan u levert, 2 wie aan hem levert."
    ),
}
CANDIDATE_WORDS: Mapping[str, str | Promise] = {
    "lei": gettext_lazy("dezelfde LEI"),
    "kvk": gettext_lazy("hetzelfde KvK-nummer"),
    "smelter_id": gettext_lazy("hetzelfde smelter-ID"),
    SAME_NAME: gettext_lazy("dezelfde naam, anders geschreven"),
    LIKE_NAME: gettext_lazy("een naam die erop lijkt"),
}


def sentence(column: str, code: str | InvalidIdentifier, typed: str = "", near=()) -> str:
    """Return what is wrong and what to do."""
    if isinstance(code, InvalidIdentifier):
        column, code = code.kind, code.code
    found = SENTENCES.get((column, code)) or IDENTIFIERS.get((column, code))
    if found:
        return str(found)
    if code == "no_supplier":
        return _("Vul bij dit gegeven ook de naam van de leverancier in.")
    if column == "volume" and typed in ("", "?"):
        return _("Dit is geen hoeveelheid die wij herkennen. Kies een band, zoals 1 tot 10 ton.")
    if near:
        words = {"typed": typed, "near": listed(f"“{one}”" for one in near)}
        return _("“%(typed)s” kennen wij niet. Bedoelt u %(near)s?") % words
    return _("“%(typed)s” kennen wij niet. Kies een naam uit de lijst.") % {"typed": typed}


def problem_words(problem: Problem) -> str:
    """Return what is wrong in a cell, after the name of its column."""
    text = sentence(problem.column, problem.code, problem.typed, problem.near)
    return f"{COLUMN_WORDS[problem.column]}: {text}"


def candidate_words(candidate: Candidate) -> str:
    """Return why somebody may be the one who is meant."""
    return str(CANDIDATE_WORDS[candidate.why])


def listed(words: Iterable[str]) -> str:
    """Return words as people list them: a, b of c."""
    *first, last = list(words)
    return _("%(first)s of %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def name_in(name: str, key: str | None) -> str:
    """Return the name of an entry of a catalogue in the language of the page."""
    entry = catalogue(name).get(key)
    return entry.text.get(get_language() or "nl") if entry else (key or "")


def metal_name(key: str) -> str:
    """Return a metal by its name."""
    return name_in("metals", key)


def stage_name(key: str) -> str:
    """Return a stage by its name."""
    return name_in("stages", key)


def country_name(key: str | None) -> str:
    """Return a country by its name; what is not known says so."""
    return name_in("countries", key) if key else _("land onbekend")


def tier_words(tier: int | None) -> str:
    """Return how far a supplier stands from the company."""
    if tier is None:
        return _("schakel onbekend")
    if tier == 1:
        return _("directe leverancier")
    if tier == 2:
        return _("leverancier van uw leverancier")
    return _("schakel %(tier)s") % {"tier": tier}


def lines_in_words(count: int) -> str:
    """Return how many lines."""
    return ngettext("%(n)s regel", "%(n)s regels", count) % {"n": count}


def line_name(line: SourcingLine) -> str:
    """Return a line in one sentence part, for buttons and messages."""
    parts = [metal_name(line.metal), stage_name(line.stage).lower(), country_name(line.country)]
    return ", ".join([*parts, line.supplier.name] if line.supplier else parts)
