"""What a PDF may be built from: our own style sheet and font, from memory. Nothing else, ever."""

import functools
from pathlib import Path

from django.contrib.staticfiles import finders

SCHEME = "app:"
STYLE_SHEET = "css/report.css"
FONTS = {
    f"source-sans-3-{weight}.woff2": f"fonts/SourceSans3-{style}.ttf.woff2"
    for weight, style in ((200, "ExtraLight"), (300, "Light"), (400, "Regular"), (600, "Semibold"))
} | {"source-code-pro-400.woff2": "fonts/SourceCodePro-Regular.ttf.woff2"}
FONT_TYPE = "font/woff2"


class AssetMissing(RuntimeError):
    """A file of the product itself is not where it should be."""


@functools.cache
def style_sheet(name: str = STYLE_SHEET) -> str:
    """Return a print style sheet; it names a font as `app:source-sans-3-400.woff2`."""
    return _bytes_of(name).decode()


@functools.cache
def fonts() -> dict[str, bytes]:
    """Return the fonts by the name the style sheet gives them."""
    return {name: _bytes_of(path) for name, path in FONTS.items()}


def _bytes_of(path: str) -> bytes:
    found = finders.find(path)
    if found is None:
        raise AssetMissing(f"static file {path} is missing")
    return Path(found).read_bytes()


class OwnAssetsOnly:
    """Answers WeasyPrint's requests for files: ours from memory, every other address is refused.

    A refusal stops the whole rendering, since our templates never name a foreign address: whoever
    does so slipped something in. `refused` keeps the addresses, `served` the names.
    """

    def __init__(self) -> None:
        self.served: list[str] = []
        self.refused: list[str] = []

    def __call__(self, url: str):
        """Return the response to one address. Raises FatalURLFetchingError for a foreign one."""
        from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in fonts():
            self.refused.append(url)
            raise FatalURLFetchingError(f"refused: {url[:200]}")
        self.served.append(name)
        return URLFetcherResponse(url, fonts()[name], {"Content-Type": FONT_TYPE})
