"""Read a stored content back, in one language."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from workgroups.annual.content import Annual

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def annual_in(
    content: Mapping[str, Any],
    language: str,
    *,
    code: str = "",
    check_url: str = "",
    sha256: str = "",
    made_at: datetime = UNDATED,
) -> Annual:
    """Return the content in one language; without the rest it can be looked at, not printed."""
    return Annual(content, language, code, check_url, sha256, made_at)
