"""Complaints and influence as a snapshot keeps them: counts alone, no word of anybody."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Q

from diligence.models import Assessment, Disengagement, GrievanceChannel, LeverageEntry
from diligence.services.remedy.cases import numbers


def frozen_remedy(assessment: Assessment, today: date) -> dict[str, Any]:
    """Return how many complaints and places to complain there are; empty without. Two queries."""
    counted = numbers(assessment.company, today)
    channels = GrievanceChannel.objects.for_company(assessment.company_id).kept()
    tested = [day is not None for day in channels.values_list("tested_on", flat=True)]
    if not counted.total and not tested:
        return {}
    return {"cases": asdict(counted), "channels": {"total": len(tested), "tested": sum(tested)}}


def frozen_influence(assessment: Assessment) -> dict[str, Any]:
    """Return the tries of the year by reaction, and the files about leaving; empty without.

    A file about leaving counts in the year of its decision, and as long as there is none. Two
    queries.
    """
    company, year = assessment.company_id, assessment.cycle.year
    tries = LeverageEntry.objects.for_company(company).kept().filter(day__year=year)
    made = list(tries.values_list("reaction", "supplier_id"))
    leaving = Disengagement.objects.for_company(company).filter(
        Q(decided_on__year=year) | Q(decided_on=None, opened_at__year__lte=year)
    )
    exits = Counter(leaving.values_list("status", flat=True))
    if not made and not exits:
        return {}
    return {
        "tries": len(made),
        "suppliers": len({supplier for _, supplier in made}),
        "reactions": dict(Counter(reaction for reaction, _ in made)),
        "leaving": dict(exits),
    }
