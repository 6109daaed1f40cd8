"""Where a test finds, damages or misses a stored file: on its own disk."""

from pathlib import Path

from django.conf import settings


def path_of(name: str) -> Path:
    """Return where a stored file lies."""
    return Path(settings.MEDIA_ROOT) / name
