"""The register: what is proposed, what the company keeps in its order, and the heat map."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.models import Risk
from diligence.reports.risk_words import likelihood_word, name_of, severity_word
from diligence.risks.heat import heat_map
from diligence.services.answers import AssessmentClosed
from diligence.services.plan.links import covered
from diligence.services.risks import register
from diligence.services.risks.knowledge import Proposed, proposed_for
from diligence.services.risks.weighing import last_weighed
from diligence.services.years_before import risks_before
from diligence.views.base import AssessmentMixin
from diligence.views.faces.lines import Line
from diligence.views.faces.status import closed_sentence
from diligence.views.risks.faces import RiskFace, proposal_face, risk_face, risk_url
from diligence.views.risks.forms import OwnRiskForm, RejectForm, problems_in
from diligence.views.risks.words import heat_word

A_PAGE = 50
CARDS = 3
"""So many proposals stand above the register; the others have their own pages."""
CARDS_A_PAGE = 24
MOST_NUMBERS = 4
"""So many risks of one cell of the heat map are named; more are counted."""
KEPT, LATER, REJECTED, MERGED = "", "later", "rejected", "merged"


@dataclass(frozen=True, slots=True)
class HeatFace:
    """A cell of the heat map: its heat in words, and the risks in it."""

    heat: int
    word: str
    numbers: Sequence[tuple[int, str]]
    """Place in the order, and the address of the risk; empty when there are too many."""
    count: int
    url: str
    label: str


class RisksMixin(AssessmentMixin):
    """A page of the register of one year."""

    @property
    def may_change(self) -> bool:
        """Tell whether this person may change the register now."""
        may = self.request.access.may(Permission.ANSWERS_CHANGE)
        return may and self.assessment.is_open

    @property
    def closed(self) -> str:
        """Return why nothing can change, to who otherwise might."""
        may = self.request.access.may(Permission.ANSWERS_CHANGE)
        return (
            closed_sentence(self.assessment.status) if may and not self.assessment.is_open else ""
        )

    @property
    def register_url(self) -> str:
        """Return the address of the register."""
        return reverse("diligence:risks", args=[self.request.company.slug, self.kwargs["year"]])

    def get_context_data(self, **kwargs) -> dict:
        """Add what every page of the register shows."""
        own = {"may_change": self.may_change, "closed": self.closed}
        return super().get_context_data(**own | kwargs)

    def refused(self, text: str, url: str = "") -> HttpResponse:
        """Show the page again and say that nothing changed, and why."""
        status = 422 if self.assessment.is_open else 409
        context = self.get_context_data(problems=[Line(text, url)])
        return self.render_to_response(context, status=status)


class Register(RisksMixin, TemplateView):
    """The register of a year."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/risks/register.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the register; as many queries for three risks as for three hundred."""
        page = Paginator(self.shown, A_PAGE).get_page(self.request.GET.get("page"))
        context = {
            "page": page,
            "query": self.query,
            "rows": self.faces(page.object_list),
            "show": self.show,
            "counts": self.counts(),
            "rows_of_heat": self.heat(),
            "likelihoods": [(level, likelihood_word(level)) for level in range(1, 6)],
            "legend": [(level, heat_word(level)) for level in range(1, 6)],
            "cell": self.cell_in_words(),
            "earlier": self.earlier(),
            **self.proposals(),
        }
        return super().get_context_data(**context | kwargs)

    @cached_property
    def risks(self) -> list[Risk]:
        """Return all risks of the year in their order. One query."""
        found = Risk.objects.of_file(self.assessment).in_order().defer("reasons", "description")
        return list(found.annotate(asked=Count("consultations", distinct=True)))

    @cached_property
    def kept(self) -> list[Risk]:
        """Return the risks that the company works with."""
        return [risk for risk in self.risks if risk.state == Risk.State.KEPT]

    @cached_property
    def places(self) -> dict:
        """Return the place in the order of each kept risk."""
        return {risk.pk: number for number, risk in enumerate(self.kept, 1)}

    @property
    def show(self) -> str:
        """Return which risks the address asks for."""
        asked = self.request.GET.get("show", KEPT)
        return asked if asked in (LATER, REJECTED, MERGED) else KEPT

    @property
    def cell(self) -> tuple[int, int] | None:
        """Return the cell of the heat map that the address asks for: `?cell=5-4`."""
        parts = self.request.GET.get("cell", "").split("-")
        sound = len(parts) == 2 and all(part in ("1", "2", "3", "4", "5") for part in parts)
        return (int(parts[0]), int(parts[1])) if sound else None

    @property
    def query(self) -> str:
        """Return the filters as they stand in the address."""
        if self.cell:
            return "cell={}-{}&".format(*self.cell)
        return f"show={self.show}&" if self.show else ""

    @property
    def shown(self) -> list[Risk]:
        """Return the risks that the address asks for, in their order."""
        if self.show in (REJECTED, MERGED):
            return [risk for risk in self.risks if risk.state == self.show]
        if self.show == LATER:
            return [risk for risk in self.kept if risk.put_off_until]
        if self.cell:
            return [risk for risk in self.kept if (risk.severity, risk.likelihood) == self.cell]
        return self.kept

    def counts(self) -> list[tuple[str, str, int]]:
        """Return the choices of what to show, with how many there are of each."""
        states = [risk.state for risk in self.risks]
        later = sum(risk.put_off_until is not None for risk in self.kept)
        return [
            (KEPT, _("In het register"), len(self.kept)),
            (LATER, _("Voor later"), later),
            (REJECTED, _("Past niet bij ons"), states.count(Risk.State.REJECTED)),
            (MERGED, _("Samengevoegd"), states.count(Risk.State.MERGED)),
        ]

    def faces(self, risks: Sequence[Risk]) -> list[RiskFace]:
        """Return risks as lines, beside how they stood in an earlier year. Two queries."""
        before = last_weighed(self.assessment, risks)
        planned = covered(self.request.company)
        return [
            risk_face(
                risk,
                self.places.get(risk.pk, 0),
                self.assessment,
                before.get(risk.lineage),
                has_action=risk.lineage in planned,
            )
            for risk in risks
        ]

    def heat(self) -> list[tuple[int, str, list[HeatFace]]]:
        """Return the rows of the heat map, the gravest on top."""
        weighed = [risk for risk in self.kept if risk.severity]
        by_number = {self.places[risk.pk]: risk for risk in weighed}
        cells = heat_map((n, risk.severity, risk.likelihood) for n, risk in by_number.items())
        return [
            (severity, severity_word(severity), [self.heat_face(one, by_number) for one in row])
            for severity, row in cells
        ]

    def heat_face(self, cell, by_number: dict[int, Risk]) -> HeatFace:
        """Return a cell as the page draws it."""
        few = len(cell.numbers) <= MOST_NUMBERS
        words = {
            "severity": severity_word(cell.severity),
            "likelihood": likelihood_word(cell.likelihood),
        }
        return HeatFace(
            heat=cell.heat,
            word=heat_word(cell.heat),
            numbers=[
                (number, risk_url(self.assessment, by_number[number]))
                for number in (cell.numbers if few else ())
            ],
            count=len(cell.numbers),
            url=f"{self.register_url}?cell={cell.severity}-{cell.likelihood}#lijst",
            label=_("ernst %(severity)s, kans %(likelihood)s") % words,
        )

    def cell_in_words(self) -> str:
        """Return which cell the list is narrowed to."""
        if not self.cell:
            return ""
        severity, likelihood = self.cell
        words = {"severity": severity_word(severity), "likelihood": likelihood_word(likelihood)}
        return _("Ernst: %(severity)s, kans: %(likelihood)s") % words

    def earlier(self) -> int | None:
        """Return the year whose risks can be taken along; None when that was done or is empty."""
        if not self.may_change or any(risk.is_taken_along for risk in self.risks):
            return None
        source = risks_before(self.assessment)
        return source.cycle.year if source else None

    def proposals(self) -> dict:
        """Return the proposals that wait, a few or a page of them. Two queries."""
        found: Proposed = proposed_for(self.assessment, self.risks)
        shows_all = "proposals" in self.request.GET
        counts = Counter(one.metal for one in found.waiting)
        metal = self.request.GET.get("metal", "") if shows_all else ""
        metal = metal if metal in counts else ""
        wanted = [one for one in found.waiting if not metal or one.metal == metal]
        number = self.request.GET.get("page") if shows_all else 1
        page = Paginator(wanted, CARDS_A_PAGE if shows_all else CARDS).get_page(number)
        year = timezone.localdate().year
        named = [(key, name_of("metals", key), count) for key, count in counts.items()]
        return {
            "proposed": found,
            "proposal_page": page,
            "proposal_query": "proposals=1&" + (f"metal={metal}&" if metal else ""),
            "shows_all": shows_all,
            "metal": metal,
            "metals": sorted(named, key=lambda one: one[1]),
            "cards": [proposal_face(one, found.known, year) for one in page.object_list],
        }


