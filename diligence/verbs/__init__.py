"""What this app writes in the log: a company's file, its answers, and who read them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from companies.log.pages import NOT_A_READ
from companies.log.verbs import Around, Kind, Verb
from diligence.framework.schema import PROFILE, Edition
from diligence.framework.texts import Text
from diligence.verbs import carry, chain, declarations, figures, laws, review, sheets
from diligence.verbs.cycles import CYCLES
from diligence.verbs.desk import DESK
from diligence.verbs.plan import PLAN, action_status_in_words
from diligence.verbs.remedy import REMEDY, case_status_in_words, exit_status_in_words
from diligence.verbs.versions import PAGES as VERSION_PAGES
from diligence.verbs.versions import VERSIONS

C, R = Kind.CHANGE, Kind.READ

VERBS = (
    Verb("file.opened", C, _("%(who)s opende het dossier van %(year)s."), "diligence:overview"),
    *review.VERBS,
    Verb(
        "answer.saved",
        C,
        _("%(who)s sloeg het antwoord op %(question)s op."),
        "diligence:answer-history",
    ),
    Verb(
        "answer.emptied",
        C,
        _("%(who)s maakte het antwoord op %(question)s leeg."),
        "diligence:answer-history",
    ),
    Verb(
        "conflict.kept",
        C,
        _("%(who)s schreef een tweede tekst bij %(question)s; beide teksten zijn bewaard."),
        "diligence:answer-history",
    ),
    Verb(
        "conflict.resolved",
        C,
        _("%(who)s koos tussen twee teksten bij %(question)s."),
        "diligence:answer-history",
    ),
    Verb("note.left", C, _("%(who)s plaatste een notitie bij %(question)s."), "diligence:part"),
    Verb("note.done", C, _("%(who)s handelde een notitie af bij %(question)s."), "diligence:part"),
    Verb("part.assigned", C, _("%(who)s gaf %(part)s aan %(person)s."), "diligence:part"),
    Verb(
        "part.unassigned",
        C,
        _("%(who)s haalde bij %(part)s weg wie eraan werkt."),
        "diligence:part",
    ),
    Verb("part.completed", C, _("%(who)s noemde %(part)s klaar."), "diligence:part"),
    Verb("part.reopened", C, _("%(who)s werkt weer aan %(part)s."), "diligence:part"),
    Verb(
        "report.requested",
        C,
        _("%(who)s vroeg een verslag van %(year)s."),
        "diligence:reports",
    ),
    Verb(
        "report.withdrawn",
        C,
        _("%(who)s trok het verslag van %(year)s met code %(code)s in. Reden: “%(reason)s”."),
        "diligence:reports",
    ),
    Verb(
        "report.restored",
        C,
        _("%(who)s maakte het verslag van %(year)s met code %(code)s weer geldig."),
        "diligence:reports",
    ),
    Verb(
        "file.exported",
        R,
        _("%(who)s haalde de antwoorden van %(year)s op als %(form)s."),
        "diligence:reports",
    ),
    Verb("archive.requested", C, _("%(who)s vroeg het volledige archief van uw bedrijf.")),
    Verb("archive.downloaded", C, _("%(who)s haalde het volledige archief op.")),
    Verb(
        "evidence.added",
        C,
        _("%(who)s zette “%(document)s” als bewijs in de bibliotheek."),
        "diligence:library",
    ),
    Verb(
        "evidence.version_added",
        C,
        _("%(who)s zette versie %(number)s van het bewijs “%(document)s” in de bibliotheek."),
        "diligence:library",
    ),
    Verb(
        "evidence.changed",
        C,
        _("%(who)s wijzigde wat er over het bewijs “%(document)s” staat."),
        "diligence:library",
    ),
    Verb(
        "evidence.linked",
        C,
        _("%(who)s zette het bewijs “%(document)s” bij %(question)s."),
        "diligence:part",
    ),
    Verb(
        "evidence.unlinked",
        C,
        _("%(who)s haalde het bewijs “%(document)s” weg bij %(question)s."),
        "diligence:part",
    ),
    Verb(
        "evidence.removed",
        C,
        _("%(who)s verwijderde het bewijs “%(document)s”."),
        "diligence:library",
    ),
    Verb(
        "evidence.restored",
        C,
        _("%(who)s zette het verwijderde bewijs “%(document)s” terug."),
        "diligence:library",
    ),
    Verb(
        "evidence.erased",
        C,
        _("%(who)s ruimde het bewijs “%(document)s” voorgoed op: het was al 30 dagen verwijderd."),
        "diligence:library",
    ),
    Verb(
        "evidence.stopped",
        C,
        _("%(who)s zette “%(file)s” in de bibliotheek; de virusscanner hield het bestand tegen."),
        "diligence:library",
    ),
    *carry.VERBS,
    *chain.VERBS,
    *PLAN,
    *REMEDY,
    *CYCLES,
    *DESK,
    *declarations.VERBS,
    *sheets.VERBS,
    *laws.VERBS,
    *VERSIONS,
    Verb("file.read", R, _("%(who)s bekeek %(page)s."), "diligence:overview"),
    Verb(
        "report.downloaded",
        R,
        _("%(who)s haalde het verslag van %(year)s op, met code %(code)s."),
        "diligence:reports",
    ),
    Verb(
        "report.packed",
        R,
        _("%(who)s liet het verslag van %(year)s inpakken, samen met die van andere leden."),
        "diligence:reports",
    ),
    Verb(
        "report.taken",
        R,
        _("%(who)s haalde het verslag van %(year)s op, samen met die van andere leden."),
        "diligence:reports",
    ),
    Verb(
        "figure.looked_behind",
        R,
        _(
            "%(who)s keek welke leden achter een cijfer over %(figure)s van %(year)s staan; uw "
            "bedrijf stond erbij."
        ),
    ),
    Verb(
        "evidence.downloaded",
        R,
        _("%(who)s haalde het bewijs “%(document)s” op."),
        "diligence:library",
    ),
)

PAGES: dict[str, str | Promise] = {
    "diligence:log": _("het logboek"),
    "diligence:archives": NOT_A_READ,  # the company's administrator alone
    "diligence:archive-progress": NOT_A_READ,
    "diligence:archive-zip": NOT_A_READ,
    "diligence:start": NOT_A_READ,  # leads on, or says that there is no file
    "diligence:overview": _("het overzicht van %(year)s"),
    "diligence:link-back": NOT_A_READ,
    "diligence:search": _("zoekresultaten in %(year)s"),
    "diligence:year-difference": _("het verschil tussen %(year)s en een ander jaar"),
    "diligence:letter": NOT_A_READ,  # letter.downloaded tells it
    "diligence:score": _("de uitleg van de score van %(year)s"),
    "diligence:check": _("de controle voor het indienen van %(year)s"),
    "diligence:submit": NOT_A_READ,
    "diligence:submitted": _("de ontvangstbevestiging van %(year)s"),
    "diligence:part": _("%(part)s van %(year)s"),
    "diligence:answer-history": _("de versies van het antwoord bij %(question)s"),
    "diligence:answer-difference": _("het verschil tussen versies bij %(question)s"),
    "diligence:conflict": NOT_A_READ,  # for who wrote the text that came second
    "diligence:reports": _("de lijst van verslagen van %(year)s"),
    "diligence:report": _("hoe het met een verslag van %(year)s staat"),
    "diligence:report-progress": NOT_A_READ,
    "diligence:export": NOT_A_READ,  # file.exported tells it
    "diligence:report-withdraw": NOT_A_READ,
    "diligence:report-restore": NOT_A_READ,
    "diligence:report-pdf": NOT_A_READ,  # report.downloaded tells it
    "file-api:library": _("de lijst van bewijs, via de API"),
    "file-api:evidence": _("wat er over een bewijsstuk staat, via de API"),
    "file-api:evidence-versions": NOT_A_READ,
    "file-api:evidence-use": NOT_A_READ,
    "file-api:evidence-file": NOT_A_READ,  # evidence.downloaded tells it
    "file-api:assessments": _("uw jaren, via de API"),
    "file-api:assessment": _("het overzicht van %(year)s, via de API"),
    "file-api:questionnaire": NOT_A_READ,  # the same for every company
    "file-api:submission": NOT_A_READ,
    "file-api:answers": _("alle antwoorden van %(year)s, via de API"),
    "file-api:answer": _("%(question)s, via de API"),
    "file-api:reports": _("de lijst van verslagen van %(year)s, via de API"),
    "file-api:report": _("hoe het met een verslag van %(year)s staat, via de API"),
    "file-api:report-pdf": NOT_A_READ,
    **carry.PAGES,
    **chain.PAGES,
    **declarations.PAGES,
    **sheets.PAGES,
    **laws.PAGES,
    **review.PAGES,
    **VERSION_PAGES,
    "diligence:library": _("de bibliotheek met bewijs"),
    "diligence:evidence": _("een bewijsstuk in de bibliotheek"),
    "diligence:evidence-file": NOT_A_READ,  # evidence.downloaded tells it
    "diligence:evidence-version": NOT_A_READ,
    "diligence:evidence-remove": NOT_A_READ,
    "diligence:evidence-restore": NOT_A_READ,
    "diligence:proof": _("het bewijs bij %(question)s"),
    "diligence:proof-unlink": NOT_A_READ,
    "diligence:plan": _("het actieplan"),
    "diligence:action": _("een actie in het plan"),
    "diligence:measures": _("de voorgestelde maatregelen van %(year)s"),
    "diligence:action-new": NOT_A_READ,
    "diligence:action-change": NOT_A_READ,
    "diligence:action-move": NOT_A_READ,
    "diligence:action-measure": NOT_A_READ,
    "diligence:action-help": NOT_A_READ,
    "diligence:action-link": NOT_A_READ,
    "diligence:action-day": NOT_A_READ,
    "diligence:leverage": _("de pogingen om leveranciers te bewegen"),
    "diligence:leverage-try": NOT_A_READ,
    "diligence:exit-open": NOT_A_READ,
    "diligence:exit": _("de afweging om bij een leverancier weg te gaan"),
    "diligence:cases": _("de klachten in cijfers"),
    "diligence:case-new": NOT_A_READ,
    "diligence:case": NOT_A_READ,  # only for who is named at the complaint
    "diligence:case-step": NOT_A_READ,
    "diligence:case-note": NOT_A_READ,
    "diligence:case-person": NOT_A_READ,
    "diligence:channel": _("een klachtenregeling"),
    "diligence:channel-new": NOT_A_READ,
    "diligence:channel-remove": NOT_A_READ,
}


def part_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return a part with its title: "onderdeel 1.1 (Beleid)"."""
    edition = edition_of(data, around)
    title = said(edition.part(str(value)).title) if edition else ""
    if value == PROFILE:
        return title or gettext("het profiel")
    name = gettext("onderdeel %(part)s") % {"part": value}
    return f"{name} ({title})" if title else name


