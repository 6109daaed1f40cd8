"""Offering a newer questionnaire within a year: first what it changes, then the button."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.mixins import SectorGrantRequired
from diligence.framework.mapping_words import Summary, summary_of
from diligence.models import Cycle, QuestionnaireVersion
from diligence.services.cycles import CycleClosed
from diligence.services.versions.offering import NotNewer, offer, versions_to_offer
from diligence.views.faces.kept import change_faces
from diligence.views.version import told
from workgroups.views.cycles.pages import CHANGE


class OfferNewer(SectorGrantRequired, TemplateView):
    """What a newer questionnaire asks otherwise, and offering it to who already began."""

    grants = {"get": CHANGE, "post": CHANGE}
    template_name = "workgroups/cycles/newer.html"

    def get_context_data(self, **kwargs) -> dict:
        """Tell the changes of the version in the address, else of the newest; 404 without any.

        Of a year that offers one already, that one is told, to read again.
        """
        cycle = self.cycle()
        offered = versions_to_offer(cycle)
        may_offer = bool(offered)
        if cycle.newer is not None:
            offered = [cycle.newer]
        if not offered:
            raise Http404
        wanted = self.request.GET.get("version", "")
        version = next((one for one in offered if one.code == wanted), offered[0])
        summary = changes_in(cycle, version)
        return super().get_context_data(
            cycle=cycle,
            offered=offered,
            may_offer=may_offer,
            version=version,
            summary=summary,
            told=told(summary),
            changes=change_faces(summary),
            **kwargs,
        )

    def cycle(self) -> Cycle:
        """Return the year of the address, or answer 404."""
        return get_object_or_404(Cycle.objects.with_version(), year=self.kwargs["year"])

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Offer the version that was read."""
        cycle = self.cycle()
        code = request.POST.get("version", "")
        version = QuestionnaireVersion.objects.published().filter(code=code).first()
        if version is None:
            raise Http404
        try:
            offer(cycle, version, by=request.user)
        except CycleClosed:
            messages.error(request, _("Dit jaar is gesloten. Er verandert niets meer aan."))
        except NotNewer:
            text = _("Deze vragenlijst past niet op die van dit jaar, of er is al een aangeboden.")
            messages.error(request, text)
        else:
            text = _("Vragenlijst %(code)s is aangeboden. Elk bedrijf kiest zelf of het overstapt.")
            messages.success(request, text % {"code": code})
        return redirect("sector:cycle", cycle.year)


def changes_in(cycle: Cycle, version: QuestionnaireVersion) -> Summary:
    """Return what the version asks otherwise than the year does now, of all its questions."""
    new = version.edition()
    if new.mapping is None:
        raise Http404
    return summary_of(new.mapping, cycle.version.edition(), new)
