"""Where a file stands: its steps, what may follow, and more time."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.models import Assessment, Extension, Side
from diligence.services import states
from diligence.services.review import extensions
from diligence.services.review.reading import steps_of, waiting_count
from diligence.services.states import Step, steps_from
from diligence.views.faces.lines import Line
from diligence.views.review.forms import AskTimeForm, DecideForm, ReasonForm
from diligence.views.review.talks import TalkMixin
from diligence.views.review.words import done_sentence, step_words
from diligence.views.risks.forms import problems_in

TAKEN: dict[str, Callable[..., Any]] = {
    "taken_back": states.take_back,
    "sent_back": states.ask_questions,
    "accepted": states.accept,
    "reopened": states.reopen,
    "closed": states.close,
    "unclosed": states.unclose,
}
"""Handing in has a page of its own (`check`)."""


class State(TalkMixin, TemplateView):
    """The states of a file as both sides see them, with what each may do now."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/review/state.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather steps and requests. At most five queries."""
        access, file = self.request.access, self.assessment
        side = Side.SECRETARIAT if access.is_visit else Side.COMPANY
        steps = [one for one in steps_from(file.status, access.grants, side) if one.verb in TAKEN]
        requests = list(Extension.objects.of_file(file).select_related("asked_by", "decided_by"))
        waits = next((one for one in requests if one.state == Extension.State.WAITING), None)
        may_ask = access.may(Permission.ANSWERS_CHANGE) and file.submitted_at is None
        kwargs.setdefault("time_form", AskTimeForm(auto_id="id_time_%s"))
        if waits is not None:
            given = {"until": waits.until}
            kwargs.setdefault("decide_form", DecideForm(initial=given, auto_id="id_decide_%s"))
        forms = kwargs.pop("reason_forms", {})
        return super().get_context_data(
            taken=[(one, Assessment.Status(one.after).label) for one in steps_of(file)],
            steps=[
                (one, step_words(one), forms.get(one.verb) or reason_form(one)) for one in steps
            ],
            requests=requests,
            waits=waits,
            may_ask_time=may_ask and waits is None,
            may_withdraw=access.may(Permission.ANSWERS_CHANGE),
            may_decide=access.may(Permission.FILE_REVIEW) and waits is not None,
            waiting=waiting_count(file),
            status_words=file.get_status_display(),
            **kwargs,
        )

    def refused(self, problems: list[Line], status: int, **context) -> HttpResponse:
        """Show the page again with what is wrong; what was typed stays."""
        context = self.get_context_data(problems=problems, **context)
        return self.render_to_response(context, status=status)

    def done(self, text: str) -> HttpResponse:
        """Say what was done, on the page."""
        messages.success(self.request, text)
        return redirect(self.url_of("state"))


class TakeStep(State):
    """Take a step: the secretariat's buttons, and taking back what was handed in."""

    grants = {"post": Permission.FILE_VIEW}
    """Who may do which is in the table of steps; asked below."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take it, or say why not."""
        access, verb = request.access, kwargs["verb"]
        if verb not in TAKEN:
            raise Http404
        side = Side.SECRETARIAT if access.is_visit else Side.COMPANY
        step = next((one for one in states.STEPS if one.verb == verb), None)
        if step is None or step.by != side or not access.may(step.may):
            return self.refused([Line(_("Uw rol laat deze stap niet toe."), "")], 403)
        form = reason_form(step, request.POST)
        if form is not None and not form.is_valid():
            return self.refused(problems_in(form), 422, reason_forms={verb: form})
        words = [form.cleaned_data["reason"]] if form is not None else []
        try:
            TAKEN[verb](self.assessment, *words, by=request.user)
        except states.IllegalStep:
            text = _("Dit dossier staat intussen anders. Kijk hieronder hoe het nu staat.")
            self.assessment.refresh_from_db(fields=["status"])
            return self.refused([Line(text, "")], 409)
        except states.NothingAsked:
            text = _("Stel eerst een vraag bij een antwoord: nu wacht er niets op het bedrijf.")
            return self.refused([Line(text, "")], 409, reason_forms={verb: form})
        except states.StillTalking:
            text = _("Er is nog een gesprek dat niet is afgesloten. Sluit dat eerst af.")
            line = Line(text, self.url_of("talks"))
            return self.refused([line], 409, reason_forms={verb: form})
        return self.done(done_sentence(step))


