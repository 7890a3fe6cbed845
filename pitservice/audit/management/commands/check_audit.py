"""Check that the record of who did what is as it was written, against the seals kept outside the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pitservice.audit.seals import problems


class Command(BaseCommand):
    """Says what is wrong, one line each, and ends with an error when anything is."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Seals as `seal_audit` printed them."""
        parser.add_argument("seals", nargs="*", help="seals that were kept outside the database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check rows and seals."""
        found = list(problems(frozenset(options["seals"])))
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} things are not as they were written.")
        self.stdout.write("Everything is as it was written.")
