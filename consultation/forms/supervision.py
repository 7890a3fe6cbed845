"""Questions about supervision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.db.models import QuerySet

from consultation.enums import SupervisionKind
from families.models import Family
from pitservice.accounts.models import Team
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsIntegerField,
    NhsModelChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, offer_teams
from pitservice.ui.layout import Fieldset

LONGEST = 480


class AboutFamilyForm(ActForm):
    """What was decided about a family: its record is chosen among those that the colleague works with."""

    needed = True

    decided = NhsTextField(
        label="What was decided?",
        called="what was decided",
        help_text="It stands in this family’s record, for everybody who reads its notes.",
        rows=4,
        max_length=4000,
    )

    def __init__(self, *args: Any, families: QuerySet[Family], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"] = NhsModelChoiceField(
            queryset=families,
            to_field_name="key",
            label="About which family?",
            called="the family",
            required=self.needed,
            empty_label="Choose a family you work with",
        )
        self.fields["decided"].required = self.needed
        self.order_fields(["family", "decided"])


class LogSupervisionForm(AboutFamilyForm):
    """That it took place; and one thing about a family, if anything was decided."""

    needed = False

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    kind = NhsChoiceField(label="What kind was it?", called="what kind it was", choices=SupervisionKind.choices)
    held_on = NhsDateField(label="When was it?", called="the day", past=True)
    minutes = NhsIntegerField(label="Minutes", min_value=1, max_value=LONGEST)
    with_whom = NhsCharField(label="With whom? (optional)", required=False, max_length=120)

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, teams)

    @property
    def helper(self) -> FormHelper:
        """What was decided about a family stands apart."""
        helper = super().helper
        first = ("team", "kind", "held_on", "minutes", "with_whom")
        helper.layout = Layout(
            *("submission", "seen", *first),
            Fieldset("Was something decided about a family? (optional)", "family", "decided"),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """A family and what was decided go together."""
        cleaned = super().clean() or self.cleaned_data
        for name, other, sentence in (
            ("family", "decided", "Select the family it is about"),
            ("decided", "family", "Enter what was decided about this family"),
        ):
            if cleaned.get(other) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned


class ExperienceForm(ActForm):
    """Since when somebody works with babies under two."""

    since = NhsDateField(
        label="Since when do they work with babies under two?",
        called="the day",
        help_text="In this team or elsewhere. The month is near enough.",
        past=True,
    )
