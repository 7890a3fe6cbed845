"""Which rows of the contact rules speak of which family of the demo (P34)."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone

from families.contact import Question
from families.contact.decide import decide
from families.contact.registry import read_facts
from families.enums import Channel, Purpose
from families.models import Family
from referrals.models import Referral


def families_by_rule() -> dict[str, set[str]]:
    """By code of a rule: what it speaks about ("family:12", "referral:34"), for any words by any channel now."""
    found: dict[str, set[str]] = defaultdict(set)
    everything = [f"family:{pk}" for pk in Family.objects.order_by("pk").values_list("pk", flat=True)]
    everything += [f"referral:{pk}" for pk in Referral.objects.order_by("pk").values_list("pk", flat=True)]
    now = timezone.now()
    for about in everything:
        facts = read_facts(about)
        for channel in Channel:
            for purpose in Purpose:
                for automatic in (True, False):
                    for to in decide(facts, Question(purpose, channel, now, automatic, frozenset())):
                        for code in to.codes:
                            found[code].add(about)
    return found
