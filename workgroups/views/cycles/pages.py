"""The years, and one year: how far its members are, and what can be decided about it."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.access import sector_grants
from companies.mixins import SectorGrantRequired
from companies.models import Company
from companies.permissions import SectorPermission
from convenant.tenancy.scope import company_scope
from diligence.models import Cycle, CycleAct
from diligence.services import cycles as services
from diligence.services.cycles import (
    CycleClosed,
    CycleExists,
    HasBegun,
    InvalidCycle,
    NotAMember,
)
from diligence.services.versions.offering import versions_to_offer
from workgroups.queries.cycles import counts_of, seats_of
from workgroups.services.cycles import move_days, open_year
from workgroups.views.cycles.forms import (
    CloseForm,
    DaysForm,
    ExpectedForm,
    OpenForm,
    ReopenForm,
    SeatForm,
)
from workgroups.views.cycles.words import act_in_words

VIEW, CHANGE = SectorPermission.SECTOR_VIEW, SectorPermission.CYCLES_CHANGE


class Cycles(SectorGrantRequired, TemplateView):
    """Every year, and a form to open one."""

    grants = {"get": VIEW, "post": CHANGE}
    template_name = "workgroups/cycles/list.html"

    def get_context_data(self, *, form: OpenForm | None = None, **kwargs) -> dict:
        """Gather the years, newest first."""
        cycles = list(Cycle.objects.with_version().order_by("-year"))
        return super().get_context_data(
            **kwargs,
            cycles=cycles,
            today=timezone.localdate(),
            form=form or OpenForm(initial=self.next_year(cycles)),
            may_change=CHANGE in sector_grants(self.request.user),
        )

    def next_year(self, cycles: list[Cycle]) -> dict:
        """Return what to propose: the days of the newest year, a year later."""
        if not cycles:
            return {"year": timezone.localdate().year}
        newest = cycles[0]
        days = {"opens_on": newest.opens_on, "deadline": newest.deadline}
        later = {name: a_year_after(day) for name, day in days.items()}
        return {"year": newest.year + 1, **later}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Open a year."""
        form = OpenForm(request.POST)
        if form.is_valid():
            try:
                cycle, is_new = open_year(
                    **form.cleaned_data, today=timezone.localdate(), by=request.user
                )
            except InvalidCycle as refused:
                form.show(refused)
            except CycleExists as there:
                text = _("%(year)s is er al, met andere data of een andere vragenlijst. Open dat.")
                form.add_error("year", text % {"year": there.cycle.year})
            else:
                if is_new:
                    messages.success(request, _("%(year)s staat klaar.") % {"year": cycle.year})
                return redirect("sector:cycle", cycle.year)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def a_year_after(day: datetime.date) -> datetime.date:
    """Return the same day a year later; the last of February for one that is not there."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


class CyclePage(SectorGrantRequired, TemplateView):
    """One year. The acts on it have addresses of their own and show this page when refused."""

    grants = {"get": VIEW}
    template_name = "workgroups/cycles/cycle.html"

    def cycle(self) -> Cycle:
        """Return the year of the address, or answer 404."""
        return get_object_or_404(Cycle.objects.with_version(), year=self.kwargs["year"])

    def get_context_data(self, **kwargs) -> dict:
        """Gather the year. Eight queries, however many members there are."""
        cycle, today = self.cycle(), timezone.localdate()
        may_change = CHANGE in sector_grants(self.request.user)
        acts = CycleAct.objects.filter(cycle=cycle).select_related("by").order_by("-at", "pk")
        counts = counts_of(cycle, today)
        has_begun = cycle.opens_on <= today
        context = {
            "cycle": cycle,
            "today": today,
            "has_begun": has_begun,
            "is_over": cycle.deadline < today,
            "counts": counts,
            "seats": seats_of(cycle),
            "acts": [(one, act_in_words(one)) for one in acts],
            "may_change": may_change,
            "may_decide": may_change and not cycle.is_closing,
            "days": DaysForm(cycle=cycle, today=today),
            "seat": SeatForm(),
            "expected": ExpectedForm(cycle=cycle),
            "close": CloseForm(auto_id="close-%s"),
            "reopen": ReopenForm(),
            "to_offer": versions_to_offer(cycle) if may_change else [],
            "names": self.names() if may_change and not cycle.is_closing else [],
        }
        return super().get_context_data(**context | kwargs)

    def names(self) -> list[str]:
        """Return the companies to choose from."""
        return list(Company.objects.members().order_by("name").values_list("name", flat=True))

    def refused(self, **kwargs) -> HttpResponse:
        """Show the page with what is wrong and what was typed."""
        return self.render_to_response(self.get_context_data(**kwargs), status=422)

    def done(self, text: str = "") -> HttpResponse:
        """Say so and go back to the year."""
        if text:
            messages.success(self.request, text)
        return redirect("sector:cycle", self.kwargs["year"])

    def is_closed(self) -> HttpResponse:
        """Say that nothing about this year changes any more."""
        messages.error(self.request, _("Dit jaar is gesloten. Er verandert niets meer aan."))
        return redirect("sector:cycle", self.kwargs["year"])


class ChangeDays(CyclePage):
    """Move the days of a year."""

    grants = {"post": CHANGE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Move them; members are told once the year began."""
        cycle, today = self.cycle(), timezone.localdate()
        form = DaysForm(request.POST, cycle=cycle, today=today)
        if not form.is_valid():
            return self.refused(form=form, days=form)
        said = {"reason": "", **form.cleaned_data}
        try:
            act = move_days(cycle, **said, today=today, by=request.user)
        except InvalidCycle as problems:
            form.show(problems)
            return self.refused(form=form, days=form)
        except CycleClosed:
            return self.is_closed()
        if act and cycle.opens_on <= today:
            return self.done(_("De laatste dag is gewijzigd. Alle leden krijgen bericht."))
        return self.done(_("De data zijn gewijzigd.") if act else "")


