"""Conversations: the list, the page of one, beginning one, answering and ending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.models import Membership, User
from companies.permissions import Permission
from diligence.models import Action, ReviewThread, Risk, Supplier
from diligence.services.review import threads
from diligence.services.review.reading import internal_notes, thread_in, threads_of
from diligence.services.review.threads import TALKING, About
from diligence.views.base import AssessmentMixin
from diligence.views.faces.lines import Line
from diligence.views.review.faces import ThreadFace, about_of, is_known, topic_of
from diligence.views.review.forms import AskForm, InternalForm, RemarkForm
from diligence.views.risks.forms import problems_in

T = ReviewThread.State


class TalkMixin(AssessmentMixin):
    """What pages of a conversation share."""

    @property
    def may_talk(self) -> bool:
        """Tell whether this person may take part, now."""
        is_going = self.assessment.status in TALKING
        return is_going and self.request.access.may(Permission.CONVERSE)

    def face(self, thread: ReviewThread) -> ThreadFace:
        """Return a conversation for this reader."""
        return ThreadFace(thread, self.assessment, self.request.access)

    def colleagues(self) -> list[User]:
        """Return whom this person can call: of the own side, without themselves. One query."""
        if self.request.access.is_visit:
            return list(threads.reviewers().exclude(pk=self.request.user.pk).order_by("name", "pk"))
        seats = Membership.objects.of_company(self.request.company)
        return [seat.user for seat in seats if seat.user_id != self.request.user.pk]

    def notes(self, about: About | None = None) -> list:
        """Return the secretariat's own notes; nothing for a member, and nothing is asked."""
        if not self.request.access.is_visit:
            return []
        return [
            (note, self.topic(about_of(note))) for note in internal_notes(self.assessment, about)
        ]

    def topic(self, about: About):
        """Return what something is about."""
        return topic_of(self.assessment, about)

    def url_of(self, name: str, *place: object) -> str:
        """Return the address of a page of this year."""
        year = self.assessment.cycle.year
        return reverse(f"diligence:{name}", args=[self.request.company.slug, year, *place])

    def about(self, data: QueryDict) -> About:
        """Return what the address or form names. A thing that this company does not have is 404."""
        if key := data.get("question"):
            if not is_known(self.assessment, key):
                raise Http404
            return About(question=key)
        company = self.request.company
        things: dict[str, Any] = {
            "risk": Risk.objects.of_file(self.assessment),
            "action": Action.objects.for_company(company),
            "supplier": Supplier.objects.for_company(company),
        }
        for name, rows in things.items():
            if typed := data.get(name):
                return About(**{name: one_of(rows, typed)})
        return About()


def one_of(rows, typed: str):
    """Return the row with this id, or answer 404."""
    try:
        found = rows.filter(pk=UUID(typed)).first()
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


class Talks(TalkMixin, TemplateView):
    """Every conversation of a year: what waits for you, what waits for the other, what is done."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/review/talks.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather them; the longest waiting first, the last settled first. Three queries."""
        faces = [self.face(thread) for thread in threads_of(self.assessment)]
        waiting = sorted(
            (face for face in faces if not face.thread.is_settled),
            key=lambda face: face.thread.turn_since,
        )
        settled = [face for face in faces if face.thread.is_settled]
        return super().get_context_data(
            yours=[face for face in waiting if face.is_yours],
            theirs=[face for face in waiting if not face.is_yours],
            settled=sorted(settled, key=lambda face: face.thread.settled_at, reverse=True),
            **kwargs,
        )


class NewTalk(TalkMixin, TemplateView):
    """Begin a conversation about a question, a risk, an action or a supplier."""

    grants = {"get": Permission.CONVERSE, "post": Permission.CONVERSE}
    template_name = "diligence/review/new_talk.html"

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Say the first thing."""
        about, form = self.about(request.POST), self.form(request.POST)
        if not about.kind:
            raise Http404
        if not form.is_valid():
            return self.refused(form, problems_in(form), 422)
        said = form.cleaned_data
        try:
            thread = threads.open_thread(
                self.assessment,
                about,
                said["text"],
                by=request.user,
                asks_change=said.get("asks_change", False),
                in_report=said["in_report"],
                mentions=form.called,
            )
        except threads.NotNow:
            return self.refused(form, [Line(over_sentence(), "")], 409)
        messages.success(request, _("Uw bericht is verstuurd."))
        return redirect(self.url_of("talk", thread.pk))

    def refused(self, form, problems, status: int) -> HttpResponse:
        """Show the form as it was filled in."""
        context = self.get_context_data(form=form, problems=problems)
        return self.render_to_response(context, status=status)

    def form(self, data=None) -> AskForm:
        """Return the form for this person."""
        is_officer = self.request.access.is_visit
        return AskForm(data, colleagues=self.colleagues(), is_officer=is_officer)

    def get_context_data(self, **kwargs) -> dict:
        """Say what it will be about."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        about = self.about(data)
        if not about.kind:
            raise Http404
        kwargs.setdefault("form", None)
        kwargs["form"] = kwargs["form"] or self.form()
        return super().get_context_data(
            topic=self.topic(about),
            kind=about.kind,
            value=about.question or about.fields[about.kind].pk,
            may_talk=self.may_talk,
            over=over_sentence(),
            **kwargs,
        )


