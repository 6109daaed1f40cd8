"""Files that must not be taken, by a word for what is wrong: (name, content, the reason given)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.uploads import good

HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<b>page</b>"
XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
MACROS = good.TYPES.replace("document.main+xml", "document.macroEnabled.main+xml")
RELATION = (
    '<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/{}" Target="{}" TargetMode="External"/></Relationships>'
)


def altered_pdf(change: Callable[[pikepdf.Pdf], object], **save) -> bytes:
    """Return a PDF to which something was done."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    change(document)
    target = io.BytesIO()
    document.save(target, **save)
    return target.getvalue()


def opens_with(**action) -> Callable[[pikepdf.Pdf], object]:
    """Return what makes a PDF do something as soon as it opens."""
    entries = {f"/{name}": value for name, value in action.items()}
    return lambda pdf: pdf.Root.__setitem__("/OpenAction", pdf.make_indirect(Dictionary(entries)))


def with_attachment(pdf: pikepdf.Pdf) -> None:
    """Put a file inside."""
    pdf.attachments["x.exe"] = b"MZ"


def with_rich_media(pdf: pikepdf.Pdf) -> None:
    """Put a film on the page."""
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
    pdf.pages[0].obj["/Annots"] = Array([pdf.make_indirect(film)])


def with_xfa(pdf: pikepdf.Pdf) -> None:
    """Make it a form with a program."""
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, b"<xdp/>"))


def with_hidden_script(pdf: pikepdf.Pdf) -> None:
    """Hang a program at the page, deep in nested parts."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.pages[0].obj["/AA"] = Dictionary(O=Dictionary(S=Name.GoTo, Next=Array([script])))


def locked(**passwords) -> bytes:
    """Return a PDF that asks for a password."""
    return good.pdf(encryption=pikepdf.Encryption(**passwords))


def png_of(width: int, height: int) -> bytes:
    """Return the head of a picture that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


def many_entries() -> bytes:
    """Return an archive with more parts than a document has."""
    return good.docx(**{f"word__p{number}.xml": b"" for number in range(5_001)})


def with_link() -> bytes:
    """Return a document with a part that is a link to a file of the machine."""
    target = io.BytesIO(good.docx())
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def twice() -> bytes:
    """Return a document with two parts of one name, of which programs see different ones."""
    return good.docx(**{"word__Document.xml": good.DOCUMENT})


def encrypted_entry() -> bytes:
    """Return a document of which the parts say that they are locked."""
    content = bytearray(good.docx())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


