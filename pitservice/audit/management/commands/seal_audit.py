"""Seal the record of who did what, and print the seal: keep the line outside the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from pitservice.audit.seals import seal
from pitservice.db.actor import Actor


class Command(BaseCommand):
    """To be run from time to time, its output kept where the database's owner cannot write."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Make one seal."""
        made = seal(by=Actor.system("seal_audit"))
        said = f"{made.seal} {made.events} events up to {made.last_event_id}" if made else "Nothing new to seal."
        self.stdout.write(said)
