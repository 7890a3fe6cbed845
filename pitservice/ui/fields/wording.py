"""What our fields share: the sentences of their errors, and how their box is drawn."""

from __future__ import annotations

from typing import Any

from django import forms


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "Date of birth" -> "date of birth", "NHS number" as it is."""
    first = label.split(" ", 1)[0]
    return label if len(first) > 1 and first.isupper() else label[:1].lower() + label[1:]


def capital(text: str) -> str:
    """The first letter made a capital, the rest left alone."""
    return text[:1].upper() + text[1:]


def required_message(label: str, *, verb: str) -> str:
    """What to say when nothing was given; a question cannot stand in "Enter …", so it is quoted."""
    if not label:
        return f"{verb} an answer"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    return f"{verb} {in_sentence(label)}"


class NhsField(forms.Field):
    """What our fields share: `called`, messages made from it, and how the box is drawn."""

    verb = "Enter"
    control_classes = ""

    def __init__(
        self,
        *,
        called: str = "",
        width: str = "",
        autocomplete: str = "",
        spellcheck: bool | None = None,
        prefix: str = "",
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        given = dict(kwargs.pop("error_messages", None) or {})
        label = str(kwargs.get("label") or "")
        self.called = called or in_sentence(label) or "this"
        required = f"{self.verb} {called}" if called else required_message(label, verb=self.verb)
        kwargs["error_messages"] = {"required": required} | self.messages_for(self.called) | given
        super().__init__(**kwargs)
        self.prefix, self.suffix = prefix, suffix
        if width:
            self.control_classes = _width_class(width)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete
        if spellcheck is not None:
            self.widget.attrs["spellcheck"] = "true" if spellcheck else "false"

    def messages_for(self, called: str) -> dict[str, str]:
        """Messages of this kind of field, by code."""
        return {}


def _width_class(width: str) -> str:
    """`width` is a number of characters (2, 3, 4, 5, 10, 20, 30) or a part of the line ("one-half")."""
    return f"nhsuk-input--width-{width}" if width.isdigit() else f"nhsuk-u-width-{width}"
