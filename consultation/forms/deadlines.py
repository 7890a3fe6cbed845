"""Questions about bids and deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from consultation.actions.deadlines import Term
from consultation.enums import DeadlineKind
from consultation.models import Deadline
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team
from pitservice.accounts.selectors import holders
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsModelChoiceField,
)
from pitservice.ui.forms import ActForm

#: Proposals are written over the summer for budgets that are made in September and October (toolkit ch. 6).
WEEKS = {"2": "2 weeks before", "6": "6 weeks before", "13": "3 months before", "26": "6 months before"}


class DeadlineForm(ActForm):
    """What, by when, whose it is, and when they are reminded."""

    kind = NhsChoiceField(label="What is it?", called="what it is", choices=DeadlineKind.choices)
    what = NhsCharField(label="In your words", called="what it is in your words", max_length=200)
    with_whom = NhsCharField(
        label="For whom? (optional)",
        required=False,
        max_length=200,
        help_text="For example a charitable trust, or the integrated care board.",
    )
    due_on = NhsDateField(label="By when?", called="the day")
    remind = NhsChoiceField(
        label="When should they be reminded?",
        called="when they should be reminded",
        choices=list(WEEKS.items()),
        widget=forms.Select,
    )
    every_year = NhsBooleanField(label="It comes again every year", required=False)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = NhsModelChoiceField(
            queryset=holders(team.pk, Permission.SEE_REPORTS),
            to_field_name="key",
            label="Whose is it?",
            called="whose it is",
            empty_label="Choose a colleague",
        )
        self.order_fields(["kind", "what", "with_whom", "due_on", "owner", "remind", "every_year"])

    def term(self) -> Term:
        """What was typed."""
        data = self.cleaned_data
        remind_on = data["due_on"] - timedelta(weeks=int(data["remind"]))
        names: Sequence[str] = ("kind", "what", "due_on", "owner", "with_whom", "every_year")
        return Term(remind_on=remind_on, **{name: data[name] for name in names})

    @staticmethod
    def start(deadline: Deadline) -> dict[str, Any]:
        """As it stands."""
        weeks = round((deadline.due_on - deadline.remind_on).days / 7)
        names = ("kind", "what", "with_whom", "due_on", "every_year")
        begun = {name: getattr(deadline, name) for name in names}
        return begun | {"owner": deadline.owner.key, "remind": str(weeks)}


class SettleDeadlineForm(ActForm):
    """What came of it."""

    came_of_it = NhsCharField(
        label="What came of it?",
        called="what came of it",
        help_text="For example: sent; granted for two years; we left it.",
        max_length=300,
    )
