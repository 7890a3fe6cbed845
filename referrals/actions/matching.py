"""Who a referral may be about: what was found is kept, and a person answers (P10, P16)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from families.models import Family, Person
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from referrals.actions.settling import settle_family
from referrals.enums import UNDECIDED_STATES, Entrance, LeadSaid, MatchAnswer
from referrals.models import LeadAsked, PossibleMatch, Referral
from referrals.selectors.matching import compared, everywhere, guardian_must_answer, is_held
from referrals.telling import send_receipt
from referrals.wording import ASK_GUARDIAN


@transaction.atomic
def keep_matches(*, referral: Referral, by: Actor) -> int:
    """Keep every record that a referral may be about, so that whoever may answer is asked (P10); returns how many.

    Nothing attaches by this, however sure it is. What was answered before stays answered.
    """
    found = 0
    for match in everywhere(referral):
        row, _ = PossibleMatch.objects.get_or_create(
            referral=referral,
            record=match.family,
            defaults={
                "team_id": match.family.team_id,
                "certain": match.certain,
                "reason": match.reason[:300],
                "created_by": by,
            },
        )
        found += row.answer == ""
    record("referrals.keep_matches", referral, by=by, found=found)
    return found


@transaction.atomic
def ask_guardian(*, referral: Referral, by: Actor) -> Referral:
    """Put a referral on the guardian's list: a record that was restricted, or came, since it arrived (P10)."""
    referral = lock(referral)
    _check_open(referral)
    if not guardian_must_answer(referral):
        raise Refused("There is nothing to ask the guardian about this referral.")
    keep_matches(referral=referral, by=by)
    record("referrals.ask_guardian", referral, by=by)
    return referral


@transaction.atomic
def answer_match(
    *, match: PossibleMatch, answer: MatchAnswer, note: str = "", seen: int | None = None, by: Actor
) -> PossibleMatch:
    """A person says whether a referral is about a record; it is remembered, and can be taken back (P10, P16).

    When the guardian was the last to be asked, the receipt that waited for it goes.
    """
    referral, match = lock(match.referral), lock(match, seen=seen)
    _check_open(referral)
    held = is_held(referral.pk)
    match.answer, match.note = answer, note.strip()[:300]
    match.answered_at, match.answered_by = timezone.now(), by
    match.save(update_fields=["answer", "note", "answered_at", "answered_by"])
    record("referrals.answer_match", match, by=by, referral=referral.pk, answer=str(answer), reason=note)
    if held and not is_held(referral.pk) and referral.entrance in (Entrance.PROFESSIONAL, Entrance.FAMILY):
        send_receipt(referral, by=by)
    return match


@transaction.atomic
def attach_match(*, match: PossibleMatch, note: str = "", seen: int | None = None, by: Actor) -> PossibleMatch:
    """The guardian says that it is the same family, and attaches the referral to its record (P10).

    From then on the referral exists only for those who may see that record.
    """
    referral, match = match.referral, lock(match, seen=seen)
    if match.team_id != referral.team_id:
        raise Refused("This record is another team's: say that it is the same, and speak to whoever screens it.")
    match = answer_match(match=match, answer=MatchAnswer.SAME, note=note, by=by)
    settle_family(referral=referral, family=match.record, match_reason=match.reason, by=by)
    return match


@transaction.atomic
def forget_answer(*, match: PossibleMatch, seen: int | None = None, by: Actor) -> PossibleMatch:
    """Take an answer back: the record is offered again."""
    referral, match = lock(match.referral), lock(match, seen=seen)
    _check_open(referral)
    if not match.answer:
        raise Refused("There is no answer to take back.")
    match.answer, match.note, match.answered_at, match.answered_by = "", "", None, None
    match.save(update_fields=["answer", "note", "answered_at", "answered_by"])
    touch(referral)
    record("referrals.forget_answer", match, by=by, referral=referral.pk)
    return match


@transaction.atomic
def compare(
    *,
    referral: Referral,
    family: Family,
    answer: MatchAnswer,
    who: Mapping[int, Person | None] | None = None,
    note: str = "",
    seen: int | None = None,
    by: Actor,
) -> PossibleMatch:
    """A screener says whether a referral is about a record that they see (P10, P16).

    *Same* and *another baby* attach it there and then; `who` says whom of the record each of those named is. *Not the
    same* is remembered until it is taken back. Whoever has the referral's page open must look again.
    """
    referral = lock(referral, seen=seen)
    _check_open(referral)
    if referral.state not in UNDECIDED_STATES:
        raise Refused(f"This referral is “{referral.MOVES.states(referral.state).label}”: open it again first.")
    if answer == MatchAnswer.NOT_SAME and Family.objects.filter(pk=family.pk, restricted=True).exists():
        raise Refused("This record is restricted: that a referral is not about it is the guardian's to say.")
    if answer != MatchAnswer.NOT_SAME and guardian_must_answer(referral, chosen=family):
        raise Refused(ASK_GUARDIAN)
    match = _row_of(referral, family, by)
    match = answer_match(match=match, answer=answer, note=note, by=by)
    if answer != MatchAnswer.NOT_SAME:
        settle_family(referral=referral, family=family, match_reason=match.reason, who=who, by=by)
    touch(referral)
    return match


@transaction.atomic
def ask_lead(
    *, referral: Referral, team: Team, spoke_to: str, said: LeadSaid | str, note: str = "", by: Actor
) -> LeadAsked:
    """The lead of another team was asked whether they know the family, and what they said (P10)."""
    referral = lock(referral)
    _check_open(referral)
    if not spoke_to.strip():
        raise Refused("Enter with whom you spoke.")
    if team.pk == referral.team_id:
        raise Refused("This is the referral's own team.")
    asked = LeadAsked.objects.create(
        referral=referral,
        team_id=referral.team_id,
        other_team=team,
        spoke_to=spoke_to.strip()[:120],
        said=said,
        note=note.strip(),
        created_by=by,
    )
    record("referrals.ask_lead", asked, by=by, referral=referral.pk, other_team=team.pk, said=str(said))
    return asked


def touch(referral: Referral) -> None:
    """Raise the referral's version: whoever has its page open must look again."""
    Referral.objects.filter(pk=referral.pk).update(state=referral.state)


def _row_of(referral: Referral, family: Family, by: Actor) -> PossibleMatch:
    """The kept row of these two; one that matching did not offer says that a person chose it."""
    found = PossibleMatch.objects.filter(referral=referral, record=family).first()
    if found is not None:
        return found
    alike = compared(referral, family)
    return PossibleMatch.objects.create(
        referral=referral,
        record=family,
        team_id=family.team_id,
        certain=alike.certain,
        reason=(alike.reason or "chosen by a person")[:300],
        created_by=by,
    )


def _check_open(referral: Referral) -> None:
    if referral.family_id is not None:
        raise Refused("It is settled already whom this referral is about.")
