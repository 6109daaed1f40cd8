"""What somebody is told: the inbox, one item, and how they want to hear of things."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from companies.emails import address_of
from companies.forms.notices import NoticeSettingsForm
from companies.models import NoticeSettings
from companies.notices import Group
from companies.services import calendar_feeds
from companies.services import notices as services
from convenant.tenancy.scope import person_scope

PAGE_SIZE = 25


def group_asked(words) -> Group | None:
    """Return the group that is asked for, or None for all; a name that is none is all."""
    asked = words.get("group", "")
    return Group(asked) if asked in Group.values else None


class Inbox(LoginRequiredMixin, TemplateView):
    """Everything somebody was told, the latest first: all, or of one group, or not read yet."""

    template_name = "companies/inbox.html"

    def get_context_data(self, **kwargs):
        """Add a page of notices. Everything is fetched in the scope of this person."""
        person, words = self.request.user, self.request.GET
        group, only_unread = group_asked(words), words.get("unread") == "1"
        with person_scope(person.pk):
            mine = services.own(person)
            waiting = services.waiting_by_group(person)
            mine = mine.of_group(group) if group else mine
            mine = mine.unread() if only_unread else mine
            page = Paginator(mine, PAGE_SIZE).get_page(words.get("page"))
            page.object_list = list(page.object_list)
        kept = {"group": group} if group else {}
        kept |= {"unread": "1"} if only_unread else {}
        return super().get_context_data(
            page=page,
            group=group,
            only_unread=only_unread,
            waiting=sum(waiting.values()),
            groups=[(one, one.label, waiting.get(one, 0)) for one in Group],
            query=f"{urlencode(kept)}&" if kept else "",
            **kwargs,
        )


class OpenNotice(LoginRequiredMixin, View):
    """Go straight to what a notice is about; on the way it is marked as read."""

    def get(self, request, pk) -> HttpResponseRedirect:
        """Lead there. Of somebody else's, nobody is told that it is there."""
        with person_scope(request.user.pk):
            notice = services.own(request.user).filter(pk=pk).first()
        if notice is None:
            raise Http404
        services.mark_read(request.user, only=notice.pk)
        return redirect(notice.url)


class ReadNotices(LoginRequiredMixin, View):
    """Mark one, those of a group, or all as read."""

    def post(self, request) -> HttpResponseRedirect:
        """Do it and go back to the list as it was."""
        group = group_asked(request.POST)
        pk = services.id_in(request.POST.get("notice", ""))
        if pk is None and request.POST.get("notice"):
            raise Http404
        count = services.mark_read(request.user, only=pk, group=group)
        if pk is None:
            text = ngettext(
                "%(n)s bericht is als gelezen gemarkeerd.",
                "%(n)s berichten zijn als gelezen gemarkeerd.",
                count,
            )
            messages.success(request, text % {"n": count})
        kept = {name: request.POST[name] for name in ("group", "unread") if request.POST.get(name)}
        return redirect(f"{reverse('inbox')}{'?' + urlencode(kept) if kept else ''}")


class Settings(LoginRequiredMixin, FormView):
    """When the digest leaves, and what somebody gets mail about."""

    template_name = "companies/notice_settings.html"
    form_class = NoticeSettingsForm
    success_url = reverse_lazy("notice-settings")

    def get_form_kwargs(self):
        """Start from what counts now."""
        return super().get_form_kwargs() | {"instance": NoticeSettings.usual(self.request.user)}

    def get_context_data(self, **kwargs):
        """Add what is known of the address of the calendar."""
        feed = calendar_feeds.feed_of(self.request.user)
        return super().get_context_data(feed=feed, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        """Store the choices."""
        form.save()
        messages.success(self.request, _("Uw keuzes zijn opgeslagen."))
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        """Show the page again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Calendar(LoginRequiredMixin, View):
    """Make an address for one's own calendar, or another; it is shown once."""

    def get(self, request) -> HttpResponseRedirect:
        """Do nothing: the button stands with the choices."""
        return redirect("notice-settings")

    def post(self, request) -> HttpResponseBase:
        """Make it and show it. What was there before stops at once."""
        address = address_of(reverse("calendar", args=[calendar_feeds.make_address(request.user)]))
        return Shown.as_view(extra_context={"address": address})(request)


class Shown(Settings):
    """The choices, with the address that was just made."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Show them."""
        return self.get(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Take nothing from what was sent: it was about the address."""
        kept = super().get_form_kwargs()
        return {name: value for name, value in kept.items() if name not in ("data", "files")}


class StopCalendar(LoginRequiredMixin, View):
    """Let the address of one's calendar stop."""

    def get(self, request) -> HttpResponseRedirect:
        """Do nothing: the button stands with the choices."""
        return redirect("notice-settings")

    def post(self, request) -> HttpResponseRedirect:
        """Stop it."""
        if calendar_feeds.stop_address(request.user):
            messages.success(request, _("Het adres van uw agenda werkt niet meer."))
        return redirect("notice-settings")
