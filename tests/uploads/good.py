"""Ordinary files of every kind that is taken."""

import io
import zipfile

import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = f"{OFFICE}.wordprocessingml.document.main+xml"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Ons beleid</w:t></w:r></w:p></w:body></w:document>"
)


def pdf(words: str = "Beleid", *, pages: int = 1, **save) -> bytes:
    """Return a PDF; `words` make it another file than the next."""
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = words
    target = io.BytesIO()
    document.save(target, static_id=True, **save)
    return target.getvalue()


def jpg(size=(64, 48), *, colour="steelblue", exif: bool = False) -> bytes:
    """Return a photo, with the place where it was taken when asked."""
    target = io.BytesIO()
    tags = Image.Exif()
    if exif:
        tags[0x010F] = "Telefoonmaker"
        tags[0x8825] = {1: "N", 2: (51.0, 50.0, 0.0), 3: "E", 4: (4.0, 58.0, 0.0)}
        tags[0x0112] = 6
    Image.new("RGB", size, colour).save(target, "JPEG", exif=tags)
    return target.getvalue()


def png(size=(64, 48), mode="RGB") -> bytes:
    """Return a picture."""
    target = io.BytesIO()
    Image.new(mode, size).save(target, "PNG")
    return target.getvalue()


def docx(**entries: bytes | str) -> bytes:
    """Return a Word document; `entries` adds or replaces parts, with `__` for the slash."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": DOCUMENT,
    }
    parts |= {name.replace("__", "/"): content for name, content in entries.items()}
    return zipped(parts)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """Return an archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(cells=(("leverancier", "land"), ("Kerkhof", "BE"))) -> bytes:
    """Return a workbook."""
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


CSV = b"leverancier;land;telefoon\nKerkhof;BE;+32 3 123 45 67\n- onbekend;NL;-12,5\n"
TXT = b"Verslag van het overleg van 3 maart.\n- actie 1: prijs < 5 %\n"
ALL = {
    "beleid.pdf": pdf,
    "foto.jpg": jpg,
    "foto.JPEG": lambda: jpg(colour="teal"),
    "schema.png": png,
    "beleid.docx": docx,
    "lijst.xlsx": xlsx,
    "lijst.csv": lambda: CSV,
    "verslag.txt": lambda: TXT,
    "windows.txt": lambda: "Beëindigd: coöperatie, € 12".encode("cp1252"),
}


def sent(name: str, content: bytes, content_type: str = "application/octet-stream"):
    """Return a file as a browser sends it; what it says the type is decides nothing."""
    return SimpleUploadedFile(name, content, content_type=content_type)
