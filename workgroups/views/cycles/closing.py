"""Closing a year, and opening it again."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from diligence.services.cycles import InvalidCycle
from workgroups.services.cycles import NotClosed, NotYet, begin_closing, reopen_year
from workgroups.views.cycles.forms import CloseForm, ReopenForm
from workgroups.views.cycles.pages import CHANGE, CyclePage


class CloseCycle(CyclePage):
    """Close a year."""

    grants = {"post": CHANGE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Begin, unless something stands in the way."""
        cycle = self.cycle()
        form = CloseForm(request.POST, auto_id="close-%s")
        is_confirmed = form.is_valid() and form.cleaned_data["confirmed"]
        try:
            begin_closing(
                cycle, is_confirmed=is_confirmed, today=timezone.localdate(), by=request.user
            )
        except NotYet as not_yet:
            form.add_error("confirmed", self.why(not_yet))
            return self.refused(form=form, close=form)
        return self.done(_("Het jaar gaat dicht. U mag deze pagina verlaten."))

    def why(self, not_yet: NotYet) -> str:
        """Return what stands in the way and what to do."""
        if not_yet.why == "early":
            return _(
                "Leden kunnen nog indienen. Sluit het jaar na de laatste dag, ook bij uitstel."
            )
        if not_yet.why == "time":
            names = ", ".join(asked.name for asked in not_yet.counts.asked_time)
            text = _("Beslis eerst over het uitstel dat nog gevraagd is: %(names)s.")
            return text % {"names": names}
        if not_yet.why == "waiting":
            text = _("Er wachten nog dossiers op een besluit: %(n)s. Rond die eerst af.")
            return text % {"n": not_yet.counts.waiting}
        return _("Kruis aan dat u weet dat er dossiers open blijven.")


class ReopenCycle(CyclePage):
    """Open a year again that was closed."""

    grants = {"post": CHANGE}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Open it, with a reason that the members read."""
        form = ReopenForm(request.POST)
        if not form.is_valid():
            return self.refused(form=form, reopen=form)
        try:
            reopen_year(self.cycle(), form.cleaned_data["reason"], by=request.user)
        except InvalidCycle as problems:
            form.show(problems)
            return self.refused(form=form, reopen=form)
        except NotClosed:
            return self.done(_("Dit jaar is al open."))
        return self.done(_("Het jaar is weer open. Alle leden krijgen bericht."))
