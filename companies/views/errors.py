"""Error pages that need no database and no context; JSON for who calls the API."""

import logging

from django.http import HttpRequest, HttpResponse
from django.template import loader

from convenant.api.problems import (
    CSRF_FAILED,
    NOT_ALLOWED,
    NOT_FOUND,
    SERVER_ERROR,
    is_api,
    problem,
)

log = logging.getLogger(__name__)


def page(name: str, status: int) -> HttpResponse:
    """Render an error page without request or context, so that nothing in it can fail."""
    return HttpResponse(loader.get_template(name).render({}), status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this person's role does not allow it."""
    log.warning("refused", extra={"what": "role", "person": str(request.user.pk)})
    if is_api(request):
        return problem(NOT_ALLOWED)
    return page("403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old; autosave keeps the text and tries again."""
    if is_api(request):
        return problem(CSRF_FAILED)
    return page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page for this person."""
    if is_api(request):
        return problem(NOT_FOUND)
    return page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong on our side and that answers are safe."""
    if is_api(request):
        return problem(SERVER_ERROR)
    return page("500.html", 500)
