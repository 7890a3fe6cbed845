"""How a story begins: the referral as it came in, what was decided, the letters, and the wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from families.enums import FamilyRole, Purpose
from families.models import Organisation
from pitservice.configuration.enums import Ethnicity, YesNoUnknown
from pitservice.configuration.models import RiskItem
from pitservice.db.actor import Actor, ActorKind
from pitservice.demo.calendar import Calendar
from pitservice.demo.cast import INBOX, INFORMATION, REFUSED, REVIEW, WITHDRAWN, Story
from pitservice.demo.sign_ins import BY, Staff
from pitservice.letters import actions as letters
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging import actions as messaging
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from referrals.actions import decide, give_opinion, read_warning, receive, take_on, withdraw
from referrals.enums import Entrance, Outcome, PartyRole
from referrals.models import Referral, WaitingEntry
from referrals.submission import Party, Submission
from referrals.verdict import Verdict

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
STREETS = ("Rowan Close", "Orchard Way", "Quarry Lane", "Mill Street", "Chapel Row", "Station Road")
#: Letters older than this have been made and posted; the workers make the others when the product starts.
POSTED_AFTER = 12
#: Letters of referrals older than this were typed elsewhere.
GIVEN_BY_HAND = 170


@dataclass
class Telling:
    """A story while it is told: its number, the colleagues, the calendar, and what came of it so far."""

    story: Story
    number: int
    staff: Staff
    calendar: Calendar
    referral: Referral = field(init=False)
    entry: WaitingEntry | None = None

    def at(self, ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of a working day, so many days ago."""
        return self.calendar.at(self.calendar.working(ago), hour, minute)

    @property
    def referral_about(self) -> str:
        """As letters name what they are about."""
        return f"referral:{self.referral.pk}"

    @property
    def mobile(self) -> str:
        """An invented number of this family's own (Ofcom keeps 07700 900000 to 900999 for stories)."""
        return f"07700 900{100 + 3 * self.number}"

    @property
    def address(self) -> dict[str, str]:
        """An invented address."""
        street = STREETS[self.number % len(STREETS)]
        return {
            "address": f"{3 + self.number} {street}, Eastfield",
            "postcode": f"ZZ{1 + self.number % 9} {self.number % 9}AB",
        }


def begin(telling: Telling) -> None:
    """The referral comes in and, where the story goes on, is decided."""
    story = telling.story
    with telling.calendar.told(telling.at(story.ago, 9 + telling.number % 7, 13)) as moment:
        telling.referral = receive(team=telling.staff.team, submission=submission(telling, moment), by=_sender(story))
    if story.path == INBOX:
        if telling.number % 2:
            take_on(referral=telling.referral, screener_id=telling.staff.lead.pk, by=telling.staff.lead.actor)
        return
    took = (2, 3, 1, 4, 2, 9)[telling.number % 6] if story.ago > 15 else 1
    if story.path == WITHDRAWN:
        with telling.calendar.told(telling.at(story.ago - took, 15)):
            withdraw(referral=telling.referral, reason="The family moved before we could speak.", by=_lead(telling))
        return
    with telling.calendar.told(telling.at(story.ago - took, 11, 20)):
        _decide(telling)
    if story.ago - took > POSTED_AFTER:
        with telling.calendar.told(telling.at(story.ago - took - 1, 14)):
            post_letters(telling.referral, telling.staff, by_hand=story.ago > GIVEN_BY_HAND)


def _lead(telling: Telling) -> Actor:
    return telling.staff.lead.actor


def _sender(story: Story) -> Actor:
    return Actor(ActorKind.PUBLIC, "family" if story.source == "self" else "professional")


def submission(telling: Telling, moment: datetime) -> Submission:
    """What the referrer sent."""
    story = telling.story
    given: dict[str, Any] = {
        "worries": story.worries,
        "hopes": story.hopes,
        "warning": story.warning,
        "services_involved": "Health visitor" if story.source != "health_visitor" else "GP",
        "health_visitor": "Fatima Begum",
        "gp": "Rowan Surgery",
        "keeps_support": (YES, YES, UNKNOWN)[telling.number % 3],
        "referrer_name": story.referrer,
        "referrer_role": story.source.replace("_", " ").capitalize(),
        "referrer_organisation": story.organisation,
    }
    if story.source != "self":
        given |= {
            "referrer_email": "referrer@example.org",
            "referrer_address": f"{story.organisation}\n1 High Street\nEastfield\nZZ1 1AA",
        }
    return Submission(
        entrance=Entrance.FAMILY if story.source == "self" else Entrance.PROFESSIONAL,
        submitted={name: str(value) for name, value in given.items() if value},
        source=story.source,
        received_at=moment,
        people=tuple(_parties(telling)),
        tell_health_visitor=(YES, UNKNOWN, NO)[telling.number % 3],
        tell_gp=(UNKNOWN, YES, UNKNOWN)[telling.number % 3],
        ticks=_ticks(telling),
        **given,
    )


