"""Every version of one answer, and what differs between any two of them."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.generic import TemplateView

from companies.log.telling import sentence_of
from companies.models import Event
from companies.permissions import Permission
from diligence.framework.conditions import Situation
from diligence.framework.difference import difference
from diligence.framework.schema import Question, UnknownQuestion
from diligence.models import AnswerConflict, AnswerRevision
from diligence.services.figures import standing_of
from diligence.templatetags.diligence import question_url
from diligence.views.base import AssessmentMixin
from diligence.views.faces.card import number_of
from diligence.views.faces.differences import VersionFace, side_of

VERSIONS_A_PAGE = 20
MOST_CHOICES = 200
"""Versions to choose from; older ones are reached by their number in the address."""
MOST_STEPS = 50
"""Versions between two moments that are told one by one."""
PROOF_VERBS = ("evidence.linked", "evidence.unlinked")


class OneAnswer(AssessmentMixin, TemplateView):
    """A page about one question of the file."""

    grants = {"get": Permission.FILE_VIEW}

    def get_context_data(self, **kwargs) -> dict:
        """Add the question with its number and the way back to it."""
        asked = self.question()
        part = self.edition.part(asked.part)
        own = {
            "question": asked,
            "number": number_of(part, part.questions.index(asked) + 1),
            "part": part,
            "back": question_url(self.assessment, asked),
        }
        return super().get_context_data(**kwargs | own)

    def question(self) -> Question:
        """Return the question in the address, or answer 404."""
        try:
            return self.edition.question(self.kwargs["question"])
        except UnknownQuestion as error:
            raise Http404 from error

    def situation(self) -> Situation:
        """Return what the file says of the company: its size decides the words of levels."""
        return standing_of(self.assessment, self.assessment.answers.all()).situation

    def versions(self, asked: Question):
        """Return what stood, newest first."""
        mine = AnswerRevision.objects.for_company(self.request.company)
        mine = mine.filter(answer__assessment=self.assessment, question=asked.key)
        return mine.select_related("changed_by").order_by("-version")


class History(OneAnswer):
    """Every version of one answer: what it said, who wrote it, when, and what they changed."""

    template_name = "diligence/answer_history.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the versions."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        """Gather the versions, newest first; to the company itself also what was not chosen."""
        asked, situation = self.question(), self.situation()
        page = Paginator(self.versions(asked), VERSIONS_A_PAGE).get_page(
            self.request.GET.get("page")
        )
        own = {"question": asked, "situation": situation}
        unchosen = () if self.request.access.is_visit else self.unchosen(asked)
        return super().get_context_data(
            page=page,
            versions=[
                VersionFace(content=row, earlier=earlier, **own)
                for row, earlier in self.with_earlier(asked, page)
            ],
            unchosen=[VersionFace(content=row, **own) for row in unchosen],
            **kwargs,
        )

    def with_earlier(self, asked: Question, page) -> list[tuple[AnswerRevision, Any]]:
        """Return the versions of a page, each with the one before it. One query."""
        start = (page.number - 1) * VERSIONS_A_PAGE
        rows = list(self.versions(asked)[start : start + VERSIONS_A_PAGE + 1])
        return with_next(rows)[:VERSIONS_A_PAGE]

    def unchosen(self, asked: Question):
        """Return the texts that came second, newest first."""
        mine = AnswerConflict.objects.for_company(self.request.company)
        mine = mine.filter(answer__assessment=self.assessment, question=asked.key)
        return mine.select_related("changed_by").order_by("-changed_at")[:VERSIONS_A_PAGE]


class AnswerDifference(OneAnswer):
    """What differs between any two versions of an answer, and who did what in between.

    `then` and `now` in the address are numbers of versions; 0 is before the first. Left out, the
    last change is shown. Numbers nobody has are a 404.
    """

    template_name = "diligence/answer_difference.html"

    def get_context_data(self, **kwargs):
        """Gather the two versions, those in between, and the proof that came and went."""
        asked, situation = self.question(), self.situation()
        versions = self.versions(asked)
        choices = list(versions.only("version", "changed_at", "changed_by__name")[:MOST_CHOICES])
        then, now = self.asked_versions(choices[0].version if choices else 0)
        found = {row.version: row for row in versions.filter(version__in=(then, now))}
        if {then, now} - {0} != found.keys():
            raise Http404
        before, after = (side_of(asked, found.get(number), situation) for number in (then, now))
        until = found[now].changed_at if now and now < choices[0].version else None
        return super().get_context_data(
            choices=choices,
            then=then,
            now=now,
            difference=difference(before, after, get_language() or "nl"),
            steps=self.steps(asked, situation, then, now),
            proof=self.proof(asked, found[then].changed_at if then else None, until),
            **kwargs,
        )

    def asked_versions(self, latest: int) -> tuple[int, int]:
        """Return the two numbers, the oldest first; left out, the last change."""
        now = number_in(self.request.GET.get("now"), latest)
        then = number_in(self.request.GET.get("then"), max(now - 1, 0))
        return min(then, now), max(then, now)

    def steps(
        self, asked: Question, situation: Situation, then: int, now: int
    ) -> list[VersionFace]:
        """Return the changes between the two, newest first. One query."""
        between = self.versions(asked).filter(version__gte=then, version__lte=now)
        rows = list(between[: MOST_STEPS + 1])
        return [
            VersionFace(question=asked, content=row, earlier=earlier, situation=situation)
            for row, earlier in with_next(rows)
            if row.version > then
        ][:MOST_STEPS]

    def proof(
        self, asked: Question, since: datetime | None, until: datetime | None
    ) -> list[tuple[str, datetime]]:
        """Return as sentences which documents came and went in between, and when. One query."""
        place = {"data__question": asked.key, "data__year": self.assessment.cycle.year}
        events = Event.objects.for_company(self.request.company)
        events = events.filter(verb__in=PROOF_VERBS, **place)
        if since:
            events = events.filter(at__gte=since)
        if until:
            events = events.filter(at__lte=until)
        around = {"editions": {self.assessment.cycle.year: self.edition}}
        newest = events.order_by("-at", "-pk")[:MOST_STEPS]
        return [(sentence_of(event, around), event.at) for event in newest]


def with_next(rows: list) -> list[tuple[Any, Any]]:
    """Return each row with the one behind it; None behind the last."""
    return [(row, rows[n] if n < len(rows) else None) for n, row in enumerate(rows, 1)]


def number_in(typed: str | None, otherwise: int) -> int:
    """Return the number of a version as typed in an address. Answers 404 for anything else."""
    if not typed:
        return otherwise
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise Http404
    return int(typed)
