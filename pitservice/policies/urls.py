"""Addresses of the register of policies."""

from __future__ import annotations

from django.urls import path

from pitservice.policies.views import register, writing

app_name = "policies"

urlpatterns = [
    path("", register.PolicyListPage.as_view(), name="list"),
    path("<slug:team>/add/", writing.AddPolicyPage.as_view(), name="add"),
    path("<key:key>/", register.PolicyPage.as_view(), name="policy"),
    path("<key:key>/read/<str:number>/", register.ReadPolicyPage.as_view(), name="read"),
    path("<key:key>/versions/<str:number>/", register.VersionPage.as_view(), name="version"),
    path("<key:key>/change/", writing.ChangePolicyPage.as_view(), name="change"),
    path("<key:key>/draft/", writing.DraftPolicyPage.as_view(), name="draft"),
    path("<key:key>/draft/drop/", writing.DropDraftPage.as_view(), name="drop_draft"),
    path("<key:key>/ratify/", writing.RatifyPage.as_view(), name="ratify"),
    path("<key:key>/review/", writing.ReviewPage.as_view(), name="review"),
    path("<key:key>/end/", writing.EndPolicyPage.as_view(), name="end"),
]
