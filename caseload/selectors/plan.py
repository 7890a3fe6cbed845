"""What a team offers, and what it usually takes (P66)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from caseload.models import Intervention
from families.models import Organisation
from pitservice.accounts.viewer import Viewer

#: What parent-infant teams offer, with the usual number of sessions, none where open-ended (domain.md §2.1).
USUAL = (
    ("Video Interaction Guidance (VIG)", 6, "Cycles of filming and looking at it together"),
    ("Watch, Wait and Wonder", 12, "Weekly, led by the baby"),
    ("Parent-infant psychotherapy", None, "Open-ended"),
    ("Circle of Security Parenting", 8, "A group, or one family"),
    ("Newborn Behavioural Observations (NBO)", 3, "From birth to three months"),
    ("Infant massage", 5, "A group"),
    ("Mellow Babies", 14, "A group, whole days"),
    ("Solihull Approach group", 10, "A group"),
)


def interventions_of(team_id: int, besides: int | None = None) -> QuerySet[Intervention]:
    """What the team offers now, by name; `besides`: one that stands with the work already, offered or not."""
    offered = Q(in_use=True) | Q(pk=besides)
    return Intervention.objects.filter(offered, team_id=team_id).order_by("name", "pk")


def services_of(team_id: int) -> QuerySet[Organisation]:
    """Services of the directory to which families can be pointed, by name."""
    open_ones = Organisation.objects.filter(team_id=team_id, is_alternative=True, ends_on=None)
    return open_ones.order_by("name", "pk")


def interventions_seen_by(viewer: Viewer) -> QuerySet[Intervention]:
    """Every line of the viewer's teams' lists, those not offered any more last."""
    rows = Intervention.objects.visible_to(viewer).select_related("team")
    return rows.order_by("team__name", "-in_use", "name", "pk")
