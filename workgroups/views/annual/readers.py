"""Published annual reports, for everybody for whom their figures are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View
from django.views.generic import TemplateView

from convenant.downloads import file_response
from workgroups.models import Release
from workgroups.services.annual.publishing import file_of, published
from workgroups.views.annual.words import file_name
from workgroups.views.figures.pages import PublicMixin, takes_part


def audience_of(request: HttpRequest) -> str:
    """Return whose figures this person reads: those of the parties, or those for everybody."""
    if request.user.is_authenticated and takes_part(request.user):
        return Release.Audience.PARTIES
    return Release.Audience.PUBLIC


class AnnualReports(PublicMixin, TemplateView):
    """The newest published report of each year, with its files."""

    template_name = "workgroups/annual/published.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather them. One query, one more for who signed in."""
        return super().get_context_data(**kwargs, editions=published(audience_of(self.request)))


class AnnualFile(PublicMixin, View):
    """A file of a published report."""

    def get(self, request: HttpRequest, year: int, file: str) -> HttpResponse:
        """Hand it out; 404 when this reader may not have it, or there is none."""
        mine = published(audience_of(request))
        edition = next((one for one in mine if one.content.report.cycle.year == year), None)
        content = file_of(edition, file) if edition else None
        if edition is None or content is None:
            raise Http404
        return file_response(content, file_name(edition, file))
