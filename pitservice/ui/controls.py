"""How a bound form field is drawn as an NHS component: its ids, attributes, options and errors, as plain values.

The templates under `templates/nhsuk/` only place what is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from pitservice.ui.fields import NhsDateInput, required_message

DJANGOS_REQUIRED = str(forms.Field.default_error_messages["required"])
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button, checkbox or choice of a select."""

    label: str
    attributes: SafeString
    id: str = ""
    hint: str = ""
    hint_id: str = ""
    conditional: SafeString = NOTHING
    conditional_id: str = ""
    checked: bool = False
    after_divider: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Choices of a select under one heading (empty: none)."""

    label: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Box:
    """One of the three boxes of a date."""

    id: str
    label: str
    attributes: SafeString


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the error summary, and where it leads (empty: the form as a whole)."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A field, ready to be placed."""

    kind: str
    id: str
    label: str
    label_size: str = ""
    label_is_heading: bool = False
    hint: str = ""
    errors: Sequence[str] = ()
    described_by: str = ""
    attributes: SafeString = NOTHING
    value: str = ""
    options: Sequence[Option] = ()
    groups: Sequence[OptionGroup] = ()
    boxes: Sequence[Box] = ()
    prefix: str = ""
    suffix: str = ""
    count: int = 0
    inline: bool = False
    small: bool = False

    @property
    def hint_id(self) -> str:
        """Id of the hint."""
        return f"{self.id}-hint"

    @property
    def error_id(self) -> str:
        """Id of the error message."""
        return f"{self.id}-error"


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    # The first that fits; subclasses before their parents.
    (forms.MultipleHiddenInput, "multiple_hidden"),
    (forms.HiddenInput, "hidden"),
    (NhsDateInput, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
)
CHOSEN = ("radios", "checkboxes", "checkbox", "multiple_hidden")
CLASSES = {
    "input": "nhsuk-input",
    "textarea": "nhsuk-textarea",
    "select": "nhsuk-select",
    "password": "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input",
    "file": "nhsuk-file-upload__input",
}
# Ids are ours; forms are checked by the server, in our words; a placeholder is no label and vanishes when typing.
DROPPED = ("id", "required", "placeholder")
ERROR_CLASSES = {"input": "nhsuk-input--error", "password": "nhsuk-input--error", "textarea": "nhsuk-textarea--error"}


def kind_of(widget: forms.Widget) -> str:
    """Which NHS component draws this widget."""
    return next((kind for family, kind in KINDS if isinstance(widget, family)), "input")


