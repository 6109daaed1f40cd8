"""Small real files, each another than every one before."""

import io
import random

import pikepdf
from PIL import Image


def paper(dice: random.Random) -> tuple[str, bytes]:
    """Return the name and the bytes of a document or a picture."""
    number = f"{dice.randrange(10**9):09}"
    if dice.random() < 0.5:
        return f"beleid-{number}.pdf", document(dice, number)
    return f"foto-{number}.png", picture(dice)


def document(dice: random.Random, title: str) -> bytes:
    """Return a PDF with something in it that can't be made smaller."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.docinfo["/Title"] = title
    pdf.pages[0].Contents = pdf.make_stream(b"% " + dice.randbytes(40_000).hex().encode())
    target = io.BytesIO()
    pdf.save(target, static_id=True)
    return target.getvalue()


def picture(dice: random.Random) -> bytes:
    """Return a PNG of noise."""
    target = io.BytesIO()
    Image.frombytes("RGB", (120, 120), dice.randbytes(120 * 120 * 3)).save(target, "PNG")
    return target.getvalue()


def is_same(name: str, sent: bytes, stored: bytes) -> bool:
    """Tell whether a file is what was sent: to the byte, or to the pixel where it is drawn anew."""
    return stored == sent if name.endswith(".pdf") else pixels(stored) == pixels(sent)


def pixels(png: bytes) -> bytes:
    """Return all that a picture shows."""
    with Image.open(io.BytesIO(png)) as image:
        return image.tobytes()
