"""A copy that goes by e-mail: attached where the team trusts the domain, else behind a link and a code (P43).

The e-mail is a message like any other, which says from then on how it went; its `wanted` names the copy, so that it
does not go once the letter must not.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee, answer_for
from families.enums import Purpose
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from pitservice.files.models import StoredFile
from pitservice.letters.actions.writing import CopyFor, add_copy
from pitservice.letters.checking import problem
from pitservice.letters.enums import CopyState, Way
from pitservice.letters.models import Copy
from pitservice.letters.selectors import answer_now, question_of
from pitservice.letters.words import book_of
from pitservice.links.actions import close, issue
from pitservice.messaging.actions import Confirmed, queue
from pitservice.messaging.actions import cancel_wanted as cancel_messages
from pitservice.messaging.models import Message
from pitservice.messaging.rules import GONE
from pitservice.messaging.wanted import still_wanted
from pitservice.ui.dates import day

#: What a private link to a letter opens.
READ = "letters.read"
LASTS = timedelta(days=14)
WANTED = "copy"
NOT_BY_LINK = "This letter does not go by a link, or is not made yet."


def give_to_email(*, copy: Copy, stored: StoredFile, by: Actor) -> Message:
    """The e-mail that carries a copy, in the transaction in which its PDF is kept.

    `by`: whoever had the letter written, so that it waits the team's minutes in which it can be taken back.
    """
    now = timezone.now()
    to = answer_now(copy, now)
    assert to is not None  # asked in the same transaction
    words = book_of(copy.team).letter("letter_attached_email", to, reference=copy.letter.key)
    return _queue(copy, to, list(words), f"{WANTED}:{copy.pk}", attached=stored, by=by)


@transaction.atomic
def send_link(*, copy: Copy, site: str, seen: int | None = None, by: Actor) -> str:
    """Send the link to a copy; returns its code, which is kept nowhere and told by telephone (P43, P11).

    Sent once more, an earlier link opens nothing any more.
    """
    copy = lock(copy, seen=seen)
    if copy.way != Way.LINK or copy.state not in (CopyState.TO_SEND, CopyState.EMAILED):
        raise Refused(NOT_BY_LINK)
    now = timezone.now()
    found = problem(copy, now)
    if found is not None:
        raise Refused(f"This letter must not go. {found.why}")
    to = answer_now(copy, now)
    assert to is not None  # it has no problem
    close(subject_keys=[copy.key], by=by)
    issued = issue(purpose=READ, subject_key=copy.key, team=copy.team, lasts=LASTS, with_code=True, by=by)
    address = site.rstrip("/") + reverse("letters:read", args=[copy.key, issued.token])
    words = book_of(copy.team).letter(
        "letter_link_email", to, reference=copy.letter.key, link=address, until=day(timezone.localdate(now + LASTS))
    )
    if copy.state == CopyState.TO_SEND:
        advance(copy, CopyState.EMAILED, by=by)
    _queue(copy, to, list(words), f"{WANTED}:{copy.pk}:{issued.link.pk}", by=by)
    record("letters.send_link", copy, by=by, family_id=copy.letter.family_id)
    return issued.code


@transaction.atomic
def open_by_link(*, copy: Copy, by: Actor) -> StoredFile:
    """Whoever has the link and the code opens the letter: written down, as the only receipt that there is (P43).

    Refused where the contact rules let nothing go to this reader any more.
    """
    copy = lock(copy)
    if not readable(copy) or copy.pdf is None:
        raise Refused("This letter is no longer here.")
    if copy.opened_on is None:
        copy.opened_on = timezone.now()
        copy.save(update_fields=["opened_on"])
    record("letters.open_by_link", copy, by=by, family_id=copy.letter.family_id)
    return copy.pdf


@transaction.atomic
def post_instead(*, copy: Copy, seen: int | None = None, by: Actor) -> Copy:
    """Have a copy that was to go by e-mail posted: as a copy of its own, for what was e-mailed stays as it was.

    Whatever of the e-mail still waits is stopped, and its link opens nothing any more.
    """
    copy = lock(copy, seen=seen)
    if copy.state != CopyState.EMAILED:
        raise Refused("This letter does not go by e-mail, or is not made yet.")
    key = f"{copy.dedupe_key}:post"
    if Copy.objects.filter(dedupe_key=key).exists():
        raise Refused("It goes by post already.")
    letter = copy.letter
    to = answer_for(letter.about, copy.recipient, question_of(Purpose(letter.purpose), Way.POST, timezone.now()))
    if to is None:
        raise Refused(GONE.format(name=copy.reader_name))
    cancel_messages(wanted=f"{WANTED}:{copy.pk}", why="It goes by post instead.", by=by)
    close(subject_keys=[copy.key], by=by)
    wish = CopyFor(to, copy.paragraphs, is_main=copy.is_main, copied_to=copy.copied_to)
    others = list(letter.copies.exclude(pk=copy.pk).values_list("address", flat=True))
    posted = add_copy(letter, wish, others, timezone.now(), copy.wanted, by, dedupe_key=key)
    record("letters.post_instead", copy, by=by, family_id=letter.family_id)
    return posted


def readable(copy: Copy) -> bool:
    """Whether a copy that went by link may still be read: as things are now, not as they were (P1)."""
    sent = copy.way == Way.LINK and copy.state == CopyState.EMAILED
    return sent and problem(copy, timezone.now()) is None


def still_goes(copy_id: int) -> bool:
    """Whether the e-mail of a copy still should go: what the letter is about holds, and the copy was not stopped."""
    copy = Copy.objects.filter(pk=copy_id, state=CopyState.EMAILED).first()
    return copy is not None and still_wanted(copy.wanted)


def _queue(
    copy: Copy, to: Addressee, words: list[str], dedupe_key: str, *, attached: StoredFile | None = None, by: Actor
) -> Message:
    """In plain text, with the team's name; nothing in it names anybody."""
    confirmed = None
    if copy.confirmed_at is not None and copy.confirmed_by is not None:
        confirmed = Confirmed(copy.confirmed_at, copy.confirmed_by, copy.confirmed_codes)
    return queue(
        to=to,
        words="\n\n".join([*words, copy.team.name]),
        subject_line=f"A letter from us, our reference {copy.letter.key}",
        dedupe_key=dedupe_key,
        wanted=f"{WANTED}:{copy.pk}",
        automatic=False,
        attached=attached,
        link_only=attached is None,
        confirmed=confirmed,
        by=by,
    )
