"""Making an annual report, watching it, fetching what was made, and letting it out."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from convenant.downloads import file_response
from convenant.limits import REPORT_RUNS
from workgroups.models import AnnualEdition, Release
from workgroups.services.annual import making, publishing
from workgroups.services.annual.making import NotReady, NotReleased
from workgroups.services.annual.publishing import NoReason, NotYet
from workgroups.views.annual.base import MAKE, VIEW, AnnualMixin
from workgroups.views.annual.pages import Annual
from workgroups.views.annual.words import file_name, problem_words


class Make(Annual):
    """Making the report with the figures of one release; what is missing is told on its page."""

    grants = {"post": MAKE}
    limits = {"post": REPORT_RUNS}

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Start the making, or go to the one that is there."""
        wanted = Release.objects.filter(number=request.POST.get("release", "")).first()
        if wanted is None:
            return self.refuse(_("Kies met welke vrijgave het jaarrapport wordt gemaakt."))
        try:
            edition = making.request_edition(self.report, wanted, by=request.user)
        except NotReleased:
            return self.refuse(_("Die vrijgave is niet ondertekend, of heeft geen cijfers."))
        except NotReady as refused:
            problems = [problem_words(one, year) for one in refused.problems]
            return self.render_to_response(self.get_context_data(problems=problems), status=422)
        return redirect("sector:annual-edition", year, edition.pk)

    def refuse(self, words: str) -> HttpResponse:
        """Show the page with what is wrong with the choice."""
        problems = [{"text": words, "url": "#release"}]
        return self.render_to_response(self.get_context_data(problems=problems), status=422)


class OneEdition(AnnualMixin):
    """An edition of the report of the year in the address."""

    @cached_property
    def edition(self) -> AnnualEdition:
        """Return it; one of another year is not found."""
        editions = AnnualEdition.objects.select_related(
            "content__release", "content__report__cycle", "requested_by", "published_by"
        ).defer("content__content")
        mine = editions.filter(content__report__cycle__year=self.kwargs["year"])
        return get_object_or_404(mine, pk=self.kwargs["pk"])


class Edition(OneEdition, TemplateView):
    """How far the making is; when it is over, its files, and what can be done with them."""

    template_name = "workgroups/annual/edition.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the edition with its files."""
        context = {
            "edition": self.edition,
            "cycle": self.edition.content.report.cycle,
            "release": self.edition.content.release,
            "may_make": self.may(MAKE),
        }
        return super().get_context_data(**kwargs | context)


class EditionProgress(Edition):
    """The part of that page that changes, for the script that keeps it up to date."""

    template_name = "workgroups/annual/_edition.html"


class EditionFile(OneEdition, View):
    """One of its files, for the secretariat: also before it is published."""

    grants = {"get": VIEW}

    def get(self, request: HttpRequest, file: str, **kwargs) -> HttpResponse:
        """Hand it out; 404 when there is none."""
        content = publishing.file_of(self.edition, file)
        if content is None:
            raise Http404
        return file_response(content, file_name(self.edition, file))


class Publish(OneEdition, View):
    """Letting the report out."""

    grants = {"post": MAKE}

    def post(self, request: HttpRequest, year: int, **kwargs) -> HttpResponse:
        """Publish it, or say why not yet."""
        try:
            publishing.publish(self.edition, by=request.user)
        except NotYet:
            messages.error(request, _("Publiceer eerst de vrijgave waar de cijfers uit komen."))
        else:
            messages.success(request, _("Het jaarrapport is gepubliceerd."))
        return redirect("sector:annual-edition", year, self.edition.pk)


class Withdraw(OneEdition, View):
    """Taking a published report back."""

    grants = {"post": MAKE}

    def post(self, request: HttpRequest, year: int, **kwargs) -> HttpResponse:
        """Withdraw it with a reason."""
        try:
            publishing.withdraw(self.edition, request.POST.get("reason", ""), by=request.user)
        except NoReason:
            messages.error(request, _("Schrijf waarom u het jaarrapport intrekt."))
        except NotYet:
            messages.error(request, _("Dit jaarrapport is niet gepubliceerd."))
        else:
            messages.success(request, _("Het jaarrapport is ingetrokken."))
        return redirect("sector:annual-edition", year, self.edition.pk)
