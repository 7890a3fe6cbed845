"""How a locality is drawn."""

from __future__ import annotations

from typing import Any

from caseload.actions import Drawn
from caseload.selectors.people import workers
from pitservice.accounts.models import Team, User
from pitservice.configuration.postcodes import PostcodeAreasField
from pitservice.ui.fields import NhsCharField, NhsModelMultipleChoiceField
from pitservice.ui.forms import ActForm, offer_rows


class LocalityForm(ActForm):
    """Its name, its postcodes, and who works there."""

    name = NhsCharField(label="Name", called="the name", max_length=80, help_text="For example: Riverside")
    areas = PostcodeAreasField(label="Postcode areas", called="its postcode areas", rows=5)
    colleagues = NhsModelMultipleChoiceField(
        queryset=User.objects.none(), to_field_name="key", label="Who works there? (optional)",
        called="who works there", required=False,
        help_text="A colleague can work in several localities. It opens no record to them, and stops nobody else.",
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "colleagues", workers(team.pk))

    @property
    def drawn(self) -> Drawn:
        """What was typed."""
        given = self.cleaned_data
        return Drawn(given["name"], given["areas"], list(given["colleagues"]))
