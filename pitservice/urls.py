"""The addresses of the product, app by app."""

from __future__ import annotations

from django.urls import include, path

from pitservice.health import healthz
from pitservice.ui.home import HomePage

urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("families/", include("families.urls")),
    path("letters/", include("pitservice.letters.urls")),
    path("messages/", include("pitservice.messaging.urls")),
    path("", include("referrals.urls")),  # referrals/, waiting/, and the public refer/<team>/ and contact/<team>/
    path("work/", include("caseload.urls")),
    path("", include("measures.urls")),  # measures/, and the private answers/<token>/
    path("consultations/", include("consultation.urls")),
    path("reports/", include("reporting.urls")),
    path("policies/", include("pitservice.policies.urls")),
    path("manage/lists/", include("pitservice.configuration.urls")),
    path("manage/", include("pitservice.governance.urls")),
    path("", include("pitservice.governance.footer_urls")),  # help/, accessibility/
]
