"""Colleagues who work along with a family: put on, and taken off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from caseload import actions
from caseload.enums import AllocationRole
from caseload.forms.allocating import JoinForm
from caseload.models import Allocation
from caseload.views.base import AboutWork, EpisodeActionPage, episode_link
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Link
from pitservice.ui.forms import PressForm
from pitservice.ui.words import inside


class JoinPage(EpisodeActionPage):
    """A co-worker, a keyworker or a trainee works along (P7)."""

    permission = Permission.RECORD_SESSIONS
    form_class = JoinForm
    heading = "Somebody works along"
    submit_label = "Let them work along"

    def intro(self) -> Sequence[str]:
        """What follows."""
        return ["They see the family from now on. A trainee sees no other family, and their supervisor co-signs notes."]

    def form_kwargs(self) -> dict[str, Any]:
        """Colleagues of the team."""
        return {"team": self.subject.team}

    def act(self, form: Any) -> str:
        """Put them on."""
        given = form.cleaned_data
        role = AllocationRole(given["role"])
        actions.join_work(episode=self.subject, user=given["user"], role=role, seen=given["seen"], by=self.viewer.actor)
        self.success = f"{given['user'].name} works along as {inside(role.label)}."
        return self.back_href


class LeavePage(AboutWork, FamilyActionPage):
    """A co-worker's or keyworker's part ends; `subject` is their part."""

    permission = Permission.RECORD_SESSIONS
    form_class = PressForm
    submit_label = "End it today"
    success = "Their part has ended."
    way_to_family = "subject.episode.family"

    def get_subject(self) -> Any:
        """The part with the address's key, of the piece of work in it."""
        visible = Allocation.objects.visible_to(self.viewer).select_related("user", "episode__family", "episode__team")
        return self.find(visible.filter(episode__key=self.kwargs["key"]), key=self.kwargs["item"])

    def get_heading(self) -> str:
        """Whose part."""
        return f"End the part of {self.subject.user.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.subject.episode))

    def intro(self) -> Sequence[str]:
        """What follows."""
        return [
            "They no longer see the family by it. What they wrote stays, and appointments stay with whom they are"
            " booked with: move them if need be."
        ]

    @property
    def back_href(self) -> str:
        """The piece of work."""
        return reverse("caseload:episode", args=[self.subject.episode.key])

    def act(self, form: Any) -> str:
        """End it."""
        actions.leave_work(allocation=self.subject, by=self.viewer.actor)
        return self.back_href
