"""Answers: every question with what stands, and saving one at the version that was seen."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import etag_of
from companies.api.idempotency import once
from companies.models import User
from companies.permissions import Permission, Scope
from convenant.api.pages import Pages, in_pages
from convenant.api.problems import Refusal, body_of
from diligence.api.assessments import standing_as_data
from diligence.api.base import FileApi
from diligence.api.refusals import (
    ANSWER_CHANGED,
    ANSWER_INVALID,
    ANSWER_LOCKED,
    FILE_CLOSED,
    VERSION_MALFORMED,
    VERSION_MISSING,
)
from diligence.api.shapes import (
    OPEN,
    STATES,
    AnswerInput,
    AnswerProblem,
    AnswerSerializer,
    ConflictProblem,
    SavedSerializer,
    StandingSerializer,
)
from diligence.framework.conditions import Situation
from diligence.framework.schema import Question
from diligence.framework.values import InvalidValue
from diligence.models import Answer, Assessment
from diligence.services.answers import (
    AnswerLocked,
    AssessmentClosed,
    Change,
    StaleAnswer,
    lock,
    save_in,
)
from diligence.services.conflicts import settle
from diligence.services.entries import Entry
from diligence.services.figures import standing_of

ETAG = re.compile(r'(?:W/)?"([0-9]{1,8})"')
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=False,
    description='The ETag of the answer you saw; `"0"` when there was none. Without it: 428.',
    pattern=r'^(W/)?"[0-9]{1,8}"$',
)
EXAMPLES = [
    OpenApiExample(
        "A level of maturity",
        {"value": 3, "explanation": "Our board signed it on 12 March 2026."},
        request_only=True,
    ),
    OpenApiExample("Not known", {"state": "dont_know"}, request_only=True),
    OpenApiExample(
        "A table",
        {"value": [{"cells": {"supplier": "Gieterij Noord", "country": "NL"}}]},
        request_only=True,
    ),
]


class Answers(FileApi):
    """All answers of a year."""

    tag = "Answers"
    operations = {"get": "answers"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}
    pagination_class = Pages

    @extend_schema(
        parameters=[
            OpenApiParameter("part", str, description="Only of this part: `profile`, `1.1`…"),
            OpenApiParameter("state", str, description="Only in this state.", enum=STATES),
        ],
        responses=AnswerSerializer(many=True),
    )
    def get(self, request: Request, company: str, year: int) -> Response:
        """Return every question asked of the company with its answer, in the order of the pages.

        Answers to questions that are not asked (any more) come too, marked as such.
        """
        answers = {answer.question: answer for answer in self.answers()}
        situation = standing_of(self.assessment, answers.values()).situation
        rows = [
            told(question, answers.get(question.key), situation)
            for question in self.edition.questions
            if question.key in situation.shown or question.key in answers
        ]
        for name in ("part", "state"):
            if wanted := request.query_params.get(name):
                rows = [row for row in rows if row[name] == wanted]
        return in_pages(rows, dict, self)


class OneAnswer(FileApi):
    """One answer: read it, or save another in its place."""

    tag = "Answers"
    operations = {"get": "answer", "put": "save_answer"}
    grants = {"get": Permission.FILE_VIEW, "put": Permission.ANSWERS_CHANGE}
    scopes = {"get": Scope.READ, "put": Scope.WRITE}
    has_version = True
    refusals = {
        "put": (
            FILE_CLOSED,
            ANSWER_LOCKED,
            ANSWER_CHANGED,
            ANSWER_INVALID,
            VERSION_MISSING,
            VERSION_MALFORMED,
        )
    }
    problem_shapes = {412: ConflictProblem, 422: AnswerProblem}

    @extend_schema(responses=AnswerSerializer)
    def get(self, request: Request, company: str, year: int, question: str) -> Response:
        """Return one answer; its version is the ETag."""
        asked = self.question()
        answers = {answer.question: answer for answer in self.answers()}
        situation = standing_of(self.assessment, answers.values()).situation
        return versioned(told(asked, answers.get(asked.key), situation))

    @extend_schema(
        parameters=[IF_MATCH], request=AnswerInput, responses=SavedSerializer, examples=EXAMPLES
    )
    @once
    def put(self, request: Request, company: str, year: int, question: str) -> Response:
        """Save an answer at the version you saw, or hear that a colleague was first.

        The same rules as on the page hold. A 412 brings what stands now, and keeps what you sent.
        Rows of a table that do not clash with a colleague's are merged.
        """
        asked = self.question()
        seen = version_seen(request)
        sent = AnswerInput(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            file = lock(self.assessment)
        except AssessmentClosed as error:
            raise Refusal(FILE_CLOSED, file_status=error.status) from error
        file.company = request.company
        change = Change(asked, entry_of(sent.validated_data), seen)
        return save(file, change, sent.validated_data.get("language"), by=request.user)


def version_seen(request: Request) -> int:
    """Return the version that the caller looked at. Raises Refusal."""
    match = request.headers.get("If-Match", "").strip()
    if match in ("", "*"):
        raise Refusal(VERSION_MISSING)
    found = ETAG.fullmatch(match)
    if found is None:
        raise Refusal(VERSION_MALFORMED)
    return int(found[1])


def entry_of(sent: Mapping[str, Any]) -> Entry:
    """Return what was sent as the service takes it; a program's numbers have a point."""
    return Entry(
        state=sent["state"],
        value=sent["value"],
        explanation=sent["explanation"],
        reason=sent["reason"],
        unsure=sent["unsure"],
        as_kept=True,
    )


