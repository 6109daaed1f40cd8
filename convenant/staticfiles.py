"""Static files as they are served: one style sheet, every name with its hash.

The style sheet is written in small files, one for each part of the look. A browser would fetch
them one by one, so the release step (`collectstatic`) joins them into the one file a page links.
"""

import posixpath
import re
from collections.abc import Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/app.css"
_IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND_SIGNS = re.compile(r"\s*([{};,])\s*")

Paths = dict[str, tuple[Storage, str]]


class JoinedManifestStorage(CompressedManifestStaticFilesStorage):
    """Join the style sheet, then hash and compress all files as WhiteNoise does."""

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[tuple[str, bool], str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return a file's address, worked out once: a page asks for that of its icons often."""
        key = (name, settings.DEBUG and not force)
        if key not in self.addresses:
            self.addresses[key] = super().url(name, force)
        return self.addresses[key]

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: object
    ) -> Iterator[tuple[str, str, bool | Exception]]:
        """Replace the entry by the joined file before names get their hash."""
        self.addresses.clear()
        if ENTRY in paths and not dry_run:
            joined = joined_css(ENTRY, paths)
            self.delete(ENTRY)
            self.save(ENTRY, ContentFile(joined.encode()))
            paths = {**paths, ENTRY: (self, ENTRY)}
        return super().post_process(paths, dry_run, **options)


def joined_css(entry: str, paths: Paths) -> str:
    """Return the entry with every import written out in its layer, without comments.

    Addresses in an imported file must hold from the entry's folder too, so only files beside the
    entry may have any. Raises KeyError for an import that isn't there, ValueError for an address
    that would break.
    """
    folder = posixpath.dirname(entry)

    def written_out(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, match["path"]))
        css = _read(path, paths)
        if posixpath.dirname(path) != folder and "url(" in css:
            raise ValueError(f"{path} has an address that would break in {entry}")
        return f"@layer {match['layer']} {{ {css} }}"

    return shortened(_IMPORT.sub(written_out, _read(entry, paths)))


def shortened(css: str) -> str:
    """Return the same rules without comments and spare white space.

    A space beside a colon or bracket is kept: in a selector it can have a meaning.
    """
    return _AROUND_SIGNS.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css))).strip()


def _read(path: str, paths: Paths) -> str:
    storage, name = paths[path]
    with storage.open(name) as file:
        return file.read().decode()
