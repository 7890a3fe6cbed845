"""Layout objects for crispy forms, and the one place where questions that depend on an answer are declared.

    helper.layout = Layout("received", Reveal("route", {"allocate": ["practitioner"], "refuse": ["reason"]}))

The same declaration draws the questions under their choice and, in a form that uses `RevealMixin`, makes the server
ignore the answers to questions that were not asked. Without JavaScript all of them can be seen and answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, cast

from crispy_forms.utils import render_field
from django import forms
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pitservice.ui.controls import kind_of, names_in

TEMPLATE_PACK = "nhsuk"
TICKED = "on"


def _as_it_is(thing: Any) -> Any:
    return thing


class Part:
    """A layout object; `fields` holds names of fields and other layout objects.

    Where a form is worded for who looks (`pitservice.ui.wording`), its `worded` says our words as they call things.
    """

    template: ClassVar[str] = ""

    def __init__(self, *fields: Any) -> None:
        self.fields: list[Any] = list(fields)

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Draw the parts inside, then this around them."""
        inside, ours = draw_parts(self.fields, form, context), getattr(form, "worded", _as_it_is)
        wrong = any(form[name].errors for name in names_in(self.fields)) if form.is_bound else False
        said = {name: ours(value) for name, value in self.context().items()}
        return SafeString(render_to_string(self.template, said | {"inside": inside, "wrong": wrong}))

    def context(self) -> dict[str, Any]:
        """What the template needs beside `inside`."""
        return {}


def draw_parts(parts: Sequence[Any], form: BaseForm, context: Context) -> SafeString:
    """Draw fields and layout objects one after another."""
    drawn = (render_field(part, form, context, template_pack=TEMPLATE_PACK) for part in parts)
    return SafeString("".join(drawn))


class Fieldset(Part):
    """Questions that belong together, under a legend; `size` is s, m, l or xl."""

    template = "nhsuk/layout/fieldset.html"

    def __init__(self, legend: str, *fields: Any, size: str = "m", hint: str = "") -> None:
        super().__init__(*fields)
        self.legend, self.size, self.hint = legend, size, hint

    def context(self) -> dict[str, Any]:
        return {"legend": self.legend, "size": self.size, "hint": self.hint}


class Row(Part):
    """Fields beside each other where there is room."""

    template = "nhsuk/layout/row.html"


class Opens(Part):
    """Questions behind words that open in place; open from the start when one of them was answered wrongly."""

    template = "nhsuk/layout/details.html"

    def __init__(self, summary: str, *fields: Any) -> None:
        super().__init__(*fields)
        self.summary = summary

    def context(self) -> dict[str, Any]:
        return {"summary": self.summary}


class Inset(Part):
    """Words set apart inside a form."""

    template = "nhsuk/layout/inset.html"

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.lines = lines

    def context(self) -> dict[str, Any]:
        return {"lines": self.lines}


class Heading(Part):
    """A heading inside a form."""

    template = "nhsuk/layout/heading.html"

    def __init__(self, text: str, *, level: int = 2) -> None:
        super().__init__()
        self.text, self.level = text, level

    def context(self) -> dict[str, Any]:
        return {"text": self.text, "level": self.level}


class Draw(Part):
    """Any component of `pitservice.ui.components` inside a form."""

    template = "nhsuk/layout/draw.html"

    def __init__(self, *things: object) -> None:
        super().__init__()
        self.things = things

    def context(self) -> dict[str, Any]:
        return {"things": self.things}


class Submit(Part):
    """A button that sends the form; with `name` and `value` the server knows which was pressed."""

    template = "nhsuk/layout/submit.html"

    def __init__(
        self, text: str, *, name: str = "", value: str = "", secondary: bool = False, warning: bool = False
    ) -> None:
        super().__init__()
        self.text, self.name, self.value = text, name, value
        self.secondary, self.warning = secondary, warning

    def context(self) -> dict[str, Any]:
        return {"button": self}


class Look(Submit):
    """A button that shows how what is typed would read, and the place where it is shown: nothing is saved.

    The form's `looked` holds what stands there (`pages.LooksFirst`). With JavaScript the page around it stays.
    """

    template = "nhsuk/layout/look.html"
    NAME, PLACE = "look", "how-it-reads"

    def __init__(self, text: str) -> None:
        super().__init__(text, name=self.NAME, value="1", secondary=True)

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """The button, then what was looked at."""
        said = {"button": self, "place": self.PLACE, "things": getattr(form, "looked", ())}
        return SafeString(render_to_string(self.template, said))


