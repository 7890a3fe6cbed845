"""Addresses that every page's footer leads to; named without a prefix, because the shell knows no app."""

from __future__ import annotations

from django.urls import path

from pitservice.governance.views import about

urlpatterns = [
    path("help/", about.HelpPage.as_view(), name="help"),
    path("help/new/", about.WhatsNewPage.as_view(), name="whats_new"),
    path("help/keyboard/", about.KeyboardPage.as_view(), name="keyboard"),
    path("accessibility/", about.AccessibilityPage.as_view(), name="accessibility"),
]
