"""Ending a piece of work: reason, words, letters, and whether a follow-up falls due."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from caseload.actions.episodes import close_allocations
from caseload.actions.telling import BARRED
from caseload.enums import AppointmentState, CheckAnswer, EndCheck, EndReason, EpisodeState
from caseload.models import Ending, EndingCheck, Episode, FollowUp
from caseload.rules import may_follow_up, months_after
from caseload.selectors.people import attended_adults
from caseload.times import local_day
from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, ProfessionalRole, Purpose
from families.models import Organisation
from pitservice.audit.actions import record
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from pitservice.letters.actions import CopyFor, write
from pitservice.letters.words import Book, book_of
from pitservice.messaging.said import Paragraphs
from pitservice.ui import dates

#: Endings for which no letter to a family says the right thing: a person finds the words.
NO_WORDS = (EndReason.OTHER_CARERS, EndReason.DIED, EndReason.OTHER)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a piece of work ended. `parents_words` are the parent's own; `checks` answer the checklist (P66, P67)."""

    reason: EndReason
    on: date
    summary: str = ""
    parents_words: str = ""
    step_down: str = ""
    step_down_to: Organisation | None = None
    follow_up_agreed: bool = False
    planned: bool = True
    checks: Mapping[EndCheck, CheckAnswer] = field(default_factory=dict)


@transaction.atomic
def end(
    *,
    episode: Episode,
    ended: Ended,
    letter_to: Collection[str] = (),
    others_agreed: bool = False,
    seen: int | None = None,
    by: Actor,
) -> Ending:
    """End a piece of work (END-1, LET-1, FUP-1, P67; toolkit ch. 6, "Managing endings").

    Its colleagues' parts and involvement end, and its babies are free for another piece of work. `letter_to` names the
    recipients chosen among `letter_readers`: a letter of the parents who came, and copies that the contact rules still
    check each. A copy to a parent who never came needs the attending parent's answer, `others_agreed` (P40). A
    follow-up falls due where the team follows up and it was agreed. What the checklist leaves to do stays on home until
    somebody says that it is done. A person decides; nothing ends by itself (ENG-1).
    """
    episode = lock(episode, seen=seen)
    _check(episode, ended)
    advance(episode, EpisodeState.CLOSED, by=by, closed_on=ended.on, end_reason=ended.reason)
    ending = _keep(episode, ended, by)
    episode.babies.filter(until__isnull=True).update(until=ended.on)
    episode.adults.filter(until__isnull=True).update(until=ended.on)
    close_allocations(episode, by)
    _plan_follow_up(episode, ended, by)
    _write_letters(episode, ended, letter_to, others_agreed=others_agreed, by=by)
    record("caseload.end", episode, by=by, reason_code=str(ended.reason), follow_up=ended.follow_up_agreed)
    return ending


def _keep(episode: Episode, ended: Ended, by: Actor) -> Ending:
    """What was said at the ending, and the answers of its checklist."""
    ending = Ending.objects.create(
        team_id=episode.team_id,
        episode=episode,
        reason=ended.reason,
        ended_on=ended.on,
        summary=ended.summary,
        parents_words=ended.parents_words,
        step_down=ended.step_down,
        step_down_to=ended.step_down_to,
        follow_up_agreed=ended.follow_up_agreed,
        planned=ended.planned,
        created_by=by,
    )
    for what, answer in ended.checks.items():
        EndingCheck.objects.create(team_id=episode.team_id, ending=ending, what=what, answer=answer, created_by=by)
    return ending


@transaction.atomic
def settle_check(*, check: EndingCheck, answer: CheckAnswer, seen: int | None = None, by: Actor) -> EndingCheck:
    """Say that what an ending had left to do is done, or does not apply after all (P67)."""
    check = lock(check, seen=seen)
    if check.answer != CheckAnswer.LEFT:
        raise Refused("This is answered already.")
    if answer == CheckAnswer.LEFT:
        raise Refused("Say that it is done, or that it does not apply.")
    check.answer = answer
    check.save(update_fields=["answer"])
    record("caseload.settle_check", check, by=by, family_id=check.ending.episode.family_id, answer=str(answer))
    return check


