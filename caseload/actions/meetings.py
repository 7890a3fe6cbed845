"""The allocation meeting: begun, decided by whoever holds the pen, done in one press at its end (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from caseload.actions.attempts import send_first_contact
from caseload.actions.colleagues import may_not_see
from caseload.actions.episodes import allocate
from caseload.enums import FirstWord, MeetingState
from caseload.models import Brings, Meeting, MeetingDecision
from caseload.selectors.people import may_be_lead, may_work, shut_out, workers
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, begin
from referrals.enums import WaitingState
from referrals.models import WaitingEntry


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided of one family; without a `lead` it goes on waiting, and the note says why."""

    lead: User | None = None
    co_worker: User | None = None
    keyworker: User | None = None
    first_word: FirstWord = FirstWord.CALL
    note: str = ""


#: Why a text goes at the end of a meeting before the referrer was asked (P64): the form says to choose it only then.
AGREED_IN_MEETING = "Agreed at the allocation meeting: it is known to be safe and wanted."


@transaction.atomic
def begin_meeting(*, team: Team, present: Sequence[User], by: Actor) -> Meeting:
    """Begin the team's allocation meeting; whoever begins it holds the pen. The second of two at once is refused."""
    lock(team)
    if Meeting.objects.filter(team=team, state=MeetingState.OPEN).exists():
        raise Refused("A meeting of this team is open already. Go on with that one.")
    names = [user.name for user in present]
    meeting = Meeting.objects.create(team=team, pen=_colleague(by), present=names, created_by=by)
    begin(meeting, by=by)
    record("caseload.begin_meeting", meeting, by=by, present=sorted(user.pk for user in present))
    return meeting


@transaction.atomic
def take_pen(*, meeting: Meeting, by: Actor) -> Meeting:
    """From now on this colleague writes what is decided; everybody else sees it."""
    meeting = _open(meeting)
    meeting.pen = _colleague(by)
    _changed(meeting, "pen")
    record("caseload.take_pen", meeting, by=by)
    return meeting


@transaction.atomic
def decide_in_meeting(*, meeting: Meeting, entry: WaitingEntry, decided: Decided, by: Actor) -> MeetingDecision:
    """Write down what is decided of a waiting family, or write it anew. Nothing is done before the meeting is finished.

    Only whoever holds the pen writes. Refused for who may not lead or work with families here, or may not see this one,
    and without a note where the family goes on waiting.
    """
    meeting = _open(meeting)
    _holds_the_pen(meeting, by)
    if entry.team_id != meeting.team_id or entry.state != WaitingState.WAITING:
        raise Refused("This family is no longer on the waiting list. Look at the family's page for what happened.")
    _check(meeting, decided, entry.family)
    columns = {
        "lead": decided.lead,
        "co_worker": decided.co_worker,
        "keyworker": decided.keyworker,
        "first_word": decided.first_word,
        "note": decided.note.strip(),
    }
    row = MeetingDecision.objects.filter(meeting=meeting, entry=entry).first()
    if row is None:
        row = MeetingDecision(team_id=meeting.team_id, meeting=meeting, entry=entry, created_by=by)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    _changed(meeting)
    record("caseload.decide_in_meeting", row, by=by, family_id=entry.family_id, lead=row.lead_id)
    return row


@transaction.atomic
def undo_in_meeting(*, decision: MeetingDecision, by: Actor) -> Meeting:
    """Take what was written about a family away again, while the meeting is open."""
    meeting = _open(decision.meeting)
    _holds_the_pen(meeting, by)
    record("caseload.undo_in_meeting", meeting, by=by, entry=decision.entry_id)
    MeetingDecision.objects.filter(pk=decision.pk).delete()
    _changed(meeting)
    return meeting


