"""What to look at in a file: its answers, proof, chain, risks and plan, held beside each other."""

from django.utils import timezone

from diligence.framework.conditions import Situation, situation_of
from diligence.models import Assessment
from diligence.services.check import CheckList, Finding, check_list
from diligence.services.evidence_at import evidence_of
from diligence.services.facts import facts_of


def check_list_of(assessment: Assessment, situation: Situation) -> CheckList:
    """Return what to look at in a file whose answers are at hand. Eight statements."""
    facts = facts_of(assessment, situation.given, today=situation.today)
    return check_list(situation, evidence_of(assessment), facts)


def findings_of(assessment: Assessment) -> list[Finding]:
    """Return what to look at in this file, in the order of the questionnaire. Nine statements."""
    situation = situation_of(
        assessment.edition, assessment.answers.all().given(), today=timezone.localdate()
    )
    return list(check_list_of(assessment, situation).findings)
