"""Switch between Dutch and English, on the same page."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from companies.models import User


class SetLanguage(View):
    """Remember the language in a cookie, and with the account for mails and reports."""

    def post(self, request):
        """Store the choice and return to where the person was."""
        chosen = request.POST.get("language")
        target = request.POST.get("next") or "/"
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
            target = "/"
        response = HttpResponseRedirect(target)
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=365 * 24 * 3600,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
            if request.user.is_authenticated:
                User.objects.filter(pk=request.user.pk).update(language=chosen)
        return response
