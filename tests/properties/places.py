"""Every address with somebody who may use it, over one world that each request leaves as it was.

The first requests to an address go through the whole product. The hundreds after them go straight to its page, past
the middleware, as the same colleague: who asks and what the address is about were read once, because every request
finds the same rows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.messages.storage import default_storage
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, models, transaction
from django.http import HttpResponse, QueryDict
from django.test.client import FakePayload

from pitservice.accounts.viewer import Viewer
from tests.architecture.addresses import address, keyed_models, parts_of
from tests.architecture.test_urls import everybody, find
from tests.make.accounts import client_of
from tests.make.anything import World
from tests.properties.forms import Field, fields_of


@dataclass
class Place:
    """One address: the fields of its form (none: it takes no form), and the names that its query is asked for."""

    where: str
    fields: dict[str, Field]
    queried: list[str]
    #: A request that went through the whole product, and what its page read about who asks and what it is about.
    first: WSGIRequest
    known: dict[str, Any] = field(default_factory=dict)


class House:
    """One world, somebody who may do everything in it, and what is there to be sent to each address."""

    def __init__(self) -> None:
        self.world = World()
        self.client = client_of(everybody(self.world))
        self.client.raise_request_exception = False
        for model in keyed_models():
            self.world.of(model._meta.label)

    def place(self, name: str) -> Place:
        """What a browser finds at an address."""
        return self.at(find(name, self.world, self.client) if parts_of(name) else address(name, self.world, {}))

    def at(self, where: str) -> Place:
        """The same for the address itself."""
        with asked_for() as queried:
            response = self.get(where)
        shown = b"".join(response).decode(errors="replace") if response.status_code == 200 else ""
        with asked_for() as posted:
            answer = self.post(where, b"", "application/x-www-form-urlencoded")
        takes_forms = answer.status_code != 405
        fields = {name: Field("unseen") for name in posted} | fields_of(shown) if takes_forms else {}
        return Place(where, fields, sorted(queried), response.wsgi_request)

    def get(self, where: str, query: str = "") -> Any:
        """Open a page through the whole product."""
        return self._through(self.client.get, f"{where}?{query}" if query else where)

    def post(self, where: str, body: bytes, content_type: str) -> Any:
        """Send a form through the whole product."""
        return self._through(self.client.generic, "POST", where, body, content_type)

    def _through(self, method: Callable[..., Any], *arguments: Any) -> Any:
        cookies = SimpleCookie(self.client.cookies)
        try:
            with taken_back():
                return method(*arguments)
        finally:
            self.client.cookies = cookies


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing that is written meanwhile stays; what would only fail when the transaction ends fails here."""
    mark = transaction.savepoint()
    try:
        yield
        if not connection.needs_rollback:
            connection.check_constraints()
    finally:
        connection.needs_rollback = False
        transaction.savepoint_rollback(mark)
        transaction.savepoint_commit(mark)  # rolling back alone leaves it open: thousands of them, each holding locks


def open_straight(place: Place, query: dict[str, str]) -> HttpResponse:
    """Open the page with this query, past the middleware."""
    return _straight(place, {"QUERY_STRING": urlencode(query)})


def send_straight(place: Place, body: bytes, content_type: str) -> HttpResponse:
    """Send its form, past the middleware."""
    given = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": FakePayload(body)}
    return _straight(place, {"REQUEST_METHOD": "POST", **given})


def _straight(place: Place, environ: dict[str, Any]) -> HttpResponse:
    first = place.first
    request = WSGIRequest({**first.environ, "wsgi.input": FakePayload(b""), **environ})
    request.__dict__ |= {name: value for name, value in first.__dict__.items() if name in _FROM_MIDDLEWARE}
    request.session = type(first.session)(first.session.session_key)
    request._messages = default_storage(request)  # type: ignore[attr-defined]  # as its middleware does
    answered: HttpResponse = convert_exception_to_response(partial(_answer, place))(request)  # type: ignore[assignment]  # it answers with what our pages do
    return answered


#: What the middleware puts on a request.
_FROM_MIDDLEWARE = {"user", "_cached_user", "resolver_match", "htmx", "csrf_processing_done", "axes_attempt_time"}


def _answer(place: Place, request: Any) -> Any:
    match: Any = place.first.resolver_match
    view = match.func.view_class(**match.func.view_initkwargs)
    view.setup(request, *match.args, **match.kwargs)
    view.__dict__ |= {name: copy.copy(value) for name, value in place.known.items()}
    with taken_back():
        response = view.dispatch(request, *match.args, **match.kwargs)
        if request.session.modified:
            request.session.save()
    if not place.known:
        place.known |= {n: one for n, one in view.__dict__.items() if isinstance(one, (Viewer, models.Model))}
    return response


@contextmanager
def asked_for() -> Iterator[set[str]]:
    """Which names are asked of the form data and of the query of the requests made meanwhile."""
    names: set[str] = set()

    def noting(method: str) -> Callable[..., Any]:
        plain = getattr(QueryDict, method)

        def read(self: QueryDict, key: str, *more: Any) -> Any:
            names.add(key)
            return plain(self, key, *more)

        return read

    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "__contains__", "get", "getlist"):
            patch.setattr(QueryDict, method, noting(method))
        yield names
