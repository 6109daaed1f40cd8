"""`Idempotency-Key`: the caller names a write, and may send it again without doing it twice."""

import functools
import hashlib
import json
import re
from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from companies.services import commands
from convenant.api.problems import IN_PROGRESS, KEY_MALFORMED, KEY_REUSED, Refusal

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
READABLE = re.compile(r"[\x21-\x7e]{1,100}")
KEPT_HEADERS = ("ETag", "Location")
HAD_EFFECT = 412  # the text that came second was kept


def once(method: Callable) -> Callable:
    """Let a view's method do its work once per key; without a key it is done each time."""

    @functools.wraps(method)
    def handler(view, request, *args, **kwargs) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return method(view, request, *args, **kwargs)
        if not READABLE.fullmatch(key):
            raise Refusal(KEY_MALFORMED)
        asked = commands.Request(key, request.method, request.path[:300], hash_of_body(request))

        def work() -> commands.Answered:
            return kept(method(view, request, *args, **kwargs))

        company = getattr(request, "company", None)
        try:
            answered = commands.once_per_key(asked, work, by=request.user, company=company)
        except commands.InProgress as error:
            raise Refusal(IN_PROGRESS, headers={"Retry-After": "1"}) from error
        except commands.OtherRequest as error:
            raise Refusal(KEY_REUSED) from error
        return told(answered)

    return handler


def kept(response: Response) -> commands.Answered:
    """Return what to remember of an answer."""
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    is_kept = response.status_code < 400 or response.status_code == HAD_EFFECT
    body = json.loads(JSONRenderer().render(response.data))
    return commands.Answered(response.status_code, body, headers, is_kept)


def told(answered: commands.Answered) -> Response:
    """Return a remembered answer, marked as such when it is given again."""
    headers = dict(answered.headers)
    if answered.is_replay:
        headers[REPLAYED] = "true"
    return Response(answered.body, answered.status, headers=headers)


def hash_of_body(request) -> str:
    """Return what tells one body from another: every field, every file's content, If-Match."""
    digest = hashlib.sha256(request.headers.get("If-Match", "").encode())
    data = request.data
    if not hasattr(data, "lists"):
        digest.update(canonical(data))
        return digest.hexdigest()
    for name, values in sorted(data.lists()):
        for value in values:
            digest.update(f"\n{name}\n".encode())
            for piece in pieces(value):
                digest.update(piece)
    return digest.hexdigest()


def pieces(value):
    """Yield the bytes of a field or an uploaded file."""
    if isinstance(value, UploadedFile):
        yield (value.name or "").encode()
        yield from value.chunks()
        value.seek(0)
    else:
        yield str(value).encode()


def canonical(data) -> bytes:
    """Return JSON in one form, whatever its spaces and order were."""
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