def question_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return a question by its own words."""
    asking = (edition for edition in editions_in(data, around) if str(value) in edition)
    edition = next(asking, None)
    title = said(edition.question(str(value)).text) if edition else str(value)
    return gettext("de vraag “%(question)s”") % {"question": title}


def edition_of(data: Mapping[str, Any], around: Around) -> Edition | None:
    """Return the questionnaire of the year in the data, when the page has it."""
    return around.get("editions", {}).get(data.get("year"))


def editions_in(data: Mapping[str, Any], around: Around) -> list[Edition]:
    """Return the questionnaires a question may be of: its year's first, then all the others.

    A file may have moved to a newer one, so the year alone does not tell.
    """
    own = edition_of(data, around)
    others = [*around.get("newer_editions", ()), *around.get("editions", {}).values()]
    return others if own is None else [own, *others]


def said(text: Text) -> str:
    """Return a text of the questionnaire in the language of the page."""
    return text.get(get_language() or "nl")


def form_in_words(value: object, data: Mapping[str, Any], around: Around) -> str:
    """Return what kind of file was made."""
    return {"xlsx": "Excel", "json": "JSON", "csv": "CSV"}.get(str(value), str(value))


FILLERS = {
    "action_status": action_status_in_words,
    "case_status": case_status_in_words,
    "exit_status": exit_status_in_words,
    "figure": figures.figure_in_words,
    "form": form_in_words,
    "metal": chain.metal_in_words,
    "part": part_in_words,
    "question": question_in_words,
    **review.FILLERS,
}
