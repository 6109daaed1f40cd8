"""What a reviewer does in a conversation: about an answer, a risk, an action or a supplier."""

from collections.abc import Callable, Mapping
from functools import cached_property
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from diligence.models import ReviewThread
from diligence.services.desk import verdicts
from diligence.services.review import threads
from workgroups.views.desk.acting import ActPage, Refused
from workgroups.views.desk.talks import place_of


class TalkAct(ActPage):
    """Answer the member, or end the conversation."""

    def acts(self) -> Mapping[str, Callable[[str], None]]:
        return {"reply": self.reply, "settle": self.settle}

    @cached_property
    def thread(self) -> ReviewThread:
        """Return the conversation in the address, or answer 404."""
        mine = ReviewThread.objects.of_file(self.assessment).select_related("assessment")
        return get_object_or_404(mine, pk=self.kwargs["thread"])

    @property
    def place(self) -> str:
        return place_of(self.thread)

    @property
    def talk(self) -> UUID:
        return self.thread.pk

    def reply(self, _detail: str) -> None:
        """Say something, and call whom it concerns."""
        thread = self.thread
        verdicts.begin(self.assessment, by=self.request.user)
        try:
            threads.reply(thread, self.typed_text(), by=self.request.user, mentions=self.called())
        except threads.EmptyRemark as error:
            words = _("Schrijf eerst uw antwoord, in ten hoogste 4.000 tekens.")
            raise Refused(words) from error
        except threads.AlreadySettled as error:
            raise Refused(_("Dit gesprek is al afgerond. Begin een nieuw gesprek.")) from error

    def settle(self, state: str) -> None:
        """End it: accepted, or agreed to disagree."""
        thread = self.thread
        verdicts.begin(self.assessment, by=self.request.user)
        if state not in (ReviewThread.State.ACCEPTED, ReviewThread.State.DISAGREED):
            raise Http404
        try:
            threads.settle(thread, state, by=self.request.user)
        except threads.NotYetAnswered as error:
            words = _("Verschillen kan pas als u allebei iets hebt gezegd.")
            raise Refused(words) from error
        except threads.AlreadySettled:
            return