class Talk(TalkMixin, TemplateView):
    """One conversation, whole."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/review/talk.html"

    def setup(self, request, *args, **kwargs) -> None:
        """Find the conversation in this year."""
        super().setup(request, *args, **kwargs)
        try:
            self.thread = thread_in(self.assessment, kwargs["thread"])
        except ReviewThread.DoesNotExist as error:
            raise Http404 from error
        self.thread.assessment = self.assessment

    def get_context_data(self, **kwargs) -> dict:
        """Gather what was said, and what this person can do. At most six queries."""
        face = self.face(self.thread)
        kwargs.setdefault("form", None)
        if kwargs["form"] is None and face.may_reply:
            kwargs["form"] = RemarkForm(colleagues=self.colleagues())
        about = about_of(self.thread)
        return super().get_context_data(
            face=face,
            notes=self.notes(about),
            over="" if face.is_going else over_sentence(),
            kind=about.kind,
            value=about.question or about.fields[about.kind].pk,
            **kwargs,
        )

    def refused(self, text: str, *, status: int = 409, form=None, problems=()) -> HttpResponse:
        """Show the page again with what is wrong; what was typed stays."""
        lines = list(problems) or [Line(text, "")]
        context = self.get_context_data(form=form, problems=lines)
        return self.render_to_response(context, status=status)


class Reply(Talk):
    """Say something in a conversation: from its own page, or from the question it is about."""

    grants = {"post": Permission.CONVERSE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Add the remark."""
        sent = request.POST.copy()
        if beside := request.POST.get(f"talk-{self.thread.pk}"):
            sent["text"] = beside
        form = RemarkForm(sent, colleagues=self.colleagues())
        if not form.is_valid():
            return self.refused("", status=422, form=form, problems=problems_in(form))
        try:
            threads.reply(
                self.thread, form.cleaned_data["text"], by=request.user, mentions=form.called
            )
        except threads.NotNow:
            return self.refused(over_sentence(), form=form)
        except threads.AlreadySettled:
            return self.refused(settled_sentence(), form=form)
        messages.success(request, _("Uw bericht is verstuurd."))
        if beside:
            return redirect(self.topic(about_of(self.thread)).url)
        return redirect(self.url_of("talk", self.thread.pk))


class Settle(Talk):
    """End a conversation, or open it again."""

    grants = {"post": Permission.CONVERSE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says."""
        act = request.POST.get("state", "")
        try:
            if act == "again":
                threads.unsettle(self.thread, by=request.user)
            elif act in (T.ACCEPTED, T.DISAGREED):
                threads.settle(self.thread, act, by=request.user)
            else:
                return self.refused(_("Kies een van de knoppen."), status=422)
        except threads.NotNow:
            return self.refused(over_sentence())
        except threads.AlreadySettled:
            return self.refused(settled_sentence())
        except threads.NotYetAnswered:
            return self.refused(_("Wacht eerst op een antwoord: nu sprak nog maar één van beide."))
        except threads.NotYoursToSettle:
            return self.refused(_("Het secretariaat begon dit gesprek en sluit het ook af."))
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url_of("talk", self.thread.pk))


class InReport(Talk):
    """Let a conversation be printed in the report, or not."""

    grants = {"post": Permission.CONVERSE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says."""
        try:
            threads.put_in_report(
                self.thread, request.POST.get("in_report") == "1", by=request.user
            )
        except threads.NotNow:
            return self.refused(over_sentence())
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url_of("talk", self.thread.pk))


class Internal(TalkMixin, TemplateView):
    """The secretariat's own notes at a file: a page apart, so that nothing is sent by mistake."""

    grants = {"get": Permission.FILE_REVIEW, "post": Permission.FILE_REVIEW}
    template_name = "diligence/review/internal.html"

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Keep the note."""
        about, form = self.about(request.POST), InternalForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form, problems=problems_in(form))
            return self.render_to_response(context, status=422)
        text = form.cleaned_data["text"]
        threads.note_internally(self.assessment, about, text, by=request.user)
        messages.success(request, _("Uw interne notitie is bewaard."))
        return redirect(self.url_of("internal"))

    def get_context_data(self, **kwargs) -> dict:
        """Gather the notes, and say what the next one will be about."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        about = self.about(data)
        kwargs.setdefault("form", InternalForm())
        return super().get_context_data(
            notes=self.notes(),
            topic=self.topic(about),
            kind=about.kind,
            value=about.question or (about.kind and about.fields[about.kind].pk),
            **kwargs,
        )


def over_sentence() -> str:
    """Return why nothing can be said any more."""
    return _("Over dit dossier is besloten. Het gesprek is daarmee voorbij.")


def settled_sentence() -> str:
    """Return why nothing can be added."""
    return _("Dit gesprek is net afgesloten. Begin een nieuw gesprek als u nog iets wilt vragen.")
