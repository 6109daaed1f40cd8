"""The kinds of file that are taken; every other kind is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind: how its names end, and what it is called when it is handed out."""

    key: str
    endings: tuple[str, ...]
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = (
    FileKind("pdf", ("pdf",), "application/pdf"),
    FileKind("jpg", ("jpg", "jpeg"), "image/jpeg"),
    FileKind("png", ("png",), "image/png"),
    FileKind("docx", ("docx",), f"{OFFICE}.wordprocessingml.document"),
    FileKind("xlsx", ("xlsx",), f"{OFFICE}.spreadsheetml.sheet"),
    FileKind("csv", ("csv",), "text/csv"),
    FileKind("txt", ("txt",), "text/plain"),
)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
BY_KEY = {kind.key: kind for kind in KINDS}
CONTENT_TYPES = frozenset(kind.content_type for kind in KINDS)
ENDINGS = tuple(f".{ending}" for ending in BY_ENDING)


def kind_of(name: str) -> FileKind | None:
    """Return the kind that a file's name says it is; None when it is not one we take."""
    _stem, dot, ending = name.rpartition(".")
    return BY_ENDING.get(ending.lower()) if dot else None
