#!/usr/bin/env python
"""Django's command line. Commands that change the schema connect as the owner, all others as the app role."""

from __future__ import annotations

import os
import sys

#: The only commands that may use DATABASE_OWNER_URL (design §7).
OWNER_COMMANDS = {"migrate", "grants"}


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitservice.settings.production")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS and "DATABASE_OWNER_URL" in os.environ:
        os.environ["DATABASE_APP_URL"] = os.environ.get("DATABASE_URL", "")
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
