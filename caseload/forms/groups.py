"""Groups: what they are, when they meet, who joins, who came (P72)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from caseload.actions import Meets, Programme
from caseload.enums import Place
from caseload.forms.booking import Scopes, scope_field
from caseload.forms.contact import moment_of
from caseload.forms.fields import ColleagueField, PeopleField
from caseload.forms.repeating import AHEAD, BACK, SERIES, RepeatForm, times_field
from caseload.forms.warned import WarnedForm
from caseload.grouping import GROUP_PLACES
from caseload.models import Episode, Group, GroupSession
from caseload.selectors.diary import rooms
from caseload.selectors.groups import groups_open_to, who_can_come
from caseload.selectors.obstacles import against_group
from caseload.selectors.people import adults_to_work_with, workers
from caseload.selectors.plan import interventions_of
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsIntegerField,
    NhsModelChoiceField,
    NhsModelMultipleChoiceField,
    NhsTextField,
    NhsTimeField,
)
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.layout import Fieldset, Reveal, Row

LONGEST_AHEAD = 480
YES, NO = "yes", "no"
ENDED = "ended"


class GroupsFilter(FilterForm):
    """Groups that run, or those that have ended."""

    state = NhsChoiceField(
        label="Which groups", required=False, choices=[("", "Running now"), (ENDED, "Ended")], widget=forms.Select
    )


class HelpersField(NhsModelMultipleChoiceField):
    """Colleagues by name; a key stands in the form, never an id."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


class GroupForm(ActForm):
    """What a group is, who facilitates it, where it meets."""

    name = NhsCharField(
        label="Name", called="the name", max_length=100,
        help_text="As colleagues know it. Families read it nowhere: texts and letters say only when and where.",
    )  # fmt: skip
    keeps_touch = NhsBooleanField(
        label="It keeps in touch: families whose work is closed may come, and nothing is reopened", required=False
    )
    size = NhsIntegerField(
        label="Places for families", called="the number of places", min_value=1, max_value=40, width="2"
    )
    place = NhsChoiceField(label="Where", called="where", choices=GROUP_PLACES)
    where = NhsCharField(
        label="Address or place (optional)", called="the address or place", required=False, max_length=200,
        help_text="As families will read it in a text or letter.",
    )  # fmt: skip
    before = NhsIntegerField(
        label="Preparing a session", called="the minutes of preparing", min_value=60, max_value=LONGEST_AHEAD,
        width="3", suffix="minutes", initial=60,
    )  # fmt: skip
    after = NhsIntegerField(
        label="Following it up", called="the minutes of following up", min_value=60, max_value=LONGEST_AHEAD,
        width="3", suffix="minutes", initial=60,
    )  # fmt: skip

    def __init__(self, *args: Any, team: Team, group: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intervention"] = NhsModelChoiceField(
            queryset=interventions_of(team.pk, group.intervention_id if group else None),
            to_field_name="key",
            label="Intervention (optional)",
            required=False,
            empty_label="None of the list",
        )
        self.fields["room"] = room_field(team.pk)
        self.fields["lead"] = ColleagueField(workers(team.pk), label="Who leads it", called="who leads it")
        self.fields["helpers"] = HelpersField(
            queryset=workers(team.pk), to_field_name="key", label="Who facilitates with them (optional)", required=False
        )

    @property
    def helper(self) -> FormHelper:
        """What it is, who, where, and what it costs."""
        helper = super().helper
        hint = "For each facilitator, for every session. It counts in what a colleague carries."
        helper.layout = Layout(
            *("name", "intervention", "size", "keeps_touch"),
            Fieldset("Who", "lead", "helpers"),
            Fieldset("Where", Reveal("place", {Place.CLINIC: ["room"]}), "where"),
            Fieldset("Time before and after", Row("before", "after"), hint=hint),
        )
        return helper

    @property
    def programme(self) -> Programme:
        """What the form says, for the action."""
        given = self.cleaned_data
        return Programme(
            **{name: given[name] for name in ("name", "size", "lead", "where", "room", "intervention", "keeps_touch")},
            before=given["before"],
            after=given["after"],
            place=Place(given["place"]),
            helpers=list(given["helpers"]),
        )

    @staticmethod
    def start(group: Group) -> dict[str, Any]:
        """As it stands."""
        plain = ("name", "size", "where", "place", "keeps_touch", "before", "after")
        return {name: getattr(group, name) for name in plain} | {
            "lead": group.lead.key,
            "helpers": [user.key for user in group.helpers.all()],
            "room": group.room.key if group.room else None,
            "intervention": group.intervention.key if group.intervention else None,
        }


def room_field(team_id: int) -> NhsModelChoiceField:
    """A room of the team, or none."""
    return NhsModelChoiceField(
        queryset=rooms(team_id), to_field_name="key", label="Room", required=False, empty_label="No room needed"
    )


