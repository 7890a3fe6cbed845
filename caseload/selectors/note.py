"""Which notes somebody reads."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from caseload.enums import SEEN, STANDS, NoteState
from caseload.models import Allocation, Draft, DutyTurn, Episode, Note, SignedVersion
from caseload.models.note import ON_THE_CASE
from families.models import Family
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import NotesReadBy
from pitservice.configuration.selectors import settings_of

#: Notes that have to be signed: of sessions that stand, and assessment records.
TO_SIGN = Q(session__isnull=True) | Q(session__appointment__state__in=SEEN)


def notes_left(episode: Episode) -> int:
    """How many notes of sessions that stand are not signed; the assessment record counts with them (P65)."""
    return Note.objects.filter(TO_SIGN, episode=episode).exclude(state=NoteState.SIGNED).count()


def record_of(episode: Episode) -> Note | None:
    """The assessment record of a piece of work, written by whomever (P65)."""
    return Note.objects.filter(episode=episode, session=None).select_related("author", "written_in").first()


def reads_notes_of(family: Family, user: User) -> bool:
    """Whether somebody reads the notes of a family, by role and by the team's rule (`NotesReadBy`)."""
    viewer = Viewer.of(user, Permission.READ_NOTES)
    if family.team_id not in viewer.all_team_ids:
        return False
    rule = settings_of(family.team_id).notes_read_by
    if rule == NotesReadBy.TEAM:
        return True
    involved = {kind for family_id, kind in user.read_along("involvements_in_force") if family_id == family.pk}
    leads = {one.team_id for one in user.current_memberships if one.role == RoleName.CLINICAL_LEAD}
    if involved & set(ON_THE_CASE) or (rule == NotesReadBy.LEADS and family.team_id in leads):
        return True
    worked = Allocation.objects.filter(episode__family=family, user=user).exists()
    return worked or DutyTurn.objects.filter(team=family.team_id, user=user, day=timezone.localdate()).exists()


def readable(notes: QuerySet[Note], user: User) -> QuerySet[Note]:
    """Of these notes the signed ones, those signed before (their versions are read), and one's own."""
    before = Exists(SignedVersion.objects.filter(note=OuterRef("pk")))
    return notes.filter(Q(state__in=STANDS) | Q(author=user) | Q(before))


def last_sent_back(note: Note) -> SignedVersion | None:
    """What the supervisor sent back, while its author writes it anew (P7)."""
    last = note.versions.order_by("created_at", "pk").last() if note.state == NoteState.DRAFT else None
    return last if last is not None and last.sent_back else None


def may_take_over(note: Note) -> bool:
    """Whether another facilitator may write it: of a family in a group, and nobody has typed a word yet (P72)."""
    if note.session is None or note.session.appointment.group_session_id is None or note.paragraphs:
        return False
    typed = Draft.objects.filter(appointment=note.session.appointment_id, author=note.author_id).exclude(text="")
    return note.state == NoteState.DRAFT and not typed.exists()
