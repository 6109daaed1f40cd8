"""What the company does: each action with who, when, how it is measured and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.permissions import Role
from diligence.framework.answer_text import date_text, number_text
from diligence.models import Action, Disengagement, LeverageEntry
from diligence.plan.status import OPEN
from diligence.reports.frozen import FrozenFile
from diligence.reports.grids import with_widths
from diligence.reports.risk_words import frozen_in_one_line, name_of
from diligence.reports.shape import Cell, Column, Entry, Fact, Grid, PlanChapter, Record
from diligence.reports.words import day, number_of

MOST_ROWS = 100
MOST_TOLD = 40
"""So many actions are told in full; the list holds up to a hundred."""
NAMED = "named"
"""The owner's role in the public variant, which tells no name: there is somebody."""

Frozen = Mapping[str, Any]


def plan(file: FrozenFile, lang: str) -> PlanChapter | None:
    """Return the chapter on what the company does; None when it has no plan and tried nothing."""
    actions = file.plan
    if not actions and not file.influence:
        return None
    return PlanChapter(
        lead=_lead(file),
        list=_list(actions[:MOST_ROWS], file, lang) if actions else None,
        left_out=max(0, len(actions) - MOST_ROWS),
        told=tuple(_record(action, file, lang) for action in actions[:MOST_TOLD]),
        influence=tuple(_influence(file.influence)),
    )


def is_late(action: Frozen, file: FrozenFile) -> bool:
    """Tell whether it should have been done on the day the file was frozen."""
    is_past = bool(action["due_on"]) and action["due_on"] < file.situation.today.isoformat()
    return action["status"] in OPEN and is_past


def _lead(file: FrozenFile) -> str:
    actions = file.plan
    if not actions:
        return _("Er staat geen actie in het plan van dit jaar.")
    done = sum(action["status"] == Action.Status.DONE for action in actions)
    text = ngettext(
        "Het plan van dit jaar telt %(n)s actie.", "Het plan van dit jaar telt %(n)s acties.",
        len(actions),
    )  # fmt: skip
    more = _("Gedaan: %(done)s. Te laat: %(late)s. Uitgesteld: %(delayed)s. Loopt vast: %(stuck)s.")
    words = {
        "n": len(actions),
        "done": done,
        "late": sum(is_late(action, file) for action in actions),
        "delayed": sum(action["delays"] > 0 for action in actions),
        "stuck": sum(action["stuck"] is not None for action in actions),
    }
    return f"{text} {more}" % words


def _list(actions: Sequence[Frozen], file: FrozenFile, lang: str) -> Grid:
    heads = (
        Column(_("Actie")),
        Column(_("Stand")),
        Column(_("Wie")),
        Column(_("Klaar op")),
        Column(_("Laatste meting"), is_number=True),
        Column(_("Doel"), is_number=True),
    )
    rows = tuple(_row(n, action, file, lang) for n, action in enumerate(actions, 1))
    return Grid(with_widths(heads, rows), rows)


def _row(n: int, action: Frozen, file: FrozenFile, lang: str) -> tuple[Cell, ...]:
    due = date_text(action["due_on"], lang, short=True) if action["due_on"] else "–"
    last = action["measurements"][-1]["value"] if action["measurements"] else None
    return (
        Cell(f"{n}. {action['title']}", lang=file.own_language),
        Cell(_status(action, file)),
        Cell(owner_words(action)),
        Cell(due),
        Cell(_amount(last, action["unit"], lang) or "–", is_number=True),
        Cell(_amount(action["target"], action["unit"], lang) or "–", is_number=True),
    )


def _status(action: Frozen, file: FrozenFile) -> str:
    label = str(Action.Status(action["status"]).label)
    return _("%(status)s, te laat") % {"status": label} if is_late(action, file) else label


def owner_words(action: Frozen) -> str:
    """Return who does it: the name as it was typed, or the role of a colleague."""
    if action["owner_name"]:
        return action["owner_name"]
    if action["owner_role"] == NAMED:
        return _("iemand is aangewezen")
    if action["owner_role"]:
        return _("collega (%(role)s)") % {"role": Role(action["owner_role"]).label}
    return _("nog niemand")


def _amount(value: str | None, unit: str, lang: str) -> str:
    return "" if value is None else f"{number_text(value, lang)} {unit}".strip()


