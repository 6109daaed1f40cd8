"""One risk: why it is seen, how it is weighed, and what else is decided about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.catalogues import Entry, catalogue
from diligence.models import Action, Risk
from diligence.reports.risk_words import PARTS, in_one_line, name_of
from diligence.services.answers import AssessmentClosed
from diligence.services.plan.for_risks import needs_action, offers_for
from diligence.services.plan.links import actions_of_risk
from diligence.services.review.threads import About
from diligence.services.risks import weighing
from diligence.services.risks.knowledge import known_now
from diligence.services.risks.weighing import StaleRisk, last_weighed, weigh
from diligence.views.faces.actions import ActionFace
from diligence.views.faces.lines import Line
from diligence.views.faces.status import closed_sentence
from diligence.views.review.faces import talks_about
from diligence.views.risks.faces import outcome_words, risk_face, risk_url
from diligence.views.risks.forms import (
    ConsultForm,
    MergeForm,
    NoActionForm,
    PutOffForm,
    RejectForm,
    WeighForm,
    problems_in,
)
from diligence.views.risks.reasons import why_of
from diligence.views.risks.register import RisksMixin


@dataclass(frozen=True, slots=True)
class PartFace:
    """One of the four parts as a question: its levels in words, with an example each."""

    name: str
    label: str
    asks: str
    levels: Sequence[tuple[str, Entry]]
    chosen: str
    suggested: str
    errors: Sequence[str]


class RiskMixin(RisksMixin):
    """A page about one risk of the year; another year's or company's is not there."""

    template_name = "diligence/risks/risk.html"

    @cached_property
    def risk(self) -> Risk:
        """Return the risk of the address, or answer 404. One query."""
        found = Risk.objects.of_file(self.assessment).filter(pk=self.kwargs["pk"])
        risk = found.select_related("weighed_by", "decided_by", "merged_into").first()
        if risk is None:
            raise Http404
        risk.assessment = self.assessment
        return risk

    @cached_property
    def before(self) -> Risk | None:
        """Return the risk as it stood in the newest earlier year that weighed it."""
        return last_weighed(self.assessment, [self.risk]).get(self.risk.lineage)

    @cached_property
    def kept(self) -> list[Risk]:
        """Return the kept risks of the year in their order."""
        found = Risk.objects.of_file(self.assessment).kept().in_order()
        return list(found.defer("reasons", "description"))

    def get_context_data(self, **kwargs) -> dict:
        """Gather the risk; forms that were refused come in as they were posted."""
        risk = self.risk
        number = next((n for n, one in enumerate(self.kept, 1) if one.pk == risk.pk), 0)
        form = kwargs.get("form") or WeighForm.of(risk, self.before)
        own = {
            "risk": risk,
            "face": risk_face(
                risk, number, self.assessment, self.before, has_action=self.has_action
            ),
            **self.plan(),
            "theme": catalogue("themes").get(risk.theme),
            "why": why_of(risk.metal, risk.country, risk.reasons, timezone.localdate().year),
            "count": len(self.kept),
            "outcome": outcome_words(risk),
            "form": form,
            "parts": self.parts(form),
            "involvements": catalogue("involvements"),
            "involved": form["involvement"].value() or "",
            "required": catalogue("involvements").get(risk.involvement),
            "weighings": risk.weighings.select_related("by").order_by("-at"),
            "before": self.before,
            "consultations": risk.consultations.select_related("added_by").order_by("-on", "pk"),
            "merged": [self.named(one) for one in risk.merged.order_by("theme", "pk")],
            "may_decide": self.may_change and risk.state == Risk.State.KEPT,
            "about": talks_about(self.assessment, About(risk=risk), self.request.access),
            **self.small_forms(),
        }
        return super().get_context_data(**own | kwargs)

    def parts(self, form: WeighForm) -> list[PartFace]:
        """Return the four parts as questions."""
        levels = list(catalogue("risk_levels"))
        suggested = self.suggested()
        return [
            PartFace(
                name=part,
                label=name_of("risk_parts", part),
                asks=catalogue("risk_parts").entry(part).get("asks"),
                levels=[(str(one.get("level")), one) for one in levels if one.get("part") == part],
                chosen=form[part].value() or "",
                suggested=suggested.get(part, ""),
                errors=form.errors.get(part, []),
            )
            for part in PARTS
        ]

    def suggested(self) -> Mapping[str, str]:
        """Return where weighing starts, of a risk that nobody weighed this year."""
        theme = known_now().themes.get(self.risk.theme)
        if theme is None or self.risk.weight is not None:
            return {}
        return {"scale": str(theme.scale), "irremediable": str(theme.irremediable)}

    @cached_property
    def actions(self) -> list[Action]:
        """Return the actions for this risk, of whichever year. One query."""
        return actions_of_risk(self.risk)

    @property
    def has_action(self) -> bool:
        """Tell whether something is being done about it."""
        return any(action.is_open for action in self.actions)

    def plan(self) -> dict:
        """Return what is done about the risk and what could be. A plan is worked on all year."""
        today = timezone.localdate()
        return {
            "actions": [ActionFace(action, today) for action in self.actions],
            "offers": offers_for(self.risk, self.actions),
            "lacks_action": needs_action(self.risk) and not self.has_action,
            "may_plan": self.request.access.may(Permission.ANSWERS_CHANGE)
            and self.risk.state == Risk.State.KEPT,
        }

    def small_forms(self) -> dict[str, BaseForm]:
        """Return the forms beside the weighing, empty."""
        return {
            "reject_form": RejectForm(),
            "merge_form": MergeForm(targets=self.targets()),
            "later_form": PutOffForm(),
            "consult_form": ConsultForm(),
            "no_action_form": NoActionForm(initial={"why_not": self.risk.no_action_reason}),
        }

    def targets(self) -> list[tuple[str, str]]:
        """Return the risks that this one can go on in."""
        return [(str(one.pk), self.named(one)) for one in self.kept if one.pk != self.risk.pk]

    def named(self, risk: Risk) -> str:
        """Return a risk in one line: its name and its place."""
        return in_one_line(risk)

    def done(self, sentence: str, *, to_register: bool = False) -> HttpResponse:
        """Say what was done and go back."""
        messages.success(self.request, sentence)
        return redirect(self.register_url if to_register else risk_url(self.assessment, self.risk))

    def next_to_weigh(self) -> Risk | None:
        """Return the first risk that nobody weighed yet."""
        return next((one for one in self.kept if one.weight is None), None)


class RiskPage(RiskMixin, TemplateView):
    """The page of a risk, with the form that weighs it."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, year, pk) -> HttpResponse:
        """Keep the weighing; go on with the next risk when that was asked."""
        form = WeighForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form, problems=problems_in(form))
            return self.render_to_response(context, status=422)
        seen = form.cleaned_data["version"]
        try:
            weigh(self.risk, form.judgement(), seen=seen, by=request.user)
        except StaleRisk as stale:
            return self.stale(form, stale.risk)
        except weighing.NotKept:
            text = _("Dit risico staat niet meer in uw register. Zet het eerst terug.")
            return self.not_now(form, text, 409)
        except AssessmentClosed as closed:
            return self.not_now(form, closed_sentence(closed.status), 409)
        del self.risk
        following = self.next_to_weigh() if "next" in request.POST else None
        if following is not None:
            messages.success(request, _("Uw weging is opgeslagen. Dit is het volgende risico."))
            return redirect(risk_url(self.assessment, following))
        return self.done(_("Uw weging is opgeslagen."), to_register="next" in request.POST)

    def stale(self, form: WeighForm, stands: Risk) -> HttpResponse:
        """Show what a colleague saved beside what was typed; saving again replaces it."""
        del self.risk
        typed = form.data.copy()
        typed["version"] = str(stands.version)
        words = {"who": stands.weighed_by or _("een collega")}
        text = _(
            "%(who)s veranderde dit risico terwijl u bezig was. Bovenaan staat wat nu geldt, "
            "hieronder wat u invulde. Sla opnieuw op als uw weging moet gelden."
        )
        return self.not_now(WeighForm(typed), text % words, 409)

    def not_now(self, form: WeighForm, text: str, status: int) -> HttpResponse:
        """Show the form as it was filled in, and why it was not kept."""
        context = self.get_context_data(form=form, problems=[Line(text, "")])
        return self.render_to_response(context, status=status)
