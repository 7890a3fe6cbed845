"""The outbox of the demo: what the gateway that sends nothing was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from families.enums import Purpose
from pitservice.accounts.enums import Permission
from pitservice.messaging.gateways.choose import OUTBOX
from pitservice.messaging.selectors import in_outbox
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.dates import moment
from pitservice.ui.pages import ListPage


class OutboxPage(ListPage):
    """Texts as the family would get them, and notices to oneself; of families that the viewer may see alone."""

    permission = Permission.SEE_CORRESPONDENCE
    nav = "letters:correspondence"
    heading = "Outbox of the demo"
    noun = ("text", "texts")
    sorts = {"new": "newest first"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """There is none where texts really go."""
        if settings.MESSAGING_GATEWAY != OUTBOX:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse(self.nav))]

    def records(self) -> models.QuerySet[Any]:
        """What arrived, with the message it came from."""
        return in_outbox(self.viewer)

    def columns(self) -> Sequence[Column]:
        """As a telephone shows a text."""
        return [Column("To"), Column("Words"), Column("Arrived")]

    def row(self, record: Any) -> Sequence[Cell]:
        """One text."""
        if record.message_purpose == Purpose.NOTICE:
            href = reverse("messaging:notices")
        else:
            href = reverse("messaging:message", args=[record.message_key])
        return [Cell(record.value, href=href), Cell(record.words), Cell(moment(record.arrived_at))]

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """Those the texts are about."""
        return [(row.message_family, row.message_team) for row in rows if row.message_family]

    def empty(self) -> Empty:
        """Nothing yet."""
        return Empty("Nothing has been sent yet. Texts that may go arrive here within a minute.")
