"""Accounts: sign-up by invitation only, one message to all, and a check before what matters."""

import logging
import time

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.services import account_events, step_reset, two_step
from companies.services.account_events import What
from companies.services.invited import remembered

logger = logging.getLogger(__name__)
SIGNED_IN_AT = "signed_in_at"
REAUTHENTICATION = {
    "reauthenticate": _("Met uw wachtwoord"),
    "mfa_reauthenticate": _("Met een code"),
    "mfa_reauthenticate:webauthn": _("Met uw passkey"),
}
# What allauth mails about, and what it is in the person's own list.
NOTICES = {
    "password_changed": What.PASSWORD_CHANGED,
    "password_reset": What.PASSWORD_CHANGED,
    "password_set": What.PASSWORD_CHANGED,
    "email_changed": What.ADDRESS_CHANGED,
    "totp_activated": What.STEP_ADDED,
    "webauthn_added": What.STEP_ADDED,
    "totp_deactivated": What.STEP_REMOVED,
    "webauthn_removed": What.STEP_REMOVED,
    "recovery_codes_generated": What.CODES_RENEWED,
    "account_connected": What.PROVIDER_JOINED,
    "account_disconnected": What.PROVIDER_LEFT,
}


class AccountAdapter(DefaultAccountAdapter):
    """An account opens only with an invitation, and only for the address it was sent to."""

    # allauth's own texts say "je" and name the fault only; ours say what to do, in both languages.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Met dit account kunt u niet meer inloggen. Bel het secretariaat."),
        "cannot_remove_primary_email": _(
            "U kunt uw eerste adres niet verwijderen. Maak eerst een ander adres uw eerste."
        ),
        "duplicate_email": _("Dit adres staat al bij uw account."),
        "email_password_mismatch": _("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
        "email_taken": _("Dit adres is al in gebruik. Log in met dat account of kies een ander."),
        "enter_current_password": _("Vul het wachtwoord in dat u nu hebt."),
        "incorrect_code": _("Deze code klopt niet. Kijk in uw e-mail en vul de code opnieuw in."),
        "incorrect_password": _("Dit wachtwoord klopt niet. Probeer het opnieuw."),
        "invalid_or_expired_key": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
        "invalid_login": _("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
        "max_email_addresses": _("U kunt hoogstens %d adressen hebben. Verwijder er eerst een."),
        "rate_limited": _("Dat ging te vlug na elkaar. Wacht een paar minuten."),
        "same_as_current": _("Dit is al uw adres. Vul een ander adres in."),
        "select_only_one": _("Kies er één."),
        "too_many_login_attempts": _(
            "Te veel mislukte pogingen. Wacht vijf minuten en probeer het opnieuw, of kies een "
            "nieuw wachtwoord."
        ),
        "unknown_email": _("Dit adres kennen wij niet. Vul het adres van uw uitnodiging in."),
        "unverified_primary_email": _("Bevestig eerst uw e-mailadres met de link uit onze e-mail."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Tell whether this browser came with an open invitation."""
        return remembered(request.session) is not None

    def clean_password(self, password: str, user=None) -> str:
        """Refuse a weak password; a new person's company is the one that invited them."""
        invitation = remembered(self.request.session) if self.request else None
        if user is not None and invitation is not None:
            user.invited_to = invitation.company
        return super().clean_password(password, user)

    def login(self, request, user) -> None:
        """Sign in, and remember when: for a while nobody asks again who it is."""
        super().login(request, user)
        if two_step.is_strong(request):
            step_reset.cancel_own(user)
        request.session[SIGNED_IN_AT] = time.time()
        account_events.note_sign_in(request, user)

    def pre_authenticate(self, request, **credentials) -> None:
        """Count an attempt; tell the operator when there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            account_events.tell_too_many("passwords")
            raise

    def authentication_failed(self, request, **credentials) -> None:
        """Write down that a wrong password was tried."""
        account_events.note_wrong_password(request, credentials.get("email") or "")

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Tell whether this person must show again who they are: not just after signing in."""
        signed_in = self.request.session.get(SIGNED_IN_AT, 0)
        if time.time() - signed_in < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Return how somebody may show again who they are; a password is too little for two steps.

        Else a known password and a session left open would be enough to add a second step.
        """
        methods = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"] != "reauthenticate"]
        return [
            {**method, "description": REAUTHENTICATION[method["id"]]}
            for method in second or methods
        ]

    def get_login_stages(self) -> list[str]:
        """Return what comes after the password: the second step is ours."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "companies.adapter.stages.SecondStepStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Tell somebody by mail what was done to the account; it stays done when that fails."""
        if what := NOTICES.get(template_prefix.rpartition("/")[2]):
            account_events.note(what, user, self.request)
        try:
            super().send_notification_mail(template_prefix, user, context, email)
        except OSError:
            logger.exception("A notice about an account could not be mailed.")

    def get_from_email(self) -> str:
        """Return the sender of every mail."""
        return settings.DEFAULT_FROM_EMAIL
