"""`make bench`: the inbox and the waiting list at 1,000 and at 100,000 referrals, beside the admin and a bare view;
a practitioner's pages over 1,000,000 sessions; finding one of 100,000 people; letters; reminders; reports; whom a
referral is about. `make bench ARGS=keep` also writes docs/benchmarks.md, `ARGS="only=reminders,letters"` measures these
parts alone, and `ARGS="sheet=FILE truth=FILE"` scores matching on that sheet.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.db import connection

KEPT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_HEADING = """# Benchmarks

Written by `make bench ARGS=keep`; compare ratios within one run, not times between machines. An aim that is `short` is
not met: why, and what was done, stands in [decision 0016](decisions/0016-what-the-benchmarks-say.md).
"""


#: Parts that need no more than a team: the 100,000 referrals need not be made for them alone.
_SMALL = frozenset({"caseload", "letters", "reminders", "reports"})


def main() -> int:
    """Measure; print each line as soon as it is known."""
    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    lines = []
    for line in _report(dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)):
        print(line, flush=True)
        lines.append(line if not line.startswith("bench:") else f"- `{line}`")
    if "keep" in sys.argv[1:]:
        KEPT.write_text(_HEADING + "\n" + "\n".join(lines) + "\n")
    return 0


def _report(given: dict[str, str]) -> Iterator[str]:
    from tests.benchmarks import caseload, data, letters, lists, matching, reminders, reports, search

    chosen = set(given["only"].split(",")) if "only" in given else set()
    lead = data.make_lead() if chosen and chosen <= _SMALL else data.make()
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "lists": lambda: lists.report(lead),
        "caseload": lambda: caseload.report(lead),
        "search": search.report,
        "letters": lambda: letters.report(lead),
        "reminders": lambda: reminders.report(lead),
        "reports": lambda: reports.report(lead),
        "matching": lambda: matching.report(lead, given),
    }
    yield _machine()
    for name in [name for name in parts if not chosen or name in chosen]:
        yield ""
        yield from parts[name]()


def _machine() -> str:
    """What it was measured on."""
    kind = subprocess.run(["uname", "-m"], capture_output=True, text=True, check=True).stdout.strip()
    server = connection.cursor().connection.info.server_version // 10000
    return (
        f"{os.cpu_count()} cores, {kind}, Python {platform.python_version()}, Django {django.__version__}, "
        f"PostgreSQL {server}."
    )


if __name__ == "__main__":
    sys.exit(main())
