"""`manage.py import_referrals FILE --team SLUG`: read a team's referrals sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pitservice.accounts.selectors import public_team
from pitservice.db.actor import Actor, ActorKind
from pitservice.db.errors import Refused
from pitservice.db.keys import new_key
from referrals.importing.run import import_file


class Command(BaseCommand):
    """Every row becomes a referral or stands in the report; it starts no clock, letter or text (P3)."""

    help = "Import a referrals sheet (CSV or XLSX), and say by row and column what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and the team."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--team", required=True, help="The team's name in its addresses, such as “north”.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, report, and say how many."""
        team = public_team(options["team"])
        if team is None:
            raise CommandError(f"There is no team “{options['team']}”.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        by = Actor(ActorKind.IMPORT, new_key())
        try:
            tally = import_file(content=content, name=options["file"].name, team=team, report=self.stdout.write, by=by)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(str(tally))
