"""The sheet that is printed, from a copy's snapshots and the team's letterhead."""

from __future__ import annotations

from django.utils import timezone

from pitservice.letters.models import Copy
from pitservice.letters.render import Sheet
from pitservice.ui.dates import day


def sheet(copy: Copy) -> Sheet:
    """What one copy says, from its snapshots and the team's letterhead. The date is the day it is made."""
    team = copy.team
    contact = [f"Telephone: {team.phone}" if team.phone else "", team.email, team.hours]
    return Sheet(
        title=copy.letter.title,
        team_name=team.name,
        team_lines=_lines(team.address),
        contact_lines=[line for line in contact if line],
        date=day(timezone.localdate()),
        reference=copy.letter.key,
        reader_name=copy.reader_name,
        address_lines=_lines(copy.address),
        paragraphs=copy.paragraphs,
        copied_to=copy.copied_to,
    )


def _lines(text: str) -> list[str]:
    """An address line by line, however it was typed."""
    return [part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()]
