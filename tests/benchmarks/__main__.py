"""`make bench`: the inbox and the waiting list at 1,000 and at 100,000 referrals, beside the admin and a bare view;
finding one of 100,000 people.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import django


def main() -> int:
    """Measure, print a table, and one line for each aim."""
    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    from tests.benchmarks import data, lists, search

    lead = data.make()
    lists.report(lead, machine())
    search.report(machine())
    return 0


def machine() -> str:
    """What it was measured on."""
    version = subprocess.run(["uname", "-m"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{os.cpu_count()} cores, {version}, Python {platform.python_version()}, Django {django.__version__}"


if __name__ == "__main__":
    sys.exit(main())