class Propose(Register):
    """Take a proposal into the register, or say that it does not fit."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, year) -> HttpResponse:
        """Decide on the proposal that the form names."""
        key = request.POST.get("proposal", "")[:30]
        try:
            return self.decline(key) if "reason" in request.POST else self.accept(key)
        except register.NoSuchProposal:
            return self.refused(
                _("Dit voorstel is er niet meer: uw keten of de lijsten zijn veranderd.")
            )
        except register.TooManyRisks:
            return self.refused(too_many())
        except AssessmentClosed as closed:
            return self.refused(closed_sentence(closed.status))

    def accept(self, key: str) -> HttpResponse:
        """Take it, and go on to weigh it."""
        risk = register.accept(self.assessment, key, by=self.request.user)
        messages.success(self.request, _("Het risico staat in uw register. Weeg het hieronder."))
        return redirect(risk_url(self.assessment, risk))

    def decline(self, key: str) -> HttpResponse:
        """Keep why it does not fit."""
        form = RejectForm(self.request.POST)
        if not form.is_valid():
            anchor = "v-" + key.replace("/", "-")
            context = self.get_context_data(
                problems=[Line(form.errors["reason"][0], f"#{anchor}-reason")],
                declined=key,
                declined_reason=self.request.POST["reason"],
            )
            return self.render_to_response(context, status=422)
        register.decline(self.assessment, key, form.cleaned_data["reason"], by=self.request.user)
        messages.success(
            self.request, _("Het voorstel is weggelegd. U vindt het bij “Past niet bij ons”.")
        )
        return redirect(self.register_url)


class Carry(Register):
    """Take last year's risks along."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, year) -> HttpResponse:
        """Copy them, still to be weighed."""
        try:
            count = register.carry_over(self.assessment, by=request.user)
        except register.NothingToCarryOver:
            return self.refused(_("Er zijn geen risico’s van vorig jaar om mee te nemen."))
        except register.TooManyRisks:
            return self.refused(too_many())
        except AssessmentClosed as closed:
            return self.refused(closed_sentence(closed.status))
        said = ngettext(
            "%(count)s risico is meegenomen. Weeg het opnieuw; vorig jaar staat ernaast.",
            "%(count)s risico’s zijn meegenomen. Weeg ze opnieuw; vorig jaar staat ernaast.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect(self.register_url)


class AddRisk(RisksMixin, TemplateView):
    """Add a risk that nobody proposed."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/risks/add.html"

    def get_context_data(self, **kwargs) -> dict:
        """Show the form, empty or as it was posted."""
        return super().get_context_data(**{"form": OwnRiskForm()} | kwargs)

    def post(self, request, company, year) -> HttpResponse:
        """Add it, and go on to weigh it."""
        form = OwnRiskForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form, problems=problems_in(form))
            return self.render_to_response(context, status=422)
        try:
            risk = register.add_own(self.assessment, form.own(), by=request.user)
        except (register.TooManyRisks, AssessmentClosed) as error:
            closed = isinstance(error, AssessmentClosed)
            text = closed_sentence(error.status) if closed else too_many()
            context = self.get_context_data(form=form, problems=[Line(text, "")])
            return self.render_to_response(context, status=409 if closed else 422)
        messages.success(request, _("Het risico staat in uw register. Weeg het hieronder."))
        return redirect(risk_url(self.assessment, risk))


def too_many() -> str:
    """Return that the register is full."""
    return _(
        "Uw register is vol: het houdt hoogstens %(most)s risico’s. Voeg eerst risico’s samen."
    ) % {"most": register.MOST_RISKS}
