"""After sending: the referrer proposes changes or wishes to withdraw, by the receipt's link; a person answers (P11)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.actions import raise_alert
from families.enums import AlertKind
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.links.actions import Issued, issue
from pitservice.links.models import Link
from pitservice.ui.dates import day
from referrals.actions.attaching import forget_attachments, put_among_documents, send_attachments
from referrals.actions.drafts import Started, hashed
from referrals.actions.matching import keep_matches
from referrals.actions.moving import withdraw
from referrals.actions.receiving import suggested
from referrals.effects import Effect, column_of, effect_of, party_of
from referrals.enums import UNDECIDED_STATES, ChangeAnswer, ChangeKind, Entrance
from referrals.intake.build import from_professional, person_of
from referrals.intake.changes import Difference, files_added
from referrals.models import Amendment, Attachment, Draft, ProposedChange, Referral, ReferredPerson
from referrals.selectors.amending import people_named, sent_by

#: What the private link on a receipt is for, and how long it opens.
RECEIPT_LINK = "referrals.receipt"
RECEIPT_LASTS = timedelta(days=90)


@transaction.atomic
def give_receipt_link(*, referral: Referral, by: Actor) -> Issued:
    """A private link and a code by which the referrer proposes changes or withdraws; both are told once (P11)."""
    issued = issue(
        purpose=RECEIPT_LINK,
        subject_key=referral.key,
        team=referral.team,
        lasts=RECEIPT_LASTS,
        with_code=True,
        by=by,
    )
    record("referrals.give_receipt_link", referral, by=by)
    return issued


@transaction.atomic
def open_amendment(*, link: Link, answers: Mapping[str, Any], by: Actor) -> Started:
    """Open the form that was sent anew, at a new address, after its code was right; an earlier one opens no more.

    Nothing of what the team has made of the referral is in it: only what the referrer said (P10).
    """
    referral, token = lock(sent_by(link)), secrets.token_urlsafe(32)
    earlier = Draft.objects.filter(amends=referral, referral=None)
    forget_attachments(list(earlier.values_list("pk", flat=True)))
    earlier.delete()
    draft = Draft.objects.create(
        team=referral.team,
        token_hash=hashed(token),
        entrance=Entrance.PROFESSIONAL,
        answers=dict(answers),
        amends=referral,
    )
    record("referrals.open_amendment", referral, by=by)
    return Started(draft, token)


@transaction.atomic
def propose_changes(*, draft: Draft, differences: Sequence[Difference], reason: str, by: Actor) -> Amendment:
    """Send the changes: they wait for a person, and write over nothing (P11).

    What narrows who may be told, or where, holds everything outgoing until somebody has read it. Files that were
    attached stand with the referral at once, and in a family's record only after somebody has looked (P30).
    """
    draft, referral = _sent(draft)
    differences = [*differences, *files_added(draft.attachments.select_related("stored"))]
    if not differences:
        raise Refused("You have changed nothing yet. Choose an answer to change it.")
    amendment = Amendment.objects.create(
        team=referral.team, referral=referral, reason=reason.strip(), answers=draft.answers, created_by=by
    )
    for one in differences:
        _propose(amendment, one, by)
    if narrowing := [one for one in differences if one.narrows]:
        _hold(referral, narrowing, by)
    send_attachments(draft, referral)
    _close(draft, referral)
    record("referrals.propose_changes", referral, by=by, amendment=amendment.pk, changes=len(differences))
    return amendment


@transaction.atomic
def ask_to_withdraw(*, draft: Draft, reason: str, by: Actor) -> Amendment:
    """The referrer wishes to withdraw: a person of the team does it, or sets it aside (P11)."""
    draft, referral = _sent(draft)
    amendment = Amendment.objects.create(team=referral.team, referral=referral, reason=reason.strip(), created_by=by)
    forget_attachments([draft.pk])
    wish = Difference(ChangeKind.WITHDRAWAL, "", "", "", "To withdraw the referral", "", reason.strip())
    _propose(amendment, wish, by)
    _close(draft, referral)
    record("referrals.ask_to_withdraw", referral, by=by, amendment=amendment.pk)
    return amendment


@transaction.atomic
def answer_change(
    *, change: ProposedChange, answer: ChangeAnswer, seen: int | None = None, by: Actor
) -> ProposedChange:
    """A person accepts a change or sets it aside, once. What accepting does, `effects` says (P11)."""
    referral = lock(change.amendment.referral)
    change = lock(change, seen=seen)
    if change.answer:
        raise Refused("Somebody has answered this change before you.")
    change.answer, change.answered_at, change.answered_by = answer, timezone.now(), by
    change.save(update_fields=["answer", "answered_at", "answered_by"])
    if answer == ChangeAnswer.ACCEPTED:
        _take_over(change, referral, by)
    record("referrals.answer_change", change, by=by, referral=referral.pk, answer=str(answer))
    return change


def _sent(draft: Draft) -> tuple[Draft, Referral]:
    """The draft and the referral, locked; Refused when it was sent before."""
    draft = lock(draft)
    if draft.referral_id is not None or draft.amends is None:
        raise Refused("This form has been sent already.")
    return draft, lock(draft.amends)


def _close(draft: Draft, referral: Referral) -> None:
    draft.referral, draft.answers, draft.changed_at = referral, {}, timezone.now()
    draft.save(update_fields=["referral", "answers", "changed_at"])


def _propose(amendment: Amendment, one: Difference, by: Actor) -> None:
    ProposedChange.objects.create(
        team=amendment.team,
        amendment=amendment,
        kind=one.kind,
        step=one.step,
        field=one.field,
        heading=one.heading[:120],
        question=one.question[:300],
        before=one.before,
        proposed=one.proposed,
        created_by=by,
    )


def _hold(referral: Referral, narrowing: Sequence[Difference], by: Actor) -> None:
    """Add to what must be read first: of the referral, or once it is settled of the family's record (P3)."""
    today = day(timezone.localdate())
    lines = [f"Changed by the referrer on {today}."]
    lines += [f"{one.heading}: {one.question} {one.proposed or 'Taken out.'}" for one in narrowing]
    if referral.family is not None:
        text = f"The referrer changed referral {referral.key}: read its changes before anything is sent."
        raise_alert(family=referral.family, kind=AlertKind.READ_FIRST, text=text, by=by)
        return
    referral.warning = "\n".join(filter(None, [referral.warning, *lines]))
    referral.warning_read_at, referral.warning_read_by = None, None
    referral.save(update_fields=["warning", "warning_read_at", "warning_read_by"])


