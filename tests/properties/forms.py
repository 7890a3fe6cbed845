"""The fields of a page's own form, read from the page as a browser reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Kinds of controls in which a person types.
TYPED = ("text", "textarea", "search", "tel", "email")


@dataclass
class Field:
    """One control: its kind ("text", "textarea", "radio", …) and the values it starts with or offers."""

    kind: str
    values: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the controls that stand inside the main part of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, Field] = {}
        self._in_main = 0
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A control, an option, or the beginning of the main part."""
        known = {name: value or "" for name, value in attrs}
        self._in_main += tag == "main"
        if not self._in_main:
            return
        name = known.get("name", "")
        if tag == "input" and name:
            self._add(name, known.get("type", "text"), known.get("value", ""))
        elif tag == "textarea" and name:
            self._area = name
            self._add(name, "textarea", "")
        elif tag == "select" and name:
            self._select = name
            self.fields.setdefault(name, Field("select"))
        elif tag == "option" and self._select:
            self._add(self._select, "select", known.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """The end of a control or of the main part."""
        self._in_main -= tag == "main"
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """What stands in a text box."""
        if self._area and self._in_main:
            self.fields[self._area].values[-1] += (
                data if self.fields[self._area].values[-1] else data.removeprefix("\n")
            )

    def _add(self, name: str, kind: str, value: str) -> None:
        self.fields.setdefault(name, Field(kind)).values.append(value)


def fields_of(html: str) -> dict[str, Field]:
    """Every named control of the main part of a page, but for the token against forged requests."""
    reader = _Reader()
    reader.feed(html)
    return {name: one for name, one in reader.fields.items() if name != "csrfmiddlewaretoken"}


#: What stands in a box by its kind, or by what its name ends with.
_MADE_UP = {
    "email": "somebody@example.org",
    "tel": "07700 900123",
    "day": "3",
    "month": "3",
    "year": "2026",
    "time": "10am",
    "at": "10am",
    "minutes": "50",
    "nhs_number": "9990000018",
    "number": "1",
    "postcode": "ZZ99 3WZ",
}


def as_shown(fields: Mapping[str, Field]) -> dict[str, str]:
    """What a person would send who presses the button at once: the first choice of each, texts as they stand."""
    return {name: (one.values or [""])[-1 if one.kind == "select" else 0] for name, one in fields.items()}


def as_filled(fields: Mapping[str, Field]) -> dict[str, str]:
    """What a person could send who answers every question."""
    boxes = {name for name, one in fields.items() if one.kind in TYPED}
    return {
        name: value or (_made_up(name, fields[name].kind) if name in boxes else "")
        for name, value in as_shown(fields).items()
    }


def _made_up(name: str, kind: str) -> str:
    return _MADE_UP.get(kind) or _MADE_UP.get(name) or _MADE_UP.get(re.split("[_-]", name)[-1]) or "Made up"
