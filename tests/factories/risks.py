"""Lines of a chain and weighed risks, made the short way for tests about something else."""

from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, Risk, SourcingLine
from diligence.services.risks.weighing import Judgement

REASON = "Wij kopen dit via een handelaar en hebben geen contract met de mijn."


def sourced(file: Assessment, metal="ME-CO", country="CD", stage="ST02", **more) -> SourcingLine:
    """Add a line to the chain of a year."""
    fields = {"form": "primary", "certainty": "documented", "company": file.company} | more
    with company_scope(file.company_id):
        return SourcingLine.objects.create(
            assessment=file, metal=metal, country=country, stage=stage, **fields
        )


def judgement(scale=5, scope=3, irremediable=5, likelihood=4, **more) -> Judgement:
    """Return a sound weighing."""
    involved = {"involvement": "linked", "involvement_reason": REASON}
    return Judgement(scale, scope, irremediable, likelihood, **involved | more)


def many_risks(file: Assessment, count: int, by=None) -> list[Risk]:
    """Put so many weighed risks in the register, the one graver than the other."""
    themes = [f"RT{n:02}" for n in (1, 3, 4, 8, 11, 12, 13, 18, 19, 20)]
    rows = []
    for n in range(count):
        scale, likelihood = 1 + n % 5, 1 + n % 4
        rows.append(
            Risk(
                company=file.company,
                assessment=file,
                theme=themes[n % 10],
                metal="ME-CU",
                country="PE",
                scale=scale,
                scope=2,
                irremediable=1,
                likelihood=likelihood,
                severity=scale,
                involvement="linked",
                involvement_reason=REASON,
                weighed_at=file.opened_at,
                weighed_by=by,
                decided_by=by,
            )
        )
    with company_scope(file.company_id):
        return Risk.objects.bulk_create(rows)
