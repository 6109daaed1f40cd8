"""Who works in the company's file, and as what."""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from companies.forms import ROLE_SENTENCES, InviteForm, RoleForm
from companies.mixins import FreshSignInRequired, GrantRequired
from companies.models import Invitation, Membership
from companies.permissions import Permission, Role
from companies.services import members as services
from companies.services import two_step
from convenant.limits import INVITATIONS


class Members(GrantRequired, FormView):
    """The people of the company, open invitations, and a form to invite a colleague."""

    grants = {"get": Permission.MEMBERS_VIEW}
    template_name = "companies/members.html"
    form_class = InviteForm

    def get_context_data(self, **kwargs):
        """Add people and invitations; only an administrator sees the forms."""
        company = self.request.company
        return super().get_context_data(
            seats=two_step.with_steps(Membership.objects.of_company(company)),
            invitations=Invitation.objects.open().filter(company=company).order_by("email"),
            may_change=self.request.access.may(Permission.MEMBERS_CHANGE),
            roles=[(role, role.label, ROLE_SENTENCES[role]) for role in Role],
            **kwargs,
        )


class Invite(Members):
    """Invite a colleague by e-mail."""

    grants = {"get": Permission.MEMBERS_VIEW, "post": Permission.MEMBERS_CHANGE}

    def get(self, request, *args, **kwargs):
        """Show nothing here: after signing in again, somebody lands where they pressed."""
        return redirect("companies:members", request.company.slug)

    def form_valid(self, form):
        """Send the invitation, or say why it did not go."""
        email, role = form.cleaned_data["email"], form.cleaned_data["role"]
        if INVITATIONS.is_passed(self.request.user.pk):
            form.add_error(
                None, _("U nodigde in het laatste uur heel veel mensen uit. Probeer het later.")
            )
            return self.form_invalid(form)
        try:
            services.invite(self.request.company, email, role, by=self.request.user)
        except services.AlreadyMember:
            form.add_error(
                "email", _("Deze collega doet al mee. U kunt hierboven de rol wijzigen.")
            )
            return self.form_invalid(form)
        except OSError:
            form.add_error(
                None, _("De e-mail kon niet weg. Probeer het over een paar minuten opnieuw.")
            )
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("De uitnodiging aan %(email)s is verstuurd. Zij is 14 dagen geldig.")
            % {"email": email},
        )
        return redirect("companies:members", self.request.company.slug)

    def form_invalid(self, form):
        """Show the page again with what is wrong; what was typed stays."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Act(GrantRequired, View, ABC):
    """Something an administrator does on the list of people, to one seat or invitation."""

    grants = {"get": Permission.MEMBERS_VIEW, "post": Permission.MEMBERS_CHANGE}

    def get(self, request, company, pk) -> HttpResponseRedirect:
        """Do nothing: after signing in again, somebody lands where they pressed."""
        get_object_or_404(self.things(), pk=pk)
        return redirect("companies:members", company)

    @abstractmethod
    def things(self) -> QuerySet:
        """Return what this can be done to, in this company only."""


class SeatView(Act):
    """Something done to one seat of this company."""

    def things(self) -> QuerySet[Membership]:
        """Return the seats held now."""
        seats = Membership.objects.active().filter(company=self.request.company)
        return seats.select_related("user", "company")

    def post(self, request, company, pk) -> HttpResponseRedirect:
        """Do it, and return to the list; the last administrator stays."""
        seat = get_object_or_404(self.things(), pk=pk)
        try:
            self.act(seat)
        except services.LastAdministrator:
            messages.error(
                request,
                _("Dit is de enige beheerder. Maak eerst een collega beheerder."),
            )
        if seat.ended_at and seat.user == request.user:
            return redirect("home")
        return redirect("companies:members", company)

    @abstractmethod
    def act(self, seat: Membership) -> None:
        """Change the seat. May raise LastAdministrator."""


class ChangeRole(SeatView):
    """Give a colleague another role."""

    def act(self, seat: Membership) -> None:
        """Store a role that exists; anything else changes nothing."""
        form = RoleForm(self.request.POST)
        if form.is_valid():
            services.change_role(seat, form.cleaned_data["role"], by=self.request.user)
            messages.success(
                self.request,
                _("%(name)s is nu %(role)s.")
                % {"name": seat.user, "role": seat.get_role_display()},
            )


class EndSeat(SeatView):
    """End a colleague's seat."""

    def act(self, seat: Membership) -> None:
        """End it at once."""
        services.end_seat(seat, by=self.request.user)
        messages.success(
            self.request, _("%(name)s kan niet meer bij uw dossier.") % {"name": seat.user}
        )


class Withdraw(Act):
    """Take an invitation back."""

    def things(self) -> QuerySet[Invitation]:
        """Return the invitations that are open; a used or old one is not found."""
        return Invitation.objects.open().filter(company=self.request.company)

    def post(self, request, company, pk) -> HttpResponseRedirect:
        """Withdraw it."""
        services.withdraw(get_object_or_404(self.things(), pk=pk), by=request.user)
        messages.success(request, _("De uitnodiging is ingetrokken."))
        return redirect("companies:members", company)


class DemandTwoSteps(GrantRequired, FreshSignInRequired, View):
    """Demand two steps of everybody in the company, or no longer."""

    grants = {"get": Permission.MEMBERS_VIEW, "post": Permission.MEMBERS_CHANGE}

    def get(self, request, company) -> HttpResponseRedirect:
        """Do nothing: the switch stands on the page of people."""
        return redirect("companies:members", company)

    def back(self) -> str:
        """Return the page with the switch."""
        return reverse("companies:members", args=[self.request.company.slug])

    def post(self, request, company) -> HttpResponse:
        """Switch it on or off; who demands two steps takes two steps."""
        if self.is_stale():
            return self.ask_who_it_is()
        demanded = request.POST.get("demanded") == "on"
        try:
            two_step.demand_of_company(request.company, demanded, by=request.user)
        except two_step.OwnStepFirst:
            messages.error(request, _("Stel eerst zelf een tweede stap in, bij “Uw account”."))
            return redirect(self.back())
        if demanded:
            messages.success(
                request, _("Iedereen van uw bedrijf logt voortaan in met twee stappen.")
            )
        else:
            messages.success(request, _("Inloggen met twee stappen is niet meer verplicht."))
        return redirect(self.back())
