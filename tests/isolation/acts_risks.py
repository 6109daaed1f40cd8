"""Acts in the register of risks."""

import datetime

from django.utils import timezone

from diligence.models import Risk
from diligence.services.risks import register, weighing
from diligence.services.risks.register import OwnRisk
from diligence.services.risks.weighing import Judgement
from tests.isolation.acts import Act, Story

OWN = OwnRisk("RT19", "ME-CO", "CD", "Stof bij de oven", "Er hangt stof.")
REASON = "Dat doen wij niet in ons bedrijf."
PROPOSED = "RT09/ME-CO/CD"
"""What the lists propose for the cobalt in the chain."""


def risk_of(story: Story, **which) -> Risk:
    """Return a risk of this year."""
    mine = Risk.objects.of_file(story.file).select_related("assessment__cycle")
    return mine.get(**which)


def own(story: Story) -> Risk:
    return risk_of(story, theme="RT19")


def weigh(story: Story) -> None:
    """Weigh the risk, and say how the company is involved."""
    risk = own(story)
    involved = Judgement(3, 2, 3, 4, "linked", "Wij kopen dit al jaren.")
    weighing.weigh(risk, involved, seen=risk.version, by=story.editor)


def consult(story: Story) -> None:
    """Write down who was asked."""
    said = {"group": "union", "who": "De bond", "said": "Meer lucht.", "on": timezone.localdate()}
    register.note_consultation(own(story), said, by=story.editor)


def put_off(story: Story) -> None:
    """Leave it for a month."""
    later = timezone.localdate() + datetime.timedelta(days=30)
    register.put_off(own(story), later, REASON, by=story.editor)


def merge(story: Story) -> None:
    """Let the own risk go on in the one that was proposed."""
    target = risk_of(story, proposal=PROPOSED)
    register.merge(own(story), target.pk, "Dit is hetzelfde.", by=story.editor)


RISKS: list[Act] = [
    ("risk.added", lambda s: register.add_own(s.last_year, OWN, by=s.editor)),
    ("risk.carried_over", lambda s: register.carry_over(s.file, by=s.editor)),
    ("risk.weighed", weigh),
    ("risk.consulted", consult),
    ("risk.no_action", lambda s: register.explain_no_action(own(s), REASON, by=s.editor)),
    ("risk.put_off", put_off),
    ("risk.resumed", lambda s: register.resume(own(s), by=s.editor)),
    ("risk.rejected", lambda s: register.reject(own(s), REASON, by=s.editor)),
    ("risk.restored", lambda s: register.restore(own(s), by=s.editor)),
    ("risk.accepted", lambda s: register.accept(s.file, PROPOSED, by=s.editor)),
    ("risk.merged", merge),
]
