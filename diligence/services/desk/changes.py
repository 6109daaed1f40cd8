"""How many answers differ from the year before: counted at handing in, for the reviewer's queue."""

from diligence.framework.answers import Given
from diligence.framework.lineage import origins
from diligence.framework.mapping import CARRIES
from diligence.models import Answer, Assessment


def changed_since_last_year(assessment: Assessment) -> int | None:
    """Return how many answers differ from the year before; None when nothing was handed in then.

    Only questions that mean the same in both years count. Three queries, no texts compared.
    """
    files = Assessment.objects.for_company(assessment.company_id).with_cycle()
    last = files.filter(cycle__year=assessment.cycle.year - 1, submitted_at__isnull=False).first()
    if last is None:
        return None
    then, now = given_in(last), given_in(assessment)
    found = origins(assessment.edition, last.edition, [assessment.edition, last.edition])
    pairs = (
        (now.get(key), then.get(origin.old[0]))
        for key, origin in found.items()
        if origin.kind in CARRIES and origin.old
    )
    return sum(said(after) != said(before) for after, before in pairs)


def given_in(assessment: Assessment) -> dict[str, Given]:
    """Return what was answered in a file. One query."""
    return Answer.objects.for_company(assessment.company_id).filter(assessment=assessment).given()


def said(given: Given | None) -> tuple | None:
    """Return what an answer says: rows without their ids, choices whatever their order."""
    if given is None:
        return None
    value = given.value
    if isinstance(value, list):
        cells = (one["cells"] if isinstance(one, dict) else one for one in value)
        value = sorted(map(repr, cells))
    return given.state, value, given.explanation, given.reason, given.unsure
