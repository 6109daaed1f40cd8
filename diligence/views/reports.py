"""The progress reports of a year: the list, one report while and after it is made, and its PDF."""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from companies.permissions import Permission
from convenant.downloads import file_response
from convenant.limits import REPORTS
from diligence.models import ProgressReport
from diligence.services.codes import restore, withdraw
from diligence.services.reports import (
    UNDER_WAY,
    hand_out,
    is_given_up,
    latest_frozen,
    request_report,
)
from diligence.views.base import AssessmentMixin

STAGES = (
    ("gather", _("Gegevens verzamelen")),
    ("layout", _("Pagina’s opmaken")),
    ("store", _("Bestand bewaren")),
)
Variant = ProgressReport.Variant
FAILED = ProgressReport.Status.FAILED
GIVEN_UP, GONE = "given_up", "gone"


class ReportForm(forms.Form):
    """For whom the report is made, and in which language."""

    variant = forms.ChoiceField(
        label=_("Voor wie is het verslag?"),
        choices=[
            (Variant.FULL, _("Volledig: voor uw bedrijf en het secretariaat")),
            (Variant.PUBLIC, _("Openbaar: voor iedereen")),
            (Variant.SUMMARY, _("Samenvatting voor de directie: vier bladzijden")),
        ],
        help_text=_(
            "Het openbare verslag en de samenvatting noemen geen leveranciers, hoeveelheden of "
            "namen van medewerkers. Vertrouwelijk bewijs en uw toelichtingen staan er ook niet in."
        ),
        initial=Variant.FULL,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies voor wie u het verslag maakt."),
            "invalid_choice": _("Kies voor wie u het verslag maakt."),
        },
    )
    language = forms.ChoiceField(
        label=_("Taal van het verslag"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class ReportsOfYear(AssessmentMixin):
    """The reports of one company and year; another company's are not there."""

    def reports(self):
        """Return them with what they were made from, without the large text of that."""
        mine = ProgressReport.objects.for_company(self.request.company)
        mine = mine.filter(snapshot__assessment=self.assessment)
        return mine.select_related("snapshot", "requested_by", "withdrawn_by").defer(
            "snapshot__content"
        )

    def report(self) -> ProgressReport:
        """Return the report of the address, or answer 404."""
        report = get_object_or_404(self.reports(), pk=self.kwargs["pk"])
        report.company = self.request.company
        return report

    def to(self, report: ProgressReport):
        """Go to the page of a report."""
        return redirect(
            "diligence:report", self.request.company.slug, self.assessment.cycle.year, report.pk
        )


class Reports(ReportsOfYear, FormView):
    """The reports made so far, and a form to ask for one. The secretariat may ask as well."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.REPORT_REQUEST}
    limits = {"post": REPORTS}
    template_name = "diligence/reports.html"
    form_class = ReportForm

    def get_initial(self) -> dict:
        """Offer the language of the page."""
        return {"language": (get_language() or "nl")[:2], "variant": Variant.FULL}

    def get_context_data(self, **kwargs) -> dict:
        """Add the list, newest first."""
        return super().get_context_data(
            reports=self.reports().order_by("-requested_at", "pk"),
            handed_in=latest_frozen(self.assessment),
            may_archive=self.request.access.may(Permission.ARCHIVE),
            may_request=self.request.access.may(Permission.REPORT_REQUEST),
            **kwargs,
        )

    def form_valid(self, form):
        """Ask for it and go to its page."""
        language, variant = form.cleaned_data["language"], form.cleaned_data["variant"]
        report = request_report(self.assessment, language, by=self.request.user, variant=variant)
        return self.to(report)

    def form_invalid(self, form):
        """Show what is wrong, with the status of a form that was not accepted."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ReportDetail(ReportsOfYear, TemplateView):
    """One report: how far it is, or how to get it, or why there is none and how to try again."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.REPORT_REQUEST}
    limits = {"post": REPORTS}
    template_name = "diligence/report.html"

    def get_context_data(self, *, report: ProgressReport | None = None, **kwargs) -> dict:
        """Add the report, where it stands, and the stages of making it."""
        report = report or self.report()
        state = kwargs.setdefault("state", state_of(report))
        kwargs.setdefault("withdraw_form", WithdrawForm())
        return super().get_context_data(
            report=report,
            stages=stages_of(report),
            is_going=state in UNDER_WAY,
            may_withdraw=self.request.access.may(Permission.REPORT_WITHDRAW),
            may_make_again=state in (FAILED, GIVEN_UP, GONE)
            and self.request.access.may(Permission.REPORT_REQUEST),
            **kwargs,
        )

    def post(self, request, **kwargs):
        """Make this very report again: from the same content, in the same language and variant."""
        report = self.report()
        again = request_report(
            self.assessment,
            report.language,
            by=request.user,
            snapshot=report.snapshot,
            variant=report.variant,
            standard=report.standard,
        )
        return self.to(again)


class WithdrawForm(forms.Form):
    """Why a report is taken back; the company's own log keeps it."""

    reason = forms.CharField(
        label=_("Waarom trekt u het in?"),
        help_text=_("Eén of twee zinnen. Alleen uw bedrijf en het secretariaat lezen dit."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Leg uit waarom u het verslag intrekt. Eén of twee zinnen is genoeg."),
            "min_length": _("Leg in ten minste tien tekens uit waarom u het verslag intrekt."),
        },
    )


class Withdraw(ReportDetail):
    """Take a report back, with a reason; whoever checks its number is told so."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.REPORT_WITHDRAW}

    def get(self, request, **kwargs):
        """Show the report: after signing in again, somebody lands where they pressed."""
        return self.to(self.report())

    def post(self, request, **kwargs):
        """Withdraw it, or say what is missing."""
        report, form = self.report(), WithdrawForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(report=report, withdraw_form=form)
            return self.render_to_response(context, status=422)
        reason, year = form.cleaned_data["reason"], self.assessment.cycle.year
        withdraw(report, reason, by=request.user, year=year)
        return self.to(report)


class Restore(Withdraw):
    """Let a report that was taken back count again."""

    def post(self, request, **kwargs):
        """Restore it."""
        report = self.report()
        restore(report, by=request.user, year=self.assessment.cycle.year)
        return self.to(report)


class ReportProgress(ReportDetail):
    """How far the report is, as a part of its page; poll.js asks for it every few seconds."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/_report_progress.html"


class ReportFile(ReportDetail):
    """The PDF itself, through the door and never from a public folder."""

    grants = {"get": Permission.FILE_VIEW}

    def get(self, request, **kwargs):
        """Hand it out as a file to keep; when it is gone, say so and offer to make it again."""
        report = self.report()
        if not report.is_ready:
            return self.to(report)
        year = self.assessment.cycle.year
        content = hand_out(report, by=request.user, year=year)
        if content is None:
            context = self.get_context_data(report=report, state=GONE)
            return self.render_to_response(context, status=410)
        return file_response(content, file_name(report, year))


def state_of(report: ProgressReport) -> str:
    """Return where a report stands; one that nobody will make any more is given up.

    One whose file went after its term is gone, and can be made again.
    """
    if report.status == ProgressReport.Status.READY and not report.file:
        return GONE
    return GIVEN_UP if is_given_up(report) else report.status


def stages_of(report: ProgressReport) -> list[tuple[str, bool, bool]]:
    """Return each stage of the making: its name, whether it is done, whether it goes on now."""
    keys = [key for key, _name in STAGES]
    here = keys.index(report.stage) if report.stage in keys else -1
    return [(name, place < here, place == here) for place, (_key, name) in enumerate(STAGES)]


def file_name(report: ProgressReport, year: int) -> str:
    """Return the name under which people keep it: "Ketenkompas 2026 Gieterij De Maas nl.pdf"."""
    kind = f" {report.kind_words}" if report.kind_words else ""
    name = f"{settings.PRODUCT_NAME} {year} {report.company.name}{kind} {report.language}"
    return f"{name}.pdf"
