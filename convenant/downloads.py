"""A file as an answer: kept by nobody on the way, and never taken for a page."""

import unicodedata
from typing import IO

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}
NOTHING_BUT_A_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}
NOT_IN_A_FILE_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', " "))


def tidy_name(name: str) -> str:
    """Return a name that every computer can keep a file under."""
    return unicodedata.normalize("NFC", " ".join(name.translate(NOT_IN_A_FILE_NAME).split()))


def headers_for(name: str) -> dict[str, str]:
    """Return the headers of a file that is handed out under this name."""
    disposition = content_disposition_header(True, tidy_name(name)) or "attachment"
    return NOTHING_BUT_A_FILE | {"Content-Disposition": disposition}


def file_response(content: bytes, name: str, *, status: int = 200) -> HttpResponse:
    """Hand out a file under this name; its ending says what it is."""
    ending = name.rpartition(".")[2]
    return HttpResponse(
        content, content_type=CONTENT_TYPES[ending], headers=headers_for(name), status=status
    )


def stream_response(content: IO[bytes], name: str, content_type: str) -> FileResponse:
    """Hand out an opened file under this name, piece by piece.

    Django's response decides the disposition itself, and would show a file rather than keep it.
    """
    return FileResponse(
        content,
        as_attachment=True,
        filename=tidy_name(name),
        content_type=content_type,
        headers=NOTHING_BUT_A_FILE,
    )