@transaction.atomic
def finish_meeting(*, meeting: Meeting, seen: int | None = None, by: Actor) -> Meeting:
    """Do everything that was decided, in one press and all or nothing: allocate, and text where that was decided.

    What the contact rules hold waits for a person as ever (CON-1, CON-2). Refused when a family left the list since,
    or when something was written meanwhile that whoever presses has not seen.
    """
    meeting = lock(_open(meeting), seen=seen)
    _holds_the_pen(meeting, by)
    rows = list(meeting.decisions.select_related("entry__family", "entry__referral", "lead", "co_worker", "keyworker"))
    seen_by = MeetingDecision.objects.visible_to(Viewer.of(meeting.pen, Permission.ALLOCATE)).filter(meeting=meeting)
    if seen_by.count() != len(rows):
        raise Refused("Something was decided about a family whose record you may not open. Give the pen back.")
    for row in rows:
        if row.lead is not None:
            _do(row, row.lead, by)
    advance(meeting, MeetingState.FINISHED, by=by, last_change=timezone.now())
    record("caseload.finish_meeting", meeting, by=by, allocated=[row.pk for row in rows if row.lead_id])
    return meeting


@transaction.atomic
def call_off_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """End a meeting without doing anything that was written in it."""
    meeting = _open(meeting)
    advance(meeting, MeetingState.CALLED_OFF, by=by, last_change=timezone.now())
    record("caseload.call_off_meeting", meeting, by=by)
    return meeting


@transaction.atomic
def set_brings(
    *, team: Team, user: User, skills: Sequence[str], languages: Sequence[str], areas: Sequence[str], by: Actor
) -> Brings:
    """Say what a colleague brings to families: ways of working, languages, the beginnings of postcodes they get to."""
    lock(team)
    if not workers(team.pk).filter(pk=user.pk).exists():
        raise Refused(f"{user.name} does not work with families in this team.")
    row = Brings.objects.filter(team=team, user=user).first() or Brings(team=team, user=user, created_by=by)
    row.skills, row.languages, row.areas = list(skills), list(languages), [area.upper() for area in areas]
    row.save()
    record("caseload.set_brings", row, by=by, user=user.pk)
    return row


def _do(row: MeetingDecision, lead: User, by: Actor) -> None:
    try:
        episode = allocate(entry=row.entry, lead=lead, keyworker=row.keyworker, co_worker=row.co_worker, by=by)
    except Refused as refusal:
        about = row.entry.family.title
        raise Refused(f"{about}: {refusal.sentence} Undo what is written there, then finish.") from refusal
    row.episode = episode
    row.save(update_fields=["episode"])
    if row.first_word == FirstWord.TEXT:
        send_first_contact(episode=episode, without=AGREED_IN_MEETING, by=by)


def _check(meeting: Meeting, decided: Decided, family: Family) -> None:
    if decided.lead is None:
        if decided.co_worker or decided.keyworker:
            raise Refused("Choose who leads the work before somebody works along.")
        if not decided.note.strip():
            raise Refused("Enter why the family goes on waiting, or choose who leads.")
        return
    if not may_be_lead(meeting.team_id, decided.lead):
        raise Refused(f"{decided.lead.name} cannot lead work with families in this team. Choose somebody else.")
    along = [user for user in (decided.co_worker, decided.keyworker) if user is not None]
    for user in along:
        if not may_work(meeting.team_id, user):
            raise Refused(f"{user.name} does not work with families in this team. Choose somebody else.")
    if len({decided.lead, *along}) < 1 + len(along):
        raise Refused("Choose a different colleague for each part.")
    shut = shut_out([family])
    for user in (decided.lead, *along):
        if shut.shuts(family, user):
            raise Refused(may_not_see(user))


def _open(meeting: Meeting) -> Meeting:
    meeting = lock(meeting)
    if meeting.state != MeetingState.OPEN:
        raise Refused("This meeting is over. What it decided stands in its minutes.")
    return meeting


def _holds_the_pen(meeting: Meeting, by: Actor) -> None:
    if by.user_id != meeting.pen_id:
        raise Refused(f"{meeting.pen.name} holds the pen. Take it first, then write.")


def _colleague(by: Actor) -> User:
    if by.user_id is None:
        raise Refused("A meeting is held by colleagues.")
    return User.objects.get(pk=by.user_id)


def _changed(meeting: Meeting, *columns: str) -> None:
    """So that everybody who looks sees it within seconds."""
    meeting.last_change = timezone.now()
    meeting.save(update_fields=["last_change", *columns])
