"""Help for who lost the second step: ask, confirm, stop."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.mixins import FreshSignInRequired, GrantRequired, SectorGrantRequired
from companies.models import Membership, StepReset, User
from companies.permissions import Permission, SectorPermission
from companies.services import step_reset as services
from companies.services.two_step import has_second_step


class Help(FreshSignInRequired):
    """One person's lost second step: what there is, and what may be pressed."""

    def press(self, user: User, seat: Membership | None) -> HttpResponse:
        """Do what was pressed, and come back to the same page."""
        if self.is_stale():
            return self.ask_who_it_is()
        reset = self.open_resets().filter(user=user).first()
        try:
            self.act(self.request.POST.get("act"), reset, user, seat)
        except services.NotForOneself:
            messages.error(self.request, _("Dit doet een ander voor u, nooit uzelf."))
        except services.SecondPersonNeeded:
            messages.error(self.request, _("U vroeg dit zelf. Een tweede persoon bevestigt het."))
        except services.NothingToTakeAway:
            messages.error(self.request, _("Deze persoon heeft geen tweede stap."))
        return redirect(self.back())

    def act(self, act: str | None, reset: StepReset | None, user: User, seat) -> None:
        """Ask, confirm or stop; anything else changes nothing."""
        by = self.request.user
        if act == "ask" and self.request.POST.get("spoken") == "on":
            services.ask(user, seat=seat, by=by)
            messages.success(self.request, _("Uw vraag staat klaar voor een tweede persoon."))
        elif act == "ask":
            messages.error(self.request, _("Spreek de persoon eerst zelf, en vink dat aan."))
        elif act == "confirm" and reset is not None:
            services.confirm(reset, by=by)
            messages.success(self.request, _("Bevestigd. Na de wachttijd gaat de tweede stap weg."))
        elif act == "stop" and reset is not None:
            services.cancel(reset, by=by)
            messages.success(self.request, _("Gestopt. Er is niets weggehaald."))

    def open_resets(self) -> QuerySet[StepReset]:
        """Return the requests that this page may show and change."""
        return StepReset.objects.open()

    def told(self, user: User) -> dict:
        """Return what the page shows of this person."""
        reset = self.open_resets().with_people().filter(user=user).first()
        return {"person": user, "reset": reset, "has_step": has_second_step(user)}


class ColleagueHelp(GrantRequired, Help, TemplateView):
    """An administrator helps a colleague of the same company."""

    grants = {"get": Permission.MEMBERS_CHANGE, "post": Permission.MEMBERS_CHANGE}
    template_name = "companies/lost_step.html"

    def open_resets(self) -> QuerySet[StepReset]:
        """Return those of this company: who asks elsewhere for the same person stays unseen."""
        return super().open_resets().filter(seat__company=self.request.company)

    def seat(self) -> Membership:
        """Return the colleague's seat, held now in this company; the secretariat helps its own."""
        seats = Membership.objects.active().filter(company=self.request.company)
        seats = seats.filter(user__secretariat_role="")
        return get_object_or_404(seats.select_related("user", "company"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        """Add the colleague and the request."""
        return self.told(self.seat().user) | {"company": self.request.company}

    def post(self, request, company, pk) -> HttpResponse:
        """Do what was pressed."""
        seat = self.seat()
        return self.press(seat.user, seat)


class OpenHelp(SectorGrantRequired, TemplateView):
    """The requests that wait, and the secretariat's own people, for its administrators."""

    grants = {"get": SectorPermission.PEOPLE_HELP}
    template_name = "companies/lost_steps.html"

    def get_context_data(self, **kwargs):
        """Add the requests and the colleagues."""
        colleagues = User.objects.filter(is_active=True).exclude(secretariat_role="")
        return super().get_context_data(
            resets=StepReset.objects.open().with_people(),
            colleagues=colleagues.exclude(pk=self.request.user.pk).order_by("name"),
            **kwargs,
        )


class SecretariatHelp(SectorGrantRequired, Help, TemplateView):
    """An administrator of the secretariat confirms a request, or asks one for a colleague."""

    grants = {"get": SectorPermission.PEOPLE_HELP, "post": SectorPermission.PEOPLE_HELP}
    template_name = "companies/lost_step.html"

    def person(self) -> User:
        """Return a colleague of the secretariat, or somebody for whom was asked."""
        asked = StepReset.objects.open().values("user_id")
        people = User.objects.filter(is_active=True)
        known = people.exclude(secretariat_role="") | people.filter(pk__in=asked)
        return get_object_or_404(known.distinct(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        """Add the person and the request; for a member the company asks, not the secretariat."""
        person = self.person()
        return self.told(person) | {"of_secretariat": True, "may_ask": person.is_secretariat}

    def post(self, request, pk) -> HttpResponse:
        """Do what was pressed."""
        person = self.person()
        if request.POST.get("act") == "ask" and not person.is_secretariat:
            return redirect(self.back())
        return self.press(person, None)

    def back(self) -> str:
        """Return the list when nothing is left to see of this person."""
        if StepReset.objects.open().filter(user_id=self.kwargs["pk"]).exists():
            return self.request.path
        return reverse("secretariat-help:lost-steps")


class Stop(TemplateView):
    """The link in the person's mails: it stops the request, after a press, and opens nothing."""

    template_name = "companies/stop_lost_step.html"

    def get(self, request, word) -> HttpResponse:
        """Show what would be stopped, or that there is nothing any more."""
        reset = services.by_link(word)
        return self.render_to_response({"reset": reset}, status=200 if reset else 404)

    def post(self, request, word) -> HttpResponse:
        """Stop it: who holds the mail speaks for the person."""
        reset = services.by_link(word)
        if reset is None:
            return self.render_to_response({"reset": None}, status=404)
        services.cancel(reset, by=reset.user)
        return self.render_to_response({"reset": reset, "stopped": True})
