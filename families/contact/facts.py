"""What the contact rules look at, as plain values: no model, no query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from families.contact.versions import PLAIN, Version
from families.enums import Channel, PointKind, ProfessionalRole, Purpose
from pitservice.configuration.enums import YesNoUnknown

UNKNOWN = YesNoUnknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be said, how, and when. `automatic` words keep quiet hours; a person's own do not.

    `invited`: for words about an appointment, the recipients invited to it ("person:12"); None where it does not
    matter who is (P45). `versions`: the languages and forms in which the words exist, each checked by a person (P46);
    whoever does not say has them in plain English alone. `content`: the words say something of the family or the work;
    a link alone says nothing (P43).
    """

    purpose: Purpose
    channel: Channel
    at: datetime
    automatic: bool = True
    invited: frozenset[str] | None = None
    versions: frozenset[Version] = frozenset({PLAIN})
    content: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A way to reach somebody. `normal` is what numbers and addresses are compared by.

    `unsafe_elsewhere`: the same number or address is unsafe, or a restricted person's, on another row anywhere in the
    organisation (P20). `opted_out`: texts to this number were stopped, here or anywhere. `restricted_here`: somebody
    of this family who must not learn of the work uses it or lives there. `place`: what kind of place an address is.
    `secret_broken`: somebody from whom it is kept secret uses it or lives there (P24). `grandparent_here`: a
    grandparent uses it (P27).
    """

    ref: str
    kind: PointKind
    value: str
    normal: str
    safe: YesNoUnknown = UNKNOWN
    may_text: YesNoUnknown = UNKNOWN
    shared_with: str = ""
    preferred: bool = False
    opted_out: bool = False
    returned: bool = False
    unsafe_elsewhere: bool = False
    restricted_here: bool = False
    place: str = ""
    secret_broken: bool = False
    grandparent_here: bool = False


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult of the family and what they said.

    `reads`: a language other than English in which they read, or in which they need an interpreter (P46), or empty.
    `formats`: what they need written words to be like (large print, read out), or empty. `home_with_restricted`:
    whether they live in the same home as somebody who must not learn of the work. `under_18`, `under_16`, `competent`:
    a parent who is a child too, and whether they were found able to agree for themselves (P27). `in_prison`: an
    address of theirs is one. `must_not_read`: numbers and addresses that no word to them may name (P24).
    """

    ref: str
    name: str
    role: str
    knows: YesNoUnknown = UNKNOWN
    agrees: YesNoUnknown = UNKNOWN
    restricted: bool = False
    died: bool = False
    reads: str = ""
    points: Sequence[Point] = ()
    formats: str = ""
    home_with_restricted: YesNoUnknown = YesNoUnknown.NO
    under_18: bool = False
    under_16: bool = False
    competent: YesNoUnknown = UNKNOWN
    home_with_grandparent: bool = False
    in_prison: bool = False
    must_not_read: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outsider:
    """A professional, or the relative who referred.

    `referred`: they made the referral. `consent`: what the family's adults said about telling them of the referral
    and its outcome; `shares`: about sharing what comes of the work (each yes, no, or not known = not asked).
    `relative`: no professional, so never told anything but thanks (P13). `set_aside_until`: until then consent to
    share with them is set aside to protect somebody (P21).
    """

    ref: str
    name: str
    role: ProfessionalRole
    organisation: str = ""
    referred: bool = False
    relative: bool = False
    consent: YesNoUnknown = UNKNOWN
    points: Sequence[Point] = ()
    shares: YesNoUnknown = UNKNOWN
    set_aside_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one family, or about one referral that has none yet.

    `about` names it ("family:12", "referral:34"). `loss`: a loss that no person has lifted. `overdue`: an unborn
    baby's date is past and no birth is recorded. `read_first`: a warning that nobody has read yet. `unsafe_home`:
    no letters to the home address. `care_changed`: the child lives elsewhere or with others, and nobody has settled
    who is told what (P24). `disagreement`: adults who decide for the baby do not agree (P28). `young_parent`: a parent
    is under 18 (P27). `guardian_first`: a referral about which the guardian must be asked (P10). `baby_in_hospital`: a
    baby's address is a hospital or a unit. `texts_from`/`texts_until`: the team's hours for automatic texts.
    `secure_domains`: where e-mail with content may go (P43).
    """

    about: str
    team_id: int
    family_id: int | None
    adults: Sequence[Adult] = ()
    outsiders: Sequence[Outsider] = ()
    loss: bool = False
    overdue: bool = False
    read_first: bool = False
    guardian_first: bool = False
    unsafe_home: bool = False
    care_changed: bool = False
    disagreement: bool = False
    young_parent: bool = False
    baby_in_hospital: bool = False
    texts_from: time = time(8)
    texts_until: time = time(20)
    secure_domains: Sequence[str] = ()
