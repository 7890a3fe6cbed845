"""Write the documents that are made from code: rules, contact rules, roles, states, hazards."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from pitservice.governance.documents import write_all


class Command(BaseCommand):
    """A test fails while one of them is out of date."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what has changed."""
        changed = write_all()
        self.stdout.write(f"Written: {', '.join(changed)}." if changed else "Everything was up to date.")
