"""The register of a group's session (P72)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from caseload.actions import Mark
from caseload.enums import SEEN, AppointmentState, AttendanceStatus
from caseload.forms.fields import PeopleField
from caseload.forms.groups import NO, YES, minutes_of
from caseload.grouping import Came
from caseload.models import GroupSession
from caseload.selectors.groups import Register, people_of
from pitservice.ui.fields import NhsChoiceField, NhsIntegerField, NhsTextField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Reveal


class RegisterForm(ActForm):
    """Did the group meet; then for each family who was there. A family whose note is signed stands as it is."""

    met = NhsChoiceField(
        label="Did the group meet?", called="whether the group met", choices=[(NO, "No"), (YES, "Yes")]
    )
    reason = NhsTextField(label="Why not (optional)", rows=2, required=False)
    minutes = NhsIntegerField(
        label="How long", called="the minutes", min_value=1, max_value=600, width="3", suffix="minutes"
    )

    def __init__(self, *args: Any, register: Register, names: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.key: place for place in register.places}
        for key, place in self.places.items():
            title = place.episode.family.title
            self.fields[f"came_{key}"] = NhsChoiceField(
                label=title, called=f"whether {title} came", choices=[*reversed(Came.choices)]
            )
            self.fields[f"who_{key}"] = PeopleField(
                people_of(place), names=names, label="Who was there?", called="who was there"
            )
            self.fields[f"late_{key}"] = NhsIntegerField(
                label="Late by (optional)", called="the minutes late", min_value=0, max_value=240, width="3",
                suffix="minutes", required=False,
            )  # fmt: skip

    @property
    def helper(self) -> FormHelper:
        """Whether it met first, apart from who was there."""
        helper = super().helper
        rows = [Reveal(f"came_{key}", {Came.CAME: [f"who_{key}", f"late_{key}"]}) for key in self.places]
        helper.layout = Layout(Reveal("met", {NO: ["reason"], YES: ["minutes", *rows]}))
        return helper

    @property
    def marks(self) -> Sequence[Mark]:
        """What it says of each family."""
        given = self.cleaned_data
        return [
            Mark(
                place,
                Came(given[f"came_{key}"]),
                list(given.get(f"who_{key}") or ()),
                given.get(f"late_{key}") or 0,
            )
            for key, place in self.places.items()
        ]

    @staticmethod
    def start(session: GroupSession, register: Register) -> dict[str, Any]:
        """As it was planned, or as it was recorded before."""
        found: dict[str, Any] = {"minutes": minutes_of(session)}
        for place in register.places:
            came = {AppointmentState.NOT_ATTENDED: Came.DID_NOT, AppointmentState.CANCELLED_BY_FAMILY: Came.SAID_SO}
            people = [one.person.key for one in place.invitations.all()]
            if place.state in SEEN:
                rows = [row for row in place.attendances.all() if row.status != AttendanceStatus.ABSENT]
                people = [row.person.key for row in rows]
                found[f"late_{place.key}"] = max((row.late_minutes for row in rows), default=0) or None
                found["minutes"] = place.session.minutes
            found[f"came_{place.key}"] = Came.CAME if place.state in SEEN else came.get(place.state)
            found[f"who_{place.key}"] = people
        return found
