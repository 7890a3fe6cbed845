"""That somebody is new to a way of working or a group (P85)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from caseload.actions.new_to import Longer
from caseload.models import Group, Intervention
from caseload.models.new_to import MOST_PERCENT
from caseload.selectors.new_to import groups_running
from caseload.selectors.people import workers
from caseload.selectors.plan import interventions_of
from pitservice.accounts.models import Team, User
from pitservice.ui.fields import NhsChoiceField, NhsDateField, NhsIntegerField, NhsModelChoiceField
from pitservice.ui.forms import ActForm, offer_choices, offer_rows


class NewToForm(ActForm):
    """Who, to what, how much longer it takes, and until when: a day, or a number of pieces of work."""

    user = NhsModelChoiceField(
        queryset=User.objects.none(), to_field_name="key", label="Colleague", called="the colleague",
        empty_label="Choose a colleague",
    )  # fmt: skip
    what = NhsChoiceField(label="New to what?", called="what they are new to", choices=(), widget=forms.Select)
    percent = NhsIntegerField(
        label="How much longer does it take them? In %", called="how much longer it takes", min_value=1,
        max_value=MOST_PERCENT, width="3", initial=50,
        help_text="50 is half as long again, 100 twice as long. It is for preparing, watching films, being supervised"
        " on it and writing up.",
    )  # fmt: skip
    until = NhsDateField(
        label="Until which day? (optional)", called="the last day", required=False,
        help_text="Give a day, or a number below.",
    )  # fmt: skip
    pieces = NhsIntegerField(
        label="Or for how many? (optional)", called="for how many", required=False, min_value=1, max_value=50,
        width="2",
        help_text="Pieces of work that they lead to the end; of a group, sessions that took place.",
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "user", workers(team.pk))
        self._whats: dict[str, Intervention | Group] = {
            **{f"intervention {one.key}": one for one in interventions_of(team.pk)},
            **{f"group {one.key}": one for one in groups_running(team.pk)},
        }
        named = [(value, str(one)) for value, one in self._whats.items()]
        offered = [(head, [one for one in named if one[0].startswith(kind)]) for head, kind in _KINDS]
        offer_choices(self, "what", [("", "Choose"), *((head, group) for head, group in offered if group)])
        day = self.fields["until"]
        assert isinstance(day, NhsDateField)
        day.earliest = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Until a day or for a number, never both and never neither."""
        found = super().clean() or self.cleaned_data
        wrong = {"until", "pieces"} & set(self.errors)
        if not wrong and (found.get("until") is None) == (found.get("pieces") is None):
            self.add_error("until", "Enter the last day, or for how many it takes longer: one of the two")
        return found

    @property
    def about(self) -> Intervention | Group:
        """What they are new to."""
        return self._whats[self.cleaned_data["what"]]

    @property
    def longer(self) -> Longer:
        """How much, and until when."""
        given = self.cleaned_data
        return Longer(given["percent"], given["until"], given["pieces"])


_KINDS = (("Interventions", "intervention"), ("Groups", "group"))
