"""States as words: of a question, of a part, of the whole file."""

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import date as date_filter
from django.utils import timezone
from django.utils.translation import gettext as _

from diligence.framework.answers import State
from diligence.models import Answer, Assessment
from diligence.progress import PartState

S = Assessment.Status


@dataclass(frozen=True, slots=True)
class Status:
    """A state: the word, and the colour and icon that repeat it."""

    word: str
    tone: str = ""
    icon: str = ""


def status_of(answer: Answer | None) -> Status:
    """Return how a question was dealt with."""
    state = answer.state if answer is not None else ""
    if state == State.ANSWERED and answer.unsure:
        return Status(_("Twijfel"), "warn", "circle-help")
    match state:
        case State.ANSWERED:
            return Status(_("Beantwoord"), "ok", "check")
        case State.DONT_KNOW:
            return Status(_("Weet ik niet"), "brand", "circle-help")
        case State.NOT_APPLICABLE:
            return Status(_("Niet van toepassing"), "brand", "circle-slash")
        case State.LATER:
            return Status(_("Later"), "accent", "clock")
    return Status(_("Nog niet beantwoord"))


def part_word(state: str) -> str:
    """Return how far a part is, in a word."""
    return {
        PartState.DONE: _("klaar"),
        PartState.IN_PROGRESS: _("bezig"),
        PartState.NOT_STARTED: _("nog niet begonnen"),
    }[PartState(state)]


def closed_sentence(status: str) -> str:
    """Return why nothing can be changed, and what to do."""
    match status:
        case S.SUBMITTED:
            return _(
                "Uw dossier is ingediend. U kunt de antwoorden nu niet wijzigen. "
                "Klopt er iets niet? Vraag het secretariaat om het dossier weer open te zetten."
            )
        case S.ACCEPTED:
            return _("Uw dossier is akkoord. U kunt de antwoorden niet meer wijzigen.")
        case "locked":
            return _(
                "Dit staat vast: het secretariaat vroeg hier geen wijziging. "
                "Moet het toch anders? Stel het secretariaat een vraag."
            )
    return _("Dit jaar is gesloten. U kunt de antwoorden niet meer wijzigen.")


def saved_sentence(at: datetime) -> str:
    """Return what the save line says after saving: the time, and the day when it is not today."""
    here = timezone.localtime(at)
    time = here.strftime("%H:%M")
    if here.date() == timezone.localdate():
        return _("Opgeslagen om %(time)s") % {"time": time}
    day = date_filter(here, "j F Y")
    return _("Opgeslagen op %(day)s om %(time)s") % {"day": day, "time": time}


def changed_by(answer: Answer | None) -> str:
    """Return who changed an answer last, and when: "Joke Bakker, 14:32"."""
    if answer is None or not answer.version:
        return ""
    here = timezone.localtime(answer.changed_at)
    moment = here.strftime("%H:%M")
    if here.date() != timezone.localdate():
        moment = f"{date_filter(here, 'j F Y')} {moment}"
    return f"{person(answer)}, {moment}"


def person(row) -> str:
    """Return who wrote this; people who left without a name stay nameless."""
    return str(row.changed_by) if row.changed_by else _("een oud-collega")
