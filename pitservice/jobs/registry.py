"""Which function does which kind of job; filled by the apps above in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable

from pitservice.jobs.models import Job

Handler = Callable[[Job], str]
#: Called in the transaction in which a job has failed for good, so that what it was about can say so.
GaveUp = Callable[[Job], None]


class Unfinished(Exception):
    """Raised by a handler that has done a part and goes on later, so that no worker is kept longer than it may be.

    The job is queued again at once, and the part does not count among its attempts.
    """


_HANDLERS: dict[str, Handler] = {}
_GAVE_UP: dict[str, GaveUp] = {}


def register(kind: str, handler: Handler, *, gave_up: GaveUp | None = None) -> None:
    """`handler` gets the job it has leased and returns a closing note; it may run twice and must have one effect.

    `gave_up`: told once its tries are used up, those in which a worker was killed among them.
    """
    _HANDLERS[kind] = handler
    if gave_up is not None:
        _GAVE_UP[kind] = gave_up


def tell_gave_up(job: Job) -> None:
    """Tell whoever asked to hear that a job of this kind was given up."""
    if job.kind in _GAVE_UP:
        _GAVE_UP[job.kind](job)


def handler_of(kind: str) -> Handler:
    """The function for a kind; KeyError for one that nobody registered."""
    return _HANDLERS[kind]
