"""What is said at an answer: conversations with the company, and notes of the secretariat apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.models import Assessment, InternalNote, Remark, ReviewThread, Side
from diligence.views.faces.status import Status

T = ReviewThread.State


@dataclass(frozen=True)
class ThreadFace:
    """One conversation, with its remarks in order."""

    thread: ReviewThread
    remarks: Sequence[Remark]

    @property
    def status(self) -> Status:
        """Return how far it is."""
        look = {
            T.OPEN: ("accent", "message-square"),
            T.ANSWERED: ("brand", "message-square"),
            T.ACCEPTED: ("ok", "check"),
            T.DISAGREED: ("", "minus"),
        }[T(self.thread.state)]
        word = self.thread.get_state_display()
        return Status(word[:1].upper() + word[1:], *look)

    @property
    def waits(self) -> str:
        """Return whose turn it is, and for how long; nothing when it is settled."""
        if self.thread.is_settled:
            return ""
        days = (timezone.now() - self.thread.turn_since).days
        if self.thread.turn == Side.SECRETARIAT:
            text = ngettext("wacht op ons, %(n)s dag", "wacht op ons, %(n)s dagen", days)
        else:
            text = ngettext("wacht op het lid, %(n)s dag", "wacht op het lid, %(n)s dagen", days)
        return text % {"n": days}

    @property
    def can_differ(self) -> bool:
        """Tell whether both spoke, so that they can agree to disagree."""
        return len({remark.by_secretariat for remark in self.remarks}) == 2


@dataclass(frozen=True)
class Talk:
    """All that is said at one answer."""

    threads: Sequence[ThreadFace] = ()
    notes: Sequence[InternalNote] = field(default_factory=tuple)

    @property
    def is_going(self) -> bool:
        """Tell whether a conversation waits for somebody."""
        return any(not face.thread.is_settled for face in self.threads)


def talks_of(assessment: Assessment) -> Mapping[str, Talk]:
    """Return what is said, by question. Three queries, however much it is."""
    threads = ReviewThread.objects.of_file(assessment).exclude(question="").order_by("opened_at")
    remarks: dict[object, list[Remark]] = defaultdict(list)
    rows = Remark.objects.for_company(assessment.company_id).filter(thread__in=threads.values("pk"))
    for remark in rows.select_related("by").order_by("at", "pk"):
        remarks[remark.thread_id].append(remark)
    faces: dict[str, list[ThreadFace]] = defaultdict(list)
    for thread in threads:
        faces[thread.question].append(ThreadFace(thread, remarks[thread.pk]))
    notes: dict[str, list[InternalNote]] = defaultdict(list)
    mine = InternalNote.objects.for_company(assessment.company_id).filter(assessment=assessment)
    for note in mine.exclude(question="").select_related("by").order_by("at", "pk"):
        notes[note.question].append(note)
    keys = faces.keys() | notes.keys()
    return {key: Talk(faces.get(key, []), notes.get(key, [])) for key in keys}


def sender(remark: Remark) -> str:
    """Return on which side somebody spoke, beside the name."""
    return _("secretariaat") if remark.by_secretariat else _("lid")