class ChangeSeat(CyclePage):
    """Say whether a company takes part."""

    grants = {"post": CHANGE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Keep the decision."""
        form = SeatForm(request.POST)
        if not form.is_valid():
            return self.refused(form=form, seat=form)
        company, is_in = form.cleaned_data["company"], form.cleaned_data["is_in"] == "yes"
        reason = form.cleaned_data["reason"]
        try:
            with company_scope(company.pk):
                services.seat(company, self.cycle(), is_in=is_in, reason=reason, by=request.user)
        except InvalidCycle as problems:
            form.show(problems)
        except HasBegun:
            text = _("Dit bedrijf opende zijn dossier al. Het doet dit jaar dus mee.")
            form.add_error("company", text)
        except NotAMember:
            form.add_error("company", _("Dit bedrijf is geen deelnemer van het convenant."))
        except CycleClosed:
            return self.is_closed()
        else:
            words = _("%(name)s doet mee.") if is_in else _("%(name)s doet dit jaar niet mee.")
            return self.done(words % {"name": company.name})
        return self.refused(form=form, seat=form)


class ChangeExpected(CyclePage):
    """Say what is expected of members this year."""

    grants = {"post": CHANGE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Keep it, or leave it to the questionnaire again."""
        cycle = self.cycle()
        form = ExpectedForm(request.POST, cycle=cycle)
        is_back = request.POST.get("back") == "1"
        if not form.is_valid() and not (is_back and "reason" not in form.errors):
            return self.refused(form=form, expected=form)
        targets = None if is_back else form.targets()
        try:
            act = services.change_expected(
                cycle, targets, form.cleaned_data["reason"], by=request.user
            )
        except InvalidCycle as problems:
            form.show(problems)
            return self.refused(form=form, expected=form)
        except CycleClosed:
            return self.is_closed()
        text = _("De verwachting is gewijzigd. De scores zijn dezelfde gebleven.")
        return self.done(text if act else "")
