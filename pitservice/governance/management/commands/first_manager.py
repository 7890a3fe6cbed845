"""Make the first manager of a new installation: `first_manager EMAIL --team NAME`."""

from __future__ import annotations

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify

from pitservice.accounts.actions import add_team, add_user, give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.configuration.actions import publish_risk_list
from pitservice.configuration.illustrative_risk_list import FACTORS, TITLE
from pitservice.configuration.models import RiskList
from pitservice.db.actor import Actor


class Command(BaseCommand):
    """Makes the team too when there is none of that name, with the illustrative list of risk factors (SCR-1).

    Safe to repeat.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """E-mail, team and name; the password is asked for, or read from standard input."""
        parser.add_argument("email")
        parser.add_argument("--team", required=True)
        parser.add_argument("--name", default="")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        by = Actor.system("first_manager")
        email = options["email"].strip().lower()
        if User.objects.filter(email=email).exists():
            raise CommandError(f"{email} is already a user.")
        password = input() if options["password_stdin"] else getpass.getpass("Password (at least 15 characters): ")
        if len(password) < 15:
            raise CommandError("Use a password of at least 15 characters.")
        name = options["team"]
        team = Team.objects.filter(name=name).first() or add_team(name=name, slug=slugify(name), by=by)
        if not RiskList.objects.filter(team=team).exists():
            publish_risk_list(team=team, title=TITLE, factors=FACTORS, illustrative=True, by=by)
        user = add_user(email=email, name=options["name"] or email.split("@")[0], password=password, by=by)
        give_role(user=user, team=team, role=RoleName.MANAGER, by=by)
        self.stdout.write(f"{email} manages {team.name}. They set up a second factor when they first sign in.")
