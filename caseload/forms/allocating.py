"""Who takes on a family."""

from __future__ import annotations

from typing import Any

from django import forms

from caseload.enums import AllocationRole
from caseload.forms.fields import ColleagueField
from caseload.localities import near_words
from caseload.selectors.capacity import loads
from caseload.selectors.localities import near
from caseload.selectors.people import leads, workers
from families.models import Family
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.ui.fields import NhsChoiceField, NhsTextField
from pitservice.ui.forms import ActForm


def lead_field(team: Team, viewer: Viewer, family: Family | None) -> ColleagueField:
    """The lead practitioner, by name, each with what they carry of families that the viewer may see (CAP-1).

    Beside it, whether they work in the locality where the `family` lives; of one that is not settled yet nobody knows.
    """
    users = leads(team.pk)
    here = near(family) if family else {}
    return ColleagueField(
        users, loads=loads(list(users), team, viewer), besides={pk: near_words(names) for pk, names in here.items()},
        label="Lead practitioner", called="the lead practitioner", widget=forms.RadioSelect,
    )  # fmt: skip


def keyworker_field(team: Team) -> ColleagueField:
    """A keyworker beside the lead, or nobody."""
    return ColleagueField(
        workers(team.pk),
        label="Keyworker (optional)",
        called="the keyworker",
        required=False,
        empty_label="Nobody",
        widget=forms.Select,
    )


class AllocateForm(ActForm):
    """Who leads the work, and who helps."""

    def __init__(self, *args: Any, team: Team, viewer: Viewer, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"] = lead_field(team, viewer, family)
        self.fields["keyworker"] = keyworker_field(team)


class JoinForm(ActForm):
    """Who works along, and as what."""

    role = NhsChoiceField(
        label="As what?",
        called="as what they work along",
        choices=[(one.value, str(one.label)) for one in (AllocationRole.CO_WORKER, AllocationRole.KEYWORKER)],
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = ColleagueField(
            workers(team.pk), label="Who works along?", called="who works along", empty_label="Choose",
            widget=forms.Select,
        )  # fmt: skip
        self.fields = {"user": user} | self.fields


class HandOverForm(ActForm):
    """Who leads from today, and why."""

    reason = NhsTextField(label="Why the work is handed over", called="why the work is handed over", rows=3)

    def __init__(self, *args: Any, team: Team, viewer: Viewer, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"lead": lead_field(team, viewer, family)} | self.fields


class PhaseForm(ActForm):
    """Why a phase begins, where there is something to say."""

    reason = NhsTextField(label="Anything to note (optional)", rows=3, required=False)
