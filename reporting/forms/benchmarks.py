"""The form of figures of elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pitservice.accounts.models import Team
from pitservice.ui.fields import NhsModelChoiceField
from pitservice.ui.forms import ActForm, offer_teams
from referrals.forms.importing import LIMITS, SheetField


class BenchmarksForm(ActForm):
    """A team and a sheet."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    sheet = SheetField(label="Sheet of figures", called="a sheet of figures", help_text=LIMITS)

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, teams)
