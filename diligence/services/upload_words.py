"""Why a file was not taken, in a sentence that says what to do; for pages and for the API."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diligence.uploads.refusal import Refused

SENTENCES: Mapping[str, str | Promise] = {
    "empty": _("Dit bestand is leeg. Controleer het op uw computer en kies het opnieuw."),
    "too_large": _(
        "Dit bestand is groter dan %(most)s MB. Maak het kleiner, bijvoorbeeld door het als PDF te "
        "bewaren, of deel het op."
    ),
    "too_many": _(
        "U kunt ten hoogste %(most)s bestanden tegelijk toevoegen. Voeg dit bestand daarna toe."
    ),
    "too_often": _(
        "U voegde in het laatste uur heel veel bestanden toe. Binnen een uur kan het weer. Uw "
        "antwoorden en eerdere bestanden zijn bewaard."
    ),
    "quota": _(
        "De bibliotheek van uw bedrijf is vol: zij kan %(most)s MB bevatten. Wat u verwijdert, "
        "telt nog 30 dagen mee. Vraag het secretariaat om meer ruimte."
    ),
    "store_full": _(
        "Er is nu geen ruimte om bestanden te bewaren. Uw antwoorden zijn veilig. Probeer het over "
        "een uur opnieuw of bel het secretariaat."
    ),
    "store_down": _(
        "Bestanden bewaren lukt nu niet. Uw antwoorden zijn veilig. Probeer het over een paar "
        "minuten opnieuw."
    ),
    "kind": _(
        "Dit soort bestand nemen wij niet aan. Bewaar het als PDF, Word (docx), Excel (xlsx), JPG, "
        "PNG, CSV of tekst (txt) en kies het nieuwe bestand."
    ),
    "no_sheet": _(
        "Uit dit soort bestand kunnen wij geen regels lezen. Bewaar het als Excel (xlsx) of CSV en "
        "kies het nieuwe bestand."
    ),
    "no_form": _(
        "Kies het Excelbestand (xlsx) dat u hier ophaalde en invulde. Een ander soort bestand "
        "kunnen wij niet lezen."
    ),
    "other_content": _(
        "De inhoud past niet bij de naam van het bestand. Open het, bewaar het opnieuw als PDF en "
        "kies die."
    ),
    "damaged": _(
        "Dit bestand is beschadigd of niet compleet. Open het op uw computer, bewaar het opnieuw "
        "en kies het nieuwe bestand."
    ),
    "two_faced": _(
        "In dit bestand zit meer dan het zegt te zijn. Druk het af naar PDF en kies die."
    ),
    "password": _(
        "Deze PDF heeft een wachtwoord, dus niemand anders kan hem lezen. Bewaar hem zonder "
        "wachtwoord en kies het nieuwe bestand."
    ),
    "password_or_old": _(
        "Dit bestand heeft een wachtwoord of is van een oude versie van Word of Excel. Bewaar het "
        "zonder wachtwoord als docx of xlsx en kies het nieuwe bestand."
    ),
    "macros": _(
        "In dit bestand zitten macro’s: kleine programma’s. Bewaar het zonder macro’s als docx of "
        "xlsx, of druk het af naar PDF, en kies het nieuwe bestand."
    ),
    "runs": _("In dit bestand zit iets dat vanzelf start. Druk het af naar PDF en kies die."),
    "holds_files": _(
        "In dit bestand zitten andere bestanden. Voeg die apart toe, of druk het geheel af naar "
        "PDF en kies die."
    ),
    "fetches": _(
        "Dit bestand haalt bij het openen iets op van een andere plek. Haal die koppeling weg of "
        "druk het af naar PDF, en kies het nieuwe bestand."
    ),
    "bomb": _("Uitgepakt is dit bestand veel te groot. Druk het af naar PDF en kies die."),
    "too_complex": _(
        "Dit bestand is te groot of te ingewikkeld om te controleren. Deel het op of druk het af "
        "naar PDF, en kies het nieuwe bestand."
    ),
    "too_many_pixels": _(
        "Dit beeld heeft meer dan %(most)s miljoen beeldpunten. Maak het kleiner en kies het "
        "nieuwe bestand."
    ),
    "no_text": _("Dit is geen gewone tekst. Bewaar het als tekst (UTF-8) of als PDF en kies die."),
    "formulas": _(
        "In rij %(row)s staat een formule. Bewaar alleen de waarden, of bewaar het als Excel "
        "(xlsx), en kies het nieuwe bestand."
    ),
}


def sentence_of(refused: Refused) -> str:
    """Return why this file was not taken, and what to do."""
    return str(SENTENCES[refused.code]) % refused.params
