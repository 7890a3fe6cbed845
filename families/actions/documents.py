"""What comes in on paper or by e-mail: taken in, filed, corrected (P30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from families.changes import must_belong
from families.enums import DocumentKind
from families.models import Document, Family, Person
from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.files import kinds, scanning
from pitservice.files.actions import keep
from pitservice.files.models import StoredFile


@dataclass(frozen=True)
class About:
    """What is said of a document: its kind, what it is, from whom, of when, whom it is about, and what to withhold."""

    kind: DocumentKind | str = DocumentKind.OTHER
    title: str = ""
    from_whom: str = ""
    dated: date | None = None
    person: Person | None = None
    withhold: bool = False
    withhold_why: str = ""


@transaction.atomic
def take_in(
    *, team: Team, content: bytes, name: str, about: About | None = None, family: Family | None = None, by: Actor
) -> Document:
    """Keep something that came in: in a family's record, or in the team's tray until somebody files it (P30).

    Its kind is read from the content, a scanner is asked where one is named, and nothing is kept that either refuses.
    """
    about = about or About()
    if sentence := kinds.refusal(content, name):
        raise Refused(sentence)
    scanning.check(content, name)
    document = Document(team=team, stored=_store(content, name, team, by), created_by=by)
    _say(document, about, PurePath(name).stem)
    if family is not None:
        _file(document, family, about.person, by)
    document.save()
    record("families.take_in", document, by=by, kind=str(document.kind), filed=family is not None)
    return document


@transaction.atomic
def file_document(*, document: Document, family: Family, about: About, seen: int | None = None, by: Actor) -> Document:
    """Put a document of the tray into a family's record, and say what it is (P30)."""
    document = lock(document, seen=seen)
    if document.family_id is not None:
        raise Refused("Somebody has filed this already. It stands in the record they chose.")
    if document.team_id != family.team_id:
        raise Refused("This came in for another team. Ask them to file it.")
    _say(document, about, document.title)
    _file(document, family, about.person, by)
    document.save()
    record("families.file_document", document, by=by, kind=str(document.kind))
    return document


@transaction.atomic
def change_document(*, document: Document, about: About, seen: int | None = None, by: Actor) -> Document:
    """Correct what is said of a document; the file itself never changes."""
    document = lock(document, seen=seen)
    if document.family is None:
        raise Refused("File this document first.")
    _say(document, about, document.title)
    _file(document, document.family, about.person, document.filed_by or by)
    document.save()
    record("families.change_document", document, by=by, kind=str(document.kind), withhold=document.withhold)
    return document


def _store(content: bytes, name: str, team: Team, by: Actor) -> StoredFile:
    kind = kinds.kind_of(content)
    assert kind is not None
    stem = PurePath(name.replace("\\", "/")).stem[:150] or "document"
    return keep(content=content, name=f"{stem}.{kind.ending}", content_type=kind.content_type, team=team, by=by)


def _say(document: Document, about: About, title: str) -> None:
    """Write on it what is said of it."""
    if about.dated and about.dated > timezone.localdate():
        raise Refused("The date on a document must be today or in the past.")
    if about.withhold and not about.withhold_why.strip():
        raise Refused("Enter why this must not be given out with a copy of the record.")
    document.kind = about.kind
    document.title = (about.title.strip() or title.strip() or "Document")[:200]
    document.from_whom, document.dated = about.from_whom.strip(), about.dated
    document.withhold = about.withhold
    document.withhold_why = about.withhold_why.strip() if about.withhold else ""


def _file(document: Document, family: Family, person: Person | None, by: Actor) -> None:
    if person is not None:
        must_belong(family, person)
    document.family, document.person = family, person
    document.filed_at, document.filed_by = document.filed_at or timezone.now(), by
