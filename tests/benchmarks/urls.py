"""The product's addresses, the Django admin over the same tables, and bare views that fetch and draw the same rows."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path
from django.utils import timezone

from referrals.models import Referral, WaitingEntry
from referrals.presenters.status import missing_in_short, suggestion_in_short
from referrals.selectors import with_people
from referrals.selectors.waiting import with_row
from referrals.wording import babies_in_words
from tests.benchmarks import bare


@admin.register(Referral)
class ReferralAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # the admin takes no parameters at run time
    """What a team would get from the admin: the same facts, filters and order as the inbox."""

    list_display = (
        "key",
        "due_on",
        "baby",
        "suggestion",
        "source",
        "referrer_organisation",
        "missing",
        "state",
        "screener",
    )
    list_filter = ("state", "source", "screener")
    list_per_page = 25
    ordering = ("due_on", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Referral]:
        """As the inbox reads them."""
        return with_people(super().get_queryset(request))

    def baby(self, referral: Referral) -> str:
        """Who it is about."""
        return babies_in_words(referral.people.all(), timezone.localdate())

    def suggestion(self, referral: Referral) -> str:
        """What the rule suggests."""
        return suggestion_in_short(referral)

    def missing(self, referral: Referral) -> str:
        """What is missing."""
        return missing_in_short(referral, list(referral.people.all()))


@admin.register(WaitingEntry)
class WaitingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """The same for the waiting list."""

    list_display = ("key", "baby", "since", "significant", "total", "priority", "support", "next_check_on")
    list_filter = ("state", "support")
    list_per_page = 25
    ordering = ("since", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[WaitingEntry]:
        """As the waiting list reads them."""
        return with_row(super().get_queryset(request)).select_related("family", "referral")

    def baby(self, entry: WaitingEntry) -> str:
        """Who waits."""
        return babies_in_words(entry.referral.people.all(), timezone.localdate())


urlpatterns = [
    path("bench-admin/", admin.site.urls),
    path("bench-bare/inbox/", bare.inbox, name="bare-inbox"),
    path("bench-bare/waiting/", bare.waiting, name="bare-waiting"),
    path("", include("pitservice.urls")),
]
