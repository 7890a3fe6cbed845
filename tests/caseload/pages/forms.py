"""Filling in the form of a page as a browser would: what stands in it, with some answers changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from pitservice.ui.fields import NhsDateInput


def filled(page: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would send for the form on this page; a change to None leaves the answer out."""
    form = page.context["form"]
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field.widget, NhsDateInput):
            boxes = zip(field.widget.PARTS, field.widget.typed(value), strict=True)
            data |= {f"{name}_{part}": text for part, text in boxes}
        elif value is not None and value is not False and value != "":
            data[name] = "on" if value is True else value
    return {name: value for name, value in (data | changes).items() if value is not None}


def send(client: Client, url: str, **changes: Any) -> Any:
    """Open a page with a form, change some answers, send it (over a warning, all the same), and follow."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    answer = client.post(url, filled(page, **changes), follow=True)
    if getattr((answer.context or {}).get("form"), "warnings", None) and "despite" not in changes:
        return client.post(url, filled(answer, despite="on", **changes), follow=True)
    return answer


def day_boxes(name: str, days: int) -> dict[str, str]:
    """The three boxes of a day so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
