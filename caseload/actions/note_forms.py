"""A team's forms for notes: every change is a new version, so that what was begun goes on as it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from caseload.models import NoteForm
from caseload.noting import REST
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused, Stale
from pitservice.db.keys import new_key

MOST = 12
CHANGED = "Somebody else has changed this form since. Look at theirs first."


@dataclass(frozen=True, slots=True)
class Headings:
    """What a form says: its title, its headings with what helps to fill them, and for which kinds it is taken."""

    title: str
    headings: Sequence[tuple[str, str]]
    kinds: Sequence[str] = ()


@transaction.atomic
def save_note_form(
    *, team: Team, new: Headings, before: NoteForm | None = None, seen: int | None = None, by: Actor
) -> NoteForm:
    """A new form, or a new version of one (`before`, of which `seen` is the number that was seen).

    Refused without a heading, with one twice, or with more than twelve: a phone shows no more boxes kindly.
    """
    _check(new)
    number = _next_number(team, before, seen)
    saved = NoteForm.objects.create(
        team=team,
        form=before.form if before else new_key(),
        number=number,
        title=new.title,
        headings=[{"heading": heading, "hint": hint} for heading, hint in new.headings],
        kinds=list(new.kinds),
        created_by=by,
    )
    record("caseload.save_note_form", saved, by=by, number=number)
    return saved


@transaction.atomic
def withdraw_note_form(*, form: NoteForm, seen: int | None = None, by: Actor) -> NoteForm:
    """Offer a form no more; what was written in it stays, and what was begun in it is finished in it."""
    if form.withdrawn:
        raise Refused("This form is not offered any more already.")
    number = _next_number(form.team, form, seen)
    saved = NoteForm.objects.create(
        team=form.team,
        form=form.form,
        number=number,
        title=form.title,
        headings=form.headings,
        kinds=form.kinds,
        withdrawn=True,
        created_by=by,
    )
    record("caseload.withdraw_note_form", saved, by=by, number=number)
    return saved


def _next_number(team: Team, before: NoteForm | None, seen: int | None) -> int:
    if before is None:
        return 1
    newest = NoteForm.objects.filter(team=team, form=before.form).order_by("-number")[0].number
    if seen is not None and seen != newest:
        raise Stale(CHANGED)
    return newest + 1


def _check(new: Headings) -> None:
    names = [heading.casefold() for heading, _ in new.headings]
    if not names:
        raise Refused("Enter at least one heading.")
    if len(names) > MOST:
        raise Refused(f"Enter at most {MOST} headings.")
    if len(set(names)) < len(names):
        raise Refused("A heading stands twice. Word one of them otherwise.")
    if REST.casefold() in names:
        raise Refused(f"“{REST}” stands at the end of every form by itself. Leave it out.")
