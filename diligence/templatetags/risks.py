"""How the register of risks writes what the lists say."""

from collections.abc import Mapping

from django import template

from diligence.templatetags.diligence import page_language

register = template.Library()


@register.filter
def in_words(pair: Mapping[str, str] | None) -> str:
    """Return a text of a list, written in both languages, in the language of the page."""
    if not pair:
        return ""
    return pair["en"] if page_language().startswith("en") else pair["nl"]


@register.filter
def lower_first(text: str) -> str:
    """Return a sentence to go on after a colon: "Hoe erg" becomes "hoe erg"."""
    return text[:1].lower() + text[1:]
