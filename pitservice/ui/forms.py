"""Bases of every form: what a POST form carries, and how addresses are read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from pitservice.accounts.models import Team
from pitservice.db.drafts import Typed, TypedText
from pitservice.ui import dates
from pitservice.ui.fields import NhsChoiceField, NhsDateInput, NhsMultipleChoiceField
from pitservice.ui.layout import RevealMixin


class ActForm(RevealMixin, forms.Form):
    """Base of every POST form: its UUID (one effect however often it is sent) and the version that was seen.

    A page whose subject has no version leaves `seen` empty.
    """

    submission = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    #: Questions that fill a column of another name ("mobile" fills `value`), for the page after a quicker change.
    columns: Mapping[str, str] = {}
    #: How what was typed reads, where somebody looks before saving (`layout.Look`).
    looked: Sequence[object] = ()

    def __init__(self, *args: Any, seen: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission", uuid.uuid4())
        self.initial.setdefault("seen", seen)

    @property
    def helper(self) -> FormHelper:
        """No form tag: the page draws it, with its button."""
        helper = FormHelper(self)
        helper.form_tag = False
        return helper

    def take_over(self, name: str, value: Any) -> None:
        """Have a question stand as somebody else answered it meanwhile."""
        data, field = cast("QueryDict", self.data).copy(), self.fields[name]
        if isinstance(field.widget, NhsDateInput):
            for part, typed in zip(NhsDateInput.PARTS, field.widget.typed(value), strict=True):
                data[f"{self.add_prefix(name)}_{part}"] = typed
        elif isinstance(field, forms.BooleanField) and not value:
            data.pop(self.add_prefix(name), None)
        else:
            data[self.add_prefix(name)] = "" if value is None else str(field.prepare_value(value))
        self.data = data

    def renew(self, seen: int | None) -> None:
        """After a refusal: what was typed stays, with a fresh UUID and the version as it is now."""
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("submission")] = str(uuid.uuid4())
        data[self.add_prefix("seen")] = "" if seen is None else str(seen)
        self.data = data


def offer_choices(
    form: forms.Form,
    name: str,
    choices: Iterable[tuple[str, object]],
    hints: Mapping[str, str] | None = None,
) -> None:
    """Let one question be answered by these: what is sent for it, and how it reads; or by groups of these.

    With `hints`, what stands under an answer, by what is sent for it.
    """
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
    if hints is not None:
        assert isinstance(field, NhsChoiceField | NhsMultipleChoiceField)
        field.hints = dict(hints)


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let one question be answered by one of these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def offers_any(form: forms.Form, name: str) -> bool:
    """Whether there is anything to choose from."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return bool(field.choices)


def offer_teams(form: forms.Form, teams: Sequence[Team]) -> None:
    """Ask in `team` for one of these; where there is but one it is that, and nobody is asked."""
    offer_rows(form, "team", Team.objects.filter(pk__in=[team.pk for team in teams]).order_by("name"))
    if len(teams) == 1:
        form.fields["team"].widget = forms.HiddenInput()
        form.initial.setdefault("team", teams[0].pk)


class PressForm(ActForm):
    """A form that is only a button."""


class DraftingForm(ActForm):
    """A form whose text is saved while it is typed: it carries the draft's revision and the window's name (P70)."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    tab = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, draft: TypedText | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("tab", str(uuid.uuid4()))
        self.initial.setdefault("revision", draft.revision if draft else 0)

    def renew_draft(self, revision: int) -> None:
        """After two texts were shown: what is sent next was put together from both."""
        data = cast("QueryDict", self.data).copy()
        data["revision"], data["tab"] = str(revision), str(uuid.uuid4())
        self.data = data


class TypedForm(forms.Form):
    """What a window sends every few seconds. No UUID: `tab` and `seq` make a repeat harmless.

    `kept`: names of the other answers on the page, kept as they stand; of those in `several` more than one. Answers
    whose names begin with `begins` are kept too, at most 50 of them.
    """

    text = forms.CharField(required=False, strip=False, max_length=100_000)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    tab = forms.UUIDField()
    seq = forms.IntegerField(min_value=1, max_value=2**31 - 1)

    kept: ClassVar[Sequence[str]] = ()
    several: ClassVar[Sequence[str]] = ()
    begins: ClassVar[str | tuple[str, ...]] = ""

    def clean_text(self) -> str:
        """Line feeds, as the page's own form makes them; NUL is refused by Django's field."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")

    @property
    def typed(self) -> Typed:
        """For the action."""
        given = self.cleaned_data
        return Typed(given["text"], self._others(), given["revision"], str(given["tab"]), given["seq"])

    def _others(self) -> dict[str, str | list[str]]:
        """The other answers: short texts, known names, nothing else."""
        data = cast("QueryDict", self.data)
        found: dict[str, str | list[str]] = {}
        others = [name for name in data if self.begins and name.startswith(self.begins) and len(name) <= 80]
        for name in [*self.kept, *others[:50]]:
            values = [value[:2000].replace("\x00", "") for value in data.getlist(name)[:20]]
            if values:
                found[name] = values if name in self.several else values[0]
        return found


class SettleForm(ActForm):
    """What becomes of text that was kept apart, because it was typed in another window."""

    tab = forms.UUIDField(widget=forms.HiddenInput)
    keep = NhsChoiceField(
        label="What should become of it?",
        called="what should become of it",
        choices=[("add", "Add it at the end of my text"), ("drop", "Leave it out: it is not needed")],
    )


class FilterForm(forms.Form):
    """Base of every list's filters. Read from the address; what cannot be read is ignored, never an error page."""

    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        """No form tag: the page draws it."""
        helper = FormHelper(self)
        helper.form_tag = False
        return helper

    @property
    def values(self) -> dict[str, Any]:
        """What was asked for and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def in_words(self) -> str:
        """What the list is filtered by, in words; empty when by nothing."""
        parts = []
        for name, value in self.values.items():
            field = self.fields[name]
            if isinstance(field.widget, forms.HiddenInput):
                continue
            label = dict(getattr(field, "choices", [])).get(value, value)
            said = dates.day(label) if isinstance(label, date) else label
            parts.append(f"{str(field.label or name).lower()}: {said}")
        return ", ".join(parts)
