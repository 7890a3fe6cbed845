"""Trainees and who co-signs what they write (P7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from caseload.enums import NoteState
from caseload.models import Note
from caseload.selectors.people import LEADS
from caseload.selectors.rota import stands_in_for
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, User
from pitservice.accounts.viewer import Viewer


def is_trainee(user: User, team_id: int) -> bool:
    """Whether somebody records sessions in this team as a trainee alone, so that their notes are co-signed."""
    return team_id in Viewer.of(user, Permission.RECORD_SESSIONS).involved_team_ids


def training_of(user_id: int, team_id: int) -> Membership | None:
    """A trainee's role in a team, the last one where there were several: with whom, from when and until when."""
    found = Membership.objects.filter(user_id=user_id, team_id=team_id, role=RoleName.TRAINEE, supervisor__isnull=False)
    return found.select_related("supervisor", "user").order_by("-starts_on", "-pk").first()


def to_cosign(viewer: Viewer) -> QuerySet[Any]:
    """Notes that wait for a co-signature: of one's own trainees, and all of a team where one allocates (P7, P4).

    With `supervisor_id` and `supervisor_name`, as the trainee's last role says.
    """
    last = Membership.objects.filter(
        user=OuterRef("trainee"), team=OuterRef("team"), role=RoleName.TRAINEE, supervisor__isnull=False
    ).order_by("-starts_on", "-pk")
    found = (
        Note.objects.visible_to(viewer)
        .filter(state=NoteState.TO_COSIGN)
        .annotate(
            supervisor_id=Subquery(last.values("supervisor_id")[:1]),
            supervisor_name=Subquery(last.values("supervisor__name")[:1]),
        )
    )
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    mine = Q(supervisor_id=viewer.user.pk) | Q(team_id__in=teams)
    related = ("episode__family", "session__appointment", "author", "trainee")
    return found.filter(mine).select_related(*related).order_by("signed_at", "pk")


def may_cosign(note: Note, user: User, today: date) -> bool:
    """Whether somebody may co-sign a note that waits, or send it back.

    The trainee's supervisor, a clinical lead of the team, or who stands in for a supervisor who is not here (0024);
    only a clinical lead or a practitioner, and never whose words they are.
    """
    if note.trainee_id is None or user.pk in (note.trainee_id, note.author_id):
        return False
    roles = {one.role for one in user.current_memberships if one.team_id == note.team_id}
    if RoleName.CLINICAL_LEAD in roles:
        return True
    training = training_of(note.trainee_id, note.team_id)
    if training is None or not roles & set(LEADS):
        return False
    instead = {one.user.pk for one in stands_in_for(user, today) if one.team.pk == note.team_id}
    return training.supervisor_id == user.pk or training.supervisor_id in instead
