"""Two texts for one question, side by side."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.conditions import Situation
from diligence.framework.difference import Difference, difference
from diligence.framework.schema import Kind, Question
from diligence.models import Answer, AnswerConflict, Assessment
from diligence.models.answer import AnswerContent
from diligence.templatetags.diligence import anchor, moment
from diligence.views.faces.differences import side_of
from diligence.views.faces.status import person

TEXT_KINDS = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.MATURITY})
"""Kinds of which two texts can be put together by hand."""


@dataclass(frozen=True, kw_only=True)
class ConflictFace:
    """What stands, and the text of this reader that came second."""

    conflict: AnswerConflict
    answer: Answer
    question: Question
    situation: Situation
    file: Assessment

    @property
    def anchor(self) -> str:
        return f"{anchor(self.question)}-conflict"

    @property
    def url(self) -> str:
        """Return where the choice is sent, and where the conflict has a page of its own."""
        args = [self.file.company.slug, self.file.cycle.year, self.conflict.pk]
        return reverse("diligence:conflict", args=args)

    @property
    def is_own(self) -> bool:
        """Tell whether the same person wrote both, in two windows."""
        return self.answer.changed_by_id == self.conflict.changed_by_id

    @property
    def by(self) -> str:
        """Return who was first."""
        return person(self.answer)

    @property
    def first_name(self) -> str:
        """Return how a button names them."""
        return self.by.split()[0]

    @property
    def at(self) -> str:
        return moment(self.answer.changed_at)

    @property
    def mine_at(self) -> str:
        return moment(self.conflict.changed_at)

    @property
    def theirs(self) -> AnswerText:
        return self.text(self.answer)

    @property
    def mine(self) -> AnswerText:
        return self.text(self.conflict)

    def text(self, content: AnswerContent) -> AnswerText:
        """Return one of the two in words."""
        edition, size = self.situation.edition, self.situation.size
        language = get_language() or "nl"
        return answer_text(self.question, content.given(), edition, language, size=size)

    @cached_property
    def difference(self) -> Difference:
        """Return what the reader's own text does otherwise than the one that stands."""
        before, after = (
            side_of(self.question, row, self.situation) for row in (self.answer, self.conflict)
        )
        return difference(before, after, get_language() or "nl")

    @property
    def can_merge(self) -> bool:
        """Tell whether one text can be made of both."""
        return self.question.kind in TEXT_KINDS and self.merged_text != ""

    @property
    def merged_text(self) -> str:
        """Return both texts below each other, to start from; equal ones once."""
        return "\n\n".join(
            dict.fromkeys(filter(None, map(self.words, (self.answer, self.conflict))))
        )

    def words(self, content: AnswerContent) -> str:
        """Return the free text of one of the two."""
        if self.question.kind == Kind.MATURITY:
            return content.explanation
        return content.value if isinstance(content.value, str) else ""

    @property
    def levels(self) -> list[tuple[int, str]]:
        """Return the levels to choose from when the two differ in that as well."""
        if self.question.kind != Kind.MATURITY:
            return []
        theirs = self.answer.value, _("Niveau %(level)s, van %(person)s")
        mine = self.conflict.value, _("Niveau %(level)s, van u")
        words = {"person": self.by}
        return [
            (level, text % {**words, "level": level})
            for level, text in (mine, theirs)
            if isinstance(level, int)
        ]
