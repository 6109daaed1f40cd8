"""The papers of the demo: small, real files as companies have them. Same words, same bytes."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import pikepdf
from PIL import Image, ImageDraw

A4 = (595, 842)
MARGIN, LINE = 64, 17
MOST_LETTERS = 82
LONG_AGO = (2020, 1, 1, 0, 0, 0)
"""What the entries of a workbook are dated: no clock has a part in its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a paper tells of: a company in a year."""

    company: str
    city: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of the demo: its kind of proof, title, file name and content."""

    kind: str
    title: str
    name: str
    make: Callable[[About], bytes]
    description: str = ""
    years: int = 0
    """For how many years it holds; 0: it does not expire."""
    is_yearly: bool = False
    """Each year has its own version."""


def letter(heading: str, *paragraphs: str) -> Callable[[About], bytes]:
    """Return what makes a page of text; {company}, {city} and {year} are the company's own."""

    def make(about: About) -> bytes:
        words = {"company": about.company, "city": about.city, "year": about.year}
        lines = [heading.format(**words), "", f"{about.company}, {about.city}", ""]
        for paragraph in paragraphs:
            lines += [*wrapped(paragraph.format(**words)), ""]
        return pdf_of(lines, heading.format(**words))

    return make


def wrapped(text: str) -> list[str]:
    """Return a text in lines that fit the page."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= MOST_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pdf_of(lines: Sequence[str], title: str) -> bytes:
    """Return a page with these lines, the first as its heading."""
    document = pikepdf.new()
    document.add_blank_page(page_size=A4)
    page = document.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    parts = [b"0.08 0.26 0.45 rg 0 806 595 36 re f 0.11 0.16 0.21 rg BT"]
    for number, line in enumerate(lines):
        size = 19 if number == 0 else 11
        place = f"/F1 {size} Tf 1 0 0 1 {MARGIN} {750 - number * LINE} Tm".encode()
        parts.append(place + b" (" + printable(line) + b") Tj")
    page.Contents = document.make_stream(b"\n".join([*parts, b"ET"]))
    document.docinfo["/Title"] = title
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return target.getvalue()


def printable(text: str) -> bytes:
    """Return a text as a PDF shows it."""
    plain = text.encode("cp1252", "replace")
    return plain.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def sheet(*rows: Sequence[str]) -> Callable[[About], bytes]:
    """Return what makes a workbook of one sheet."""

    def make(about: About) -> bytes:
        words = {"company": about.company, "city": about.city, "year": about.year}
        return xlsx_of([[cell.format(**words) for cell in row] for row in rows])

    return make


SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PARTS = {
    "[Content_Types].xml": (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{DOCUMENT}/worksheet" Target="sheet1.xml"/></Relationships>'
    ),
}


def xlsx_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with these cells, all of them text."""
    cells = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for row in rows
    )
    content = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**PARTS, "xl/sheet1.xml": content}.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), part)
    return target.getvalue()


def notice_board(about: About) -> bytes:
    """Return a photo, so to speak, of the text on the wall of the work floor."""
    picture = Image.new("RGB", (960, 640), "#8a6f4d")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((60, 50, 620, 590), fill="#fbfaf5")
    drawing.rectangle((680, 90, 900, 330), fill="#f3e7a1")
    drawing.rectangle((60, 50, 620, 110), fill="#154273")
    drawing.text((84, 68), about.company, fill="white", font_size=24)
    lines = (
        "Ons beleid voor mensen en natuur",
        f"in de hele keten, {about.year}",
        "",
        "1. Geen kinderarbeid of dwang",
        "2. Veilig werk, ook bij leveranciers",
        "3. Ziet u schade? Meld het",
        "   bij uw ploegbaas of de directie",
    )
    for number, line in enumerate(lines):
        drawing.text((84, 140 + number * 46), line, fill="#1d2a36", font_size=26)
    drawing.text((700, 120), "Overleg\ndonderdag 9 uur", fill="#5c3d00", font_size=24)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=80)
    return target.getvalue()
