"""Make the demo year: invented people only, in an empty place or in place of the demo that was there."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from pitservice.accounts.models import Team, User
from pitservice.demo.backdate import backdate, flush
from pitservice.demo.sign_ins import COLLEAGUES, sign_ins_in_words
from pitservice.demo.year import make_year


class Command(BaseCommand):
    """`--if-empty` does nothing where a team exists; `--sign-ins` only says who may sign in."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Two switches."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing where a team exists")
        parser.add_argument("--sign-ins", action="store_true", help="only say who may sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Empty, build, and move the stories to their days."""
        if not settings.DEMO:
            raise CommandError("Demo data is for demonstrations only: these settings are not a demo's.")
        if options["sign_ins"]:
            if User.objects.filter(email=COLLEAGUES[0][0]).exists():
                self.stdout.write(sign_ins_in_words())
            return
        if Team.objects.exists():
            if options["if_empty"]:
                return
            if not User.objects.filter(email=COLLEAGUES[0][0]).exists():
                raise CommandError("This database holds somebody else's data. The demo replaces only a demo.")
            self._as_owner(flush)
        steps = make_year()
        connection.close()  # a pooled connection that goes back holds no lock the owner would wait for
        self._as_owner(lambda url: backdate(url, steps))
        self.stdout.write("The demo year is made.")

    def _as_owner(self, work: Any) -> None:
        """Do what only the owner of the tables may."""
        url = os.environ.get("DATABASE_OWNER_URL")
        if not url:
            raise CommandError("Set DATABASE_OWNER_URL: the demo moves its stories into the past as the owner.")
        work(url)
