"""What a declaration says, and what to know of it, in words."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from diligence.framework.catalogues import catalogue
from diligence.smelters.shape import Answer, Finding
from diligence.smelters.words import minerals

Words = Mapping[str, str | Promise]
SUBJECTS: Words = {
    "added": _("Zit het in het product of het productieproces?"),
    "remains": _("Blijft het in het product?"),
    "covered": _("Komt het uit Congo (DRC) of een buurland?"),
    "cahra": _("Komt het uit een gebied met conflict of groot risico?"),
    "recycled": _("Is alles gerecycled of schroot?"),
    "share": _("Welk deel van hun leveranciers antwoordde?"),
    "identified": _("Kennen zij alle smelterijen?"),
    "reported": _("Staan alle smelterijen in deze lijst?"),
    "policy": _("Hebben zij een inkoopbeleid voor deze metalen?"),
    "published": _("Is dat beleid openbaar?"),
    "conflict_free": _("Vragen zij hun leveranciers om conflictvrij metaal?"),
    "validated": _("Vragen zij om smelterijen die gecontroleerd zijn?"),
    "measures": _("Zoeken zij zelf naar risico’s in hun keten?"),
    "survey": _("Bevragen zij hun leveranciers?"),
    "review": _("Controleren zij wat leveranciers antwoorden?"),
    "correct": _("Spreken zij leveranciers aan op wat beter moet?"),
    "legal": _("Moeten zij dit volgens een wet bekendmaken?"),
}
ANSWERS: Words = {
    "yes": _("ja"),
    "no": _("nee"),
    "unknown": _("weten zij niet"),
    "not_declaring": _("zeggen zij niet"),
    "drc_only": _("ja, alleen Congo (DRC)"),
    "india_madagascar": _("ja, alleen India of Madagaskar"),
    "standard": _("ja, met deze vragenlijst"),
    "other": _("ja, op een andere manier"),
    "sec": _("ja, in de Verenigde Staten"),
    "eu": _("ja, in de Europese Unie"),
    "both": _("ja, in de Verenigde Staten en de Europese Unie"),
    "": _("niet beantwoord"),
    "?": _("niet te lezen"),
}
SHARES: Words = {
    "100": _("alle leveranciers"),
    "90": _("meer dan 90%"),
    "75": _("meer dan 75%"),
    "50": _("meer dan 50%"),
    "under_50": _("50% of minder"),
    "none": _("geen enkele"),
    "did_not_survey": _("niemand: zij vroegen het niet"),
}
FIELDS: Words = {
    "name": _("naam van het bedrijf"),
    "scope": _("waarover de verklaring gaat"),
    "contact": _("contactpersoon"),
    "email": _("e-mailadres"),
    "phone": _("telefoonnummer"),
    "authoriser": _("wie de verklaring goedkeurde"),
    "authoriser_email": _("e-mailadres van wie goedkeurde"),
    "day": _("datum"),
}
SCOPES: Words = {
    "A": _("het hele bedrijf"),
    "B": _("bepaalde producten"),
    "C": _("wat de leverancier zelf omschrijft"),
    "": _("niet ingevuld"),
}
STANDINGS: Words = {
    "conformant": _("gecontroleerd en in orde"),
    "active": _("controle loopt"),
    "none": _("op de lijst, zonder controle"),
    "unknown": _("niet op de lijst"),
    "other_mineral": _("nummer hoort bij een ander metaal"),
    "without": _("zonder nummer"),
}
KINDS: Words = {
    "not_listed": _("staat niet in de keuzelijst van het werkboek"),
    "not_identified": _("nog niet bekend"),
}
FINDINGS: Mapping[str, Any] = {
    "fields_missing": _("Niet ingevuld over het bedrijf: %(fields)s."),
    "day_ahead": _("De datum ligt in de toekomst: %(day)s."),
    "day_old": _(
        "De verklaring is van %(day)s en dus ouder dan een jaar. Vraag uw leverancier om een "
        "nieuwe."
    ),
    "day_unclear": _(
        "De datum “%(written)s” kan op twee manieren gelezen worden of is geen datum. Wij namen "
        "geen datum over."
    ),
    "no_products": _(
        "De verklaring gaat over bepaalde producten, maar er staat geen product in de lijst."
    ),
    "no_scope_text": _("De leverancier omschrijft zelf waarover dit gaat, maar vulde niets in."),
    "no_address_of_policy": _("Het beleid is openbaar, maar waar het staat is niet ingevuld."),
    "company_unanswered": _("Niet beantwoord over het hele bedrijf: %(subjects)s"),
    "answers_unread": _(
        "Deze cellen bevatten een antwoord dat de vragenlijst niet kent. Wij namen het niet over."
    ),
    "unanswered": _("Niet beantwoord: %(subjects)s"),
    "few_answered": _("Welk deel van hun leveranciers antwoordde: %(share)s. De lijst is dus dun."),
    "denied_with_smelters": ngettext_lazy(
        "Volgens de antwoorden zit dit metaal niet in hun product, maar er staat wel een "
        "smelterij in de lijst.",
        "Volgens de antwoorden zit dit metaal niet in hun product, maar er staan wel %(n)s "
        "smelterijen in de lijst.",
        "n",
    ),
    "scope_without_smelters": _(
        "Dit metaal zit in hun product, maar er staat geen enkele smelterij in de lijst."
    ),
    "recycled_with_mines": _(
        "Alles zou gerecycled zijn, maar bij deze smelterijen staat een mijn of “nee”: %(names)s."
    ),
    "all_identified_but": ngettext_lazy(
        "Alle smelterijen zouden bekend zijn, maar in de lijst staat er één die nog niet "
        "bekend is.",
        "Alle smelterijen zouden bekend zijn, maar in de lijst staan er %(n)s die nog niet "
        "bekend zijn.",
        "n",
    ),
    "all_identified_few": _(
        "Alle smelterijen zouden bekend zijn, terwijl van hun leveranciers dit deel antwoordde: "
        "%(share)s."
    ),
    "covered_no_but": _(
        "Niets zou uit Congo (DRC) of een buurland komen, maar de lijst noemt mijnen in: "
        "%(countries)s."
    ),
    "covered_yes_cahra_no": _(
        "Het komt uit Congo (DRC) of een buurland, maar niet uit een gebied met conflict of groot "
        "risico. Vraag uw leverancier hoe dat kan."
    ),
    "not_identified": ngettext_lazy(
        "Eén keer staat er dat de smelterij nog niet bekend is. Die keten houdt daar op.",
        "%(n)s keer staat er dat de smelterij nog niet bekend is. Die ketens houden daar op.",
        "n",
    ),
    "not_listed": ngettext_lazy(
        "Eén smelterij staat niet in de keuzelijst van het werkboek: %(names)s. Controleer of"
        " het een smelterij is en geen handelaar.",
        "%(n)s smelterijen staan niet in de keuzelijst van het werkboek: %(names)s. "
        "Controleer of het smelterijen zijn en geen handelaren.",
        "n",
    ),
    "only_identifier": ngettext_lazy(
        "Van één smelterij staat alleen een nummer in het bestand, en dat nummer kennen wij "
        "niet: %(names)s.",
        "Van %(n)s smelterijen staat alleen een nummer in het bestand, en die nummers kennen "
        "wij niet: %(names)s.",
        "n",
    ),
    "identifier_form": ngettext_lazy(
        "Eén nummer kan niet kloppen: een nummer is CID met zes cijfers. Het gaat om: %(names)s.",
        "%(n)s nummers kunnen niet kloppen: een nummer is CID met zes cijfers. Het gaat om: "
        "%(names)s.",
        "n",
    ),
    "no_mineral": ngettext_lazy(
        "Bij één smelterij staat geen metaal dat wij kennen: %(names)s.",
        "Bij %(n)s smelterijen staat geen metaal dat wij kennen: %(names)s.",
        "n",
    ),
    "no_country": ngettext_lazy(
        "Bij één smelterij staat geen land dat wij kennen: %(names)s.",
        "Bij %(n)s smelterijen staat geen land dat wij kennen: %(names)s.",
        "n",
    ),
    "more_rows": ngettext_lazy(
        "Eén smelterij staat er meer dan eens in: %(names)s. Wij nemen haar één keer over.",
        "%(n)s smelterijen staan er meer dan eens in: %(names)s. Wij nemen ze één keer over.",
        "n",
    ),
    "rows_unread": ngettext_lazy(
        "Eén rij van de lijst noemt geen smelterij en geen metaal. Wij nemen die niet over.",
        "%(n)s rijen van de lijst noemen geen smelterij en geen metaal. Wij nemen ze niet over.",
        "n",
    ),
    "mineral_not_asked": _(
        "De lijst noemt smelterijen van metalen waarover de verklaring niets zegt: %(minerals)s."
    ),
    "version_guessed": _(
        "Welke versie dit is staat er niet in. Wij zien het aan het aantal vragen."
    ),
    "version_old": _(
        "Er is een nieuwere versie: %(newest)s. Vraag uw leverancier die te gebruiken."
    ),
    "sheets_hidden": _("Deze werkbladen waren verborgen. Wij lazen ze wel: %(sheets)s."),
    "more_lists": _(
        "Er zijn nog meer lijsten van smelterijen in dit bestand: %(sheets)s. Wij lazen alleen de "
        "eerste. Vraag uw leverancier om alles in één lijst te zetten."
    ),
    "not_worked_out": _(
        "Bij %(n)s van de %(of)s rijen zijn de formules niet uitgerekend. Wat ontbrak zochten wij "
        "op met het nummer van de smelterij."
    ),
}


def mineral_name(key: str) -> str:
    """Return a mineral in the language of the page; what we don't know as it was written."""
    known = minerals().get(key)
    if known is None:
        return key
    return known.en if get_language() == "en" else known.nl


