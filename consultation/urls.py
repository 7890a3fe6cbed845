"""Addresses of consultation."""

from __future__ import annotations

from django.urls import path

from consultation import referring, views

app_name = "consultation"

urlpatterns = [
    path("", views.ConsultationListPage.as_view(), name="list"),
    path("record/", views.RecordConsultationPage.as_view(), name="record"),
    path("<key:key>/", views.ConsultationPage.as_view(), name="consultation"),
    path("<key:key>/change/", views.ChangeConsultationPage.as_view(), name="change"),
    path("<key:key>/carry/", referring.CarryPage.as_view(), name="carry"),
    path("<key:key>/refer/", referring.ReferPage.as_view(), name="refer"),
]
