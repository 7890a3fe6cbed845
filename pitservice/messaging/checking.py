"""Asking everything again about one message: is it wanted, what do the contact rules say, is there a way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

import structlog
from django.db import DatabaseError
from django.utils import timezone

from families.contact import Facts, one_reading
from pitservice.configuration.selectors import holidays_of
from pitservice.messaging.enums import MessageState
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.models import Message
from pitservice.messaging.rules import NOT_ASKED, Outgoing, Verdict, verdict
from pitservice.messaging.selectors import answer_now, goes_by_hand, teams_by_hand
from pitservice.messaging.wanted import still_wanted
from pitservice.ui.wall import moment_at

log = structlog.get_logger(__name__)


@dataclass
class Round:
    """What one round of sending reads once: who sends by hand, on which days nothing goes by itself, families' facts.

    Within one transaction that shuts out changes of these families' contacts (`locks`).
    """

    reading: Callable[[str], Facts] = field(default_factory=one_reading)
    _closed: dict[int, frozenset[date]] = field(default_factory=dict)

    @cached_property
    def by_hand(self) -> frozenset[int]:
        """Ids of the teams whose colleagues send (P42)."""
        return teams_by_hand()

    def opens(self, message: Message, now: datetime) -> datetime | None:
        """On a bank holiday or a day of the team's own: when the next other day begins, for what goes by itself."""
        day = timezone.localdate(now)
        if not message.automatic or day not in self._days(message):
            return None
        while day in self._days(message):
            day += timedelta(days=1)
        return moment_at(day, time.min)

    def _days(self, message: Message) -> frozenset[date]:
        if message.team_id not in self._closed:
            self._closed[message.team_id] = holidays_of(message.team)
        return self._closed[message.team_id]


def look(message: Message, now: datetime, this: Round | None = None) -> Verdict:
    """What is to become of a message that would go now (P1, REM-1). One that cannot be asked about is held.

    `this` round: where the caller looks at several messages.
    """
    this = this or Round()
    try:
        wanted = still_wanted(message.wanted)
        addressee = answer_now(message, now, this.reading) if wanted else None
    except DatabaseError:
        raise
    except Exception:  # one message that cannot be judged must not stop the others
        log.exception("message cannot be judged", message=message.key)
        return Verdict(MessageState.HELD, NOT_ASKED)
    outgoing = Outgoing(
        name=message.recipient_name,
        point=message.point,
        value=message.value,
        confirmed_codes=message.confirmed_codes,
        attempts=message.attempts,
        not_after=message.not_after,
        words=f"{message.subject_line} {message.words}",
    )
    gateway = gateway_for(message.channel) is not None
    hand = goes_by_hand(message.channel, message.team_id, this.by_hand)
    return verdict(
        outgoing, addressee, wanted=wanted, gateway=gateway, by_hand=hand, opens=this.opens(message, now), now=now
    )
