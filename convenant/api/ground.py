"""How the API reads and answers: JSON in, JSON out, whatever the caller says it accepts."""

import codecs
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser


class OneAnswer(BaseContentNegotiation):
    """Answer in the one form there is; `Accept` decides nothing, so it never causes a 406."""

    def select_parser(self, request, parsers):
        """Return the parser of what was sent, or None."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        """Return JSON."""
        return renderers[0], renderers[0].media_type


class BoundedJson(JSONParser):
    """JSON of a bounded size, holding only what the database can keep."""

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        """Return the body. Raises RequestDataTooBig or ParseError."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise RequestDataTooBig
        try:
            text = codecs.decode(body, "utf-8")
            data = json.loads(text, parse_constant=refuse_constant)
            json.dumps(data, ensure_ascii=False).encode()  # a lone surrogate can't be stored
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        return data


def refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)
