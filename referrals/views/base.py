"""What pages about one referral share: the referral, its banner, the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import ClassVar

from django.urls import reverse

from families.pages import banner_for
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Banner, Link
from pitservice.ui.pages import ActionPage, Page, RecordPage
from referrals.models import Referral, ReferredPerson


class AboutReferral(Page):
    """`self.referral` is the one with the address's `key`, of those visible to the viewer (404 otherwise)."""

    abstract: ClassVar[bool] = True
    nav = "referrals:inbox"

    @cached_property
    def referral(self) -> Referral:
        """Read once, with its people and what the family's banner needs."""
        found = Referral.objects.visible_to(self.viewer).select_related("family", "team", "screener")
        referral = self.find(found, key=self.kwargs["key"])
        if referral.family is not None:
            for_banner(referral.family)
        return referral

    @cached_property
    def parties(self) -> list[ReferredPerson]:
        """Everybody named."""
        return list(self.referral.people.select_related("person"))

    def families(self) -> Iterable[tuple[int, int]]:
        """The family, once it is settled."""
        return [(self.referral.family_id, self.referral.team_id)] if self.referral.family_id else []

    def get_banner(self) -> Banner | None:
        """The family's, once it is settled who the referral is about."""
        return banner_for(self.referral.family, self.user) if self.referral.family else None

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The inbox, and on pages that do something the referral."""
        trail = [Link("Referrals", reverse("referrals:inbox"))]
        return [*trail, Link(f"Referral {self.referral.key}", self.href)] if isinstance(self, ActionPage) else trail

    @property
    def href(self) -> str:
        """The referral's own page."""
        return reverse("referrals:referral", args=[self.referral.key])

    def may(self, permission: Permission) -> bool:
        """Whether this colleague also holds another permission in the referral's team."""
        return self.referral.team_id in Viewer.of(self.user, permission).all_team_ids


class ReferralRecordPage(AboutReferral, RecordPage):
    """Shows one referral."""

    abstract: ClassVar[bool] = True

    def get_record(self) -> Referral:
        """The referral."""
        return self.referral


class ReferralActionPage(AboutReferral, ActionPage):
    """Does something to one referral, and leads back to it."""

    abstract: ClassVar[bool] = True
    anew: ClassVar[Sequence[str]] = ("referral", "parties")

    def get_subject(self) -> Referral:
        """The referral: its version travels in the form."""
        return self.referral

    def get_cancel(self) -> Link | None:
        """Back without doing anything."""
        return Link("Cancel", self.href)
