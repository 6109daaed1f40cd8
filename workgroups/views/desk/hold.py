"""Taking a file, taking it over, letting it go, and giving it to a colleague."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from companies.models import User
from companies.permissions import Permission
from diligence.models import FileReview
from diligence.services.desk.assigning import AssignedMeanwhile, assign, reviewers
from diligence.services.desk.holding import HeldByAnother, NotHeld, hold, let_go, take_over
from workgroups.views.desk.base import ReviewMixin


def file_url(request: HttpRequest, year: int) -> str:
    """Return the page of the file under review."""
    return reverse("review:file", args=[request.company.slug, year])


def holder_in_words(review: FileReview) -> str:
    """Return who is at the file and since when: "Arjan Smit is bezig … sinds 16 november 14:05"."""
    since = timezone.localtime(review.held_since)
    words = {"person": review.held_by, "since": date_words(since, "j F Y H:i")}
    return _("%(person)s is met dit dossier bezig, sinds %(since)s.") % words


class Hold(ReviewMixin, View):
    """Take the file, take it over from a colleague, or let it go."""

    grants = {"post": Permission.FILE_REVIEW}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says; who was too late is told who was first."""
        try:
            match request.POST.get("act"):
                case "take_over":
                    self.take_over()
                case "let_go":
                    return self.let_go()
                case "hold":
                    hold(self.assessment, by=request.user)
        except HeldByAnother as held:
            messages.warning(request, holder_in_words(held.review))
        return redirect(file_url(request, self.kwargs["year"]))

    def take_over(self) -> None:
        """Take it from the colleague whom the page named. Raises HeldByAnother."""
        try:
            holder = UUID(self.request.POST.get("holder", ""))
        except ValueError:
            messages.error(self.request, _("Er is niets gewijzigd. Open het dossier opnieuw."))
            return
        try:
            review = take_over(self.assessment, holder, by=self.request.user)
        except NotHeld:
            review = hold(self.assessment, by=self.request.user)
        if review.taken_from_id is not None:
            text = _("U beoordeelt dit dossier nu. Vertel uw collega dat u het overnam.")
            messages.success(self.request, text)

    def let_go(self) -> HttpResponse:
        """Let it go and go back to the queue."""
        if let_go(self.assessment, by=self.request.user):
            text = _("U hebt %(company)s neergelegd. Een collega kan verder.")
            messages.success(self.request, text % {"company": self.request.company.name})
        return redirect("desk:queue", self.kwargs["year"])


class Assign(ReviewMixin, View):
    """Give the file to a reviewer, or to nobody."""

    grants = {"post": Permission.FILE_REVIEW}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Give it, and say to whom."""
        here = redirect(file_url(request, self.kwargs["year"]))
        people: dict[str, User | None] = {str(one.pk): one for one in reviewers()} | {"": None}
        typed = request.POST.get("person", "-")
        if typed not in people:
            messages.error(request, _("Kies een beoordelaar uit de lijst. Er is niets gewijzigd."))
            return here
        try:
            assign(self.assessment, people[typed], seen=self.seen(), by=request.user)
        except AssignedMeanwhile as meanwhile:
            self.tell_meanwhile(meanwhile.review)
            return here
        person = people[typed]
        if person is None:
            messages.success(request, _("Dit dossier is nu van niemand."))
        else:
            text = _("%(person)s beoordeelt dit dossier.")
            messages.success(request, text % {"person": person})
        return here

    def seen(self) -> UUID | None:
        """Return whose the file was on the page that was sent."""
        try:
            return UUID(self.request.POST.get("seen", ""))
        except ValueError:
            return None

    def tell_meanwhile(self, review: FileReview) -> None:
        """Say that a colleague was first, and what they chose."""
        if review.assigned_to is None:
            text = _("Een collega haalde intussen weg wie dit dossier beoordeelt. Kies opnieuw.")
        else:
            text = _("Een collega gaf dit dossier intussen aan %(person)s. Kies opnieuw.")
        messages.warning(self.request, text % {"person": review.assigned_to})
