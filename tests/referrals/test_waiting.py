"""The waiting list: three orders, holding checks, alarms; what waits on the home page."""

from __future__ import annotations

import html
import random
import re
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.selectors import holidays_of
from pitservice.configuration.working_days import add_working_days, working_day_from
from pitservice.db.errors import Refused, Stale
from pitservice.ui import worklist
from referrals.actions import (
    Call,
    leave_list,
    mark_allocated,
    move_first,
    place_beside,
    put_back,
    record_check,
    record_triage,
)
from referrals.enums import Outcome, Side, Support, TriagePriority
from referrals.holding import askees
from referrals.models import WaitingEntry, WaitingMove
from referrals.models.waiting import DECIMALS
from referrals.presenters.waiting import ordinal, row_then
from referrals.selectors import waiting as selectors
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.referrals import (
    baby,
    make_decision,
    make_referral,
    make_risk_list,
    make_waiting,
    mother,
    ticks_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = make_team()
    make_risk_list(made)
    return made


@pytest.fixture
def lead(team: Team) -> User:
    """Its clinical lead."""
    return make_user(RoleName.CLINICAL_LEAD, team)


def waiting_since(team: Team, days: int, **ticks: int) -> WaitingEntry:
    """A family whose referral came so many days ago."""
    at = timezone.now() - timedelta(days=days)
    people = (baby(given_name=f"Baby{days}"), mother(given_name=f"Mother{days}", mobile=f"07700 900{days:03}"))
    return make_waiting(team, received_at=at, people=people, ticks=ticks_of(team, **ticks))


def triaged(entry: WaitingEntry, priority: str) -> None:
    """Somebody was spoken to."""
    call = Call(on=timezone.localdate(), outcome="spoke", spoke_to="Aisha", note="Not eating", priority=priority)
    record_triage(entry=entry, call=call, by=BY)


def text(response: Any) -> str:
    """The page's words."""
    return " ".join(strip_tags(response.content.decode()).split())


def send(client: Client, name: str, entry: WaitingEntry, **data: Any) -> Any:
    """Send a form about an entry."""
    entry.refresh_from_db()
    href = reverse(f"referrals:{name}", args=[entry.key])
    return client.post(href, {"submission": str(uuid.uuid4()), "seen": entry.version, **data})


@pytest.mark.rule("WL-1")
def test_three_orders_side_by_side(team: Team, lead: User) -> None:
    old = waiting_since(team, 30, minor=4)
    risky = waiting_since(team, 20, significant=3)
    urgent = waiting_since(team, 10, significant=1)
    triaged(urgent, TriagePriority.URGENT)
    viewer = viewer_of(lead, Permission.SEE_REFERRALS)

    orders = {order: list(selectors.in_order(selectors.waiting(viewer), order)) for order in WaitingOrder}

    assert orders == {
        WaitingOrder.DATE: [old, risky, urgent],
        WaitingOrder.RISK: [risky, urgent, old],
        WaitingOrder.TRIAGE: [urgent, old, risky],
    }
    assert selectors.places(selectors.waiting(viewer)) == {
        order: {entry.pk: place for place, entry in enumerate(entries, start=1)} for order, entries in orders.items()
    }


@pytest.mark.rule("WL-1")
def test_a_family_moved_first_is_first_in_every_order_and_says_why(team: Team, lead: User) -> None:
    waiting_since(team, 30, significant=5)
    young = waiting_since(team, 3, minor=4)
    move_first(entry=young, reason="Baby in the neonatal unit goes home on Friday", by=BY)
    viewer = viewer_of(lead, Permission.SEE_REFERRALS)

    assert all(selectors.in_order(selectors.waiting(viewer), order).first() == young for order in WaitingOrder)
    page = text(client_of(lead).get(reverse("referrals:waiting")))
    assert "Moved first: Baby in the neonatal unit goes home on Friday" in page
    put_back(entry=young, reason="Home now", by=BY)
    assert selectors.in_order(selectors.waiting(viewer), WaitingOrder.DATE).last() == young


@pytest.mark.rule("WL-1")
@pytest.mark.parametrize("order", [*WaitingOrder])
def test_a_family_put_at_a_chosen_place_stands_there_in_every_order_whatever_comes_later(
    team: Team, lead: User, order: WaitingOrder
) -> None:
    old, risky, last = (
        waiting_since(team, days, **ticks)
        for days, ticks in ((30, {"minor": 4}), (20, {"significant": 3}), (9, {"minor": 4}))
    )
    moved, later = waiting_since(team, 3, significant=1), waiting_since(team, 2, minor=4)
    viewer = viewer_of(lead, Permission.SEE_REFERRALS)

    def listed() -> list[WaitingEntry]:
        return list(selectors.in_order(selectors.waiting(viewer), order))

    for other in (old, risky, last):
        for side, by in ((Side.BEFORE, 1), (Side.AFTER, -1)):
            place_beside(entry=moved, other=other, side=side, reason="Sister of the one beside", by=BY)
            assert listed().index(other) - listed().index(moved) == by
    place_beside(entry=later, other=moved, side=Side.BEFORE, reason="Before that one", by=BY)  # beside one that was put
    assert [listed().index(one) - listed().index(last) for one in (later, moved)] == [1, 2]
    triaged(last, TriagePriority.URGENT)
    triaged(moved, TriagePriority.URGENT)
    assert listed().index(moved) - listed().index(later) == 1

    moved.refresh_from_db()
    put_back(entry=moved, reason="Not any more", by=BY)
    moved.refresh_from_db()
    assert (moved.placed, moved.moved_up, moved.priority) == (False, "", TriagePriority.URGENT)
    with pytest.raises(Refused, match="where the orders put it already"):
        put_back(entry=moved, reason="Again", by=BY)


@pytest.mark.rule("WL-1")
def test_a_place_is_chosen_on_a_page_that_names_the_families_and_says_where_it_stands_then(
    team: Team, lead: User
) -> None:
    first, second = waiting_since(team, 30, significant=1), waiting_since(team, 20, significant=1)
    moved, client = waiting_since(team, 10, significant=1), client_of(lead)
    elsewhere = make_waiting(make_team())
    page = client.get(reverse("referrals:place", args=[moved.key])).content.decode()
    assert "1st: Baby30 Khan, 7 weeks" in page and "3rd: Baby10" not in page
    assert "Back where the orders put it" not in page

    beside = {"where": "beside", "side": "after", "reason": "Her sister is the mother of that baby"}
    assert send(client, "place", moved, **beside).status_code == 422
    assert send(client, "place", moved, **beside, beside=elsewhere.key).status_code == 422
    assert send(client, "place", moved, where="back", reason="x").status_code == 422
    response = send(client, "place", moved, **beside, beside=first.key)

    assert "Moved: it is 2nd by date received now." in text(client.get(response.headers["Location"]))
    assert "Put at this place: Her sister is the mother of that baby" in text(client.get(reverse("referrals:waiting")))
    entry = text(client.get(reverse("referrals:entry", args=[moved.key])))
    assert "Put at a chosen place" in entry
    assert send(client, "place", moved, where="back", reason="Wrong family").status_code == 302
    assert "Put back in its order" in text(client.get(reverse("referrals:entry", args=[moved.key])))
    moved.refresh_from_db()
    leave_list(entry=second, why="moved", by=BY)
    with pytest.raises(Refused, match="another family that waits"):
        place_beside(entry=moved, other=second, side=Side.BEFORE, reason="x", by=BY)
    with pytest.raises(Refused, match="another family that waits"):
        place_beside(entry=moved, other=elsewhere, side=Side.BEFORE, reason="x", by=BY)


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_a_place_costs_the_same_however_many_wait(
    team: Team, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        waiting_since(team, number + 1, significant=1)
    moved, client = waiting_since(team, 40, significant=1), client_of(lead)
    client.get(reverse("referrals:place", args=[moved.key]))

    with django_assert_num_queries(13):
        client.get(reverse("referrals:place", args=[moved.key]))


@pytest.mark.rule("WL-1")
def test_where_no_room_is_left_between_two_families_a_sentence_says_so(team: Team) -> None:
    last, near, moved = (waiting_since(team, days, significant=1) for days in (30, 20, 10))
    place_beside(entry=near, other=last, side=Side.BEFORE, reason="Close by", by=BY)
    WaitingEntry.objects.filter(pk=near.pk).update(as_number=Decimal(last.pk) - Decimal(1).scaleb(-DECIMALS))

    with pytest.raises(Refused, match="Too many families were put at this one place"):
        place_beside(entry=moved, other=last, side=Side.BEFORE, reason="Closer", by=BY)


@pytest.mark.rule("WL-1")
def test_the_list_says_the_order_in_force_why_here_and_the_other_places(team: Team, lead: User) -> None:
    change_settings(team=team, waiting_order=WaitingOrder.RISK, by=BY)
    waiting_since(team, 30, minor=4)
    waiting_since(team, 20, significant=2)
    client = client_of(lead)

    page = text(client.get(reverse("referrals:waiting")))

    assert "2 families. Sorted by risks and stressors." in page
    assert "2 significant, 2 ticked in all, then by date1st by risks and stressors" in page
    assert "2nd by date received" in page
    assert "4 weeksSince" in page
    assert "Sorted by date received." in text(client.get(reverse("referrals:waiting") + "?order=date"))


@pytest.mark.rule("WL-1")
def test_a_triage_contact_says_what_came_of_it_and_only_one_that_reached_somebody_changes_the_place(
    team: Team, lead: User
) -> None:
    entry = waiting_since(team, 5, significant=1)
    client, today = client_of(lead), timezone.localdate()
    rang = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    page = text(client.get(reverse("referrals:triage", args=[entry.key])))
    assert "Mother5 Khan 07700 900005" in page

    send(client, "triage", entry, **rang, outcome="no_answer", note="typed and not asked")
    entry.refresh_from_db()
    assert (entry.priority, entry.place_moves.count()) == (TriagePriority.ROUTINE, 1)
    found = {"spoke_to": "Mother5", "change": "worse", "at_risk": "yes", "note": "Does not sleep", "priority": "1"}
    response = send(client, "triage", entry, **rang, outcome="spoke", **found)

    assert "record a safeguarding concern" in text(client.get(response.headers["Location"]))
    page = text(client.get(reverse("referrals:entry", args=[entry.key])))
    for words in ("No answer", "Spoke to them (Mother5)", "Does not sleep", "Urgent at triage"):
        assert words in page
    assert "typed and not asked" not in page


@pytest.mark.rule("WL-1")
def test_the_three_orders_stand_side_by_side_with_reasons_and_how_places_differ(team: Team, lead: User) -> None:
    change_settings(team=team, waiting_order=WaitingOrder.RISK, by=BY)
    waiting_since(team, 30, minor=4)
    waiting_since(team, 20, significant=2)
    triaged(waiting_since(team, 10, significant=1), TriagePriority.URGENT)

    page = client_of(lead).get(reverse("referrals:orders"))

    words = text(page)
    assert "3 families. The team's order is by risks and stressors." in html.unescape(words)
    headings = re.findall(r'<th[^>]*scope="col"[^>]*>(.*?)</th>', page.content.decode(), re.DOTALL)
    assert [strip_tags(one).strip() for one in headings] == [
        "Baby",
        "By risks and stressors, in force",
        "By date received",
        "By triage",
        "How the places differ",
    ]
    assert "2 places earlier by date received" in words  # the oldest, third by risk
    assert "1 place later by date received; 2 places later by triage" in words  # the riskiest
    assert "1 place later by date received; 1 place earlier by triage" in words  # the urgent one


@pytest.mark.rule("WL-1")
def test_the_list_as_it_stood_is_rebuilt_from_the_moves(team: Team, lead: User) -> None:
    """A random history: what each order said at a moment is what the move rows tell of it afterwards."""
    dice, viewer = random.Random(14), viewer_of(lead, Permission.SEE_REFERRALS)
    before = timezone.now()
    entries = [waiting_since(team, 40 + number, significant=number % 3, minor=number) for number in range(5)]
    said: list[tuple[datetime, dict[str, list[int]]]] = []
    for _ in range(12):
        for entry in dice.sample(entries, k=2):
            happens(entry, dice)
        waiting = selectors.waiting(viewer)
        orders = {str(one): [e.pk for e in selectors.in_order(waiting, one)] for one in WaitingOrder}
        said.append((timezone.now(), orders))

    for moment, orders in said:
        found = selectors.stood_at(viewer, moment)
        assert {str(one): [e.pk for e in selectors.in_order_then(found, one)] for one in WaitingOrder} == orders
    assert not selectors.stood_at(viewer, before).exists()
    assert len({str(orders) for _, orders in said}) > 4


def happens(entry: WaitingEntry, dice: random.Random) -> None:
    """Something about a family that waits; seldom it leaves."""
    entry.refresh_from_db()
    if entry.state != "waiting":
        return
    what = dice.choice(["first", "back", "beside", "beside", "triage", "triage", "triage", "left"])
    others = WaitingEntry.objects.filter(state="waiting").exclude(pk=entry.pk).order_by("pk")
    if what == "first":
        move_first(entry=entry, reason="Neonatal unit", by=BY)
    elif what == "back" and entry.moved:
        put_back(entry=entry, reason="Home", by=BY)
    elif what == "beside" and others:
        side = dice.choice([*Side])
        place_beside(entry=entry, other=dice.choice(others), side=side, reason="Siblings together", by=BY)
    elif what == "triage":
        triaged(entry, dice.choice(TriagePriority.values))
    else:
        leave_list(entry=entry, why="moved", by=BY)


@pytest.mark.rule("WL-1")
def test_why_a_family_was_moved_stands_on_a_past_day_whatever_a_call_found_since_and_what_it_is_by_itself(
    team: Team, lead: User
) -> None:
    entry = waiting_since(team, 30, significant=2)
    move_first(entry=entry, reason="Goes home on Friday.", by=BY)
    entry.refresh_from_db()
    triaged(entry, TriagePriority.URGENT)
    viewer = viewer_of(lead, Permission.SEE_REFERRALS)

    then = selectors.with_row(selectors.stood_at(viewer, timezone.now())).get()
    cell = row_then(then, order=WaitingOrder.TRIAGE, day=timezone.localdate())[2]

    assert cell.text == "Moved first: Goes home on Friday. By itself: urgent at triage, then by date"
    page = text(client_of(lead).get(reverse("referrals:orders")))
    assert "Moved first: Goes home on Friday. By itself: 2 significant, 2 ticked in all" in page


def test_the_day_is_asked_for_on_the_list(team: Team, lead: User) -> None:
    entry = waiting_since(team, 30, significant=2)
    leave_list(entry=entry, why="moved", by=BY)
    client, today = client_of(lead), timezone.localdate()
    yesterday = today - timedelta(days=1)

    def listed(day: date) -> str:
        asked = f"?on_day={day.day}&on_month={day.month}&on_year={day.year}"
        return text(client.get(reverse("referrals:waiting") + asked))

    assert "0 families" in listed(yesterday)
    assert "as it was then" in listed(yesterday)
    assert "as it was then" not in listed(today)
    assert "No family waited at the end of that day." in listed(yesterday)


def test_of_a_past_day_nobody_is_left_out_by_a_filter_that_is_read_of_today(team: Team, lead: User) -> None:
    entry = waiting_since(team, 30)
    waited_already(entry, timezone.now() - timedelta(days=30))
    client, past = client_of(lead), timezone.localdate() - timedelta(days=5)

    shown = text(client.get(reverse("referrals:waiting"), {"need": "support", "on": past.isoformat()}))

    assert "1 family" in shown
    assert "Support became less or stopped." not in shown.split("Sorted")[0]
    assert "1 family" not in text(client.get(reverse("referrals:waiting"), {"need": "support"}))


def waited_already(entry: WaitingEntry, moment: datetime) -> None:
    """Have it stand on the list from an earlier moment on."""
    WaitingMove.objects.create(subject=entry, to_state="waiting", at=moment, by=BY)
    WaitingEntry.objects.filter(pk=entry.pk).update(created_at=moment)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "number"), [("orders", 7), ("waiting", 6)])
