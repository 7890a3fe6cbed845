"""Form fields as the NHS asks questions: forgiving about how an answer is written, exact about what is wrong.

Each takes `called`, the thing asked for as it stands inside a sentence ("the date the referral was received"), and
makes its messages from it: "Enter the date the referral was received", "The date … must include a month". Without it
the label is used. Drawing needs nothing of it: `pitservice.ui.controls` draws any Django field.
"""

from __future__ import annotations

from pitservice.ui.fields.choices import (
    NhsBooleanField,
    NhsChoiceField,
    NhsFileField,
    NhsModelChoiceField,
    NhsModelMultipleChoiceField,
    NhsMultipleChoiceField,
    YesNoUnknownField,
)
from pitservice.ui.fields.dates_and_times import NhsDateField, NhsDateInput, NhsTimeField, shown_time
from pitservice.ui.fields.text import (
    NhsCharField,
    NhsEmailField,
    NhsIntegerField,
    NhsNumberField,
    NhsQuartersField,
    NhsTextField,
    OrganisationCodeField,
    PhoneField,
    PostcodeField,
    shown_nhs_number,
    shown_phone,
)
from pitservice.ui.fields.wording import NhsField, capital, in_sentence, required_message

__all__ = [
    "NhsBooleanField",
    "NhsCharField",
    "NhsChoiceField",
    "NhsDateField",
    "NhsDateInput",
    "NhsEmailField",
    "NhsField",
    "NhsFileField",
    "NhsIntegerField",
    "NhsModelChoiceField",
    "NhsModelMultipleChoiceField",
    "NhsMultipleChoiceField",
    "NhsNumberField",
    "NhsQuartersField",
    "NhsTextField",
    "NhsTimeField",
    "OrganisationCodeField",
    "PhoneField",
    "PostcodeField",
    "YesNoUnknownField",
    "capital",
    "in_sentence",
    "required_message",
    "shown_nhs_number",
    "shown_phone",
    "shown_time",
]
