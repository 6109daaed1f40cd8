"""Closed years never change: their hash is taken at closing, and can be taken again at any time."""

import hashlib
from datetime import datetime
from typing import Any

from companies.models import Company, Event
from diligence.framework.document import sha256_of
from diligence.models import Answer, Assessment, ClosedYear, Snapshot
from diligence.reports.frozen import BrokenSnapshot, read_back

FORMAT = 1
UNSEALED = "{year} is closed, but no hash of it was kept."
CHANGED = "{year} is not what it was when it was closed."
OTHER_HASH = "The kept hash of {year} is not the one in the log."


def seal(assessment: Assessment, *, at: datetime | None = None) -> ClosedYear:
    """Keep the hash of a file that is closed now. Call it in the transaction that closes it."""
    when = {} if at is None else {"sealed_at": at}
    return ClosedYear.objects.create(
        company_id=assessment.company_id,
        assessment=assessment,
        format=FORMAT,
        sha256=sha256_of(content_of(assessment)),
        **when,
    )


def content_of(assessment: Assessment) -> dict[str, Any]:
    """Return all that a closed year is, as data; the same for ever, whatever release asks.

    Its questionnaire, what was frozen, every answer, those of a former questionnaire among them,
    and the score worked out anew: another sum of old answers is a change too. Nothing in it names
    a person, so that somebody can be forgotten. Four queries.
    """
    version = assessment.questionnaire
    frozen = Snapshot.objects.for_company(assessment.company_id).filter(assessment=assessment)
    snapshots = list(frozen.exclude(kind=Snapshot.Kind.DRAFT).order_by("made_at", "pk"))
    return {
        "format": FORMAT,
        "company": str(assessment.company_id),
        "year": assessment.cycle.year,
        "membership_year": assessment.membership_year,
        "questionnaire": hash_of(version.document),
        "submitted_at": moment(assessment.submitted_at),
        "decided_at": moment(assessment.decided_at),
        "snapshots": [[one.kind, hash_of(one.content), moment(one.made_at)] for one in snapshots],
        "answers": answers_of(assessment),
        "score": score_of(snapshots[-1]) if snapshots else None,
    }


def answers_of(assessment: Assessment) -> list[list[Any]]:
    """Return every answer with its version, in the order of their keys."""
    rows = Answer.objects.for_company(assessment.company_id).filter(assessment=assessment)
    return [
        [
            *(row.question, row.state, row.value, row.explanation, row.reason, row.unsure),
            *(row.language, row.version, moment(row.changed_at)),
        ]
        for row in rows.order_by("question")
    ]


def score_of(snapshot: Snapshot) -> dict[str, Any] | None:
    """Return the score of a frozen file by its own rule, worked out by the code of today.

    What lost its own hash has none.
    """
    try:
        score = read_back(snapshot).score
    except BrokenSnapshot:
        return None
    return {
        "rule": score.rule,
        "version": score.version,
        "percent": in_text(score.percent),
        "band": score.band.key if score.band else None,
        "steps": {step.step.key: in_text(step.percent) for step in score.steps},
        "questions": {q.question.key: [str(q.standing), q.level] for q in score.questions},
    }


def check_closed(company: Company) -> tuple[int, list[str]]:
    """Return how many years of a company are closed, and in words which of them changed.

    Must run in its scope.
    """
    closed = Assessment.objects.for_company(company).with_cycle()
    files = list(closed.filter(status=Assessment.Status.CLOSED).order_by("cycle__year"))
    return len(files), [fault for file in files if (fault := fault_in(file))]


def fault_in(file: Assessment) -> str:
    """Return what is wrong with a closed file; nothing when it is as it was."""
    kept = latest_seal(file)
    year = file.cycle.year
    if kept is None:
        return UNSEALED.format(year=year)
    told = told_hash(file)
    if told and told != kept.sha256:
        return OTHER_HASH.format(year=year)
    return "" if sha256_of(content_of(file)) == kept.sha256 else CHANGED.format(year=year)


def seal_missing(company: Company) -> int:
    """Keep the hash of years that were closed before there were hashes; return how many."""
    closed = Assessment.objects.for_company(company).with_cycle()
    files = [
        file for file in closed.filter(status=Assessment.Status.CLOSED) if latest_seal(file) is None
    ]
    for file in files:
        seal(file)
    return len(files)


def latest_seal(file: Assessment) -> ClosedYear | None:
    """Return the hash of the last closing."""
    seals = ClosedYear.objects.for_company(file.company_id).filter(assessment=file)
    return seals.order_by("-sealed_at", "-pk").first()


def told_hash(file: Assessment) -> str:
    """Return the hash that the log tells of the last closing; empty when it tells none."""
    closings = Event.objects.for_company(file.company_id).filter(
        verb="file.closed", data__year=file.cycle.year
    )
    last = closings.order_by("-at", "-pk").values_list("data", flat=True).first()
    return (last or {}).get("sha256", "")


def hash_of(text: str) -> str:
    """Return the SHA-256 of a stored text, byte for byte."""
    return hashlib.sha256(text.encode()).hexdigest()


def moment(at: datetime | None) -> str | None:
    """Return a moment as one text, whatever the zone it is told in."""
    return None if at is None else f"{at.timestamp():.6f}"


def in_text(number: object) -> str | None:
    """Return a number as its digits."""
    return None if number is None else str(number)
