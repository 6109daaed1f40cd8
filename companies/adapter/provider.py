"""Signing in with the organisation's own sign-in (OpenID Connect), held to our rules.

It never opens an account without an invitation. It joins an account that exists by its e-mail
address only for domains that the operator trusts this provider with; for every other address a
person first signs in and joins the two from the account's page.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from companies.adapter.organisation import OrganisationProvider, answers_our_question
from companies.models import User
from companies.services.invited import remembered


class ProviderAdapter(DefaultSocialAccountAdapter):
    """What a provider's word is worth here."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("Dit adres heeft al een account (%s). Log daarmee in."),
        "invalid_token": _("Het inloggen is mislukt. Probeer het opnieuw."),
        "no_password": _("Stel eerst een wachtwoord in; anders kunt u niet meer inloggen."),
        "no_verified_email": _("Bevestig eerst uw e-mailadres."),
        "disconnect_last": _("Dit is uw enige manier om in te loggen."),
        "connected_other": _("Dit account hoort al bij iemand anders."),
    }

    def get_provider(self, request: HttpRequest, provider, client_id=None):
        """Return the organisation's provider, asked and answered in our way."""
        found = super().get_provider(request, provider, client_id)
        return OrganisationProvider(request, app=found.app)

    def get_requests_session(self):
        """Return what asks the provider: it goes where it was sent and follows nobody further."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an answer to another question; note it when the provider asked for two steps."""
        signed = sociallogin.account.extra_data.get("id_token") or {}
        if not answers_our_question(sociallogin):
            page = render_authentication_error(request, sociallogin.provider)
            raise ImmediateHttpResponse(page)
        if sociallogin.is_existing:
            if took_two_steps(signed):
                record_authentication(request, sociallogin.user, "provider", strong=True)
        else:
            sociallogin.email_addresses = []  # an invitation says which address is theirs

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Tell whether this browser came with an open invitation."""
        return remembered(request.session) is not None

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict:
        """Return the name the provider knows; the address comes from the invitation."""
        said = sociallogin.account.extra_data
        return {"name": (said.get("userinfo") or said.get("id_token") or {}).get("name", "")}

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form=None) -> User:
        """Store the new person; what the provider asked of them counts from the start."""
        user = super().save_user(request, sociallogin, form=form)
        if took_two_steps(sociallogin.account.extra_data.get("id_token") or {}):
            record_authentication(request, user, "provider", strong=True)
        return user

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Tell whether this provider may speak for this address: a trusted domain, confirmed here.

        Anybody can call themselves anything at a provider that many organisations share.
        """
        if email.rpartition("@")[2].lower() not in settings.OIDC_EMAIL_DOMAINS:
            return False
        return EmailAddress.objects.filter(email__iexact=email, verified=True).exists()


def took_two_steps(signed: dict) -> bool:
    """Tell whether the provider says, in what it signed, that the person took two steps."""
    methods = signed.get("amr") or []
    methods = {methods} if isinstance(methods, str) else set(methods)
    return bool(methods & set(settings.OIDC_STRONG_AMR)) or (
        signed.get("acr") in settings.OIDC_STRONG_ACR
    )