def control_of(
    bound: BoundField,
    *,
    conditionals: Mapping[str, SafeString] | None = None,
    size: str = "",
    heading: bool = False,
) -> Control:
    """Work out how a field is drawn; `conditionals` are the questions that each of its choices reveals."""
    kind = kind_of(bound.field.widget)
    errors = field_errors(bound)
    identity = bound.auto_id or bound.html_name
    hint = str(bound.help_text)
    described = [f"{identity}-hint"] * bool(hint) + [f"{identity}-error"] * bool(errors)
    count = getattr(bound.field, "count", 0)
    if count:
        described.insert(0, f"{identity}-info")
    drawing = _Drawing(bound, kind, identity, " ".join(described), bool(errors))
    return Control(
        kind=kind,
        id=identity,
        label=str(bound.label),
        label_size=size,
        label_is_heading=heading,
        hint=hint,
        errors=errors,
        described_by=drawing.described_by,
        prefix=getattr(bound.field, "prefix", ""),
        suffix=getattr(bound.field, "suffix", ""),
        count=count,
        inline=getattr(bound.field, "inline", False),
        small=getattr(bound.field, "small", False),
        **drawing.parts(conditionals or {}),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The parts of a control that depend on its kind."""

    bound: BoundField
    kind: str
    id: str
    described_by: str
    wrong: bool

    def parts(self, conditionals: Mapping[str, SafeString]) -> dict[str, Any]:
        if self.kind == "date":
            return {"boxes": self._boxes()}
        widget = self._widget_context()
        if self.kind in CHOSEN:
            return {"options": self._chosen(widget, conditionals)}
        if self.kind == "select":
            return {"attributes": self._attributes(widget), "groups": self._groups(widget)}
        if self.kind == "textarea":
            return {"attributes": self._attributes(widget), "value": widget["value"] or ""}
        given: dict[str, Any] = {"type": widget["type"]}
        if widget["value"] not in (None, "") and self.kind != "file":
            given["value"] = widget["value"]
        return {"attributes": self._attributes(widget, **given)}

    def _chosen(self, widget: dict[str, Any], conditionals: Mapping[str, SafeString]) -> list[Option]:
        if self.kind == "checkbox":
            return [self._single_checkbox(widget, conditionals)]
        if self.kind == "multiple_hidden":
            return self._hidden_values(widget)
        return self._options(widget, conditionals)

    def _widget_context(self) -> dict[str, Any]:
        widget = self.bound.field.widget
        context = widget.get_context(self.bound.html_name, self.bound.value(), {"id": self.id})
        return cast(dict[str, Any], context["widget"])

    def _attributes(self, widget: dict[str, Any], **given: Any) -> SafeString:
        """Attributes in one string; hidden fields carry neither class nor description."""
        attributes: dict[str, Any] = {"id": self.id, "name": widget["name"], **given}
        own = {name: value for name, value in widget["attrs"].items() if name not in DROPPED}
        if self.kind != "hidden":
            extra = getattr(self.bound.field, "control_classes", "")
            wrong = ERROR_CLASSES.get(self.kind, "") if self.wrong else ""
            classes = (CLASSES[self.kind], extra, wrong, own.pop("class", ""))
            attributes["class"] = " ".join(part for part in classes if part)
            attributes["aria-describedby"] = self.described_by or False
        return flatatt(_shown(own | attributes))

    def _options(self, widget: dict[str, Any], conditionals: Mapping[str, SafeString]) -> list[Option]:
        listed = [one for _group, several, _index in widget["optgroups"] for one in several]
        hints = getattr(self.bound.field, "hints", {})
        dividers = getattr(self.bound.field, "after_divider", ())
        return [
            self._option(one, hint=str(hints.get(value, "")), after=value in dividers, revealed=conditionals.get(value))
            for one in listed
            for value in [str(one["value"])]
        ]

    def _option(self, one: dict[str, Any], *, hint: str, after: bool, revealed: SafeString | None) -> Option:
        identity = str(one["attrs"]["id"])
        attributes: dict[str, Any] = {
            "id": identity,
            "name": one["name"],
            "type": one["type"],
            "value": str(one["value"]),
            "checked": bool(one["selected"]),
            "data-aria-controls": f"{identity}-conditional" if revealed and one["type"] == "checkbox" else False,
            "aria-describedby": f"{identity}-item-hint" if hint else False,
        }
        if str(one["value"]) in getattr(self.bound.field, "exclusive", ()):
            attributes["data-behaviour"] = "exclusive"
        own = {name: value for name, value in one["attrs"].items() if name not in ("id", "required", "checked")}
        return Option(
            label=str(one["label"]),
            attributes=flatatt(_shown(own | attributes)),
            id=identity,
            hint=hint,
            hint_id=f"{identity}-item-hint",
            conditional=revealed or NOTHING,
            conditional_id=f"{identity}-conditional",
            checked=bool(one["selected"]),
            after_divider=after,
        )

    def _single_checkbox(self, widget: dict[str, Any], conditionals: Mapping[str, SafeString]) -> Option:
        revealed = conditionals.get("on")
        checked = bool(widget["attrs"].get("checked"))
        attributes = {
            "id": self.id,
            "name": widget["name"],
            "type": "checkbox",
            "checked": checked,
            "data-aria-controls": f"{self.id}-conditional" if revealed else False,
            "aria-describedby": self.described_by or False,
        }
        return Option(
            label=str(self.bound.label),
            attributes=flatatt(_shown(attributes)),
            id=self.id,
            conditional=revealed or NOTHING,
            conditional_id=f"{self.id}-conditional",
            checked=checked,
        )

    def _groups(self, widget: dict[str, Any]) -> list[OptionGroup]:
        return [
            OptionGroup(label=str(group or ""), options=[self._choice(one) for one in several])
            for group, several, _index in widget["optgroups"]
        ]

    def _choice(self, one: dict[str, Any]) -> Option:
        value = "" if one["value"] is None else str(one["value"])
        own = {name: given for name, given in one["attrs"].items() if name != "selected"}
        attributes = flatatt(_shown(own | {"value": value, "selected": bool(one["selected"])}))
        return Option(label=str(one["label"]), attributes=attributes)

    def _hidden_values(self, widget: dict[str, Any]) -> list[Option]:
        return [
            Option(label="", attributes=flatatt({"type": "hidden", "name": widget["name"], "value": str(value)}))
            for value in widget["value"] or ()
        ]

    def _boxes(self) -> list[Box]:
        widget = cast(NhsDateInput, self.bound.field.widget)
        values = widget.typed(self.bound.value())
        wrong = self._wrong_parts()
        births = getattr(self.bound.field, "birth", False)
        boxes = []
        for part, value in zip(widget.PARTS, values, strict=True):
            classes = f"nhsuk-input nhsuk-date-input__input nhsuk-input--width-{4 if part == 'year' else 2}"
            attributes = {
                "id": f"{self.id}_{part}",
                "name": f"{self.bound.html_name}_{part}",
                "type": "text",
                "inputmode": "numeric",
                "class": classes + (" nhsuk-input--error" if part in wrong else ""),
                "value": value or False,
                "autocomplete": f"bday-{part}" if births else False,
            }
            boxes.append(Box(id=f"{self.id}_{part}", label=part.capitalize(), attributes=flatatt(_shown(attributes))))
        return boxes

    def _wrong_parts(self) -> Sequence[str]:
        return wrong_parts(self.bound) if self.wrong else ()


def _shown(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is off, so that an attribute is never drawn empty."""
    return {name: value for name, value in attributes.items() if value is not False and value is not None}


def wrong_parts(bound: BoundField) -> Sequence[str]:
    """Which boxes of a date an error is about; all of them when it does not say."""
    for error in _data(bound.form).get(bound.name, ()):
        parts = (error.params or {}).get("parts")
        if parts:
            return cast(Sequence[str], parts)
    return NhsDateInput.PARTS


def _data(form: BaseForm) -> dict[str, list[ValidationError]]:
    return form.errors.as_data() if form.is_bound else {}


def field_errors(bound: BoundField) -> list[str]:
    """The field's errors in words; Django's bare "This field is required." becomes one that says what to enter."""
    return [_in_words(bound, str(message)) for message in bound.errors] if bound.form.is_bound else []


def _in_words(bound: BoundField, message: str) -> str:
    if message != DJANGOS_REQUIRED:
        return message
    chosen = kind_of(bound.field.widget) in ("radios", "checkboxes", "select", "checkbox")
    return required_message(str(bound.label), verb="Select" if chosen else "Enter")


def summary_lines(form: Any) -> list[SummaryLine]:
    """Every error of a form or formset, in the order in which its questions stand, each with where to put it right."""
    if form is None:
        return []
    if isinstance(form, BaseFormSet):
        whole = [SummaryLine(str(message)) for message in form.non_form_errors()] if form.is_bound else []
        return whole + [line for one in form.forms for line in summary_lines(one)]
    if not form.is_bound:
        return []
    whole = [SummaryLine(str(message)) for message in form.non_field_errors()]
    return whole + list(_field_lines(form))


def _field_lines(form: BaseForm) -> Iterable[SummaryLine]:
    for bound in _as_drawn(form):
        place = "" if bound.is_hidden else f"#{first_id(bound)}"
        for text in field_errors(bound):
            yield SummaryLine(text, place)


def _as_drawn(form: BaseForm) -> list[BoundField]:
    """Its fields in the order of its layout, where it has one; what is not drawn comes last."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    drawn = dict.fromkeys(names_in(layout.fields)) if layout else {}
    place = {name: number for number, name in enumerate(drawn)}
    return sorted(form, key=lambda bound: place.get(bound.name, len(place)))


def names_in(parts: Sequence[Any]) -> Iterator[str]:
    """Names of all fields in a layout, however deep."""
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from names_in(getattr(part, "fields", ()))


def first_id(bound: BoundField) -> str:
    """Id of the box, or the first choice, that an error leads to."""
    identity = bound.auto_id or bound.html_name
    match kind_of(bound.field.widget):
        case "date":
            return f"{identity}_{wrong_parts(bound)[0]}"
        case "radios" | "checkboxes":
            return f"{identity}_0"
        case _:
            return str(identity)
