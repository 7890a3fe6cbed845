"""A team that works by locality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from caseload import actions
from caseload.actions import Drawn
from caseload.forms.allocating import AllocateForm
from caseload.models import Locality
from caseload.selectors.localities import grouped, localities_of
from families.models import ContactPoint
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.ui.forms import ActForm
from referrals.actions import settle_family
from referrals.models import WaitingEntry
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.families import MadeFamily, make_family
from tests.make.referrals import make_decision, make_referral


@dataclass
class Town:
    """A team with a lead and two practitioners; Riverside is ZZ16, where Priya works."""

    team: Team
    boss: User
    priya: User
    sam: User
    riverside: Locality = field(default_factory=Locality)

    def add(self, name: str, areas: Sequence[str], *colleagues: User) -> Locality:
        """Another locality."""
        return actions.add_locality(team=self.team, drawn=Drawn(name, areas, colleagues), by=BY)

    def waits(self, postcode: str = "ZZ16 5AU", made: MadeFamily | None = None) -> WaitingEntry:
        """A family that lives there waits."""
        made = made or make_family(self.team)
        ContactPoint.objects.filter(pk=made.address.pk).update(postcode=postcode)
        referral = make_referral(self.team, people=())
        settle_family(referral=referral, family=made.family, by=BY)
        referral.refresh_from_db()
        make_decision(referral)
        return WaitingEntry.objects.get(referral=referral)

    def groups(self, user: User | None = None) -> dict[str, list[int]]:
        """Ids of waiting entries by name of group, as somebody sees them."""
        localities, viewer = localities_of(self.team.pk), viewer_of(user or self.boss, Permission.ALLOCATE)
        names = {row.key: row.name for row in localities.rows}
        found = grouped(self.team, viewer, localities, timezone.localdate())
        return {names.get(group, group): ids for group, ids in found.items()}

    def labels(self, entry: WaitingEntry) -> str:
        """Who may lead, as the form of allocating says it."""
        viewer = viewer_of(self.boss, Permission.ALLOCATE)
        return said_in(AllocateForm(team=self.team, viewer=viewer, family=entry.family))


def said_in(form: ActForm) -> str:
    """Who may lead, as a form says it."""
    return str(form["lead"])


def make_town() -> Town:
    """The team, its colleagues, Riverside; nobody waits."""
    team = make_team()
    boss = make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh")
    priya, sam = (make_user(RoleName.PRACTITIONER, team, name) for name in ("Priya Shah", "Sam Okoro"))
    made = Town(team, boss, priya, sam)
    made.riverside = made.add("Riverside", ["ZZ16"], priya)
    return made
