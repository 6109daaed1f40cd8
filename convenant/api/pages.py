"""Lists come in pages: `?page=2&page_size=50`."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import APIView

LEAST, MOST = 50, 200


class Pages(PageNumberPagination):
    """`count`, `next`, `previous` and `results`."""

    page_size = LEAST
    page_size_query_param = "page_size"
    max_page_size = MOST
    page_query_description = "Which page, from 1."
    page_size_query_description = f"How many on a page: {LEAST} unless asked, at most {MOST}."


def in_pages(found: Sequence | QuerySet, tell: Callable, view: APIView) -> Response:
    """Return the page that was asked for, each row told in its shape."""
    pages = Pages()
    rows: list = pages.paginate_queryset(found, view.request, view=view) or []
    return pages.get_paginated_response([tell(row) for row in rows])
