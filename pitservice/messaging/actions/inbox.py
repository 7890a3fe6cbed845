"""What a person does about a text that came in: say whose it is, give it to a colleague, deal with it (P44)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from families.models import Family, Person
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.selectors import holders
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance, last_change
from pitservice.messaging.enums import Handled, InboundState
from pitservice.messaging.inbox import worry_words_of
from pitservice.messaging.models import InboundText, WorryList
from pitservice.messaging.turning import Turn


@transaction.atomic
def settle_sender(
    *, text: InboundText, family: Family, person: Person | None, seen: int | None = None, by: Actor
) -> InboundText:
    """A person says from whom it is; `person` None: somebody of that family. It stands in that family's record then.

    It goes to the family's team, and out of sight of whoever may not see that family.
    """
    text = lock(text, seen=seen)
    if person is not None and not family.members.filter(person=person).exists():
        raise Refused(f"{person.name} is not in this family. Add them to the family first, or choose somebody else.")
    text.family, text.person, text.team_id = family, person, family.team_id
    text.not_known, text.unplaced = False, False
    _settled(text, by)
    record("messaging.settle_sender", text, by=by, person=person.pk if person else None)
    return text


@transaction.atomic
def settle_not_known(*, text: InboundText, seen: int | None = None, by: Actor) -> InboundText:
    """A person says that nobody here is meant. It still waits until somebody has dealt with it."""
    text = lock(text, seen=seen)
    text.family = text.person = None
    text.not_known = True
    _settled(text, by)
    record("messaging.settle_not_known", text, by=by)
    return text


@transaction.atomic
def assign(*, text: InboundText, colleague: User, team: Team, seen: int | None = None, by: Actor) -> InboundText:
    """Give it to a colleague of `team`, or take it; what stood with every team is that team's from then on."""
    text = lock(text, seen=seen)
    _must_wait(text)
    if not text.unplaced and team.pk != text.team_id:
        raise Refused("This text belongs to another team.")
    if not holders(team.pk, Permission.SEND).filter(pk=colleague.pk).exists():
        raise Refused(f"{colleague.name} does not send letters and texts in {team.name}. Choose somebody who does.")
    text.team, text.unplaced = team, False
    text.assigned_to, text.assigned_at, text.assigned_by = colleague, timezone.now(), by
    text.save(update_fields=["team", "unplaced", "assigned_to", "assigned_at", "assigned_by"])
    record("messaging.assign", text, by=by, to=colleague.pk)
    return text


@transaction.atomic
def deal_with(
    *, text: InboundText, how: Handled | str, note: str = "", seen: int | None = None, by: Actor
) -> InboundText:
    """Say what was done about it; only then does it leave the inbox (P4, P44)."""
    text = lock(text, seen=seen)
    _must_wait(text)
    if how not in Handled.values:
        raise Refused("Choose what was done about it.")
    advance(text, InboundState.DONE, by=by, reason=note, done_how=how, done_at=timezone.now(), done_by=by)
    record("messaging.deal_with", text, by=by, how=str(how), reason=note)
    return text


@transaction.atomic
def make_into(
    *, text: InboundText, turn: Turn, answers: Mapping[str, Any], seen: int | None = None, by: Actor
) -> InboundText:
    """Make it into an entry of its family's record; with that it is dealt with."""
    text = lock(text, seen=seen)
    _must_wait(text)
    turn.act(text, answers, by)
    return deal_with(text=text, how=turn.how, by=by)


@transaction.atomic
def open_again(*, text: InboundText, reason: str, seen: int | None = None, by: Actor) -> InboundText:
    """It was not dealt with after all: back into the inbox, with a reason."""
    text = lock(text, seen=seen)
    if not reason.strip():
        raise Refused("Enter why it is opened again.")
    advance(text, InboundState.WAITING, by=by, reason=reason, done_how="", done_at=None, done_by=None)
    record("messaging.open_again", text, by=by, reason=reason)
    return text


@transaction.atomic
def change_worry_words(*, team: Team, entries: list[str], seen_edition: int, by: Actor) -> WorryList:
    """Put a new edition of the words that worry in force; texts keep what they were flagged by (P44)."""
    edition, now = worry_words_of(team.pk)
    if edition != seen_edition:
        raise Refused("Somebody else has saved another edition meanwhile. Look at it, then save yours.")
    if not entries:
        raise Refused("Enter at least one word or phrase.")
    if list(now) == entries:
        raise Refused("This is what the list says already.")
    row = WorryList.objects.create(team=team, edition=edition + 1, entries=entries, created_by=by)
    record("messaging.change_worry_words", row, by=by, edition=row.edition, entries=len(entries))
    return row


def _must_wait(text: InboundText) -> None:
    if text.state != InboundState.WAITING:
        raise Refused(f"This text has been dealt with already. {last_change(text)}".strip())


def _settled(text: InboundText, by: Actor) -> None:
    text.settled_at, text.settled_by = timezone.now(), by
    columns = ["family", "person", "team", "not_known", "unplaced", "settled_at", "settled_by"]
    text.save(update_fields=columns)
