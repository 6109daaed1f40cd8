"""What a reviewer does at one answer. Each act stands at the file first, so nobody is passed by."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from diligence.services.desk import verdicts
from diligence.services.review import threads
from workgroups.views.desk.acting import ActPage, Refused
from workgroups.views.desk.file import Opened

PART = "X-Desk-Part"
"""Script asks for the one answer instead of the page."""


class Act(ActPage):
    """Agree, ask, note, or set a level beside the company's own."""

    def acts(self) -> Mapping[str, Callable[[str], None]]:
        return {
            "agree": self.agree,
            "unagree": self.unagree,
            "ask": self.ask,
            "note": self.note,
            "score": self.score,
            "unscore": self.unscore,
        }

    @property
    def question(self) -> str:
        """Return the question in the address."""
        return self.kwargs["question"]

    @property
    def place(self) -> str:
        return self.question

    def agree(self, detail: str) -> None:
        """Agree with the version that was seen."""
        try:
            seen = int(detail)
            verdicts.agree(self.assessment, self.question, seen=seen, by=self.request.user)
        except (ValueError, verdicts.ChangedMeanwhile) as error:
            words = _("Dit antwoord is intussen gewijzigd. Lees het opnieuw en kies dan.")
            raise Refused(words) from error

    def unagree(self, _detail: str) -> None:
        """Take an agreement back."""
        verdicts.disagree(self.assessment, self.question, by=self.request.user)

    def ask(self, _detail: str) -> None:
        """Begin a conversation about the answer."""
        sent = self.request.POST
        about = threads.About(question=self.question)
        verdicts.begin(self.assessment, by=self.request.user)
        try:
            threads.open_thread(
                self.assessment,
                about,
                self.typed_text(),
                by=self.request.user,
                asks_change="asks_change" in sent,
                in_report="in_report" in sent,
                mentions=self.called(),
            )
        except threads.EmptyRemark as error:
            raise Refused(_("Schrijf eerst uw vraag, in ten hoogste 4.000 tekens.")) from error

    def note(self, _detail: str) -> None:
        """Write down what only the secretariat reads."""
        verdicts.begin(self.assessment, by=self.request.user)
        about = threads.About(question=self.question)
        try:
            threads.note_internally(self.assessment, about, self.typed_text(), by=self.request.user)
        except threads.EmptyRemark as error:
            raise Refused(_("Schrijf eerst uw notitie, in ten hoogste 4.000 tekens.")) from error

    def score(self, _detail: str) -> None:
        """Set a level beside the company's own."""
        sent = self.request.POST
        try:
            level = int(sent.get("level", ""))
            verdicts.score_beside(
                self.assessment, self.question, level, sent.get("reason", ""), by=self.request.user
            )
        except (ValueError, verdicts.NoSuchLevel, verdicts.HasNoLevels) as error:
            raise Refused(_("Kies een niveau uit de lijst.")) from error
        except verdicts.SameLevel as error:
            words = _("Dit is het niveau dat het bedrijf zelf koos. Kies een ander, of doe niets.")
            raise Refused(words) from error
        except verdicts.NoReason as error:
            words = _("Schrijf waarom u een ander niveau ziet, in ten hoogste 2.000 tekens.")
            raise Refused(words) from error

    def unscore(self, _detail: str) -> None:
        """Take the level away again."""
        verdicts.take_score_away(self.assessment, self.question, by=self.request.user)

    def done(self) -> HttpResponse:
        """Go on to the next answer; script gets this one as it is now."""
        return self.part() if PART in self.request.headers else super().done()

    def part(self) -> HttpResponse:
        """Return this one answer as the page shows it, with the counts."""
        context = self.get_context_data(**self.context(Opened(self.question)))
        own = [item for item in context["all_items"] if item.key == self.question]
        if not own:
            raise Http404
        html = render_to_string(
            "workgroups/desk/_part.html",
            context | {"item": own[0], "next": self.request.GET.get("next", "")},
            self.request,
        )
        return HttpResponse(html)
