"""Every list is tested with 1 and 3 rows and a literal number of queries."""

from __future__ import annotations

import re

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from pitservice.ui.pages import ListPage
from tests.architecture.addresses import patterns
from tests.architecture.code import check, test_modules

_COUNTS = re.compile(
    r"assert_num_queries|CaptureQueriesContext|count_queries|queries_of|number_of_queries|assert_queries"
)


def lists() -> dict[str, URLPattern]:
    """Every list page, by URL name."""
    found = {}
    for name, pattern in patterns(get_resolver()):
        view = getattr(pattern.callback, "view_class", None)
        if isinstance(view, type) and issubclass(view, ListPage) and view.__module__.split(".")[0] != "tests":
            found[name] = pattern
    return found


def test_every_list_has_a_test_of_its_queries() -> None:
    counting = [
        module.text for module in test_modules() if _COUNTS.search(module.text) and "architecture" not in module.path
    ]
    found = {}
    for name, pattern in lists().items():
        view = pattern.callback.view_class.__name__  # type: ignore[attr-defined]  # asked for above
        if not any(f'"{name}"' in text or f"'{name}'" in text or view in text for text in counting):
            found[name] = "has no test of its queries with 1 and 3 rows"

    check("lists without a query test", found)
