"""How an action looks: its stand in words, its day, what it still lacks."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from diligence.models import Action
from diligence.plan.smart import Lack, lacks
from diligence.plan.status import FOLLOWS, Status, needs_reason, needs_result
from diligence.views.faces.status import Status as Pill

SOON = datetime.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ActionFace:
    """An action as lists show it."""

    action: Action
    today: datetime.date
    year: int = 0
    """Of the plan that is shown; 0 when it does not matter from which year an action came."""

    @property
    def came_from(self) -> int | None:
        """Return the earlier year it came along from."""
        return self.action.first_year if self.action.first_year < self.year else None

    @property
    def status(self) -> Pill:
        """Return its stand as a word with a colour."""
        tone, icon = {
            Status.IDEA: ("", "lightbulb"),
            Status.PLANNED: ("brand", "calendar"),
            Status.RUNNING: ("brand", "circle-dot"),
            Status.DONE: ("ok", "check"),
            Status.STOPPED: ("", "circle-slash"),
        }[Status(self.action.status)]
        return Pill(self.action.get_status_display(), tone, icon)

    @property
    def flags(self) -> list[Pill]:
        """Return what asks for attention."""
        found = []
        if self.action.is_late(self.today):
            found.append(Pill(_("te laat"), "err", "clock"))
        elif self.is_soon:
            found.append(Pill(_("binnenkort klaar"), "warn", "clock"))
        if self.action.help_asked_at:
            found.append(Pill(_("loopt vast"), "accent", "circle-help"))
        return found

    @property
    def is_soon(self) -> bool:
        """Tell whether it is due within a month."""
        due = self.action.due_on
        return self.action.is_open and due is not None and due - self.today <= SOON

    @property
    def owner(self) -> str:
        """Return who takes care of it; empty while nobody does."""
        return str(self.action.owner) if self.action.owner_id else self.action.owner_name


@dataclass(frozen=True, slots=True)
class Move:
    """A step that may follow, as a button."""

    status: str
    label: str
    icon: str
    question: str
    """What to tell with it; empty when nothing needs to be told."""


def moves_of(action: Action) -> list[Move]:
    """Return the steps that may follow, the usual one first."""
    labels = {
        Status.IDEA: (_("Weer in het plan zetten"), "undo-2"),
        Status.PLANNED: (_("Inplannen"), "calendar"),
        Status.RUNNING: (_("Beginnen"), "arrow-right"),
        Status.DONE: (_("Afronden"), "check"),
        Status.STOPPED: (_("Stoppen"), "circle-slash"),
    }
    found = []
    for then in FOLLOWS[action.status]:
        label, icon = labels[then]
        if needs_reason(action.status, then) and then != Status.STOPPED:
            label, icon = back_label(action.status, then), "undo-2"
        found.append(Move(then, label, icon, words_for(action.status, then)))
    return found


def back_label(now: str, then: str) -> str:
    """Return what a step back is called."""
    if then == Status.RUNNING:
        return _("Toch nog niet gedaan")
    if then == Status.PLANNED:
        return _("Toch nog niet begonnen")
    return _("Terug naar idee") if now == Status.PLANNED else _("Weer in het plan zetten")


def words_for(now: str, then: str) -> str:
    """Return what must be told with this step; nothing when it needs no words."""
    if needs_result(then):
        return _("Wat kwam ervan? Wat is er nu beter, en voor wie?")
    if then == Status.STOPPED:
        return _("Waarom stopt u ermee?")
    return _("Waarom?") if needs_reason(now, then) else ""


def lack_in_words(lack: Lack) -> str:
    """Return what is missing, as a short task."""
    return {
        Lack.OWNER: _("Kies wie ervoor zorgt."),
        Lack.DUE: _("Kies een einddatum."),
        Lack.INDICATOR: _("Zeg waaraan u meet of het helpt."),
        Lack.GOAL: _("Beschrijf wat er dan beter is, en voor wie."),
        Lack.BLANKS: _("Vul in wat in het doel nog tussen haken staat."),
        Lack.TARGET: _("Zeg welk getal u wilt halen."),
        Lack.LINK: _("Zeg bij welk risico, welke vraag of welke leverancier de actie hoort."),
    }[lack]


def field_of(lack: Lack) -> str:
    """Return the field of the form where it is filled in."""
    names = {Lack.DUE: "due_on", Lack.BLANKS: "goal", Lack.LINK: "risk"}
    return names.get(lack, lack.value)


def to_do(action: Action, *, has_link: bool) -> list[tuple[str, str]]:
    """Return what an action lacks: words, and the field."""
    return [
        (lack_in_words(lack), field_of(lack)) for lack in lacks(action.sketch(has_link=has_link))
    ]
