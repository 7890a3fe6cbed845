"""Status that is shown: pure functions of loaded facts and a day."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.working_days import working_days_between
from pitservice.ui import dates
from pitservice.ui.components import Colour, Tag
from referrals.enums import STATE_COLOURS, UNDECIDED_STATES, OtherCarers, ReferralState
from referrals.models import Referral, ReferredPerson
from referrals.wording import adults, babies, called, is_lost

YES, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.UNKNOWN


#: Said in the place of a clock after a loss (P22).
PAUSED = "Paused: a loss is recorded"


def state_tag(referral: Referral) -> Tag:
    """Its state in words."""
    return Tag(ReferralState(referral.state).label, STATE_COLOURS[referral.state])


def due_words(due_on: date | None, today: date, holidays: AbstractSet[date]) -> str:
    """ "Today", "in 2 working days", "3 working days late", or the day if no working day has passed since (SCR-2)."""
    if due_on is None:
        return "No clock"
    if due_on == today:
        return "Today"
    left = working_days_between(today, due_on, holidays)
    if due_on < today:
        return f"{dates.count(-left, 'working day')} late" if left else dates.weekday(due_on)
    return f"in {dates.count(left, 'working day')}" if left else "Next working day"


def due_tags(referral: Referral, today: date, holidays: AbstractSet[date], settings: TeamSettings) -> list[Tag]:
    """Late, due today, due soon, by the team's own thresholds; a decided referral is none of it (SCR-2)."""
    due = referral.due_on
    if due is None or referral.state not in UNDECIDED_STATES:
        return []
    if due < today:
        red = working_days_between(due, today, holidays) >= settings.late_red_days
        return [Tag("Late", Colour.RED if red else Colour.YELLOW)]
    if due == today:
        return [Tag("Due today", Colour.YELLOW)]
    soon = working_days_between(today, due, holidays) <= settings.due_soon_days
    return [Tag("Due soon", Colour.YELLOW)] if soon else []


def both_clocks(referral: Referral, today: date, holidays: AbstractSet[date]) -> str:
    """ "Received 4 working days ago, complete for 1": since it came, and since nothing was missing (SCR-2)."""
    since = working_days_between(referral.local_date, today, holidays)
    ago = f"{dates.count(since, 'working day')} ago" if since else "today"
    if referral.state == ReferralState.AWAITING_INFORMATION:
        return f"Received {ago}, not complete yet"
    if referral.complete_on is None:
        return f"Received {ago}"
    return f"Received {ago}, complete for {working_days_between(referral.complete_on, today, holidays)}"


def aside_tags(referral: Referral, today: date) -> list[Tag]:
    """Put aside, and until when."""
    if referral.hold_until is None or not referral.is_held_on(today):
        return []
    return [Tag(f"Put aside until {dates.day(referral.hold_until)}", Colour.GREY)]


def missing(referral: Referral, parties: Sequence[ReferredPerson]) -> list[str]:
    """What a screener would look for and not find, the most important first (SCR-3, P2).

    Nothing is missed of somebody who was lost (P22).
    """
    found = [
        f"whether {called(party)} knows and agrees"
        for party in adults(parties)
        if not party.must_not_know and UNKNOWN in (party.knows, party.agrees) and not is_lost(party)
    ]
    if referral.other_carers == OtherCarers.UNKNOWN:
        found.append("whether there is a father, partner or other carer")
    if not adults(parties):
        found.append("who cares for the baby")
    if not any(baby.date_of_birth or baby.expected_date or is_lost(baby) for baby in babies(parties)):
        found.append("the baby's age")
    if not any(YES in (party.mobile_safe, party.email_safe, party.address_safe) for party in adults(parties)):
        found.append("a safe way to reach the family")
    if not referral.worries.strip():
        found.append("what the worry is")
    return found


def missing_in_short(referral: Referral, parties: Sequence[ReferredPerson]) -> str:
    """The first of it, and how much more."""
    found = missing(referral, parties)
    if not found:
        return ""
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{found[0][:1].upper()}{found[0][1:]}{more}"


def suggestion_in_short(referral: Referral) -> str:
    """What the rule makes of the referrer's ticks, for a list (SCR-1)."""
    if referral.suggests is None:
        return "Not screened yet" if referral.working else "No risk list"
    return "Meets the rule" if referral.suggests else "Does not meet the rule"
