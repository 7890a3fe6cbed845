"""Names each request and ties row history, audit and logs to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pghistory
import structlog
from django.http import HttpRequest, HttpResponse

from pitservice.audit.context import request_id


class RequestContextMiddleware:
    """One id for each request; row history gets it with the colleague's id, logs get it without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside its context."""
        name = str(uuid.uuid4())
        token = request_id.set(name)
        structlog.contextvars.bind_contextvars(request_id=name)
        try:
            if request.method in ("GET", "HEAD"):
                return self.get_response(request)
            with pghistory.context(user=request.user.pk, request=name):
                return self.get_response(request)
        finally:
            request_id.reset(token)
            structlog.contextvars.clear_contextvars()
