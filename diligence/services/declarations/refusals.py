"""Why a workbook was not read, in a sentence that says what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diligence.services.upload_words import SENTENCES as OF_UPLOADS
from diligence.uploads.refusal import Refused

Sentences = Mapping[str, str | Promise]
OWN: Sentences = {
    "not_excel": _(
        "Dit is geen Excel-bestand, ook al kan de naam dat zeggen. Vraag uw leverancier om de "
        "ingevulde CMRT, EMRT of AMRT als Excel-werkmap (xlsx)."
    ),
    "old_excel": _(
        "Dit is een Excel-bestand van vóór 2007. Open het in Excel, kies “Opslaan als”, "
        "“Excel-werkmap (xlsx)”, en voeg het nieuwe bestand toe."
    ),
    "other_ending": _(
        "De naam van dit bestand eindigt op %(ending)s. Open het in Excel, kies “Opslaan als”, "
        "“Excel-werkmap (xlsx)”, en voeg het nieuwe bestand toe."
    ),
    "password": _(
        "Dit bestand heeft een wachtwoord, dus wij kunnen het niet lezen. Bewaar het zonder "
        "wachtwoord en voeg het nieuwe bestand toe."
    ),
    "macros": _(
        "In dit bestand zitten macro’s: kleine programma’s. De echte CMRT, EMRT en AMRT hebben die "
        "niet. Bewaar het als Excel-werkmap (xlsx) en voeg het nieuwe bestand toe."
    ),
    "damaged": _(
        "Dit bestand is beschadigd of niet compleet. Open het in Excel, bewaar het opnieuw en voeg "
        "het nieuwe bestand toe. Lukt dat niet, vraag uw leverancier dan om een nieuw bestand."
    ),
    "bomb": _(
        "Uitgepakt is dit bestand veel te groot. Een gewone CMRT is ongeveer 2 MB. Vraag uw "
        "leverancier om een nieuw bestand."
    ),
    "too_complex": _(
        "Dit bestand is te groot of te ingewikkeld om te lezen. Vraag uw leverancier om het in te "
        "vullen in een nieuwe, lege CMRT, EMRT of AMRT."
    ),
    "too_many_rows": _(
        "Dit bestand heeft meer dan %(most)s rijen. De lijst van een CMRT heeft er ten hoogste "
        "2.500. Haal de lege rijen weg en voeg het nieuwe bestand toe."
    ),
    "other_content": _(
        "Dit is geen Excel-werkmap. Vraag uw leverancier om de ingevulde CMRT, EMRT of AMRT als "
        "Excel-werkmap (xlsx)."
    ),
    "no_declaration": _(
        "Dit is een Excel-bestand, maar wij herkennen er geen CMRT, EMRT of AMRT in. Kies het "
        "bestand dat uw leverancier invulde, of voeg dit bestand toe aan uw bewijs."
    ),
    "no_smelter_list": _(
        "In deze %(template)s ontbreekt het werkblad met de lijst van smelterijen (“Smelter "
        "List”). Vraag uw leverancier om het hele bestand."
    ),
    "unknown_version": _(
        "Dit is een %(template)s van een versie die wij niet kennen (%(version)s). Wij lezen CMRT "
        "5 en 6, EMRT 1 en 2 en AMRT 1. Vraag uw leverancier om een van die versies, of vraag het "
        "secretariaat om hulp."
    ),
    "replaced": _(
        "Dit is een %(template)s. Die is vervangen door de %(by)s. Vraag uw leverancier om een "
        "ingevulde %(by)s."
    ),
    "other_layout": _(
        "Dit is een %(template)s %(version)s, maar de antwoorden staan niet waar zij horen. Iemand "
        "heeft rijen of kolommen verplaatst. Vraag uw leverancier om het in te vullen in een "
        "nieuw, leeg bestand."
    ),
    "not_worked_out": _(
        "Dit bestand is bewaard met een programma dat de formules niet uitrekent, en daardoor "
        "weten wij niet welk antwoord bij welk metaal hoort. Open het in Excel, bewaar het opnieuw "
        "en voeg het nieuwe bestand toe."
    ),
    "stopped": _(
        "De virusscanner hield dit bestand tegen. Vraag uw leverancier om een nieuw bestand en "
        "vertel wat er gebeurde."
    ),
    "gone": _(
        "Het bestand is er niet meer. Voeg het opnieuw toe. Lukt dat niet, bel dan het "
        "secretariaat."
    ),
    "nothing_filled_in": _(
        "Deze %(template)s is leeg: er staat geen antwoord in en geen smelterij. Er is niets "
        "overgenomen. Vraag uw leverancier om het ingevulde bestand."
    ),
}
SENTENCES: Sentences = {**OF_UPLOADS, **OWN}


def sentence_of(refused: Refused) -> str:
    """Return why this workbook was not read, and what to do."""
    return in_words(refused.code, refused.params)


def in_words(code: str, params: Mapping[str, str | int]) -> str:
    """Return the sentence of a stored refusal."""
    given = {name: value or "?" for name, value in params.items()}
    return str(SENTENCES[code]) % given
