"""What waits on the home page: each thing with what, whose, since when, and the one thing to do (P4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from caseload.enums import EnquiryStanding
from caseload.models import Appointment, Cleared, FollowUp
from caseload.presenters import enquiry as enquiries
from caseload.presenters import episode as episodes
from caseload.presenters import words
from caseload.presenters.clearing import book_again_href
from caseload.presenters.note import subject_href, writing_href
from caseload.rules import first_contact_due
from caseload.times import local_day
from pitservice.accounts.models import User
from pitservice.ui import dates
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.words import inside
from pitservice.ui.worklist import Item


def first_contact(row: Any, user: User, today: date) -> Item:
    """An allocated family whom nobody has tried to reach; the referrer is asked first (P64)."""
    due = first_contact_due(row.opened_on)
    if row.enquiry == EnquiryStanding.TO_ASK:
        ask = Link(
            "Ask the referrer", reverse("caseload:ask_referrer", args=[row.key]), hidden=f"of {row.family.title}"
        )
        return _of_episode("First contact: final enquiries", row, user, ask, due=due, tag=_late(due, today))
    link = Link("Make contact", episodes.href(row), hidden=f"with {row.family.title}")
    tag = _late(due, today) or next(iter(enquiries.tags(row.enquiry)), None)
    return _of_episode("First contact", row, user, link, due=due, tag=tag)


def enquiry(row: Any, user: User, _today: date) -> Item:
    """The referrer answered something that speaks against going on: a person decides (P64)."""
    link = Link("Settle", episodes.href(row), hidden=f"what the referrer of {row.family.title} answered")
    return _of_episode("Referrer’s answers to settle", row, user, link)


def limit(row: Any, user: User, today: date) -> Item:
    """The limit of attempts is reached, or near: a person decides (ENG-1)."""
    said = f"{dates.count(row.attempts_so_far, 'attempt')}, {dates.count((today - row.opened_on).days, 'day')}"
    link = Link("Decide", reverse("caseload:limit", args=[row.key]), hidden=f"about {row.family.title}")
    what = "Limit of attempts reached" if row.is_reached else "Limit of attempts near"
    return _of_episode(what, row, user, link, tag=Tag(said, Colour.YELLOW))


def sessions_used(row: Any, user: User, _today: date) -> Item:
    """All agreed sessions have been (END-1)."""
    tag = Tag(words.sessions_words(episodes.progress_of(row)), Colour.YELLOW)
    link = Link("Decide", episodes.href(row), hidden=f"about {row.family.title}")
    return _of_episode("Agreed sessions used", row, user, link, tag=tag)


def review(row: Any, user: User, _today: date) -> Item:
    """The mid-way review is due (END-1)."""
    tag = Tag(words.sessions_words(episodes.progress_of(row)), Colour.YELLOW)
    link = Link("Book", reverse("caseload:book", args=[row.key]), hidden=f"a review with {row.family.title}")
    return _of_episode("Mid-way review due", row, user, link, tag=tag)


def quiet(row: Any, user: User, _today: date) -> Item:
    """Nobody has heard anything for weeks (P67)."""
    said = f"Last heard {words.ago(row.last_heard)}" if row.last_heard else "Never heard"
    link = Link("Make contact", episodes.href(row), hidden=f"with {row.family.title}")
    return _of_episode("No contact for weeks", row, user, link, tag=Tag(said, Colour.YELLOW))


def ending_overdue(row: Any, user: User, today: date) -> Item:
    """An ending goes on after its planned day (P67)."""
    link = Link("End or plan", episodes.href(row), hidden=f"the work with {row.family.title}")
    late = _late(row.ending_on, today) if row.ending_on else Tag("No day planned", Colour.YELLOW)
    return _of_episode("Ending overdue", row, user, link, due=row.ending_on, tag=late)


def check_left(row: Any, user: User, _today: date) -> Item:
    """Something that an ending left to do (P67)."""
    family = row.ending.episode.family
    return Item(
        what=f"After the ending: {inside(row.get_what_display())}",
        whose=family.title,
        action=Link("Settle", reverse("caseload:settle_check", args=[row.key]), hidden=family.title),
        mine=row.lead_id == user.pk,
        due=row.ending.ended_on,
        family=(family.pk, row.team_id),
    )


def outcome(row: Appointment, user: User, _today: date) -> Item:
    """An appointment is over, and nobody has said whether it took place."""
    family = row.episode.family
    return Item(
        what=f"Record what happened, {dates.moment(row.starts)}",
        whose=family.title,
        action=Link("Record", reverse("caseload:session", args=[row.key]), hidden=f"the session with {family.title}"),
        mine=row.practitioner_id == user.pk,
        due=local_day(row.starts),
        since=row.ends,
        family=(family.pk, row.team_id),
    )


def unsigned(row: Any, user: User, _today: date) -> Item:
    """A note is not written, or not signed. The link of a colleague's leads to the appointment, never to the words."""
    family = row.episode.family
    mine = row.author_id == user.pk
    said_of = "Assessment record" if row.is_record else "Note"
    href = writing_href(row) if mine else subject_href(row)
    text = "Sign" if row.paragraphs else "Write"
    said = f"{said_of} sent back" if row.sent_back else words.note_tag(row).text
    return Item(
        what=f"{said}, {dates.weekday(local_day(row.of_when))}",
        whose=family.title if mine else f"{family.title} ({row.author.name})",
        action=Link(text if mine else "Look", href, hidden=family.title),
        mine=mine,
        due=local_day(row.of_when),
        since=row.of_when,
        family=(family.pk, row.team_id),
    )


def book_again(row: Cleared, user: User, today: date) -> Item:
    """A family whose appointment went with a cleared day (P69)."""
    family = row.appointment.episode.family
    return Item(
        what=f"Book again, was {dates.weekday(local_day(row.appointment.starts))}",
        whose=family.title,
        action=Link("Book", book_again_href(row), hidden=f"with {family.title}"),
        mine=row.clearing.user_id == user.pk or row.created_by == user.actor,
        due=row.clearing.day,
        tag=_late(row.clearing.day, today),
        family=(family.pk, row.team_id),
    )


def follow_up(row: Any, user: User, today: date) -> Item:
    """A follow-up has fallen due (FUP-1)."""
    found: FollowUp = row
    family = found.episode.family
    return Item(
        what="Follow-up due",
        whose=family.title,
        action=Link("Follow up", reverse("caseload:follow_up", args=[found.key]), hidden=family.title),
        mine=row.lead_id == user.pk,
        due=found.due_on,
        tag=_late(found.due_on, today),
        family=(family.pk, found.team_id),
    )


def _of_episode(
    what: str, row: Any, user: User, link: Link, *, due: date | None = None, tag: Tag | None = None
) -> Item:
    mine = row.lead_id == user.pk
    lead = "" if mine else f" ({row.lead_name or 'nobody'})"
    family = (row.family_id, row.team_id)
    return Item(what, f"{row.family.title}{lead}", link, mine, due=due, tag=tag, family=family)


def _late(due: date, today: date) -> Tag | None:
    return Tag("Late", Colour.RED) if due < today else None
