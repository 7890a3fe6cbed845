"""Which function does which kind of job; filled by the apps above in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable

from pitservice.jobs.models import Job

Handler = Callable[[Job], str]

_HANDLERS: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """`handler` gets the job it has leased and returns a closing note; it may run twice and must have one effect."""
    _HANDLERS[kind] = handler


def handler_of(kind: str) -> Handler:
    """The function for a kind; KeyError for one that nobody registered."""
    return _HANDLERS[kind]
