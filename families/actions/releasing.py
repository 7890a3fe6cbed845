"""The copy of a record for whoever asked: drawn up, gone through piece by piece, made by a job (P31)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from families.enums import ReleaseDecision, ReleaseGround, RequestDecision
from families.models import FamilyMember, RecordRequest, Release, ReleasePiece
from families.names import names_in
from families.registry import ReleasedText
from families.releasing import missing_passages, texts_of
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.files.actions import keep
from pitservice.jobs.actions import start

JOB = "families.release"
_NOTHING_GIVEN = (RequestDecision.REFUSED, RequestDecision.WITHDRAWN)


@transaction.atomic
def draw_up_release(*, request: RecordRequest, user: User, by: Actor) -> Release:
    """Take down the record as it is now, piece by piece, for somebody to go through (P31).

    Drawn up anew while nothing is made, it keeps what was decided about pieces that have not changed.
    """
    request = lock(request)
    if request.identity_checked_at is None:
        raise Refused("Check who asks before anything is given.")
    if request.decision in _NOTHING_GIVEN:
        raise Refused("Nothing is given: this request was refused or withdrawn.")
    release, _ = Release.objects.get_or_create(
        request=request, defaults={"family_id": request.family_id, "team_id": request.team_id, "created_by": by}
    )
    _must_be_open(release)
    before = {(one.source, one.title, one.words): one for one in release.pieces.all()}
    release.pieces.all().delete()
    pieces, others, called = [], _others(request), _called(request)
    texts = sorted(texts_of(request.family, user), key=lambda pair: pair[1].at)
    for number, (source, text) in enumerate(texts, start=1):
        old = before.get((source, text.title, text.words))
        pieces.append(
            ReleasePiece(
                family_id=request.family_id,
                team_id=request.team_id,
                release=release,
                number=number,
                source=source,
                happened=text.at,
                title=text.title,
                words=text.words,
                warning=_warning(text, others, called)[:200],
                decision=old.decision if old else "",
                ground=old.ground if old else "",
                left_out=old.left_out if old else "",
                why=old.why if old else "",
                created_by=by,
            )
        )
    ReleasePiece.objects.bulk_create(pieces)
    record("families.draw_up_release", release, by=by, pieces=len(pieces))
    return release


@transaction.atomic
def decide_piece(
    *,
    piece: ReleasePiece,
    decision: ReleaseDecision | str,
    ground: ReleaseGround | str = "",
    left_out: str = "",
    why: str = "",
    seen: int | None = None,
    by: Actor,
) -> ReleasePiece:
    """One piece is given, left out, or given without some of its words, on a ground and with a reason (P31)."""
    piece = lock(piece, seen=seen)
    _must_be_open(lock(piece.release))
    if decision != ReleaseDecision.GIVE and not (ground and why.strip()):
        raise Refused("Say on which ground it is left out, and why.")
    if decision == ReleaseDecision.PART:
        if not left_out.strip():
            raise Refused("Enter the words that are left out, each passage on a line of its own.")
        if missing := missing_passages(piece, left_out):
            raise Refused(f"These words do not stand in the entry: “{missing[0]}”. Copy them from it.")
    given = decision == ReleaseDecision.GIVE
    piece.decision, piece.ground = str(decision), "" if given else str(ground)
    piece.left_out = left_out.strip() if decision == ReleaseDecision.PART else ""
    piece.why = "" if given else why.strip()
    piece.save(update_fields=["decision", "ground", "left_out", "why"])
    record("families.decide_piece", piece, by=by, decision=str(decision), ground=piece.ground)
    return piece


@transaction.atomic
def give_the_rest(*, release: Release, by: Actor) -> int:
    """Every piece that nobody has decided about, and of which nothing warns, is given."""
    release = lock(release)
    _must_be_open(release)
    rest = release.pieces.filter(decision="", warning="").update(decision=ReleaseDecision.GIVE)
    record("families.give_the_rest", release, by=by, pieces=rest)
    return rest


@transaction.atomic
def make_release(*, release: Release, seen: int | None = None, by: Actor) -> Release:
    """Have a worker make the two files, once every piece was decided about (P31)."""
    release = lock(release, seen=seen)
    _must_be_open(release)
    if left := release.pieces.filter(decision="").count():
        raise Refused(f"{left} entries have not been decided about." if left > 1 else "One entry is left to decide.")
    if not release.pieces.exclude(decision=ReleaseDecision.OUT).exists():
        raise Refused("Everything is left out: there is nothing to give. Decide the request instead.")
    release.asked_at, release.asked_by, release.failed = timezone.now(), by, ""
    release.save(update_fields=["asked_at", "asked_by", "failed"])
    job = start(kind=JOB, title="Copy of a record", team=release.team, payload={"release": release.pk}, by=by)
    record("families.make_release", release, by=by, job=job.pk)
    return release


@transaction.atomic
def keep_release(*, release: Release, given: bytes, ours: bytes, by: Actor) -> Release:
    """Keep the two files. Done once, however often the job runs."""
    release = lock(release)
    if release.asked_at is None or release.given_id is not None:
        return release
    team, kind = release.team, "application/pdf"
    release.given = keep(content=given, name=f"record-{release.key}.pdf", content_type=kind, team=team, by=by)
    release.ours = keep(content=ours, name=f"record-{release.key}-ours.pdf", content_type=kind, team=team, by=by)
    release.save(update_fields=["given", "ours"])
    record("families.keep_release", release, by=by, size=len(given))
    return release


@transaction.atomic
def fail_release(*, release: Release, why: str, by: Actor) -> Release:
    """It could not be made: a person is shown why, and can change a piece."""
    release = lock(release)
    release.asked_at, release.asked_by, release.failed = None, None, why[:300]
    release.save(update_fields=["asked_at", "asked_by", "failed"])
    record("families.fail_release", release, by=by)
    return release


def _must_be_open(release: Release) -> None:
    if release.asked_at is not None:
        raise Refused("The copy is made, or being made. It is not changed any more.")


def _warning(text: ReleasedText, others: Mapping[str, str], called: Mapping[str, str]) -> str:
    """Why somebody looks at a piece by itself: its own reason, whom it is about, whom it names."""
    about = f"About {called[text.about]}" if text.about in called else ""
    return ". ".join(one for one in (text.warning, about) if one) or _names(others, f"{text.title} {text.words}")


def _called(request: RecordRequest) -> dict[str, str]:
    """By key, how everybody but the one whose information is asked for is called."""
    members = list(
        FamilyMember.objects.filter(family_id=request.family_id, person__sealed=False).select_related("person")
    )
    called = names_in(members)
    return {one.person.key: called[one.person_id] for one in members if one.person_id != request.whose_id}


def _others(request: RecordRequest) -> dict[str, str]:
    """By first name, everybody but the one whose information is asked for."""
    members = list(
        FamilyMember.objects.filter(family_id=request.family_id, person__sealed=False).select_related("person")
    )
    called = names_in(members)
    others = [member for member in members if member.person_id != request.whose_id]
    return {one.person.given_name.casefold(): called[one.person_id] for one in others if one.person.given_name}


def _names(others: Mapping[str, str], words: str) -> str:
    """Whom a piece names, besides the one whose information is asked for."""
    said = set(re.findall(r"\w+", words.casefold()))
    named = [name for first, name in others.items() if set(first.split()) <= said]
    return f"Names {', '.join(named)}" if named else ""
