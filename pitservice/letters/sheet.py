"""The sheet that is printed, from a copy's snapshots and the team's letterhead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from families.contact.versions import ENGLISH, LANGUAGES
from pitservice.accounts.models import Team
from pitservice.files import store
from pitservice.letters.composing import Reader, copied_to, paragraphs_for
from pitservice.letters.logos import Picture
from pitservice.letters.models import Copy, Letter, Logo
from pitservice.letters.render import Sheet
from pitservice.ui.dates import day


def sheet(copy: Copy) -> Sheet:
    """What one copy says, from its snapshots and the team's letterhead. The date is the day it is made.

    In another language nothing of ours is English but the letterhead: the date stands in figures (P46).
    """
    team, today = copy.team, timezone.localdate()
    english = copy.language == ENGLISH
    return Sheet(
        title=copy.title,
        team_name=team.name,
        team_lines=lines_of_address(team.address),
        contact_lines=contact_lines(team),
        date=day(today) if english else f"{today:%d.%m.%Y}",
        reference=copy.letter.key,
        reader_name=copy.reader_name,
        address_lines=lines_of_address(copy.address),
        paragraphs=copy.paragraphs,
        copied_to=copy.copied_to,
        language="en-GB" if english else copy.language,
        right_to_left=not english and LANGUAGES[copy.language].right_to_left,
        **{name: said for name, said in copy.frame.items() if name != "heading"},
        large_print=copy.large_print,
        logo=logo_of(team.pk),
    )


def draft_sheet(letter: Letter, reader: Reader, readers: Sequence[Reader]) -> Sheet:
    """A reader's copy of a letter that nobody has approved, as it would be made now (P40)."""
    return replace(
        sample_sheet(letter.team, letter.title, reader.to.name, reader.to.value, paragraphs_for(letter, reader)),
        copied_to=copied_to(reader, readers),
        large_print=reader.to.large_print,
    )


def sample_sheet(team: Team, title: str, reader_name: str, address: str, paragraphs: Sequence[str]) -> Sheet:
    """A letter that nobody gets, in the team's letterhead, to see how words look in print (P48)."""
    return Sheet(
        title=title,
        team_name=team.name,
        team_lines=lines_of_address(team.address),
        contact_lines=contact_lines(team),
        date=day(timezone.localdate()),
        reference="(a preview)",
        reader_name=reader_name,
        address_lines=lines_of_address(address),
        paragraphs=paragraphs,
        logo=logo_of(team.pk),
    )


def logo_of(team_id: int) -> Picture | None:
    """The logo that a team's letters show now."""
    logo = Logo.objects.filter(team_id=team_id, in_use=True).select_related("picture").first()
    return Picture(store.get(logo.picture.sha256), logo.words) if logo else None


def contact_lines(team: Team) -> list[str]:
    """How to reach the team, as its letters say it."""
    return [line for line in (f"Telephone: {team.phone}" if team.phone else "", team.email, team.hours) if line]


def lines_of_address(text: str) -> list[str]:
    """An address line by line, however it was typed."""
    return [part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()]
