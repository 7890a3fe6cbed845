"""The product's addresses, the Django admin over the same tables, and bare views that fetch and draw the same rows."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from referrals.models import Referral, WaitingEntry
from tests.benchmarks import bare


@admin.register(Referral)
class ReferralAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # the admin takes no parameters at run time
    """What a team would get from the admin: the same columns, filters and order as the inbox."""

    list_display = ("key", "due_on", "source", "referrer_name", "state", "family", "screener", "received_at")
    list_filter = ("state", "source")
    list_select_related = ("family", "screener")
    list_per_page = 25
    ordering = ("due_on", "pk")


@admin.register(WaitingEntry)
class WaitingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """The same for the waiting list."""

    list_display = ("key", "family", "since", "significant", "total", "priority", "support", "next_check_on")
    list_filter = ("state", "priority")
    list_select_related = ("family", "referral")
    list_per_page = 25
    ordering = ("since", "pk")


urlpatterns = [
    path("bench-admin/", admin.site.urls),
    path("bench-bare/inbox/", bare.inbox, name="bare-inbox"),
    path("bench-bare/waiting/", bare.waiting, name="bare-waiting"),
    path("", include("pitservice.urls")),
]
