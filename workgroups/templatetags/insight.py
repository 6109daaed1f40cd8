"""The cells of a heat map, a thousand on a page: a template for each would be half of its time."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workgroups.services.insight.shape import Entry, Row

register = template.Library()
EMPTY = mark_safe("<td></td>")  # a constant of ours


@register.simple_tag
def heat_cells(row: Row, query: str) -> SafeString:
    """Return the cells of a row; each that has members leads to them, as `query` chose them."""
    chosen, severity = f"&{query}" if query else "", _("ernst")
    cells = ((heat_cell(entry, chosen, severity),) for entry in row.entries)
    return format_html_join("", "{}", cells)


def heat_cell(entry: Entry, chosen: str, severity: str) -> SafeString:
    """Return one cell: how many members, and how grave it is for them together."""
    if entry.behind is None:
        return EMPTY
    return format_html(
        '<td class="cell cell--{}"><a href="../behind/?{}{}"><b>{}</b>{}</a></td>',
        entry.shade or "none",
        entry.query,
        chosen,
        entry.text,
        small_of(entry, severity),
    )


def small_of(entry: Entry, severity: str) -> SafeString | str:
    """Return how grave it is, with the word for who does not see the colour."""
    if not entry.small:
        return ""
    return format_html('<small><span class="vh">{} </span>{}</small>', severity, entry.small)
