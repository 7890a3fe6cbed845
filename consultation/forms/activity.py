"""Forms of other work: a week on one page, one piece of it, a kind on the team's list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from consultation.actions.activity import Done
from consultation.enums import ActivityCategory, Profession
from consultation.models import Activity, ActivityKind
from pitservice.accounts.models import Team
from pitservice.db.keys import is_key
from pitservice.ui.dates import weekday
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsIntegerField, NhsModelChoiceField
from pitservice.ui.forms import ActForm, FilterForm, offer_choices, offer_teams
from pitservice.ui.layout import Fieldset

LINES = 5
MOST_MINUTES = 1440
MOST_PEOPLE = 10_000
_NO_FAMILY = "Name no family and no child."
_PARTS = ("day", "kind", "minutes", "people", "what", "organisation")


def kind_choices(kinds: Sequence[ActivityKind]) -> list[tuple[str, Any]]:
    """The categories, and the team's own kinds under theirs."""
    own = [("Our own list", [(kind.key, kind.name) for kind in kinds])] if kinds else []
    return [("", "Choose what it was"), *own, ("In general", list(ActivityCategory.choices))]


def _minutes(*, required: bool) -> NhsIntegerField:
    return NhsIntegerField(label="Minutes", min_value=1, max_value=MOST_MINUTES, required=required)


def _organisation() -> NhsCharField:
    return NhsCharField(label="For which organisation? (optional)", required=False, max_length=200)


def _people(label: str) -> NhsIntegerField:
    return NhsIntegerField(label=label, required=False, min_value=0, max_value=MOST_PEOPLE)


class OfKinds(ActForm):
    """A form that asks for a kind of work: one of the categories, or of the team's own list."""

    def __init__(self, *args: Any, kinds: Sequence[ActivityKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.key: kind for kind in kinds}

    def chosen(self, value: str) -> dict[str, Any]:
        """Category and kind, from what was chosen."""
        kind = self.kinds.get(value)
        return {"category": kind.category if kind else value, "kind": kind}


class WeekForm(OfKinds):
    """What a colleague did in a week, besides families and consultation; lines left empty are nothing."""

    team = NhsModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")

    def __init__(self, *args: Any, week: date, today: date, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, teams)
        days = [week + timedelta(days=place) for place in range(7)]
        chosen = [("", "Choose a day"), *((day.isoformat(), weekday(day)) for day in days if day <= today)]
        for place in range(1, LINES + 1):
            self._add_line(place, chosen)

    def _add_line(self, place: int, days: Sequence[tuple[str, str]]) -> None:
        fields = {
            "day": NhsChoiceField(label="Day", called="the day", choices=days, required=False, widget=forms.Select),
            "kind": NhsChoiceField(
                label="What was it?",
                called="what it was",
                choices=kind_choices(list(self.kinds.values())),
                required=False,
                widget=forms.Select,
            ),
            "minutes": _minutes(required=False),
            "people": _people("How many people did it reach? (optional)"),
            "what": NhsCharField(
                label="In your words (optional)", required=False, max_length=200, help_text=_NO_FAMILY
            ),
            "organisation": _organisation(),
        }
        self.fields.update({f"{part}_{place}": field for part, field in fields.items()})

    @property
    def helper(self) -> FormHelper:
        """Line by line."""
        helper = super().helper
        lines = [Fieldset(f"Line {place}", *(f"{part}_{place}" for part in _PARTS)) for place in range(1, LINES + 1)]
        helper.layout = Layout("submission", "seen", "team", *lines)
        return helper

    def clean(self) -> dict[str, Any]:
        """A line that says something says day, kind and minutes."""
        cleaned = super().clean() or self.cleaned_data
        needed = {"day": "Choose the day", "kind": "Choose what it was", "minutes": "Enter the minutes"}
        for place in self._begun(cleaned):
            for part, sentence in needed.items():
                name = f"{part}_{place}"
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def _begun(self, cleaned: dict[str, Any]) -> Iterator[int]:
        for place in range(1, LINES + 1):
            names = [f"{part}_{place}" for part in _PARTS]
            if any(cleaned.get(name) not in (None, "") for name in names) or any(n in self.errors for n in names):
                yield place

    def done(self) -> list[Done]:
        """The lines that say something."""
        data = self.cleaned_data
        return [
            Done(
                done_on=date.fromisoformat(data[f"day_{place}"]),
                minutes=data[f"minutes_{place}"],
                what=data[f"what_{place}"],
                organisation=data[f"organisation_{place}"],
                people=data[f"people_{place}"] or 0,
                **self.chosen(data[f"kind_{place}"]),
            )
            for place in self._begun(data)
        ]


class ActivityForm(OfKinds):
    """One piece of other work, whole: with the people it reached by profession."""

    done_on = NhsDateField(label="When was it?", called="the day", past=True)
    what_kind = NhsChoiceField(label="What was it?", called="what it was", widget=forms.Select)
    minutes = _minutes(required=True)
    what = NhsCharField(label="In your words (optional)", required=False, max_length=200, help_text=_NO_FAMILY)
    organisation = _organisation()
    people = _people("How many people did it reach? (optional)")

    def __init__(self, *args: Any, kinds: Sequence[ActivityKind], **kwargs: Any) -> None:
        super().__init__(*args, kinds=kinds, **kwargs)
        offer_choices(self, "what_kind", kind_choices(kinds))
        for value, label in Profession.choices:
            self.fields[f"of_{value}"] = _people(label)

    @property
    def helper(self) -> FormHelper:
        """People by profession stand together."""
        helper = super().helper
        of = [f"of_{value}" for value in Profession.values]
        helper.layout = Layout(
            *("submission", "seen", "done_on", "what_kind", "minutes", "what", "organisation", "people"),
            Fieldset("Of these, by profession (optional)", *of),
        )
        return helper

    @staticmethod
    def start(activity: Activity) -> dict[str, Any]:
        """As it stands."""
        of = {f"of_{value}": number for value, number in activity.reached.items()}
        kind = activity.kind.key if activity.kind and not activity.kind.ended_on else activity.category
        return {
            "done_on": activity.done_on,
            "what_kind": kind,
            "minutes": activity.minutes,
            "what": activity.what,
            "organisation": activity.organisation,
            "people": activity.people or None,
            **of,
        }

    def done(self) -> Done:
        """What was typed."""
        data = self.cleaned_data
        of = {value: data[f"of_{value}"] for value in Profession.values if data[f"of_{value}"]}
        return Done(
            done_on=data["done_on"],
            minutes=data["minutes"],
            what=data["what"],
            organisation=data["organisation"],
            people=data["people"] or 0,
            reached=of,
            **self.chosen(data["what_kind"]),
        )


class KindForm(ActForm):
    """A kind of work on the team's own list."""

    name = NhsCharField(label="What do you call it?", called="what you call it", max_length=80)
    category = NhsChoiceField(
        label="As what is it reported?", called="as what it is reported", choices=ActivityCategory.choices
    )


class ActivityFilter(FilterForm):
    """Whose work, and since when."""

    colleague = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    category = NhsChoiceField(
        label="What", choices=[("", "Everything"), *ActivityCategory.choices], required=False, widget=forms.Select
    )

    def who(self) -> str:
        """A colleague's key; empty where none was asked for."""
        asked = self.values.get("colleague", "")
        return asked if is_key(asked) else ""
