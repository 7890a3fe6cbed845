"""Making the night's downtime packs, and letting the old ones go (P71)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from caseload.models import DowntimePack, DowntimePhrase
from caseload.rules import why_not_as_phrase
from caseload.sealing import seal, unseal
from caseload.selectors.downtime import (
    HOUR,
    Audience,
    Contents,
    audience_of,
    contents_for,
    holds_too_much,
    last_day,
)
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.files import store
from pitservice.files.actions import keep
from pitservice.files.letting_go import let_go
from pitservice.jobs.bell import ring
from pitservice.letters.render import pdf_of

#: So many days a pack is kept.
KEPT = timedelta(days=3)

#: Makes a page of what stands in a pack: the team, whose own it is, the contents, first and last day.
Draw = Callable[[Team, User | None, Contents, date, date], str]

log = structlog.get_logger(__name__)


@transaction.atomic
def set_downtime_phrase(
    *, team: Team, user: User | None = None, phrase: str, seen: int | None = None, by: Actor
) -> DowntimePhrase:
    """Set the words that open a team's packs, or one's own; the packs are made anew with them (P71).

    Until they are, the ones that lie there stay: a stopped worker must not leave a team with none. Nobody sets
    another's own words. They are sealed: no page ever shows them again.
    """
    words = " ".join(phrase.split())
    if user is not None and by.user_id != user.pk:
        raise Refused("Only they themselves set their own words.")
    if why := why_not_as_phrase(words):
        raise Refused(why)
    known = DowntimePhrase.objects.filter(team=team, user=user).first()
    if known is None:
        known = DowntimePhrase.objects.create(team=team, user=user, sealed=seal(words), created_by=by)
    else:
        known = lock(known, seen=seen)
        known.sealed, known.set_at = seal(words), timezone.now()
        known.save(update_fields=["sealed", "set_at"])
    record("caseload.set_downtime_phrase", known, by=by, own=user is not None)
    ring("caseload.make_downtime_packs")
    return known


def make_downtime_packs(*, draw: Draw, now: datetime, by: Actor) -> int:
    """Make what is missing of today's packs, let go of what is old or holds too much; how many were made.

    `draw` makes a page of what stands in one. Safe to run twice at once, and at any time. One that cannot be made is
    logged, shows on the lead's home page and at `/healthz`, and does not keep the others from being made.
    """
    made = 0
    for pk in DowntimePhrase.objects.order_by("pk").values_list("pk", flat=True):
        try:
            made += _tend(pk, draw, timezone.localtime(now), by)
        except Exception:  # one team's pack must not cost the others theirs
            log.exception("downtime.pack_not_made", phrase=pk)
    try:
        _lay_out(now)
    except OSError:
        log.exception("downtime.not_copied")
    return made


@transaction.atomic
def _tend(pk: int, draw: Draw, now: datetime, by: Actor) -> bool:
    """The packs of one pass-phrase, under its lock; whether one was made."""
    phrase = DowntimePhrase.objects.select_for_update(of=("self",)).select_related("team", "user").get(pk=pk)
    today, words = now.date(), unseal(phrase.sealed)
    audience = audience_of(phrase.team, phrase.user)
    makes = now.hour >= HOUR and words is not None and bool(audience.viewers)
    standing = False
    for pack in DowntimePack.objects.filter(team=phrase.team, user=phrase.user).select_related("stored", "team"):
        opens = pack.created_at >= phrase.set_at or not makes
        if not opens or pack.day < today - KEPT or holds_too_much(pack, audience):
            _forget(pack, by)
        else:
            standing = standing or pack.day == today
    if standing or not makes or words is None:
        return False
    _make(phrase, audience, draw, words, today, by)
    return True


def _make(phrase: DowntimePhrase, audience: Audience, draw: Draw, words: str, today: date, by: Actor) -> None:
    team, user, last = phrase.team, phrase.user, last_day(phrase.team, today)
    contents = contents_for(audience, today, last)
    pdf = encrypted(pdf_of(draw(team, user, contents, today, last)), words)
    name = f"downtime-{team.slug}{'-' + user.key if user else ''}-{today.isoformat()}.pdf"
    stored = keep(content=pdf, name=name, content_type="application/pdf", team=team, by=by)
    families = sorted({entry.appointment.episode.family_id for entry in contents.entries})
    pack = DowntimePack.objects.create(
        team=team, user=user, day=today, last=last, stored=stored, families=families, created_by=by
    )
    record("caseload.make_downtime_pack", pack, by=by, appointments=len(contents.entries))


def encrypted(pdf: bytes, words: str) -> bytes:
    """The PDF so that only these words open it: AES-256, as every PDF reader knows it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(user_password=words, algorithm="AES-256")
    found = io.BytesIO()
    writer.write(found)
    return found.getvalue()


def _forget(pack: DowntimePack, by: Actor) -> None:
    record("caseload.forget_downtime_pack", pack, by=by)
    stored = pack.stored
    pack.delete()
    stored.delete()
    transaction.on_commit(partial(let_go, stored.sha256))


def _lay_out(now: datetime) -> None:
    """The folder where people find packs when the product is away holds those that are kept, each whole, no other."""
    if not settings.DOWNTIME_ROOT:
        return
    folder = Path(settings.DOWNTIME_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    kept = {pack.stored.name: pack for pack in DowntimePack.objects.select_related("stored")}
    for path in folder.glob("downtime-*.pdf"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
    for name, pack in kept.items():
        if pack.copied_at is not None and (folder / name).exists():
            continue
        half = folder / f".{name}"
        half.write_bytes(store.get(pack.stored.sha256))
        half.replace(folder / name)
        DowntimePack.objects.filter(pk=pack.pk).update(copied_at=now)
