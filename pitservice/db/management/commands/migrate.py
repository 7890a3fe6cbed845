"""`migrate`, then the cache table and the guards: no migration can leave the app role with too much or too little."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand

from pitservice.db.guards import apply_guards


class Command(MigrateCommand):
    """Run as the owner: `DATABASE_OWNER_URL` says who that is, `DATABASE_URL` who the app is."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then guard."""
        super().handle(*args, **options)
        if options.get("check_unapplied") or options.get("plan"):
            return
        call_command("createcachetable", verbosity=0)
        apply_guards(app_role())


def app_role() -> str:
    """The role that web and workers connect as: the user in the app's database address."""
    url = os.environ.get("DATABASE_APP_URL") or os.environ.get("DATABASE_URL")
    user = dj_database_url.parse(url)["USER"] if url else settings.DATABASES["default"]["USER"]
    return str(user)
