"""Moving suppliers, and leaving one with care."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.catalogues import catalogue
from diligence.models import Disengagement, LeverageEntry, Supplier
from diligence.remedy.leaving import DECISIONS, NotWeighed, missing
from diligence.services.remedy import influence as services
from diligence.views.faces.lines import Line
from diligence.views.plan.mixins import PlanMixin
from diligence.views.remedy.forms import NewTryForm, TryForm

MOST_SHOWN = 200


class Leverage(PlanMixin, TemplateView):
    """Every try, newest first, and a form for the next one."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/remedy/leverage.html"

    @property
    def suppliers(self) -> QuerySet[Supplier]:
        """Return the suppliers of this company by name."""
        return Supplier.objects.for_company(self.request.company).kept().order_by("name", "pk")

    def get_context_data(self, **kwargs) -> dict:
        """Gather the tries. Four queries."""
        mine = LeverageEntry.objects.for_company(self.request.company).kept()
        tries = mine.select_related("supplier", "created_by").order_by("-day", "-created_at")
        weighed = Disengagement.objects.for_company(self.request.company)
        kinds = {
            one.key: one.text.get(get_language() or "nl") for one in catalogue("leverage_types")
        }
        context = {
            "tries": [(one, kinds.get(one.kind, one.kind)) for one in tries[:MOST_SHOWN]],
            "exits": weighed.select_related("supplier").order_by("-opened_at"),
            "suppliers": list(self.suppliers) if self.may_change else [],
            "form": NewTryForm(suppliers=self.suppliers, today=self.today),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Write down a try."""
        form = NewTryForm(request.POST, suppliers=self.suppliers, today=self.today)
        if not form.is_valid():
            return self.refuse(422, form=form)
        supplier = form.cleaned_data["supplier"]
        supplier.company = request.company
        services.log_try(supplier, form.said(), by=request.user)
        messages.success(request, _("De poging staat in uw logboek van invloed."))
        return redirect(request.path)


class ChangeTry(PlanMixin, TemplateView):
    """One try, to add the answer when it comes."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/remedy/try.html"

    def entry(self) -> LeverageEntry:
        """Return the try of the address, or answer 404."""
        mine = LeverageEntry.objects.for_company(self.request.company).kept()
        entry = get_object_or_404(mine.select_related("supplier"), pk=self.kwargs["pk"])
        entry.supplier.company = self.request.company
        return entry

    def get_context_data(self, **kwargs) -> dict:
        """Show what stands."""
        entry = kwargs.pop("entry", None) or self.entry()
        context = {"entry": entry, "form": TryForm.of(entry, self.today)}
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Write it anew."""
        entry = self.entry()
        form = TryForm(request.POST, today=self.today)
        if not form.is_valid():
            return self.refuse(422, entry=entry, form=form)
        services.change_try(entry, form.said(), by=request.user)
        messages.success(request, _("Opgeslagen."))
        return redirect(reverse("diligence:leverage", args=[request.company.slug]))


class OpenExit(PlanMixin, View):
    """Begin to weigh leaving a supplier."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Open the file, or go to the one that is open."""
        mine = Supplier.objects.for_company(request.company).kept()
        supplier = get_object_or_404(mine, pk=self.kwargs["pk"])
        supplier.company = request.company
        file = services.open_exit(supplier, by=request.user)
        return redirect(reverse("diligence:exit", args=[request.company.slug, file.pk]))


class Exit(PlanMixin, TemplateView):
    """The ten questions before leaving a supplier, and the decision."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/remedy/exit.html"

    def file(self) -> Disengagement:
        """Return the file of the address, or answer 404."""
        mine = Disengagement.objects.for_company(self.request.company).select_related("supplier")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs) -> dict:
        """Show the questions with what was written."""
        file = kwargs.pop("file", None) or self.file()
        typed = kwargs.pop("typed", file.answers)
        labels = dict(Disengagement.Status.choices)
        keys = [one.key for one in catalogue(services.CHECKS)]
        context = {
            "file": file,
            "checks": [(one, typed.get(one.key, "")) for one in catalogue(services.CHECKS)],
            "answered": len(keys) - len(missing(keys, typed)),
            "reasons": kwargs.pop("typed_reasons", file.reasons),
            "decisions": [(status, labels[status]) for status in DECISIONS],
            "is_open": file.status == Disengagement.Status.WEIGHING,
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Keep what was written, and with a button the decision too."""
        file = self.file()
        typed = {
            one.key: request.POST.get(one.key, "")[:2000] for one in catalogue(services.CHECKS)
        }
        reasons = request.POST.get("reasons", "")[:4000]
        seen = request.POST.get("version", "")
        kept = {"typed": typed, "typed_reasons": reasons}
        try:
            number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
            file = services.weigh(file, typed, reasons, seen=number, by=request.user)
            decision = request.POST.get("decision", "")
            if decision in DECISIONS:
                services.decide(file, decision, seen=file.version, by=request.user)
        except services.Decided:
            text = _("Het besluit staat vast. Begin een nieuwe afweging als er iets veranderde.")
            return self.refuse(409, file=file, problems=[Line(text, "")], **kept)
        except services.StaleExit as stale:
            text = _(
                "Een collega schreef net ook iets. Uw tekst staat hieronder; sla nog een keer op "
                "als die moet gelden."
            )
            return self.refuse(412, file=stale.file, problems=[Line(text, "")], **kept)
        except NotWeighed as open_:
            problems = [
                Line(
                    catalogue(services.CHECKS).entry(key).text.get(get_language() or "nl"),
                    f"#{key}",
                )
                for key in open_.missing
            ]
            title = _("Beantwoord eerst deze vragen")
            return self.refuse(422, file=file, problems=problems, problems_title=title, **kept)
        except services.ReasonsNeeded:
            text = _("Schrijf op waarom u dit besluit.")
            return self.refuse(422, file=file, problems=[Line(text, "#reasons")], **kept)
        messages.success(request, _("Opgeslagen."))
        return redirect(request.path)
