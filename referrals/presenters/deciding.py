"""The parts to be read between the questions of the decision page, numbered from top to bottom (pages.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from pitservice.ui.components import Button, Buttons, Callout, Fact, FactList, Link, Section, Words
from pitservice.ui.dates import count, day, moment
from pitservice.ui.words import inside
from referrals.models import Referral, ReferredPerson
from referrals.presenters import referral as about
from referrals.presenters.matching import answered, ask_lead, compared
from referrals.selectors import Look
from referrals.wording import ASK_GUARDIAN, adults, babies_in_words, baby_called, called


def parts(
    referral: Referral,
    parties: Sequence[ReferredPerson],
    seen: Look,
    gaps: Sequence[str],
    today: date,
    *,
    working: str,
    review: Section | None = None,
) -> Mapping[str, Sequence[object]]:
    """By the name of their place in the form."""
    return {
        "who": [_who(referral, parties, seen, today)],
        "worries": [about.about(referral), about.as_sent(referral.submitted, parties)],
        "agreement": [_agreement(referral, parties, gaps)],
        "risks": [Section("Risk and stress", [Words([working or "The team has no list of risk factors in force."])])],
        "review": [review] if review else [],
        "helpers": [about.helpers(referral)],
        "missing": [
            Section(
                "What is missing", [*about.lacking(referral, parties), *about.asked_before(referral.requests.all())]
            )
        ],
    }


def _who(referral: Referral, parties: Sequence[ReferredPerson], seen: Look, today: date) -> Section:
    carers = [f"{called(one)}, {inside(one.get_role_display())}" for one in adults(parties)]
    body: list[object] = [Words([babies_in_words(parties, today), *carers])]
    if referral.family is not None:
        href = reverse("families:family", args=[referral.family.key])
        body.append(FactList([Fact("Settled", referral.match_reason, links=[Link(referral.family.title, href)])]))
        body += born_since(referral, parties)
    elif seen.guardian:
        body += ask_guardian(referral, seen)
    elif seen.matches:
        found = count(len(seen.matches), "possible match", "possible matches")
        body.append(Words([f"{found}: choose whom it is about."]))
        body += [compared(referral, match, parties) for match in seen.matches]
    elif not seen.teams:
        body.append(Words(["Probably new: nobody here has the same NHS number, or the same name and another sign."]))
    if not seen.guardian:
        body += answered(referral, seen.not_same)
        body += ask_lead(referral, seen)
    return Section("Who is it about?", body)


def ask_guardian(referral: Referral, seen: Look) -> list[object]:
    """All that is said where a restricted record may be meant, and how to ask (P10)."""
    if seen.asked_at is not None:
        return [Callout("Ask the guardian", [ASK_GUARDIAN, f"They were asked {moment(seen.asked_at)}."])]
    ask = Button("Ask the guardian", reverse("referrals:ask-guardian", args=[referral.key]), secondary=True)
    return [Callout("Ask the guardian", [ASK_GUARDIAN]), Buttons([ask])]


def born_since(referral: Referral, parties: Sequence[ReferredPerson]) -> list[object]:
    """Where a baby was born whom the record still expects: nothing is taken over without a person (P11)."""
    found: list[object] = []
    for one in parties:
        if referral.family and one.date_of_birth and one.person and one.person.is_unborn and not one.person.lost:
            words = f"The referral says {day(one.date_of_birth)}; the record still expects this baby."
            href = reverse("families:birth", args=[referral.family.key, one.person.key])
            found += [
                Callout(f"{baby_called(one, parties)} was born", [words]),
                Buttons([Button("Record the birth", href, secondary=True)]),
            ]
    return found


def _agreement(referral: Referral, parties: Sequence[ReferredPerson], gaps: Sequence[str]) -> Section:
    facts = [
        Fact(called(adult), about.agreement_words(adult), actions=[about.change_agreement(referral, adult)])
        for adult in adults(parties)
    ]
    body: list[object] = [FactList(facts)] if facts else []
    return Section("Does each adult know and agree?", [*body, *([Words(gaps)] if gaps else [])])
