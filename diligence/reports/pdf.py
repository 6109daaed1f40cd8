"""From the content of a report to a tagged PDF. The only place that knows WeasyPrint.

The import is inside: it takes a second and 60 MB, which web workers can do without, and the
product must start on a machine that lacks its system libraries.
"""

import functools
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from diligence.reports import tagging
from diligence.reports.assets import OwnAssetsOnly, style_sheet
from diligence.reports.shape import ReportContent

TEMPLATE = "reports/progress.html"
VARIANT = "pdf/ua-1"
APT_LINE = "apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0"
EPOCH = "SOURCE_DATE_EPOCH"
WHITE_SPACE = re.compile(r"[ \t\r\n]+")

Tell = Callable[[str, int], None]
"""Called with the stage and how far the whole is, in per cent."""


class EngineMissing(RuntimeError):
    """WeasyPrint's system libraries are not on this machine."""


class ForbiddenAddress(RuntimeError):
    """The document asked for a file or an address that is not ours."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document."""

    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Engine:
    """WeasyPrint with our fonts and parsed style sheet: made once per process, used by all."""

    weasyprint: Any
    fonts: Any
    style: Any


def render_pdf(content: ReportContent, *, tell: Tell = lambda stage, percent: None) -> Pdf:
    """Return the report as PDF/UA-1. The same content gives the same bytes, on any day.

    Touches no database, network or clock. Raises EngineMissing, ForbiddenAddress or AssetMissing.
    """
    tell("layout", 25)
    return typeset(html_of(content), at=content.made_at, tell=tell)


def typeset(
    html: str, *, at: datetime, tell: Tell = lambda stage, percent: None, also: str = ""
) -> Pdf:
    """Return a page of our own HTML as PDF/UA-1, dated at this moment.

    `also` is a style sheet of ours that adds to the common one. Raises EngineMissing,
    ForbiddenAddress or AssetMissing.
    """
    tools = engine()
    with refusals_as_errors(), clock_stopped_at(at):
        page = tools.weasyprint.HTML(string=html, base_url=None, url_fetcher=OwnAssetsOnly())
        document = page.render(
            stylesheets=[tools.style, *([added(also)] if also else [])],
            font_config=tools.fonts,
            pdf_variant=VARIANT,
        )
        tell("layout", 75)
        written = document.write_pdf(pdf_variant=VARIANT, finisher=tagging.finish)
    return Pdf(written, len(document.pages))


@contextmanager
def refusals_as_errors() -> Iterator[None]:
    """Turn the refusal of an address into an ordinary error.

    WeasyPrint's own passes every `except Exception`, a queue's included.
    """
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        raise ForbiddenAddress(str(error)) from None


@contextmanager
def clock_stopped_at(moment: datetime) -> Iterator[None]:
    """Let the subset fonts say that they were changed at this moment instead of now.

    The variable is the convention for reproducible files; fontTools reads it at each font.
    """
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[EPOCH]
        else:
            os.environ[EPOCH] = before


def html_of(content: ReportContent) -> str:
    """Return the report as one page of HTML; everything in it is escaped by the templates.

    White space is collapsed: line ends and indents in a source can move a line break on paper.
    """
    with translation.override(content.language):
        html = render_to_string(
            TEMPLATE,
            {
                "report": content,
                "product": settings.PRODUCT_NAME,
                "covenant": settings.COVENANT_NAME,
            },
        )
    return WHITE_SPACE.sub(" ", html)


@functools.cache
def engine() -> Engine:
    """Return the tools, made at the first call in a process. Raises EngineMissing."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise EngineMissing(f"PDF needs system libraries; run: {APT_LINE}") from error
    for talker in ("weasyprint.progress", "fontTools"):
        logging.getLogger(talker).setLevel(logging.WARNING)
    tagging.install()
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=style_sheet(), font_config=fonts, url_fetcher=OwnAssetsOnly())
    return Engine(weasyprint, fonts, style)


@functools.cache
def added(name: str) -> Any:
    """Return a style sheet that adds to the common one, parsed once per process."""
    tools = engine()
    return tools.weasyprint.CSS(
        string=style_sheet(name), font_config=tools.fonts, url_fetcher=OwnAssetsOnly()
    )
