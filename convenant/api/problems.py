"""What the API says when it refuses: `application/problem+json` with a code that never changes.

A code is for machines, `detail` is a sentence for people in the language of the caller. `type`
leads to the code's explanation on the reference page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"
REFERENCE = "/api-reference/"


HOLE = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class Code:
    """One reason to refuse: its lasting name, the status it comes with, and what to do."""

    name: str
    status: int
    sentence: Any

    @property
    def in_general(self) -> str:
        """Return the sentence with an ellipsis for what only a real refusal can name."""
        return HOLE.sub("…", str(self.sentence))


MALFORMED = Code("malformed", 400, _("Wij konden niet lezen wat u stuurde. Stuur geldige JSON."))
NOT_SIGNED_IN = Code(
    "not_signed_in", 401, _("Stuur een API-sleutel mee: Authorization: Bearer kkapi_…")
)
KEY_UNUSABLE = Code(
    "key_unusable",
    401,
    _("Deze API-sleutel is verlopen, ingetrokken of onbekend. Maak een nieuwe."),
)
NOT_SAFE = Code(
    "not_safe",
    403,
    _("Dit ging onversleuteld. Gebruik https, en trek de sleutel in die u meestuurde."),
)
NOT_ALLOWED = Code(
    "not_allowed", 403, _("Met uw rol mag dit niet. Vraag het de beheerder van uw bedrijf.")
)
SCOPE_MISSING = Code(
    "scope_missing",
    403,
    _("Deze API-sleutel mag dit niet. Maak een sleutel met het recht “%(scope)s”."),
)
SECOND_STEP_MISSING = Code(
    "second_step_missing", 403, _("Stel eerst inloggen in twee stappen in. Daarna kan dit weer.")
)
CSRF_FAILED = Code("csrf_failed", 403, _("Herlaad de pagina en probeer het opnieuw."))
NOT_FOUND = Code("not_found", 404, _("Dit bestaat niet, of u kunt er niet bij."))
METHOD_NOT_ALLOWED = Code(
    "method_not_allowed", 405, _("Dit kan op dit adres niet. De beschrijving zegt wat wel kan.")
)
IN_PROGRESS = Code(
    "idempotency_key_in_progress",
    409,
    _("De aanroep met deze Idempotency-Key loopt nog. Probeer het zo opnieuw."),
)
TOO_LARGE = Code("too_large", 413, _("Wat u stuurde is te groot. Stuur minder in één keer."))
MEDIA_TYPE = Code(
    "media_type", 415, _("Stuur de inhoud in de vorm die de beschrijving noemt, meestal JSON.")
)
INVALID = Code("invalid", 422, _("Niet alles klopt. Per veld staat er wat u kunt doen."))
KEY_MALFORMED = Code(
    "idempotency_key_malformed",
    422,
    _("Een Idempotency-Key heeft 1 tot en met 100 leesbare tekens. Een UUID is goed."),
)
KEY_REUSED = Code(
    "idempotency_key_reused",
    422,
    _("Deze Idempotency-Key hoort bij een andere aanroep. Neem voor iets nieuws een nieuwe."),
)
TOO_MANY_REQUESTS = Code(
    "too_many_requests", 429, _("Dat waren te veel aanroepen na elkaar. Wacht even.")
)
SERVER_ERROR = Code(
    "server_error",
    500,
    _("Er ging bij ons iets mis. Er is niets gewijzigd. Probeer het zo opnieuw."),
)

ANYWHERE = (NOT_SAFE, NOT_SIGNED_IN, KEY_UNUSABLE, SECOND_STEP_MISSING, TOO_MANY_REQUESTS)
"""What every address behind the sign-in may answer."""
WRITING = (MALFORMED, CSRF_FAILED, IN_PROGRESS, TOO_LARGE, MEDIA_TYPE, KEY_MALFORMED, KEY_REUSED)
"""What every write may answer besides."""
GUARDING = (NOT_ALLOWED, SCOPE_MISSING, NOT_FOUND, METHOD_NOT_ALLOWED, INVALID, SERVER_ERROR)
"""What follows from rights, from what was sent, and from a fault of ours."""


class Refusal(exceptions.APIException):
    """A request that is refused, with what the caller needs to know."""

    def __init__(
        self,
        code: Code,
        detail: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ):
        super().__init__(code.name)
        self.status_code = code.status
        self.problem = body_of(code, detail, **more)
        self.headers = dict(headers or {})


def body_of(code: Code, detail: Any = None, **more: Any) -> dict[str, Any]:
    """Return the body of a problem; without `detail` the code's own sentence."""
    return {
        "type": f"{REFERENCE}#{code.name}",
        "status": code.status,
        "code": code.name,
        "detail": str(code.sentence if detail is None else detail),
        **more,
    }


def problem(code: Code, *, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """Return a refusal from outside the API's views: a middleware or an error handler."""
    response = JsonResponse(
        body_of(code), status=code.status, content_type=CONTENT_TYPE, headers=headers
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def is_api(request: HttpRequest) -> bool:
    """Tell whether this address belongs to the API, where errors are JSON."""
    return request.path_info.startswith(PREFIX)


def refuse(error: Exception, context: dict) -> Response | None:
    """Turn what a view raised into a problem; None leaves a fault of ours to the error handler."""
    told = told_by(error)
    if told is None:
        return None
    return Response(told.problem, told.status_code, headers=told.headers)


def told_by(error: Exception) -> Refusal | None:
    """Return the refusal that an exception stands for."""
    match error:
        case Refusal():
            return error
        case exceptions.ValidationError():
            return Refusal(INVALID, errors=list(lines_of(error.get_full_details())))
        case exceptions.Throttled():
            return Refusal(
                TOO_MANY_REQUESTS, headers={"Retry-After": str(int(error.wait or 1) + 1)}
            )
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return Refusal(NOT_SIGNED_IN, headers={"WWW-Authenticate": "Bearer"})
    plain = next((code for kind, code in PLAIN if isinstance(error, kind)), None)
    return None if plain is None else Refusal(plain)


PLAIN: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Code], ...] = (
    ((Http404, exceptions.NotFound), NOT_FOUND),
    ((PermissionDenied, exceptions.PermissionDenied), NOT_ALLOWED),
    (exceptions.MethodNotAllowed, METHOD_NOT_ALLOWED),
    (exceptions.UnsupportedMediaType, MEDIA_TYPE),
    ((RequestDataTooBig, TooManyFilesSent), TOO_LARGE),
    (exceptions.ParseError, MALFORMED),
)


def lines_of(details: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Yield what is wrong field by field, however deep it stands."""
    if isinstance(details, dict) and "message" in details:
        yield {"field": field, "code": details["code"], "detail": str(details["message"])}
    elif isinstance(details, dict):
        for name, value in details.items():
            yield from lines_of(value, f"{field}.{name}".strip("."))
    else:
        for value in details:
            yield from lines_of(value, field)
