"""One member's file under review: every answer beside last year's, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.services.desk.assigning import reviewers
from diligence.services.desk.holding import review_of
from diligence.services.desk.verdicts import UNDER_REVIEW, score_with
from workgroups.models import TextBlock
from workgroups.queries.desk import own_queue
from workgroups.views.desk.base import ReviewMixin
from workgroups.views.desk.gathering import Gathered
from workgroups.views.desk.hold import holder_in_words
from workgroups.views.desk.items import KEYS, TODO, Item, counts_of, mark_words

ALL = "all"
FORMS = ("ask", "note", "score")
"""The forms that open at an answer."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A way to pick answers: its mark, words, number, key, and whether it is on."""

    mark: str
    words: str
    count: int
    key: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """The form that is open at an answer, with what was typed and what is wrong with it."""

    question: str = ""
    form: str = ""
    typed: Mapping[str, str] | None = None
    problem: str = ""


class FilePage(ReviewMixin):
    """What shows a file under review."""

    def context(self, opened: Opened | None = None) -> dict[str, Any]:
        """Gather what the page shows; with `opened` a form stands open at an answer."""
        review, user = review_of(self.assessment), self.request.user
        gathered = Gathered(self.assessment)
        items = gathered.items
        show = self.request.GET.get("show", ALL)
        show = show if show in mark_words() else ALL
        shown = [item for item in items if show == ALL or show in item.marks]
        own, counts = gathered.score, counts_of(items)
        is_away = review.is_held_by_another(user)
        may_review = self.may_review
        return {
            "year": self.kwargs["year"],
            "review": review,
            "may_review": may_review,
            "may_act": may_review and not is_away and self.assessment.status in UNDER_REVIEW,
            "is_mine": review.is_held_by(user),
            "holder": holder_in_words(review) if is_away else "",
            "reviewers": reviewers() if may_review else (),
            "items": with_next(shown),
            "all_items": items,
            "picks": picks_of(counts, len(items), show),
            "show": show,
            "total": len(items),
            "done": len(items) - counts[TODO],
            "last_year": gathered.then.year if gathered.then else None,
            "score": own,
            "score_beside": score_with(gathered.now.situation, gathered.beside, own),
            "blocks": blocks() if may_review else (),
            "opened": opened or Opened(),
        }


class ReviewFile(FilePage, TemplateView):
    """The file of a year, with who is at it."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "workgroups/desk/file.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the page, and the other files of who looks. As many queries for any file."""
        query = self.request.GET
        form, question = query.get("do", ""), query.get("at", "")
        opened = Opened(question, form) if form in FORMS else Opened(question)
        own = own_queue(self.kwargs["year"], self.request.user.pk)
        return super().get_context_data(**kwargs | self.context(opened) | {"own_queue": own})


def with_next(items: list[Item]) -> list[tuple[Item, str]]:
    """Return each answer with the anchor of the one after it; the last leads to itself."""
    anchors = [item.anchor for item in items]
    return list(zip(items, [*anchors[1:], *anchors[-1:]], strict=True))


def picks_of(counts: Mapping[str, int], total: int, show: str) -> list[Pick]:
    """Return the ways to pick answers, all of them last."""
    words = mark_words()
    found = [Pick(mark, words[mark], counts[mark], KEYS[mark], show == mark) for mark in words]
    return [*found, Pick(ALL, _("Alles"), total, "", show == ALL)]


def blocks() -> list[tuple[str, str]]:
    """Return the standard remarks in use, as name and text in the language of the page."""
    language = get_language() or "nl"
    rows = TextBlock.objects.filter(retired_at=None)
    return [(block.title(language), block.text(language)) for block in rows]