def letter_readers(episode: Episode, *, planned: bool = True) -> list[Addressee]:
    """Adults and the referrer, to whom a letter about the ending could go, with the contact rules' answers (LET-1)."""
    versions = book_of(episode.team).versions("ending_family" if planned else "ending_unplanned_family")
    question = Question(Purpose.ENDING, Channel.LETTER, timezone.now(), versions=versions)
    answers = who_may_be_told(f"family:{episode.family_id}", question)
    return [to for to in answers if to.recipient.startswith("person:") or to.role == ProfessionalRole.REFERRER]


def _check(episode: Episode, ended: Ended) -> None:
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed already.")
    if not episode.opened_on <= ended.on <= timezone.localdate():
        opened = dates.day(episode.opened_on)
        raise Refused(f"The work can have ended on any day from {opened}, when it was opened, to today.")
    ahead = episode.appointments.filter(state=AppointmentState.BOOKED, starts__gt=timezone.now()).order_by("starts")
    ahead = ahead.exclude(group_session__group__keeps_touch=True)  # goes on after the ending (P72)
    if (booked := ahead.select_related("group_session__group").first()) is not None:
        if booked.group_session is not None:
            raise Refused(f"The family has places ahead in {booked.group_session}. Let it leave the group first.")
        when = dates.moment(booked.starts)
        raise Refused(f"An appointment is booked for {when}. Cancel it first, so that the family hears of it.")


def _plan_follow_up(episode: Episode, ended: Ended, by: Actor) -> None:
    settings = settings_of(episode.team_id)
    if not may_follow_up(settings.follow_up, ended.reason, agreed=ended.follow_up_agreed):
        return
    due = months_after(ended.on, settings.follow_up_months)
    follow_up = FollowUp.objects.create(team_id=episode.team_id, episode=episode, due_on=due, created_by=by)
    begin(follow_up, by=by)


def _write_letters(
    episode: Episode, ended: Ended, letter_to: Collection[str], *, others_agreed: bool, by: Actor
) -> None:
    readers = letter_readers(episode, planned=ended.planned)
    chosen = [to for to in readers if to.recipient in set(letter_to) and not BARRED & set(to.codes)]
    if not chosen:
        return
    came = {f"person:{pk}" for pk in attended_adults(episode)}
    absent = [to.name for to in chosen if to.recipient.startswith("person:") and to.recipient not in came]
    if absent and came and not others_agreed:
        raise Refused(f"Ask the parent who came whether {' and '.join(absent)} may have a copy, and record the answer.")
    book = book_of(episode.team)
    write(
        about=f"family:{episode.family_id}",
        team=episode.team,
        family=episode.family,
        purpose=Purpose.ENDING,
        title="The end of our work together",
        copies=[_copy(episode, ended, to, book, is_main=to.recipient in came) for to in chosen],
        dedupe_key=f"episode:{episode.pk}:ending",
        by=by,
    )


def _copy(episode: Episode, ended: Ended, to: Addressee, book: Book, *, is_main: bool) -> CopyFor:
    """One reader's own copy: it names no other reader and carries nobody's words but ours (P40, P2)."""
    if to.role == ProfessionalRole.REFERRER:
        referral = episode.referrals.select_related("referral").order_by("pk").first()
        reference = referral.referral.key if referral else ""
        if ended.reason == EndReason.COULD_NOT_ENGAGE:
            return CopyFor(to, _returning(episode, to, book, reference))
        return CopyFor(to, book.letter("ending_referrer", to, reference=reference))
    if ended.reason in NO_WORDS:
        raise Refused("There are no ready words to a family for this ending. Ring them, or write to them yourself.")
    words = "ending_family" if ended.planned else "ending_unplanned_family"
    return CopyFor(to, book.letter(words, to), is_main=is_main)


def returning_words(episode: Episode, to: Addressee) -> Paragraphs:
    """What the referrer would read of a family that could not be engaged (ENG-1): our tries, and no word of theirs."""
    row = episode.referrals.select_related("referral").order_by("pk").first()
    return _returning(episode, to, book_of(episode.team), row.referral.key if row else "")


def _returning(episode: Episode, to: Addressee, book: Book, reference: str) -> Paragraphs:
    made = list(episode.attempts.order_by("made").values_list("made", flat=True))
    between = f" between {dates.day(local_day(made[0]))} and {dates.day(local_day(made[-1]))}" if len(made) > 1 else ""
    tried = f"We tried {dates.count(len(made), 'time')}{between}." if made else ""
    return book.letter("returned_referrer", to, reference=reference, extra=tried)
