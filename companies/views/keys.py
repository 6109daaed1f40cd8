"""API keys: what there is, making one (shown once), and taking one back."""

from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from companies.access import Access
from companies.forms.keys import KeyForm
from companies.mixins import GrantRequired, SectorGrantRequired
from companies.permissions import Permission, Scope, SectorPermission
from companies.services import api_keys as services

FIELDS = ("name", "scopes", "days")


class OfCompany(GrantRequired):
    """The keys to one company: each member has their own; an administrator sees all."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.FILE_VIEW}

    def dispatch(self, request, *args, **kwargs):
        """Keep the secretariat out: it has keys of its own."""
        if request.access.is_visit:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def access(self) -> Access | None:
        """Return the caller's place in the company."""
        return self.request.access

    @property
    def sees_all(self) -> bool:
        """Tell whether this person watches over everybody's keys."""
        return self.request.access.may(Permission.MEMBERS_CHANGE)

    def address(self, name: str, *args) -> str:
        """Return one of the addresses of these pages."""
        return reverse(f"companies:{name}", args=[self.request.company.slug, *args])


class OfSecretariat(SectorGrantRequired):
    """The secretariat's keys: each person has their own."""

    grants = {"get": SectorPermission.SECTOR_VIEW, "post": SectorPermission.SECTOR_VIEW}
    access: Access | None = None
    sees_all = False

    def address(self, name: str, *args) -> str:
        """Return one of the addresses of these pages."""
        return reverse(f"secretariat:{name}", args=args)


class KeyList(TemplateView):
    """The keys, when each was last used and until when it works."""

    template_name = "companies/keys.html"

    def get_context_data(self, **kwargs) -> dict:
        """Add the keys that were not taken back."""
        company = self.access.company if self.access else None
        keys = services.keys_of(company, seen_by=self.request.user, sees_all=self.sees_all)
        return super().get_context_data(
            rows=[
                (
                    key,
                    [Scope(scope).label for scope in key.scopes],
                    self.address("withdraw-key", key.pk),
                )
                for key in keys
            ],
            sees_all=self.sees_all,
            new_url=self.address("new-key"),
            **kwargs,
        )


class MakeKey(FormView):
    """Make a key. Opening the form asks for the password again; the secret is shown once."""

    template_name = "companies/new_key.html"
    form_class = KeyForm

    @method_decorator(reauthentication_required)
    def get(self, request, *args, **kwargs):
        """Show the form to who has just proved who they are."""
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Make it; whoever waited too long proves it once more and finds the form as it was."""
        if is_reauthentication_required(request, app="account"):
            typed = [(name, one) for name in FIELDS for one in request.POST.getlist(name)]
            return redirect(f"{request.path}?{urlencode(typed)}")
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        """Offer what this person may do here."""
        return super().get_form_kwargs() | {"scopes": services.scopes_for(self.access)}

    def get_initial(self) -> dict:
        """Fill in what was typed before the password was asked again."""
        asked = self.request.GET
        typed = {name: asked[name] for name in ("name", "days") if name in asked}
        return {"scopes": asked.getlist("scopes") or ["read"]} | typed

    def get_context_data(self, **kwargs) -> dict:
        """Add the way back."""
        return super().get_context_data(list_url=self.address("keys"), **kwargs)

    def form_valid(self, form):
        """Show the secret, this once."""
        given = form.cleaned_data
        try:
            key, secret = services.make_key(
                given["name"],
                given["scopes"],
                given["days"],
                by=self.request.user,
                access=self.access,
            )
        except services.TooManyKeys:
            form.add_error(
                None,
                _("U hebt hier al 20 sleutels. Trek er eerst een in die u niet meer gebruikt."),
            )
            return self.form_invalid(form)
        context = self.get_context_data(form=form, key=key, secret=secret)
        return self.render_to_response(context, status=201)

    def form_invalid(self, form):
        """Show what is wrong; what was typed stays."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TakeKeyBack(View):
    """Take a key back: the next call with it is refused."""

    def get(self, request, *args, **kwargs):
        """Do nothing: after signing in again, somebody lands where they pressed."""
        self.key()
        return redirect(self.address("keys"))

    def post(self, request, *args, **kwargs):
        """Withdraw it, and return to the list."""
        key = self.key()
        services.withdraw_key(key, by=request.user)
        messages.success(
            request, _("De sleutel “%(name)s” is ingetrokken en werkt niet meer.") % {"name": key}
        )
        return redirect(self.address("keys"))

    def key(self):
        """Return the key in the address, of those this person sees; else 404."""
        company = self.access.company if self.access else None
        mine = services.keys_of(company, seen_by=self.request.user, sees_all=self.sees_all)
        return get_object_or_404(mine.select_related("company"), pk=self.kwargs["pk"])


class CompanyKeys(OfCompany, KeyList):
    """The keys to this company."""


class NewCompanyKey(OfCompany, MakeKey):
    """A new key to this company."""


class WithdrawCompanyKey(OfCompany, TakeKeyBack):
    """Take back a key to this company."""


class SecretariatKeys(OfSecretariat, KeyList):
    """The keys of somebody of the secretariat."""


class NewSecretariatKey(OfSecretariat, MakeKey):
    """A new key of somebody of the secretariat."""


class WithdrawSecretariatKey(OfSecretariat, TakeKeyBack):
    """Take back a key of somebody of the secretariat."""
