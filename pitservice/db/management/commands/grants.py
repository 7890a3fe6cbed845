"""Give the app role what it needs and no more; `migrate` does this at its end, this command does it alone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from pitservice.db.guards import apply_guards
from pitservice.db.management.commands.migrate import app_role


class Command(BaseCommand):
    """Run as the owner."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply the guards."""
        apply_guards(app_role())
        self.stdout.write("The app role has what it needs and no more.")