def _take_over(change: ProposedChange, referral: Referral, by: Actor) -> None:
    named = people_named(referral, list(ReferredPerson.objects.filter(referral=referral).order_by("pk")))
    answers = change.amendment.answers
    match effect_of(change, referral, named):
        case Effect.FILED:
            put_among_documents(Attachment.objects.get(referral=referral, key=change.field), by)
        case Effect.WITHDRAWS:
            withdraw(referral=referral, reason=f"The referrer withdrew it: {change.amendment.reason}", by=by)
        case Effect.ADDS:
            party = person_of(answers, change.step)
            ReferredPerson.objects.create(referral=referral, team=referral.team, created_by=by, **party.values())
            _match_again(referral, by)
        case Effect.WRITES if column := column_of(change):
            _write(referral, column, answers)
        case Effect.WRITES | Effect.FILLS if party_row := party_of(change, named):
            said = person_of(answers, change.step.replace("contact", "carer"))
            setattr(party_row, change.field, getattr(said, change.field))
            party_row.save(update_fields=[change.field])
            _match_again(referral, by)


def _write(referral: Referral, column: str, answers: Mapping[str, Any]) -> None:
    """One column of the referral, as the form would have filled it; the rule looks at changed ticks anew (SCR-1)."""
    submission = from_professional(answers, {})
    columns = {column: getattr(submission, column)} if column != "referrer_ticks" else suggested(referral, submission)
    for name, value in columns.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(columns))


def _match_again(referral: Referral, by: Actor) -> None:
    if referral.family_id is None and referral.state in UNDECIDED_STATES:
        keep_matches(referral=referral, by=by)
