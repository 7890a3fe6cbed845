"""Gateways: how a word leaves the product. They know no model; the sender (`messaging.actions`) knows no gateway.

A gateway takes our reference with every message, so that an unclear outcome can be asked about (engineering §3). What
it can do is written on its class: `finds` (looks up by reference), `deduplicates` (the same reference twice is one
message). One that can do neither is given each message at most once, and a person is shown the rest.
"""

from __future__ import annotations

from pitservice.messaging.gateways.choose import gateway_for, problem_with
from pitservice.messaging.gateways.interface import (
    Accepted,
    Attached,
    Found,
    Gateway,
    Receipt,
    Received,
    Rejected,
    Unclear,
)

__all__ = [
    "Accepted",
    "Attached",
    "Found",
    "Gateway",
    "Receipt",
    "Received",
    "Rejected",
    "Unclear",
    "gateway_for",
    "problem_with",
]
