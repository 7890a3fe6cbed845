"""Allauth's password forms, with labels written as all our labels are."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm

_LABELS = {
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password again",
}


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """For somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self.fields)


class ForgottenPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is untyped
    """For somebody who came by the link in an e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self.fields)


def _relabel(fields: dict[str, Any]) -> None:
    """The labels, and what stands in an empty box: nothing."""
    for name, label in _LABELS.items():
        if name in fields:
            fields[name].label = label
            fields[name].widget.attrs.pop("placeholder", None)
