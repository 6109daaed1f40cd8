"""What a conversation looks like to who reads it: about what, whose turn, and what they may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.access import Access
from companies.permissions import Permission
from diligence.framework.schema import Question, UnknownQuestion
from diligence.models import Assessment, Remark, ReviewThread, Side
from diligence.reports.risk_words import in_one_line
from diligence.services.review.reading import threads_about, threads_at
from diligence.services.review.threads import TALKING, About
from diligence.templatetags.diligence import local, question_url
from diligence.views.faces.card import number_of
from diligence.views.faces.status import Status

T = ReviewThread.State
STATES = {
    T.OPEN: ("accent", "message-square"),
    T.ANSWERED: ("brand", "message-square"),
    T.ACCEPTED: ("ok", "check"),
    T.DISAGREED: ("", "git-compare"),
}


@dataclass(frozen=True, slots=True)
class RemarkFace:
    """What somebody said."""

    remark: Remark
    company: str

    @property
    def name(self) -> str:
        """Return who said it; people who left without a name stay nameless."""
        return str(self.remark.by) if self.remark.by else _("Iemand die er niet meer werkt")

    @property
    def side(self) -> str:
        """Return for whom they spoke."""
        return _("secretariaat") if self.remark.by_secretariat else self.company

    @property
    def called(self) -> list[str]:
        """Return who is called by name."""
        return [str(mention.person) for mention in self.remark.called.all()]


@dataclass(frozen=True)
class ThreadFace:
    """A conversation, for one reader."""

    thread: ReviewThread
    file: Assessment
    access: Access

    @property
    def viewer(self) -> Side:
        """Return on which side the reader is."""
        return Side.SECRETARIAT if self.access.is_visit else Side.COMPANY

    @property
    def anchor(self) -> str:
        return f"t-{self.thread.pk}"

    @property
    def url(self) -> str:
        return talk_url(self.file, self.thread)

    @cached_property
    def topic(self) -> "Topic":
        """Return what it is about."""
        return topic_of(self.file, about_of(self.thread))

    @property
    def status(self) -> Status:
        """Return how far they are with each other."""
        state = T(self.thread.state)
        return Status(str(state.label).capitalize(), *STATES[state])

    @property
    def is_yours(self) -> bool:
        """Tell whether the reader's side must act."""
        return self.thread.turn == self.viewer

    @property
    def turn(self) -> str:
        """Return whose turn it is, and for how long: "wacht op u, 2 dagen"."""
        if self.thread.is_settled:
            return ""
        if self.is_yours:
            whom = _("wacht op u")
        elif self.thread.turn == Side.SECRETARIAT:
            whom = _("wacht op het secretariaat")
        else:
            whom = _("wacht op het bedrijf")
        return _("%(whom)s, %(age)s") % {"whom": whom, "age": age_of(self.thread.turn_since)}

    @cached_property
    def remarks(self) -> list[RemarkFace]:
        """Return what was said, oldest first."""
        name = self.file.company.name
        return [RemarkFace(remark, name) for remark in self.thread.remarks.all()]

    @property
    def is_going(self) -> bool:
        """Tell whether this file can still be talked about."""
        return self.file.status in TALKING

    @property
    def may_talk(self) -> bool:
        """Tell whether the reader may take part at all, now."""
        return self.is_going and self.access.may(Permission.CONVERSE)

    @property
    def may_reply(self) -> bool:
        return self.may_talk and not self.thread.is_settled

    @property
    def may_settle(self) -> bool:
        """Tell whether the reader may end it, or open it again."""
        return self.may_talk and (self.access.is_visit or not self.thread.by_secretariat)

    @property
    def may_differ(self) -> bool:
        """Tell whether both spoke, so that they can agree to disagree."""
        return len({one.remark.by_secretariat for one in self.remarks}) == 2

    @property
    def opens_answer(self) -> bool:
        """Tell whether the answer may be changed because of it, now or when the file goes back."""
        return self.thread.asks_change and not self.thread.is_settled


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about, in words, with the way to it."""

    kind: str
    words: str
    url: str


def talk_url(file: Assessment, thread: ReviewThread) -> str:
    """Return the address of a conversation."""
    place = [file.company.slug, file.cycle.year, thread.pk]
    return reverse("diligence:talk", args=place)


def about_of(row) -> About:
    """Return what a conversation or a note is about."""
    return About(row.question, row.risk, row.action, row.supplier)


def topic_of(file: Assessment, about: About) -> Topic:
    """Return what something is about, in the language of the page."""
    slug, year = file.company.slug, file.cycle.year
    if about.question:
        question = file.edition.question(about.question)
        words = f"{number_in(file, question)} {local(question.text)}"
        return Topic(_("Vraag"), words, question_url(file, question))
    if about.risk is not None:
        url = reverse("diligence:risk", args=[slug, year, about.risk.pk])
        return Topic(_("Risico"), in_one_line(about.risk), url)
    if about.action is not None:
        url = reverse("diligence:action", args=[slug, about.action.pk])
        return Topic(_("Actie"), about.action.title, url)
    if about.supplier is not None:
        url = reverse("diligence:chain-supplier", args=[slug, year, about.supplier.pk])
        return Topic(_("Leverancier"), about.supplier.name, url)
    return Topic(_("Dossier"), str(year), reverse("diligence:state", args=[slug, year]))


def number_in(file: Assessment, question: Question) -> str:
    """Return a question's number on its page."""
    part = file.edition.part(question.part)
    return number_of(part, part.questions.index(question) + 1)


def is_known(file: Assessment, key: str) -> bool:
    """Tell whether the questionnaire of this year has the question."""
    try:
        file.edition.question(key)
    except UnknownQuestion:
        return False
    return True


def age_of(since: datetime) -> str:
    """Return how long something waits, in days."""
    days = (timezone.now() - since).days
    if days < 1:
        return _("sinds vandaag")
    return ngettext("%(n)s dag", "%(n)s dagen", days) % {"n": days}


def talks_about(file: Assessment | None, about: About, access: Access) -> dict[str, object]:
    """Return what a page of one thing shows of the conversations about it; nothing without a file.

    One query; three when there are any.
    """
    if file is None:
        return {}
    file.company = access.company
    page = reverse("diligence:talk-new", args=[file.company.slug, file.cycle.year])
    return {
        "talks": [ThreadFace(thread, file, access) for thread in threads_about(file, about)],
        "may_ask": access.may(Permission.CONVERSE) and file.status in TALKING,
        "is_visit": access.is_visit,
        "url": f"{page}?{about.kind}={about.fields[about.kind].pk}",
    }


def talk_faces(
    file: Assessment, keys: Sequence[str], access: Access
) -> Mapping[str, Sequence[ThreadFace]]:
    """Return the conversations at these questions. One query; more when there are any."""
    return {
        key: [ThreadFace(thread, file, access) for thread in threads]
        for key, threads in threads_at(file, keys).items()
    }
