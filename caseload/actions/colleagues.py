"""Colleagues who work along with a family: a co-worker, a keyworker, a trainee (toolkit ch. 6; P7)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from caseload.enums import AllocationRole, EpisodeState
from caseload.models import Allocation, Episode
from caseload.selectors.people import may_work, shut_out
from caseload.selectors.supervision import is_trainee
from families.actions import end_involvement, involve
from families.enums import InvolvementKind
from families.models import Involvement
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def join_work(*, episode: Episode, user: User, role: AllocationRole, seen: int | None = None, by: Actor) -> Allocation:
    """A colleague works along as co-worker or keyworker, and sees the family by it: a trainee sees no other (P7).

    Refused for the lead, who is handed over to, for who does so already, and in work that is closed; a trainee puts
    nobody on.
    """
    episode = lock(episode, seen=seen)
    _refuse_trainee(episode, by)
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed. A family that comes back gets a new one.")
    if role not in (AllocationRole.CO_WORKER, AllocationRole.KEYWORKER):
        raise Refused("Hand the work over to give it another lead practitioner.")
    if not may_work(episode.team_id, user):
        raise Refused(f"{user.name} does not work with families in this team. Choose somebody else.")
    if episode.allocations.filter(user=user, ends_on__isnull=True).exists():
        raise Refused(f"{user.name} takes part in this work already.")
    allocation = give_part(episode, user, role, by)
    record("caseload.join_work", episode, by=by, role=str(role), user=user.pk)
    return allocation


@transaction.atomic
def leave_work(*, allocation: Allocation, by: Actor) -> Allocation:
    """A co-worker's or keyworker's part ends today, and with it what they see by it; the lead is handed over.

    A trainee takes nobody off (P7).
    """
    episode = lock(allocation.episode)
    _refuse_trainee(episode, by)
    allocation = Allocation.objects.select_for_update(of=("self",)).select_related("user").get(pk=allocation.pk)
    if allocation.role == AllocationRole.LEAD:
        raise Refused("Hand the work over to give it another lead practitioner.")
    if allocation.ends_on is not None:
        raise Refused(f"The part of {allocation.user.name} has ended already.")
    end_part(allocation, by)
    record("caseload.leave_work", episode, by=by, role=allocation.role, user=allocation.user_id)
    return allocation


def _refuse_trainee(episode: Episode, by: Actor) -> None:
    if by.user_id is not None and is_trainee(User.objects.get(pk=by.user_id), episode.team_id):
        raise Refused("Ask the lead practitioner to do this.")


def may_not_see(user: User) -> str:
    """Why a colleague has no part in work with a family that does not exist for them; it tells nothing more."""
    return f"{user.name} may not see this family. Choose somebody else."


def give_part(episode: Episode, user: User, role: AllocationRole, by: Actor) -> Allocation:
    """A colleague's part in a piece of work, and the involvement that opens the family to them.

    Refused where it stays closed to them all the same: they declared a connection, or are not named for a restricted
    record (P33; design §6). Work that its own lead cannot see would be nobody's.
    """
    if shut_out([episode.family]).shuts(episode.family, user):
        raise Refused(may_not_see(user))
    given = Allocation.objects.create(team_id=episode.team_id, episode=episode, user=user, role=role, created_by=by)
    involve(family=episode.family, user=user, kind=InvolvementKind.ALLOCATED, why=role.label, by=by)
    return given


def end_part(allocation: Allocation, by: Actor) -> None:
    """End a colleague's part, and with it their involvement, unless another part of theirs goes on."""
    allocation.ends_on = timezone.localdate()
    allocation.save(update_fields=["ends_on"])
    family_id = allocation.episode.family_id
    others = Allocation.objects.filter(user=allocation.user, episode__family_id=family_id, ends_on__isnull=True)
    if others.exists():
        return
    involvements = Involvement.objects.filter(
        family_id=family_id, user=allocation.user, kind=InvolvementKind.ALLOCATED, until__isnull=True
    )
    for involvement in involvements.order_by("pk"):
        end_involvement(involvement=involvement, by=by)
