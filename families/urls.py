"""Addresses of families."""

from __future__ import annotations

from django.urls import path

from families.views import family, listing

app_name = "families"

urlpatterns = [
    path("", listing.FamilyListPage.as_view(), name="list"),
    path("<key:key>/", family.FamilyPage.as_view(), name="family"),
    path("<key:key>/told/", family.FamilyPage.as_view(), name="told"),
]
