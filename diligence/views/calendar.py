"""Somebody's last days for a calendar program, at an address that only they know."""

import hashlib

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views import View

from companies.mixins import too_often
from companies.services.calendar_feeds import feed_at
from convenant.limits import CALENDARS, GUESSES
from diligence.services.calendars import calendar_of


class CalendarFile(View):
    """The calendar behind a secret address. A wrong, former or stopped address is not found."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, secret) -> HttpResponse:
        """Return it; or, to who has it already, that nothing changed."""
        feed = feed_at(secret)
        if feed is None:
            if GUESSES.is_passed(get_adapter().get_client_ip(request)):
                return too_often(GUESSES)
            raise Http404
        if CALENDARS.is_passed(feed.pk):
            return too_often(CALENDARS)
        content = calendar_of(feed).encode()
        etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
        answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="ketenkompas.ics"'
        answer["Content-Language"] = feed.person.language
        answer["Cache-Control"] = "private, no-cache"
        answer["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=answer) or answer
