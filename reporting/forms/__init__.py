"""Forms of reports."""

from __future__ import annotations

from reporting.forms.benchmarks import BenchmarksForm
from reporting.forms.duties import DutyForm
from reporting.forms.exports import FoundationForm, NationalForm
from reporting.forms.organisation import OrganisationFilter
from reporting.forms.reports import AgainForm, NewReportForm, RemarksForm
from reporting.forms.targets import ChangeTargetForm, TargetForm

__all__ = [
    "AgainForm",
    "BenchmarksForm",
    "ChangeTargetForm",
    "DutyForm",
    "FoundationForm",
    "NationalForm",
    "NewReportForm",
    "OrganisationFilter",
    "RemarksForm",
    "TargetForm",
]
