"""What tests on carrying over look at."""

from convenant.tenancy.scope import company_scope
from diligence.models import Answer, CarryDecision, Evidence, EvidenceUse, EvidenceVersion
from diligence.services.carry.deciding import Choice, decide
from diligence.services.carry.former import look_back

POLICY = "embed.responsibility"
"""A question of 1.2 that is the same in both years."""


def kept(file, key=POLICY) -> Answer | None:
    """Return this year's answer."""
    with company_scope(file.company_id):
        return file.answers.filter(question=key).first()


def decisions(file, **which) -> list[CarryDecision]:
    """Return all decisions of a year, those taken back too."""
    with company_scope(file.company_id):
        return list(file.carry_decisions.filter(**which).order_by("decided_at"))


def seal_of(file, reader, key=POLICY) -> str:
    """Return the seal that stands on this person's page."""
    with company_scope(file.company_id):
        return look_back(file).formers[key].seal(file.answers.filter(question=key).first(), reader)


def deciding(file, kind, *, by, key=POLICY, seal=None, reason="") -> CarryDecision:
    """Decide as the product does, after having seen the page."""
    seal = seal_of(file, by, key) if seal is None else seal
    with company_scope(file.company_id):
        return decide(file, key, Choice(kind, seal, reason), by=by)


def proof_at(file, key=POLICY, title="ISO-certificaat", **more) -> Evidence:
    """Put a document at an answer."""
    with company_scope(file.company_id):
        evidence = Evidence.objects.create(company=file.company, title=title, **more)
        EvidenceVersion.objects.create(
            company=file.company,
            evidence=evidence,
            number=1,
            name="iso.pdf",
            content_type="application/pdf",
            size=10,
            sha256="0" * 64,
            file="x",
            state="clean",
        )
        EvidenceUse.objects.create(
            company=file.company, assessment=file, question=key, evidence=evidence
        )
    return evidence


def proof_of(file, key=POLICY) -> list[str]:
    """Return the titles of the documents at an answer."""
    with company_scope(file.company_id):
        uses = EvidenceUse.objects.filter(assessment=file, question=key)
        return sorted(uses.values_list("evidence__title", flat=True))
