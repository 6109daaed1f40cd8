"""The demo's registers of risks: taken from what the lists propose, and weighed each year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from companies.models import User
from diligence.models import Assessment, Risk, RiskConsultation, RiskWeighing
from diligence.risks.knowledge import Knowledge
from diligence.risks.proposing import Proposal, propose
from diligence.risks.weighing import LINKED, Weight
from diligence.services.chain.chains import chain_lines
from diligence.services.risks.knowledge import frozen_reasons, known_now
from workgroups.services.demo.chains import day_of
from workgroups.services.demo.colleagues import submitter_of
from workgroups.services.demo.days import moment
from workgroups.services.demo.draws import between, one_of
from workgroups.services.demo.scene import Scene

FEWEST, MOST = 3, 9
"""Risks that one company keeps in its register."""
REASONS = (
    "Wij kopen dit via een handelaar. Wij kennen de smelterij, maar hebben geen contract met de "
    "mijn.",
    "Het zit in het halffabricaat dat wij kopen. Onze prijs volgt de beurs.",
    "Onze leverancier noemt de raffinaderij. Verder in de keten kennen wij niemand.",
)
NO_LONGER = "Wij kopen dit metaal sinds het voorjaar niet meer uit dit land."
LATER = "Wij beginnen bij de twee risico’s hierboven. Daarna komt dit aan de beurt."
SAID = (
    ("union", "Vakbond De Smeltkroes", "Er zijn dit jaar meer ongelukken gemeld dan vorig jaar."),
    ("ngo", "Stichting Mijn en Mens", "Omwonenden weten niet waar zij kunnen klagen."),
    ("supplier", "Onze handelaar", "De smelterij laat zich dit najaar controleren."),
)
CHANGED = "Wij vragen nu elk kwartaal naar de cijfers."


@dataclass(slots=True)
class Rows:
    """What is to be stored, in this order."""

    risks: list[Risk] = field(default_factory=list)
    weighings: list[RiskWeighing] = field(default_factory=list)
    consultations: list[RiskConsultation] = field(default_factory=list)


def add_risks(scene: Scene, file: Assessment, people: Mapping[str, User]) -> None:
    """Store the register of a company-year. Must run in the company's scope. Five statements."""
    known, rows = known_now(), Rows()
    by, at = people[submitter_of(scene.company)], moment(day_of(scene), 200)
    for number, proposal in enumerate(chosen(scene, propose(chain_lines(file), known))):
        decide(rows, scene, file, proposal, number, known, by, at)
    Risk.objects.bulk_create(rows.risks)
    RiskWeighing.objects.bulk_create(rows.weighings)
    RiskConsultation.objects.bulk_create(rows.consultations)


def chosen(scene: Scene, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield the gravest proposals, no theme twice: what a company sees first."""
    most = between(FEWEST, MOST, scene.draw("risks"))
    themes: set[str] = set()
    for proposal in proposals:
        if proposal.theme not in themes and len(themes) < most:
            themes.add(proposal.theme)
            yield proposal


def decide(
    rows: Rows,
    scene: Scene,
    file: Assessment,
    proposal: Proposal,
    number: int,
    known: Knowledge,
    by: User,
    at: datetime,
) -> None:
    """Keep and weigh a risk; the third waits, the fifth does not fit, the seventh is unweighed."""
    risk = kept(scene, file, proposal, known, by, at)
    rows.risks.append(risk)
    if number == 4:
        risk.state, risk.state_reason = Risk.State.REJECTED, NO_LONGER
        return
    if number == 6:
        return
    weigh(rows, scene, risk, known, at + timedelta(minutes=12 * number), by)
    if number == 2:
        risk.put_off_until = scene.last_day + timedelta(days=150)
        risk.put_off_reason = LATER
    if number < 2:
        changed = CHANGED if number else ""
        rows.consultations.append(asked(scene, risk, changed, by, at))


def kept(
    scene: Scene, file: Assessment, proposal: Proposal, known: Knowledge, by: User, at: datetime
) -> Risk:
    """Return a proposal as a risk of this year, not yet weighed."""
    return Risk(
        company_id=file.company_id,
        assessment=file,
        lineage=uuid5(NAMESPACE_URL, f"{scene.company.slug} {proposal.key}"),
        theme=proposal.theme,
        metal=proposal.metal,
        country=proposal.country,
        proposal=proposal.key,
        certainty=proposal.certainty,
        reasons=frozen_reasons(proposal, known),
        lists=known.sha256,
        is_taken_along=scene.year > min(scene.company.years),
        floor=known.themes[proposal.theme].floor,
        decided_at=at,
        decided_by=by,
        created_at=at,
    )


def asked(scene: Scene, risk: Risk, changed: str, by: User, at: datetime) -> RiskConsultation:
    """Return a conversation about a risk."""
    group, who, said = one_of(SAID, scene.draw(scene.year, risk.proposal, "asked"))
    told = {"group": group, "who": who, "said": said, "changed": changed, "on": at.date()}
    return RiskConsultation(company_id=risk.company_id, risk=risk, **told, added_at=at, added_by=by)


def weigh(rows: Rows, scene: Scene, risk: Risk, known: Knowledge, at: datetime, by: User) -> None:
    """Weigh a risk near where its theme starts; from year to year a part may move."""
    theme = known.themes[risk.theme]
    chance = scene.draw(scene.year, risk.proposal, "weight")
    parts = {
        "scale": theme.scale,
        "scope": between(2, 4, scene.draw(risk.proposal, "scope")),
        "irremediable": theme.irremediable,
        "likelihood": between(2, 4, chance),
    }
    weight = Weight(**parts, floor=theme.floor)
    reason = one_of(REASONS, scene.draw(risk.proposal, "reason"))
    weighed = {**parts, "severity": weight.severity, "floor": theme.floor}
    involved = {"involvement": LINKED, "involvement_reason": reason}
    for name, value in {**weighed, **involved, "weighed_at": at, "weighed_by": by}.items():
        setattr(risk, name, value)
    rows.weighings.append(
        RiskWeighing(company_id=risk.company_id, risk=risk, **weighed, **involved, at=at, by=by)
    )
