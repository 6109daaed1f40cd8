"""What a proposal and a risk look like on the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import date as date_filter
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from diligence.chain.line import PROXY
from diligence.models import Assessment, Risk
from diligence.reports.risk_words import (
    PARTS,
    likelihood_word,
    name_of,
    place_in_words,
    severity_word,
)
from diligence.risks.knowledge import Knowledge
from diligence.risks.proposing import Proposal
from diligence.services.plan.for_risks import needs_action
from diligence.services.risks.knowledge import frozen_reasons
from diligence.views.faces.status import Status
from diligence.views.risks.reasons import Why, why_of
from diligence.views.risks.words import certainty_status, priority_status

SOFT = {"Onherstelbaar": "Onher\u00adstelbaar", "Irreparable": "Irrepa\u00adrable"}
"""Where a long name may break in a narrow column."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four parts of a weighing: its name and level."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class RiskFace:
    """A risk as a line of the register."""

    risk: Risk
    number: int
    url: str
    title: str
    theme: str
    """The theme, when the company gave the risk a name of its own."""
    place: str
    statuses: Sequence[Status]
    parts: Sequence[Part]
    before: str
    """How it stood in an earlier year: a sentence, empty when it was not weighed then."""


@dataclass(frozen=True, slots=True)
class ProposalFace:
    """A risk that the lists suggest, as a card."""

    key: str
    anchor: str
    title: str
    place: str
    certainty: Status | None
    severity: int
    severity_word: str
    lines: int
    why: Why


def risk_face(
    risk: Risk, number: int, file: Assessment, before: Risk | None, *, has_action: bool
) -> RiskFace:
    """Return a risk of this file, at its place in the order, beside how it stood before.

    `has_action`: an open action is for it.
    """
    theme = name_of("themes", risk.theme)
    return RiskFace(
        risk=risk,
        number=number,
        url=risk_url(file, risk),
        title=risk.title or theme,
        theme=theme if risk.title else "",
        place=place_in_words(risk.metal, risk.country),
        statuses=statuses_of(risk, has_action=has_action),
        parts=parts_of(risk),
        before=told_before(risk, before),
    )


def risk_url(file: Assessment, risk: Risk, name: str = "risk") -> str:
    """Return the address of a risk, or of something done to it."""
    return reverse(f"diligence:{name}", args=[file.company.slug, file.cycle.year, risk.pk])


def action_status(risk: Risk, *, has_action: bool) -> Status | None:
    """Return what a risk of the first priority without an action says: nothing yet, or why not."""
    if has_action or not needs_action(risk):
        return None
    if risk.no_action_reason:
        return Status(_("Geen actie, met reden"), "", "target")
    return Status(_("Nog geen actie"), "warn", "target")


def statuses_of(risk: Risk, *, has_action: bool) -> list[Status]:
    """Return the states of a risk as pills: its class, what is to be done, what was put off."""
    found = []
    weight = risk.weight
    if risk.state != Risk.State.KEPT:
        found.append(Status(Risk.State(risk.state).label, "", "circle-slash"))
    elif weight is None:
        found.append(Status(_("Nog te wegen"), "accent", "scale"))
    if weight is not None:
        found.append(priority_status(weight.priority(risk.involvement), weight.severity))
        if weight.is_lifted:
            found.append(Status(_("Ondergrens van het thema"), "", "arrow-up"))
    found += filter(None, [action_status(risk, has_action=has_action)])
    if risk.certainty == PROXY:
        found += filter(None, [certainty_status(risk.certainty)])
    if risk.put_off_until is not None:
        words = {"day": date_filter(risk.put_off_until, "j F Y")}
        late = risk.put_off_until <= timezone.localdate()
        text = _("Later: tot %(day)s, nu weer aan de beurt") if late else _("Later: tot %(day)s")
        found.append(Status(text % words, "warn" if late else "brand", "clock"))
    return found


def parts_of(risk: Risk) -> list[Part]:
    """Return the four parts of the weighing; none while nobody weighed it."""
    if risk.weight is None:
        return []
    names = {part: name_of("risk_parts", part) for part in PARTS}
    return [Part(SOFT.get(name, name), getattr(risk, part)) for part, name in names.items()]


def told_before(risk: Risk, before: Risk | None) -> str:
    """Return how a risk stood in an earlier year, and what changed: "2025: ernst 5, kans 3"."""
    if before is None:
        return ""
    words = {
        "year": before.assessment.cycle.year,
        "severity": before.severity,
        "likelihood": before.likelihood,
    }
    text = _("%(year)s: ernst %(severity)s, kans %(likelihood)s") % words
    if risk.severity is None:
        return text
    now, then = (risk.severity, risk.likelihood), (before.severity, before.likelihood)
    changes = {0: _("gelijk"), 1: _("nu zwaarder"), -1: _("nu lichter")}
    return f"{text} ({changes[(now > then) - (now < then)]})"


def proposal_face(proposal: Proposal, known: Knowledge, year: int) -> ProposalFace:
    """Return a proposal as a card, with its reasons as they are now."""
    reasons = frozen_reasons(proposal, known)
    return ProposalFace(
        key=proposal.key,
        anchor="v-" + proposal.key.replace("/", "-"),
        title=name_of("themes", proposal.theme),
        place=place_in_words(proposal.metal, proposal.country),
        certainty=certainty_status(proposal.certainty),
        severity=proposal.severity,
        severity_word=severity_word(proposal.severity),
        lines=len(proposal.lines),
        why=why_of(proposal.metal, proposal.country, reasons, year),
    )


def outcome_words(risk: Risk) -> dict[str, object] | None:
    """Return what the weighing adds up to; None while nobody weighed it."""
    weight = risk.weight
    if weight is None:
        return None
    return {
        "severity": weight.severity,
        "severity_word": severity_word(weight.severity),
        "bare": weight.bare_severity,
        "likelihood": weight.likelihood,
        "likelihood_word": likelihood_word(weight.likelihood),
        "is_lifted": weight.is_lifted,
        "priority": priority_status(weight.priority(risk.involvement), weight.severity),
    }
