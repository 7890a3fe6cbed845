"""Groups on their pages: started, planned, joined, the register; who may, and what a restricted family shows (P72)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.actions import set_working_days
from caseload.enums import AppointmentKind, AppointmentState, EpisodeState
from caseload.grouping import GroupSessionState
from caseload.models import Group, GroupFamily, GroupSession, Note
from families.actions import add_need, restrict
from families.enums import NeedKind
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.forms import day_boxes, filled, send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, in_days, make_ending, make_work, open_in
from tests.make.families import make_family
from tests.make.groups import came, join, make_group, place_of, plan

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P72")]


def url_of(name: str, thing: object) -> str:
    """The address of a page about something."""
    return reverse(f"caseload:{name}", args=[getattr(thing, "key", thing)])


def test_a_group_from_its_start_to_its_register(work: MadeWork) -> None:
    client, other = client_of(work.lead), make_work(work.team)

    send(client, url_of("start_group", work.team.slug), name="Baby massage", size="6", place="community")
    group = Group.objects.get()
    for one in (work, other):
        page = send(client, f"{url_of('join_group', one.episode)}?group={group.key}", group=group.key)
        assert "The family is in the group." in page.content.decode()
    boxes = day_boxes("day", open_in(1))
    page = send(client, url_of("plan_group", group), **boxes, time="10am", repeat="series", times="3", until="times")
    assert "3 sessions are planned" in page.content.decode()
    first = GroupSession.objects.order_by("starts")[0]
    GroupSession.objects.filter(pk=first.pk).update(starts=in_days(-1), ends=in_days(-1) + (first.ends - first.starts))
    first.places.update(starts=in_days(-1))
    GroupFamily.objects.update(starts_on=timezone.localdate(in_days(-3)))

    place, absent = place_of(first, work), place_of(first, other)
    answers = {
        f"came_{place.key}": "came",
        f"who_{place.key}": [work.made.mother.key],
        f"came_{absent.key}": "did_not",
    }
    page = send(client, url_of("register", first), met="yes", minutes="110", **answers)

    said = page.content.decode()
    assert "The register is saved." in said
    assert "Write the note" in said
    place.refresh_from_db()
    assert place.state == AppointmentState.ATTENDED
    assert Note.objects.get().episode == work.episode


def test_a_register_asks_of_every_family_and_keeps_what_was_typed(work: MadeWork) -> None:
    client, group = client_of(work.lead), make_group(work)
    join(group, work, days=-2)
    session = plan(group, in_days(-1))
    url, place = url_of("register", session), place_of(session, work)

    answer = client.post(url, filled(client.get(url), met="yes", minutes="73"))
    assert answer.status_code == 422
    assert f"Select whether {work.family.title} came" in answer.content.decode()
    assert 'value="73"' in answer.content.decode()
    answer = client.post(
        url, filled(client.get(url), met="yes", **{f"came_{place.key}": "came", f"who_{place.key}": []})
    )
    assert answer.status_code == 422

    send(client, url, met="no", reason="Snow")
    session.refresh_from_db()
    assert session.state == GroupSessionState.CALLED_OFF
    assert "Snow" in client.get(url_of("group_session", session)).content.decode()


def test_a_register_sent_twice_is_one_and_a_slower_colleague_is_told(work: MadeWork) -> None:
    client, group = client_of(work.lead), make_group(work)
    join(group, work, days=-2)
    session = plan(group, in_days(-1))
    url, place = url_of("register", session), place_of(session, work)
    page = client.get(url)
    data = filled(page, met="yes", **{f"came_{place.key}": "came"})

    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 302
    assert client.post(url, data | {"submission": "0b8f9c52-52a3-4f0c-8b0f-6f5a5a4b7f11"}).status_code == 409


def test_a_restricted_family_is_in_no_register_and_no_count_of_a_facilitator_who_may_not_see_it(work: MadeWork) -> None:
    hidden = make_work(work.team)
    group = make_group(work)
    for one in (work, hidden):
        join(group, one, days=-2)
    session = plan(group, in_days(-1))
    named = make_user(RoleName.PRACTITIONER, work.team)
    restrict(family=hidden.family, reason="A colleague's family", named=[named], by=BY)
    client = client_of(work.lead)

    for url in (url_of("group", group), url_of("group_session", session), url_of("register", session)):
        page = client.get(url).content.decode()
        assert hidden.family.key not in page
        assert place_of(session, hidden).key not in page
        assert "more family" not in page
        assert hidden.family.title in client_of(named).get(url).content.decode()
    assert "1 of 8" in client.get(reverse("caseload:groups")).content.decode()
    assert "2 of 8" in client_of(named).get(reverse("caseload:groups")).content.decode()


def test_a_family_reads_nowhere_who_else_is_in_its_group(work: MadeWork) -> None:
    other = make_work(work.team)
    group = make_group(work)
    for one in (work, other):
        join(group, one, days=-2)
    came(plan(group, in_days(-1)), work, other)
    client = client_of(work.lead)

    for url in (
        url_of("appointment", place_of(group.sessions.get(), work)),
        reverse("families:family", args=[work.family.key]),
        url_of("family", work.family),
    ):
        page = client.get(url).content.decode()
        assert group.name in page
        assert other.family.key not in page


def test_who_may(work: MadeWork) -> None:
    group = make_group(work)
    member, session = join(group, work), plan(group)
    shown = [reverse("caseload:groups"), url_of("group", group), url_of("group_session", session)]
    writing = [
        *(url_of(name, group) for name in ("change_group", "plan_group", "end_group", "group_candidates")),
        *(url_of(name, session) for name in ("move_group_session", "call_off_group_session")),
        url_of("leave_group", member),
        url_of("join_group", work.episode),
        url_of("start_group", work.team.slug),
    ]
    admin = client_of(make_user(RoleName.ADMINISTRATOR, work.team))
    assert {client_of(work.lead).get(url).status_code for url in (*shown, *writing)} == {200}
    assert {client_of(make_user(RoleName.MANAGER, work.team)).get(url).status_code for url in shown} == {403}
    assert admin.get(url_of("register", session)).status_code == 403
    elsewhere = client_of(make_user(RoleName.CLINICAL_LEAD))
    assert {elsewhere.get(url).status_code for url in (*shown[1:], *writing)} == {404}


def test_closed_families_are_offered_by_groups_that_keep_in_touch_alone(work: MadeWork) -> None:
    closed = make_work(work.team)
    make_ending(closed)
    plain, touch = make_group(work), make_group(work, keeps_touch=True)
    client = client_of(work.lead)

    offered = client.get(url_of("join_group", closed.episode)).context["form"].fields["group"].queryset
    assert list(offered) == [touch]
    assert closed.episode.key in client.get(url_of("group_candidates", touch), {"state": "closed"}).content.decode()
    assert closed.episode.key not in client.get(url_of("group_candidates", plain), {"state": "closed"}).content.decode()
    send(client, url_of("join_group", closed.episode), group=touch.key)
    closed.episode.refresh_from_db()
    assert closed.episode.state == EpisodeState.CLOSED


def test_a_session_is_moved_and_called_off_on_its_pages(work: MadeWork) -> None:
    group = make_group(work)
    join(group, work)
    session, client = plan(group), client_of(work.lead)

    page = send(client, url_of("move_group_session", session), **day_boxes("day", open_in(9)), time="2pm")
    assert "1 session is moved." in page.content.decode()
    page = send(client, url_of("call_off_group_session", session), reason="Flood")
    assert "It is called off." in page.content.decode()
    page = send(client, url_of("leave_group", group.families.get()))
    assert "The last day is recorded." in page.content.decode()
    page = send(client, url_of("end_group", group))
    assert "The group has ended." in page.content.decode()


def test_the_diary_and_my_day_show_a_group_once(work: MadeWork) -> None:
    group = make_group(work)
    for one in (work, make_work(work.team)):
        join(group, one)
    plan(group, in_days(2))
    client = client_of(work.lead)

    for name in ("my_day", "diary", "diary_list"):
        page = client.get(reverse(f"caseload:{name}")).content.decode()
        assert page.count(f"with the group {group.name}") == 1, name


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("caseload:groups", 5),
        ("caseload:registers", 4),
        ("caseload:group_candidates", 7),
        ("caseload:group", 9),
    ],
)
@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries, number: int, name: str, queries: int
) -> None:
    for days in range(number):
        group = make_group(work)
        join(group, work, days=-9)
        plan(group, in_days(-1 - days))
        make_work(work.team)
    client = client_of(work.lead)
    url = reverse(name, args=[] if name in ("caseload:groups", "caseload:registers") else [group.key])
    client.get(url)

    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


@pytest.mark.rule("P29")
def test_what_speaks_against_a_groups_time_is_read_once_and_names_no_hidden_family(work: MadeWork) -> None:
    group, hidden = make_group(work), make_work(work.team, made=make_family(work.team, mother="Meena"))
    day = in_days(open_in(7)).date()
    for one in (work, hidden):
        join(group, one)
        mother = one.made.mother
        add_need(family=one.family, person=mother, kind=NeedKind.TIMES_TO_AVOID, text=f"{day:%A}s", by=BY)
    restrict(family=hidden.family, reason="A relative works here.", named=[make_user(team=work.team)], by=BY)
    other = [number for number in range(7) if number != day.weekday()]
    set_working_days(team=work.team, user=work.lead, days=other, starts_on=timezone.localdate(), by=BY)
    client, url = client_of(work.lead), url_of("plan_group", group)
    boxes = {f"day_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}

    warned = client.post(url, filled(client.get(url), **boxes, time="10am", repeat="once"))

    page = warned.content.decode()
    assert warned.status_code == 422
    assert f"{work.lead.name} does not work on {day:%A}s." in page
    assert f"Aisha Khan ({work.family.title}) asked us to avoid this: {day:%A}s." in page
    assert "Meena" not in page
    assert client.post(url, filled(warned, despite="on")).status_code == 302
    assert GroupSession.objects.count() == 1


def test_a_place_in_a_group_is_neither_booked_by_itself_nor_the_time_that_is_proposed(work: MadeWork) -> None:
    client, group = client_of(work.lead), make_group(work)
    join(group, work)
    plan(group)

    form = client.get(url_of("book", work.episode)).context["form"]

    assert AppointmentKind.GROUP not in dict(form.fields["kind"].choices)
    assert "day" not in form.initial
