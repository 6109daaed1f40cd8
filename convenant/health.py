"""Is this process alive, and may people be sent to it?

`/healthz` asks nothing of anything: a supervisor restarts a process that doesn't answer it.
`/readyz` says whether a proxy may send people here. Without Redis it may: work waits in the outbox.
"""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from convenant.tenancy.checks import scope_key_is_known

log = logging.getLogger(__name__)
OK, DOWN = "ok", "down"


class HealthMiddleware:
    """Answer both addresses before anything asks which host was meant, or who is asking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.answers: dict[str, Callable[[], HttpResponse]] = {
            "/healthz": alive,
            "/readyz": Readiness(),
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for ourselves, or pass the request on."""
        answer = self.answers.get(request.path_info)
        return answer() if answer else self.get_response(request)


def alive() -> HttpResponse:
    """Say that this process answers, whatever became of the servers it uses."""
    return HttpResponse(OK, content_type="text/plain")


class Readiness:
    """Remembers that the schema fitted this code: it can't change back under a running process."""

    is_migrated = False

    def __call__(self) -> JsonResponse:
        """Answer 200 when pages can be served, else 503, with a word for each part."""
        found = {"database": self.database(), "redis": redis()}
        return JsonResponse(found, status=200 if found["database"] == OK else 503)

    def database(self) -> str:
        """Return whether the database answers, has this code's schema and knows our scope key."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self.is_migrated:
                executor = MigrationExecutor(connection)
                if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                    return "not migrated"
                if not scope_key_is_known():
                    return "other scope key"
                self.is_migrated = True
        except DatabaseError:
            log.warning("The database did not answer.", exc_info=True)
            return DOWN
        return OK


def redis() -> str:
    """Return whether queue and cache answer."""
    try:
        cache.has_key("readyz")
    except Exception:  # whatever the client raises, it is not there
        log.warning("Redis did not answer.", exc_info=True)
        return DOWN
    return OK
