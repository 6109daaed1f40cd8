"""An extract of a file for one law: ask for the PDF, or take Excel or JSON along at once."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View

from companies.permissions import Permission
from convenant.downloads import file_response
from convenant.limits import EXPORTS, REPORTS
from diligence.framework.crosswalk import Standard
from diligence.models import ProgressReport
from diligence.services.laws.extracts import FORMS, export_law
from diligence.services.reports import request_report
from diligence.views.laws.pages import Law

Variant = ProgressReport.Variant


class ExtractForm(forms.Form):
    """For whom the extract is made, and in which language."""

    variant = forms.ChoiceField(
        label=gettext_lazy("Voor wie is het uittreksel?"),
        choices=[
            (Variant.PUBLIC, gettext_lazy("Om te delen: zonder leveranciers en hoeveelheden")),
            (Variant.FULL, gettext_lazy("Volledig: met uw eigen toelichtingen en namen")),
        ],
        initial=Variant.PUBLIC,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies voor wie u het uittreksel maakt."),
            "invalid_choice": gettext_lazy("Kies voor wie u het uittreksel maakt."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Taal"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class LawWithExtract(Law):
    """The page of one law with the form for its extract; a post asks for the PDF."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.REPORT_REQUEST}
    limits = {"post": REPORTS}

    def get_context_data(self, **kwargs):
        """Add the form."""
        kwargs.setdefault("form", ExtractForm(initial={"language": self.language}))
        may_request = self.request.access.may(Permission.REPORT_REQUEST)
        return super().get_context_data(may_request=may_request, **kwargs)

    def post(self, request, **kwargs) -> HttpResponse:
        """Ask for the PDF and go to its page, or say what is missing."""
        standard, form = with_rows(self.standard()), ExtractForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        report = request_report(
            self.assessment,
            form.cleaned_data["language"],
            by=request.user,
            variant=form.cleaned_data["variant"],
            standard=standard.address,
        )
        year = self.assessment.cycle.year
        return redirect("diligence:report", request.company.slug, year, report.pk)


class LawFile(Law, View):
    """The extract as Excel or JSON, of the answers as they stand; with `?variant=full` whole."""

    grants = {"get": Permission.FILE_VIEW}
    limits = {"get": EXPORTS}

    def get(self, request, form: str, **kwargs) -> HttpResponse:
        """Hand it out in the language of the page."""
        if form not in FORMS:
            raise Http404
        standard, language = with_rows(self.standard()), (get_language() or "nl")[:2]
        content = export_law(
            self.assessment,
            standard,
            form,
            language,
            by=request.user,
            public=request.GET.get("variant") != Variant.FULL,
        )
        words = {
            "standard": standard.key,
            "year": self.assessment.cycle.year,
            "company": request.company.name,
        }
        name = _("%(company)s uittreksel %(standard)s %(year)s") % words
        return file_response(content, f"{settings.PRODUCT_NAME} {name} {language}.{form}")


def with_rows(standard: Standard) -> Standard:
    """Return a standard of which there can be an extract, or answer 404."""
    if not standard.rows:
        raise Http404
    return standard
