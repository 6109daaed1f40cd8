"""Forms about people and how they sign in."""

from companies.forms.people import ROLE_SENTENCES, InviteForm, NameForm, RoleForm, SignUpForm

__all__ = ["ROLE_SENTENCES", "InviteForm", "NameForm", "RoleForm", "SignUpForm"]
