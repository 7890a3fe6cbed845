"""The gateway of the demo: messages go to a page of the product and nowhere else.

Its far end is one table, written by plain SQL as any other service is reached by its own language. It does not see to
it that a reference comes once (as GOV.UK Notify does not), so that a message sent twice would stand there twice.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import connection

from pitservice.messaging.gateways.interface import Accepted, Attached, Found, Gateway, Rejected


class OutboxGateway(Gateway):
    """Keeps what it is given in `messaging_outboxentry`."""

    name = "outbox"
    finds: ClassVar[bool] = True
    receives = True  # the demo's families write back

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """Always taken."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO messaging_outboxentry (reference, value, words, arrived_at)"
                " VALUES (%s, %s, %s, clock_timestamp()) RETURNING id",
                [reference, value, words],
            )
            (number,) = cursor.fetchone()
        return Accepted(f"outbox-{number}")

    def send_with(
        self, reference: UUID, value: str, subject_line: str, words: str, attached: Attached
    ) -> Accepted | Rejected:
        """Taken too; that a PDF came with it stands below its words, for the page shows words alone."""
        size = f"{len(attached.content) // 1024 or 1:,} KB"
        return self.send(reference, value, subject_line, f"{words}\n\n[{attached.name}, {size}]")

    def find(self, reference: UUID) -> Found | None:
        """By our reference."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM messaging_outboxentry WHERE reference = %s ORDER BY id",
                [reference],
            )
            row = cursor.fetchone()
        return Found(f"outbox-{row[0]}") if row else None