class AskTime(State):
    """Ask for more time."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Send the request."""
        form = AskTimeForm(request.POST, auto_id="id_time_%s")
        if not form.is_valid():
            return self.refused(problems_in(form), 422, time_form=form)
        said = form.cleaned_data
        try:
            extensions.ask_for_time(self.assessment, said["until"], said["reason"], by=request.user)
        except extensions.NotLater as refusal:
            form.add_error("until", later_than(refusal))
            return self.refused(problems_in(form), 422, time_form=form)
        except extensions.AlreadyAsked:
            text = _(
                "Er wacht al een verzoek om uitstel. Het secretariaat beslist daar eerst over."
            )
            return self.refused([Line(text, "")], 409, time_form=form)
        except extensions.AlreadyHandedIn:
            text = _("Uw dossier is al ingediend: uitstel is niet meer nodig.")
            return self.refused([Line(text, "")], 409, time_form=form)
        return self.done(_("Uw verzoek om uitstel is verstuurd."))


class OneRequest(State):
    """A view of one request for more time; one of another year or company is a 404."""

    def setup(self, request, *args, **kwargs) -> None:
        """Find it."""
        super().setup(request, *args, **kwargs)
        mine = Extension.objects.of_file(self.assessment)
        self.asked = get_object_or_404(mine, pk=kwargs["pk"])
        self.asked.assessment = self.assessment

    def was_decided(self) -> HttpResponse:
        """Say that somebody was first."""
        text = _("Over dit verzoek is intussen al besloten.")
        return self.refused([Line(text, "")], 409)


class Withdraw(OneRequest):
    """Take a request back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take it back."""
        try:
            extensions.withdraw(self.asked, by=request.user)
        except extensions.AlreadyDecided:
            return self.was_decided()
        return self.done(_("Uw verzoek om uitstel is ingetrokken."))


class Decide(OneRequest):
    """Give more time until a day, or refuse it with a reason."""

    grants = {"post": Permission.FILE_REVIEW}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says."""
        form = DecideForm(request.POST, auto_id="id_decide_%s")
        if not form.is_valid():
            return self.refused(problems_in(form), 422, decide_form=form)
        said = form.cleaned_data
        try:
            if "refuse" in request.POST:
                extensions.refuse(self.asked, said["answer"], by=request.user)
                return self.done(_("Het bedrijf krijgt geen uitstel. Uw reden staat erbij."))
            extensions.grant(self.asked, said["until"], said["answer"], by=request.user)
        except extensions.AlreadyDecided:
            return self.was_decided()
        except extensions.AlreadyHandedIn:
            text = _("Het dossier is al ingediend: uitstel is niet meer nodig.")
            return self.refused([Line(text, "")], 409, decide_form=form)
        except extensions.NotLater as refusal:
            form.add_error("until", later_than(refusal))
            return self.refused(problems_in(form), 422, decide_form=form)
        return self.done(_("Het bedrijf krijgt uitstel. De nieuwe datum geldt meteen."))


def reason_form(step: Step, data=None) -> ReasonForm | None:
    """Return the form of a step that needs a reason; None for another."""
    return ReasonForm(data, auto_id=f"id_{step.verb}_%s") if step.needs_reason else None


def later_than(refusal: extensions.NotLater) -> str:
    """Return which day is too early."""
    day = date_format(refusal.deadline, "j F Y")
    return _("Kies een dag na %(day)s.") % {"day": day}
