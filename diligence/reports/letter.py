"""A decision letter on paper: from its frozen content to HTML and PDF."""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from diligence.framework.answer_text import paragraphs
from diligence.models import DecisionLetter
from diligence.reports.pdf import WHITE_SPACE, Pdf, typeset

TEMPLATE = "reports/letter.html"


def letter_content(letter: DecisionLetter) -> dict[str, Any]:
    """Return what the template prints, from the letter's row alone."""
    data = letter.data()
    return {
        "letter": data,
        "paragraphs": paragraphs(data["message"]),
        "on": date.fromisoformat(data["on"]),
        "is_accepted": data["kind"] == DecisionLetter.Kind.ACCEPTED,
        "language": letter.language,
        "code": letter.code,
        "sha256": letter.sha256,
        "check_url": letter.check_url,
        "made_at": letter.at,
        "product": settings.PRODUCT_NAME,
        "covenant": settings.COVENANT_NAME,
    }


def render_letter(content: dict[str, Any]) -> Pdf:
    """Return the letter as PDF/UA-1. The same content gives the same bytes.

    Touches no database, network or clock. Raises EngineMissing, ForbiddenAddress or AssetMissing.
    """
    with translation.override(content["language"]):
        html = WHITE_SPACE.sub(" ", render_to_string(TEMPLATE, content))
    return typeset(html, at=content["made_at"])
