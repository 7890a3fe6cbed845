"""Filling in the public forms step by step: answers that pass, and how a test goes from one page to the next."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from pitservice.accounts.models import Team

REFERRER = {
    "name": "Fatima Begum", "source": "health_visitor", "organisation": "Eastfield 0-19", "phone": "07700 900111",
    "email": "fatima@example.org", "address": "1 High Street\nZZ1 1AA",
}  # fmt: skip
BABY = {
    "born": "born", "given_name": "Zayn", "family_name": "Khan", "date_of_birth_day": "1", "date_of_birth_month": "10",
    "date_of_birth_year": "2026", "another": "no",
}  # fmt: skip
TWIN = {
    "born": "expected", "expected_date_day": "24", "expected_date_month": "1", "expected_date_year": "2027",
}  # fmt: skip
MOTHER = {
    "role": "mother", "given_name": "Aisha", "family_name": "Khan", "may_know": "yes", "knows": "yes", "agrees": "yes",
    "asked_by": "Health visitor", "asked_on_day": "2", "asked_on_month": "11", "asked_on_year": "2026",
}  # fmt: skip
CONTACT = {"mobile": "07700 900222", "mobile_safe": "yes", "may_text": "yes", "another": "no"}
PROFESSIONAL: list[dict[str, Any]] = [
    REFERRER, BABY, MOTHER, CONTACT, {"siblings": "Hana Osei, 7"}, {"worries": "Low since the birth."}, {},
    {"keeps_support": "yes", "services_involved": "Perinatal team"}, {},
]  # fmt: skip
FAMILY: list[dict[str, Any]] = [
    {"who": "parent"}, {"given_name": "Zofia", "role": "mother"},
    {"born": "expected", "twins": "one"}, {"worries": "I feel nothing and I am scared."}, {},
    {"ways": ["text"], "text_number": "07700 900333"}, {"anybody": "no"}, {"there_is": "no"}, {},
    {"gp": "The Weir Surgery", "tell_gp": "yes"}, {},
]  # fmt: skip


def text(response: Any) -> str:
    """The page's words."""
    return " ".join(strip_tags(response.content.decode()).split())


def send(client: Client, href: str, data: dict[str, Any]) -> Any:
    """Send a form."""
    return client.post(href, {"submission": str(uuid.uuid4()), **data})


def begin(client: Client, door: str, team: Team) -> str:
    """The address of the first step."""
    href = str(send(client, reverse(f"referrals:{door}", args=[team.slug]), {}).headers["Location"])
    return onward(client, href)


def onward(client: Client, href: str) -> str:
    """The same address, or from the list of tasks where its first open task leads."""
    if not href.endswith("/tasks/"):
        return href
    page = client.get(href).content.decode()
    items = re.findall(r'<li class="nhsuk-task-list__item.*?</li>', page, re.DOTALL)
    first = next(one for one in items if "Not started" in one or "Started" in one)
    return str(re.findall(r'href="([^"]+)"', first)[0])


def walk(client: Client, door: str, team: Team, steps: list[dict[str, Any]]) -> str:
    """Answer all steps; the address to which the last one led."""
    href = begin(client, door, team)
    for data in steps:
        assert client.get(href).status_code == 200
        response = send(client, href, data)
        assert response.status_code == 302, text(response)
        href = onward(client, response.headers["Location"])
    return href
