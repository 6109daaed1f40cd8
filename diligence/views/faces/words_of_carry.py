"""Sentences about deciding on an earlier answer: what was decided, and why it could not be."""

from django.template.defaultfilters import date as date_filter
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.models import CarryDecision
from diligence.services.answers import AnswerLocked
from diligence.services.carry import choosing, deciding
from diligence.views.faces.status import closed_sentence

Kind = CarryDecision.Kind


def words_of_kind(decision: CarryDecision) -> str:
    """Return what was decided, in a sentence."""
    words = {
        Kind.STILL_TRUE: _("Klopt nog: het antwoord van %(year)s is overgenomen."),
        Kind.CHANGED: _("Gewijzigd sinds %(year)s."),
        Kind.NO_LONGER: _("Niet meer van toepassing sinds %(year)s."),
    }[Kind(decision.kind)]
    return words % {"year": decision.from_year}


def words_of_refusal(refusal: Exception) -> str:
    """Return why a decision was not made, and what to do."""
    match refusal:
        case deciding.ProofExpired():
            return words_of_expiry(refusal)
        case AnswerLocked():
            return closed_sentence("locked")
    words: dict[type[Exception], str] = {
        deciding.NotAsShown: _(
            "Dit is gewijzigd sinds u het zag, of het stond niet op uw pagina. Hieronder staat "
            "het zoals het nu is. Kies opnieuw."
        ),
        deciding.AlreadyAnswered: _("Er is dit jaar al een antwoord. Wijzig dat antwoord zelf."),
        deciding.AlreadyDecided: _(
            "Hier is al iets anders gekozen. Maak die keuze eerst ongedaan."
        ),
        choosing.ProofChosen: _(
            "Hier is al bewijs gekozen. Voeg bewijs zelf toe bij de vraag, of haal het weg."
        ),
        deciding.AsksAnew: _("De vraag vraagt nu iets anders. Geef een nieuw antwoord."),
        deciding.NoLongerFits: _(
            "Dit antwoord past niet meer bij de vraag van dit jaar. Kies “Gewijzigd” en pas "
            "het aan."
        ),
        deciding.NothingSaid: _("Bij deze vraag staat geen antwoord van een eerder jaar."),
        deciding.NotDecided: _("Deze keuze was al ongedaan gemaakt."),
        deciding.ChangedSince: _(
            "Het antwoord is na deze keuze gewijzigd. Het blijft staan; wijzig het zelf als het "
            "niet klopt."
        ),
    }
    if type(refusal) not in words:
        raise refusal
    return words[type(refusal)]


def words_of_expiry(refusal: deciding.ProofExpired) -> str:
    """Return which proof expired and what to do about it."""
    told = [
        _("“%(title)s” (%(day)s)")
        % {"title": one.title, "day": date_filter(one.valid_until, "j F Y")}
        for one in refusal.evidence
    ]
    return ngettext(
        "Dit bewijs is verlopen: %(documents)s. Zet een nieuwe versie of een nieuwe datum in de "
        "bibliotheek, of kies “Gewijzigd”.",
        "Deze bewijsstukken zijn verlopen: %(documents)s. Zet nieuwe versies of nieuwe datums in "
        "de bibliotheek, of kies “Gewijzigd”.",
        len(told),
    ) % {"documents": ", ".join(told)}
