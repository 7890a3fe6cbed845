"""What the referrer is asked before the first contact (P64)."""

from __future__ import annotations

from caseload.actions.enquiries import Asked
from caseload.enums import EnquiryAnswer, Introduces
from families.enums import Channel
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField
from pitservice.ui.forms import ActForm

NOT_YET = ("", "Not known yet")


class EnquiryForm(ActForm):
    """Who was asked, and the four questions; what is not known yet is left empty and added later."""

    columns = {"who": "asked"}

    who = NhsCharField(label="Whom did you ask?", called="whom you asked", max_length=160)
    channel = NhsChoiceField(label="How", called="how you asked", choices=Channel.choices)
    asked_on = NhsDateField(label="When did you ask?", called="the day you asked", past=True)
    changed = NhsTextField(
        label="What has changed since the referral? (optional)", rows=3, required=False,
        help_text="Where nothing has, write “nothing”. Leave empty what you do not know yet: you can add it later.",
    )  # fmt: skip
    safe = NhsChoiceField(
        label="Is it still safe to make contact as the referral says?", required=False,
        choices=[*EnquiryAnswer.choices, NOT_YET], help_text="For the family and for whoever visits.",
    )  # fmt: skip
    wanted = NhsChoiceField(
        label="Does the family still want this?", required=False, choices=[*EnquiryAnswer.choices, NOT_YET]
    )
    introduces = NhsChoiceField(label="Who introduces us?", required=False, choices=[*Introduces.choices, NOT_YET])
    note = NhsTextField(
        label="Note (optional)",
        rows=2,
        required=False,
        help_text="For example, when the referrer next sees the family.",
    )

    @property
    def asked(self) -> Asked:
        """For the action."""
        given = self.cleaned_data
        return Asked(
            who=given["who"],
            channel=given["channel"],
            on=given["asked_on"],
            changed=given["changed"],
            safe=given["safe"],
            wanted=given["wanted"],
            introduces=given["introduces"],
            note=given["note"],
        )


class SettleEnquiryForm(ActForm):
    """Why the work goes on although the referrer's answers spoke against it."""

    why = NhsTextField(
        label="What was settled, and with whom?", called="what was settled", rows=4,
        help_text="For example: the mother says herself that she wants us to come, and on which number to ring.",
    )  # fmt: skip


class FirstContactForm(ActForm):
    """The press that sends the first texts; with a reason where the enquiry of the referrer does not stand clear."""

    without = NhsTextField(
        label="Why do you make contact all the same?", called="why you make contact all the same", rows=2,
        help_text="It stands on the page of the work.",
    )  # fmt: skip

    def __init__(self, *args: object, clear: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what ActForm takes
        if clear:
            del self.fields["without"]
