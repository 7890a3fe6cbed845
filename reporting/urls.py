"""Addresses of reporting."""

from __future__ import annotations

from django.urls import path

from reporting.views import benchmarks, downloads, duties, exports, organisation, quality, report, targets

app_name = "reporting"

urlpatterns = [
    path("", report.ReportListPage.as_view(), name="list"),
    path("new/", report.NewReportPage.as_view(), name="new"),
    path("targets/", targets.TargetListPage.as_view(), name="targets"),
    path("targets/set/", targets.SetTargetPage.as_view(), name="set-target"),
    path("targets/<key:key>/change/", targets.ChangeTargetPage.as_view(), name="change-target"),
    path("targets/<key:key>/remove/", targets.RemoveTargetPage.as_view(), name="remove-target"),
    path("beside-others/", benchmarks.BenchmarkListPage.as_view(), name="benchmarks"),
    path("beside-others/sheet/", benchmarks.SheetPage.as_view(), name="benchmark-sheet"),
    path("beside-others/bring-in/", benchmarks.BringInPage.as_view(), name="bring-in"),
    path("beside-others/<key:key>/remove/", benchmarks.RemoveBenchmarkPage.as_view(), name="remove-benchmark"),
    path("data/", quality.DataPage.as_view(), name="data"),
    path("who-does-what/", duties.DutiesPage.as_view(), name="duties"),
    path("who-does-what/<slug:team>/<slug:data>/", duties.SetDutyPage.as_view(), name="set-duty"),
    path("data/<slug:gap>/", quality.GapListPage.as_view(), name="gap"),
    path("organisations/<key:key>/", organisation.OrganisationPage.as_view(), name="organisation"),
    path("exports/", exports.ExportListPage.as_view(), name="exports"),
    path("exports/national/", exports.NewNationalPage.as_view(), name="new-national"),
    path("exports/foundation/", exports.NewFoundationPage.as_view(), name="new-foundation"),
    path("exports/<key:key>/", exports.ExportPage.as_view(), name="export"),
    path("exports/<key:key>/problems/", exports.ProblemListPage.as_view(), name="export-problems"),
    path("exports/<key:key>/again/", exports.ExportAgainPage.as_view(), name="export-again"),
    path("exports/<key:key>/remove/", exports.RemoveExportPage.as_view(), name="export-remove"),
    path("exports/<key:key>/file/", exports.ExportFilePage.as_view(), name="export-file"),
    path("definitions/", report.DefinitionsPage.as_view(), name="definitions"),
    path("<key:key>/", report.ReportPage.as_view(), name="report"),
    path("<key:key>/change/", report.ChangeReportPage.as_view(), name="change"),
    path("<key:key>/freeze/", report.FreezePage.as_view(), name="freeze"),
    path("<key:key>/again/", report.TryAgainPage.as_view(), name="again"),
    path("<key:key>/back/", report.BackPage.as_view(), name="back"),
    path("<key:key>/sent/", report.SentPage.as_view(), name="sent"),
    path("<key:key>/report.pdf", downloads.PdfPage.as_view(), name="pdf"),
    path("<key:key>/correct/", report.CorrectPage.as_view(), name="correct"),
    path("<key:key>/report.xlsx", downloads.XlsxPage.as_view(), name="xlsx"),
    path("<key:key>/report.csv", downloads.CsvPage.as_view(), name="csv"),
    path("<key:key>/figures/<slug:indicator>/", report.FigureListPage.as_view(), name="figure"),
    path("<key:key>/figures/<slug:indicator>/<slug:cut>.svg", downloads.ChartPage.as_view(), name="chart"),
]