def country_name(code: str) -> str:
    """Return a country in the language of the page; empty for none."""
    entry = catalogue("countries").get(code)
    return entry.text.get(get_language() or "nl") if entry else ""


def answer_in_words(subject: str, answer: Answer) -> str:
    """Return an answer in words; one that could not be read as it was written."""
    if answer.value == "?":
        return f"“{answer.written}”"
    return value_in_words(subject, answer.value)


def value_in_words(subject: str, value: str) -> str:
    """Return what an answer came down to, in words."""
    words = SHARES if subject == "share" and value in SHARES else ANSWERS
    return str(words.get(value, value))


def finding_in_words(finding: Finding) -> str:
    """Return what there is to know, in a sentence."""
    given = {name: said(name, value) for name, value in finding.params.items()}
    if "n" in finding.params:
        given["n"] = finding.params["n"]
    return str(FINDINGS[finding.code] % given)


def day_in_words(day: str) -> str:
    """Return a day as it is written out; empty for none."""
    return date_format(datetime.date.fromisoformat(day), "DATE_FORMAT") if day else ""


def said(name: str, value: Any) -> str:
    """Return one detail of a finding in words."""
    say = SAY.get(name)
    if say is not None:
        return say(value)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def listed(words: Words) -> Callable[[Iterable[str]], str]:
    """Return how to say several things of one kind."""
    return lambda keys: ", ".join(str(words[key]) for key in keys)


def questions(subjects: Iterable[str]) -> str:
    """Return questions after each other; each ends in its own mark."""
    return " ".join(str(SUBJECTS[one]) for one in subjects)


SAY: Mapping[str, Callable[[Any], str]] = {
    "fields": listed(FIELDS),
    "subjects": questions,
    "share": lambda value: value_in_words("share", value),
    "day": day_in_words,
    "countries": lambda codes: ", ".join(country_name(code) for code in codes),
    "minerals": lambda keys: ", ".join(mineral_name(key) for key in keys),
}


def rows_in_words(rows: Iterable[int]) -> str:
    """Return which rows of the list something stands in."""
    rows = list(rows)
    text = ngettext("rij %(rows)s", "rijen %(rows)s", len(rows))
    return text % {"rows": ", ".join(map(str, rows[:6])) + ("…" if len(rows) > 6 else "")}
