"""What waits out of the register: to be read by each, to be reviewed by the lead; and what settings carry out (P84)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.carried_out import CarriedOut
from pitservice.policies import presenters
from pitservice.policies.enums import CARRIED_OUT_BY
from pitservice.policies.selectors import policies, to_read, to_review
from pitservice.ui.components import Link
from pitservice.ui.worklist import Item, Source

#: How long before its day a review comes onto the home page.
SOON = timedelta(weeks=4)


def unread(viewer: Viewer, _today: date) -> list[Item]:
    """Each version in force that this colleague has not said they read."""
    return [
        Item(
            what="Policy to read",
            whose=f"{version.policy.title}, version {version.number}",
            action=Link(
                "Read", reverse("policies:read", args=[version.policy.key, version.number]), hidden=version.policy.title
            ),
            mine=True,
            since=version.created_at,
        )
        for version in to_read(viewer)
    ]


def reviews(viewer: Viewer, today: date) -> list[Item]:
    """Policies whose review is due within four weeks."""
    return [
        Item(
            what="Review of a policy",
            whose=policy.title,
            action=Link("Review", presenters.href(policy), hidden=policy.title),
            mine=False,
            due=policy.review_on,
            since=policy.created_at,
            tag=presenters.due_tag(policy, today),
        )
        for policy in to_review(viewer, today + SOON)
    ]


SOURCES = (
    Source("Policies to read", Permission.SEE_HOME, unread, "policies:list", own=True),
    Source("Policies to review", Permission.MANAGE_LISTS, reviews, "policies:list"),
)


def carried_out_in(viewer: Viewer, team: Team) -> Sequence[CarriedOut]:
    """For the page of settings: the team's policies, and which of its settings carry each out (P84)."""
    return [
        CarriedOut(
            Link(policy.title, presenters.href(policy)),
            tuple(presenters.label_of(name) for name in CARRIED_OUT_BY[policy.kind]),
        )
        for policy in policies(viewer).filter(team=team, kind__in=CARRIED_OUT_BY)
    ]
