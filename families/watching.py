"""What waits for those who watch over who sees what: the guardian and the lead (design §6, P33)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from families.enums import InvolvementKind as Kind
from families.guarding import connections, emergencies, review_due
from families.looks import Looks, looks_to_think_about
from families.models import Involvement
from families.presenters import family_label
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import holders
from pitservice.accounts.viewer import Viewer
from pitservice.ui import dates
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.worklist import Item, Source

LATE, OPEN = Tag("Review is late", Colour.RED), Tag("Open now", Colour.RED)


def opened(viewer: Viewer, today: date) -> list[Item]:
    """One item for each record opened in an emergency, at once and until somebody else has reviewed it."""
    rows = list(emergencies(viewer).filter(reviewed_at=None).exclude(user=viewer.user))
    due = review_due(rows)
    return [
        Item(
            what=f"{row.user.name} opened a restricted record in an emergency",
            whose=family_label(row.family),
            action=_to("review_emergency", "Review", row),
            mine=True,
            due=due[row.pk],
            since=row.starts,
            tag=state_of(row, due[row.pk], today),
            urgent=True,
            family=(row.family_id, row.team_id),
        )
        for row in rows
    ]


def state_of(row: Involvement, due: date, today: date) -> Tag | None:
    """Open now, or late to be reviewed."""
    if row.until is None or row.until > timezone.now():
        return OPEN
    return LATE if row.reviewed_at is None and due < today else None


def unwatched(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Teams where a record was opened in an emergency and nobody may review it: said without saying which record."""
    rows = Involvement.objects.filter(kind=Kind.BREAK_GLASS, reviewed_at=None, team_id__in=viewer.all_team_ids)
    found = []
    for team in viewer.teams:
        openers = set(rows.filter(team_id=team.pk).values_list("user_id", flat=True))
        guardians = set(holders(team.pk, Permission.GUARD).values_list("pk", flat=True))
        if any(not guardians - {opener} for opener in openers):
            action = Link("Give the role", reverse("governance:users"), hidden="of Caldicott guardian")
            what = "A restricted record was opened in an emergency, and no guardian can review it"
            found.append(Item(what=what, whose=team.name, action=action, mine=True, urgent=True))
    return found


def to_reallocate(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Connections that a colleague declared: who does the work now?"""
    return _connections(viewer, "reallocate", "Decide")


def to_guard(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """The same for the guardian, who may lift one."""
    return _connections(viewer, "connection", "Read")


def _connections(viewer: Viewer, url: str, action: str) -> list[Item]:
    return [
        Item(
            what=f"{row.user.name} knows this family: who does the work now?",
            whose=family_label(row.family),
            action=_to(url, action, row),
            mine=False,
            since=row.starts,
            family=(row.family_id, row.team_id),
        )
        for row in connections(viewer).filter(reviewed_at=None).exclude(user=viewer.user)
    ]


def looks(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Looks by somebody who may know the family."""
    return [
        Item(
            what=f"{one.user.name} looked at a family: {words_of(one).lower()}",
            whose=family_label(one.family),
            action=Link("Think about it", href_of(one), hidden=f"{one.user.name}, {family_label(one.family)}"),
            mine=True,
            since=one.last,
            family=(one.family.pk, one.family.team_id),
        )
        for one in looks_to_think_about(viewer)
    ]


def words_of(one: Looks) -> str:
    """ "Same last name, same postcode; 3 looks"."""
    why = ", ".join((one.why[0], *(part.lower() for part in one.why[1:])))
    return f"{why}; {dates.count(one.count, 'look')}"


def href_of(one: Looks) -> str:
    """Where a guardian says what came of it."""
    return reverse("families:review_looks", args=[one.family.key, one.user.key])


def _to(url: str, text: str, row: Involvement) -> Link:
    about = f"{row.user.name}, {family_label(row.family)}"
    return Link(text, reverse(f"families:{url}", args=[row.family.key, row.key]), hidden=about)


SOURCES = (
    Source("Records opened in an emergency", Permission.GUARD, opened, "families:emergencies"),
    Source("Nobody to review an emergency", Permission.MANAGE_USERS, unwatched, "governance:users"),
    Source("Work to give to somebody else", Permission.ALLOCATE, to_reallocate, "families:waiting"),
    Source("Records closed to a colleague", Permission.GUARD, to_guard, "families:connections"),
    Source("Looks to think about", Permission.GUARD, looks, "families:looks"),
)
