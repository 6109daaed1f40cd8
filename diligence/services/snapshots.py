"""Freeze a file: the same content gives the same snapshot."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from diligence.framework.conditions import situation_of
from diligence.framework.document import canonical_json
from diligence.models import Answer, Assessment, EvidenceUse, Snapshot
from diligence.reports.frozen import given_of
from diligence.services.chain.freezing import frozen_chain
from diligence.services.codes import supersede_others
from diligence.services.desk.verdicts import frozen_scores
from diligence.services.facts import facts_of
from diligence.services.plan.freezing import frozen_plan
from diligence.services.remedy.freezing import frozen_influence, frozen_remedy
from diligence.services.review.freezing import frozen_talks
from diligence.services.risks.freezing import frozen_risks

FORMAT = 1


def freeze(assessment: Assessment, kind: str, *, at: datetime | None = None) -> Snapshot:
    """Store the file's whole content as it stands; unchanged content returns the one there is.

    `at` is when it was made: now, unless it is told afterwards.
    """
    content = canonical_json(content_of(assessment))
    snapshot, _ = Snapshot.objects.get_or_create(
        company_id=assessment.company_id,
        assessment=assessment,
        kind=kind,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        defaults={"content": content, "made_at": at or timezone.now()},
    )
    supersede_others(snapshot)
    return snapshot


def content_of(assessment: Assessment) -> dict:
    """Return everything a report says of this file, as JSON-ready data without database ids.

    Names of people are not in it: a report says what the company answered, not who typed it.
    `previous` names the snapshot that this year is compared with, so that a report made again
    in ten years compares with the same one. `evidence` is there only when something stands as
    proof: a file without proof keeps the content, and so the hash, it had before there was proof.
    So it is with `risks` and all of `work_of`, with `facts`, which rules test, with the levels of
    the `secretariat`, which nobody sees of a file that was taken back, and with `expected` where
    the year expects what the questionnaire does not.
    """
    company, answers = assessment.company, answers_of(assessment)
    content = {
        "format": FORMAT,
        "company": {
            "name": company.name,
            "city": company.city,
            "kvk_number": company.kvk_number,
            "joined_on": company.joined_on and company.joined_on.isoformat(),
        },
        "year": assessment.cycle.year,
        "questionnaire": assessment.questionnaire.sha256,
        "status": assessment.status,
        "membership_year": assessment.membership_year,
        "submitted_on": assessment.submitted_at and assessment.submitted_at.date().isoformat(),
        "previous": hash_of_year_before(assessment),
        "answers": answers,
    }
    if assessment.cycle.expected:
        content["expected"] = assessment.cycle.expected
    if proof := proof_of(assessment):
        content["evidence"] = proof
    if assessment.submitted_at and (scores := frozen_scores(assessment)):
        content["secretariat"] = scores
    work = {name: part for name, part in work_of(assessment).items() if part}
    if work:
        work["facts"] = frozen_facts(assessment, answers)
    return content | work


def frozen_facts(assessment: Assessment, answers: Mapping[str, Mapping]) -> dict[str, Any]:
    """Return what rules tested on that day, without names: the report finds what the page found."""
    given = {key: given_of(answer) for key, answer in answers.items()}
    situation = situation_of(assessment.edition, given, today=timezone.localdate())
    return dict(facts_of(assessment, situation.given, today=situation.today).values)


def work_of(assessment: Assessment) -> dict[str, object]:
    """Return what the company knows and does beside its answers; of complaints only counts."""
    return {
        "risks": frozen_risks(assessment),
        "chain": frozen_chain(assessment),
        "plan": frozen_plan(assessment),
        "influence": frozen_influence(assessment),
        "remedy": frozen_remedy(assessment, timezone.localdate()),
        "talks": frozen_talks(assessment),
    }


def answers_of(assessment: Assessment) -> dict[str, dict]:
    """Return the answers by question key. Those that are open again or half filled are left out.

    So are those of a former questionnaire: they are kept, and are no answer to this one.
    """
    edition = assessment.edition
    answers = Answer.objects.for_company(assessment.company_id).filter(assessment=assessment)
    return {
        answer.question: {
            "state": answer.state,
            "value": answer.value,
            "explanation": answer.explanation,
            "reason": answer.reason,
            "unsure": answer.unsure,
            "language": answer.language,
        }
        for answer in answers.exclude(state="").order_by("question")
        if answer.question in edition
    }


def proof_of(assessment: Assessment) -> list[dict]:
    """Return the documents that stand at an answer, each with its newest clean file. One query.

    By title, whatever the order in which they were added. What waits for the scanner or was
    stopped is left out: a report must not lean on it. A document keeps its `id`, so that two of
    the same title stay apart.
    """
    uses = EvidenceUse.objects.for_company(assessment.company_id).filter(assessment=assessment)
    documents: dict[str, dict] = {}
    for use in uses.to_freeze().order_by("evidence__title", "evidence_id", "question"):
        frozen = documents.setdefault(str(use.evidence_id), frozen_document(use))
        frozen["questions"].append(use.question)
    return list(documents.values())


def frozen_document(use: EvidenceUse) -> dict:
    """Return what a document is, and which file of it counts; its questions are still to come."""
    document = use.evidence
    return {
        "id": str(document.pk),
        "title": document.title,
        "description": document.description,
        "kind": document.kind,
        "confidential": document.is_confidential,
        "valid_until": document.valid_until and document.valid_until.isoformat(),
        "file": getattr(use, "file", None),
        "questions": [],
    }


def hash_of_year_before(assessment: Assessment) -> str | None:
    """Return the hash of what this company last handed in or had accepted the year before."""
    before = Snapshot.objects.for_company(assessment.company_id).filter(
        assessment__cycle__year=assessment.cycle.year - 1
    )
    handed_in = before.exclude(kind=Snapshot.Kind.DRAFT).order_by("-made_at", "-pk")
    return handed_in.values_list("sha256", flat=True).first()