def _record(action: Frozen, file: FrozenFile, lang: str) -> Record:
    """Return an action in full."""
    own = file.own_language
    found = [
        Entry(_("Doel"), action["goal"], own),
        Entry(_("Wie"), owner_words(action), own if action["owner_name"] else ""),
        Entry(_("Wanneer"), _when(action, lang)),
        Entry(_("Stand"), _status(action, file)),
        Entry(_("Meetpunt"), action["indicator"], own),
        Entry(_("Begin en doel"), _aim(action, lang)),
        Entry(_("Laatste meting"), _measured(action, lang)),
        Entry(_("Resultaat"), action["result"], own),
        Entry(_("Uitgesteld"), "; ".join(_delays(action, lang)), own),
        Entry(_("Loopt vast"), _stuck(action, lang), own),
        Entry(_("Soort invloed"), _leverage(action)),
        Entry(_("Samen met"), action["partners"], own),
        Entry(_("Geld"), _budget(action)),
        Entry(_("Bij risico"), "; ".join(map(frozen_in_one_line, action.get("risks", ())))),
        Entry(_("Bij vraag"), ", ".join(_numbers(action, file))),
        Entry(_("Bij leverancier"), ", ".join(action["suppliers"]), own),
    ]
    return Record(action["title"], own, tuple(entry for entry in found if entry.value))


def _when(action: Frozen, lang: str) -> str:
    start, due = action["starts_on"], action["due_on"]
    if not due:
        return _("nog geen einddatum")
    if not start:
        return _("klaar op %(day)s") % {"day": day(due, lang)}
    return _("%(start)s tot en met %(end)s") % {"start": day(start, lang), "end": day(due, lang)}


def _aim(action: Frozen, lang: str) -> str:
    start = _amount(action["baseline"], action["unit"], lang)
    aim = _amount(action["target"], action["unit"], lang)
    if not aim:
        return _("begin: %(start)s") % {"start": start} if start else ""
    if not start:
        return _("naar %(aim)s") % {"aim": aim}
    return _("van %(start)s naar %(aim)s") % {"start": start, "aim": aim}


def _measured(action: Frozen, lang: str) -> str:
    if not action["measurements"]:
        return _("nog niet gemeten") if action["indicator"] else ""
    last = action["measurements"][-1]
    words = {"value": _amount(last["value"], action["unit"], lang), "day": day(last["on"], lang)}
    text = (_("%(value)s op %(day)s") if words["value"] else _("gemeten op %(day)s")) % words
    return f"{text}: {last['note']}" if last["note"] else text


def _delays(action: Frozen, lang: str) -> Iterator[str]:
    for delay in action["delayed"]:
        before = day(delay["before"], lang) if delay["before"] else _("geen dag")
        after = day(delay["after"], lang) if delay["after"] else _("geen dag")
        text = _("van %(before)s naar %(after)s") % {"before": before, "after": after}
        yield f"{text}: {delay['reason']}" if delay["reason"] else text


def _stuck(action: Frozen, lang: str) -> str:
    if action["stuck"] is None:
        return ""
    text = _("sinds %(day)s") % {"day": day(action["stuck"]["since"], lang)}
    return f"{text}: {action['stuck']['on']}" if action["stuck"]["on"] else text


def _leverage(action: Frozen) -> str:
    return name_of("leverage_types", action["leverage"]) if action["leverage"] else ""


def _budget(action: Frozen) -> str:
    return str(Action.Budget(action["budget"]).label) if action["budget"] else ""


def _numbers(action: Frozen, file: FrozenFile) -> Iterator[str]:
    """Return the numbers of the questions it belongs to; those of another edition are left out."""
    for key in action["questions"]:
        if key in file.edition and key in file.situation.shown:
            yield number_of(file.edition.question(key), file.edition)


def _influence(counted: Frozen) -> Iterator[Fact]:
    if not counted:
        return
    words = {"n": counted["tries"], "suppliers": counted["suppliers"]}
    text = _("%(n)s, bij %(suppliers)s leveranciers") if counted["tries"] else "0"
    yield Fact(_("Pogingen om een leverancier te bewegen"), text % words)
    for reaction in LeverageEntry.Reaction:
        if count := counted["reactions"].get(reaction):
            label = _("Reactie van de leverancier: %(reaction)s") % {"reaction": reaction.label}
            yield Fact(label, str(count))
    for status in Disengagement.Status:
        if count := counted["leaving"].get(status):
            label = _("Stoppen met een leverancier: %(status)s") % {"status": status.label}
            yield Fact(label, str(count))
