"""What a page asks about its own session: am I signed in, as whom, and for how long."""

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import TemplateView

from companies.services.drafts import COOKIE, COOKIE_DAYS, key_of, mark_of


class SignedInView(View):
    """Answers 401 to who is not signed in, without a page: script asks."""

    def dispatch(self, request, *args, **kwargs):
        """Let signed-in people through."""
        if not request.user.is_authenticated:
            return JsonResponse({}, status=401)
        return super().dispatch(request, *args, **kwargs)


class Standing(SignedInView):
    """Who is signed in, with a fresh token and the time that is left. Asking is not being busy."""

    def get(self, request) -> HttpResponse:
        """Tell, and leave the end where it is."""
        request.is_looking = True
        return standing(request)

    def post(self, request) -> HttpResponse:
        """Stay signed in."""
        request.session.stay()
        return standing(request)


def standing(request: HttpRequest) -> JsonResponse:
    """Return how this session stands. `last` says that it can't be made longer."""
    session = request.session
    return JsonResponse(
        {
            "person": str(request.user.pk),
            "token": get_token(request),
            "seconds": session.seconds_left,
            "last": session.is_last,
        }
    )


class Back(LoginRequiredMixin, TemplateView):
    """Where signing in again in another tab ends: go back to the first one."""

    template_name = "companies/session_back.html"


class DraftKey(SignedInView):
    """The key for drafts on the device: of this session and this person, and of no one else."""

    def post(self, request) -> HttpResponse:
        """Hand it out. A form's token is asked for, so no other site can fetch it."""
        return JsonResponse({"key": key_of(request.session, request.user)})


class KeepDrafts(SignedInView):
    """Whether this person wants drafts kept on this device."""

    def post(self, request) -> HttpResponse:
        """Remember the choice with this browser, and return to where the person was."""
        target = request.POST.get("next") or "/"
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
            target = "/"
        response = redirect(target)
        if request.POST.get("keep"):
            response.set_cookie(
                COOKIE,
                mark_of(request.user),
                max_age=COOKIE_DAYS * 24 * 3600,
                secure=settings.IS_HTTPS,
                httponly=True,
                samesite="Lax",
            )
        else:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response
