"""While a family waits: what it is told and when, the days on which it cannot come, and the clock (P14, WL-2)."""

from __future__ import annotations

import html
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from referrals.actions import available_again, leave_list, set_unavailable, tell_family
from referrals.clock import away_on, days_waited
from referrals.models import UnavailableTime, WaitingEntry
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.messaging import open_all_day
from tests.make.referrals import baby, father, make_risk_list, make_waiting, mother

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = open_all_day(make_team())
    make_risk_list(made)
    return made


@pytest.fixture
def lead(team: Team) -> Client:
    """Its clinical lead's browser."""
    return client_of(make_user(RoleName.CLINICAL_LEAD, team))


def text(response: Any) -> str:
    """The page's words."""
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def send(client: Client, name: str, entry: WaitingEntry, **data: Any) -> Any:
    """Send a form about an entry."""
    entry.refresh_from_db()
    href = reverse(f"referrals:{name}", args=[entry.key])
    return client.post(href, {"submission": str(uuid.uuid4()), "seen": entry.version, **data})


def on(name: str, day: date) -> dict[str, int]:
    """A day as a form sends it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# --- what the family is told ---


@pytest.mark.rule("P14", "CON-1", "CON-2")
def test_each_adult_is_told_by_the_contact_rules_and_who_is_not_stands_there(team: Team, lead: Client) -> None:
    people = (baby(), mother(), father(must_not_know=True, mobile="07700 900456", mobile_safe=YesNoUnknown.YES))
    entry = make_waiting(team, people=people)

    page = text(lead.get(reverse("referrals:tell", args=[entry.key])))
    send(lead, "tell", entry)

    assert "Text to Aisha Khan" in page
    assert "Nothing to Daniel Khan Daniel Khan must not learn of the work." in page
    told = Message.objects.filter(purpose="holding")
    assert list(told.values_list("recipient_name", "state")) == [("Aisha Khan", "queued")]
    shown = text(lead.get(reverse("referrals:entry", args=[entry.key])))
    assert "Text to Aisha Khan" in shown
    assert "You are still on our list" in shown


@pytest.mark.rule("CON-1")
def test_who_wants_no_texts_gets_a_letter_and_a_family_off_the_list_no_word(team: Team) -> None:
    entry = make_waiting(team, people=(baby(), mother(may_text=YesNoUnknown.NO)))

    tell_family(entry=entry, by=BY)
    tell_family(entry=entry, by=BY)

    copy = Copy.objects.get(letter__purpose="holding")
    assert (copy.reader_name, copy.letter.title) == ("Aisha Khan", "You are still on our list")
    leave_list(entry=entry, why="moved", by=BY)
    with pytest.raises(Refused, match="no longer waiting"):
        tell_family(entry=entry, by=BY)


def test_nobody_to_write_to_is_said(team: Team) -> None:
    unsafe = {"mobile_safe": YesNoUnknown.NO, "address_safe": YesNoUnknown.NO}
    entry = make_waiting(team, people=(baby(), mother(**unsafe)))

    with pytest.raises(Refused, match="Tell them another way"):
        tell_family(entry=entry, by=BY)


@pytest.mark.rule("P14")
def test_what_was_said_on_the_phone_stands_with_the_letters(team: Team, lead: Client) -> None:
    entry = make_waiting(team)
    today = timezone.localdate()

    assert (
        send(lead, "told", entry, **on("on", today + timedelta(days=1)), how="call", to="A", said="B").status_code
        == 422
    )
    send(lead, "told", entry, **on("on", today), how="call", to="Aisha", said="About six more weeks.")

    page = text(lead.get(reverse("referrals:entry", args=[entry.key])))
    assert "By phone: Aisha" in page
    assert "About six more weeks." in page
    assert "Letter to Aisha Khan: A place with our team" in page


# --- days on which it cannot come ---


def waits(since: date, *times: tuple[date, date | None]) -> tuple[WaitingEntry, list[UnavailableTime]]:
    """An entry and its times, not in the database."""
    return WaitingEntry(since=since), [UnavailableTime(starts_on=first, ends_on=last) for first, last in times]


@pytest.mark.parametrize(
    ("times", "away"),
    [
        ((), 0),
        (((date(2026, 11, 2), date(2026, 11, 4)),), 3),
        (((date(2026, 9, 1), date(2026, 10, 30)),), 2),  # from before the referral
        (((date(2026, 11, 21), None),), 7),  # still: today is not over
        (((date(2026, 12, 1), date(2026, 12, 9)),), 0),  # yet to come
        (((date(2026, 11, 2), date(2026, 11, 4)), (date(2026, 11, 4), date(2026, 11, 5))), 4),
    ],
)
def test_the_clock_stops_only_where_the_team_says_so(times: tuple[tuple[date, date | None], ...], away: int) -> None:
    entry, found = waits(date(2026, 10, 29), *times)
    stops, marks = TeamSettings(waiting_clock_stops=True), TeamSettings()

    assert days_waited(entry, found, marks, TODAY) == 30
    assert days_waited(entry, found, stops, TODAY) == 30 - away


def test_a_day_lies_in_a_time_with_both_its_ends() -> None:
    _, times = waits(TODAY, (date(2026, 11, 2), date(2026, 11, 4)))

    inside = [day for day in range(1, 6) if away_on(times, date(2026, 11, day))]

    assert inside == [2, 3, 4]


def test_a_family_cannot_come_and_can_again(team: Team, lead: Client) -> None:
    entry = make_waiting(team, received_at=timezone.now() - timedelta(weeks=10))
    today = timezone.localdate()
    from_, to = today - timedelta(days=14), today - timedelta(days=20)
    assert send(lead, "unavailable", entry, **on("starts_on", from_), **on("ends_on", to), why="x").status_code == 422

    send(lead, "unavailable", entry, **on("starts_on", from_), why="With her mother in Leeds")

    page = text(lead.get(reverse("referrals:waiting")))
    assert "10 weeks, with 14 days on which they could not come" in page
    assert "Unavailable" in page
    again = send(lead, "unavailable", entry, **on("starts_on", today), why="x")
    assert "These days overlap" in text(again)
    change_settings(team=team, waiting_clock_stops=True, by=BY)
    send(lead, "available", entry, **on("on", today))
    page = text(lead.get(reverse("referrals:entry", args=[entry.key])))
    assert "8 weeks, without 14 days on which they could not come" in page
    assert "With her mother in Leeds" in page
    assert "Cannot come" in page
    with pytest.raises(Refused, match="Nothing says"):
        available_again(entry=entry, on=today, by=BY)


def test_days_that_touch_are_no_overlap(team: Team) -> None:
    entry, today = make_waiting(team), timezone.localdate()
    set_unavailable(entry=entry, starts_on=today, ends_on=today, why="Clinic", by=BY)

    set_unavailable(entry=entry, starts_on=today + timedelta(days=1), ends_on=None, why="Away", by=BY)

    assert entry.unavailable_times.count() == 2


@pytest.mark.parametrize(
    ("weeks", "words"), [(11, ""), (12, "Long: 12 weeks or more"), (18, "Too long: 18 weeks or more")]
)
def test_a_long_wait_is_called_so_in_words_by_the_teams_weeks(team: Team, lead: Client, weeks: int, words: str) -> None:
    make_waiting(team, received_at=timezone.now() - timedelta(weeks=weeks))

    page = text(lead.get(reverse("referrals:waiting")))

    said = [one for one in ("Long: 12 weeks or more", "Too long: 18 weeks or more") if one in page]
    assert said == ([words] if words else [])


def test_the_pages_are_the_allocators(team: Team) -> None:
    entry = make_waiting(team)
    other, keyworker = client_of(make_user()), client_of(make_user(RoleName.KEYWORKER, team))

    for name in ("tell", "told", "unavailable", "available"):
        href = reverse(f"referrals:{name}", args=[entry.key])
        assert (other.get(href).status_code, keyworker.get(href).status_code) == (404, 403)
