"""What the tests are strict about: undefined template variables fail, and sockets lead nowhere but to this machine."""

from __future__ import annotations

import copy
import ipaddress
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.template import Node, engines
from django.template.base import FilterExpression

_TOLERANT = {"default", "default_if_none"}


class UndefinedVariableError(AssertionError):
    """A template of ours uses a variable that nobody gave it."""


class StringIfInvalid(str):
    """Django's `string_if_invalid`, which fails the test in our templates and stays the empty string elsewhere.

    Django asks `if string_if_invalid`, then `"%s" in`, then formats it; only those three questions, asked by
    `FilterExpression.resolve`, are answered specially. `{% if %}` never asks them.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """True for the resolver, so that it asks on; false in a template's `{% if %}`, as in production."""
        return _asked_by_resolver(sys._getframe(1))

    def __contains__(self, part: object) -> bool:
        """Whether there is a place for the variable's name."""
        return _asked_by_resolver(sys._getframe(1)) or str.__contains__(self, str(part))

    def __mod__(self, variable: object) -> Any:
        """Fail in a template of ours; elsewhere do what Django does with the empty string."""
        frame = sys._getframe(1)
        expression: FilterExpression = frame.f_locals["self"]
        where = _template_of(frame)
        tolerant = any(getattr(function, "__name__", "") in _TOLERANT for function, _ in expression.filters)
        if _is_ours(where) and not tolerant:
            raise UndefinedVariableError(f"{where}: {{{{ {expression.token} }}}} - `{variable}` is not defined")
        literal = copy.copy(expression)
        literal.is_var, literal.var = False, ""
        return literal.resolve(frame.f_locals["context"])


def refuse_undefined_variables() -> None:
    """Make every template engine strict about our own templates."""
    for backend in engines.all():
        backend.engine.string_if_invalid = StringIfInvalid()  # type: ignore[attr-defined]  # Django's own engine


def refuse_foreign_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Python's sockets connect to this machine only."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def checked_connect(self: socket.socket, address: Any) -> None:
        _check(self, address)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self, address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", checked_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", checked_connect_ex)


def _check(connection: socket.socket, address: Any) -> None:
    """Refuse an address that is not on this machine."""
    if connection.family == socket.AF_UNIX:
        return
    host = str(address[0])
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host in {"localhost", "localhost.localdomain"}
    if not local:
        raise AssertionError(f"A test tried to reach {host}: nothing but this machine may be reached in tests.")


def _asked_by_resolver(frame: FrameType) -> bool:
    """Whether Django's variable resolver asks."""
    return frame.f_code is FilterExpression.resolve.__code__


def _template_of(frame: FrameType) -> str:
    """The file of the template that is being rendered, from the node on the stack that knows it."""
    for candidate in _stack(frame):
        node = candidate.f_locals.get("self")
        origin = getattr(node, "origin", None) if isinstance(node, Node) else None
        if origin is not None:
            return str(origin.name)
    return "a template"


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    """The frames from this one outwards."""
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_ours(where: str) -> bool:
    """Whether a template lies in this repository and is not an installed library's."""
    path = Path(where)
    foreign = {".venv", "site-packages", "node_modules"}
    return path.is_relative_to(settings.BASE_DIR) and not foreign & set(path.parts)
