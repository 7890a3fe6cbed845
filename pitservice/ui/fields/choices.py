"""Fields that are chosen: radio buttons, checkboxes, lists, files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from pitservice.ui.fields.wording import NhsField


class _Choice(NhsField):
    """What choices share: hints under them, an "or" before the last, side by side, smaller."""

    verb = "Select"

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        after_divider: Iterable[str] = (),
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.hints = dict(hints or {})
        self.after_divider = tuple(after_divider)
        self.inline, self.small = inline, small

    def messages_for(self, called: str) -> dict[str, str]:
        return {"invalid_choice": f"Select {called} from the list", "invalid_list": f"Select {called} from the list"}


class NhsChoiceField(_Choice, forms.ChoiceField):
    """One of several: radio buttons, or a list to open with `widget=forms.Select`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(**kwargs)


class NhsMultipleChoiceField(_Choice, forms.MultipleChoiceField):
    """Several of several: checkboxes. A choice in `exclusive` ("None of these") cannot stand with another."""

    def __init__(self, *, exclusive: Iterable[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)
        self.exclusive = tuple(exclusive)

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = [one for one in value if one in self.exclusive]
        if alone and len(value) > 1:
            label = dict(cast(Sequence[tuple[str, str]], self.choices)).get(alone[0], alone[0])
            raise ValidationError(f"Select {self.called}, or select “{label}”", code="exclusive")


class NhsModelChoiceField(_Choice, forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameters at run time
    """One row of a table, as a list to open."""


class NhsModelMultipleChoiceField(_Choice, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Several rows of a table, as checkboxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)

    def messages_for(self, called: str) -> dict[str, str]:
        return super().messages_for(called) | {"invalid_pk_value": f"Select {called} from the list"}


class NhsBooleanField(NhsField, forms.BooleanField):
    """A single checkbox; when required it must be ticked."""

    verb = "Select"


class YesNoUnknownField(NhsChoiceField):
    """Yes, no or not known, as text ("yes", "no", "unknown"): "not known" is an answer, and never the same as "no"."""

    YES, NO, UNKNOWN = "yes", "no", "unknown"

    def __init__(self, *, unknown: str = "Not known", **kwargs: Any) -> None:
        kwargs.setdefault("choices", [(self.YES, "Yes"), (self.NO, "No"), (self.UNKNOWN, unknown)])
        super().__init__(**kwargs)


class NhsFileField(NhsField, forms.FileField):
    """A file."""

    verb = "Choose"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput)
        super().__init__(**kwargs)

    def messages_for(self, called: str) -> dict[str, str]:
        return {"invalid": f"Choose {called}", "missing": f"Choose {called}", "empty": "The chosen file is empty"}
