"""To the organisation's own sign-in and back; one that is away is told of in plain words."""

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from requests import RequestException


def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to the provider."""
    try:
        return views.login(request, provider_id)
    except RequestException as away:
        return render_authentication_error(request, provider_id, exception=away)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer."""
    try:
        return views.callback(request, provider_id)
    except RequestException as away:
        return render_authentication_error(request, provider_id, exception=away)
