"""Which measures a team uses: shipped ones taken into use, its own, new editions of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from measures.models import Definition
from measures.spec import library, read_spec
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def take_into_use(*, team: Team, code: str, by: Actor) -> Definition:
    """Use a shipped measure as it stands in the library; one that is in use already stays as it is."""
    body = library().get(code)
    if body is None:
        raise Refused("There is no measure of this name.")
    known = Definition.objects.filter(team=team, code=code, superseded_at=None).first()
    return known or define(team=team, body=body, by=by)


@transaction.atomic
def define(*, team: Team, body: Mapping[str, Any], new: bool = False, seen: int | None = None, by: Actor) -> Definition:
    """A measure of the team's own, or a new edition of one: what was scored before keeps the edition it had.

    `new`: there must be none in use by this name.
    `seen`: the edition in force as it stood on the page. Refused, in a sentence, where the data contradicts itself.
    """
    spec = read_spec(body)
    lock(team)
    now = Definition.objects.filter(team=team, code=spec.code, superseded_at=None).first()
    if now is not None and new:
        raise Refused("A measure of this short name is in use already. Make a new edition of it instead.")
    if now is not None:
        now = lock(now, seen=seen)
        if now.body == body:
            return now
        _supersede(now, by)
    last = Definition.objects.filter(team=team, code=spec.code).order_by("-edition").first()
    edition = last.edition + 1 if last else 1
    made = Definition.objects.create(team=team, code=spec.code, edition=edition, body=dict(body), created_by=by)
    record("measures.define", made, by=by, code=spec.code, edition=edition)
    return made


@transaction.atomic
def stop_using(*, definition: Definition, seen: int | None = None, by: Actor) -> Definition:
    """Ask for it no more; its scores stay."""
    definition = lock(definition, seen=seen)
    if definition.superseded_at is not None:
        raise Refused("This measure is not in use any more.")
    _supersede(definition, by)
    record("measures.stop_using", definition, by=by, code=definition.code)
    return definition


def _supersede(definition: Definition, by: Actor) -> None:
    definition.superseded_at, definition.superseded_by = timezone.now(), by
    definition.save(update_fields=["superseded_at", "superseded_by"])
