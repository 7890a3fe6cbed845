"""Assessment clinics on their pages: published, offered, withdrawn; who may, who sees whom (toolkit ch. 6)."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import AllocationRole, AppointmentState
from caseload.models import Appointment, Clearing, ClinicSlot, Episode
from caseload.times import local_day
from families.actions import add_need, restrict
from families.enums import AlertKind, NeedKind
from families.models import Alert
from pitservice.accounts.actions import give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.ui import dates
from referrals.enums import WaitingState
from tests.caseload.pages.forms import day_boxes, filled, send
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_room, make_work, open_in
from tests.make.clinic import make_clinic, make_family_waiting, make_practitioner, mother_of, take

pytestmark = pytest.mark.django_db
CLINICS, DIARY = reverse_lazy("caseload:clinics"), reverse_lazy("caseload:diary")


@pytest.fixture
def client(boss: User) -> Client:
    """Signed in as who allocates."""
    return client_of(boss)


def url_of(name: str, *things: object) -> str:
    """The address of a page about something."""
    return reverse(f"caseload:{name}", args=[getattr(thing, "key", thing) for thing in things])


def said(page: Any) -> str:
    """The words of a page."""
    return str(page.content.decode())


def test_a_clinic_is_published_and_its_first_slot_given_to_the_next_family(
    client: Client, team: Team, priya: User
) -> None:
    first, second = make_family_waiting(team), make_family_waiting(team)
    room = make_room(team)
    answers = {"practitioner": priya.key, "room": room.key, "time": "9:30am", "slots": "3", "weeks": "2"}

    page = send(client, url_of("publish_slots", team.slug), **day_boxes("day", open_in(7)), **answers)
    assert "slots are published" in said(page)
    assert "3 of 3 slots free" in said(page)
    slot = ClinicSlot.objects.order_by("starts")[0]

    page = client.get(url_of("clinic_slot", slot))
    assert said(page).index(first.key) < said(page).index(second.key)

    page = send(client, url_of("offer_slot", slot, first))

    made = Appointment.objects.get()
    assert f"{priya.name} leads the work now" in said(page)
    assert made.clinic_slot == slot
    assert "2 of 3 slots free" in said(client.get(CLINICS))
    assert made.episode.family.title in said(client.get(CLINICS))
    first.refresh_from_db()
    assert first.state == WaitingState.ALLOCATED


def test_what_speaks_against_it_is_read_once_and_stops_nobody(client: Client, team: Team, priya: User) -> None:
    (slot,) = make_clinic(priya)
    entry = make_family_waiting(team)
    Alert.objects.create(
        team=team, family=entry.family, kind=AlertKind.OTHER, text="He waits at the clinic", created_by=BY
    )
    person = mother_of(entry)
    add_need(family=entry.family, person=person, kind=NeedKind.INTERPRETER, text="Urdu", by=BY)
    listed = said(client.get(url_of("clinic_slot", slot)))
    assert "He waits at the clinic" in listed
    assert "needs an interpreter (Urdu)" in listed

    url = url_of("offer_slot", slot, entry)
    answer = client.post(url, filled(client.get(url), interpreter_language=""))

    assert answer.status_code == 422
    for warning in ("Alert: He waits at the clinic", "needs an interpreter (Urdu), and none is named"):
        assert warning in said(answer)
    assert client.post(url, filled(answer, despite="on")).status_code == 302
    assert Episode.objects.count() == 1


def test_the_same_form_twice_is_one_effect_and_a_slower_window_gets_a_clear_sentence(
    client: Client, team: Team, priya: User
) -> None:
    (slot,) = make_clinic(priya)
    one, two = make_family_waiting(team), make_family_waiting(team)
    urls = [url_of("offer_slot", slot, entry) for entry in (one, two)]
    first, second = (filled(client.get(url)) for url in urls)

    assert client.post(urls[0], first).status_code == 302
    assert client.post(urls[0], first).status_code == 302
    answer = client.post(urls[1], second)

    assert answer.status_code == 409
    assert "A family has this assessment clinic slot already. Choose another slot." in said(answer)
    assert Appointment.objects.count() == 1
    assert "This slot cannot be given" in said(client.get(url_of("clinic_slot", slot)))


def test_a_family_allocated_meanwhile(client: Client, team: Team, priya: User) -> None:
    (slot,) = make_clinic(priya)
    entry = make_family_waiting(team)
    url = url_of("offer_slot", slot, entry)
    data = filled(client.get(url))
    actions.allocate(entry=entry, lead=priya, by=BY)

    answer = client.post(url, data)

    assert answer.status_code == 409
    assert "while you had it open" in said(answer)
    assert "1 of 1 slot free" in said(client.get(CLINICS))


def test_only_who_is_invited_is_told_and_somebody_is(client: Client, team: Team, priya: User) -> None:
    (slot,) = make_clinic(priya)
    entry = make_family_waiting(team)
    url = url_of("offer_slot", slot, entry)
    page = client.get(url)
    mother, baby = page.context["form"]["invited"].value()

    answer = client.post(url, filled(page, invited=[baby], text_to=[mother]))
    assert "Choose only people who are invited" in said(answer)
    assert client.post(url, filled(page, invited=[])).status_code == 422
    client.post(url, filled(page, text_to=[mother]))
    assert Appointment.objects.get().invitations.count() == 2


def test_a_slot_is_withdrawn_alone_or_with_the_others_of_the_day(client: Client, team: Team, priya: User) -> None:
    first, second, third = make_clinic(priya, slots=3)
    taken = take(third, make_family_waiting(team))

    assert "All 2 free slots of Priya Shah that day" in said(client.get(url_of("withdraw_slot", first)))
    page = send(client, url_of("withdraw_slot", first), which="day", why="She teaches")

    assert "It is withdrawn." in said(page)
    assert ClinicSlot.objects.filter(withdrawn_at=None).get() == third
    assert "A family has this slot" in said(send(client, url_of("withdraw_slot", third)))
    assert "can then be given to another family" in said(client.get(url_of("cancel", taken)))
    assert "can then be given to another family" in said(client.get(url_of("move", taken)))
    page = client.get(url_of("clinic_slot", second))
    assert "This slot was withdrawn." in said(page)


def test_a_colleague_who_is_away_since(client: Client, team: Team, priya: User) -> None:
    (slot,) = make_clinic(priya)
    entry = make_family_waiting(team)
    url = url_of("offer_slot", slot, entry)
    data = filled(client.get(url))
    days = (local_day(slot.starts) - local_day(in_days(0))).days
    boxes = day_boxes("first", days) | day_boxes("last", days)

    page = send(client, url_of("add_absence", team), **boxes, user=priya.key)
    assert "1 free slot of an assessment clinic cannot be given on these days." in said(page)

    page = said(client.get(CLINICS))
    assert "Cannot be given" in page
    assert f"{priya.name} is away" in page
    assert "0 of 1 slot free" in page
    assert f"{priya.name} is away. Choose another slot." in said(client.post(url, data))


def test_clearing_a_day_says_that_free_slots_go(client: Client, team: Team, priya: User) -> None:
    given, _free = make_clinic(priya, slots=2)
    made = take(given, make_family_waiting(team))
    url = f"{url_of('clear_day', team, priya)}?day={local_day(given.starts)}"
    page = said(client.get(url))
    assert "They are withdrawn: nobody is given one, and no family has to be told." in page
    assert "11am to midday" in page

    client.post(url, filled(client.get(url)))

    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED_BY_US
    assert not ClinicSlot.objects.filter(withdrawn_at=None).exists()
    assert "No slot is published" in said(client.get(CLINICS))


@pytest.mark.rule("P69")
def test_a_day_that_holds_only_free_slots_is_cleared_and_undone(client: Client, team: Team, priya: User) -> None:
    first, second, third = make_clinic(priya, slots=3)
    url = f"{url_of('clear_day', team, priya)}?day={local_day(first.starts)}"
    page = client.get(url)
    assert "Nothing that you may see is booked" not in said(page)
    assert "texted" not in said(page)

    done = client.post(url, filled(page), follow=True)

    assert said(done).count("Withdrawn") == 3
    assert not ClinicSlot.objects.filter(withdrawn_at=None).exists()
    clearing = Clearing.objects.get()
    assert clearing.day == local_day(first.starts)

    undo = url_of("undo_clearing", clearing)
    page = client.get(undo)
    assert "Slots of the assessment clinic are free again, if nobody took their time." in said(page)
    make_appointment(make_work(team, lead=priya), second.starts)
    done = client.post(undo, filled(page), follow=True)

    assert "2 slots of the assessment clinic can be given again. 1 slot cannot: the time has come or is taken." in said(
        done
    )
    assert "could not be booked again" not in said(done)
    assert "so they stay withdrawn" in said(done)
    assert list(ClinicSlot.objects.filter(withdrawn_at=None).order_by("starts")) == [first, third]


def test_publishing_says_what_is_wrong(client: Client, team: Team, priya: User) -> None:
    make_clinic(priya)
    url, day = url_of("publish_slots", team.slug), open_in(7)
    common = {**day_boxes("day", day), "practitioner": priya.key, "slots": "2"}

    page = client.get(url)
    answer = client.post(url, filled(page, **common, time="10am"))
    assert answer.status_code == 409
    assert f"this time {HELD[10:]}{priya.name}. Choose another time, or pass over" in said(answer)
    page = send(client, url, **common, time="10am", pass_over_taken="on")
    assert "1 slot is published. Passed over:" in said(page)
    assert client.post(url, filled(client.get(url), **common, time="")).status_code == 422
    assert client.post(url, filled(client.get(url), **common, time="10am", weeks="99")).status_code == 422

    weekday = local_day(in_days(day)).weekday()
    days = [one for one in range(7) if one != weekday]
    actions.set_working_days(team=team, user=priya, days=days, starts_on=local_day(in_days(0)), by=BY)
    answer = client.post(url, filled(client.get(url), **common, time="3pm"))
    assert f"{priya.name} does not work on" in said(answer)
    assert "2 slots are published." in said(send(client, url, **common, time="3pm"))


def at_ten(slot: ClinicSlot) -> dict[str, str]:
    """The day and time of a slot, as a booking form asks them."""
    return {**day_boxes("day", (local_day(slot.starts) - local_day(in_days(0))).days), "time": "10am"}


HELD = "This time is held for an assessment clinic slot that is free and can be withdrawn: 10am to 11am with "


@pytest.mark.rule("P29")
def test_booking_over_a_free_slot_says_what_holds_the_time_and_withdraws_it_when_that_is_ticked(
    work: MadeWork,
) -> None:
    slot, next_one = make_clinic(work.lead, slots=2, room=make_room(work.team))
    url = url_of("book", work.episode)
    there = client_of(work.lead)

    answer = send(there, url, **at_ten(slot), text_to=[work.made.mother.key], despite=None)

    assert answer.status_code == 422
    assert f"{HELD}{work.lead.name} (Blue room). It is withdrawn if you go on." in said(answer)
    assert ClinicSlot.objects.filter(withdrawn_at=None).count() == 2

    page = said(there.post(url, filled(answer, despite="on"), follow=True))
    assert "The free slot of the assessment clinic at 10am is withdrawn." in page
    assert ClinicSlot.objects.get(withdrawn_at=None) == next_one
    assert Appointment.objects.get().starts == slot.starts


def test_moving_onto_a_free_slot_withdraws_it_too_and_a_room_is_held_like_a_practitioner(
    work: MadeWork,
) -> None:
    room = make_room(work.team)
    (slot,) = make_clinic(make_practitioner(work.team), room=room)
    made = make_appointment(work, in_days(open_in(3)))
    there, url = client_of(work.lead), url_of("move", made)

    answer = send(there, url, **at_ten(slot), asked_by="us", place="clinic", room=room.key, despite=None)
    assert f"{HELD}{slot.practitioner.name} (Blue room). It is withdrawn" in said(answer)
    there.post(url, filled(answer, despite="on"))

    assert ClinicSlot.objects.get().withdrawn_at is not None
    assert Appointment.objects.get(moved_from=made).room == room


def test_who_may_not_withdraw_it_and_a_series_are_told_what_holds_the_time(work: MadeWork) -> None:
    first, second = make_clinic(work.lead, weeks=2)
    url = url_of("book", work.episode)
    trainee = make_user(RoleName.TRAINEE, work.team, "Tess")
    actions.join_work(episode=work.episode, user=trainee, role=AllocationRole.CO_WORKER, by=BY)

    answer = send(client_of(trainee), url, **at_ten(first), practitioner=work.lead.key)
    assert answer.status_code == 409
    assert f"{HELD}{work.lead.name}." in said(answer)
    assert "It is withdrawn" not in said(answer)

    actions.withdraw_slot(slot=first, by=BY)
    repeat = {"repeat": "series", "weeks": "1", "times": "2"}
    answer = send(client_of(work.lead), url, **at_ten(first), **repeat)
    assert f"{dates.weekday(local_day(second.starts))}: this time is held for" in said(answer)
    assert Appointment.objects.count() == 0


def test_of_another_teams_clinic_nothing_is_said_but_that_the_time_is_taken(work: MadeWork) -> None:
    other = make_team()
    give_role(user=work.lead, team=other, role=RoleName.PRACTITIONER, by=BY)
    clinic = actions.Clinic(work.lead, in_days(open_in(7)), 60, 1, room=make_room(other))
    (slot,) = actions.publish_slots(team=other, clinic=clinic, by=BY).slots

    answer = send(
        client_of(make_user(RoleName.ADMINISTRATOR, work.team)),
        url_of("book", work.episode),
        **at_ten(slot),
        practitioner=work.lead.key,
        despite="on",
    )

    assert answer.status_code == 409
    assert "assessment clinic" not in said(answer)
    assert "Blue room" not in said(answer)
    assert ClinicSlot.objects.get().withdrawn_at is None


def test_the_diary_shows_free_slots_without_a_family(client: Client, team: Team, priya: User) -> None:
    free, given = make_clinic(priya, slots=2, room=make_room(team))
    take(given, make_family_waiting(team))
    day = local_day(free.starts)

    for whose in ("team", f"with-{priya.key}"):
        week = said(client.get(DIARY, {"day": str(day), "whose": whose}))
        assert week.count("Assessment clinic, free") == 1
    teams = {"day": str(day), "whose": "team"}
    assert "Free slots of assessment clinics" in said(client.get(url_of("diary_list"), teams))
    other = client_of(make_user(RoleName.CLINICAL_LEAD, make_team()))
    assert "Assessment clinic, free" not in said(other.get(DIARY, teams))


def test_my_day_shows_my_own_free_slots_and_leads_to_them(team: Team, priya: User) -> None:
    free, given, *_ = make_clinic(priya, slots=2, weeks=2)
    take(given, make_family_waiting(team))
    make_clinic(make_practitioner(team, "Sam Ford"))
    day = local_day(free.starts)
    there = client_of(priya)

    page = said(there.get(reverse("caseload:my_day"), {"day": str(day)}))
    assert page.count("Assessment clinic, free") == 3  # this one, and two a week later
    assert f"{CLINICS}?day={day}" in page
    page = said(there.get(reverse("caseload:my_day"), {"day": str(day - timedelta(days=1))}))
    assert page.count("Assessment clinic, free") == 1


def test_a_week_of_free_slots_hides_nobody_who_is_to_be_met(work: MadeWork) -> None:
    make_clinic(work.lead, slots=12, starts=in_days(open_in(1), time(8)))
    make_appointment(work, in_days(open_in(1) + 1, time(21)))

    page = said(client_of(work.lead).get(reverse("caseload:my_day")))

    assert page.count("Assessment clinic, free") == 10
    assert work.family.title in page


def test_of_a_family_that_one_may_not_see_neither_place_nor_slot_is_there(
    client: Client, team: Team, priya: User
) -> None:
    given, free = make_clinic(priya, slots=2)
    entry, waits = make_family_waiting(team), make_family_waiting(team)
    take(given, entry)
    named = make_user(RoleName.CLINICAL_LEAD, team, "Ada")
    for family in (entry.family, waits.family):
        restrict(family=family, reason="A colleague's family", named=[named], by=BY)

    for url in (url_of("clinics"), url_of("clinic_slot", free)):
        page = said(client.get(url))
        assert waits.key not in page
        assert entry.family.title not in page or entry.family.title == waits.family.title
    assert "1 of 1 slot free" in said(client.get(CLINICS))
    assert "Nobody is waiting" in said(client.get(CLINICS))
    assert "1 of 2 slots free" in said(client_of(named).get(CLINICS))
    assert client.get(url_of("offer_slot", free, waits)).status_code == 404
    assert client_of(named).get(url_of("offer_slot", free, waits)).status_code == 200


def test_who_may(client: Client, team: Team, priya: User) -> None:
    (slot,) = make_clinic(priya)
    entry = make_family_waiting(team)
    books = [url_of("clinics"), url_of("publish_slots", team.slug), url_of("withdraw_slot", slot)]
    allocates = [url_of("clinic_slot", slot), url_of("offer_slot", slot, entry)]

    for role, one, other in (
        (RoleName.CLINICAL_LEAD, 200, 200),
        (RoleName.PRACTITIONER, 200, 403),
        (RoleName.ADMINISTRATOR, 200, 403),
        (RoleName.MANAGER, 403, 403),
    ):
        there = client_of(make_user(role, team, f"{role}"))
        assert {there.get(url).status_code for url in books} == {one}, role
        assert {there.get(url).status_code for url in allocates} == {other}, role
    trainee = client_of(make_user(RoleName.TRAINEE, team, "Tess"))
    assert [trainee.get(url).status_code for url in books] == [200, 404, 404]
    assert "Publish slots" not in said(trainee.get(CLINICS))
    assert ">Offer<" not in said(client_of(make_user(RoleName.ADMINISTRATOR, team, "Jo")).get(CLINICS))
    stranger = client_of(make_user(RoleName.CLINICAL_LEAD, make_team()))
    assert [stranger.get(url).status_code for url in (*books[1:], *allocates)] == [404] * 4
    assert "No slot is published" in said(stranger.get(CLINICS))


def test_the_way_appears_where_slots_are_published(client: Client, team: Team, priya: User) -> None:
    entry = make_family_waiting(team)
    url = url_of("allocate", entry)
    assert "assessment clinic" not in said(client.get(url))
    make_clinic(priya)
    assert "Offer a slot of an assessment clinic instead" in said(client.get(url))
    assert "No slot is published" not in said(client.get(CLINICS))


def test_a_long_list_ends_and_goes_on(client: Client, team: Team, priya: User) -> None:
    make_clinic(priya, slots=12, starts=in_days(open_in(7)).replace(hour=8), weeks=7)
    for _ in range(12):
        make_family_waiting(team)

    page = said(client.get(CLINICS))

    assert page.count("/withdraw/") == 60
    assert "Later clinics" in page
    assert "All of the waiting list" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_as_for_many(
    client: Client, team: Team, priya: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    free = make_clinic(priya, slots=rows)
    taken = make_clinic(make_practitioner(team, "Sam Ford"), slots=rows)
    for slot in taken:
        take(slot, make_family_waiting(team))
    for _ in range(rows):
        entry = make_family_waiting(team)
        add_need(family=entry.family, person=mother_of(entry), kind=NeedKind.INTERPRETER, text="Urdu", by=BY)
    client.get(CLINICS)

    with django_assert_num_queries(15):
        client.get(CLINICS)
    with django_assert_num_queries(17):
        client.get(reverse("caseload:clinic_slot", args=[free[0].key]))


def test_a_cancelled_one_is_offered_again(client: Client, team: Team, priya: User) -> None:
    (slot,) = make_clinic(priya)
    made = take(slot, make_family_waiting(team))
    entry = make_family_waiting(team)

    send(client, url_of("cancel", made), outcome=AppointmentState.CANCELLED_BY_FAMILY)

    assert "1 of 1 slot free" in said(client.get(CLINICS))
    client.post(url_of("offer_slot", slot, entry), filled(client.get(url_of("offer_slot", slot, entry))))
    assert Appointment.objects.get(state=AppointmentState.BOOKED).episode.family == entry.family
    assert made.ends - made.starts == timedelta(hours=1)
