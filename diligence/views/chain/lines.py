"""The lines of the chain as a table: filled in by keyboard, changed, removed and put back."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.catalogues import catalogue
from diligence.models import Certainty, SourcingLine, Supplier
from diligence.services.answers import AssessmentClosed
from diligence.services.chain import chains
from diligence.services.chain import lines as services
from diligence.services.chain.suppliers import PerhapsKnown
from diligence.services.years_before import chain_before
from diligence.views.chain.base import ChainMixin
from diligence.views.chain.line_form import NEW, LineForm
from diligence.views.chain.words import (
    candidate_words,
    country_name,
    line_name,
    lines_in_words,
    metal_name,
    stage_name,
    tier_words,
)
from diligence.views.uploading import uuids

A_PAGE = 100
MOST_PROPOSED = 500
"""So many suppliers the browser proposes while somebody types."""
TONES = {
    Certainty.DOCUMENTED: ("ok", "file-text", gettext_lazy("document")),
    Certainty.TOLD: ("brand", "message-square", gettext_lazy("gezegd")),
    Certainty.ESTIMATE: ("warn", "circle-help", gettext_lazy("geschat")),
    Certainty.UNKNOWN: ("accent", "circle-dashed", gettext_lazy("niet bekend")),
}
"""How sure a line is, in one word: the tone and icon of its pill."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line in words."""

    line: SourcingLine
    metal: str
    stage: str
    country: str
    tier: str
    tone: str
    icon: str
    sure: str
    name: str


def row_of(line: SourcingLine) -> Row:
    """Return a line in words."""
    tone, icon, sure = TONES[Certainty(line.certainty)]
    return Row(
        line,
        metal_name(line.metal),
        stage_name(line.stage),
        country_name(line.country) if line.country else "",
        tier_words(line.tier),
        tone,
        icon,
        str(sure),
        line_name(line),
    )


class LinesMixin(ChainMixin):
    """The lines of this year that were not removed."""

    tab = "chain-lines"

    @property
    def lines(self):
        """Return them in the order of the table."""
        return SourcingLine.objects.of_file(self.assessment).in_order()

    def any_line(self) -> SourcingLine:
        """Return the line of the address, removed or not, or answer 404."""
        mine = SourcingLine.objects.for_company(self.request.company).select_related("supplier")
        found = get_object_or_404(mine.filter(assessment=self.assessment), pk=self.kwargs["pk"])
        found.assessment = self.assessment
        return found

    def closed(self) -> HttpResponse:
        """Say that this year can't be changed now."""
        messages.error(
            self.request,
            _("Dit jaar is ingediend, dus de keten staat vast. Er is niets gewijzigd."),
        )
        return redirect(self.url("chain-lines"))

    def lists(self) -> dict:
        """Return what the browser proposes while somebody types."""
        suppliers = Supplier.objects.for_company(self.request.company).kept()
        names = suppliers.order_by("name").values_list("name", flat=True)[:MOST_PROPOSED]
        return {
            "supplier_names": list(names),
            "country_names": [country_name(entry.key) for entry in catalogue("countries")],
        }

    def doubt(self, form: LineForm) -> dict:
        """Return the suppliers on file that may be meant, for the page that asks."""
        found = [(one.known, candidate_words(one)) for one in form.candidates]
        return {"candidates": found, "new": NEW, "chosen": form.data.get("same_as", "")}


