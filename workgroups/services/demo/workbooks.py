"""Workbooks of several sheets for the demo: real files, and the same words give the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from html import escape

from workgroups.services.demo.papers import DOCUMENT, LONG_AGO, MAIN, PACKAGE, SPREADSHEET, XML

Cells = Mapping[str, str]
"""By place, such as D8."""


def book_of(sheets: Mapping[str, Cells]) -> bytes:
    """Return a workbook with these cells, all of them text."""
    parts = {
        "[Content_Types].xml": types(len(sheets)),
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": listed(list(sheets)),
        "xl/_rels/workbook.xml.rels": relations(
            {f"rId{n}": ("worksheet", f"sheet{n}.xml") for n in range(1, len(sheets) + 1)}
        ),
    }
    parts |= {f"xl/sheet{n}.xml": sheet(cells) for n, cells in enumerate(sheets.values(), 1)}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), part)
    return target.getvalue()


def types(count: int) -> str:
    """Return what kind each part is."""
    sheets = "".join(
        f'<Override PartName="/xl/sheet{n}.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
        f"{sheets}</Types>"
    )


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return where a part leads to, by id: the kind of the target, and the target."""
    lines = "".join(
        f'<Relationship Id="{one}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'
        for one, (kind, target) in targets.items()
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def listed(names: list[str]) -> str:
    """Return the list of sheets."""
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{sheets}</sheets></workbook>'
    )


def sheet(cells: Cells) -> str:
    """Return a sheet; Excel wants its rows and cells in order."""
    rows: dict[int, list[str]] = {}
    for place in sorted(cells, key=row_and_column):
        text = escape(cells[place])
        cell = f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
        rows.setdefault(row_and_column(place)[0], []).append(cell)
    lines = "".join(f'<row r="{row}">{"".join(one)}</row>' for row, one in rows.items())
    return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def row_and_column(place: str) -> tuple[int, str]:
    """Return the row and the column of a place; the demo needs no further than Z."""
    return int(place[1:]), place[0]
