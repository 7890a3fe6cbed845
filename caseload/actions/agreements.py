"""The agreement of work: kept as it was agreed, and a sheet of it for each adult who wants one (P65)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from caseload.actions.telling import BARRED
from caseload.enums import AgreementAnswer, EpisodeState
from caseload.models import Episode, WorkAgreement, WorkAnswer
from caseload.selectors.people import adults_of
from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, Purpose
from families.models import Person
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.letters.actions import CopyFor, write
from pitservice.letters.words import book_of
from pitservice.ui import dates

WORDS, TITLE = "work_agreement", "What we agreed"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed on a day. `answers`: of each adult asked, what they said and in which words."""

    on: date
    focus: str
    offer: str
    answers: Mapping[Person, tuple[AgreementAnswer, str]]
    privacy_notice: bool = False
    confidentiality: bool = False


@transaction.atomic
def record_agreement(
    *, episode: Episode, agreed: Agreed, sheet_to: Collection[str] = (), seen: int | None = None, by: Actor
) -> WorkAgreement:
    """Keep what was agreed, and write a sheet of it to each of the adults chosen among `sheet_readers` (P65, LET-1).

    Each sheet is a letter of its own that the contact rules check: one that may not go is held with the reason. A
    sheet says nothing of what anybody answered (P2). Refused without an answer of at least one adult.
    """
    episode = lock(episode, seen=seen)
    _check(episode, agreed)
    row = WorkAgreement.objects.create(
        team_id=episode.team_id,
        episode=episode,
        agreed_on=agreed.on,
        focus=agreed.focus.strip(),
        offer=agreed.offer.strip(),
        privacy_notice=agreed.privacy_notice,
        confidentiality=agreed.confidentiality,
        created_by=by,
    )
    for person, (answer, words) in agreed.answers.items():
        WorkAnswer.objects.create(
            team_id=episode.team_id,
            agreement=row,
            person=person,
            answer=answer,
            words=words.strip(),
            created_by=by,
        )
    record("caseload.record_agreement", row, by=by, family_id=episode.family_id, sheets=len(sheet_to))
    _write_sheets(row, sheet_to, by)
    return row


def sheet_readers(episode: Episode) -> list[Addressee]:
    """Adults of the work to whom a sheet could go, with the contact rules' answers (CON-1, CON-2)."""
    question = Question(
        Purpose.CORRESPONDENCE, Channel.LETTER, timezone.now(), versions=book_of(episode.team).versions(WORDS)
    )
    ours = {f"person:{person.pk}" for person in adults_of(episode)}
    answers = who_may_be_told(f"family:{episode.family_id}", question)
    return [to for to in answers if to.recipient in ours and not BARRED & set(to.codes)]


def _check(episode: Episode, agreed: Agreed) -> None:
    if episode.state in (EpisodeState.ENGAGING, EpisodeState.CLOSED):
        raise Refused("An agreement of work is recorded once the family was seen, while the work is open.")
    if not episode.opened_on <= agreed.on <= timezone.localdate():
        raise Refused(f"Enter a day from {dates.day(episode.opened_on)}, when the work was opened, to today.")
    known = {person.pk for person in adults_of(episode)}
    if not agreed.answers or {person.pk for person in agreed.answers} - known:
        raise Refused("Enter what at least one adult of this work says.")


def _write_sheets(row: WorkAgreement, sheet_to: Collection[str], by: Actor) -> None:
    episode, book = row.episode, book_of(row.episode.team)
    for to in sheet_readers(episode):
        if to.recipient not in sheet_to:
            continue
        write(
            about=to.about,
            team=episode.team,
            family=episode.family,
            purpose=Purpose.CORRESPONDENCE,
            title=TITLE,
            copies=[CopyFor(to, book.letter(WORDS, to, focus=row.focus, offer=row.offer), is_main=True)],
            dedupe_key=f"agreement:{row.pk}:{to.recipient}",
            by=by,
        )
