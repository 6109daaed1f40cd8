"""What a question rests on, in words: sources, guidelines, and the laws that apply."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.catalogues import Entry, catalogue
from diligence.framework.conditions import Situation, holds
from diligence.framework.schema import Question
from diligence.framework.texts import Text
from diligence.framework.when import When, when_from_document


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing a question refers to: a short name, and what it says."""

    name: str
    says: str


def sources_of(question: Question) -> list[str]:
    """Return the names of the sources behind the explanation, with the place in each."""
    return [source_name(code, get_language() or "nl") for code in question.why.sources]


@lru_cache(maxsize=512)
def source_name(code: str, language: str) -> str:
    """Return "UNGP 16" as the name of the document with the place in it."""
    name, _space, place = code.partition(" ")
    entry = catalogue("sources").get(name) or catalogue("laws").get(name)
    title = entry.text.get(language) if entry else name
    step, annex = _("stap"), _("bijlage")
    place = place.replace("step ", f"{step} ").replace("Annex ", f"{annex} ")
    return f"{title}, {place}" if place else title


def references_of(question: Question, situation: Situation) -> list[Reference]:
    """Return what the question refers to; of laws only what applies to this company."""
    return [
        *standards_of(question, get_language() or "nl"),
        *laws_for(question, situation, get_language() or "nl"),
    ]


def standards_of(question: Question, language: str) -> Iterator[Reference]:
    """Return the OECD, UN and SDG places of a question."""
    refs = question.refs
    if refs.oecd:
        says = said("sub_actions", refs.oecd, language)
        yield Reference(_("OESO-handreiking, deelactie %(place)s") % {"place": refs.oecd}, says)
    for chapter in refs.guidelines:
        says = said("guidelines", chapter, language)
        yield Reference(_("OESO-richtlijnen, hoofdstuk %(place)s") % {"place": chapter}, says)
    for code in refs.ungp:
        says = said("ungp", code.partition("(")[0], language)
        yield Reference(_("VN-beginsel %(place)s") % {"place": code.removeprefix("GP")}, says)
    for goal in refs.sdg:
        yield Reference(f"SDG {goal}", said("sdg", goal, language))


def said(name: str, key: str, language: str) -> str:
    """Return what a catalogue says of this key; nothing when it does not know it."""
    entry = catalogue(name).get(key)
    return entry.text.get(language) if entry else ""


def laws_for(question: Question, situation: Situation, language: str) -> Iterator[Reference]:
    """Return the clauses that are in the register, were checked, and apply to this company."""
    for code in question.refs.laws:
        name, _space, place = code.partition(" ")
        law, clause = clause_of(name, place)
        if law is not None and clause is not None and holds(condition_of(name), situation):
            yield Reference(f"{law.text.get(language)}, {place}", clause.get(language))


@lru_cache(maxsize=512)
def clause_of(name: str, place: str) -> tuple[Entry | None, Text | None]:
    """Return a law and one clause of it; None for what the register may not show yet."""
    law = catalogue("laws").get(name)
    if law is None or not law.get("shown", True) or not law.get("checked_on"):
        return None, None
    if law.get("reading") == "unsure" or law.get("state") == "never_in_force":
        return None, None
    clauses: Mapping[str, Mapping] = {each["key"]: each for each in law.get("clauses", [])}
    return law, Text.from_document(clauses.get(place))


@lru_cache(maxsize=64)
def condition_of(name: str) -> When | None:
    """Return to which companies a law applies; None when to all."""
    return when_from_document(catalogue("laws").entry(name).get("condition"))
