"""Pages travel compressed where nothing a stranger wrote can stand in them.

Beside a secret, words that a stranger can choose and repeat could be tried letter by letter from
the length of the answer (BREACH). Such words come in with an address's question or with a form, so
answers to those stay as they are. Cookies are Lax besides: another site's request has none. Django
adds a random length on top.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PAGE = "text/html"


class PageCompressionMiddleware(GZipMiddleware):
    """Compress pages that were only asked for by their address."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponse | HttpResponseBase:
        """Compress a page; leave files, data, and what answers a question or a form."""
        is_page = response.headers.get("Content-Type", "").startswith(PAGE)
        is_plain = request.method == "GET" and not request.META.get("QUERY_STRING")
        if not (is_page and is_plain and response.status_code == 200):
            return response
        return super().process_response(request, response)
