"""Forms about people."""

from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import User
from companies.permissions import Role
from companies.services.invited import forget, remembered
from companies.services.members import accept_invitation

ROLE_SENTENCES = {
    Role.READER: _("Leest alle vragen en antwoorden, en wijzigt niets."),
    Role.EDITOR: _("Vult vragen in en maakt verslagen. Dient niet in."),
    Role.APPROVER: _("Vult in, controleert en dient in namens uw bedrijf."),
    Role.ADMIN: _("Doet alles wat een goedkeurder doet, en beslist wie er meedoet."),
}


class SignUpForm(forms.Form):
    """What allauth's sign-up asks and does besides: a name, the invited address, the seat.

    allauth's own form inherits from this one and adds address and password.
    """

    name = forms.CharField(
        label=_("Uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args, **kwargs):
        """Fill in the invited address, whatever the link in the browser says."""
        super().__init__(*args, **kwargs)
        self.invitation = remembered(context.request.session)
        if self.invitation is not None:
            self.initial["email"] = self.invitation.email
        if "email" in self.fields:
            self.fields["email"].widget.attrs["readonly"] = True

    def clean(self) -> dict:
        """Refuse every address but the one the invitation was sent to."""
        cleaned = super().clean() or {}
        invited = self.invitation.email if self.invitation else None
        if cleaned.get("email") != invited:
            self.add_error(
                "email",
                _(
                    "Uw uitnodiging is voor een ander adres. Vraag uw beheerder om een nieuwe "
                    "uitnodiging als u een ander adres wilt gebruiken."
                ),
            )
        return cleaned

    def signup(self, request, user) -> None:
        """Store the name and take the seat. Called by allauth once the account exists.

        Who holds the secret from the mail can read that mailbox, so the address is verified.
        """
        from allauth.account.adapter import get_adapter

        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        accept_invitation(self.invitation, by=user)
        get_adapter().stash_verified_email(request, user.email)
        EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
        forget(request.session)


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mailadres van uw collega"), max_length=254)
    role = forms.ChoiceField(
        label=_("Rol"), choices=Role.choices, initial=Role.EDITOR, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    """Another role for somebody who has a seat."""

    role = forms.ChoiceField(label=_("Rol"), choices=Role.choices)


class NameForm(forms.ModelForm):
    """How somebody is called."""

    name = forms.CharField(
        label=_("Uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ["name"]
