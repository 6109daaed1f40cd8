"""What a newer edition of the shared lists changes, in Dutch sentences for the secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

LISTS = {
    "metals": "Metalen",
    "stages": "Fasen in de keten",
    "themes": "Risicothema’s",
    "leads": "Aanwijzingen",
    "areas": "Gebieden met conflict of groot risico",
    "schemes": "Keurmerken",
    "evidence_types": "Soorten bewijs",
    "leverage_types": "Soorten invloed",
    "theme_measures": "Maatregelen per thema",
    "remedy_forms": "Vormen van herstel",
    "eu_thresholds": "Drempels van de EU",
    "risk_parts": "Delen van een weging",
    "risk_levels": "Niveaus van een weging",
    "involvements": "Soorten betrokkenheid",
    "countries": "Landen",
    "regions": "Werelddelen",
    "instruments": "Verdragen en normen",
    "annex2": "Risico’s van bijlage II",
    "sources": "Bronnen",
    "laws": "Wetten",
    "crosswalk": "Wetten naast het dossier",
}
FIELDS = {
    "nl": "Nederlandse tekst",
    "en": "Engelse tekst",
    "producers": "winlanden",
    "refiners": "landen van raffinage",
    "countries": "landen",
    "country": "land",
    "themes": "thema’s",
    "metals": "metalen",
    "stages": "fasen",
    "reports": "bronnen",
    "region": "streek",
    "reading": "nagelezen",
    "edition": "versie van de lijst",
    "listed_on": "datum van de lijst",
    "kg_per_year": "kilo per jaar",
    "severity_floor": "ondergrens van de ernst",
    "rows": "onderdelen van de wet",
    "clauses": "onderdelen van de wet",
    "sub_actions": "deelacties",
    "questions": "vragen",
    "parts": "delen van het dossier",
    "valid_from": "geldig vanaf",
    "valid_until": "geldig tot en met",
    "checked_on": "nagekeken op",
}
Entries = Mapping[str, Mapping[str, Any]]


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the lines that tell what changed from one document to the other; none when equal."""
    lines: list[str] = []
    names = _names(after) | _names(before)
    old, new = before["catalogues"], after["catalogues"]
    for name in [*LISTS, *sorted((set(old) | set(new)) - set(LISTS))]:
        found = list(_of_list(_by_key(old.get(name)), _by_key(new.get(name)), names))
        if found:
            counted = _counted([line[0] for line in found])
            lines += [f"{LISTS.get(name, name)}: {counted}", *(f"  {line}" for line in found)]
    return lines


def _by_key(listed: Mapping[str, Any] | None) -> Entries:
    return {entry["key"]: entry for entry in listed["entries"]} if listed else {}


def _names(document: Mapping[str, Any]) -> dict[str, str]:
    """Return what each code of a metal, country, theme or stage is called in Dutch."""
    lists = (document["catalogues"].get(name) for name in ("metals", "countries", "themes"))
    return {key: entry["nl"] for listed in lists for key, entry in _by_key(listed).items()}


def _counted(signs: list[str]) -> str:
    words = {"+": "nieuw", "−": "weg", "~": "gewijzigd"}
    return ", ".join(f"{signs.count(sign)} {word}" for sign, word in words.items() if sign in signs)


def _of_list(old: Entries, new: Entries, names: Mapping[str, str]) -> Iterator[str]:
    for key, entry in new.items():
        if key not in old:
            yield f"+ {key}: {entry['nl']}"
        elif entry != old[key]:
            told = "; ".join(_of_entry(old[key], entry, names))
            yield f"~ {key} ({entry['nl'].rstrip('.')}): {told}"
    for key in old:
        if key not in new:
            yield f"− {key}: {old[key]['nl']}"


def _of_entry(
    old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[str]:
    for field in dict.fromkeys((*old, *new)):
        before, after = old.get(field), new.get(field)
        if before != after:
            yield f"{FIELDS.get(field, field)}: {_of_value(before, after, names)}"


def _of_value(before: Any, after: Any, names: Mapping[str, str]) -> str:
    if isinstance(before, list | None) and isinstance(after, list | None):
        return _of_lists(before or [], after or [], names)
    return f"{_told(before, names)} → {_told(after, names)}"


def _of_lists(before: list[Any], after: list[Any], names: Mapping[str, str]) -> str:
    """Tell what came, went and changed; what is of the same country or source belongs together."""
    old, new = ({_about(one): _told(one, names) for one in side} for side in (before, after))
    came = [f"+ {told}" for about, told in new.items() if about not in old]
    went = [f"− {told}" for about, told in old.items() if about not in new]
    changed = [
        f"{old[about]} → {told}" for about, told in new.items() if old.get(about, told) != told
    ]
    return ", ".join(changed + came + went) or "andere volgorde"


def _about(value: Any) -> str:
    if isinstance(value, Mapping):
        names = (value.get(name) for name in ("country", "by", "key", "clause"))
        value = next(filter(None, names), value)
    return str(value)


def _told(value: Any, names: Mapping[str, str]) -> str:
    """Return a value in words: a country with its share, who reported it and when."""
    if value is None:
        return "niets"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str):
        return names.get(value, f"“{value}”")
    if not isinstance(value, Mapping):
        return str(value)
    if "country" in value:
        part = f" {value['share']}%" if "share" in value else ""
        return names.get(value["country"], value["country"]) + part
    if "by" in value and isinstance(value["by"], Mapping):
        return f"{value['by']['nl']} ({value.get('year', 'jaar onbekend')})"
    if "nl" in value:
        return f"“{value['nl']}”"
    return ", ".join(f"{FIELDS.get(key, key)} {_told(one, names)}" for key, one in value.items())