def _parties(telling: Telling) -> list[Party]:
    story, calendar = telling.story, telling.calendar
    asked: dict[str, Any] = {"asked_by": story.referrer or "Themselves", "asked_on": calendar.day(story.ago + 1)}
    reach: dict[str, Any] = {
        "mobile": telling.mobile,
        "mobile_safe": YES,
        "may_text": YES if story.text else NO,
        "address_safe": YES,
        "ethnicity": Ethnicity(story.ethnicity).label,
    }
    reach |= telling.address | {"knows": story.mother_knows, "agrees": story.mother_knows} | asked
    parties = [_baby(story, name, calendar) for name in story.babies]
    if story.mother:
        born = calendar.day(365 * (16 if story.special == "teenage" else 24 + telling.number % 14) + 40)
        language: dict[str, Any] = {"language": story.language, "interpreter": YES} if story.language else {}
        parties.append(
            Party(
                role=PartyRole.MOTHER,
                given_name=story.mother,
                family_name=story.family,
                date_of_birth=born,
                **reach,
                **language,
            )
        )
    if story.father:
        alone = reach if not story.mother else {}
        knows = {"knows": story.father_knows, "agrees": story.father_knows if story.father_knows != NO else UNKNOWN}
        extra = (
            alone
            | knows
            | ({"mobile": _other(telling), "mobile_safe": YES, "may_text": YES} if story.special == "couple" else {})
        )
        parties.append(Party(role=PartyRole.FATHER, given_name=story.father, family_name=story.family, **extra))
    if story.special == "foster":
        parties.append(Party(role=PartyRole.CARER, given_name="Maureen", family_name="Blythe", **reach))
    return parties


def _other(telling: Telling) -> str:
    return f"07700 900{101 + 3 * telling.number}"


def _baby(story: Story, name: str, calendar: Calendar) -> Party:
    if story.born < 0:
        return Party(role=PartyRole.BABY, expected_date=calendar.day(story.born))
    return Party(role=PartyRole.BABY, given_name=name, family_name=story.family, date_of_birth=calendar.day(story.born))


def _ticks(telling: Telling) -> list[int]:
    items = list(
        RiskItem.objects.filter(risk_list__team=telling.staff.team, risk_list__in_force=True).order_by("position")
    )
    heavy = [item.pk for item in items if item.significant][telling.number % 3 :]
    light = [item.pk for item in items if not item.significant][telling.number % 5 :]
    return heavy[: telling.story.significant] + light[: telling.story.minor]


def _decide(telling: Telling) -> None:
    by = _lead(telling)
    if telling.referral.must_be_read:
        fathers = telling.referral.people.filter(role=PartyRole.FATHER)
        telling.referral = read_warning(referral=telling.referral, must_not_know=list(fathers), by=by)
    decide(referral=telling.referral, verdict=_verdict(telling), by=by)
    telling.referral.refresh_from_db()
    if telling.story.path == REVIEW:
        sam = telling.staff.sam
        why = "I know this street, and the health visitor. We could begin at home next week."
        give_opinion(referral=telling.referral, colleague=sam, recommends="accept", reason=why, by=sam.actor)
    telling.entry = WaitingEntry.objects.filter(referral=telling.referral).first()


def _verdict(telling: Telling) -> Verdict:
    story, number = telling.story, telling.number
    ticks = _ticks(telling)
    if story.path == INFORMATION:
        chase = telling.calendar.day(story.ago - 8)
        return Verdict(
            outcome=Outcome.MORE_INFORMATION,
            missing=["whether the father knows and agrees"],
            asked_for="Which support stays?",
            chase_on=chase,
        )
    if story.path == REVIEW:
        return Verdict(outcome=Outcome.TEAM_REVIEW, ticks=ticks, note="Two of us should look at this.")
    if story.path == REFUSED:
        service = Organisation.objects.filter(team=telling.staff.team, is_alternative=True).order_by("name")[number % 3]
        reason = ("better_placed", "criteria", "outside_area")[number % 3]
        return Verdict(
            outcome=Outcome.NOT_ACCEPTED,
            reason=reason,
            alternative=service,
            ticks=ticks,
            differs="The worry lies elsewhere.",
        )
    return Verdict(
        outcome=Outcome.WAITING_LIST,
        ticks=ticks,
        differs="What the midwife said on the phone weighs more than the list.",
        exception="The mother asked us to wait before her partner is spoken to.",
    )


def post_letters(referral: Referral, staff: Staff, *, by_hand: bool = False) -> None:
    """Make and post what waits for the printer; in the team's first months letters were still typed elsewhere."""
    for copy in Copy.objects.filter(letter__about=f"referral:{referral.pk}", state=CopyState.QUEUED):
        if by_hand:
            letters.cancel(
                copy=copy, reason="Typed and posted by hand before this system was used.", by=staff.admin.actor
            )
            continue
        letters.make(copy=copy, by=BY)
        copy.refresh_from_db()
        if copy.state == CopyState.READY:
            letters.mark_posted(copy=copy, by=staff.admin.actor)


def deal_with_held(telling: Telling) -> None:
    """What the contact rules held weeks ago has been dealt with: a mother was rung, others are not told."""
    by = telling.staff.admin.actor
    copies = Copy.objects.filter(letter__about=telling.referral_about, state=CopyState.HELD)
    messages = Message.objects.filter(family=telling.referral.family_id, state=MessageState.HELD)
    with telling.calendar.told(telling.at(max(telling.story.ago - 24, 1), 15, 10)):
        for copy in copies:
            if copy.reader_role == FamilyRole.MOTHER:
                letters.tell_by_other_means(copy=copy, how="Told on the telephone.", by=by)
            else:
                letters.cancel(copy=copy, reason="Not written to: we have not been told that they may be.", by=by)
        for message in messages.filter(purpose=Purpose.FIRST_CONTACT):
            messaging.cancel(message=message, reason="Not texted: spoken to when the mother agrees.", by=by)
