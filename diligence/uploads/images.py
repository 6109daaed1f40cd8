"""Photos and pictures: drawn anew, so that nothing but the picture is kept."""

import warnings
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from diligence.uploads.refusal import Refused

MOST_PIXELS = 40_000_000
"""A photo of a good telephone; drawn it takes 160 MB."""
STARTS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}


def check_jpg(path: Path, target: Path) -> bool:
    """Look at a JPEG and write it anew, without place, moment and camera. Raises Refused."""
    return redraw(path, target, "JPEG", quality=90, optimize=True)


def check_png(path: Path, target: Path) -> bool:
    """Look at a PNG and write it anew. Raises Refused."""
    return redraw(path, target, "PNG")


def redraw(path: Path, target: Path, form: str, **options: int | bool) -> bool:
    """Write the picture, and nothing else of the file, to the target. Raises Refused."""
    with path.open("rb") as file:
        if not file.read(8).startswith(STARTS[form]):
            raise Refused("other_content")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, where it is loaded, says otherwise
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[form]) as checked:
                measure(checked)
                checked.verify()
            with Image.open(path, formats=[form]) as picture:
                upright(picture).save(target, form, **options)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_many_pixels", most=MOST_PIXELS // 1_000_000) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise Refused("damaged") from None
    return True


def measure(picture: Image.Image) -> None:
    """Refuse a picture that is too large to draw, before anything of it is drawn."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Refused("too_many_pixels", most=MOST_PIXELS // 1_000_000)


def upright(picture: Image.Image) -> Image.Image:
    """Return a copy with pixels only, turned as it was held; colours as every viewer knows them."""
    turned = ImageOps.exif_transpose(picture)
    if turned.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        turned = turned.convert("RGB")
    copy = Image.new(turned.mode, turned.size)
    copy.paste(turned)
    if turned.mode == "P":
        copy.putpalette(turned.getpalette() or [])
        if (clear := picture.info.get("transparency")) is not None:
            copy.info["transparency"] = clear
    return copy
