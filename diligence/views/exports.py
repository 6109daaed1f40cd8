"""All answers of a year as a file: Excel for people, JSON for machines."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from companies.permissions import Permission
from convenant.downloads import file_response
from convenant.limits import EXPORTS
from diligence.models import Snapshot
from diligence.services.exports import FORMS, export_year
from diligence.views.base import AssessmentMixin


class ExportYear(AssessmentMixin, View):
    """The answers as they stand, or of a snapshot with `?snapshot=`; the secretariat may too."""

    grants = {"get": Permission.FILE_VIEW}
    limits = {"get": EXPORTS}

    def get(self, request, form: str, **kwargs) -> HttpResponse:
        """Hand out the file in the language of the page."""
        if form not in FORMS:
            raise Http404
        language = (get_language() or "nl")[:2]
        snapshot = self.snapshot()
        content = export_year(self.assessment, form, language, by=request.user, snapshot=snapshot)
        words = {"year": self.assessment.cycle.year, "company": request.company.name}
        name = _("%(company)s antwoorden %(year)s") % words
        return file_response(content, f"{settings.PRODUCT_NAME} {name} {language}.{form}")

    def snapshot(self) -> Snapshot | None:
        """Return the snapshot that is asked for; 404 for one that is not of this file."""
        wanted = self.request.GET.get("snapshot")
        if not wanted:
            return None
        mine = Snapshot.objects.for_company(self.request.company)
        try:
            return get_object_or_404(mine, assessment=self.assessment, sha256=wanted)
        except Snapshot.MultipleObjectsReturned:
            return mine.filter(assessment=self.assessment, sha256=wanted).first()
