"""Read the environment, loudly: every missing or malformed value is told in one go.

A fault doesn't raise where it is found. It is noted, and `refuse_faults`, at the end of the
settings, stops the start with one sentence for each.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_faults: list[str] = []


def note(*faults: str) -> None:
    """Remember why this environment can't be used."""
    _faults.extend(faults)


def refuse_faults() -> None:
    """Raise ImproperlyConfigured with every fault noted since the last time, one on each line."""
    faults, _faults[:] = list(dict.fromkeys(_faults)), []
    if faults:
        raise ImproperlyConfigured("\n".join(faults))


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the default; without a default a missing one is a fault.

    An empty variable counts as not set, for that is what a compose file makes of one.
    """
    value = os.environ.get(name) or default
    if value is None:
        note(f"Set the environment variable {name}.")
        return ""
    return value


def file(name: str, default: Path) -> Path:
    """Return the path of a file that must be there, else the default."""
    path = Path(text(name, str(default)))
    if not path.is_file():
        note(f"{name} is '{path}', and there is no such file.")
    return path


def yes_no(name: str, default: bool = False) -> bool:
    """Return whether the variable says yes; anything but a known word is a fault."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value.lower() in ("1", "yes", "true", "on"):
        return True
    if value.lower() not in ("0", "no", "false", "off"):
        note(f"{name} is '{value}'; write 1 or 0.")
    return False


def number(name: str, default: int) -> int:
    """Return a whole number of zero or more; anything else is a fault."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit():
        return int(value)
    note(f"{name} is '{value}'; write a whole number.")
    return default


def secret(name: str, default: str | None = None) -> str:
    """Return a secret from the variable, or from the file that NAME_FILE points at."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return text(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is no text"
        note(f"{name}_FILE is {file}, which can't be read: {reason}.")
        return ""


def secrets(name: str) -> list[str]:
    """Return a comma-separated secret as a list; empty when there is none."""
    return [word.strip() for word in secret(name, "").split(",") if word.strip()]


def origins(*addresses: str) -> list[str]:
    """Return scheme, host and port of each address that is not empty."""
    parts = [urlsplit(address) for address in addresses if address]
    return [f"{each.scheme}://{each.netloc}" for each in parts]


def ways() -> dict[str, str]:
    """Return where our other servers are, by variable; the scheme tells whether it is over TLS."""
    verified = os.environ.get("PGSSLMODE") in ("verify-ca", "verify-full")
    base = "postgresql+tls" if verified else "postgresql"
    smtp = "smtps" if yes_no("SMTP_TLS") else "smtp"
    return {
        "DATABASE_URL": f"{base}://{urlsplit(secret('DATABASE_URL', '')).netloc}",
        "REDIS_URL": secret("REDIS_URL", ""),
        "SMTP_HOST": f"{smtp}://{text('SMTP_HOST', '')}",
        "S3_ENDPOINT_URL": text("S3_ENDPOINT_URL", ""),
    }


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str, name: str = "DATABASE_URL") -> dict:
    """Turn postgresql://user:password@host:port/name into Django's settings of one connection."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/")):
        note(f"{name} must look like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "convenant.tenancy.backend",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
