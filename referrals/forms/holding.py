"""Forms of holding: what the services said, what was done, and the one question behind a private link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsTextField
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Fieldset
from referrals.enums import SUPPORT_ANSWERS, Support

SUPPORTS = [(value, label) for value, label in Support.choices if value != Support.NOT_ASKED]


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
                label=f"{service}: their support is", choices=SUPPORTS, inline=True, required=False
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
        said = [name for name in cleaned if name.startswith("support_") and cleaned[name]]
        if not said and not cleaned.get("more") and "more" not in self.errors:
            self.add_error(None, "Say of at least one service what it said")
        return cleaned

    def answers(self) -> dict[str, str]:
        """By service."""
        said = {service: self.cleaned_data[f"support_{number}"] for number, service in enumerate(self.services)}
        found = {service: support for service, support in said.items() if support}
        if self.cleaned_data.get("more"):
            found[self.cleaned_data["more"]] = self.cleaned_data["more_support"]
        return found


class LinkForm(ActForm):
    """For which service a private link is."""

    service = NhsChoiceField(label="Who is the link for?", called="who the link is for")

    def __init__(self, *args: Any, services: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "service", [(service, service) for service in services])


class AlarmForm(ActForm):
    """What was done about support that became less or stopped (P14)."""

    done = NhsTextField(
        label="What was done?",
        called="what was done",
        help_text="For example: rang the health visitor, who keeps visiting; family moved first; safeguarding told.",
        rows=4,
    )


class SupportForm(ActForm):
    """The one question behind a private link (P11)."""

    support = NhsChoiceField(
        label="Your support for this family",
        called="whether your support goes on",
        choices=[(one.value, one.label) for one in SUPPORT_ANSWERS],
    )
    note = NhsTextField(
        label="Anything we should know?",
        help_text="You can leave this empty. Please give no names.",
        required=False,
        rows=3,
        max_length=2000,
    )
