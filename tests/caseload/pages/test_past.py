"""The caseload as it stood at the end of a past day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import AgreementAnswer, EndReason, EpisodeState
from caseload.models import Allocation, Episode, FollowUp
from caseload.presenters.past_work import sections
from caseload.selectors.past import stood_on
from caseload.selectors.past_work import stood
from families.actions import record_loss
from families.enums import LossKind
from families.models import Family
from pitservice.accounts.enums import Permission, RoleName
from pitservice.audit.models import Access
from pitservice.configuration.enums import NotesReadBy
from pitservice.configuration.models import TeamSettings
from pitservice.ui import dates
from pitservice.ui.components import Table
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_ending, make_session, make_work
from tests.make.past import moved, opened, was, written

pytestmark = pytest.mark.django_db
PAST = reverse("caseload:past")


def back(work: MadeWork, days: int) -> None:
    """The test's own hand on the clock: the work was opened so many days ago."""
    day = timezone.localdate() - timedelta(days=days)
    Episode.objects.filter(pk=work.episode.pk).update(opened_on=day)
    Allocation.objects.filter(episode=work.episode).update(starts_on=day)


def on(work: MadeWork, days_ago: int) -> dict[str, str]:
    """The address of a day."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}


def test_it_says_who_had_which_family_and_how_far_it_was(work: MadeWork) -> None:
    back(work, 20)
    make_session(work, in_days(-5))
    other = make_user(RoleName.PRACTITIONER, work.team, name="Ruth Adeyemi")
    actions.hand_over(episode=work.episode, lead=other, reason="Priya leaves.", by=BY)
    viewer = viewer_of(work.lead, Permission.SEE_CASELOAD)
    today = timezone.localdate()

    before = stood_on(viewer, today - timedelta(days=10)).get()
    now = stood_on(viewer, today).get()

    assert (before.lead_then, before.state_then, before.sessions_then) == (work.lead.name, EpisodeState.ENGAGING, 0)
    assert (now.lead_then, now.state_then, now.sessions_then) == (other.name, EpisodeState.ASSESSMENT, 1)
    assert not stood_on(viewer, today - timedelta(days=21)).exists()
    assert stood_on(viewer, today - timedelta(days=10), other).count() == 0
    assert stood_on(viewer, today, other).count() == 1


def test_work_that_has_ended_since_is_on_the_days_before(work: MadeWork) -> None:
    back(work, 20)
    day = timezone.localdate() - timedelta(days=3)
    actions.end(episode=work.episode, ended=actions.Ended(EndReason.MOVED, day), by=BY)
    client = client_of(work.lead)

    shown = client.get(PAST, on(work, 4)).content.decode()

    assert "Zayn Khan" in shown
    assert "Closed" in shown  # as it is now
    assert "Zayn Khan" not in client.get(PAST, on(work, 3)).content.decode().split("<main")[1]
    assert "No work was open" in client.get(PAST, on(work, 60)).content.decode()


def test_another_team_and_a_day_to_come(work: MadeWork) -> None:
    stranger = make_work(make_team())
    client = client_of(work.lead)

    ahead = client.get(PAST, on(work, -9)).content.decode()

    assert reverse("caseload:episode", args=[stranger.episode.key]) not in ahead
    assert client.get(f"{PAST}?day_day=x&whose=%00&page=-1").status_code == 200
    assert client.get(f"{reverse('caseload:list')}").content.decode().count(PAST) == 1


def test_it_costs_the_same_for_one_and_for_three(
    work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(work.lead)
    client.get(PAST)
    with django_assert_num_queries(6):
        client.get(PAST)
    for _ in range(2):
        make_work(work.team, lead=work.lead)
    with django_assert_num_queries(6):
        assert len(client.get(PAST).context["table"].rows) == 3


def page_of(work: MadeWork, days_ago: int, client: Client) -> str:
    """The main part of the page of a piece of work as it stood."""
    day = timezone.localdate() - timedelta(days=days_ago)
    shown = client.get(reverse("caseload:past_work", args=[work.episode.key]), {"day": day.isoformat()})
    return shown.content.decode().split("<main")[1]


def test_a_row_leads_to_the_work_as_it_stood_that_day_and_on_to_the_work_and_back(work: MadeWork) -> None:
    opened(work, 20)
    client, day = client_of(work.lead), timezone.localdate() - timedelta(days=4)

    row = client.get(PAST, on(work, 4)).context["table"].rows[0]
    shown = client.get(row[0].href).content.decode()
    now = client.get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert f"At the end of {dates.weekday(day)}" in shown
    assert reverse("caseload:episode", args=[work.episode.key]) in shown
    assert f"{PAST}?day={day.isoformat()}" in shown
    assert reverse("caseload:past_work", args=[work.episode.key]) in now
    assert Access.objects.filter(family_id=work.family.pk, screen__endswith="PastWorkPage").exists()


def test_what_was_so_and_what_was_written_down_only_later(work: MadeWork) -> None:
    opened(work, 20)
    moved(work.episode, EpisodeState.ASSESSMENT, in_days(-9))
    appointment = make_session(work, in_days(-6)).appointment
    written(appointment, in_days(-9))
    moved(appointment, "booked", in_days(-9))
    make_appointment(work, in_days(-8))
    client = client_of(work.lead)

    shown = page_of(work, 5, client)

    assert "1 of 6 sessions" in shown
    assert "1 of them recorded only after that day." in shown
    assert "Outcome not recorded" in shown
    assert "Not entered yet" in shown
    assert "Mid-way, after session 3" in shown
    assert "Nothing had been booked." in page_of(work, 19, client)
    assert "Choose that day or a later one." in page_of(work, 21, client)
    assert "As it stands today" in page_of(work, 0, client)
    assert "As it stands today" in page_of(work, -3, client)


def test_a_note_that_was_signed_since_says_so(work: MadeWork) -> None:
    opened(work, 20)
    session = make_session(work, in_days(-6))
    written(session.appointment, in_days(-9))
    for state, days in (("booked", 9), ("attended", 6)):
        moved(session.appointment, state, in_days(-days))
    moved(session.note, "draft", in_days(-6))
    actions.sign(note=session.note, by=work.lead.actor)

    day = timezone.localdate() - timedelta(days=5)
    found = sections(stood(work.episode, day), {}, reads=True)
    table = next(one for one in found if one.heading == "Appointments and sessions").body[0]
    assert isinstance(table, Table)
    (row,) = table.rows

    assert [tag.text for tag in row[4].tags] == ["Attended", "Note not signed"]
    assert "Note signed" in [tag.text for tag in row[5].tags]


def test_an_ending_recorded_late_and_work_entered_late_say_so(work: MadeWork) -> None:
    opened(work, 20)
    day = timezone.localdate() - timedelta(days=7)
    actions.end(episode=work.episode, ended=actions.Ended(EndReason.MOVED, day), by=BY)
    entered = make_work(work.team, lead=work.lead)
    back(entered, 20)
    client = client_of(work.lead)

    assert "Its ending was recorded later, on" in page_of(work, 6, client)
    assert "Its ending was recorded later" not in page_of(work, 0, client)
    assert "This work was not in the record yet" in page_of(entered, 6, client)
    assert "What was agreed then is not kept." in page_of(entered, 6, client)


def test_an_agreement_s_words_are_for_who_reads_notes(work: MadeWork) -> None:
    opened(work, 20)
    make_session(work, in_days(-9))
    answers = {work.made.mother: (AgreementAnswer.AGREES, "Yes.")}
    day = timezone.localdate() - timedelta(days=4)
    agreed = actions.Agreed(on=day, focus="The nights are long.", offer="Six visits.", answers=answers)
    actions.record_agreement(episode=work.episode, agreed=agreed, by=BY)
    TeamSettings.objects.update_or_create(team=work.team, defaults={"notes_read_by": NotesReadBy.CASE})
    colleague = client_of(make_user(RoleName.PRACTITIONER, work.team))

    mine, theirs = page_of(work, 3, client_of(work.lead)), page_of(work, 3, colleague)

    assert "The nights are long." in mine
    assert "In force" in mine
    assert "Recorded later, on" in mine
    assert "The nights are long." not in theirs
    assert "In force" in theirs
    assert "In force" not in page_of(work, 5, client_of(work.lead))


@pytest.mark.rule("P22")
def test_while_a_loss_stands_nothing_is_said_to_be_due_on_any_day(work: MadeWork) -> None:
    opened(work, 20)
    moved(work.episode, EpisodeState.ASSESSMENT, in_days(-19))
    record_loss(family=work.family, person=work.made.baby, kind=LossKind.BABY_DIED, by=BY)
    client = client_of(work.lead)

    assert "Next review" not in page_of(work, 5, client)
    assert "A loss stood in this family then" not in page_of(work, 5, client)
    assert "A loss stood in this family then" in page_of(work, 0, client)


@pytest.mark.rule("P81")
def test_who_may_see_a_past_day_is_asked_today(work: MadeWork) -> None:
    opened(work, 20)
    was_there = make_user(RoleName.PRACTITIONER, work.team)
    stranger = client_of(make_user(RoleName.CLINICAL_LEAD))
    address = reverse("caseload:past_work", args=[work.episode.key])
    assert client_of(was_there).get(address).status_code == 200

    Family.objects.filter(pk=work.family.pk).update(restricted=True)

    assert client_of(was_there).get(address, on(work, 5)).status_code == 404
    assert stranger.get(address, on(work, 5)).status_code == 404
    for name in ("first_contacts", "past"):
        listed = client_of(was_there).get(reverse(f"caseload:{name}"), five_days_ago() | on(work, 5)).content.decode()
        assert "Zayn Khan" not in listed


@pytest.mark.parametrize("query", ["day=2026-13-45", "day=%00", "day_day=x", "day=9999-12-31", "page=-1"])
def test_the_page_takes_any_address(query: str, work: MadeWork) -> None:
    client, address = client_of(work.lead), reverse("caseload:past_work", args=[work.episode.key])
    assert client.get(f"{address}?{query}").status_code == 200


def test_the_page_costs_the_same_for_one_and_for_three_appointments(
    work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    opened(work, 20)
    client, address = client_of(work.lead), reverse("caseload:past_work", args=[work.episode.key])
    make_session(work, in_days(-3))
    client.get(address)
    with django_assert_num_queries(30):
        client.get(address)
    for days in (4, 5):
        make_session(work, in_days(-days))
    with django_assert_num_queries(30):
        client.get(address)


def five_days_ago() -> dict[str, str]:
    """The address of a past day, of the lists that stand as they are without one."""
    return {"on": (timezone.localdate() - timedelta(days=5)).isoformat()}


def test_first_contacts_and_follow_ups_of_a_past_day_say_what_came_since(work: MadeWork) -> None:
    opened(work, 20)
    ended = make_work(work.team, lead=work.lead)
    opened(ended, 20)
    make_ending(ended)
    follow_up = FollowUp.objects.get()
    FollowUp.objects.update(created_at=in_days(-15), due_on=timezone.localdate() - timedelta(days=8))
    was(follow_up, in_days(-15), due_on=timezone.localdate() - timedelta(days=8))
    make_appointment(work, in_days(3))
    client = client_of(work.lead)

    def listed(name: str, **query: str) -> str:
        return client.get(reverse(f"caseload:{name}"), query).content.decode().split("<main")[1]

    assert "First booked" in listed("first_contacts", **five_days_ago())
    assert "No attempt logged" in listed("first_contacts", **five_days_ago())
    assert "What came of it since" in listed("follow_ups", **five_days_ago())
    assert "As it was written down by the end of that day." in listed("follow_ups", **five_days_ago())
    assert "Nobody waits for a first contact." in listed("first_contacts")
    assert "Nobody waited for a first contact then." in listed("first_contacts", on="2020-01-01")
    assert "No follow-up was due at the end of that day." in listed("follow_ups", on="2020-01-01")
    assert "What came of it since" not in listed("follow_ups", on="2999-01-01")


@pytest.mark.parametrize("name", ["first_contacts", "follow_ups"])
def test_a_list_of_a_past_day_costs_the_same_for_one_and_for_three(
    name: str, work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = client_of(work.lead), reverse(f"caseload:{name}")

    def more(one: MadeWork) -> None:
        opened(one, 20)
        if name == "follow_ups":
            make_ending(one)
            FollowUp.objects.update(created_at=in_days(-15), due_on=timezone.localdate() - timedelta(days=8))
            was(one.episode.follow_ups.get(), in_days(-15), due_on=timezone.localdate() - timedelta(days=8))

    more(work)
    client.get(address, five_days_ago())
    with django_assert_num_queries(5):
        assert len(client.get(address, five_days_ago()).context["table"].rows) == 1
    for _ in range(2):
        more(make_work(work.team, lead=work.lead))
    with django_assert_num_queries(5):
        assert len(client.get(address, five_days_ago()).context["table"].rows) == 3
