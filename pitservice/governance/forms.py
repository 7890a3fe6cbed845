"""Forms about colleagues and their roles, and the filters of the lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.accounts.roles import ROLES
from pitservice.jobs.enums import JobState
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsEmailField,
    NhsModelChoiceField,
    NhsTextField,
    PostcodeField,
)
from pitservice.ui.forms import ActForm, FilterForm, offer_choices, offer_rows
from pitservice.ui.layout import Reveal


class RoleForm(ActForm):
    """A role in one of the teams that the viewer manages. A trainee's has an end and a supervisor (P7)."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    role = NhsChoiceField(label="Role", choices=[])
    supervisor = NhsModelChoiceField(
        label="Supervisor", called="the trainee's supervisor", queryset=User.objects.none(), empty_label="Choose"
    )
    ends_on = NhsDateField(label="Until", called="the day the training ends")

    def __init__(self, *args: Any, teams: Sequence[Team], supervisors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "team", Team.objects.filter(pk__in=[team.pk for team in teams]).order_by("name"))
        offer_choices(
            self, "role", [(name, f"{RoleName(name).label}: {role.description}") for name, role in ROLES.items()]
        )
        offer_rows(self, "supervisor", supervisors)
        if len(teams) == 1:
            self.initial.setdefault("team", teams[0].pk)

    @property
    def helper(self) -> FormHelper:
        """A trainee's questions open under their role."""
        helper = super().helper
        before = [name for name in ("name", "email") if name in self.fields]
        helper.layout = Layout(*before, "team", Reveal("role", {RoleName.TRAINEE: ["supervisor", "ends_on"]}))
        return helper


class AddUserForm(RoleForm):
    """A new colleague with a first role."""

    name = NhsCharField(label="Name", called="the colleague's name", max_length=120)
    email = NhsEmailField(label="Email address", called="the colleague's work email address")


class WhyForm(ActForm):
    """Why an account is closed."""

    reason = NhsTextField(label="Why?", called="why the account is closed", rows=2, max_length=500)


class HomePostcodeForm(ActForm):
    """Where a colleague lives, if they want to say it."""

    postcode = PostcodeField(
        label="Home postcode",
        called="your home postcode",
        required=False,
        help_text="Leave empty if you prefer not to say",
    )


class UserFilter(FilterForm):
    """By name, and closed accounts apart."""

    name = NhsCharField(label="Name or email", required=False, max_length=100)
    shown = NhsChoiceField(label="Accounts", required=False, choices=[("", "Open"), ("closed", "Closed")])


class EventFilter(FilterForm):
    """By colleague, by part of the product, since a day."""

    by = NhsChoiceField(label="Who", required=False, choices=[])
    part = NhsChoiceField(label="What", required=False, choices=[])
    since = NhsDateField(label="Since", required=False)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], parts: Sequence[tuple[str, str]]) -> None:
        super().__init__(*args)
        offer_choices(self, "by", [("", "Everybody"), *colleagues])
        offer_choices(self, "part", [("", "Everything"), *parts])


class JobFilter(FilterForm):
    """By state; what failed comes first."""

    state = NhsChoiceField(
        label="Show",
        required=False,
        choices=[("", JobState.FAILED.label), *((s.value, s.label) for s in JobState if s != JobState.FAILED)],
    )
