"""The form of who enters, checks and analyses one kind of data (P87)."""

from __future__ import annotations

from typing import Any

from pitservice.accounts.models import Team, User
from pitservice.ui.fields import NhsDateField, NhsModelChoiceField
from pitservice.ui.forms import ActForm, offer_rows
from reporting.duties import PARTS, who_may

_NOBODY = "Nobody yet"


class DutyForm(ActForm):
    """A colleague for each part, and the day to look at it again."""

    enters = NhsModelChoiceField(
        label="Who enters it? (optional)",
        called="who enters it",
        help_text="Whoever sees to it that it is recorded, also where several colleagues type.",
        queryset=User.objects.none(),
        empty_label=_NOBODY,
        required=False,
    )
    checks = NhsModelChoiceField(
        label="Who checks it? (optional)",
        called="who checks it",
        help_text="What is missing or contradictory stands on their home page, for the whole team. Where nobody checks"
        " it, it stands on the clinical lead’s.",
        queryset=User.objects.none(),
        empty_label=_NOBODY,
        required=False,
    )
    analyses = NhsModelChoiceField(
        label="Who analyses it? (optional)",
        called="who analyses it",
        help_text="Whoever looks at what it says and brings it to the team.",
        queryset=User.objects.none(),
        empty_label=_NOBODY,
        required=False,
    )
    review_on = NhsDateField(
        label="When do you look at this again?",
        called="the day on which you look at this again",
        help_text="From that day it stands on the clinical lead’s home page.",
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            offer_rows(self, part, who_may(team.pk, part))
