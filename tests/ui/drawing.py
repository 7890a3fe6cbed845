"""How the tests of this folder draw templates and read what came out, without a request or a database."""

from __future__ import annotations

from html.parser import HTMLParser

from django.forms import BaseForm
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates


def drawn(source: str, **values: object) -> str:
    """Draw a template given as text."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    return str(backend.engine.from_string(source).render(Context(values)))


def drawn_form(form: BaseForm) -> str:
    """Draw a form's layout as the pages do."""
    return drawn("{% load ui %}{% layout_of form %}", form=form)


def drawn_component(thing: object, **values: object) -> str:
    """Draw one component."""
    return drawn("{% load ui %}{% component thing %}", thing=thing, **values)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def elements(html: str, tag: str) -> list[dict[str, str]]:
    """The attributes of every element of this kind, in order."""
    reader = _Reader()
    reader.feed(html)
    return [attributes for name, attributes in reader.elements if name == tag]


def by_id(html: str, identity: str) -> dict[str, str]:
    """The attributes of the one element with this id."""
    reader = _Reader()
    reader.feed(html)
    (found,) = [attributes for _tag, attributes in reader.elements if attributes.get("id") == identity]
    return found
