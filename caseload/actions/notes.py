"""A session's note, or an assessment record: written, signed once, then only added to. A trainee's is co-signed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from caseload.enums import STANDS, EpisodeState, NoteState
from caseload.models import Addendum, Draft, Episode, Note, NoteForm, Session, SignedVersion
from caseload.noting import paragraphs_in, words_of
from caseload.rules import may_take_signature_back
from caseload.selectors.note import may_take_over
from caseload.selectors.supervision import is_trainee
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor
from pitservice.db.drafts import bring_up_typed, paragraphs_of
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin


@transaction.atomic
def write_note(
    *,
    session: Session,
    text: str,
    written_in: NoteForm | None = None,
    revision: int | None = None,
    tab: str = "",
    by: Actor,
) -> Note:
    """Keep what has been written about a session as its unsigned note, and bring the writer's draft up to it.

    `written_in` is the version of a form whose headings stand in the text (`caseload.noting`).
    Refused when the writer's draft holds newer text from another window (P70), or when the note is another's.
    """
    user_id = _writer(by)
    note = Note.objects.filter(session=session).select_for_update(of=("self",)).first()
    if note is None:
        note = _begin(session.episode, session, by)
    if note.author_id != user_id and paragraphs_of(text) and may_take_over(note):
        note.author_id = user_id
        note.save(update_fields=["author"])
    if note.author_id != user_id and paragraphs_of(text):
        raise Refused(
            f"{note.author.name} is writing the note of this session. Record who was there, and leave it to them."
        )
    if note.author_id == user_id:
        _keep(note, text, written_in, revision, tab)
    record("caseload.write_note", note, by=by, family_id=note.episode.family_id)
    return note


@transaction.atomic
def begin_note(*, session: Session, by: Actor) -> None:
    """The empty note of a session, so that it waits to be written; one that is there stays as it is."""
    if not Note.objects.filter(session=session).exists():
        _begin(session.episode, session, by)


@transaction.atomic
def write_record(
    *,
    episode: Episode,
    text: str,
    written_in: NoteForm | None = None,
    revision: int | None = None,
    tab: str = "",
    by: Actor,
) -> Note:
    """Keep what has been written of the assessment as the work's record, unsigned; it is signed like a note (P65).

    Refused as `write_note` is, once it is signed, and where none was begun before the work was closed.
    """
    user_id = _writer(by)
    episode = lock(episode)
    note = Note.objects.filter(episode=episode, session=None).select_for_update(of=("self",)).first()
    if note is None and episode.state in (EpisodeState.ENGAGING, EpisodeState.CLOSED):
        raise Refused("An assessment record is written once the family was seen, while the work is open.")
    note = note or _begin(episode, None, by)
    if note.author_id != user_id:
        raise Refused(f"{note.author.name} is writing the assessment record. Add to it once it is signed.")
    if note.state in STANDS:
        raise Refused("The assessment record is signed. Add to it instead.")
    if not paragraphs_of(text):
        raise Refused("Write something first.")
    _keep(note, text, written_in, revision, tab)
    record("caseload.write_record", note, by=by, family_id=episode.family_id)
    return note


@transaction.atomic
def sign(
    *,
    note: Note,
    about: Mapping[int, str] | None = None,
    third: Collection[int] = (),
    seen: int | None = None,
    by: Actor,
) -> Note:
    """Sign a note: from then on its words never change, and what comes later is an addendum (design §4).

    `about` says for each paragraph, by its place from 0, the key of the person it is about, and `third` holds the
    places of those that are about somebody outside the family or were told by them (for redaction later, P31).
    Only its author signs, and not while other words of theirs about it are kept apart (P70). A trainee's note then
    waits for the co-signature of their supervisor (P7).
    """
    note = lock(note, seen=seen)
    user_id = _writer(by)
    if note.author_id != user_id:
        raise Refused(f"Only {note.author.name}, who wrote this note, can sign it.")
    if not note.paragraphs:
        raise Refused("Write the note before signing it.")
    draft = Draft.objects.select_for_update().filter(author_id=user_id, **_about(note)).first()
    if draft is not None and (draft.others or words_of(paragraphs_in(draft.text)) != words_of(note.paragraphs)):
        raise Refused("You have written more since. Go back to the note, look at both texts, and finish it again.")
    paragraphs = [
        {**part, "about": (about or {}).get(place, ""), "third": place in third}
        for place, part in enumerate(note.paragraphs)
    ]
    trainee = is_trainee(note.author, note.team_id)
    signed: dict[str, Any] = {"paragraphs": paragraphs, "signed_at": timezone.now(), "signed_by": by}
    signed |= {"trainee_id": user_id if trainee else None, "cosigned_at": None, "cosigned_by": None}
    advance(note, NoteState.TO_COSIGN if trainee else NoteState.SIGNED, by=by, **signed)
    if draft is not None:
        draft.delete()
    record("caseload.sign", note, by=by, family_id=note.episode.family_id)
    return note


@transaction.atomic
def take_signature_back(*, note: Note, reason: str, seen: int | None = None, by: Actor) -> Note:
    """The author writes a signed note anew: what was signed stays as a version, and the note is a draft again.

    Only the author, within the team's hours, with a reason, and not once somebody has added to it or co-signed it; at
    any time while it waits for a co-signature (P7). Whoever could read the note goes on reading what was signed until
    it is signed anew.
    """
    note = lock(note, seen=seen)
    user_id = _writer(by)
    if note.state not in STANDS or note.signed_at is None:
        raise Refused("This note is not signed.")
    if note.author_id != user_id:
        raise Refused(f"Only {note.author.name}, who signed this note, can take the signature back.")
    if note.cosigned_at is not None:
        raise Refused("This note was co-signed. Add to it instead.")
    waits = note.state == NoteState.TO_COSIGN
    hours = settings_of(note.team_id).signature_hours
    if not waits and not may_take_signature_back(note.signed_at, hours, timezone.now()):
        raise Refused("The time in which a signature can be taken back is over. Add to the note instead.")
    if note.addenda.exists():
        raise Refused("Words were added to this note since. Add yours to it instead.")
    if not reason.strip():
        raise Refused("Enter why you take the signature back.")
    version = SignedVersion.objects.create(
        team_id=note.team_id,
        note=note,
        paragraphs=note.paragraphs,
        signed_on=note.signed_at,
        signer_id=user_id,
        reason=reason.strip(),
        created_by=by,
    )
    advance(note, NoteState.DRAFT, by=by, reason=reason)
    record("caseload.take_signature_back", note, by=by, family_id=note.episode.family_id, version=version.pk)
    return note


@transaction.atomic
def add_addendum(*, note: Note, text: str, by: Actor) -> Addendum:
    """Add words to a signed note; they are signed by being added, and never change (design §4).

    A trainee's words wait for their supervisor's co-signature, and the note with them (P7).
    """
    note = lock(note)
    if note.state not in STANDS:
        raise Refused("This note is not signed yet: write in the note itself.")
    author = User.objects.get(pk=_writer(by))
    addendum = Addendum.objects.create(team_id=note.team_id, note=note, author=author, text=text, created_by=by)
    if note.state == NoteState.SIGNED and is_trainee(author, note.team_id):
        advance(note, NoteState.TO_COSIGN, by=by, trainee_id=author.pk)
    record("caseload.add_addendum", addendum, by=by, family_id=note.episode.family_id)
    return addendum


def _writer(by: Actor) -> int:
    if by.user_id is None:
        raise Refused("A note is written and signed by a colleague.")
    return by.user_id


def _begin(episode: Episode, session: Session | None, by: Actor) -> Note:
    note = Note.objects.create(
        team_id=episode.team_id, episode=episode, session=session, author_id=_writer(by), created_by=by
    )
    begin(note, by=by)
    return note


def _keep(note: Note, text: str, written_in: NoteForm | None, revision: int | None, tab: str) -> None:
    """The note and its writer's draft become this text, unless another window of theirs has saved other words since."""
    about = _about(note)
    Draft.objects.get_or_create(author_id=note.author_id, **about)
    draft = Draft.objects.select_for_update().get(author_id=note.author_id, **about)
    bring_up_typed(draft, text, revision, tab)
    note.paragraphs, note.written_in = paragraphs_in(text), written_in
    note.save(update_fields=["paragraphs", "written_in"])


def _about(note: Note) -> dict[str, Any]:
    """What the drafts of a note are about."""
    return {"appointment_id": note.session.appointment_id} if note.session else {"episode_id": note.episode_id}
