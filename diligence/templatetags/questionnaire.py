"""Markup of the questionnaire that is made in Python, because it is long and mostly the same.

A list of 249 countries is written once per language and process; a control takes the finished text
and marks what is chosen.
"""

import unicodedata
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from convenant.templatetags.ui import icon
from diligence.framework.catalogues import catalogue

register = template.Library()

BY_NAME = frozenset({"countries", "metals"})
"""Catalogues that people look through by name; the others have an order of their own."""
NAME = "\0name"
DESCRIBED = "\0described"
SELECTED = SafeString(" selected")


@lru_cache(maxsize=64)
def entries(name: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the keys and names of a catalogue in the order people look for them."""
    found = [(entry.key, entry.text.get(language)) for entry in catalogue(name)]
    return tuple(sorted(found, key=lambda pair: plain(pair[1])) if name in BY_NAME else found)


def plain(text: str) -> str:
    """Return a name without accents and capitals, to sort by: É stands with E."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=64)
def list_markup(name: str, language: str) -> str:
    """Return a catalogue as the options of a list, none of them chosen."""
    pairs = entries(name, language)
    return format_html_join("", '<option value="{}">{}</option>', pairs)


@lru_cache(maxsize=64)
def boxes_markup(name: str, language: str) -> str:
    """Return a catalogue as check boxes, none of them ticked, with a place for their name."""
    box = (
        '<label class="pick"><input type="checkbox" name="{}"{} value="{}"><span>{}</span></label>'
    )
    rows = ((NAME, DESCRIBED, key, text) for key, text in entries(name, language))
    return format_html_join("", box, rows)


@register.simple_tag
def list_options(face) -> SafeString:
    """Return the options of a folding list for a control, with the chosen one marked."""
    if face.field.catalogue:
        markup = list_markup(face.field.catalogue, get_language() or "nl")
        return marked(markup, face.chosen, "selected")
    option = '<option value="{}"{}>{}</option>'
    return format_html_join(
        "",
        option,
        (
            (each.key, SELECTED if each.is_chosen else "", each.text)
            for each in face.options
            if not each.is_hidden
        ),
    )


@register.simple_tag
def boxes(face) -> SafeString:
    """Return the check boxes of a long list for a control, with the chosen ones ticked."""
    markup = boxes_markup(face.field.catalogue, get_language() or "nl")
    described = f' aria-describedby="{escape(face.described_by)}"' if face.described_by else ""
    # The first box can be led to and says what the list is about; the others need not repeat it.
    markup = markup.replace(DESCRIBED, f' id="{escape(face.first)}"{described}', 1)
    markup = markup.replace(DESCRIBED, "").replace(NAME, escape(face.name))
    return marked(markup, face.chosen, "checked")


def marked(markup: str, chosen: list[str], word: str) -> SafeString:
    """Return the markup with this word at the chosen values."""
    for key in chosen:
        value = f'value="{escape(key)}"'
        markup = markup.replace(value, f"{value} {word}", 1)
    return SafeString(markup)  # made of escaped pieces only


@register.simple_tag
def part_icon(state: str) -> SafeString:
    """Return the icon of a part's state; script swaps only the name behind the hash."""
    name, tone = PART_ICONS[state]
    return icon(name, tone=tone)


PART_ICONS = {
    "done": ("circle-check", "ok"),
    "in_progress": ("circle-dot", "brand"),
    "not_started": ("circle-dashed", "mute"),
}


@register.simple_tag
def status_pill(status) -> SafeString:
    """Return a question's state as a pill; what autosave sends is the same markup."""
    drawing = icon(status.icon) if status.icon else ""
    css = f"pill pill--{status.tone}" if status.tone else "pill"
    return format_html('<span class="{}">{}{}</span>', css, drawing, status.word)


@register.simple_tag
def sprite() -> str:
    """Return the address of the icons, for scripts that draw one."""
    return static("icons.svg")
