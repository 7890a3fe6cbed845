"""What speaks against a time is read once, and then stops nobody (P29, P68)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import cast

from django import forms
from django.http import QueryDict

from pitservice.ui.components import Callout
from pitservice.ui.fields import NhsBooleanField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Draw


class WarnedForm(ActForm):
    """A form about a time, with a tick that appears as soon as something speaks against it."""

    despite = NhsBooleanField(label="Book it all the same", required=False)
    warned = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    #: What speaks against the time, in sentences; nothing before the form is checked.
    warnings: Sequence[str] = ()
    #: What to do about it, as the error beside the tick says it.
    read_first = "Read what speaks against this time. Tick here, or choose another"

    def warn(self, warnings: Sequence[str]) -> None:
        """Warn of a time, never refuse it: the same warnings, once ticked, stop nothing. Call from `clean`."""
        self.warnings = warnings
        told = sha256("\n".join(warnings).encode()).hexdigest()
        given = self.cleaned_data
        if warnings and not (given["despite"] and given["warned"] == told):
            data = cast("QueryDict", self.data).copy()
            data["warned"] = told
            data.pop("despite", None)
            self.data = data
            self.add_error("despite", self.read_first)

    def despite_warnings(self) -> list[object]:
        """What speaks against the time, and the tick; nothing as long as nothing does."""
        if not self.warnings:
            return ["warned"]
        return [Draw(Callout("This speaks against the time", self.warnings)), "despite", "warned"]
