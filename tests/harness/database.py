"""One test worker's own database: a clone of the template, used as the app role, made anew after a committing test."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from django.conf import settings
from django.db import connections

from pitservice.embedded import postgres
from tests.harness.servers import PASSWORD, TEMPLATE, url


@dataclass(frozen=True)
class CloneDatabase:
    """A clone of the migrated template in the throw-away cluster."""

    sockets: str
    name: str

    @property
    def app_url(self) -> str:
        """As the web and worker processes connect: a role that owns nothing."""
        return url(self.sockets, postgres.APP, self.name)

    @property
    def owner_url(self) -> str:
        """As migrations and the grants step connect."""
        return url(self.sockets, postgres.OWNER, self.name)

    @property
    def superuser_url(self) -> str:
        """For the few tests that need more than the owner may."""
        return url(self.sockets, postgres.SUPERUSER, self.name)

    def make(self) -> None:
        """Clone the template, in place of what was there (about 50 ms); whoever is connected is cut off."""
        with psycopg.connect(url(self.sockets, postgres.SUPERUSER, "postgres"), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)".encode())
            admin.execute(f"CREATE DATABASE {self.name} TEMPLATE {TEMPLATE} OWNER {postgres.OWNER}".encode())
            admin.execute(postgres.close(self.name).encode())

    def make_anew(self) -> None:
        """Forget everything that was committed."""
        connections.close_all()
        self.make()

    def point_django_here(self) -> None:
        """Have Django's default connection lead to this clone."""
        connections["default"].close()
        for known in (settings.DATABASES["default"], connections["default"].settings_dict):
            known |= {"HOST": self.sockets, "PORT": "", "USER": postgres.APP, "PASSWORD": PASSWORD, "NAME": self.name}
