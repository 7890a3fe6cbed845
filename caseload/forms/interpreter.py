"""What was arranged with an interpreter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseload.enums import InterpreterAnswer
from pitservice.ui.fields import NhsCharField, NhsChoiceField
from pitservice.ui.forms import ActForm, offer_choices


class InterpreterForm(ActForm):
    """What was arranged, and who said so (P68)."""

    answer = NhsChoiceField(label="What was arranged?", called="what was arranged", choices=())
    agency = NhsCharField(
        label="Agency, or who said so (optional)", called="the agency", max_length=120, required=False
    )
    note = NhsCharField(
        label="Note (optional)", called="the note", max_length=300, required=False,
        help_text="For example, the booking number of the agency.",
    )  # fmt: skip

    def __init__(self, *args: Any, answers: Sequence[InterpreterAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "answer", [(one.value, one.label) for one in answers])
