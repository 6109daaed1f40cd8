"""Forms of the second step: the code of an app, and a passkey."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP, generate_totp_secret
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.models import User
from companies.services import account_events, recovery_codes
from companies.services.account_events import What
from convenant.sealing import WrongKey, seal, unseal


def code_field() -> forms.CharField:
    """Return the box for a code: digits on a phone's keyboard, filled in by what can."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=attrs))


@contextmanager
def told_when_wrong(user: User | None) -> Iterator[None]:
    """Write down that a second step was tried and was wrong, or once too often."""
    try:
        yield
    except ValidationError as refused:
        if refused.code == "too_many_login_attempts":
            account_events.tell_too_many("codes")
        else:
            account_events.note(What.WRONG_CODE, user, context.request)
        raise


class AnyCode:
    """The code of the app, or a recovery code."""

    def clean_code(self) -> str:
        """Accept a right code once; wrong ones are counted and told, of whichever kind."""
        with told_when_wrong(self.user):  # type: ignore[attr-defined]
            return self.right_code()

    def right_code(self) -> str:
        """Return the code that was right. Raises ValidationError."""
        code = recovery_codes.typed_code(self.cleaned_data["code"])  # type: ignore[attr-defined]
        if code is None:
            return super().clean_code()  # type: ignore[misc]
        start_anew = check_rate_limit(self.user)  # type: ignore[attr-defined]
        step = recovery_codes.use(self.user, code)  # type: ignore[attr-defined]
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        step.user = self.user  # type: ignore[attr-defined]
        self.authenticator = step
        start_anew()
        return code


class CodeForm(AnyCode, AuthenticateForm):
    """The code of the app, or a recovery code, while signing in."""

    code = code_field()


class CodeAgainForm(AnyCode, ReauthenticateForm):
    """The same, before something that matters."""

    code = code_field()


class ActivateAppForm(ActivateTOTPForm):
    """The first code of an app, which proves that it was set up.

    Unlike allauth's own: the secret waits sealed, it is the same in every tab, and the code that
    was shown here opens nothing afterwards.
    """

    code = code_field()

    def __init__(self, *args, **kwargs):
        """Take the secret that waits in this session, or make one."""
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        self.secret = waiting_secret(context.request.session)

    def clean_code(self) -> str:
        """Accept a right code once."""
        code = super().clean_code()
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code


def waiting_secret(session) -> str:
    """Return the secret of an app that is being set up; it stays until the session ends."""
    try:
        return unseal(session[SECRET_SESSION_KEY])
    except (KeyError, WrongKey):
        secret = generate_totp_secret()
        session[SECRET_SESSION_KEY] = seal(secret)
        return secret


@contextmanager
def sense_only() -> Iterator[None]:
    """Refuse what no device says; allauth's reading of it stumbles over what is missing."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as nonsense:
        raise get_adapter().validation_error("incorrect_code") from nonsense


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: always one that signs in by itself, with finger, face or PIN."""

    name = forms.CharField(label=_("Naam van deze passkey"), max_length=60, required=False)
    passwordless = None

    def clean(self) -> dict:
        """Ask for proof that the device knew its owner."""
        self.cleaned_data["passwordless"] = True
        with sense_only():
            return super().clean()


class UsePasskey:
    """What a device answers, read with care."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered."""
        with told_when_wrong(self.user), sense_only():  # type: ignore[attr-defined]
            return super().clean_credential()  # type: ignore[misc]


class PasskeyForm(UsePasskey, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeyAgainForm(UsePasskey, ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""


class PasskeyAloneForm(UsePasskey, LoginWebAuthnForm):
    """A passkey instead of a password."""


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Naam van deze passkey"), max_length=60)
