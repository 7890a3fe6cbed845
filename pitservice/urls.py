"""The addresses of the product, app by app."""

from __future__ import annotations

from django.urls import include, path

from pitservice.ui.home import HomePage

urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
