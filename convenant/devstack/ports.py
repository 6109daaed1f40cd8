"""Free ports of 127.0.0.1. Nothing here ever listens on another address."""

import socket

from .console import Trouble

HOST = "127.0.0.1"
TRIES = 100


def free() -> int:
    """Return a port that nothing listens on now; the caller must cope with losing the race."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port; one that just closed counts as free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose(wanted: int | None, first: int) -> int:
    """Return the wanted port, or without a wish the first free one from `first` up.

    Raises Trouble when the wanted port is taken or no port is left.
    """
    if wanted is not None:
        if not is_free(wanted):
            raise Trouble(
                f"Port {wanted} is in use by another program (or needs more rights).",
                "Choose another with --port, or leave --port out to take the next free one.",
            )
        return wanted
    for port in range(first, first + TRIES):
        if is_free(port):
            return port
    raise Trouble(f"No port is free from {first} to {first + TRIES - 1}.", "Name one with --port.")
