"""Which function does which kind of job; filled by the apps above in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable

from pitservice.jobs.models import Job

Handler = Callable[[Job], str]


class Unfinished(Exception):
    """Raised by a handler that has done a part and goes on later, so that no worker is kept longer than it may be.

    The job is queued again at once, and the part does not count among its attempts.
    """


_HANDLERS: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """`handler` gets the job it has leased and returns a closing note; it may run twice and must have one effect."""
    _HANDLERS[kind] = handler


def handler_of(kind: str) -> Handler:
    """The function for a kind; KeyError for one that nobody registered."""
    return _HANDLERS[kind]
