"""What autosave hears back: small JSON with finished words, which script only puts in place."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from diligence.framework.conditions import Situation
from diligence.framework.reasons import why_shown
from diligence.framework.schema import Part, Question
from diligence.models import Assessment
from diligence.progress import Progress
from diligence.services.answers import Saved
from diligence.services.carry.former import look_back
from diligence.services.figures import filled_percent, standing_of
from diligence.services.notes import notes_by_question
from diligence.templatetags.questionnaire import status_pill
from diligence.views.faces.card import QuestionFace, hidden_options, question_faces
from diligence.views.faces.former import former_faces
from diligence.views.faces.kept import kept_by_question
from diligence.views.faces.lines import Line
from diligence.views.faces.page import counts_of, ring_of
from diligence.views.faces.proof import proof_faces
from diligence.views.faces.status import saved_sentence


def saved_reply(face: QuestionFace, saved: Saved, part: Part) -> JsonResponse:
    """Tell that an answer is kept, and what that changed on the page."""
    reply = {
        "version": saved.answer.version,
        "saved": saved_sentence(saved.answer.changed_at) if saved.answer.version else "",
        "pill": status_pill(face.status),
        "change": face.last_change,
        "missing": lines(face.missing),
        "has_measures": face.has_measures,
        **progress_of(saved.standing.progress),
        **visibility_of(part, saved.standing.situation),
    }
    if saved.is_merged:
        reply["rows"] = rows_of(face)
    return JsonResponse(reply)


def lines(found: Iterable[Line]) -> list[Mapping[str, str]]:
    """Return lines as data."""
    return [
        {"text": line.text, "url": line.url, "row": line.row, "column": line.column}
        for line in found
    ]


def progress_of(progress: Progress) -> dict:
    """Return how far the file and its parts are."""
    percent = filled_percent(progress.settled, progress.asked)
    return {
        "whole": [progress.settled, progress.asked, percent, ring_of(percent)],
        "parts": counts_of(progress),
    }


def visibility_of(part: Part, situation: Situation) -> dict:
    """Return which questions of the page show, with the reason, and which options do not."""
    language = get_language() or "nl"
    shown: dict[str, str | None] = {}
    hidden: dict[str, list[str]] = {}
    for question in part.questions:
        if not question.is_for_all:
            shown[question.key] = reason_for(question, situation, language)
        if question.hides_options:
            hidden[question.key] = sorted(hidden_options(question, situation))
    return {"shown": shown, "hidden_options": hidden}


def reason_for(question: Question, situation: Situation, language: str) -> str | None:
    """Return why a question shows, in words or empty; None when it does not."""
    if question.key not in situation.shown:
        return None
    return why_shown(question, situation, language) or ""


def rows_of(face: QuestionFace) -> list[dict]:
    """Return the rows as they would stand in the form, for a browser that lacks a colleague's."""
    return [
        {"id": row.id, "cells": {cell.field.key: list(cell.sent) for cell in row.cells}}
        for row in face.table.rows
    ]


def card_reply(
    request: HttpRequest,
    file: Assessment,
    asked: Question,
    *,
    refused: Mapping[str, Mapping[str, str]] | None = None,
    untaken: Mapping[tuple[str, str], str] | None = None,
    status: int = 200,
) -> JsonResponse:
    """Send a whole question as the page would show it now, and what that changed.

    `refused` holds what could not be decided about a former answer (`former_faces`), `untaken` what
    could not be taken over (`kept_by_question`).
    """
    answers = file.answers.for_company(file.company_id).select_related("changed_by")
    by_key = {answer.question: answer for answer in answers}
    standing = standing_of(file, by_key.values())
    part, back = file.edition.part(asked.part), look_back(file)
    faces = question_faces(
        part,
        standing.situation,
        by_key,
        notes=notes_by_question(file, [asked.key]),
        proof=proof_faces(back.proof, file.company.slug),
        kept=kept_by_question(file, by_key, untaken),
        formers=former_faces(back, file, by_key, request.user, **(refused or {})),
    )
    face = next(face for face in faces if face.key == asked.key)
    context = {"face": face, "assessment": file, "may_change": True}
    return JsonResponse(
        {
            "card": render_to_string("diligence/_question.html", context, request),
            "saved": saved_sentence(face.answer.changed_at) if face.answer else "",
            **progress_of(standing.progress),
            **visibility_of(part, standing.situation),
        },
        status=status,
    )


def refusal(status: int, message: str, **more) -> JsonResponse:
    """Tell why nothing was saved, in a sentence for the save line."""
    return JsonResponse({"message": message, **more}, status=status)
