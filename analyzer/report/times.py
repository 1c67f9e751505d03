"""Times as the tables hold them (UTC without a zone) and as a report shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def aware(value: Any) -> Any:
    """A time of a table with its zone; any other value as it is."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value
