"""What a server that others can reach must not be started with, each in one plain sentence.

The environment alone is judged here, so it costs nothing and every process does it. What only
the servers can tell is judged by `manage.py check --deploy --database default`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SHORTEST_KEY = 50
FEWEST_SIGNS = 10
OVER_TLS = ("https", "rediss", "smtps", "postgresql+tls")
OVER_TLS_BY = {
    "DATABASE_URL": "set PGSSLMODE=verify-full and PGSSLROOTCERT",
    "REDIS_URL": "begin it with rediss://",
    "SMTP_HOST": "set SMTP_TLS=1",
    "S3_ENDPOINT_URL": "begin it with https://",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Start:
    """The values that decide whether a start is safe."""

    public_url: str
    allowed_hosts: list[str]
    keys: dict[str, str]
    is_debug: bool
    is_demo: bool
    has_mail: bool
    ways: Mapping[str, str] = field(default_factory=dict)
    """Where our other servers are, by variable, with a scheme that tells whether it is TLS."""


def is_public(public_url: str) -> bool:
    """Tell whether people elsewhere can come here: anything but http on this machine."""
    address = urlsplit(public_url)
    return address.scheme != "http" or address.hostname not in LOOPBACK


def faults(start: Start) -> list[str]:
    """Return every reason to refuse this start; none on a machine that keeps to itself."""
    if not is_public(start.public_url):
        return []
    return [*_faults_of_address(start), *_faults_of_modes(start), *_faults_of_rest(start)]


def _faults_of_address(start: Start) -> Iterator[str]:
    address = urlsplit(start.public_url)
    if address.scheme != "https" or not address.hostname or address.path or address.query:
        yield (
            f"PUBLIC_URL is '{start.public_url}'; outside this machine only an address like "
            "https://ketenkompas.example, without a path, is safe."
        )
    if "*" in start.allowed_hosts:
        yield "ALLOWED_HOSTS has '*', which lets anybody choose the host; name the host."
    elif address.hostname and not _is_allowed(address.hostname, start.allowed_hosts):
        yield f"ALLOWED_HOSTS misses {address.hostname}, the host of PUBLIC_URL."


def _is_allowed(host: str, allowed: list[str]) -> bool:
    return any(
        host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in allowed
    )


def _faults_of_modes(start: Start) -> Iterator[str]:
    if start.is_debug:
        yield "CONVENANT_DEBUG is on, which shows data and settings on error pages; set it to 0."
    if start.is_demo:
        yield "CONVENANT_DEMO is on, whose passwords everybody knows; set it to 0."
    if not start.has_mail:
        yield "Set SMTP_HOST: without mail nobody can be invited or find a lost password."


def _faults_of_rest(start: Start) -> Iterator[str]:
    yield from _faults_of_keys(start.keys)
    for name, address in start.ways.items():
        way = urlsplit(address)
        if way.hostname and _is_elsewhere(way.hostname) and way.scheme not in OVER_TLS:
            yield f"{name} leads to {way.hostname} in the clear; {OVER_TLS_BY[name]}."


def _is_elsewhere(host: str) -> bool:
    """Tell whether a host is another machine; a name without dots is a container beside ours."""
    return host not in LOOPBACK and ("." in host or ":" in host)


def _faults_of_keys(keys: dict[str, str]) -> Iterator[str]:
    for name, key in keys.items():
        if key and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS or _is_example(key)):
            yield (
                f"{name} can be guessed; make one of at least {SHORTEST_KEY} random signs: "
                "openssl rand -hex 32."
            )
    given = [key for key in keys.values() if key]
    if len(set(given)) < len(given):
        yield f"{' and '.join(keys)} are equal; give each its own."


def _is_example(key: str) -> bool:
    return key.startswith(("django-insecure-", "only-for-tests", "change"))