def save(file: Assessment, change: Change, language: str | None, *, by: User) -> Response:
    """Save in the language of the words, and say what became of it. Raises Refusal."""
    try:
        with translation.override(language or get_language()):
            saved = save_in(file, change, by=by)
    except AnswerLocked as error:
        raise Refusal(ANSWER_LOCKED) from error
    except InvalidValue as error:
        raise Refusal(ANSWER_INVALID, errors=lines_of(error)) from error
    except StaleAnswer as stale:
        return changed_meanwhile(file, change.question, stale)
    settle(file, change.question.key, by=by)
    data = told(change.question, saved.answer, saved.standing.situation)
    standing = StandingSerializer(standing_as_data(saved.standing.as_figures())).data
    return versioned(data | {"merged": saved.is_merged, "standing": standing})


def changed_meanwhile(file: Assessment, asked: Question, stale: StaleAnswer) -> Response:
    """Return what stands now. This is an answer, not an exception: the text that came second
    was kept, and that must be committed."""
    situation = standing_of(file, file.answers.all()).situation
    current = told(asked, stale.answer, situation)
    body = body_of(ANSWER_CHANGED, current=current, conflict=str(stale.conflict.pk))
    return Response(body, ANSWER_CHANGED.status, headers={"ETag": etag_of(current["version"])})


def lines_of(error: InvalidValue) -> list[dict[str, Any]]:
    """Return what is wrong with a value, in words and by lasting code."""
    language = get_language() or "nl"
    return [
        {
            "field": "reason" if problem.code.startswith("reason_") else "value",
            "code": problem.code,
            "detail": problem.text(language),
            "column": problem.column,
            "row": problem.row,
            "row_number": problem.row_number,
        }
        for problem in error.problems
    ]


def versioned(data: dict[str, Any]) -> Response:
    """Return an answer with its version as ETag."""
    return Response(data, headers={"ETag": etag_of(data["version"])})


def told(asked: Question, answer: Answer | None, situation: Situation) -> dict[str, Any]:
    """Return a question's answer as the API shows it."""
    stands = answer or Answer(version=0, language=get_language() or "nl")
    facts = {
        "question": asked.key,
        "part": asked.part,
        "kind": str(asked.kind),
        "asked": asked.key in situation.shown,
        "state": stands.state or OPEN,
        "value": stands.value,
        "explanation": stands.explanation,
        "reason": stands.reason,
        "unsure": stands.unsure,
        "language": stands.language,
        "version": stands.version,
        "changed_at": stands.changed_at if answer is not None else None,
        "changed_by": str(stands.changed_by or ""),
    }
    return dict(AnswerSerializer(facts).data)
