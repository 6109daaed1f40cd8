"""Files on their way in: streamed to the disk before a transaction is open, within bounds.

What is too large or one too many is read past and not kept, so that the page can still say so
with all that was typed; its notes are in `Received`.
"""

import errno
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, UnreadablePostError

MEGABYTE = 1024 * 1024


class TooLong(Exception):
    """The form is longer than anybody sends by mistake; none of it was read."""


class BrokenOff(UnreadablePostError):
    """The connection ended before all of the form was there; nothing of it counts."""


@dataclass(slots=True)
class Received:
    """What was not kept of a form's files."""

    too_large: list[str] = field(default_factory=list)
    too_many: list[str] = field(default_factory=list)
    is_full: bool = False
    """The disk had no room."""


class BoundedUpload(TemporaryFileUploadHandler):
    """Streams each file to a temporary one; ends early with what will not be taken."""

    def __init__(self, request: HttpRequest, received: Received):
        super().__init__(request)
        self.received = received
        self.count = 0
        self.size = 0

    def new_file(self, *args, **kwargs):
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.count += 1
        self.size = 0

    def receive_data_chunk(self, raw_data, start):
        """Keep a piece, while there is reason to."""
        self.size += len(raw_data)
        if self.count > settings.EVIDENCE_MAX_FILES:
            self.received.too_many.append(self.file_name)
            raise SkipFile
        if self.size > settings.EVIDENCE_MAX_MB * MEGABYTE:
            self.received.too_large.append(self.file_name)
            raise SkipFile
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as fault:
            if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.received.is_full = True
            raise StopUpload(connection_reset=False) from fault


class CountedRead:
    """A request's own `read`, with how many bytes came out of it."""

    def __init__(self, read):
        self.read = read
        self.count = 0

    def __call__(self, *args):
        """Read on."""
        piece = self.read(*args)
        self.count += len(piece)
        return piece


def receive(request: HttpRequest) -> Received:
    """Take in all of a form with files, before anything is locked; other requests cost nothing.

    Afterwards `request.POST` and `request.FILES` are there. Raises TooLong, or BrokenOff: a parser
    would take half a file for a whole one.
    """
    received = Received()
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.method != "POST" or request.content_type != "multipart/form-data":
        return received
    if length > settings.FORM_MAX_MB * MEGABYTE:
        raise TooLong(length)
    handler = BoundedUpload(request, received)
    request.upload_handlers = [handler]
    counted = CountedRead(request.read)
    request.read = counted  # type: ignore[method-assign]
    try:
        _ = request.POST
    except UnreadablePostError as gone:
        handler.upload_interrupted()  # else the half file lies there until memory is tidied
        raise BrokenOff(str(gone)) from gone
    if counted.count < length:
        raise BrokenOff("the form ended too early")
    return received
