"""What an action is for, and its new day when the old one has gone by."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from companies.permissions import Permission
from diligence.plan.delay import ReasonNeeded
from diligence.services.plan import actions as services
from diligence.services.plan import links
from diligence.views.faces.lines import Line
from diligence.views.plan.action import ActionPage
from diligence.views.plan.forms import LinkForm, NewDayForm, UnlinkForm
from diligence.views.plan.words import too_many_links


class Link(ActionPage):
    """Link an action to a risk, a question or a supplier, or let go of one."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do what the form asks."""
        action = self.action()
        return self.unlink(action) if "link" in request.POST else self.link(action)

    def link(self, action) -> HttpResponse:
        """Add what was chosen."""
        form = LinkForm(self.request.POST)
        try:
            if not form.is_valid():
                raise links.NothingToLink
            links.link(action, links.Aim(**form.aim()), by=self.request.user)
        except links.NothingToLink:
            text = _("Kies een risico, vraag of leverancier uit de lijst.")
            return self.refuse(422, action=action, problems=[Line(text, "#id_risk")])
        except links.TooManyLinks:
            problems = [Line(too_many_links(), "#waarvoor")]
            return self.refuse(409, action=action, problems=problems)
        messages.success(self.request, _("Opgeslagen."))
        return redirect(f"{self.url_of(action)}#waarvoor")

    def unlink(self, action) -> HttpResponse:
        """Take one away; gone already is well too."""
        form = UnlinkForm(self.request.POST)
        if form.is_valid():
            links.unlink(action, form.cleaned_data["link"], by=self.request.user)
        messages.success(self.request, _("Weggehaald."))
        return redirect(f"{self.url_of(action)}#waarvoor")


class NewDay(ActionPage):
    """Choose a new day for an action whose day has gone by."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Put it off, or say what is missing."""
        action = self.action()
        form = NewDayForm(request.POST, today=self.today)
        if not form.is_valid():
            return self.refuse(422, action=action, day_form=form)
        said = form.cleaned_data
        try:
            services.put_off(
                action,
                said["new_day"],
                seen=said["version"],
                by=request.user,
                reason=said["why_later"],
            )
        except services.StaleAction as stale:
            return self.stale(stale)
        except ReasonNeeded:
            text = _("Zeg waarom het weer later wordt: dit is niet de eerste keer.")
            form.add_error("why_later", text)
            return self.refuse(422, action=action, day_form=form)
        messages.success(request, _("De nieuwe einddatum is bewaard."))
        return redirect(self.url_of(action))
