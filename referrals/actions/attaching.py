"""Files that come with a referral: kept, sent with the form, carried into the family's documents, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from families.actions import take_in
from families.actions.documents import About
from families.models import Family
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.files import kinds, scanning, store
from pitservice.files.actions import keep
from pitservice.files.letting_go import let_go
from pitservice.files.models import StoredFile
from referrals.enums import ChangeAnswer, ChangeKind
from referrals.models import Attachment, Draft, ProposedChange, Referral

#: No referral has more.
MOST_FILES = 5
_TOO_MANY = f"No more than {MOST_FILES} files can be attached. Put several pages into one file."


@transaction.atomic
def attach(*, to: Draft | Referral, content: bytes, name: str, by: Actor) -> Attachment:
    """Keep a file with a form under way, or with a referral.

    Its kind is read from the content, a scanner is asked where one is named, and nothing is kept that either refuses.
    """
    to = lock(to)
    draft, referral = (to, None) if isinstance(to, Draft) else (None, to)
    if draft is not None and draft.referral_id is not None:
        raise Refused("This form has been sent already.")
    before = draft.amends.attachments.count() if draft is not None and draft.amends is not None else 0
    if before + to.attachments.count() >= MOST_FILES:
        raise Refused(_TOO_MANY)
    if sentence := kinds.refusal(content, name):
        raise Refused(sentence)
    scanning.check(content, name)
    kind = kinds.kind_of(content)
    assert kind is not None
    stem = PurePath(name.replace("\\", "/")).stem[:150] or "file"
    stored = keep(content=content, name=f"{stem}.{kind.ending}", content_type=kind.content_type, team=to.team, by=by)
    scanned = bool(settings.VIRUS_SCANNER)
    kept = Attachment.objects.create(
        team=to.team, draft=draft, referral=referral, stored=stored, scanned=scanned, created_by=by
    )
    record("referrals.attach", kept, by=by, size=len(content), scanned=scanned)
    if referral is not None and referral.family is not None:
        _into_record(kept, referral, referral.family, by)
    return kept


@transaction.atomic
def attach_all(*, to: Referral, files: Sequence[tuple[str, bytes]], by: Actor) -> None:
    """Keep several files, each a name and its content, with a referral: all of them, or none."""
    for name, content in files:
        attach(to=to, content=content, name=name, by=by)


def send_attachments(draft: Draft, referral: Referral) -> None:
    """What was attached to a form goes with the referral that it became, or that it changes."""
    Attachment.objects.filter(draft=draft).update(draft=None, referral=referral)


@transaction.atomic
def detach(*, attachment: Attachment, by: Actor) -> None:
    """Take a file out of a form under way again, from the disk too; Refused once the form is sent (P30).

    Somebody who chose another family's letter must be able to take it back.
    """
    assert attachment.draft is not None
    draft = lock(attachment.draft)
    gone = Attachment.objects.filter(pk=attachment.pk, draft=draft)
    if draft.referral_id is not None or not gone.exists():
        raise Refused("This file is not with the form any more.")
    record("referrals.detach", attachment, by=by)
    _remove(gone)


def forget_attachments(draft_ids: Sequence[int]) -> None:
    """Remove what was attached to forms that were never sent, from the disk too (P11)."""
    _remove(Attachment.objects.filter(draft__in=draft_ids))


def _remove(gone: QuerySet[Attachment]) -> None:
    stored = list(StoredFile.objects.filter(pk__in=gone.values("stored")).order_by("pk"))
    gone.delete()
    for one in stored:
        one.delete()
        transaction.on_commit(partial(let_go, one.sha256))


def carry_attachments(referral: Referral, family: Family, by: Actor) -> None:
    """Once it is settled who a referral is about, its files stand among the family's documents (P30).

    Not what its referrer added later and somebody set aside.
    """
    added = ProposedChange.objects.filter(amendment__referral=referral, kind=ChangeKind.FILE)
    aside = added.filter(answer=ChangeAnswer.SET_ASIDE).values("field")
    for attachment in referral.attachments.exclude(key__in=aside).select_related("stored").order_by("pk"):
        _into_record(attachment, referral, family, by)


def put_among_documents(attachment: Attachment, by: Actor) -> None:
    """A file that came after it was settled who the referral is about, once somebody has looked (P11, P30)."""
    referral = attachment.referral
    assert referral is not None
    assert referral.family is not None
    _into_record(attachment, referral, referral.family, by)


def _into_record(attachment: Attachment, referral: Referral, family: Family, by: Actor) -> None:
    stored = attachment.stored
    about = About(
        title=f"{PurePath(stored.name).stem} (with referral {referral.key})", from_whom=referral.referrer_name
    )
    take_in(team=family.team, content=store.get(stored.sha256), name=stored.name, about=about, family=family, by=by)
