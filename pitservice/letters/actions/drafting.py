"""A letter that a person writes: begun, typed, its readers decided about one by one, approved (LET-1, P40, P41)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from families.enums import Purpose
from families.models import Family
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.drafts import Saved, Typed, bring_up_typed, keep_typed, paragraphs_of, settle_typed
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from pitservice.letters.actions.writing import CopyFor, add_copy
from pitservice.letters.composing import copied_to, objection, paragraphs_for
from pitservice.letters.enums import LetterState, Online, Way
from pitservice.letters.models import CopyChoice, Letter, LetterDraft
from pitservice.letters.selectors import reader_of, readers_of

NOT_A_DRAFT = "This letter is approved or was dropped: its words stay as they are. Write another."
UNSAVED = "You have typed words that are not in the letter yet. Go back to the words and save them first."


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about one reader; see `CopyChoice` for each."""

    goes: bool
    reason: str
    left_out: Sequence[int] = ()
    left_out_why: str = ""
    named: Sequence[str] | None = None
    asked: str = ""
    asked_answer: str = ""
    asked_on: date | None = None
    patient: str = ""
    online: str = ""
    online_why: str = ""
    way: Way = Way.POST


@transaction.atomic
def begin_letter(
    *, family: Family, title: str, paragraphs: Sequence[str], occasion: str, written_to: Sequence[str], by: Actor
) -> Letter:
    """Begin a letter to the parents who attended, or to the adults a person chose (LET-1). Nothing goes yet."""
    if not written_to:
        raise Refused("Say whom the letter is to.")
    letter = Letter.objects.create(
        about=f"family:{family.pk}",
        team=family.team,
        family=family,
        purpose=Purpose.CORRESPONDENCE,
        state=LetterState.DRAFT,
        title=title,
        paragraphs=list(paragraphs),
        occasion=occasion,
        written_to=list(written_to),
        dedupe_key=f"written:{uuid.uuid4()}",
        created_by=by,
    )
    begin(letter, by=by)
    record("letters.begin", letter, by=by, readers=len(written_to))
    return letter


@transaction.atomic
def save_typed(*, letter: Letter, typed: Typed, by: Actor) -> Saved:
    """Save what somebody is typing into a letter; no audit event, drafts are nobody's record (P70)."""
    draft = _draft(letter, by)
    if lock(letter).state != LetterState.DRAFT:
        raise Refused(NOT_A_DRAFT)
    return keep_typed(draft, typed)


@transaction.atomic
def settle_text(*, draft: LetterDraft, tab: str, add: bool, by: Actor) -> LetterDraft:
    """Answer about text kept apart: add it at the end of the draft, or drop it. Only its author may."""
    draft = LetterDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.author_id != by.user_id:
        raise Refused("Only the writer decides about their draft.")
    settle_typed(draft, tab=tab, add=add)
    return draft


@transaction.atomic
def set_words(
    *, letter: Letter, title: str, text: str, revision: int | None, tab: str, seen: int | None = None, by: Actor
) -> Letter:
    """The letter's words become these. What was decided about readers is asked again where words changed (P40).

    A paragraph that was left out for somebody stands at its place: after a change nobody can know whether it still
    does, so every decision that left one out, and what is about a parent, is forgotten. So is what was decided about
    a reader who did not attend: it was decided about other words.
    """
    letter = _open(letter, seen)
    draft = _draft(letter, by)
    bring_up_typed(draft, text, revision, tab)
    paragraphs = paragraphs_of(text)
    if paragraphs != letter.paragraphs:
        letter.about_parent = None
        for choice in letter.choices.all():
            if choice.left_out or choice.recipient not in letter.written_to:
                choice.delete()
    letter.title, letter.paragraphs = title.strip(), paragraphs
    letter.save(update_fields=["title", "paragraphs", "about_parent"])
    if not draft.others:
        draft.delete()
    record("letters.set_words", letter, by=by, paragraphs=len(paragraphs))
    return letter


@transaction.atomic
def mark_about_parent(*, letter: Letter, places: Sequence[int], seen: int | None = None, by: Actor) -> Letter:
    """Say which paragraphs are about a parent: the baby's GP does not get them (P41)."""
    letter = _open(letter, seen)
    letter.about_parent = sorted(place for place in set(places) if 0 <= place < len(letter.paragraphs))
    letter.save(update_fields=["about_parent"])
    record("letters.mark_about_parent", letter, by=by, marked=len(letter.about_parent))
    return letter


