"""Asking everything again about one message: is it wanted, what do the contact rules say, is there a way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

import structlog
from django.db import DatabaseError
from django.utils import timezone

from families.contact import Facts, one_reading
from families.enums import Channel
from pitservice.configuration.selectors import holidays_of
from pitservice.messaging.enums import MessageState
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.models import Message
from pitservice.messaging.rules import NOT_ASKED, TO_RING, Outgoing, Verdict, verdict
from pitservice.messaging.selectors import answer_now, goes_by_hand, teams_by_hand
from pitservice.messaging.wanted import all_wanted, still_wanted
from pitservice.ui.wall import moment_at

log = structlog.get_logger(__name__)


@dataclass
class Round:
    """What one round of sending reads once: who sends by hand, on which days nothing goes by itself, families' facts.

    Within one transaction that shuts out changes of these families' contacts (`locks`), and begun only when they are
    shut out: what the rules look at is read at its beginning, about all `messages` together.
    """

    messages: Sequence[Message] = ()
    reading: Callable[[str], Facts] = field(init=False)
    wanted: Callable[[str], bool] = field(init=False)
    _closed: dict[int, frozenset[date]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read together; where one of them cannot be read, each by itself when it is asked about."""
        self.reading, self.wanted = one_reading(), still_wanted
        try:
            asked = {message.wanted for message in self.messages}
            hold = all_wanted(asked)
            self.reading = one_reading({message.about for message in self.messages})
            self.wanted = lambda wanted: wanted in hold if wanted in asked else still_wanted(wanted)
        except DatabaseError:
            raise
        except Exception:  # as in `look`: it must not stop the others
            log.exception("messages cannot be asked about together")

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
        wanted = this.wanted(message.wanted)
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
    found = verdict(
        outgoing, addressee, wanted=wanted, gateway=gateway, by_hand=hand, opens=this.opens(message, now), now=now
    )
    to_ring = message.channel == Channel.CALL and found.state == MessageState.BY_HAND
    return replace(found, why=TO_RING) if to_ring else found
