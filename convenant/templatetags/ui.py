"""Small pieces of markup that every page uses: icons, states, notes and form controls.

All of them return complete, escaped HTML; none of them looks anything up in the database.
"""

from django import template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Controls that bring their own look; every other control is a text box or a list.
BARE_INPUTS = {"checkbox", "radio", "file", "hidden", "range"}

NOTE_ICONS = {
    "ask": "message-square",
    "info": "info",
    "err": "circle-alert",
    "ok": "circle-check",
}


@register.simple_tag
def icon(name: str, size: str = "", tone: str = "", label: str = "") -> SafeString:
    """Return an icon of the sprite.

    Without a label it is decoration and hidden from screen readers: the text beside it
    must say the same. `size` is "" or "l"; `tone` is "", ok, warn, err, mute or brand.
    """
    css = "icon" + (f" icon--{size}" if size else "") + (f" i-{tone}" if tone else "")
    href = f"{static('icons.svg')}#{name}"
    if label:
        markup = '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>'
        return format_html(markup, css, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, href)


@register.simple_block_tag
def pill(content: SafeString, tone: str = "", icon_name: str = "") -> SafeString:
    """Return a state as a word: `{% pill "ok" "check" %}Klaar{% endpill %}`.

    `tone` is "", ok, warn, err, brand or accent; the icon is optional.
    """
    css = f"pill pill--{tone}" if tone else "pill"
    drawing = icon(icon_name) if icon_name else ""
    return format_html('<span class="{}">{}{}</span>', css, drawing, content)


@register.simple_block_tag
def note(content: SafeString, tone: str = "info", icon_name: str = "") -> SafeString:
    """Return a remark set apart from the text; the content is one or more paragraphs.

    `tone` says who speaks: ask (copper: asked of you), info (blue), ok (green), err (red).
    """
    css = "note" if tone == "ask" else f"note note--{tone}"
    drawing = icon(icon_name or NOTE_ICONS[tone])
    return format_html('<div class="{}">{}<div>{}</div></div>', css, drawing, content)


@register.simple_tag
def control(field: BoundField, **attributes: str) -> SafeString:
    """Return the control of a form field in the product's look, without label or hint.

    Underscores in the names of extra attributes become hyphens: `data_table="suppliers"`.
    A placeholder is left out: it is pale, it is gone while typing, and the label says it.
    """
    attrs: dict[str, str | bool] = {
        name.replace("_", "-"): value for name, value in attributes.items() if value
    }
    field.field.widget.attrs.pop("placeholder", None)
    if getattr(field.field.widget, "input_type", "") not in BARE_INPUTS:
        own = field.field.widget.attrs.get("class", "")
        attrs["class"] = " ".join(f"inp {own} {attrs.get('class', '')}".split())
    return field.as_widget(attrs=attrs)


@register.filter
def coded(text: str) -> SafeString:
    """Return a text in which what stands between backticks is code: "needs the scope `write`"."""
    parts = enumerate(str(text).split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in parts)
    )


@register.filter
def initials(name: str) -> str:
    """Return at most two capitals for a round badge: "Samira El Idrissi" becomes "SI"."""
    words = str(name).split("@")[0].replace(".", " ").split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()
