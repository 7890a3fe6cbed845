"""Addresses of reporting."""

from __future__ import annotations

from django.urls import path

from reporting import downloads, views

app_name = "reporting"

urlpatterns = [
    path("", views.ReportListPage.as_view(), name="list"),
    path("new/", views.NewReportPage.as_view(), name="new"),
    path("definitions/", views.DefinitionsPage.as_view(), name="definitions"),
    path("<key:key>/", views.ReportPage.as_view(), name="report"),
    path("<key:key>/change/", views.ChangeReportPage.as_view(), name="change"),
    path("<key:key>/freeze/", views.FreezePage.as_view(), name="freeze"),
    path("<key:key>/again/", views.TryAgainPage.as_view(), name="again"),
    path("<key:key>/back/", views.BackPage.as_view(), name="back"),
    path("<key:key>/sent/", views.SentPage.as_view(), name="sent"),
    path("<key:key>/report.pdf", downloads.PdfPage.as_view(), name="pdf"),
    path("<key:key>/correct/", views.CorrectPage.as_view(), name="correct"),
    path("<key:key>/report.xlsx", downloads.XlsxPage.as_view(), name="xlsx"),
    path("<key:key>/report.csv", downloads.CsvPage.as_view(), name="csv"),
    path("<key:key>/figures/<slug:indicator>/", views.FigureListPage.as_view(), name="figure"),
    path("<key:key>/figures/<slug:indicator>/<slug:cut>.svg", downloads.ChartPage.as_view(), name="chart"),
]