class Lines(LinesMixin, TemplateView):
    """All lines, a page at a time, and a row to add the next one."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/lines.html"

    def get_context_data(self, *, form: LineForm | None = None, **kwargs) -> dict:
        """Gather one page of the table, as the address filters it."""
        metal, certainty = self.wanted()
        found = self.lines
        if metal:
            found = found.filter(metal=metal)
        if certainty:
            found = found.filter(certainty=certainty)
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("page"))
        chosen = {"metal": metal, "certainty": certainty}
        query = urlencode({name: one for name, one in chosen.items() if one})
        context = {
            "page": page,
            "rows": [row_of(line) for line in page],
            "query": f"{query}&" if query else "",
            "metals": self.metals(),
            "certainties": Certainty.choices,
            "wanted": chosen,
            "removed": self.removed(),
            "earlier": self.earlier(page.paginator.count or bool(query)),
            "most": services.MOST_LINES,
            **(self.filling_in(form) if self.may_change else {}),
        }
        return super().get_context_data(**context | kwargs)

    def filling_in(self, form: LineForm | None) -> dict:
        """Return the row to fill in, beginning as the line that was added last."""
        if form is None:
            after = uuids(self.request.GET.getlist("after")[:1])
            last = self.lines.filter(pk__in=after).first() if after else None
            form = LineForm.after(last, company=self.request.company, by=self.request.user)
        return {"form": form, **self.lists(), **self.doubt(form)}

    def wanted(self) -> tuple[str, str]:
        """Return the metal and certainty the address asks for; what is no choice is left out."""
        metal = self.request.GET.get("metal", "")
        certainty = self.request.GET.get("certainty", "")
        return (
            metal if metal in catalogue("metals") else "",
            certainty if certainty in Certainty.values else "",
        )

    def metals(self) -> list[tuple[str, str]]:
        """Return the metals of this year, to filter on."""
        mine = SourcingLine.objects.of_file(self.assessment).order_by()
        keys = mine.select_related(None).values_list("metal", flat=True).distinct()
        return sorted(((key, metal_name(key)) for key in keys), key=lambda one: one[1])

    def removed(self) -> Row | None:
        """Return the line that was just removed, to offer it back."""
        asked = uuids(self.request.GET.getlist("removed")[:1])
        if not asked:
            return None
        mine = SourcingLine.objects.for_company(self.request.company).select_related("supplier")
        gone = (
            mine.filter(assessment=self.assessment, pk__in=asked).exclude(removed_at=None).first()
        )
        return row_of(gone) if gone else None

    def earlier(self, has_lines: bool) -> int | None:
        """Return the year whose lines can be taken over; None when this year has its own."""
        if has_lines or not self.may_change:
            return None
        source = chain_before(self.assessment)
        return source.cycle.year if source else None

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Add a line and come back for the next one; with a fault nothing is lost."""
        form = LineForm(request.POST, company=request.company, by=request.user)
        if not self.assessment.is_open:
            return self.closed()
        try:
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form), status=422)
            details = form.details(form.found_supplier())
            line = services.add_line(self.assessment, details, by=request.user)
        except PerhapsKnown:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except services.TooManyLines:
            text = _(
                "Een jaar kan %(most)s regels bevatten. Verwijder eerst regels die dubbel zijn."
            )
            form.add_error(None, text % {"most": services.MOST_LINES})
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except AssessmentClosed:
            return self.closed()
        messages.success(request, _("Toegevoegd: %(line)s.") % {"line": line_name(line)})
        return redirect(f"{self.url('chain-lines')}?after={line.pk}#nieuw")


class OneLine(LinesMixin, TemplateView):
    """One line, to be changed."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/chain/line.html"

    def get_context_data(self, *, form: LineForm | None = None, **kwargs) -> dict:
        """Gather the line."""
        line = self.any_line()
        form = form or LineForm.of(line, company=self.request.company, by=self.request.user)
        context = {
            "row": row_of(line),
            "line": line,
            "form": form,
            "seen": line.version,
            **(self.lists() if self.may_change else {}),
            **self.doubt(form),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Change the line, unless a colleague did meanwhile."""
        line = self.any_line()
        form = LineForm(request.POST, company=request.company, by=request.user)
        typed = request.POST.get("seen", "")
        seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
        if not self.assessment.is_open:
            return self.closed()
        try:
            if not form.is_valid():
                return self.again(form, seen, 422)
            details = form.details(form.found_supplier())
            services.change_line(line, details, seen=seen, by=request.user)
        except PerhapsKnown:
            return self.again(form, seen, 422)
        except services.StaleLine as stale:
            return self.again(form, stale.line.version, 409, stands=row_of(stale.line))
        except SourcingLine.DoesNotExist:
            messages.error(
                request, _("Een collega verwijderde deze regel. U kunt hem terugzetten.")
            )
            return redirect(f"{self.url('chain-lines')}?removed={line.pk}")
        except AssessmentClosed:
            return self.closed()
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url("chain-lines"))

    def again(self, form: LineForm, seen: int, status: int, **more) -> HttpResponse:
        """Show the form with what was typed."""
        context = self.get_context_data(form=form) | {"seen": seen, **more}
        return cast("HttpResponse", self.render_to_response(context, status=status))


class RemoveLine(LinesMixin, View):
    """Take a line out, with a way back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Remove it and offer to undo that."""
        line = self.any_line()
        try:
            services.remove_line(line, by=request.user)
        except AssessmentClosed:
            return self.closed()
        return redirect(f"{self.url('chain-lines')}?removed={line.pk}")


class RestoreLine(LinesMixin, View):
    """Put a removed line back."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Put it back where it was."""
        line = self.any_line()
        try:
            services.restore_line(line, by=request.user)
        except AssessmentClosed:
            return self.closed()
        except services.TooManyLines:
            messages.error(request, _("Dit jaar heeft geen plaats voor nog een regel."))
            return redirect(self.url("chain-lines"))
        messages.success(
            request, _("De regel staat er weer: %(line)s.") % {"line": line_name(line)}
        )
        return redirect(self.url("chain-lines"))


class CarryOver(LinesMixin, View):
    """Begin this year with the lines of the last one."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, **kwargs) -> HttpResponse:
        """Copy them; what a document said must be asked for again."""
        try:
            count = chains.carry_over(self.assessment, by=request.user)
        except AssessmentClosed:
            return self.closed()
        except chains.NothingToCarryOver:
            messages.error(request, _("Er valt niets over te nemen. Er is niets gewijzigd."))
            return redirect(self.url("chain-lines"))
        text = _(
            "Overgenomen: %(lines)s. Waar vorig jaar een document was, staat nu “de leverancier "
            "zei het” tot u het document weer hebt."
        )
        messages.success(request, text % {"lines": lines_in_words(count)})
        return redirect(self.url("chain-lines"))
