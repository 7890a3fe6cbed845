"""Forms of the waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pitservice.configuration.enums import WaitingOrder
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsTextField
from pitservice.ui.forms import ActForm, FilterForm
from pitservice.ui.layout import Fieldset
from referrals.enums import Support, TriagePriority

SUPPORTS = [(value, label) for value, label in Support.choices if value != Support.NOT_ASKED]


class WaitingFilter(FilterForm):
    """In which order, and what needs attention."""

    order = NhsChoiceField(
        label="Order", required=False, widget=forms.Select, choices=[("", "The team's"), *WaitingOrder.choices]
    )
    need = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[("", "Everybody"), ("check", "Holding check due"), ("support", "Support less or stopped")],
    )


class CheckForm(ActForm):
    """What the referrer and every service named said about their support (WL-2, P14)."""

    more = NhsCharField(label="Another service that was asked", required=False)
    more_support = NhsChoiceField(label="What it said", required=False, choices=SUPPORTS, inline=True)
    note = NhsTextField(label="Note", required=False, rows=3)

    def __init__(self, *args: Any, services: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = list(services)
        for number, service in enumerate(self.services):
            self.fields[f"support_{number}"] = NhsChoiceField(
                label=f"{service}: their support is", choices=SUPPORTS, inline=True, called=f"what {service} said"
            )

    @property
    def helper(self) -> Any:
        """Those named first."""
        helper = super().helper
        named = [f"support_{number}" for number, _ in enumerate(self.services)]
        helper.layout = helper.build_default_layout(self)
        helper.layout.fields = ["submission", "seen", *named, Fieldset("Anybody else", "more", "more_support"), "note"]
        return helper

    def clean(self) -> dict[str, Any]:
        """A service and what it said go together, and somebody must have been asked."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("more")) != bool(cleaned.get("more_support")):
            self.add_error("more", "Enter a service and what it said, or neither")
        if not self.services and not cleaned.get("more"):
            self.add_error("more", "Enter a service that was asked")
        return cleaned

    def answers(self) -> dict[str, str]:
        """By service."""
        found = {service: self.cleaned_data[f"support_{number}"] for number, service in enumerate(self.services)}
        if self.cleaned_data.get("more"):
            found[self.cleaned_data["more"]] = self.cleaned_data["more_support"]
        return found


class PriorityForm(ActForm):
    """What a triage contact found."""

    priority = NhsChoiceField(label="How urgent is it?", choices=TriagePriority.choices, called="how urgent it is")
    reason = NhsTextField(label="What did you find?", called="what you found", rows=3)
