"""A team's own logo on its letters."""

from __future__ import annotations

from django.db import transaction

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.files import scanning
from pitservice.files.actions import keep
from pitservice.files.kinds import PNG
from pitservice.letters.logos import made_printable
from pitservice.letters.models import Logo


@transaction.atomic
def set_logo(*, team: Team, name: str, content: bytes, words: str, by: Actor) -> Logo:
    """Print this logo on letters from now on, in place of the one before; what was made stays as it is.

    Refused where it is no PNG or JPEG picture, or nobody said in words what stands in it.
    """
    if not words.strip():
        raise Refused("Enter what stands in the logo, for people who do not see it.")
    scanning.check(content, name)
    picture = made_printable(content, name)
    for old in Logo.objects.select_for_update(of=("self",)).filter(team=team, in_use=True):
        _put_away(old)
    stored = keep(content=picture, name=f"logo-{team.slug}.png", content_type=PNG.content_type, team=team, by=by)
    logo = Logo.objects.create(team=team, picture=stored, words=words.strip(), created_by=by)
    record("letters.set_logo", logo, by=by, size=stored.size)
    return logo


@transaction.atomic
def take_logo_off(*, logo: Logo, seen: int | None = None, by: Actor) -> Logo:
    """Letters show the team's name alone again."""
    logo = lock(logo, seen=seen)
    if not logo.in_use:
        raise Refused("This logo is not on letters any more.")
    _put_away(logo)
    record("letters.take_logo_off", logo, by=by)
    return logo


def _put_away(logo: Logo) -> None:
    logo.in_use = False
    logo.save(update_fields=["in_use"])
