"""What a reviewer does at one answer. Each act stands at the file first, so nobody is passed by."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.schema import UnknownQuestion
from diligence.models import ReviewThread
from diligence.services.desk import verdicts
from diligence.services.desk.holding import HeldByAnother
from diligence.services.review import threads
from workgroups.views.desk.file import FilePage, Opened, blocks
from workgroups.views.desk.hold import file_url, holder_in_words
from workgroups.views.desk.items import mark_words

PART = "X-Desk-Part"
"""Script asks for the one answer instead of the page."""
TYPED = ("text", "reason", "level")


class Refused(Exception):
    """The act was not done; the text says why and what to do."""


class Act(FilePage, TemplateView):
    """Agree, ask, answer, settle, note, or set a level beside the company's own."""

    grants = {"post": Permission.FILE_REVIEW}
    template_name = "workgroups/desk/file.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says; what was typed stays when it can't be done."""
        act, _colon, detail = request.POST.get("act", "").partition(":")
        acts: dict[str, Callable[[str], None]] = {
            "agree": self.agree,
            "unagree": self.unagree,
            "ask": self.ask,
            "reply": self.reply,
            "settle": self.settle,
            "note": self.note,
            "score": self.score,
            "unscore": self.unscore,
        }
        if act not in acts:
            raise Http404
        try:
            acts[act](detail)
        except UnknownQuestion as error:
            raise Http404 from error
        except HeldByAnother as held:
            return self.refuse(act, holder_in_words(held.review), 409)
        except (verdicts.NotUnderReview, threads.NotNow):
            words = _("Dit dossier ligt niet meer ter beoordeling. Er is niets bewaard.")
            return self.refuse(act, words, 409)
        except Refused as refused:
            return self.refuse(act, str(refused), 422)
        return self.done()

    @property
    def question(self) -> str:
        """Return the question in the address."""
        return self.kwargs["question"]

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
            )
        except threads.EmptyRemark as error:
            raise Refused(_("Schrijf eerst uw vraag, in ten hoogste 4.000 tekens.")) from error

    def reply(self, detail: str) -> None:
        """Say something in a conversation."""
        thread = self.thread(detail)
        verdicts.begin(self.assessment, by=self.request.user)
        try:
            threads.reply(thread, self.typed_text(), by=self.request.user)
        except threads.EmptyRemark as error:
            words = _("Schrijf eerst uw antwoord, in ten hoogste 4.000 tekens.")
            raise Refused(words) from error
        except threads.AlreadySettled as error:
            raise Refused(_("Dit gesprek is al afgerond. Begin een nieuw gesprek.")) from error

    def settle(self, detail: str) -> None:
        """End a conversation."""
        state, _colon, pk = detail.partition(":")
        thread = self.thread(pk)
        verdicts.begin(self.assessment, by=self.request.user)
        if state not in ("accepted", "disagreed"):
            raise Http404
        try:
            threads.settle(thread, state, by=self.request.user)
        except threads.NotYetAnswered as error:
            words = _("Verschillen kan pas als u allebei iets hebt gezegd.")
            raise Refused(words) from error
        except threads.AlreadySettled:
            return

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

    def typed_text(self) -> str:
        """Return what was typed, behind the standard remark that was chosen without script."""
        sent = self.request.POST
        chosen = dict(blocks()).get(sent.get("block", ""), "")
        return "\n\n".join(filter(None, (chosen, sent.get("text", "").strip())))

    def thread(self, pk: str) -> ReviewThread:
        """Return a conversation about this answer, or answer 404."""
        mine = ReviewThread.objects.of_file(self.assessment).filter(question=self.question)
        try:
            return get_object_or_404(mine.select_related("assessment"), pk=UUID(pk))
        except ValueError as error:
            raise Http404 from error

    def done(self) -> HttpResponse:
        """Go on to the next answer; script gets this one as it is now."""
        if PART in self.request.headers:
            return self.part()
        goal = self.request.GET.get("next", "")
        return redirect(f"{self.page_url()}#{goal}")

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

    def page_url(self) -> str:
        """Return the page with the same answers picked."""
        url = file_url(self.request, self.kwargs["year"])
        show = self.request.GET.get("show", "")
        return f"{url}?{urlencode({'show': show})}" if show in mark_words() else url

    def refuse(self, act: str, words: str, status: int) -> HttpResponse:
        """Show the page again with what was typed, and say why nothing was kept."""
        typed = {name: self.request.POST.get(name, "") for name in TYPED}
        opened = Opened(self.question, act, typed, words)
        context = self.get_context_data(**self.context(opened))
        return self.render_to_response(context, status=status)
