"""The letters of the secretariat's decisions on a file."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from companies.permissions import Permission
from convenant.downloads import file_response
from diligence.models import DecisionLetter
from diligence.services.desk.letters import hand_out, make_again
from diligence.views.base import AssessmentMixin


class LetterFile(AssessmentMixin, View):
    """The PDF of one letter, through the door; what is lost or failed is made again."""

    grants = {"get": Permission.FILE_VIEW}

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Hand it out, or say how it stands."""
        letter = self.letter()
        year = self.assessment.cycle.year
        content = hand_out(letter, by=request.user, year=year) if letter.is_ready else None
        if content is not None:
            title = _("besluit")
            name = f"{settings.PRODUCT_NAME} {year} {request.company.name} {title}.pdf"
            return file_response(content, name)
        if letter.status == DecisionLetter.Status.QUEUED:
            messages.info(request, _("De brief wordt nog gemaakt. Kijk over een minuut opnieuw."))
        else:
            make_again(letter)
            messages.info(request, _("De brief wordt opnieuw gemaakt. Kijk over een minuut weer."))
        return redirect("diligence:overview", request.company.slug, year)

    def letter(self) -> DecisionLetter:
        """Return the letter in the address, of this file."""
        mine = DecisionLetter.objects.of_file(self.assessment).select_related("company")
        found = mine.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found
