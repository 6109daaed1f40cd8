"""To the organisation's own sign-in and back; one that is away is told of in plain words."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
    OAuth2View,
)
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException


def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to the provider."""
    return go(OAuth2LoginView, request, provider_id)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer."""
    return go(OAuth2CallbackView, request, provider_id)


def go(way: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go there or back with our own rules for what is asked and which answers count."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        return way.adapter_view(provider.get_oauth2_adapter(request))(request)
    except (RequestException, OAuth2Error) as fault:
        return render_authentication_error(request, provider, exception=fault)
