"""What the victim fears and does about it: a risk, an action, a complaint, leaving a supplier."""

from decimal import Decimal

from django.utils import timezone

from diligence.models import Action, Risk, Supplier
from diligence.services.plan.actions import ActionDetails, add_action, ask_help, measure_action
from diligence.services.remedy.cases import CaseDetails, receive
from diligence.services.remedy.cases import note as note_at_case
from diligence.services.remedy.channels import ChannelDetails, add_channel
from diligence.services.remedy.influence import Try, log_try, open_exit
from diligence.services.remedy.influence import weigh as weigh_exit
from diligence.services.risks.register import OwnRisk, add_own, explain_no_action, note_consultation
from diligence.services.risks.weighing import Judgement, weigh
from tests.isolation.world.words import CANARY, YEAR

RISK_PAGES = (
    "risk",
    "risk-reject",
    "risk-merge",
    "risk-restore",
    "risk-put-off",
    "risk-resume",
    "risk-consult",
    "risk-measure",
    "risk-no-action",
)
ACTION_PAGES = ("", "-change", "-move", "-measure", "-help", "-link", "-day")
CASE_PAGES = ("", "-step", "-note", "-person")


def risk_objects(file, owner) -> dict[str, object]:
    """Make one of each, and name their pages."""
    action = action_of(file, owner)
    risk = weighed_risk(file, owner)
    return {
        **{f"diligence:{name} pk": risk.pk for name in RISK_PAGES},
        **{f"diligence:action{name} pk": action.pk for name in ACTION_PAGES},
        **exit_objects(file.company, owner),
        **complaint_objects(file.company, owner),
    }


def weighed_risk(file, owner) -> Risk:
    """Make a risk of the register with a canary in everything that a person typed."""
    own = OwnRisk("RT19", "ME-SN", "ID", f"Stof {CANARY}", f"Klacht van {CANARY}.")
    risk = add_own(file, own, by=owner)
    involved = f"Wij kopen dit van {CANARY}, al jaren."
    judgement = Judgement(3, 2, 3, 4, "linked", involved, f"Audit {CANARY}")
    risk = weigh(risk, judgement, seen=risk.version, by=owner)
    said = {"group": "union", "who": f"Bond {CANARY}", "said": f"Meer {CANARY}."}
    note_consultation(risk, {**said, "on": timezone.localdate()}, by=owner)
    return explain_no_action(risk, f"Nog niet, om {CANARY}.", by=owner)


def action_of(file, owner) -> Action:
    """Put an action in the plan, with a word of it at every place a text can stand."""
    details = ActionDetails(
        title=f"Actie {CANARY}",
        goal=f"Doel {CANARY}",
        owner_name=f"Baas {CANARY}",
        indicator=f"Maat {CANARY}",
        unit=CANARY,
        partners=f"Met {CANARY}",
    )
    action = add_action(file.company, details, year=YEAR, by=owner, questions=["embed.policy"])
    measure_action(action, timezone.localdate(), Decimal(3), by=owner, note=f"Zo {CANARY}")
    ask_help(action, f"Help {CANARY}", by=owner)
    return action


def exit_objects(victim, owner) -> dict[str, object]:
    """Write a try to move a supplier, and a file of leaving it."""
    supplier = Supplier.objects.create(
        company=victim, name=f"Weg {CANARY}", folded=f"weg {CANARY}", created_by=owner
    )
    said = Try(
        day=timezone.localdate(),
        kind="LV-1",
        issue=f"Schade {CANARY}",
        ask=f"Vraag {CANARY}",
        partners=f"Met {CANARY}",
        result=f"Antwoord {CANARY}",
        next_step=f"Straks {CANARY}",
    )
    tried = log_try(supplier, said, by=owner)
    leaving = open_exit(supplier, by=owner)
    weigh_exit(leaving, {"EX-01": f"Nee, {CANARY}"}, f"Om {CANARY}", seen=1, by=owner)
    return {
        "diligence:leverage-try pk": tried.pk,
        "diligence:exit-open pk": supplier.pk,
        "diligence:exit pk": leaving.pk,
    }


def complaint_objects(victim, owner) -> dict[str, object]:
    """Write a place to complain and a complaint."""
    place = ChannelDetails(name=f"Loket {CANARY}", audience="all", how=f"Mail {CANARY}")
    channel = add_channel(victim, place, by=owner)
    story = CaseDetails(
        received_on=timezone.localdate(),
        story=f"Ongeluk {CANARY}",
        outcome=f"Loon {CANARY}",
        lessons=f"Les {CANARY}",
    )
    case = receive(victim, story, by=owner)
    note_at_case(case, f"Gebeld {CANARY}", by=owner)
    return {
        **{f"diligence:case{name} pk": case.pk for name in CASE_PAGES},
        "diligence:channel pk": channel.pk,
        "diligence:channel-remove pk": channel.pk,
    }
