"""What a person answers about a record that a referral may be about."""

from __future__ import annotations

from typing import Any

from pitservice.ui.fields import NhsChoiceField, NhsTextField
from pitservice.ui.forms import ActForm
from referrals.enums import MatchAnswer

ATTACH = "attach"
_NOT_SAME = (str(MatchAnswer.NOT_SAME), "No, it is another family")
_ATTACH = (ATTACH, "Yes, and the referral goes into this record")
_SAME = (str(MatchAnswer.SAME), "Yes, but it is not attached yet")


class GuardianForm(ActForm):
    """The guardian's answer (P10)."""

    answer = NhsChoiceField(
        label="Is the referral about this family?",
        choices=[_NOT_SAME, _ATTACH, _SAME],
        called="whether the referral is about this family",
        hints={
            _NOT_SAME[0]: "The screener decides as usual, and learns nothing of this record.",
            ATTACH: "From then on the referral exists only for those who are named for the record.",
            _SAME[0]: "Everything goes on waiting, and the referral stays on your list.",
        },
    )
    note = NhsTextField(
        label="Why?",
        required=False,
        rows=2,
        max_length=300,
        help_text="Kept with the answer; the screener does not see it",
    )

    def __init__(self, *args: Any, may_attach: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_attach:
            self.fields["answer"].choices = [_NOT_SAME, _SAME]  # type: ignore[attr-defined]  # a choice field
