"""Slots of an assessment clinic: published, given to a waiting family, withdrawn (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.utils import timezone

from caseload.actions import Clinic, Offer
from caseload.actions.clinic import MOST_IN_A_ROW
from caseload.forms.allocating import keyworker_field
from caseload.forms.contact import moment_of
from caseload.forms.fields import ColleagueField
from caseload.forms.groups import room_field
from caseload.forms.interpreter import InterpreterFields
from caseload.forms.inviting import WAYS, invited_field, letter_field, only_invited, quick_fields, telling
from caseload.forms.repeating import AHEAD
from caseload.forms.warned import WarnedForm
from caseload.models import ClinicSlot
from caseload.selectors.clinic import alerts_of, loss, unavailable, why_not_free
from caseload.selectors.groups import who_can_come
from caseload.selectors.interpreters import proposed_interpreter
from caseload.selectors.obstacles import against, not_working
from caseload.selectors.people import adults_to_work_with, has_loss, leads, needs_at_booking
from caseload.selectors.rota import rota_of
from caseload.times import MOST
from families.presenters import names_in
from families.selectors import members_of
from pitservice.accounts.models import Team
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsDateField,
    NhsIntegerField,
    NhsTimeField,
)
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Fieldset, Row
from referrals.models import WaitingEntry

ONE, DAY = "one", "day"


class PublishForm(WarnedForm):
    """Whose clinic, where, when, how many slots, in how many weeks."""

    where = NhsCharField(
        label="Address (optional)", called="the address", required=False, max_length=200,
        help_text="As the family will read it in a letter.",
    )  # fmt: skip
    day = NhsDateField(label="Which day?", called="the day")
    time = NhsTimeField(label="First slot at", called="the time of the first slot", help_text="For example, 9:30am")
    minutes = NhsIntegerField(
        label="Minutes each", called="the minutes", min_value=5, max_value=480, width="3", initial=60
    )
    slots = NhsIntegerField(
        label="How many slots in a row?", called="how many slots", min_value=1, max_value=MOST_IN_A_ROW, width="2",
        initial=3,
    )  # fmt: skip
    weeks = NhsIntegerField(
        label="For how many weeks?", called="for how many weeks", min_value=1, max_value=MOST, width="2", initial=1,
        help_text="The same every week. 1 for this day alone.",
    )  # fmt: skip
    pass_over_taken = NhsBooleanField(label="Pass over times that are taken", required=False)
    read_first = "Read what speaks against this day. Tick here, or choose another"

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        today, day = timezone.localdate(), self.fields["day"]
        assert isinstance(day, NhsDateField)
        day.earliest, day.latest = today, today + AHEAD
        self.fields["practitioner"] = ColleagueField(
            leads(team.pk), label="Practitioner", called="the practitioner",
            help_text="They lead the work with each family that is given a slot.",
        )  # fmt: skip
        self.fields["room"] = room_field(team.pk)
        self.fields["despite"].label = "Publish them all the same"

    @property
    def helper(self) -> FormHelper:
        """Who, where, when."""
        helper = super().helper
        helper.layout = Layout(
            Fieldset("Who and where", "practitioner", "room", "where"),
            Fieldset("When", "day", Row("time", "minutes"), "slots", "weeks", "pass_over_taken"),
            *self.despite_warnings(),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """Day and time together make the moment; a day on which they do not work is warned of once."""
        given = self.cleaned_data | {"starts": moment_of(self, "day", "time")}
        if not self.errors:
            user, day = given["practitioner"], given["day"]
            self.warn(not_working(rota_of(self.team, day), user, day))
        return given

    @property
    def clinic(self) -> Clinic:
        """What the form says, for the action."""
        given = self.cleaned_data
        names = ("practitioner", "starts", "minutes", "slots", "weeks", "room", "where", "pass_over_taken")
        return Clinic(**{name: given[name] for name in names})


class OfferForm(WarnedForm, InterpreterFields):
    """Who of a waiting family is invited to a slot, who interprets, how they hear, and who helps as keyworker."""

    read_first = "Read what speaks against this slot. Tick here, or choose another slot or family"

    def __init__(
        self, *args: Any, slot: ClinicSlot, entry: WaitingEntry, proposed: Sequence[object] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.slot, self.entry, self.family, self.proposed = slot, entry, entry.family, proposed
        names, adults = names_in(members_of(self.family)), list(adults_to_work_with(self.family))
        self.fields["invited"] = invited_field(who_can_come(self.family), names)
        self.fields |= quick_fields(adults, names) | {"letter_to": letter_field(adults, names)}
        self.fields["keyworker"] = keyworker_field(slot.team)
        self.fields["despite"].label = "Give them this slot all the same"

    @property
    def helper(self) -> FormHelper:
        """As booking asks it."""
        helper = super().helper
        asked = bool(proposed_interpreter(needs_at_booking(self.family)))
        helper.layout = Layout(
            "invited",
            "keyworker",
            self.interpreter_questions(asked=asked),
            telling(self.proposed),
            *self.despite_warnings(),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """What speaks against it is read once; words go only to those who are invited.

        Of a slot that cannot be given any more nothing is warned: sending it is refused, whatever is ticked.
        """
        given = super().clean() or self.cleaned_data
        invited = list(given.get("invited") or ())
        self.check_interpreter(self.family, invited)
        only_invited(self, given)
        if not self.errors and not why_not_free(self.slot):
            self.warn(self._against(invited))
        return given

    def _against(self, invited: Sequence[Any]) -> list[str]:
        slot = self.slot
        days = list(self.entry.unavailable_times.all())
        found = against(
            self.family,
            user=slot.practitioner,
            starts=slot.starts,
            ends=slot.ends,
            invited=invited,
            interpreter=self.interpreter,
        )
        grief = loss(has_loss(self.family.pk))
        return [*grief, *alerts_of(self.family), *unavailable(days, slot.starts), *found]

    @property
    def offer(self) -> Offer:
        """What the form says, for the action."""
        given = self.cleaned_data
        people = {name: list(given[name]) for name in ("invited", *WAYS)}
        return Offer(**people, interpreter=self.interpreter)


class WithdrawForm(ActForm):
    """Which slots, and why."""

    why = NhsCharField(
        label="Why (optional)", called="why", required=False, max_length=200,
        help_text="Colleagues can read it. No family is told: nobody has this slot.",
    )  # fmt: skip

    def __init__(self, *args: Any, slot: ClinicSlot, others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            everything = (DAY, f"All {others + 1} free slots of {slot.practitioner.name} that day")
            which = NhsChoiceField(
                label="What do you want to withdraw?", called="what you want to withdraw",
                choices=[(ONE, "This slot"), everything], initial=ONE,
            )  # fmt: skip
            self.fields = {"which": which} | self.fields

    @property
    def whole(self) -> bool:
        """Whether all free slots of the day go."""
        return self.cleaned_data.get("which") == DAY
