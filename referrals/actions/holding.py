"""Holding: asking every service whether its support goes on, what it answers, and what is done about an alarm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.audit.actions import record
from pitservice.configuration.selectors import holidays_of, next_check, settings_of
from pitservice.configuration.working_days import add_working_days
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.letters import actions as letters
from pitservice.links.actions import GONE, Issued, close, issue, use_up
from pitservice.links.models import Link
from referrals.actions.waiting import still_waiting
from referrals.enums import ALARMING, SUPPORT_ANSWERS, Support, WaitingState
from referrals.holding import HOLDING_LINK, Askee, askees, send_question
from referrals.models import HoldingCheck, WaitingEntry
from referrals.selectors.waiting import due_by_itself

#: A question that waits for its answer, or for somebody who asks it.
_OPEN = (Support.ASKED, Support.NOT_ASKED)
#: The worst answer counts for the family: stopped before less, less before asked, asked before as before.
_WORST = (Support.STOPPED, Support.LESS, Support.ASKED, Support.NOT_ASKED, Support.AS_BEFORE)


@transaction.atomic
def ask_services(*, entry: WaitingEntry, site: str, seen: int | None = None, by: Actor) -> int:
    """Ask the referrer and every service named by a letter with a private link (WL-2, P14); returns how many.

    Only whom the contact rules do not refuse (P1); whom they ask about is written to and held for a person. A question
    that was not answered yet is asked anew, and its earlier link closes. A service that is only named in
    words is to be rung: it stays due until somebody records what it said. `site` is where the product stands
    ("https://pit.example.org"). Who has not answered is chased after the team's number of working days.
    """
    entry = still_waiting(entry, seen)
    found = askees(entry)
    asked = [one for one in found if one.written]
    if not asked:
        raise Refused("Nobody can be asked by letter. Ring them, and record what they said.")
    for one in asked:
        check, issued = _question(entry, one, by)
        send_question(entry, one, check, issued, site, by=by)
    to_ring = [one for one in found if one.must_be_rung]
    for one in to_ring:
        _to_ring(entry, one, by)
    _take_stock(entry)
    record("referrals.ask_services", entry, by=by, asked=len(asked), to_ring=len(to_ring))
    return len(asked)


def ask_when_due(*, site: str, by: Actor) -> int:
    """Ask for every family whose check is due, where its team set so; returns for how many families (WL-2, P14).

    Safe to run twice and to be killed: each family is asked whole or not at all, and none of which a question is open.
    `site` is where the product stands; nobody is asked where that is not known ("").
    """
    if not site:
        return 0
    asked = 0
    for entry in due_by_itself().select_related("team"):
        try:
            asked += _ask_by_itself(entry=entry, site=site, by=by)
        except Refused:  # it left the list meanwhile
            continue
    return asked


@transaction.atomic
def _ask_by_itself(*, entry: WaitingEntry, site: str, by: Actor) -> bool:
    entry = still_waiting(entry, None)
    if not due_by_itself().filter(pk=entry.pk).exists():  # somebody asked, or recorded an answer, meanwhile
        return False
    found = askees(entry, automatic=True)
    going = [one for one in found if one.goes]
    if not going:
        return False
    for one in going:
        check, issued = _question(entry, one, by)
        send_question(entry, one, check, issued, site, by=by)
    left = [one for one in found if not one.goes and (one.must_be_rung or one.written)]
    for one in left:
        _to_ring(entry, one, by)
    _take_stock(entry)
    record("referrals.ask_when_due", entry, by=by, asked=len(going), left=len(left))
    return True


@transaction.atomic
def give_link(*, entry: WaitingEntry, service: str, seen: int | None = None, by: Actor) -> tuple[HoldingCheck, Issued]:
    """Ask one service by a private link that a colleague sends by their own secure e-mail (WL-2, P14).

    Refused for whom the contact rules refuse. The link is told once; an earlier one for this question closes.
    """
    entry = still_waiting(entry, seen)
    askee = next((one for one in askees(entry) if one.service == service and one.may_have_link), None)
    if askee is None:
        raise Refused("This service cannot be given a link. Ring them, and record what they said.")
    check, issued = _question(entry, askee, by)
    _take_stock(entry)
    record("referrals.give_link", entry, by=by, check=check.pk)
    return check, issued


@transaction.atomic
def record_check(
    *, entry: WaitingEntry, answers: Mapping[str, str], note: str = "", seen: int | None = None, by: Actor
) -> WaitingEntry:
    """Record a holding check: what the referrer and every service named said about their support (WL-2, P14).

    `answers` is a `Support` for each service. Less or stopped raises an alarm; the next check is due by the team's
    number of weeks, and whoever has not answered is chased before that. A question that was asked by letter is
    answered by it, and its link closes.
    """
    entry = still_waiting(entry, seen)
    if not answers:
        raise Refused("Name at least one service that was asked.")
    now = timezone.now()
    asked = {check.service: check for check in entry.checks.select_for_update().filter(support__in=_OPEN)}
    for service, support in answers.items():
        check = asked.get(service[:200])
        if check is None:
            check = HoldingCheck(entry=entry, team_id=entry.team_id, service=service[:200], created_by=by)
        elif support in SUPPORT_ANSWERS:
            close(subject_keys=[check.key], by=by)
        _answer(check, support, note, now, by)
    _take_stock(entry)
    record("referrals.record_check", entry, by=by, support=str(entry.support))
    return entry


@transaction.atomic
def answer_check(*, check: HoldingCheck, link: Link, support: str, note: str = "", by: Actor) -> HoldingCheck:
    """A service answers by its private link: as before, less, or stopped (WL-2, P11). The link is used up by it."""
    entry = lock(check.entry)
    check = lock(check)
    if support not in SUPPORT_ANSWERS:
        raise Refused("Choose whether your support goes on as before, is less, or has stopped.")
    if check.support != Support.ASKED or entry.state != WaitingState.WAITING:
        raise Refused(GONE)
    use_up(link=link, by=by)
    _answer(check, support, note, timezone.now(), by)
    _take_stock(entry, asking=False)
    record("referrals.answer_check", entry, by=by, check=check.pk, support=support)
    return check


@transaction.atomic
def close_alarms(*, entry: WaitingEntry, done: str, seen: int | None = None, by: Actor) -> int:
    """Say what was done about support that became less or stopped; the alarms close (WL-2, P14). Returns how many.

    `seen` is the version of the entry: an alarm raised since the page was drawn is not closed unread (Stale).
    """
    entry = still_waiting(entry, seen)
    if not done.strip():
        raise Refused("Enter what was done about it.")
    alarms = list(entry.checks.select_for_update().filter(support__in=ALARMING, done_at=None))
    if not alarms:
        raise Refused("There is no alarm about this family any more.")
    for check in alarms:
        check.done, check.done_at, check.done_by = done.strip(), timezone.now(), by
        check.save(update_fields=["done", "done_at", "done_by"])
    entry.save(update_fields=["support"])  # so that the page of whoever else closes them is stale
    record("referrals.close_alarms", entry, by=by, checks=[check.pk for check in alarms])
    return len(alarms)


def _question(entry: WaitingEntry, askee: Askee, by: Actor) -> tuple[HoldingCheck, Issued]:
    """A question with its link; one to the same service that nobody answered is asked anew, by a new link alone."""
    assert askee.to is not None, "only those whom the contact rules know"
    check = entry.checks.select_for_update().filter(service=askee.service, support=Support.ASKED).last()
    if check is None:
        check = HoldingCheck(entry=entry, team_id=entry.team_id, service=askee.service, created_by=by)
    check.support, check.recipient = Support.ASKED, askee.to.recipient
    check.save()
    close(subject_keys=[check.key], by=by)
    letters.cancel_wanted(wanted=f"check:{check.pk}", why="Asked again.", by=by)
    lasts = timedelta(weeks=settings_of(entry.team_id).holding_weeks)
    return check, issue(purpose=HOLDING_LINK, subject_key=check.key, team=entry.team, lasts=lasts, by=by)


def _to_ring(entry: WaitingEntry, askee: Askee, by: Actor) -> None:
    """Nobody is recorded who could be written to: the question waits for a colleague with a telephone (P14)."""
    if not entry.checks.filter(service=askee.service, support__in=_OPEN).exists():
        HoldingCheck.objects.create(
            entry=entry, team_id=entry.team_id, service=askee.service, support=Support.NOT_ASKED, created_by=by
        )


def _answer(check: HoldingCheck, support: str, note: str, now: datetime, by: Actor) -> None:
    answered = support in SUPPORT_ANSWERS
    check.support, check.note = Support(support), note.strip() or check.note
    check.answered_at, check.answered_by = (now, by) if answered else (None, None)
    check.save()


def _take_stock(entry: WaitingEntry, *, asking: bool = True) -> None:
    """The family's support is the worst that a service said last.

    The next check is due in the team's number of weeks; while an answer is outstanding, on the day it is chased, which
    only `asking` puts off; and at once while somebody is to be rung.
    """
    said: dict[str, str] = {}
    for service, support in entry.checks.order_by("created_at", "pk").values_list("service", "support"):
        if support in SUPPORT_ANSWERS or said.get(service) not in SUPPORT_ANSWERS:
            said[service] = support
    entry.support = min((Support(one) for one in said.values()), key=_WORST.index)
    outstanding = set(entry.checks.filter(support__in=_OPEN).values_list("support", flat=True))
    if Support.NOT_ASKED in outstanding:
        entry.next_check_on = min(entry.next_check_on or date.max, timezone.localdate())
    elif asking or not outstanding:
        entry.next_check_on = _next_check(entry.team, chasing=bool(outstanding))
    entry.save(update_fields=["support", "next_check_on"])


def _next_check(team: Team, *, chasing: bool) -> date:
    today = timezone.localdate()
    due = next_check(team, today)
    if not chasing:
        return due
    return min(due, add_working_days(today, settings_of(team.pk).chase_days, holidays_of(team)))
