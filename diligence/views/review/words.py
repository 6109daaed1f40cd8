"""The steps of a file in words: on the button, beside it, and when it was taken."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from diligence.services.states import Step


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a button says, what pressing it does, and its icon."""

    label: str
    does: str
    icon: str


def step_words(step: Step) -> StepWords:
    """Return the words of a step that can be taken."""
    return {
        "taken_back": StepWords(
            _("Dossier terugnemen"),
            _("U kunt uw antwoorden weer wijzigen. Daarna dient u opnieuw in."),
            "rotate-ccw",
        ),
        "sent_back": StepWords(
            _("Vragen terugsturen"),
            _("Het bedrijf kan alleen de antwoorden wijzigen waar u om een wijziging vroeg."),
            "send",
        ),
        "accepted": StepWords(
            _("Akkoord geven"), _("Wat nu in het dossier staat, wordt vastgelegd."), "check"
        ),
        "reopened": StepWords(
            _("Akkoord intrekken"),
            _("Het dossier gaat terug naar het bedrijf. Vraag daarna om de wijziging."),
            "rotate-ccw",
        ),
        "closed": StepWords(
            _("Jaar afsluiten"), _("In dit jaar verandert daarna niets meer."), "lock"
        ),
        "unclosed": StepWords(
            _("Afsluiten ongedaan maken"),
            _("Alleen bij een vergissing. Het dossier is dan weer akkoord."),
            "rotate-ccw",
        ),
    }[step.verb]


def done_sentence(step: Step) -> str:
    """Return what was done."""
    return {
        "taken_back": _("U hebt het dossier teruggenomen. U kunt uw antwoorden weer wijzigen."),
        "sent_back": _("De vragen zijn verstuurd. Het dossier is terug bij het bedrijf."),
        "accepted": _("Het dossier is akkoord."),
        "reopened": _("Het akkoord is ingetrokken."),
        "closed": _("Het jaar is afgesloten."),
        "unclosed": _("Het jaar is weer open. Het dossier is akkoord."),
    }[step.verb]
