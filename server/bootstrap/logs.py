"""The server's log: one JSON object a line on standard error, with a closed set of fields (protocol §7.6).

What is not on the list is dropped, so that no line can carry a print, key, MAC or image, whoever writes it.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "address",
        "attempt",
        "bytes",
        "chunks",
        "code",
        "error",
        "library",
        "method",
        "n",
        "peer",
        "place",
        "reason",
        "release",
        "remedy",
        "seconds",
        "settled",
        "user",
        "what",
        "workers",
    }
)
"""Every field that a line may have."""


def configure_logs() -> None:
    """Send this process's log to standard error as JSON lines, and what libraries log as their bare names."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_listed_fields,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[LibraryHandler()], force=True)


def keep_listed_fields(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not listed; a structlog processor."""
    del logger, method
    return {field: value for field, value in line.items() if field in FIELDS}


class LibraryHandler(logging.Handler):
    """Notes that a library logged something, and where, but not what: its text may quote anything."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line for a library's record."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().warning(
            "library", library=record.name, place=f"{record.filename}:{record.lineno}", error=error
        )
