"""Which request is being answered, so that rows written during it can be put together afterwards."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
