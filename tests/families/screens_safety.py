"""Screens of sharing, safeguarding and the register of records, for the spine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from families import actions
from families.enums import ProtectionKind, RequestKind
from families.models import (
    Concern,
    Family,
    LegalHold,
    Person,
    ProtectionStatus,
    RecordRequest,
    SocialCareReferral,
)
from tests.make.accounts import BY
from tests.make.families import MadeFamily

if TYPE_CHECKING:
    from tests.families.screens import Screen

Data = dict[str, str]
YESTERDAY, TOMORROW = -1, 1


def day(name: str, days: int = 0) -> Data:
    """A date so many days from today, in its three boxes."""
    value: date = timezone.localdate() + timedelta(days=days)
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def concern_of(made: MadeFamily) -> Concern:
    """A concern about the baby, open, with a next step for tomorrow."""
    known = Concern.objects.filter(family=made.family, closed_at=None).first()
    return known or actions.raise_concern(
        family=made.family,
        person=made.baby,
        words="A bruise nobody could explain.",
        happened_on=timezone.localdate(),
        next_step="Speak to the health visitor",
        next_on=timezone.localdate() + timedelta(days=1),
        by=BY,
    )


def referral_of(made: MadeFamily) -> SocialCareReferral:
    """That concern referred by phone."""
    known = SocialCareReferral.objects.filter(family=made.family).first()
    return known or actions.refer_to_social_care(
        concern=concern_of(made), to_whom="Duty team", phoned_on=timezone.now(), by=BY
    )


def status_of(made: MadeFamily) -> ProtectionStatus:
    """A plan for the baby."""
    known = ProtectionStatus.objects.filter(family=made.family).first()
    return known or actions.add_status(
        family=made.family,
        person=made.baby,
        kind=ProtectionKind.UNBORN_PLAN,
        starts_on=timezone.localdate(),
        category="Neglect",
        by=BY,
    )


def request_of(made: MadeFamily) -> RecordRequest:
    """The mother asks for a copy."""
    known = RecordRequest.objects.filter(family=made.family).first()
    return known or actions.receive_request(
        family=made.family,
        kind=RequestKind.ACCESS,
        asked_by="Zofia Nowak",
        whose=made.mother,
        received_on=timezone.localdate(),
        by=BY,
    )


def hold_of(made: MadeFamily) -> LegalHold:
    """A hold for a court."""
    known = LegalHold.objects.filter(family=made.family, lifted_at=None).first()
    return known or actions.hold_record(family=made.family, why="Family court", by=BY)


def make_old(family: Family) -> Family:
    """Opened, and everybody born or expected, so long ago that the retention date is past."""
    long_ago = timezone.now() - timedelta(days=31 * 365)
    Family.objects.filter(pk=family.pk).update(created_at=long_ago)
    people = Person.objects.filter(memberships__family=family)
    people.filter(date_of_birth__isnull=False).update(date_of_birth=long_ago.date())
    people.filter(expected_date__isnull=False).update(expected_date=long_ago.date())
    family.refresh_from_db()
    return family


def _closed(made: MadeFamily) -> str:
    known = Concern.objects.filter(family=made.family).exclude(closed_at=None).first()
    return (known or actions.close_concern(concern=concern_of(made), outcome="A fall, seen by the GP.", by=BY)).key


def _old(made: MadeFamily) -> Data:
    make_old(made.family)
    return {}


def _next() -> Data:
    return {"next_step": "Ring the GP", **day("next_on", TOMORROW)}


def _sharing(_: MadeFamily) -> Data:
    return {
        "shared": "no",
        "with_whom": "The father’s employer",
        "what": "That the family is known to us",
        "purpose": "They asked",
        "basis": "other",
        "why": "It is none of their business.",
        "decided_name": "Priya Shah",
        **day("decided_on"),
    }


def _incident(_: MadeFamily) -> Data:
    return {"kind": "breach", "words": "A letter went next door.", "time": "10:00", **day("day", YESTERDAY)}


def seen(screen: type[Screen]) -> list[Screen]:
    """Pages that are only looked at."""
    return [
        screen("safeguarding"),
        screen("chronology"),
        screen("concern", lambda m: concern_of(m).key),
        screen("record_keeping"),
        screen("request", lambda m: request_of(m).key),
    ]


def forms(screen: type[Screen]) -> list[Screen]:
    """Pages with a form."""

    def about_concern(name: str, data: Any, *, versioned: bool = True, item: Any = None) -> Screen:
        return screen(name, item or (lambda m: concern_of(m).key), data, versioned=versioned)

    def about_referral(name: str, data: Any) -> Screen:
        return screen(name, lambda m: referral_of(m).key, data, versioned=True)

    def about_request(name: str, data: Any) -> Screen:
        return screen(name, lambda m: request_of(m).key, data, versioned=True)

    return [
        screen("add_sharing", data=_sharing),
        screen(
            "add_concern",
            data=lambda _: {"words": "Shouting, heard from the street.", **day("happened_on"), **_next()},
        ),
        about_concern(
            "add_step", lambda _: {"kind": "told", "who": "The GP", "words": "Rang.", **day("done_on"), **_next()}
        ),
        about_concern("close_concern", lambda _: {"outcome": "Explained."}),
        about_concern("reopen_concern", lambda _: {"reason": "Seen again.", **_next()}, item=_closed),
        about_concern(
            "refer_social_care",
            lambda _: {"to_whom": "Duty team", "phoned_time": "10:00", **day("phoned_day", YESTERDAY)},
            versioned=False,
        ),
        about_referral("social_care_written", lambda _: {"time": "10:00", **day("day", YESTERDAY)}),
        about_referral("social_care_acknowledged", lambda _: {"decision": "A visit.", **day("acknowledged_on")}),
        about_referral("social_care_chased", lambda _: day("chased_on")),
        about_referral(
            "social_care_escalated",
            lambda _: {"escalated_to": "The manager", "reason": "No answer.", **day("escalated_on")},
        ),
        screen(
            "add_status", data=lambda m: {"person": m.baby.key, "kind": "in_need", "category": "", **day("starts_on")}
        ),
        screen("end_status", lambda m: status_of(m).key, lambda _: day("ends_on"), versioned=True),
        screen("add_request", data=lambda _: {"kind": "access", "asked_by": "Zofia Nowak", **day("received_on")}),
        about_request("check_request", lambda _: {"identity_how": "Passport", "responsibility_how": ""}),
        about_request("extend_request", lambda _: {"reason": "Three files."}),
        about_request("decide_request", lambda _: {"decision": "refused", "reason": "Not theirs."}),
        screen("add_incident", data=_incident),
        screen("hold_record", data=lambda _: {"why": "Family court"}),
        screen("lift_hold", lambda m: hold_of(m).key, lambda _: {"reason": "The case is over."}, versioned=True),
        screen("propose_destruction", data=_old),
    ]
