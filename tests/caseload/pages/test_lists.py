"""My day, caseload, home, and what lists cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import AttemptOutcome, CheckAnswer, EndCheck, HowAsked, TellOfChange
from caseload.interpreting import Interpreter
from caseload.models import Appointment, Episode, FollowUp, LoneVisit
from families.enums import Channel
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.ui.worklist import items_for, sources
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import (
    MadeWork,
    clear,
    in_days,
    invite_referrer,
    make_appointment,
    make_ending,
    make_enquiry,
    make_room,
    make_session,
    make_signed_note,
    make_work,
)
from tests.make.groups import join, make_group, plan

pytestmark = pytest.mark.django_db


def test_my_day_shows_my_day_and_the_week_after(work: MadeWork) -> None:
    make_appointment(work, in_days(0, time(15)))
    later = make_appointment(work, in_days(3), room=make_room(work.team), place="clinic")
    admin = client_of(make_user(RoleName.ADMINISTRATOR, work.team))
    url = reverse("caseload:my_day")

    mine = client_of(work.lead).get(url).content.decode()

    assert "3pm to 4pm" in mine
    assert reverse("caseload:appointment", args=[later.key]) in mine
    assert "Nothing is booked." in admin.get(url).content.decode()


@pytest.mark.parametrize("query", ["day=2026-13-45", "day_day=x", "day=%00", "page=-1"])
def test_my_day_takes_any_address(query: str, work: MadeWork) -> None:
    assert client_of(work.lead).get(f"{reverse('caseload:my_day')}?{query}").status_code == 200


def test_the_caseload_is_mine_or_the_teams_or_closed(work: MadeWork) -> None:
    other = make_work(work.team)
    closed = make_work(work.team, lead=work.lead)
    make_ending(closed)
    client, url = client_of(work.lead), reverse("caseload:list")

    def listed(**query: str) -> set[str]:
        return {row[0].href for row in client.get(url, query).context["table"].rows}

    def href(one: MadeWork) -> str:
        return reverse("caseload:episode", args=[one.episode.key])

    assert listed() == {href(work)}
    assert listed(whose="team") == {href(work), href(other)}
    assert listed(state="closed") == {href(closed)}


def test_lists_of_what_waits_are_offered_to_those_who_may_open_them(work: MadeWork) -> None:
    admin = client_of(make_user(RoleName.ADMINISTRATOR, work.team))
    lists = ["first_contacts", "enquiries", "limits", "outcomes", "unsigned", "to_cosign", "reviews", "sessions_used"]
    lists += ["quiet", "endings_overdue", "checks_left", "follow_ups", "book_again", "to_move", "staying"]
    lists += ["interpreters", "referrers"]

    def offered(client: Client) -> list[str]:
        page = client.get(reverse("caseload:list")).content.decode()
        return [name for name in lists if reverse(f"caseload:{name}") in page]

    assert offered(admin) == ["first_contacts", "book_again", "to_move", "interpreters", "referrers"]
    assert offered(client_of(work.lead)) == lists


@pytest.mark.rule("P4")
def test_home_counts_what_its_lists_hold() -> None:
    team = make_team()
    boss = make_user(RoleName.CLINICAL_LEAD, team, "Cleo")
    _everything_waits(team, boss)
    elsewhere = make_user(RoleName.PRACTITIONER)
    _everything_waits(elsewhere.current_memberships[0].team, elsewhere)

    for source in sources():
        if not source.list_url_name.startswith("caseload:"):
            continue
        viewer = viewer_of(boss, source.permission)
        items = source.items(viewer, timezone.localdate())
        page = client_of(boss).get(reverse(source.list_url_name))
        assert len(items) == page.context["pages"].total == 1, source.title


def _everything_waits(team: Team, lead: User) -> None:
    """One thing of each kind."""
    first = make_work(team, lead=lead)
    _worrying(make_work(first.team, lead=first.lead))
    tried = make_work(first.team, lead=first.lead)
    for _ in range(5):
        actions.log_attempt(
            episode=tried.episode,
            person=tried.made.mother,
            channel=Channel.CALL,
            outcome=AttemptOutcome.NO_ANSWER,
            by=BY,
        )
    unsaid = make_work(first.team, lead=first.lead)
    make_appointment(unsaid, in_days(-1, time(16)))
    half, used = make_work(first.team, lead=first.lead), make_work(first.team, lead=first.lead)
    for number in range(3):
        make_signed_note(half, in_days(-20 - number))
    for number in range(6):
        make_signed_note(used, in_days(-40 - number))
    seen = make_work(first.team, lead=first.lead)
    make_session(seen, in_days(-2))
    _not_back(make_work(first.team, lead=first.lead))
    _waits_for_a_co_signature(make_work(first.team, lead=first.lead))
    called_off = make_work(first.team, lead=first.lead)
    clear(make_appointment(called_off, in_days(0, time(23, 59))))
    _interpreted(make_work(first.team, lead=first.lead))
    _not_wanted(make_work(first.team, lead=first.lead))
    met = make_work(first.team, lead=first.lead)
    group = make_group(met)
    join(group, met, days=-10)
    plan(group, in_days(-1, time(9)))
    followed = make_work(first.team, lead=first.lead)
    make_ending(followed)
    FollowUp.objects.filter(episode=followed.episode).update(due_on=timezone.localdate())
    _quiet(make_work(first.team, lead=first.lead))
    _overdue(make_work(first.team, lead=first.lead))
    _left(make_work(first.team, lead=first.lead))
    _leaves(make_work(first.team, lead=first.lead))


def _leaves(work: MadeWork) -> None:
    """The lead leaves: one piece of work stays for now, and an appointment of another colleague could not be moved."""
    _stays(work)
    _to_move(make_work(work.team), taken_by=work.lead)
    soon = timezone.localdate() + timedelta(days=14)
    Membership.objects.filter(user=work.lead).update(ends_on=soon)


def _stays(work: MadeWork) -> None:
    actions.log_attempt(
        episode=work.episode,
        person=work.made.mother,
        channel=Channel.CALL,
        outcome=AttemptOutcome.NO_ANSWER,
        by=BY,
    )
    _hand_over(work, actions.Passing(until=timezone.localdate()))


def _to_move(work: MadeWork, taken_by: User | None = None) -> None:
    """Booked with the lead when whoever takes the work on is with another family."""
    other = make_work(work.team, lead=taken_by)
    starts = in_days(Appointment.objects.count() + 30)
    for one in (other, work):
        make_appointment(one, starts)
    _hand_over(work, actions.Passing(to=other.lead))


def _hand_over(work: MadeWork, passing: actions.Passing) -> None:
    actions.hand_over_caseload(
        team=work.team,
        user=work.lead,
        works={work.episode: passing},
        reason="She leaves.",
        tell=TellOfChange.IN_PERSON,
        by=BY,
    )


def _worrying(work: MadeWork) -> None:
    """The referrer is not sure that it is still safe; somebody has spoken to the family all the same."""
    make_enquiry(work, safe="unsure")
    make_appointment(work, in_days(Appointment.objects.count() + 2, time(9)))


def _not_back(work: MadeWork) -> None:
    appointment, soon = make_appointment(work, in_days(1)), timezone.now() + timedelta(minutes=5)
    buddy = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    actions.set_out(appointment=appointment, buddy=buddy, where="There", due_back=soon, by=work.lead.actor)
    LoneVisit.objects.update(due_back=timezone.now() - timedelta(minutes=5))


def _waits_for_a_co_signature(work: MadeWork) -> None:
    note = make_signed_note(work, in_days(-9))
    trainee = make_user(RoleName.TRAINEE, work.team, "Toby")
    actions.add_addendum(note=note, text="She rang.", by=trainee.actor)


def test_colleagues_see_only_what_they_answer_for(work: MadeWork) -> None:
    other = make_user(RoleName.PRACTITIONER, work.team, "Lee")

    assert "First contact: final enquiries" in [item.what for item in items_for(work.lead, timezone.localdate())]
    assert items_for(other, timezone.localdate()) == []


def _first_contact(work: MadeWork) -> None:
    """Nothing more is needed."""


def _limit(work: MadeWork) -> None:
    Episode.objects.filter(pk=work.episode.pk).update(opened_on=timezone.localdate() - timedelta(days=60))


def _outcome(work: MadeWork) -> None:
    make_appointment(work, in_days(-Appointment.objects.count() - 1))


def _note(work: MadeWork) -> None:
    make_session(work, in_days(-Appointment.objects.count() - 1))


def _used(work: MadeWork) -> None:
    Episode.objects.filter(pk=work.episode.pk).update(agreed_sessions=1)
    make_signed_note(work, in_days(-Appointment.objects.count() - 1))


def _review(work: MadeWork) -> None:
    Episode.objects.filter(pk=work.episode.pk).update(agreed_sessions=2)
    make_signed_note(work, in_days(-Appointment.objects.count() - 1))


def _called_off(work: MadeWork) -> None:
    clear(make_appointment(work, in_days(Appointment.objects.count() + 1)))


def _interpreted(work: MadeWork) -> None:
    make_appointment(
        work, in_days(Appointment.objects.count() + 1), interpreter=Interpreter("Polish", agency="Rowan Interpreting")
    )


def _not_wanted(work: MadeWork) -> None:
    """The referrer comes, and the mother no longer wants it."""
    invite_referrer(make_appointment(work, in_days(Appointment.objects.count() + 1, time(17))))
    no = actions.Said({work.made.mother: False}, timezone.localdate(), HowAsked.CALL)
    actions.record_referrer_answers(episode=work.episode, said=no, by=BY)


def _due(work: MadeWork) -> None:
    make_ending(work)
    FollowUp.objects.update(due_on=timezone.localdate())


def _quiet(work: MadeWork) -> None:
    Episode.objects.filter(pk=work.episode.pk).update(opened_on=timezone.localdate() - timedelta(days=90))
    make_signed_note(work, in_days(-30 - Appointment.objects.count(), time(14)))


def _overdue(work: MadeWork) -> None:
    make_signed_note(work, in_days(-Appointment.objects.count() - 1, time(14)))
    yesterday = timezone.localdate() - timedelta(days=1)
    Episode.objects.filter(pk=work.episode.pk).update(state="ending", ending_on=yesterday)


def _left(work: MadeWork) -> None:
    make_ending(work, follow_up=False, checks={EndCheck.LETTERS: CheckAnswer.LEFT})


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "fill", "queries"),
    [
        ("caseload:list", _first_contact, 5),
        ("caseload:first_contacts", _first_contact, 5),
        ("caseload:enquiries", _worrying, 5),
        ("caseload:limits", _limit, 6),
        ("caseload:outcomes", _outcome, 5),
        ("caseload:unsigned", _note, 5),
        ("caseload:reviews", _review, 5),
        ("caseload:sessions_used", _used, 5),
        ("caseload:quiet", _quiet, 6),
        ("caseload:endings_overdue", _overdue, 5),
        ("caseload:checks_left", _left, 5),
        ("caseload:follow_ups", _due, 5),
        ("caseload:book_again", _called_off, 5),
        ("caseload:staying", _stays, 5),
        ("caseload:interpreters", _interpreted, 4),
        ("caseload:referrers", _not_wanted, 4),
        ("caseload:my_day", _note, 16),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_for_three(
    name: str,
    fill: Callable[[MadeWork], None],
    queries: int,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lead = make_user(RoleName.PRACTITIONER)
    for _ in range(rows):
        fill(make_work(lead=lead))
    client, url = client_of(lead), reverse(name)
    client.get(url)

    with django_assert_num_queries(queries):
        page = client.get(url)

    if name != "caseload:my_day":
        assert len(page.context["table"].rows) == rows
