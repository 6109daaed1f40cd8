"""Error pages that need no database and no context."""

from django.http import HttpRequest, HttpResponse
from django.template import loader


def page(name: str, status: int) -> HttpResponse:
    """Render an error page without request or context, so that nothing in it can fail."""
    return HttpResponse(loader.get_template(name).render({}), status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this person's role does not allow it."""
    return page("403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old; autosave keeps the text and tries again."""
    return page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page for this person."""
    return page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong on our side and that answers are safe."""
    return page("500.html", 500)
