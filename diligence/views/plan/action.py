"""One action: what it says, its history, its measurements, and every way to work on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.answer_text import date_text
from diligence.models import Action, ActionStep
from diligence.plan.delay import ReasonNeeded
from diligence.plan.status import IllegalMove
from diligence.plan.trend import Point, in_time, share_of_way
from diligence.services.plan import actions as services
from diligence.services.plan.links import newest_file, newest_rows
from diligence.services.review.threads import About
from diligence.templatetags.diligence import page_language
from diligence.views.faces.actions import ActionFace, field_of, lack_in_words, moves_of, to_do
from diligence.views.faces.courses import course_of, leverage_in_words
from diligence.views.faces.lines import Line
from diligence.views.plan.faces import AimFace, aims_of, choices_of
from diligence.views.plan.forms import ActionForm, HelpForm, MeasureForm, MoveForm, NewDayForm
from diligence.views.plan.mixins import PlanMixin
from diligence.views.review.faces import talks_about


class ActionPage(PlanMixin, TemplateView):
    """One action, for who may read the file; with its forms for who may change it."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/plan/action.html"

    def get_context_data(self, *, action: Action | None = None, **kwargs) -> dict:
        """Gather the action. Seven queries; three more for who may change what it is for."""
        action = action or self.action()
        every = action.links.select_related("supplier", "risk")
        links = list(every.order_by("question", "pk"))
        file = newest_file(self.request.company)
        measurements = list(action.measurements.order_by("measured_on"))
        points = in_time([Point(one.measured_on, one.value) for one in measurements])
        share = share_of_way(action.baseline, action.target, points[-1].value) if points else None
        context = {
            "action": action,
            "face": ActionFace(action, self.today),
            "aims": self.aims(links, file),
            "choices": choices_of(file, links, self.request.company) if self.may_change else None,
            "needs_day": action.is_late(self.today),
            "day_form": NewDayForm(initial={"version": action.version}, today=self.today),
            "to_do": to_do(action, has_link=bool(links)) if action.is_open else [],
            "moves": moves_of(action),
            "steps": self.steps(action),
            "measurements": measurements[::-1],
            "percent": None if share is None else int(share * 100),
            "chart": course_of(action, measurements) if measurements else None,
            "leverage": leverage_in_words(action.leverage),
            "form": ActionForm.of(action, self.request.company),
            "measure_form": MeasureForm(today=self.today),
            "help_form": HelpForm(),
            "about": talks_about(file, About(action=action), self.request.access),
        }
        return super().get_context_data(**context | kwargs)

    def aims(self, links, file) -> list[AimFace]:
        """Return what the action is for. One query when a risk is among it."""
        company = self.request.company
        return aims_of(links, file, newest_rows(links, company), company.slug)

    def steps(self, action: Action) -> list[tuple[ActionStep, str, str]]:
        """Return the history, newest first, with stands and days in words."""
        labels = dict(Action.Status.choices)

        def told(step: ActionStep, stand: str) -> str:
            is_day = step.kind == ActionStep.Kind.DELAYED and stand
            return date_text(stand, page_language()) if is_day else str(labels.get(stand, stand))

        return [
            (step, told(step, step.before), told(step, step.after))
            for step in action.steps.select_related("by").order_by("-at", "pk")
        ]

    def stale(self, stale: services.StaleAction, **context) -> HttpResponse:
        """Say that a colleague was first: what stands is shown, what was typed is in the form."""
        text = _(
            "Een collega wijzigde deze actie net. Hierboven staat de nieuwste versie. Kijk of uw "
            "wijziging nog nodig is en sla dan opnieuw op."
        )
        stale.action.company = self.request.company
        return self.refuse(412, action=stale.action, problems=[Line(text, "")], **context)


class Change(ActionPage):
    """Write an action anew."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Save it, or show the form again with what is wrong."""
        action = self.action()
        form = ActionForm(request.POST, company=request.company)
        if not form.is_valid():
            return self.refuse(422, action=action, form=form, is_open=True)
        seen = form.cleaned_data["version"] or 0
        reason = form.cleaned_data["reason"]
        try:
            services.change_action(
                action, form.details(), seen=seen, by=request.user, reason=reason
            )
        except services.StaleAction as stale:
            typed = request.POST.copy()
            typed["version"] = str(stale.action.version)
            again = ActionForm(typed, company=request.company)
            return self.stale(stale, form=again, is_open=True)
        except ReasonNeeded:
            form.add_error(
                "reason", _("Zeg waarom het weer later wordt: dit is niet de eerste keer.")
            )
            return self.refuse(422, action=action, form=form, is_open=True)
        except services.NotPlanned as short:
            for lack in short.lacks:
                form.add_error(field_of(lack), lack_in_words(lack))
            return self.refuse(422, action=action, form=form, is_open=True)
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url_of(action))


class Move(ActionPage):
    """Move an action along."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Move it, or say what it needs first."""
        action = self.action()
        form = MoveForm(request.POST)
        if not form.is_valid():
            return self.refuse(422, action=action, problems=[Line(_("Kies een stap."), "#stappen")])
        said = form.cleaned_data
        try:
            services.move_action(
                action, said["status"], seen=said["version"], by=request.user, text=said["text"]
            )
        except services.StaleAction as stale:
            return self.stale(stale)
        except IllegalMove:
            text = _("Die stap kan nu niet. Kijk hieronder hoe de actie ervoor staat.")
            return self.refuse(409, action=action, problems=[Line(text, "#stappen")])
        except services.WordsNeeded:
            text = _("Vul bij deze stap in waarom, of wat ervan kwam.")
            return self.refuse(
                422, action=action, problems=[Line(text, "#stappen")], asked=said["status"]
            )
        except services.NotPlanned as short:
            problems = [Line(lack_in_words(one), f"#id_{field_of(one)}") for one in short.lacks]
            return self.refuse(422, action=action, problems=problems, is_open=True)
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url_of(action))


class Measure(ActionPage):
    """Write down the indicator on a day."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Save the measurement; a day measured before is corrected."""
        action = self.action()
        form = MeasureForm(request.POST, today=self.today)
        if not form.is_valid():
            return self.refuse(422, action=action, measure_form=form)
        said = form.cleaned_data
        services.measure_action(
            action, said["measured_on"], said["value"], by=request.user, note=said["note"]
        )
        messages.success(request, _("De meting is bewaard."))
        return redirect(f"{self.url_of(action)}#metingen")


class Help(ActionPage):
    """Ask for help, or say that it is no longer needed."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Ask the secretariat, or take the call back."""
        action = self.action()
        form = HelpForm(request.POST)
        if "solved" in request.POST:
            services.end_help(action, by=request.user, text=request.POST.get("text", "")[:2000])
            messages.success(request, _("Fijn dat u weer verder kunt."))
            return redirect(self.url_of(action))
        form.fields["text"].required = True
        if not form.is_valid():
            return self.refuse(422, action=action, help_form=form)
        services.ask_help(action, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Het secretariaat ziet nu dat u hulp vraagt."))
        return redirect(self.url_of(action))
