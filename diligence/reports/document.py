"""A whole file as plain data: what a machine reads, and what the Excel file is made from.

`docs/assessment.schema.json` describes it. Everything the company answered is in it as it was kept
and in words; nothing of who typed it, and no notes between colleagues.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.answers import Given
from diligence.framework.catalogues import catalogue
from diligence.framework.schema import Kind, Question
from diligence.framework.scoring import QuestionScore, Standing
from diligence.models import EvidenceUse
from diligence.reports.frozen import FrozenFile
from diligence.reports.words import number_of
from diligence.reports.work import work_of

FORMAT, VERSION = "ketenkompas.assessment", 1
OPEN = "open"
"""The state of a question that nobody answered; the others are those of an answer."""
LIVE = "live"
"""Made from the answers as they stand, not from a frozen version."""

Uses = Mapping[str, Sequence[EvidenceUse]]


def document_of(file: FrozenFile, uses: Uses, *, lang: str, made_from: str) -> dict[str, Any]:
    """Return the file as JSON-ready data, with words in this language.

    `uses` is the proof at each question, as it stands or stood. `made_from` is LIVE or the kind of
    the snapshot.
    """
    content, edition = file.content, file.edition
    scored = {each.question.key: each for each in file.score.questions}
    shown = [question for question in edition.questions if question.key in file.situation.shown]
    return {
        "format": FORMAT,
        "version": VERSION,
        "language": lang,
        "made_from": {
            "kind": made_from,
            "at": timezone.localtime(file.made_at).isoformat(timespec="seconds"),
            "sha256": file.sha256,
        },
        "company": content["company"],
        "year": file.year,
        "status": content["status"],
        "membership_year": content["membership_year"],
        "submitted_on": content["submitted_on"],
        "questionnaire": {
            "code": edition.code,
            "title": edition.title.get(lang),
            "sha256": edition.hash,
        },
        "score": score_of(file, lang),
        "answers": [
            answer_of(question, file, scored.get(question.key), uses, lang) for question in shown
        ],
        "evidence": evidence_list(uses, [question.key for question in shown], lang),
        **work_of(file, lang),
    }


def score_of(file: FrozenFile, lang: str) -> dict[str, Any]:
    """Return the score with the parts it adds up from."""
    score = file.score
    return {
        "percent": as_number(score.percent),
        "points": score.points,
        "maximum": score.maximum,
        "band": score.band and {"key": score.band.key, "name": score.band.name.get(lang)},
        "expected": file.expected,
        "rule": score.rule,
        "version": score.version,
        "steps": [
            {
                "key": step.step.key,
                "number": step.step.number,
                "title": step.step.title.get(lang),
                "percent": as_number(step.percent),
                "points": step.points,
                "maximum": step.maximum,
            }
            for step in score.steps
        ],
    }


def answer_of(
    question: Question, file: FrozenFile, scored: QuestionScore | None, uses: Uses, lang: str
) -> dict[str, Any]:
    """Return one question with its answer: as it was kept, and in words."""
    given = file.given(question.key)
    text = answer_text(question, given, file.edition, lang, size=file.situation.size)
    return {
        "question": question.key,
        "number": number_of(question, file.edition),
        "step": question.step,
        "part": question.part,
        "kind": str(question.kind),
        "text": question.text.get(lang),
        "state": str(given.state) if given else OPEN,
        "value": given.value if given else None,
        "unit": question.unit.get(lang) if question.unit else None,
        **words_of(question, given, text, lang),
        "explanation": given.explanation if given else "",
        "reason": given.reason if given else "",
        "unsure": bool(given and given.unsure),
        "language": file.language_of(question.key),
        "score": line_of(scored),
        "secretariat": beside_of(question.key, file),
        "evidence": [str(use.evidence_id) for use in uses.get(question.key, ())],
    }


def words_of(
    question: Question, given: Given | None, text: AnswerText, lang: str
) -> dict[str, Any]:
    """Return the answer in words: lines, or the heads and rows of a table."""
    rows: list[list[str]] = [list(row) for row in text.rows]
    return {"words": list(text.lines), "columns": list(text.columns), "rows": rows}


def line_of(scored: QuestionScore | None) -> dict[str, Any] | None:
    """Return how a question counts; None for one that never scores."""
    if scored is None or scored.standing == Standing.HIDDEN:
        return None
    return {
        "standing": str(scored.standing),
        "level": scored.level,
        "weight": scored.weight,
        "points": scored.points,
        "maximum": scored.maximum,
    }


def beside_of(key: str, file: FrozenFile) -> dict[str, Any] | None:
    """Return the level the secretariat set beside the company's own, with why; None without."""
    told = file.beside.get(key)
    return None if told is None else {name: told[name] for name in ("level", "reason", "language")}


def evidence_list(uses: Uses, questions: Iterable[str], lang: str) -> list[dict[str, Any]]:
    """Return each document once, with the questions it stands at, in the order of the questions."""
    found: dict[str, dict[str, Any]] = {}
    for question in questions:
        for use in uses.get(question, ()):
            entry = found.setdefault(str(use.evidence_id), described(use, lang))
            entry["questions"].append(question)
    return list(found.values())


def described(use: EvidenceUse, lang: str) -> dict[str, Any]:
    """Return what a document is, and the file it is kept in."""
    document = use.evidence
    file = getattr(use, "file", None) or {}
    return {
        "id": str(document.pk),
        "title": document.title,
        "description": document.description,
        "kind": document.kind,
        "kind_name": kind_name(document.kind, lang),
        "confidential": document.is_confidential,
        "valid_until": document.valid_until and document.valid_until.isoformat(),
        "questions": [],
        "file": {
            "name": file.get("name", ""),
            "number": file.get("number", 0),
            "added_on": file.get("added_on"),
            "content_type": file.get("content_type", ""),
            "size": file.get("size", 0),
            "sha256": file.get("sha256", ""),
            "state": file.get("state", ""),
        },
    }


def kind_name(code: str, lang: str) -> str:
    """Return what a type of proof is called; empty when nobody said what it is."""
    known = catalogue("evidence_types").get(code)
    return known.text.get(lang) if known else code


def as_number(percent: Decimal | None) -> float | None:
    """Return a score with its one decimal as a number of JSON."""
    return None if percent is None else float(percent)


def is_table(answer: Mapping[str, Any]) -> bool:
    """Tell whether an answer is a table with rows."""
    return answer["kind"] == Kind.TABLE and bool(answer["rows"])
