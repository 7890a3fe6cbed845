"""Who of those named lives in the home of the first carer, as far as the addresses given tell (CON-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from families.contact.normal import normal_point
from families.enums import PointKind
from pitservice.configuration.enums import YesNoUnknown
from referrals.models import ReferredPerson
from referrals.wording import first_carer

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


def lives_here(parties: Sequence[ReferredPerson]) -> Mapping[int, YesNoUnknown]:
    """By party: yes with the same address as the first carer, no with another, not known with none."""
    carer = first_carer(parties)
    home = _address(carer) if carer else ""
    return {party.pk: _compare(_address(party), home) for party in parties}


def home_with_restricted(party: ReferredPerson, parties: Sequence[ReferredPerson]) -> YesNoUnknown:
    """Whether a letter to this adult's home might be seen by somebody who must not learn of the work."""
    here = lives_here(parties)
    theirs = [here[other.pk] for other in parties if other.must_not_know]
    if party.must_not_know or here[party.pk] == NO or all(answer == NO for answer in theirs):
        return NO
    return YES if here[party.pk] == YES and YES in theirs else UNKNOWN


def _address(party: ReferredPerson) -> str:
    return normal_point(PointKind.ADDRESS, party.address, party.postcode) if party.address.strip() else ""


def _compare(address: str, home: str) -> YesNoUnknown:
    if not address or not home:
        return UNKNOWN
    return YES if address == home else NO
