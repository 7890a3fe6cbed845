"""A start that must not be: the demo's outbox where real families are texted (P42, hazard)."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from pitservice.messaging.gateways import problem_with


def check_gateway(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """One error with one sentence when the gateway of these settings may not be used."""
    problem = problem_with()
    return [Error(problem, id="messaging.E001")] if problem else []
