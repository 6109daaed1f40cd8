"""Complaints: numbers for everybody, words only for who is named."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.models import Membership, User
from companies.permissions import Permission
from diligence.framework.catalogues import catalogue
from diligence.models import GrievanceChannel, RemedyCase
from diligence.remedy.case import FOLLOWS, IllegalStep, WordsNeeded
from diligence.services.remedy import cases as services
from diligence.services.remedy.channels import result_of
from diligence.services.remedy.forgetting import is_past_its_term
from diligence.views.faces.lines import Line
from diligence.views.plan.mixins import PlanMixin
from diligence.views.remedy.forms import CaseForm
from diligence.views.uploading import uuids


class CaseMixin(PlanMixin):
    """Complaints this person is named at; every other one is not there."""

    @property
    def channels(self) -> QuerySet[GrievanceChannel]:
        """Return the places to complain."""
        mine = GrievanceChannel.objects.for_company(self.request.company).kept()
        return mine.order_by("name", "pk")

    @property
    def cases(self) -> QuerySet[RemedyCase]:
        """Return the complaints that are open to this person."""
        mine = RemedyCase.objects.for_company(self.request.company)
        return mine.open_to(self.request.user).order_by("-number")

    def case(self) -> RemedyCase:
        """Return the complaint of the address, or answer 404: also to an administrator."""
        found = get_object_or_404(self.cases.select_related("channel"), pk=self.kwargs["pk"])
        found.company = self.request.company
        return found

    def url_of_case(self, case: RemedyCase) -> str:
        """Return the page of a complaint."""
        return reverse("diligence:case", args=[self.request.company.slug, case.pk])


class Cases(CaseMixin, TemplateView):
    """Places to complain, complaints in numbers, and those this person works on."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/remedy/cases.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather them. Three queries."""
        themes = {one.key: one.text.get(get_language() or "nl") for one in catalogue("themes")}
        found = services.numbers(self.request.company, self.today)
        labels = dict(RemedyCase.Status.choices)
        context = {
            "channels": [(one, result_of(one)) for one in self.channels],
            "numbers": found,
            "by_theme": sorted((-n, themes.get(key, key)) for key, n in found.by_theme.items()),
            "by_status": [(labels[key], n) for key, n in found.by_status.items()],
            "cases": [(one, themes.get(one.theme, "")) for one in self.cases],
        }
        return super().get_context_data(**context | kwargs)


class NewCase(CaseMixin, TemplateView):
    """Write down a complaint."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/remedy/new_case.html"

    def get_context_data(self, **kwargs) -> dict:
        """Show an empty form."""
        context = {"form": CaseForm(channels=self.channels, today=self.today)}
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Keep it; only its writer opens it until somebody else is named."""
        form = CaseForm(request.POST, channels=self.channels, today=self.today)
        if not form.is_valid():
            return self.refuse(422, form=form)
        case = services.receive(request.company, form.details(), by=request.user)
        messages.success(request, _("De klacht is opgeschreven. Alleen u kunt haar nu lezen."))
        return redirect(self.url_of_case(case))


class Case(CaseMixin, TemplateView):
    """One complaint, for who is named at it."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/remedy/case.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the complaint. Five queries."""
        case = kwargs.pop("case", None) or self.case()
        labels = dict(RemedyCase.Status.choices)
        seats = case.seats.filter(ended_at=None).select_related("user").order_by("added_at")
        named = [seat.user for seat in seats]
        colleagues = Membership.objects.of_company(self.request.company)
        context = {
            "case": case,
            "named": named,
            "colleagues": [seat.user for seat in colleagues if seat.user not in named],
            "notes": [
                (note, labels.get(note.before, ""), labels.get(note.after, ""))
                for note in case.notes.select_related("by").order_by("-at")
            ],
            "next_steps": [(status, labels[status]) for status in FOLLOWS[case.status]],
            "form": CaseForm.of(case, self.channels, self.today),
            "is_past_its_term": is_past_its_term(case, self.today),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Write the complaint anew."""
        case = self.case()
        form = CaseForm(request.POST, channels=self.channels, today=self.today)
        if not form.is_valid():
            return self.refuse(422, case=case, form=form)
        seen = form.cleaned_data["version"] or 0
        try:
            services.change_case(case, form.details(), seen=seen, by=request.user)
        except services.StaleCase as stale:
            typed = request.POST.copy()
            typed["version"] = str(stale.case.version)
            again = CaseForm(typed, channels=self.channels, today=self.today)
            return self.was_first(stale, form=again)
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url_of_case(case))

    def was_first(self, stale: services.StaleCase, **context) -> HttpResponse:
        """Say that a colleague was first; what was typed stays in the form."""
        stale.case.company = self.request.company
        text = _("Een collega werkte deze klacht net bij. Kijk wat er nu staat en sla opnieuw op.")
        return self.refuse(412, case=stale.case, problems=[Line(text, "")], **context)


class StepCase(Case):
    """Bring a complaint a step further."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do the step, or say what it needs."""
        case = self.case()
        status, text = request.POST.get("status", ""), request.POST.get("text", "")[:4000]
        seen = request.POST.get("version", "")
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
        kept = {"case": case, "typed": text}
        try:
            services.step_case(case, status, seen=number, by=request.user, text=text)
        except services.StaleCase as stale:
            return self.was_first(stale, typed=text)
        except IllegalStep:
            line = Line(_("Kies een van de stappen hieronder."), "#stap")
            return self.refuse(409, problems=[line], **kept)
        except WordsNeeded:
            line = Line(
                _("Leg bij deze stap uit waarom: wie klaagde, wil dat weten."), "#stap-tekst"
            )
            return self.refuse(422, problems=[line], **kept)
        messages.success(request, _("Opgeslagen."))
        return redirect(self.url_of_case(case))


class NoteCase(Case):
    """Write down what was done or heard."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Keep it."""
        case = self.case()
        text = request.POST.get("text", "").strip()[:4000]
        if not text:
            line = Line(_("Schrijf op wat u deed of hoorde."), "#notitie")
            return self.refuse(422, case=case, problems=[line])
        services.note(case, text, by=request.user)
        return redirect(f"{self.url_of_case(case)}#verloop")


class PersonOfCase(Case):
    """Give a colleague access to a complaint, or take it away."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Name or end."""
        case = self.case()
        user = User.objects.filter(pk__in=uuids([request.POST.get("person", "")])).first()
        try:
            if user is None:
                raise services.NoSeat
            if "end" in request.POST:
                services.end_seat(case, user, by=request.user)
            else:
                services.name_person(case, user, by=request.user)
        except services.NoSeat:
            line = Line(_("Kies een collega uit de lijst."), "#wie")
            return self.refuse(422, case=case, problems=[line])
        except services.LastSeat:
            line = Line(
                _("Geef eerst een collega toegang: iemand moet de klacht kunnen openen."), "#wie"
            )
            return self.refuse(409, case=case, problems=[line])
        if "end" in request.POST and user == request.user:
            return redirect(reverse("diligence:cases", args=[request.company.slug]))
        return redirect(f"{self.url_of_case(case)}#wie")
