"""A supervisor co-signs what a trainee signed, or sends it back with words (P7)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from caseload.enums import NoteState
from caseload.models import Note, SignedVersion
from caseload.selectors.supervision import may_cosign
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance


@transaction.atomic
def cosign(*, note: Note, seen: int | None = None, by: Actor) -> Note:
    """Co-sign a trainee's note, or a trainee's addendum, as it stands: it is a signed note from then on (P7)."""
    note = _to_cosign(note, seen, by)
    advance(note, NoteState.SIGNED, by=by, cosigned_at=timezone.now(), cosigned_by=by)
    record("caseload.cosign", note, by=by, family_id=note.episode.family_id, trainee=note.trainee_id)
    return note


@transaction.atomic
def send_back(*, note: Note, reason: str, seen: int | None = None, by: Actor) -> Note:
    """Send a trainee's note back with words: it is a draft of its author again, and what was signed stays (P7).

    Not once somebody has added to it: what follows then is an addendum too.
    """
    note = _to_cosign(note, seen, by)
    if note.addenda.exists() or note.signed_at is None:
        raise Refused("Words were added to this note since. Add yours to it, then co-sign.")
    if not reason.strip():
        raise Refused("Enter what should be put right.")
    version = SignedVersion.objects.create(
        team_id=note.team_id,
        note=note,
        paragraphs=note.paragraphs,
        signed_on=note.signed_at,
        signer_id=note.author_id,
        reason=reason.strip(),
        sent_back=True,
        created_by=by,
    )
    advance(note, NoteState.DRAFT, by=by, reason=reason)
    record("caseload.send_back", note, by=by, family_id=note.episode.family_id, version=version.pk)
    return note


def _to_cosign(note: Note, seen: int | None, by: Actor) -> Note:
    note = lock(note, seen=seen)
    if note.state != NoteState.TO_COSIGN:
        raise Refused("This note does not wait for a co-signature.")
    user = User.objects.get(pk=by.user_id) if by.user_id is not None else None
    if user is None or not may_cosign(note, user, timezone.localdate()):
        raise Refused(
            "The trainee’s supervisor co-signs this note, or a clinical lead, or who stands in for the supervisor."
        )
    return note
