"""Facts for tests of the rules: everything is well until a test changes it. Plain values, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from families.contact import Addressee, Adult, Facts, Outsider, Point, Question
from families.contact.decide import decide
from families.enums import Channel, PointKind, ProfessionalRole, Purpose
from pitservice.configuration.enums import YesNoUnknown

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 24, 12, tzinfo=LONDON)

MOBILE = Point("point:1", PointKind.MOBILE, "07700 900001", "+447700900001", safe=YES, may_text=YES)
EMAIL = Point("point:2", PointKind.EMAIL, "aisha@example.org", "aisha@example.org", safe=YES)
HOME = Point("point:3", PointKind.ADDRESS, "12 Rowan Close\nZZ16 5AU", "ZZ16 5AU|12", safe=YES)
AISHA = Adult("person:1", "Aisha Khan", "mother", knows=YES, agrees=YES, points=(MOBILE, EMAIL, HOME))

SURGERY = Point("professional:7:address", PointKind.ADDRESS, "1 Hill Road\nZZ18 2CD", "ZZ18 2CD|1")
GP = Outsider("professional:7", "Dr Ann Reed", ProfessionalRole.GP, consent=YES, shares=YES, points=(SURGERY,))
REFERRER = replace(
    GP,
    ref="professional:8",
    name="Mary Hill",
    role=ProfessionalRole.REFERRER,
    referred=True,
    consent=UNKNOWN,
    shares=YES,
)
GRANNY = replace(REFERRER, ref="referrer:9", name="Nasreen Khan", relative=True)

FACTS = Facts("family:1", 1, 1, adults=(AISHA,), secure_domains=("example.org",))


def ask(facts: Facts, purpose: Purpose = Purpose.ACCEPTED, channel: Channel = Channel.LETTER, **more: Any) -> Addressee:
    """The answer about the first recipient."""
    return decide(facts, Question(purpose, channel, more.pop("at", NOON), **more))[0]


def mother(**changes: Any) -> Facts:
    """Facts of a mother who differs from Aisha in this."""
    return replace(FACTS, adults=(replace(AISHA, **changes),))


def point(of: Point, **changes: Any) -> Facts:
    """Facts of Aisha with this one point, changed."""
    return mother(points=(replace(of, **changes),))


def outsider(of: Outsider, **changes: Any) -> Facts:
    """Facts about an outsider alone."""
    return replace(FACTS, adults=(), outsiders=(replace(of, **changes),))
