"""Letters in a process that begins anew, as a worker does: `python -m tests.benchmarks.fresh first|memory`."""

from __future__ import annotations

import resource
import statistics
import sys
import time

import django

LONG = 2_000


def main() -> None:
    """Measure what the command names, and say it as one number."""
    django.setup()
    from pitservice.letters.render import warm

    warm()
    print(_first() if sys.argv[1] == "first" else _growth())


def _first() -> float:
    """The first letter against the median of the next twenty."""
    taken = [_seconds() for _ in range(21)]
    return taken[0] / statistics.median(taken[1:])


def _growth() -> float:
    """The largest the process was after 2,000 letters, against after 200."""
    for _ in range(LONG // 10):
        _seconds()
    early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(LONG - LONG // 10):
        _seconds()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / early


def _seconds() -> float:
    from pitservice.letters.render import render_letter
    from tests.benchmarks.letters import SHEET

    start = time.perf_counter()
    render_letter(SHEET)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
