"""Signing in in two steps: what a person has, setting it up, taking it away."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.forms.two_step import RenamePasskeyForm
from companies.services import recovery_codes, two_step


class TwoSteps(LoginRequiredMixin, TemplateView):
    """What this person has as a second step; and why one is needed, when it is."""

    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs):
        """Add the steps there are, how many recovery codes are left, and where to go on."""
        user = self.request.user
        steps = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
        by_type = {step.type: step for step in steps}
        codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
        goal, company = two_step.goal_of(self.request.session)
        demand = two_step.demand_on(user) or (two_step.Demand.COMPANY if company else None)
        return super().get_context_data(
            app=by_type.get(Authenticator.Type.TOTP),
            passkeys=[step for step in steps if step.type == Authenticator.Type.WEBAUTHN],
            codes=codes,
            codes_left=recovery_codes.left(codes),
            is_on=by_type.keys() - {Authenticator.Type.RECOVERY_CODES},
            is_strong=demand is None or two_step.meets(self.request, demand),
            demand=demand,
            company=company,
            goal=goal,
            **kwargs,
        )


class ActivateApp(ActivateTOTPView):
    """Scan the square, type the first code."""

    def form_valid(self, form) -> HttpResponse:
        """Store the app; who set it up has taken the second step."""
        response = super().form_valid(form)
        step = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        two_step.step_was_set(self.request, step)
        recovery_codes.hash_and_show(self.request.user, self.request.session)
        return response

    def form_invalid(self, form) -> HttpResponse:
        """Show the same square again, with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DeactivateApp(DeactivateTOTPView):
    """Take the app away."""


class AddPasskey(AddWebAuthnView):
    """Let the device make a passkey and store its public half."""

    def get_context_data(self, **kwargs):
        """Add what the browser needs to make one; it must know its owner."""
        form = kwargs.get("form") or self.get_form()
        options = webauthn.begin_registration(self.request.user, passwordless=True)
        return {"form": form, "options": options, "view": self}

    def form_valid(self, form) -> HttpResponse:
        """Store it; who set it up has taken the second step."""
        response = super().form_valid(form)
        steps = Authenticator.objects.filter(
            user=self.request.user, type=Authenticator.Type.WEBAUTHN
        )
        two_step.step_was_set(self.request, steps.latest("created_at"))
        recovery_codes.hash_and_show(self.request.user, self.request.session)
        return response

    def form_invalid(self, form) -> HttpResponse:
        """Offer to try again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RenamePasskey(EditWebAuthnView):
    """Give a passkey another name."""

    form_class = RenamePasskeyForm
    success_url = reverse_lazy("mfa_index")


class RemovePasskey(RemoveWebAuthnView):
    """Take a passkey away; the last second step stays where one is demanded."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form) -> HttpResponse:
        """Remove it, or say why it stays."""
        if not two_step.may_remove(self.get_object()):
            messages.error(
                self.request,
                _("U moet met twee stappen inloggen. Stel eerst een andere tweede stap in."),
            )
            return redirect("mfa_index")
        return super().form_valid(form)


class RecoveryCodes(LoginRequiredMixin, TemplateView):
    """The codes for when phone and passkey are lost: shown once, by who just made them."""

    template_name = "mfa/recovery_codes/index.html"

    def get_context_data(self, **kwargs):
        """Add the codes, how many there are, and where to go on."""
        step = recovery_codes.codes_of(self.request.user)
        if step is None:
            raise Http404
        raise_if_reauthentication_required(self.request, app="allauth.mfa")
        goal, _company = two_step.goal_of(self.request.session)
        return super().get_context_data(
            codes=recovery_codes.shown_once(self.request.session),
            codes_left=recovery_codes.left(step),
            goal=goal if goal != "/" else reverse("mfa_index"),
            **kwargs,
        )


class RenewRecoveryCodes(GenerateRecoveryCodesView):
    """New codes; the old ones stop working."""

    def get_context_data(self, **kwargs):
        """Add how many old ones there are."""
        step = recovery_codes.codes_of(self.request.user)
        return super().get_context_data(**kwargs) | {"unused_code_count": recovery_codes.left(step)}

    def form_valid(self, form) -> HttpResponse:
        """Make them, keep their hashes, and show them on the next page."""
        response = super().form_valid(form)
        recovery_codes.hash_and_show(self.request.user, self.request.session)
        return response
