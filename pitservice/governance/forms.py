"""Forms about colleagues and their roles, and the filters of the lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from pitservice.accounts.enums import Nation, RoleName
from pitservice.accounts.models import Team, User
from pitservice.accounts.roles import ROLES
from pitservice.governance.copying import COPIES
from pitservice.jobs.enums import JobState
from pitservice.ui.fields import (
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsEmailField,
    NhsModelChoiceField,
    NhsMultipleChoiceField,
    NhsTextField,
    PostcodeField,
)
from pitservice.ui.forms import ActForm, FilterForm, offer_choices, offer_rows
from pitservice.ui.layout import Look, Reveal


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


class SetUpTeamForm(ActForm):
    """A new team, and what it takes over from another (P86)."""

    source = NhsModelChoiceField(
        label="From which team?", called="from which team", queryset=Team.objects.none(), empty_label="Choose a team"
    )
    name = NhsCharField(label="What is the new team called?", called="what the new team is called", max_length=120)
    slug = NhsCharField(
        label="Short name in the address of its forms (optional)",
        called="the short name",
        help_text="Small letters, numbers and hyphens. Without one it is made from the name.",
        required=False,
        max_length=50,
    )
    nation = NhsChoiceField(
        label="Whose bank holidays count?", called="whose bank holidays count", choices=Nation.choices
    )
    what = NhsMultipleChoiceField(
        label="What does it take over?",
        called="what it takes over",
        choices=[(one.key, one.name) for one in COPIES],
        required=False,
    )
    field_order = ("source", "name", "slug", "nation", "what")

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "source", Team.objects.filter(pk__in=[team.pk for team in teams]).order_by("name"))
        self.fields["source"].initial = teams[0].pk if len(teams) == 1 else None
        self.initial.setdefault("what", [one.key for one in COPIES])
        self.initial.setdefault("nation", Nation.ENGLAND)

    @property
    def helper(self) -> FormHelper:
        """With what will be made, before it is."""
        helper = super().helper
        helper.layout = Layout("submission", "seen", *self.field_order, Look("See what will be made"))
        return helper

    def clean_name(self) -> str:
        """Of its own."""
        name = str(self.cleaned_data["name"]).strip()
        if Team.objects.filter(name__iexact=name).exists():
            raise ValidationError("There is a team of this name already. Enter another")
        return name

    def clean(self) -> dict[str, Any]:
        """A short name that no other team has."""
        cleaned = super().clean() or self.cleaned_data
        slug = slugify(cleaned.get("slug") or cleaned.get("name", ""))[:50]
        if "name" in cleaned and "slug" in cleaned:
            if not slug or (cleaned["slug"] and slug != cleaned["slug"].strip()):
                self.add_error("slug", "Enter a short name of small letters, numbers and hyphens")
            elif Team.objects.filter(slug=slug).exists():
                self.add_error("slug", "Another team’s forms have this address already. Enter another short name")
            cleaned["slug"] = slug
        return cleaned
