"""Addresses of what a team sets."""

from __future__ import annotations

from django.urls import path

from pitservice.configuration import views

app_name = "configuration"

urlpatterns = [
    path("", views.SettingsPage.as_view(), name="settings"),
    path("<slug:team>/settings/", views.ChangeSettingsPage.as_view(), name="change"),
    path("<slug:team>/risk-factors/", views.RiskListPage.as_view(), name="risks"),
    path("<slug:team>/working-days/", views.DayListPage.as_view(), name="days"),
    path("<slug:team>/working-days/add/", views.AddDayPage.as_view(), name="add_day"),
]
