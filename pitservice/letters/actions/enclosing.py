"""A team's leaflets and forms, and which of them lie in an envelope (P48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from families.contact.versions import ENGLISH
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.keys import new_key
from pitservice.db.locks import lock
from pitservice.files import scanning
from pitservice.files.actions import keep
from pitservice.files.kinds import PDF
from pitservice.letters.enclosing import TO_FILL, enclosed, pages_of
from pitservice.letters.enums import EnclosureKind, Given, Way
from pitservice.letters.models import Copy, Enclosure

GONE = "This version was replaced, or taken off the list. Look at the list again."
PRINTED = "This letter is printed already. Put it back among those to print first, then choose what goes with it."


@dataclass(frozen=True, slots=True)
class Settled:
    """What a team has settled about an enclosure; see `Enclosure` for each."""

    title: str
    kind: EnclosureKind
    language: str = ENGLISH
    given: Given = Given.LETTER
    proposed_when: Sequence[str] = ()


@transaction.atomic
def add_enclosure(*, team: Team, settled: Settled, name: str, content: bytes, by: Actor) -> Enclosure:
    """Take a PDF into the team's list (P48). Refused where it cannot be enclosed, with a sentence that names it."""
    return _version(team, new_key(), 1, settled, name, content, by)


@transaction.atomic
def replace_enclosure(*, enclosure: Enclosure, name: str, content: bytes, seen: int | None, by: Actor) -> Enclosure:
    """A newer version takes the place of this one. A letter not posted yet that has the old one is asked about."""
    old = _in_use(enclosure, seen)
    old.in_use = False
    old.save(update_fields=["in_use"])
    settled = Settled(old.title, EnclosureKind(old.kind), old.language, Given(old.given), old.proposed_when)
    return _version(old.team, old.document, old.number + 1, settled, name, content, by)


@transaction.atomic
def change_enclosure(*, enclosure: Enclosure, settled: Settled, seen: int | None = None, by: Actor) -> Enclosure:
    """Change what the team has settled about it; the file stays as it is."""
    row = _in_use(enclosure, seen)
    row.title, row.kind, row.language = settled.title, settled.kind, settled.language
    row.given, row.proposed_when = settled.given, list(settled.proposed_when)
    row.save(update_fields=["title", "kind", "language", "given", "proposed_when"])
    record("letters.change_enclosure", row, by=by)
    return row


@transaction.atomic
def retire_enclosure(*, enclosure: Enclosure, seen: int | None = None, by: Actor) -> Enclosure:
    """Take it off the list. Letters that went keep it; one not posted yet that has it is asked about."""
    row = _in_use(enclosure, seen)
    row.in_use = False
    row.save(update_fields=["in_use"])
    record("letters.retire_enclosure", row, by=by)
    return row


@transaction.atomic
def fill_envelope(*, copy: Copy, enclosures: Sequence[Enclosure], seen: int | None = None, by: Actor) -> Copy:
    """Say what goes into the envelope beside this letter; nothing does that nobody chose (P48)."""
    copy = lock(copy, seen=seen)
    if copy.state not in TO_FILL:
        raise Refused(f"This copy is “{copy.get_state_display()}”: what was in the envelope stays as it was.")
    if copy.way != Way.POST:
        raise Refused("Only what is posted has an envelope. This letter goes by e-mail, alone.")
    if copy.run_id is not None:
        raise Refused(PRINTED)
    rows = Enclosure.objects.filter(pk__in=[one.pk for one in enclosures], in_use=True, team_id=copy.team_id)
    found = {row.pk: row for row in rows.select_related("file")}
    if len(found) != len({one.pk for one in enclosures}):
        raise Refused(GONE)
    copy.enclosures = [enclosed(found[one.pk]).kept() for one in enclosures]
    copy.save(update_fields=["enclosures"])
    record("letters.fill_envelope", copy, by=by, family_id=copy.letter.family_id, enclosures=len(found))
    return copy


def _in_use(enclosure: Enclosure, seen: int | None) -> Enclosure:
    row = lock(enclosure, seen=seen)
    if not row.in_use:
        raise Refused(GONE)
    return row


def _version(
    team: Team, document: str, number: int, settled: Settled, name: str, content: bytes, by: Actor
) -> Enclosure:
    pages, why = pages_of(content, name)
    if why:
        raise Refused(why)
    scanning.check(content, name)
    stored = keep(content=content, name=name, content_type=PDF.content_type, team=team, by=by)
    row = Enclosure.objects.create(
        team=team,
        document=document,
        number=number,
        title=settled.title,
        kind=settled.kind,
        language=settled.language,
        given=settled.given,
        proposed_when=list(settled.proposed_when),
        file=stored,
        pages=pages,
        created_by=by,
    )
    record("letters.add_enclosure", row, by=by, number=number, pages=pages)
    return row
