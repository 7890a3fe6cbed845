"""Addresses of caseload."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "caseload"

urlpatterns: list[URLPattern] = []
