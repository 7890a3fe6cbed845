"""A start that must not be: the demo's outbox where real families are texted (P42, hazard)."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from families.enums import Channel
from pitservice.messaging.gateways import problem_with


def check_gateway(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """One error with one sentence for each gateway of these settings that may not be used."""
    problems = (problem_with(Channel.TEXT), problem_with(Channel.EMAIL))
    return [Error(problem, id="messaging.E001") for problem in problems if problem]
