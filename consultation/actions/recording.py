"""Writing consultations down (CNS-1, P80; toolkit ch. 6, "Accountability, risk management and note-keeping")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db import transaction

from consultation.enums import AgeBand, Anonymity, Carried, ConsultationForm, ConsultationOutcome
from consultation.guard import identifying
from consultation.models import Consultation
from families.models import Family
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from referrals.actions import receive
from referrals.enums import Entrance
from referrals.models import Referral
from referrals.submission import Submission

#: The free text that the guard reads.
FREE_TEXT = ("themes", "notes", "actions_agreed")
#: Said in these words whoever the piece of text may belong to, and whether or not they are in the record (P80).
LOOKS_IDENTIFYING = "This looks like a name, number or postcode: “{piece}”."

REFERRED_ALREADY = "A referral has been made of this consultation already."


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is written down of a consultation. `family` stays empty while it is anonymous."""

    held_on: date
    minutes: int
    consultant: User
    consultee_name: str
    consultee_role: str
    consultee_organisation: str = ""
    also_there: str = ""
    staff_reached: int = 1
    form: str = ConsultationForm.SINGLE
    anonymity: str = Anonymity.ANONYMOUS
    anonymity_reason: str = ""
    family: Family | None = None
    age_band: str = AgeBand.UNKNOWN
    themes: str = ""
    notes: str = ""
    actions_agreed: str = ""
    outcome: str = ConsultationOutcome.NONE
    statement_given: bool = False

    @property
    def is_anonymous(self) -> bool:
        """Names no family."""
        return self.anonymity == Anonymity.ANONYMOUS


@transaction.atomic
def record_consultation(*, team: Team, account: Account, checked: bool = False, by: Actor) -> Consultation:
    """Record a consultation; anonymous unless said otherwise (CNS-1).

    `checked`: a person has read again what looked like a name and says that it names nobody (P80). The team's
    statement on accountability and its answers on note-keeping are kept as they are today, whatever they say tomorrow.
    """
    _check(account, team_id=team.pk, checked=checked)
    consultation = Consultation.objects.create(
        team=team,
        created_by=by,
        **_in_force(team),
        **_columns(account),
    )
    record(
        "consultation.record",
        consultation,
        by=by,
        anonymity=account.anonymity,
        checked=checked,
    )
    return consultation


@transaction.atomic
def change_consultation(
    *,
    consultation: Consultation,
    account: Account,
    checked: bool = False,
    seen: int | None = None,
    by: Actor,
) -> Consultation:
    """Correct a consultation; the statement stays the one that was given then (CNS-1)."""
    consultation = lock(consultation, seen=seen)
    _check(account, team_id=consultation.team_id, checked=checked)
    left_family = consultation.family_id
    for name, value in _columns(account).items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(_columns(account)))
    record(
        "consultation.change",
        consultation,
        by=by,
        family_id=consultation.family_id or left_family,
        anonymity=account.anonymity,
        checked=checked,
    )
    consultation.refresh_from_db()
    return consultation


@transaction.atomic
def agree_to_carry(
    *, consultation: Consultation, carried: Sequence[str], agreed_by: str, seen: int | None = None, by: Actor
) -> Consultation:
    """Keep what was agreed to go along into a referral, and who agreed (CNS-1); refused once a referral was made."""
    consultation = lock(consultation, seen=seen)
    if consultation.referred:
        raise Refused(REFERRED_ALREADY)
    if carried and not agreed_by:
        raise Refused("Say who agreed to what is carried over.")
    consultation.carried, consultation.carried_agreed_by = list(carried), agreed_by
    consultation.save(update_fields=["carried", "carried_agreed_by"])
    record(
        "consultation.agree_to_carry",
        consultation,
        by=by,
        family_id=consultation.family_id,
        carried=list(carried),
        agreed_by=agreed_by,
    )
    return consultation


@transaction.atomic
def refer(*, consultation: Consultation, submission: Submission, seen: int | None = None, by: Actor) -> Referral:
    """Make a referral out of a consultation: one, which stands in the inbox; nobody has been told (CNS-1).

    Where it was agreed that the two belong together, each keeps the other's reference.
    """
    consultation = lock(consultation, seen=seen)
    if consultation.referred:
        raise Refused(REFERRED_ALREADY)
    together = Carried.TOGETHER in consultation.carried
    came_from = {"Out of consultation": consultation.key} if together else {}
    submission = replace(submission, entrance=Entrance.CONSULTATION, submitted={**submission.submitted, **came_from})
    referral = receive(team=consultation.team, submission=submission, by=by)
    consultation.referred, consultation.referral = True, referral if together else None
    consultation.save(update_fields=["referred", "referral"])
    record("consultation.refer", consultation, by=by, family_id=consultation.family_id, together=together)
    return referral


def must_name_nobody(texts: Sequence[str], *, checked: bool) -> None:
    """Refuse words of an anonymous consultation that look like a name, until a person has read them again (P80)."""
    found = identifying({str(place): text for place, text in enumerate(texts)})
    if found and not checked:
        said = LOOKS_IDENTIFYING.format(piece=next(iter(found.values())))
        raise Refused(f"{said} Take it out, or confirm that nobody can be known by it.")


def _in_force(team: Team) -> dict[str, object]:
    """The team's statement, and its answers to the chapter's questions, as they are today (CNS-1)."""
    policy = settings_of(team.pk)
    return {
        "statement": policy.consultation_statement,
        "notes_kept": policy.consultation_notes,
        "readers": policy.consultation_readers,
        "time_booked": policy.consultation_time,
        "in_record": policy.consultation_in_record,
    }


def _check(account: Account, *, team_id: int, checked: bool) -> None:
    """What no account may be, whoever calls."""
    if account.is_anonymous:
        must_name_nobody([getattr(account, name) for name in FREE_TEXT], checked=checked)
    if account.family is not None and account.family.team_id != team_id:
        raise Refused("This family's record belongs to another team. Record the consultation with that team.")
    if not account.is_anonymous and account.family is None:
        raise Refused("Enter the reference of the family's record, or make the consultation anonymous.")


def _columns(account: Account) -> dict[str, object]:
    """The account's columns; an anonymous one carries neither family nor reason."""
    columns = {field.name: getattr(account, field.name) for field in fields(account)}
    if account.is_anonymous:
        columns |= {"family": None, "anonymity_reason": ""}
    return columns
