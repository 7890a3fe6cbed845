"""Addresses of letters, and of the list of all correspondence."""

from __future__ import annotations

from django.urls import path

from pitservice.letters.views import copy, correspondence, posting

app_name = "letters"

urlpatterns = [
    path("", correspondence.CorrespondencePage.as_view(), name="correspondence"),
    path("post/", posting.ToPostPage.as_view(), name="to_post"),
    path("family/<key:key>/", correspondence.FamilyCorrespondencePage.as_view(), name="family"),
    path("<key:key>/", copy.CopyPage.as_view(), name="copy"),
    path("<key:key>/pdf/", copy.PdfPage.as_view(), name="pdf"),
    path("<key:key>/confirm/", copy.ConfirmPage.as_view(), name="confirm"),
    path("<key:key>/again/", copy.RetryPage.as_view(), name="retry"),
    path("<key:key>/posted/", copy.PostedPage.as_view(), name="posted"),
    path("<key:key>/cancel/", copy.CancelPage.as_view(), name="cancel"),
    path("<key:key>/tell/", copy.TellPage.as_view(), name="tell"),
]
