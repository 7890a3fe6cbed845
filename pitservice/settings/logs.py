"""Logs are JSON lines on standard error, with a request id and never a name, number or address of a family."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

import structlog


def trace_without_values(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """The kind of an exception and where it came from, never its words: PostgreSQL's name the values of a row."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    trace_without_values,
]


def logging_config() -> dict[str, Any]:
    """A `logging.config` dictionary; `LOG_LEVEL` changes how much is said."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(default=str),
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
        "loggers": {
            "axes": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
            # Gateways' clients repeat what the far end wrote, which may hold a number.
            "notifications_python_client": {"level": "CRITICAL"},
            "twilio": {"level": "CRITICAL"},
        },
    }