PDFS = {
    "pdf-javascript": (opens_with(S=Name.JavaScript, JS=String("app.alert(1)")), "runs"),
    "pdf-launch": (opens_with(S=Name.Launch, F=String("cmd.exe")), "runs"),
    "pdf-import": (opens_with(S=Name.ImportData, F=String("x")), "runs"),
    "pdf-submit": (opens_with(S=Name.SubmitForm, F=String("https://x.example")), "runs"),
    "pdf-hidden-script": (with_hidden_script, "runs"),
    "pdf-rich-media": (with_rich_media, "runs"),
    "pdf-xfa": (with_xfa, "runs"),
    "pdf-attachment": (with_attachment, "holds_files"),
}
DOCUMENTS = {
    "docx-macro-part": ({"word__vbaProject.bin": b"x"}, "macros"),
    "docm-renamed": ({"[Content_Types].xml": MACROS}, "macros"),
    "docx-control": ({"word__activeX__a.xml": b"<a/>"}, "runs"),
    "docx-program": ({"word__media__a.exe": b"MZ"}, "runs"),
    "docx-svg": ({"word__media__a.svg": SVG}, "runs"),
    "docx-html": ({"word__a.html": HTML}, "runs"),
    "docx-object": ({"word__embeddings__o.bin": b"x"}, "holds_files"),
    "docx-template": (
        {"word___rels__settings.xml.rels": RELATION.format("attachedTemplate", "http://x/t.dotm")},
        "fetches",
    ),
    "docx-ole-link": (
        {"word___rels__document.xml.rels": RELATION.format("oleObject", "file:///x")},
        "fetches",
    ),
    "docx-dde": (
        {"word__document.xml": "<w:document><w:t>DDEAUTO c:\\cmd</w:t></w:document>"},
        "runs",
    ),
    "docx-entities": ({"word__a.xml": XML}, "two_faced"),
    "docx-climbs": ({"..__..__etc__a.xml": b"<a/>"}, "two_faced"),
    "docx-from-root": ({"__etc__a.xml": b"<a/>"}, "two_faced"),
    "docx-backslash": ({"word\\..\\a.xml": b"<a/>"}, "two_faced"),
    "docx-drive": ({"C:a.xml": b"<a/>"}, "two_faced"),
    "docx-bomb": ({"word__a.xml": b"\0" * 8_000_000}, "bomb"),
    "docx-nested-bomb": (
        {"word__embeddings__a.docx": good.docx(word__a__xml=b"\0" * 8_000_000)},
        "bomb",
    ),
    "docx-nested-macros": (
        {"word__embeddings__a.docx": good.docx(word__vbaProject__bin=b"x")},
        "macros",
    ),
    "docx-nested-twice": (
        {"word__embeddings__a.docx": good.docx(**{"word__embeddings__b.docx": good.docx()})},
        "holds_files",
    ),
}
LIES = {
    **{
        f"{what}-as-{ending}": (f"bewijs.{ending}", content, "other_content")
        for what, content in {"html": HTML, "svg": SVG, "mht": MHT, "xml": XML}.items()
        for ending in ("pdf", "jpg", "docx", "csv", "txt")
    },
    "program-as-pdf": ("a.pdf", b"MZ\x90\0" + b"\0" * 200, "other_content"),
    "elf-as-png": ("a.png", b"\x7fELF\x02\x01\x01" + b"\0" * 200, "other_content"),
    "script-as-txt": ("a.txt", b"#!/bin/sh\nrm -rf ~\n", "other_content"),
    "pdf-as-png": ("a.png", good.pdf(), "other_content"),
    "png-as-jpg": ("a.jpg", good.png(), "other_content"),
    "docx-as-xlsx": ("a.xlsx", good.docx(), "other_content"),
    "xlsx-as-docx": ("a.docx", good.xlsx(), "other_content"),
    "zip-as-docx": ("a.docx", good.zipped({"a.txt": "x"}), "other_content"),
    "old-word-as-docx": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, None),
    "gif-js-as-jpg": ("a.jpg", b"GIF89a/*\0\0\0*/=1;alert(1)", "other_content"),
    "gif-js-as-txt": ("a.txt", b"GIF89a/**/=1;alert(1)", "other_content"),
    "html-then-pdf": ("a.pdf", HTML + good.pdf(), "other_content"),
    "pdf-then-html": ("a.pdf", good.pdf() + HTML, "two_faced"),
    "pdf-then-zip": ("a.pdf", good.pdf() + good.docx(), None),
    "pdf-head-html": ("a.pdf", good.pdf().replace(b"\n", b"\n%<script>1</script>\n", 1), None),
    "zip-behind-html": ("a.docx", HTML + good.docx(), "other_content"),
    "docx-then-html": ("a.docx", good.docx() + HTML, None),
    "utf16-html": ("a.txt", "<html><script>1</script>".encode("utf-16"), None),
    "utf16-html-bare": ("a.txt", "<html><script>1</script>".encode("utf-16-le"), None),
    "utf7-text-nul": ("a.txt", b"verslag\0van", "no_text"),
    "csv-nul": ("a.csv", b"naam;land\nKerk\0hof;BE\n", "no_text"),
    "csv-formula": ("a.csv", b"naam;land\n=cmd|'/c calc'!A1;BE\n", "formulas"),
    "csv-formula-at": ("a.csv", b"naam;land\n@SUM(A1);BE\n", "formulas"),
}
NAMES = {
    name: (name, HTML, "kind")
    for name in (
        "a.html", "a.svg", "a.js", "a.xml", "a.mht", "a.exe", "a.docm", "a.xlsm", "a.zip",
        "a.gif", "a.doc", "a.pdf.exe", "a.pdf.html", "pdf", "a.", ".htaccess",
        "factuur\u202efdp.exe",
        "a.pdf\0.html", "a.exe\u200b",
    )
}  # fmt: skip
BROKEN = {
    "empty-pdf": ("a.pdf", b"", "empty"),
    "empty-txt": ("a.txt", b"", "empty"),
    "half-pdf": ("a.pdf", good.pdf()[:300], "damaged"),
    "half-jpg": ("a.jpg", good.jpg((640, 480))[:700], "damaged"),
    "half-png": ("a.png", good.png((640, 480))[:60], "damaged"),
    "half-docx": ("a.docx", good.docx()[:-60], None),
    "half-xlsx": ("a.xlsx", good.xlsx()[:900], None),
    "pixels-png": ("a.png", png_of(60_000, 60_000), "too_many_pixels"),
    "pixels-just": ("a.png", png_of(8_001, 5_000), "too_many_pixels"),
    "password-pdf": ("a.pdf", locked(owner="a", user="b"), "password"),
    "entries": ("a.docx", many_entries(), "bomb"),
    "link": ("a.docx", with_link(), "two_faced"),
    "same-name": ("a.docx", twice(), "two_faced"),
    "locked-entries": ("a.docx", encrypted_entry(), "password_or_old"),
}
ALL = (
    {key: ("a.pdf", altered_pdf(change), code) for key, (change, code) in PDFS.items()}
    | {key: ("a.docx", good.docx(**parts), code) for key, (parts, code) in DOCUMENTS.items()}
    | LIES
    | NAMES
    | BROKEN
)
