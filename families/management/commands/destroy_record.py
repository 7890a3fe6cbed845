"""Destroy a record that one person proposed and a second approved; run as the owner of the database (P31)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from families.actions.destroying import destroy_record
from families.models import Destruction
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused


class Command(BaseCommand):
    """`destroy_record REFERENCE --by EMAIL`: who destroys it answers for requests and records in that team."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Which record, and who."""
        parser.add_argument("reference", help="the record's reference, as it stands on the list of destructions")
        parser.add_argument("--by", required=True, help="your email address, as you sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroy it, and say what the certificate says."""
        user = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        reference = options["reference"].strip().upper()
        destruction = Destruction.objects.filter(reference=reference).first()
        if user is None or destruction is None:
            raise CommandError("There is no such colleague, or no such record down for destruction.")
        if destruction.team_id not in Viewer.of(user, Permission.KEEP_RECORDS).all_team_ids:
            raise CommandError("This colleague does not answer for records in that team.")
        try:
            destruction = destroy_record(destruction=destruction, by=user.actor)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        except OperationalError as error:
            raise CommandError("Somebody is working in the same tables. Try again when it is quiet.") from error
        rows = sum(destruction.counts.values())
        self.stdout.write(f"The record {destruction.reference} has been destroyed: {rows} rows. {destruction.rule}.")
