"""A loss, and what is decided after it (P22)."""

from __future__ import annotations

from typing import Any

from families.enums import LossKind
from families.forms.people import People, offer_one_of
from pitservice.ui.fields import NhsChoiceField, NhsDateField, NhsTextField, YesNoUnknownField
from pitservice.ui.forms import ActForm

_YES_NO = [("yes", "Yes"), ("no", "No")]


class LossForm(ActForm):
    """A loss: who, and when if that is known. No reason is asked (P22)."""

    person = NhsChoiceField(
        label="Who was lost?", called="who was lost", help_text="The one who died or was lost, not the one who grieves"
    )
    kind = NhsChoiceField(label="What happened?", called="what happened", choices=LossKind.choices)
    happened_on = NhsDateField(label="When, if known", called="the date", required=False, past=True)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", people)


class DecidedForm(ActForm):
    """What the lead settles after a loss."""

    who_tells = NhsTextField(
        label="Who tells whom?",
        called="who tells whom",
        rows=4,
        max_length=2000,
        help_text="For example who speaks to the mother, who to the father, who to the health visitor, and when",
    )
    goes_on = YesNoUnknownField(
        label="Does the work go on with those who remain?",
        called="whether the work goes on",
        unknown="Not decided yet",
    )
    hold = NhsChoiceField(
        label="Keep the record for a review of the death?",
        called="whether the record is kept for a review",
        choices=_YES_NO,
        help_text="It is then not destroyed, whatever its retention date, until somebody lifts that",
    )
    lift = NhsChoiceField(
        label="May words go out again now?",
        called="whether words may go out again",
        choices=[("no", "No: everything stays held"), ("yes", "Yes, by each person's own rules")],
    )

    def __init__(self, *args: Any, ask_hold: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_hold:
            del self.fields["hold"]


class LiftForm(ActForm):
    """Why words may go out again."""

    reason = NhsTextField(
        label="What was decided?",
        called="what was decided",
        rows=4,
        max_length=2000,
        help_text="Who tells whom, and whether the work goes on and with whom",
    )
