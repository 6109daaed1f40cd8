"""The letter that goes with a decision: what it says is frozen, its PDF is made from that alone."""

import hashlib
import logging
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from companies.events import record
from companies.models import User
from convenant import files
from convenant.queue.outbox import enqueue
from diligence.framework.document import canonical_json
from diligence.models import Answer, Assessment, DecisionLetter, Remark, ReportCode, ReviewThread
from diligence.reports.words import number_of
from diligence.services.codes import change, check_address, code_of, digest_of
from diligence.services.desk.verdicts import own_level, score_with, scores_beside
from diligence.services.figures import standing_of
from diligence.services.review.telling import letter_sent

log = logging.getLogger(__name__)
TASK = "diligence.tasks.make_decision_letter"
FORMAT = 1
Status = DecisionLetter.Status
State = ReportCode.State


def write_letter(
    assessment: Assessment,
    kind: str,
    message: str,
    language: str,
    *,
    by: User,
    at: datetime | None = None,
) -> DecisionLetter:
    """Freeze the letter of a decision just taken, have its PDF made and tell the company.

    An earlier letter about the same file is superseded, for whoever checks its code. Must run in
    the transaction of the decision. `at` is when it was taken: now, unless told afterwards, and
    then nobody is told.
    """
    moment = at or timezone.now()
    with translation.override(language):
        content = canonical_json(content_of(assessment, kind, message, language, moment))
    letter = DecisionLetter(
        company_id=assessment.company_id,
        assessment=assessment,
        kind=kind,
        language=language,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        check_url=check_address(),
        at=moment,
        by=by,
    )
    letter.code = code_of(letter.sha256, str(letter.pk))
    earlier = DecisionLetter.objects.of_file(assessment).values_list("code", flat=True)
    change([digest_of(code) for code in earlier], State.GENUINE, State.SUPERSEDED)
    letter.save(force_insert=True)
    ReportCode.objects.create(digest=digest_of(letter.code), state=State.GENUINE)
    enqueue(TASK, company_id=letter.company_id, letter_id=letter.pk)
    if at is None:
        letter_sent(letter, assessment, by=by)
    return letter


def content_of(
    assessment: Assessment, kind: str, message: str, language: str, at: datetime
) -> dict[str, Any]:
    """Return what the letter says, JSON-ready. No name of a person: the secretariat decides.

    Five queries.
    """
    company, edition = assessment.company, assessment.edition
    answers = Answer.objects.for_company(assessment.company_id).filter(assessment=assessment)
    rows = {answer.question: answer for answer in answers}
    standing = standing_of(assessment, rows.values())
    beside = scores_beside(assessment)
    with_ours = score_with(standing.situation, beside, standing.score)
    percent, band = standing.score.percent, standing.score.band
    return {
        "format": FORMAT,
        "kind": str(kind),
        "company": {"name": company.name, "city": company.city},
        "year": assessment.cycle.year,
        "on": timezone.localtime(at).date().isoformat(),
        "message": message.strip(),
        "score": None if percent is None else str(percent),
        "band": band.name.get(language) if band else "",
        "score_beside": None if with_ours is None else str(with_ours.percent),
        "talks": talks_in(assessment, language),
        "scores": [
            {
                "number": number_of(question, edition),
                "question": question.text.get(language),
                "own": own_level(question, rows.get(question.key)),
                "level": beside[question.key].level,
                "reason": beside[question.key].reason,
                "language": beside[question.key].language,
            }
            for question in edition.questions
            if question.key in beside
        ],
    }


def talks_in(assessment: Assessment, language: str) -> list[dict[str, Any]]:
    """Return the conversations about answers that wait for the company, in the questions' order.

    Each with what the secretariat said last.
    """
    edition = assessment.edition
    going = ReviewThread.objects.of_file(assessment).unsettled().exclude(question="")
    remarks = Remark.objects.for_company(assessment.company_id).filter(
        thread__in=going.values("pk"), by_secretariat=True
    )
    said = {remark.thread_id: remark for remark in remarks.order_by("at", "pk")}
    place = {question.key: number for number, question in enumerate(edition.questions)}
    return [
        {
            "number": number_of(edition.question(thread.question), edition),
            "question": edition.question(thread.question).text.get(language),
            "text": said[thread.pk].text if thread.pk in said else "",
            "language": said[thread.pk].language if thread.pk in said else language,
            "asks_change": thread.asks_change,
        }
        for thread in sorted(going, key=lambda thread: place[thread.question])
    ]


def letters_of(assessment: Assessment) -> list[DecisionLetter]:
    """Return the letters about a file, newest first, without their text. One query."""
    return list(DecisionLetter.objects.of_file(assessment).defer("content").order_by("-at"))


def letter_to_make(letter_id: str) -> DecisionLetter | None:
    """Return a letter whose PDF is to be made; None when it is there, or is not of this company."""
    letters = DecisionLetter.objects.exclude(status=Status.READY)
    return letters.filter(pk=letter_id).first()


@transaction.atomic
def finish_letter(letter_id: str, pdf: bytes) -> None:
    """File the PDF; a letter that is ready stays as it is."""
    letter = DecisionLetter.objects.select_for_update().get(pk=letter_id)
    if letter.is_ready:
        return
    letter.file = f"letters/{letter.company_id}/{letter.pk}.pdf"
    files.write(letter.file, pdf)
    letter.size, letter.file_sha256 = len(pdf), hashlib.sha256(pdf).hexdigest()
    letter.status, letter.error_code = Status.READY, ""
    letter.save(update_fields=["file", "size", "file_sha256", "status", "error_code"])


def fail_letter(letter_id: str) -> None:
    """Mark that the PDF could not be made, with a code that people may mention to us."""
    code = f"B-{secrets.randbelow(9000) + 1000}"
    waiting = DecisionLetter.objects.filter(pk=letter_id).exclude(status=Status.READY)
    waiting.update(status=Status.FAILED, error_code=code)
    log.error("Letter %s failed with code %s.", letter_id, code)


def make_again(letter: DecisionLetter) -> None:
    """Have the PDF made again after it failed, or lost its file."""
    DecisionLetter.objects.filter(pk=letter.pk).update(status=Status.QUEUED, error_code="")
    enqueue(TASK, company_id=letter.company_id, letter_id=letter.pk)


def hand_out(letter: DecisionLetter, *, by: User, year: int) -> bytes | None:
    """Return the PDF; None when it is lost or is not what was filed.

    What the secretariat takes with it leaves a trace that the company can see.
    """
    try:
        content = files.read(letter.file) if letter.file else None
    except (files.FileGone, files.StoreDown):
        log.exception("The file of letter %s can't be read.", letter.pk)
        return None
    if content is None or hashlib.sha256(content).hexdigest() != letter.file_sha256:
        log.error("The file of letter %s is gone or was altered.", letter.pk)
        return None
    if by.is_secretariat:
        record(letter.company, "letter.downloaded", by=by, year=year, code=letter.code)
    return content
