"""Whether an answer to a text can reach us; where it cannot, each text says so and names the number to ring (P44)."""

from __future__ import annotations

from families.contact.versions import ENGLISH
from families.enums import Channel
from pitservice.accounts.models import Team
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.said import Said, version_of
from pitservice.messaging.selectors import goes_by_hand

CANNOT_ANSWER = "We cannot read answers to this text."
NO_PHONE = (
    "Answers to texts do not reach us here, and the team has no telephone number that the text could name. Enter it "
    "first, or tell them another way."
)
NOT_TRANSLATED = (
    "Answers to texts do not reach us here, and the line that says so is in English alone: call with an interpreter."
)


def answers_reach_us(channel: str, team_id: int) -> bool:
    """Whether somebody can answer by the way it came: a team that sends by hand reads its own phone."""
    gateway = gateway_for(channel)
    return channel != Channel.TEXT or goes_by_hand(channel, team_id) or gateway is None or gateway.receives


def finished(words: str, channel: str, team_id: int) -> tuple[str, str]:
    """The words as they go, and why they cannot go so; empty when they can.

    Nothing is added where answers reach us, and the number only where the words do not name it already.
    """
    if answers_reach_us(channel, team_id):
        return words, ""
    phone = Team.objects.values_list("phone", flat=True).get(pk=team_id).strip()
    if not phone:
        return words, NO_PHONE
    version = version_of(words)
    if version.language != ENGLISH:
        return words, NOT_TRANSLATED
    ring = "" if phone in words else f" Ring us on {phone}."
    return Said(f"{words} {CANNOT_ANSWER}{ring}", version), ""
