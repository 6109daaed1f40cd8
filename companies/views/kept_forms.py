"""Back after the session had ended: what was sent meanwhile, to send it after all."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.mixins import GrantRequired
from companies.permissions import Permission
from companies.services import kept_forms
from companies.services.kept_forms import KeptForm


class SendOn(HttpResponseRedirect):
    """Lets the browser send the same form to another address: 307 keeps method and body."""

    status_code = 307


class KeptFormPage(GrantRequired, TemplateView):
    """Shows what was typed. Nothing is done with it until the person presses the button.

    The fields go to their own address as they were, the version that was seen included: what a
    colleague saved in between leads to a choice between two texts, as always.
    """

    grants = {"get": Permission.FILE_VIEW, "post": Permission.FILE_VIEW}
    template_name = "companies/kept_form.html"

    def get(self, request, company) -> HttpResponse:
        """Show it; without one there is nothing to see here."""
        kept = kept_forms.kept_for(request, company)
        if kept is None:
            return redirect("home")
        return self.render_to_response(
            self.get_context_data(kept=kept, typed=self.typed_in(kept), company=request.company)
        )

    def post(self, request, company) -> HttpResponse:
        """Send it to where it was going, or throw it away; either way it is wiped here."""
        kept = kept_forms.kept_for(request, company)
        if kept is None:
            messages.error(request, _("Deze tekst bewaren wij niet meer. Vul hem opnieuw in."))
            return redirect("home")
        kept_forms.wipe(request)
        if "drop" in request.GET:  # not a field: those are of the form that was kept
            messages.success(request, _("Weggegooid. Er is niets opgeslagen of verstuurd."))
            return redirect(kept.path)
        return SendOn(kept.path)

    def typed_in(self, kept: KeptForm) -> list[tuple[str, str]]:
        """Return the words in it with what they answer, as the page they come from tells it."""
        match = resolve(kept.path.partition("?")[0])
        view = getattr(match.func, "view_class", None)
        if view is not None and hasattr(view, "words_in"):
            page = view()
            page.setup(self.request, **match.kwargs)
            return page.words_in(kept.data)
        texts = [value for _name, value in kept.fields]
        return [("", text) for text in texts if " " in text.strip() or "@" in text]