def test_the_orders_and_a_past_list_cost_the_same_however_many_rows(
    team: Team, lead: User, rows: int, name: str, number: int, django_assert_num_queries: Any
) -> None:
    for days in range(rows):
        waited_already(waiting_since(team, days + 1, significant=1), timezone.now() - timedelta(days=3))
    client, day = client_of(lead), timezone.localdate() - timedelta(days=1)
    href = reverse(f"referrals:{name}") + f"?on_day={day.day}&on_month={day.month}&on_year={day.year}"
    assert f"{rows} famil" in text(client.get(href))

    with django_assert_num_queries(number):
        client.get(href)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_eight_queries_however_many_rows(
    team: Team, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        waiting_since(team, number + 1, significant=1)
    client = client_of(lead)
    client.get(reverse("referrals:waiting"))  # the session's clock is written once a minute

    with django_assert_num_queries(8):
        client.get(reverse("referrals:waiting"))


def test_another_team_finds_nothing_and_others_may_not_change_it(team: Team) -> None:
    entry = waiting_since(team, 1, significant=1)
    other, keyworker = client_of(make_user()), client_of(make_user(RoleName.KEYWORKER, team))

    for name in ("check", "triage", "place", "leave"):
        href = reverse(f"referrals:{name}", args=[entry.key])
        assert other.get(href).status_code == 404
        assert keyworker.get(href).status_code == 403
    assert "0 families" in text(other.get(reverse("referrals:waiting")))
    assert "about referral" not in text(keyworker.get(reverse("referrals:waiting")))


@pytest.mark.rule("WL-2", "P14")
def test_a_holding_check_asks_the_referrer_and_every_service_and_less_is_an_alarm(team: Team, lead: User) -> None:
    entry = make_waiting(team, ticks=ticks_of(team, significant=1), services_involved="HV, social care\nPerinatal MH")
    assert [one.service for one in askees(entry)] == ["Fatima Begum", "HV", "social care", "Perinatal MH"]
    client = client_of(lead)
    said = {"support_0": "as_before", "support_1": "less", "support_2": "asked", "support_3": "as_before"}
    assert text(client.get(reverse("referrals:check", args=[entry.key]))).count("their support is") == 4

    send(client, "check", entry, **said)

    entry.refresh_from_db()
    assert entry.support == Support.LESS
    chased = add_working_days(timezone.localdate(), 5, holidays_of(entry.team))
    assert entry.next_check_on == chased  # one has not answered yet
    assert entry.checks.count() == 4
    alarms = [item for item in worklist.items_for(User.objects.get(pk=lead.pk), timezone.localdate()) if item.urgent]
    assert [item.what for item in alarms] == ["Support while waiting: less than before"]
    assert "1 family" in text(client.get(reverse("referrals:waiting") + "?need=support"))


@pytest.mark.rule("WL-2")
def test_the_next_check_is_due_in_the_teams_weeks_on_a_day_on_which_somebody_works(team: Team) -> None:
    entry = waiting_since(team, 1, significant=1)

    record_check(entry=entry, answers={"HV": Support.AS_BEFORE}, by=BY)

    entry.refresh_from_db()
    in_four_weeks = timezone.localdate() + timedelta(weeks=4)
    assert entry.next_check_on == working_day_from(in_four_weeks, holidays_of(entry.team))


@pytest.mark.rule("WL-2")
def test_the_worst_answer_counts(team: Team) -> None:
    entry = waiting_since(team, 1, significant=1)

    record_check(entry=entry, answers={"HV": Support.AS_BEFORE, "GP": Support.STOPPED, "PMH": Support.LESS}, by=BY)

    entry.refresh_from_db()
    assert entry.support == Support.STOPPED


def test_leaving_triage_and_first_from_the_pages(team: Team, lead: User) -> None:
    entry = waiting_since(team, 5, significant=1)
    client = client_of(lead)

    today = timezone.localdate()
    rang = {"on_day": today.day, "on_month": today.month, "on_year": today.year, "outcome": "spoke"}
    found = {"spoke_to": "Aisha", "change": "worse", "at_risk": "no", "note": "Very low", "priority": "1"}
    assert send(client, "triage", entry, **rang).status_code == 422
    assert send(client, "triage", entry, **rang, **found).status_code == 302
    send(client, "place", entry, where="first", reason="Very low")
    assert send(client, "leave", entry, why="other", letters="known").status_code == 422
    send(client, "leave", entry, why="moved", letters="known")

    entry.refresh_from_db()
    entry.referral.refresh_from_db()
    assert (entry.priority, entry.first, entry.state, entry.referral.state) == ("1", True, "left", "withdrawn")
    assert "This family is no longer waiting" in text(send(client, "place", entry, where="first", reason="Late"))


def test_what_no_longer_waits_is_refused_and_a_stale_page_too(team: Team) -> None:
    entry = waiting_since(team, 5, significant=1)
    with pytest.raises(Stale):
        move_first(entry=entry, reason="x", seen=entry.version + 1, by=BY)
    mark_allocated(referral=entry.referral, by=BY)

    with pytest.raises(Refused, match="no longer waiting: “Allocated”"):
        leave_list(entry=entry, why="moved", by=BY)


@pytest.mark.parametrize(
    ("place", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (None, "after the 100th")],
)
def test_ordinals(place: int | None, words: str) -> None:
    assert ordinal(place) == words


@pytest.mark.rule("P4", "SCR-2", "P3", "WL-2")
def test_home_shows_what_waits_for_the_lead(team: Team, lead: User) -> None:
    late = make_referral(team, received_at=timezone.now() - timedelta(days=30))
    warned = make_referral(team, warning="DV")
    asked_for = make_referral(team)
    make_decision(asked_for, Outcome.MORE_INFORMATION)
    asked_for.requests.update(chase_on=timezone.localdate())
    entry = waiting_since(team, 40, significant=1)
    WaitingEntry.objects.filter(pk=entry.pk).update(next_check_on=timezone.localdate() - timedelta(days=1))
    make_referral(team)  # due next week: not yet on the worklist
    make_referral(received_at=timezone.now() - timedelta(days=30))  # another team's

    items = worklist.items_for(User.objects.get(pk=lead.pk), timezone.localdate())

    found = {item.what: item.whose for item in items if item.whose.startswith("Referral")}
    assert found == {
        "Referral to decide": f"Referral {late.key}",
        "Warning in a referral": f"Referral {warned.key}",
        "Information to chase": f"Referral {asked_for.key}",
        "Holding check": f"Referral {entry.referral.key}",
    }
    assert client_of(lead).get(reverse("home")).status_code == 200