class Sized(Part):
    """A field whose label is larger (s, m, l, xl), or is the page's heading with `heading=True`.

    A page that asks one thing has no other h1: use `pages/public_question.html`.
    """

    def __init__(self, name: str, *, size: str = "m", heading: bool = False) -> None:
        super().__init__(name)
        self.size, self.heading = size, heading

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        extra = {"label_size": self.size, "label_is_heading": self.heading}
        return cast(
            SafeString, render_field(self.fields[0], form, context, template_pack=TEMPLATE_PACK, extra_context=extra)
        )


class Question(Sized):
    """The one question of a page; its label is the page's heading."""

    def __init__(self, name: str, *, size: str = "l") -> None:
        super().__init__(name, size=size, heading=True)


class Reveal(Part):
    """A choice, each of whose answers may open questions of its own. May be nested.

    `choice` is drawn as radio buttons or checkboxes; for a single checkbox the key is "on". `size` and `heading` are
    those of `Sized`.
    """

    def __init__(
        self, choice: str, revealed: Mapping[str, Sequence[Any]], *, size: str = "", heading: bool = False
    ) -> None:
        super().__init__(choice, *(part for parts in revealed.values() for part in parts))
        self.choice = choice
        self.revealed = {str(value): list(parts) for value, parts in revealed.items()}
        self.size, self.heading = size, heading

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Draw the questions first, then the choice around them."""
        self._check(form)
        conditionals = {value: draw_parts(parts, form, context) for value, parts in self.revealed.items()}
        extra = {"conditionals": conditionals, "label_size": self.size, "label_is_heading": self.heading}
        drawn = render_field(self.choice, form, context, template_pack=TEMPLATE_PACK, extra_context=extra)
        return cast(SafeString, drawn)

    def _check(self, form: BaseForm) -> None:
        if kind_of(form.fields[self.choice].widget) not in ("radios", "checkboxes", "checkbox"):
            raise TypeError(f"{self.choice} can only reveal questions when it is radio buttons or checkboxes")

    def unasked(self, form: BaseForm, *, asked: bool = True) -> Iterator[str]:
        """Names of fields that the answer given did not open; all of them where the choice itself was not asked."""
        chosen = _chosen(form, self.choice) if asked else frozenset()
        for value, parts in self.revealed.items():
            yield from _unasked(parts, form, asked=value in chosen)


def _unasked(parts: Sequence[Any], form: BaseForm, *, asked: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Reveal):
            if not asked:
                yield part.choice
            yield from part.unasked(form, asked=asked)
        elif isinstance(part, str):
            if not asked:
                yield part
        else:
            yield from _unasked(getattr(part, "fields", ()), form, asked=asked)


def _chosen(form: BaseForm, name: str) -> frozenset[str]:
    """The answer as it was sent; it is read before it is cleaned, because what to clean depends on it."""
    field = form.fields[name]
    sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(sent, (list, tuple)):
        return frozenset(str(one) for one in sent)
    if isinstance(sent, bool):
        return frozenset({TICKED}) if sent else frozenset()
    return frozenset() if sent is None else frozenset({str(sent)})


def _no_answer(field: forms.Field) -> Any:
    """What a field gives when nothing was answered."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return field.queryset.none() if field.queryset is not None else []
    if isinstance(field, forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.BooleanField):
        return False
    if isinstance(field, forms.ModelChoiceField):
        return None
    if isinstance(field, forms.ChoiceField):
        return getattr(field, "empty_value", "")
    return getattr(field, "empty_value", None)


class RevealMixin(forms.BaseForm):
    """A form that ignores the answers to questions which `Reveal` did not open: no error, no value.

    What was typed stays in the boxes, should the choice be changed back.
    """

    def unasked(self) -> set[str]:
        """Names of the fields that were not asked."""
        layout = getattr(getattr(self, "helper", None), "layout", None)
        return set(_unasked(getattr(layout, "fields", ()), self, asked=True)) if layout else set()

    def _clean_fields(self) -> None:
        """Clean, then forget what was not asked; before `clean()`, so that a form's own rules never see it.

        Django has no public moment between cleaning single fields and `clean()`.
        """
        super()._clean_fields()  # type: ignore[misc]  # BaseForm's own, which its stubs leave out
        for name in self.unasked() & self.fields.keys():
            self.errors.pop(name, None)
            self.cleaned_data[name] = _no_answer(self.fields[name])
