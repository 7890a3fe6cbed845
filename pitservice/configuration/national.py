"""What a team says about itself for national tables: codes, as which kind of team, the main reason for referral."""

from __future__ import annotations

from django import forms

from pitservice.configuration.enums import MainReason, TeamType
from pitservice.ui.fields import NhsChoiceField, OrganisationCodeField
from pitservice.ui.forms import ActForm


class NationalQuestions(ActForm):
    """All may stay empty; without the first no file is made."""

    organisation_code = OrganisationCodeField(
        label="National code of who provides the service (optional)",
        called="the code of who provides the service",
        help_text="The ODS code, for example RXX. Tables for the national data set need it.",
        required=False,
    )
    commissioner_code = OrganisationCodeField(
        label="National code of who commissions it (optional)",
        called="the code of who commissions it",
        help_text="The ODS code of the integrated care board or its part.",
        required=False,
    )
    team_type = NhsChoiceField(
        label="Reported nationally as (optional)",
        called="the kind of team",
        help_text="There is no code for parent-infant teams. A team reported as E03 is left out of national waits.",
        choices=[("", "Not said"), *TeamType.choices],
        required=False,
        widget=forms.Select,
    )
    main_reason = NhsChoiceField(
        label="Main reason for referral in national tables (optional)",
        called="the main reason for referral",
        choices=[("", "Leave it empty"), *MainReason.choices],
        required=False,
        widget=forms.Select,
    )
