#!/usr/bin/env python
"""Django's command line. Those that change the schema or destroy a record connect as the owner, others as the app.

Without settings in the environment it reaches the product that `make run` started from this clone.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

#: The only commands that may use DATABASE_OWNER_URL (design §7).
OWNER_COMMANDS = {"migrate", "grants", "destroy_record"}


def main() -> None:
    """Run the command named on the command line."""
    _find_the_product()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitservice.settings.production")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS and "DATABASE_OWNER_URL" in os.environ:
        os.environ["DATABASE_APP_URL"] = os.environ.get("DATABASE_URL", "")
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _find_the_product() -> None:
    """Use the clone's own Python and the product that runs from it, unless the environment names another."""
    from pitservice.embedded import at_hand
    from pitservice.embedded.places import Places

    places = Places.here()
    if find_spec("django") is None and places.python.exists():
        os.execv(places.python, [str(places.python), *sys.argv])  # noqa: S606 - the Python of our own environment
    if any(name in os.environ for name in at_hand.CHOSEN):
        return
    running = at_hand.read(places)
    if not running:
        sys.exit(
            f"No product runs over the data in {places.var}: start it with `make run`,"
            " or set SECRET_KEY, DATABASE_URL and REDIS_URL as docs/deploying.md says."
        )
    os.environ.update(running)


if __name__ == "__main__":
    main()
