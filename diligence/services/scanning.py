"""The virus scanner, when one is set up: clamd, over its own socket.

The import is inside: it takes a web process a tenth of a second, and most have no scanner.
"""

from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    import clamd

PATIENCE = 120  # seconds for one file


class ScannerDown(Exception):
    """The scanner does not answer, or says that it can't work now."""


class NotScannable(Exception):
    """The scanner looked and can't judge this file."""


def is_set_up() -> bool:
    """Tell whether files are scanned before they are handed out."""
    return bool(settings.CLAMD_URL)


def scanner() -> "clamd.ClamdNetworkSocket":
    """Return the line to the scanner of CLAMD_URL: `unix:/run/clamd.sock` or `tcp://host:3310`."""
    import clamd

    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        return clamd.ClamdUnixSocket(address.path, timeout=PATIENCE)
    return clamd.ClamdNetworkSocket(
        address.hostname or "127.0.0.1", address.port or 3310, timeout=PATIENCE
    )


def scan(content: IO[bytes]) -> str:
    """Return the name of what was found in a file, empty when nothing was.

    Raises ScannerDown or NotScannable.
    """
    import clamd

    try:
        [(verdict, found)] = scanner().instream(content).values()
    except clamd.BufferTooLongError as limit:
        raise NotScannable("larger than the scanner takes") from limit
    except (clamd.ClamdError, OSError, ValueError) as fault:
        raise ScannerDown(str(fault)) from fault
    if verdict == "OK":
        return ""
    if verdict == "FOUND":
        return found
    raise ScannerDown(f"{verdict} {found}")
