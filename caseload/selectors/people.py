"""Who can be in a piece of work: babies, adults, colleagues; and what they need to be met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from caseload.models import Allocation, Appointment, Episode
from families.enums import CARING_ROLES, AlertKind, FamilyRole, InvolvementKind, NeedKind
from families.models import Alert, Family, Involvement, Loss, Need, Person
from families.selectors import without_sealed
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.accounts.selectors import colleagues, holders
from pitservice.accounts.viewer import Viewer

#: Who may lead: a trainee works along (P7), a keyworker helps the family to engage.
LEADS = (RoleName.CLINICAL_LEAD, RoleName.PRACTITIONER)
#: What booking warns about: times to avoid, interpreters and in which form to tell somebody (P68), how they want to be
#: reached (P29).
NEEDS_AT_BOOKING = (
    NeedKind.TIMES_TO_AVOID,
    NeedKind.INTERPRETER,
    NeedKind.NOT_INTERPRETER,
    NeedKind.HOW_TO_CONTACT,
    NeedKind.LITERACY,
    NeedKind.FORMAT,
)


def leads(team_id: int) -> QuerySet[User]:
    """Colleagues who may lead work with a family, by name."""
    return colleagues(team_id, *LEADS)


def workers(team_id: int) -> QuerySet[User]:
    """Colleagues who work with families (record sessions), by name."""
    return holders(team_id, Permission.RECORD_SESSIONS)


def workers_seen_by(viewer: Viewer) -> QuerySet[User]:
    """Colleagues who work with families in any of the viewer's teams, by name."""
    either = Q(pk__in=())
    for team in sorted(viewer.all_team_ids):
        either |= Q(pk__in=workers(team).order_by().values("pk"))
    return User.objects.filter(either).order_by("name", "pk")


def ever_worked(viewer: Viewer) -> QuerySet[User]:
    """Colleagues who have or had a part in work that the viewer sees, those who have left too, by name."""
    parts = Allocation.objects.visible_to(viewer)
    return User.objects.filter(pk__in=parts.values("user_id")).order_by("name", "pk")


def may_be_lead(team_id: int, user: User) -> bool:
    """Whether this colleague may lead work in this team today."""
    return leads(team_id).filter(pk=user.pk).exists()


def may_work(team_id: int, user: User) -> bool:
    """Whether this colleague works with families in this team today."""
    return workers(team_id).filter(pk=user.pk).exists()


@dataclass(frozen=True, slots=True)
class Shut:
    """To which colleagues which families are closed, and who is named for those that are restricted, by id."""

    closed: Mapping[int, set[int]]
    named: Mapping[int, set[int]]

    def shuts(self, family: Family, user: User) -> bool:
        """Whether this colleague could not see the family even when they took it on (P33; design §6)."""
        return user.pk in self.closed[family.pk] or (family.restricted and user.pk not in self.named[family.pk])


def shut_out(families: Sequence[Family]) -> Shut:
    """Read for several families in one query."""
    closed, named = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    now, kinds = timezone.now(), (InvolvementKind.CLOSED_TO, InvolvementKind.NAMED)
    rows = Involvement.objects.filter(Q(until=None) | Q(until__gt=now), family__in=families, kind__in=kinds)
    for family, user, kind in rows.filter(starts__lte=now).values_list("family", "user", "kind"):
        (closed if kind == InvolvementKind.CLOSED_TO else named)[family].add(user)
    return Shut(closed, named)


def sees_family(user: User, family_id: int) -> bool:
    """Whether a colleague sees this family's work."""
    return Family.objects.visible_to(Viewer.of(user, Permission.SEE_CASELOAD)).filter(pk=family_id).exists()


def babies_to_work_for(family: Family) -> QuerySet[Person]:
    """The family's babies, born or expected, for whom no loss is recorded: a surviving twin stays (P22)."""
    lost = Loss.objects.filter(person=OuterRef("pk"), undone_at__isnull=True)
    return _members(family, [FamilyRole.BABY]).filter(~Exists(lost), died_on__isnull=True)


def adults_to_work_with(family: Family) -> QuerySet[Person]:
    """Adults who care for the baby, without those who must not learn of the work (CON-1)."""
    restricted = Alert.objects.filter(
        person=OuterRef("pk"), family=family, kind=AlertKind.RESTRICTED_PERSON, lifted_at__isnull=True
    )
    return _members(family, sorted(CARING_ROLES)).filter(~Exists(restricted), died_on__isnull=True, lost=False)


def _members(family: Family, roles: Sequence[str]) -> QuerySet[Person]:
    here = Q(memberships__family=family, memberships__ends_on__isnull=True, memberships__role__in=roles)
    return Person.objects.filter(here, sealed=False).order_by("memberships__pk").distinct()


def adults_of(episode: Episode) -> list[Person]:
    """Adults of a piece of work who may be invited and written to, as things are now."""
    allowed = adults_to_work_with(episode.family)
    ids = episode.adults.filter(until__isnull=True).values("person_id")
    return list(allowed.filter(pk__in=ids))


def babies_of(episode: Episode) -> list[Person]:
    """Babies of a piece of work, without one who was lost (P22)."""
    ids = episode.babies.values("person_id")
    return list(babies_to_work_for(episode.family).filter(pk__in=ids))


def needs_at_booking(family: Family) -> list[Need]:
    """Needs that somebody who books should know, with their people."""
    needs = Need.objects.filter(family=family, kind__in=NEEDS_AT_BOOKING, ended_at__isnull=True)
    return list(without_sealed(needs).select_related("person").order_by("kind", "pk"))


def has_loss(family_id: int) -> bool:
    """Whether a loss is recorded that nobody has undone (P22)."""
    return Loss.objects.filter(family_id=family_id, undone_at__isnull=True).exists()


def whom_to_ask(team_id: int) -> str:
    """Whom to speak to before a visit after a loss (P22): the team's clinical leads, by name."""
    names = colleagues(team_id, RoleName.CLINICAL_LEAD).values_list("name", flat=True)
    return " or ".join(names) or "the clinical lead"


def attended_adults(episode: Episode) -> set[int]:
    """Ids of the adults who came to at least one appointment: letters are addressed to them (LET-1)."""
    came = Appointment.objects.filter(episode=episode, attendances__status__in=("came", "late"))
    return set(came.values_list("attendances__person_id", flat=True).distinct())
