"""What the lists in use know, and what they propose for a company's chain of a year."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from diligence.chain.line import ChainLine
from diligence.framework.lists import own_lists
from diligence.models import Assessment, CatalogueVersion, Risk
from diligence.risks.knowledge import Knowledge, knowledge_of
from diligence.risks.proposing import AREA, LEAD, Proposal, Reason, propose, silent
from diligence.services.chain.chains import chain_lines

ALLOY = "alloy"
"""A reason that tells in which alloy the company buys the metal."""
KEPT_IN_MEMORY = 4
_laid_out: OrderedDict[str, Knowledge] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the lists propose for a chain and nobody decided on yet."""

    waiting: Sequence[Proposal]
    decided: int
    """How many proposals were decided on."""
    silent: int
    """Of how many lines of the chain the lists know nothing."""
    lines: int
    """How many lines the chain has, estimates included."""
    known: Knowledge


def known_now() -> Knowledge:
    """Return the lists in use, laid out. One small query; laid out once per process."""
    version = CatalogueVersion.objects.published().without_document().first()
    sha256 = version.sha256 if version else own_lists().sha256
    with _lock:
        if sha256 in _laid_out:
            return _laid_out[sha256]
    found = knowledge_of(version.lists() if version else own_lists())
    with _lock:
        _laid_out[sha256] = found
        while len(_laid_out) > KEPT_IN_MEMORY:
            _laid_out.popitem(last=False)
    return found


def proposed_for(assessment: Assessment, risks: Sequence[Risk]) -> Proposed:
    """Return what the lists propose for the chain of this year beside these risks. Two queries."""
    known, lines = known_now(), chain_lines(assessment)
    decided = {risk.proposal for risk in risks if risk.proposal}
    found = propose(lines, known)
    waiting = [proposal for proposal in found if proposal.key not in decided]
    keys = {line.key.split("/")[0] for line in lines}
    return Proposed(waiting, len(found) - len(waiting), len(silent(lines, known)), len(keys), known)


def proposal_of(assessment: Assessment, key: str) -> tuple[Proposal, Knowledge] | None:
    """Return a proposal as the chain and the lists make it now; None when they no longer do."""
    known = known_now()
    lines: list[ChainLine] = chain_lines(assessment)
    found = (proposal for proposal in propose(lines, known) if proposal.key == key)
    proposal = next(found, None)
    return (proposal, known) if proposal else None


def frozen_reasons(proposal: Proposal, known: Knowledge) -> list[dict]:
    """Return the reasons of a proposal in words of both languages, to keep beside a risk.

    They stay as they were when the lists change: that is what the company decided on.
    """
    alloys = [{"kind": ALLOY, "code": alloy, "country": ""} for alloy in proposal.alloys]
    return alloys + [frozen_reason(reason, known) for reason in proposal.reasons]


def frozen_reason(reason: Reason, known: Knowledge) -> dict:
    """Return one reason with everything that "why do we see this" tells of it."""
    told: dict = {"kind": reason.kind, "code": reason.code, "country": reason.country}
    if reason.share:
        told["share"] = f"{reason.share.normalize():f}"
    if reason.kind == LEAD:
        lead = known.leads_by_key[reason.code]
        told |= {"nl": lead.text.nl, "en": lead.text.en}
        if lead.region:
            told["region"] = {"nl": lead.region.nl, "en": lead.region.en}
        told["reports"] = [
            {
                "by": {"nl": report.by.nl, "en": report.by.en},
                "year": report.year,
                "link": report.link,
                "is_read": report.is_read,
            }
            for report in lead.reports
        ]
    elif reason.kind == AREA:
        area = next(one for one in known.areas[reason.country] if one.key == reason.code)
        told |= {
            "nl": area.text.nl,
            "en": area.text.en,
            "edition": area.edition,
            "listed_on": area.listed_on,
        }
    return told
