"""A page about the sector as an Excel file: a sheet for each panel, and how it was made."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from convenant.sheets import Book, Column, Table, Value
from workgroups.services.insight.shape import Panel

Told = Sequence[tuple[str, Value]]


def workbook(title: str, panels: Sequence[Panel], chosen: Told, at: datetime) -> bytes:
    """Return the file; `chosen` is what was asked for, in words."""
    book = Book(title=title, creator=settings.PRODUCT_NAME)
    return book.as_bytes([*(panel.sheet for panel in panels), about(panels, chosen, at)])


def about(panels: Sequence[Panel], chosen: Told, at: datetime) -> Table:
    """Return what the figures are of, and what they mean."""
    rows: list[tuple[str, Value]] = [*chosen, (_("Stand van"), at)]
    rows += [(panel.title, panel.note) for panel in panels if panel.note]
    return Table(_("Toelichting"), [Column(_("Wat"), 36), Column(_("Waarde"), 80)], rows)
