"""The company's most severe risks: their order and parts, the reasons, and its own part."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.framework.catalogues import catalogue
from diligence.models import Action, RiskConsultation
from diligence.plan.status import OPEN
from diligence.reports.frozen import FrozenFile
from diligence.reports.grids import with_widths
from diligence.reports.risk_words import (
    PARTS,
    likelihood_word,
    name_of,
    place_in_words,
    severity_word,
    told,
)
from diligence.reports.shape import Cell, Column, Entry, Grid, Record, Risks
from diligence.reports.words import day
from diligence.risks.weighing import Weight

MOST_ROWS = 60
MOST_TOLD = 12
"""So many risks are told in full; the order holds them all, up to sixty."""
MOST_SOURCES = 6

Frozen = Mapping[str, Any]


def risks(file: FrozenFile, lang: str) -> Risks | None:
    """Return the chapter on risks; None when the company kept none in its register."""
    kept = file.risks
    if not kept:
        return None
    weighed = [risk for risk in kept if risk["scale"]]
    first = [risk for risk in weighed if weight_of(risk).priority(risk["involvement"]) == 1]
    return Risks(
        lead=_lead(len(kept), len(weighed), len(first)),
        order=_order(weighed[:MOST_ROWS]),
        left_out=max(0, len(weighed) - MOST_ROWS),
        told=tuple(_record(risk, file, lang) for risk in weighed[:MOST_TOLD]),
    )


def weight_of(risk: Frozen) -> Weight:
    """Return how a frozen risk was weighed."""
    return Weight(**{part: risk[part] for part in PARTS}, floor=risk["floor"])


def _lead(kept: int, weighed: int, first: int) -> str:
    text = ngettext(
        "Het bedrijf houdt %(kept)s risico voor mensen en natuur bij.",
        "Het bedrijf houdt %(kept)s risico’s voor mensen en natuur bij.",
        kept,
    )
    more = _("Gewogen: %(weighed)s. Met voorrang 1: %(first)s.")
    sentences = (text % {"kept": kept}, more % {"weighed": weighed, "first": first})
    return " ".join(sentences)


def _title(risk: Frozen) -> str:
    return risk["title"] or name_of("themes", risk["theme"])


def _order(weighed: Sequence[Frozen]) -> Grid:
    heads = (
        Column(_("Risico")),
        Column(_("Ernst"), is_number=True),
        *(Column(name_of("risk_parts", part), is_number=True) for part in PARTS),
        Column(_("Voorrang"), is_number=True),
    )
    rows = tuple(
        (
            Cell(
                f"{n}. {_title(risk)}",
                under=place_in_words(risk["metal"], risk["country"]),
                lang=risk["language"] if risk["title"] else "",
            ),
            Cell(str(weight_of(risk).severity), is_number=True),
            *(Cell(str(risk[part]), is_number=True) for part in PARTS),
            Cell(str(weight_of(risk).priority(risk["involvement"])), is_number=True),
        )
        for n, risk in enumerate(weighed, 1)
    )
    return Grid(with_widths(heads, rows), rows)


def _record(risk: Frozen, file: FrozenFile, lang: str) -> Record:
    """Return a risk in full: how grave, why seen, the company's part in it, and what that asks."""
    weight = weight_of(risk)
    involved = catalogue("involvements").entry(risk["involvement"])
    severity, likelihood = severity_word(weight.severity), likelihood_word(weight.likelihood)
    found = [
        Entry(_("Waar"), place_in_words(risk["metal"], risk["country"])),
        Entry(_("Hoe ernstig"), _grave(severity, likelihood)),
        Entry(_("Waarom gezien"), _seen(risk)),
        Entry(_("Betrokkenheid"), involved.text.get(lang)),
        Entry(_("Waarom het bedrijf dit kiest"), risk["involvement_reason"], risk["language"]),
        Entry(_("Wat dit vraagt"), told(involved.get("requires"))),
        Entry(_("Gesproken met"), _asked(risk)),
        Entry(_("Acties"), "; ".join(_actions(risk, file)), file.own_language),
        Entry(_("Waarom nu geen actie"), _no_action(risk, file), risk["language"]),
        Entry(_("Voor later"), _later(risk, lang)),
    ]
    own = risk["language"] if risk["title"] else ""
    return Record(_title(risk), own, tuple(entry for entry in found if entry.value))


def _grave(severity: str, likelihood: str) -> str:
    words = {"severity": severity, "likelihood": likelihood}
    return _("%(severity)s; kans: %(likelihood)s") % words


def _seen(risk: Frozen) -> str:
    """Return who reports it, and when; of an own risk that the company saw it."""
    if not risk["reasons"]:
        return _("Het bedrijf zag dit zelf.")
    reports = [report for reason in risk["reasons"] for report in reason.get("reports", ())]
    unknown = _("jaar onbekend")
    said = dict.fromkeys(f"{told(report['by'])}, {report['year'] or unknown}" for report in reports)
    areas = [told(reason) for reason in risk["reasons"] if reason["kind"] == "area"]
    listed = [*said][:MOST_SOURCES]
    if areas:
        listed.append(_("Europese lijst van gebieden met conflict of groot risico"))
    return _("Gemeld door: %(by)s.") % {"by": "; ".join(listed)} if listed else ""


def _asked(risk: Frozen) -> str:
    return ", ".join(dict.fromkeys(_group(each["group"]) for each in risk["consultations"]))


def _group(key: str) -> str:
    return str(RiskConsultation.Group(key).label)


def _actions(risk: Frozen, file: FrozenFile) -> Iterator[str]:
    """Yield what the plan does about it, each action with where it stands."""
    for action in file.plan:
        if any(is_same(risk, aim) for aim in action.get("risks", ())):
            yield f"{action['title']} ({Action.Status(action['status']).label})"


def _no_action(risk: Frozen, file: FrozenFile) -> str:
    """Return why nothing is done now; it counts while no open action is for the risk."""
    going = (action for action in file.plan if action["status"] in OPEN)
    if any(is_same(risk, aim) for action in going for aim in action.get("risks", ())):
        return ""
    return risk.get("no_action_reason", "")


def is_same(risk: Frozen, aim: Frozen) -> bool:
    """Tell whether an action that names its aim means this risk."""
    return all(risk[name] == aim[name] for name in aim)


def _later(risk: Frozen, lang: str) -> str:
    if not risk["put_off_until"]:
        return ""
    words = {"day": day(risk["put_off_until"], lang), "reason": risk["put_off_reason"]}
    return _("tot %(day)s: %(reason)s") % words
