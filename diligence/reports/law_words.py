"""Laws beside a file, in words: what a state means, why a law applies, since when it holds.

Nothing here says that a company complies: who reads an extract decides that for themselves.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from diligence.framework.answer_text import answer_text
from diligence.framework.conditions import Situation
from diligence.framework.coverage import Covered, Held, Piece, Row
from diligence.framework.crosswalk import Part, Standard, Validity
from diligence.framework.facts import Place
from diligence.reports.shape import Fact
from diligence.reports.words import day

PURPOSES = {
    "covenant": gettext_lazy("voor het convenant"),
    "customer": gettext_lazy("voor vragen van klanten"),
    "csrd_cap": gettext_lazy("binnen de CSRD-grens"),
    "cmr": gettext_lazy("voor de verordening conflictmineralen"),
    "flr": gettext_lazy("voor het verbod op dwangarbeid"),
}
PURPOSE_MEANINGS = {
    "covenant": gettext_lazy("Het convenant vraagt dit van elke deelnemer."),
    "customer": gettext_lazy("U kunt dit geven als een klant naar uw aanpak vraagt."),
    "csrd_cap": gettext_lazy(
        "Klanten die onder de CSRD vallen, mogen van bedrijven tot en met 1.000 werknemers niet "
        "meer vragen dan de vrijwillige standaard nodig noemt."
    ),
    "cmr": gettext_lazy("De wet verplicht importeurs van tin, tantaal, wolfraam en goud."),
    "flr": gettext_lazy("Toezichthouders kijken hiernaar bij producten en grondstoffen."),
}
STATES = {
    Covered.WHOLE: gettext_lazy("beantwoord"),
    Covered.PARTLY: gettext_lazy("deels beantwoord"),
    Covered.OPEN: gettext_lazy("open"),
    Covered.NOT_ASKED: gettext_lazy("niet gevraagd"),
}
READINGS = {
    "read": gettext_lazy("in de bron gelezen"),
    "known": gettext_lazy("bekend, niet opnieuw gelezen"),
    "unsure": gettext_lazy("onzeker: controleer dit voordat u het gebruikt"),
}
LAW_STATES = {
    "in_force": gettext_lazy("van kracht"),
    "adopted": gettext_lazy("aangenomen"),
    "proposal": gettext_lazy("voorstel"),
}


def validity(text: Validity, lang: str) -> str:
    """Return from and until when a text counts; empty where no day is known."""
    words = {
        "start": day(text.valid_from, lang) if text.valid_from else "",
        "end": day(text.valid_until, lang) if text.valid_until else "",
    }
    if text.valid_from and text.valid_until:
        return _("geldig van %(start)s tot en met %(end)s") % words
    return _("geldig vanaf %(start)s") % words if text.valid_from else ""


def held_in_words(held: Held) -> str:
    """Return what a part of the file holds: "12 regels in uw keten"."""
    words = {"n": held.number}
    if not held.number:
        return str(EMPTY[held.part])
    match held.part:
        case Part.CHAIN:
            text = ngettext("%(n)s regel in de keten", "%(n)s regels in de keten", held.number)
        case Part.RISKS:
            text = ngettext("%(n)s risico", "%(n)s risico’s", held.number)
        case Part.PLAN:
            text = ngettext("%(n)s actie", "%(n)s acties", held.number)
        case _:
            text = ngettext("%(n)s plek voor klachten", "%(n)s plekken voor klachten", held.number)
    return text % words


EMPTY = {
    Part.CHAIN: gettext_lazy("nog geen regel in de keten"),
    Part.RISKS: gettext_lazy("nog geen risico"),
    Part.PLAN: gettext_lazy("nog geen actie"),
    Part.REMEDY: gettext_lazy("nog geen plek voor klachten"),
}
PLACES: Mapping[Part, Place] = {
    Part.CHAIN: Place("chain"),
    Part.RISKS: Place("risks"),
    Part.PLAN: Place("plan"),
    Part.REMEDY: Place("complaints"),
}
"""The page of each part."""


def piece_state(piece: Piece) -> str:
    """Return what a missing answer is called."""
    if piece.is_unknown:
        return _("weet ik niet")
    return _("later") if piece.given is not None else _("nog niet beantwoord")


def how_complete(row: Row) -> str:
    """Return how much of what could answer a clause does: "3 van 4"."""
    return _("%(done)s van %(asked)s") % {"done": row.done, "asked": row.asked}


def reasons(standard: Standard, situation: Situation, lang: str) -> Iterator[Fact]:
    """Yield the answers of the profile on which it hangs whether a law applies, each once."""
    if standard.condition is None:
        return
    for key in dict.fromkeys(test.target.question for test in standard.condition.tests()):
        if key not in situation.edition or key not in situation.shown:
            continue
        question = situation.edition.question(key)
        given = situation.given.get(key)
        told = answer_text(question, given, situation.edition, lang, size=situation.size)
        yield Fact(question.text.get(lang), ", ".join(told.lines))


def applies_in_words(applies: bool | None, standard: Standard) -> str:
    """Return whether a law touches this company, as its own profile tells."""
    if standard.condition is None:
        return _("voor elke deelnemer")
    if applies is None:
        return _("hangt af van uw profiel")
    return _("raakt uw bedrijf") if applies else _("raakt uw bedrijf niet")
