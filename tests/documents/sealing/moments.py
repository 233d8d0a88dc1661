"""When the tests seal."""

from datetime import UTC, datetime

MOMENT = datetime(2026, 2, 24, 9, 30, tzinfo=UTC)
