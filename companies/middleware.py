"""Language, privacy of pages, two steps, and the scope of every URL that names a company."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import loader
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from redis import RedisError

from companies.access import Access, NoSuchCompany, open_company
from companies.events import through_key
from companies.services import kept_forms, two_step
from companies.services.api_keys import key_of
from companies.services.reads import note_read
from convenant.api.problems import (
    KEY_UNUSABLE,
    NOT_SAFE,
    NOT_SIGNED_IN,
    SECOND_STEP_MISSING,
    TOO_LARGE,
    is_api,
    problem,
)
from convenant.receiving import BrokenOff, TooLong, receive
from convenant.tenancy.scope import company_scope, officer_scope

log = logging.getLogger(__name__)
BEARER = "bearer "
UNAUTHORISED = {"WWW-Authenticate": "Bearer"}


class LanguageMiddleware:
    """Dutch unless the person chose English; a browser's own preference decides nothing.

    A program has no cookie: the API answers in the language of `Accept-Language`, else Dutch.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that was chosen, else Dutch."""
        language = language_asked(request) if is_api(request) else language_chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


def language_chosen(request: HttpRequest) -> str:
    """Return the language of the cookie, else Dutch."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_asked(request: HttpRequest) -> str:
    """Return the first language of the header that we speak, else Dutch."""
    for asked, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if asked[:2] in dict(settings.LANGUAGES):
            return asked[:2]
    return settings.LANGUAGE_CODE


class ApiKeyMiddleware:
    """Below /api/ the key in the `Authorization` header says who is calling.

    A key counts for the API alone, and only there. What is no usable key is refused at once, so
    that a program never goes on as nobody. Without the header a session is asked, as on any page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the holder of a key in as that person."""
        request.api_key = None
        if is_api(request) and settings.IS_HTTPS and not request.is_secure():
            return problem(NOT_SAFE)
        told = request.headers.get("Authorization", "") if is_api(request) else ""
        if not told:
            return self.get_response(request)
        key = key_of(told[len(BEARER) :].strip()) if told.lower().startswith(BEARER) else None
        if key is None:
            return problem(KEY_UNUSABLE, headers=UNAUTHORISED)
        request.api_key, request.user = key, key.user
        with through_key(key.name):
            return self.get_response(request)


class PrivatePagesMiddleware:
    """Nothing behind the sign-in is kept by a browser or a proxy, and nothing stays behind.

    Every request counts as being busy, but for those that only look (`is_looking`) and those that a
    page makes by itself. Whoever leaves here, by signing out or by a new password, takes along
    what the browser kept on the device.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark every page of a signed-in person as not to be stored."""
        was_here = request.user.is_authenticated
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            is_background = request.api_key is not None or "X-Background" in request.headers
            if not (getattr(request, "is_looking", False) or is_background):
                request.session.stay()
        elif was_here:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


class CacheAwayMiddleware:
    """Signing in counts attempts and used codes in the cache; without it the door stays shut.

    Nothing else asks the cache, so who is signed in works on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; only a failure matters here."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say in plain words that signing in must wait."""
        if is_api(request) or not isinstance(exception, RedisError):
            return None
        log.error("The cache is away: nobody can sign in.", exc_info=exception)
        return HttpResponse(loader.get_template("503.html").render({}), status=503)


class SecondStepMiddleware:
    """Who must sign in in two steps sees nothing else until that is done.

    Stands behind CompanyScopeMiddleware, which knows the company and has sent strangers away. A key
    works for who has a second step: making it asked for that step.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the view must be known first."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        """Lead to the page where a second step is set up or taken."""
        if not request.user.is_authenticated:
            return None
        access = getattr(request, "access", None)
        company = access.company if access and not access.is_visit else None
        demand = two_step.demand_on(request.user, company)
        if demand is None or two_step.meets(request, demand):
            return None
        if request.resolver_match.view_name in two_step.open_views(request.user):
            return None
        if request.api_key is not None and two_step.has_second_step(request.user):
            return None
        return lead_to_second_step(request, company)


def lead_to_second_step(request: HttpRequest, company) -> HttpResponse:
    """Send a person to the page that asks for the second step; tell a program why not."""
    if is_api(request):
        return problem(SECOND_STEP_MISSING)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"detail": _("Log eerst in met twee stappen.")}, status=403)
    if request.method == "GET" and "X-Background" not in request.headers:
        two_step.remember_goal(request.session, request.get_full_path(), company)
    return redirect(reverse("mfa_index"))


class CompanyScopeMiddleware:
    """Open the company's scope around the whole response, rendering included.

    A URL with `company` in it is in that company's scope: that is the whole rule. The scope is a
    transaction; a view that raises, or a server error, leaves nothing behind.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let members and the secretariat in; ask nobody to sign in; strangers get a 404."""
        slug = company_in(request)
        if slug is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return ask_to_sign_in(request, slug)
        try:
            request.access = open_with_key(request, slug)
        except NoSuchCompany:
            request.access = None
            log.warning("refused", extra={"what": "company", "person": str(request.user.pk)})
            return self.get_response(request)
        request.company = request.access.company
        try:
            request.received = receive(request)
        except BrokenOff:
            return HttpResponse(status=400)  # nobody is there to read more
        except TooLong:
            if is_api(request):
                return problem(TOO_LARGE)
            return HttpResponse(loader.render_to_string("413.html"), status=413)
        open_scope = officer_scope if request.access.is_visit else company_scope
        with open_scope(request.company.pk):
            response = self.get_response(request)
            if request.access.is_visit:
                note_visit(request, response)
            if response.status_code >= 500 or getattr(request, "view_raised", False):
                transaction.set_rollback(True)
            return response

    def process_view(self, request, view, args, kwargs) -> None:
        """Stop strangers here, inside the handler, so that they see the ordinary 404 page."""
        if "company" in kwargs and getattr(request, "access", None) is None:
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that the view failed: its writes go with it."""
        request.view_raised = True


def note_visit(request: HttpRequest, response: HttpResponse) -> None:
    """Write down what the secretariat read; a page of the file is never shown without."""
    match = request.resolver_match
    if request.method == "GET" and response.status_code == 200 and match:
        place = {key: value for key, value in match.kwargs.items() if key != "company"}
        note_read(request.company, match.view_name, place, by=request.user)


def ask_to_sign_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a person to the sign-in page, and tell a program that it needs a key.

    Who pressed a button just after the session ended finds the words back after signing in.
    """
    if is_api(request):
        return problem(NOT_SIGNED_IN, headers=UNAUTHORISED)
    if kept_forms.keep(request, slug):
        return redirect_to_login(reverse("companies:kept-form", args=[slug]))
    return redirect_to_login(request.get_full_path())


def open_with_key(request: HttpRequest, slug: str) -> Access:
    """Return the company for this caller; a key opens only the place it was made for.

    Raises NoSuchCompany.
    """
    access = open_company(request.user, slug)
    key = request.api_key
    place = None if access.is_visit else access.company.pk
    if key is not None and key.company_id != place:
        raise NoSuchCompany
    return access


def company_in(request: HttpRequest) -> str | None:
    """Return the name of the company in the address, if there is one."""
    try:
        return resolve(request.path_info).kwargs.get("company")
    except Resolver404:
        return None