class MeetsForm(WarnedForm):
    """When and where a group meets; what speaks against a time, as far as `viewer` may know, is read once."""

    day = NhsDateField(label="Which day?", called="the day")
    time = NhsTimeField(label="Time", called="the time", help_text="For example, 10:30am")
    minutes = NhsIntegerField(label="Minutes", called="the minutes", min_value=5, max_value=480, width="3", initial=120)
    place = NhsChoiceField(label="Where", called="where", choices=GROUP_PLACES)
    where = NhsCharField(
        label="Address or place (optional)", called="the address or place", required=False, max_length=200,
        help_text="As families will read it in a text or letter.",
    )  # fmt: skip

    def __init__(self, *args: Any, group: Group, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group, self.viewer = group, viewer
        today, day = timezone.localdate(), self.fields["day"]
        assert isinstance(day, NhsDateField)
        day.earliest, day.latest = today - BACK, today + AHEAD
        self.fields["room"] = room_field(group.team_id)

    def clean(self) -> dict[str, Any]:
        """Day and time together make the moment; what speaks against it is read once before it is planned."""
        given = self.cleaned_data | {"starts": moment_of(self, "day", "time")}
        if not self.errors and given["starts"] > timezone.now():
            ends = given["starts"] + timedelta(minutes=given["minutes"])
            series = given.get("repeat") == SERIES
            self.warn(against_group(self.group, self.viewer, starts=given["starts"], ends=ends, weekday_only=series))
        return given

    @property
    def meets(self) -> Meets:
        """What the form says, for the action."""
        given = self.cleaned_data
        return Meets(given["starts"], given["minutes"], Place(given["place"]), given["where"], given["room"])

    def when_and_where(self) -> list[Any]:
        """The questions that planning and moving share."""
        return [
            Fieldset("When", "day", Row("time", "minutes")),
            Fieldset("Where", Reveal("place", {Place.CLINIC: ["room"]}), "where"),
        ]


class PlanForm(RepeatForm, MeetsForm):
    """One session of a group, or a series."""

    weeks = NhsChoiceField(
        label="How far apart?", called="how far apart",
        choices=[("1", "Every week"), ("2", "Every two weeks"), ("4", "Every four weeks")], initial="1",
    )  # fmt: skip
    times = times_field("sessions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["repeat"].initial = SERIES
        self.fields["despite"].label = "Plan it all the same"

    @property
    def helper(self) -> FormHelper:
        """When, how often, where."""
        helper = super().helper
        when, where = self.when_and_where()
        helper.layout = Layout(when, self.how_often(), where, *self.despite_warnings())
        return helper


class MoveSessionForm(MeetsForm):
    """A new time or place for a session, or for more of its group's."""

    reason = NhsTextField(label="Why it moves (optional)", rows=2, required=False)

    def __init__(self, *args: Any, scopes: Scopes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["despite"].label = "Move it all the same"
        if scopes:
            self.fields["scope"] = scope_field(scopes, "move")

    @property
    def helper(self) -> FormHelper:
        """How many, then when and where."""
        helper = super().helper
        which = ["scope"] if "scope" in self.fields else []
        helper.layout = Layout(*which, *self.when_and_where(), "reason", *self.despite_warnings())
        return helper

    @staticmethod
    def start(session: GroupSession) -> dict[str, Any]:
        """As it is planned."""
        local = timezone.localtime(session.starts)
        return {
            "day": local.date(),
            "time": local.time(),
            "minutes": minutes_of(session),
            "place": session.place,
            "where": session.where,
            "room": session.room.key if session.room else None,
        }


def minutes_of(session: GroupSession) -> int:
    """How long it is planned to be."""
    return int((session.ends - session.starts).total_seconds() // 60)


class CallOffForm(ActForm):
    """How many sessions do not take place, and why."""

    reason = NhsTextField(
        label="Why (optional)", rows=2, required=False, help_text="For the record. Families are not told why."
    )

    def __init__(self, *args: Any, scopes: Scopes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if scopes:
            self.fields = {"scope": scope_field(scopes, "call off")} | self.fields


class JoinForm(ActForm):
    """Which group a family joins, who of it comes, from when, and how it hears."""

    starts_on = NhsDateField(
        label="From which day?", called="the day", help_text="It has a place in every session planned from then on."
    )

    def __init__(self, *args: Any, episode: Episode, names: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, day = timezone.localdate(), self.fields["starts_on"]
        assert isinstance(day, NhsDateField)
        day.earliest, day.latest = today - BACK, today + AHEAD
        everybody, adults = who_can_come(episode.family), adults_to_work_with(episode.family)
        self.fields["group"] = NhsModelChoiceField(
            queryset=groups_open_to(episode),
            to_field_name="key",
            label="Which group?",
            called="the group",
            empty_label=None,
            widget=forms.RadioSelect,
        )
        self.fields["people"] = PeopleField(
            everybody,
            names=names,
            label="Who comes?",
            called="who comes",
            help_text="Reminders go to the adults chosen here, by the contact rules, and to nobody else.",
        )
        self.fields["text_to"] = PeopleField(
            adults, names=names, label="Text now when the first session is (optional)", required=False
        )
        self.fields["letter_to"] = PeopleField(
            adults, names=names, label="Send a letter with all the times to (optional)", required=False
        )
        self.order_fields(["group", "people", "starts_on", "text_to", "letter_to"])

    def clean(self) -> dict[str, Any]:
        """Words go only to those who come."""
        given = super().clean() or self.cleaned_data
        come = set(given.get("people") or ())
        for name in ("text_to", "letter_to"):
            if set(given.get(name) or ()) - come:
                self.add_error(name, "Choose only people who come")
        return given


class LeaveForm(ActForm):
    """A family's last day in a group."""

    ends_on = NhsDateField(label="Last day in the group", called="the last day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, day = timezone.localdate(), self.fields["ends_on"]
        assert isinstance(day, NhsDateField)
        day.earliest, day.latest = today - BACK, today + AHEAD


class EndGroupForm(ActForm):
    """The last day of a group."""

    ended_on = NhsDateField(label="Last day of the group", called="the last day", past=True)