@transaction.atomic
def decide_copy(*, letter: Letter, recipient: str, decided: Decided, seen: int | None = None, by: Actor) -> CopyChoice:
    """Decide whether one reader gets a copy, and what is in it, with a reason (P40, P41).

    Refused where the contact rules refuse, where an absent parent's copy lacks the answer of a parent who attended, and
    where a GP's copy lacks its own answers.
    """
    letter = _open(letter, seen)
    reader = reader_of(letter, recipient, timezone.now())
    if reader is None:
        raise Refused("They are no longer among the people this letter can go to.")
    if decided.way not in (reader.ways or (Way.POST,)):
        raise Refused("Letters to a family go by post.")
    if not decided.reason.strip():
        raise Refused("Enter why this reader gets a copy, or does not.")
    choice = CopyChoice.objects.filter(letter=letter, recipient=recipient).first()
    if choice is None:
        choice = CopyChoice(letter=letter, team=letter.team, recipient=recipient, created_by=by)
    choice.goes = decided.goes and decided.online != Online.REFUSE
    choice.reason, choice.way = decided.reason.strip(), decided.way
    choice.left_out = sorted(set(decided.left_out))
    choice.left_out_why = decided.left_out_why.strip()
    choice.named = None if decided.named is None else list(decided.named)
    choice.asked, choice.asked_answer, choice.asked_on = decided.asked, decided.asked_answer, decided.asked_on
    choice.patient, choice.online, choice.online_why = decided.patient, decided.online, decided.online_why.strip()
    wrong = objection(letter, replace(reader, choice=choice, to=reader.ways.get(decided.way, reader.to)))
    if wrong:
        raise Refused(wrong)
    choice.save()
    record(
        "letters.decide_copy", letter, by=by, recipient=recipient, goes=choice.goes, left_out=len(choice.left_out),
        asked=choice.asked, asked_answer=choice.asked_answer, online=choice.online, way=str(choice.way),
        reason=choice.reason,
    )  # fmt: skip
    return choice


@transaction.atomic
def approve(*, letter: Letter, seen: int | None = None, by: Actor) -> Letter:
    """Approve the words: each chosen copy is made, or held by its own reader's answer (LET-1, P1, P40, P41)."""
    letter = _open(letter, seen)
    if not letter.title.strip() or not letter.paragraphs:
        raise Refused("Write the letter, and give it a heading, before approving it.")
    unsaved = LetterDraft.objects.filter(letter=letter, author_id=by.user_id).exclude(text="", others={})
    if unsaved.exists():
        raise Refused(UNSAVED)
    readers = readers_of(letter, timezone.now())
    going = [reader for reader in readers if reader.goes]
    wrong = [sentence for reader in going if (sentence := objection(letter, reader))]
    if wrong:
        raise Refused(" ".join(wrong))
    if not going:
        raise Refused("Nobody gets this letter. Choose a reader, or drop it.")
    advance(letter, LetterState.APPROVED, by=by)
    LetterDraft.objects.filter(letter=letter).delete()
    addresses = [reader.to.value for reader in going]
    for place, reader in enumerate(going):
        words = paragraphs_for(letter, reader)
        names, way = copied_to(reader, readers), Way(reader.choice.way if reader.choice else Way.POST)
        copy = CopyFor(reader.to, words, is_main=reader.is_main, copied_to=names, way=way)
        add_copy(letter, copy, [*addresses[:place], *addresses[place + 1 :]], timezone.now(), "", by)
    record("letters.approve", letter, by=by, copies=len(going))
    return letter


@transaction.atomic
def drop_letter(*, letter: Letter, reason: str, seen: int | None = None, by: Actor) -> Letter:
    """A letter that was begun is not sent after all."""
    letter = _open(letter, seen)
    if not reason.strip():
        raise Refused("Enter why it is not sent.")
    advance(letter, LetterState.CANCELLED, by=by, reason=reason)
    LetterDraft.objects.filter(letter=letter).delete()
    record("letters.drop", letter, by=by, reason=reason)
    return letter


def _open(letter: Letter, seen: int | None) -> Letter:
    letter = lock(letter, seen=seen)
    if letter.state != LetterState.DRAFT:
        raise Refused(NOT_A_DRAFT)
    return letter


def _draft(letter: Letter, by: Actor) -> LetterDraft:
    """The writer's own, locked."""
    if by.user_id is None:
        raise Refused("A draft is somebody's.")
    LetterDraft.objects.get_or_create(letter=letter, author_id=by.user_id)
    return LetterDraft.objects.select_for_update().get(letter=letter, author_id=by.user_id)
