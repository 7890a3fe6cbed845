"""Who enters, checks and analyses each kind of data; whose gaps stand on whose home page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from families.actions import restrict
from families.models import Family, Person
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.configuration.enums import Ethnicity
from pitservice.db.errors import Refused
from pitservice.ui.worklist import Item, sources
from reporting import actions
from reporting.duties import PARTS
from reporting.enums import DataKind
from reporting.gaps import gaps, kinds
from reporting.models import DataDuty
from reporting.worklist import check_items, duty_items
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P87")]
LIST = "reporting:duties"
GAP = "To check: Ethnic group of the baby not recorded"


@pytest.fixture
def work() -> MadeWork:
    """Open work with a baby of whose ethnic group nobody has asked."""
    return unasked(make_work())


def unasked(work: MadeWork) -> MadeWork:
    Person.objects.filter(pk=work.made.baby.pk).update(ethnicity=Ethnicity.UNKNOWN, date_of_birth=date(2026, 5, 1))
    return work


def share(team: Team, checks: User | None, kind: DataKind = DataKind.BABIES) -> DataDuty:
    ahead = timezone.localdate() + timedelta(days=30)
    return actions.share_out(team=team, kind=kind, colleagues={"checks": checks}, review_on=ahead, by=BY)


def waiting(user: User) -> list[Item]:
    items = check_items(viewer_of(user, Permission.SEE_CASELOAD), timezone.localdate())
    return [item for item in items if item.what == GAP]


def said(items: Iterable[Item]) -> list[tuple[str, bool]]:
    return [(item.whose, item.mine) for item in items]


def set_url(team: Team, kind: str = "babies") -> str:
    return reverse("reporting:set-duty", args=[team.slug, kind])


def typed(client: Client, url: str, **answers: object) -> dict[str, object]:
    """What the form carries, with the answers."""
    form = client.get(url).context["form"]
    day = timezone.localdate() + timedelta(days=60)
    dated = {"review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year}
    return {"submission": str(uuid4()), "seen": form["seen"].value() or "", **dated, **answers}


def test_each_gap_is_about_one_kind_and_each_kind_has_a_gap() -> None:
    assert list(kinds()) == list(DataKind)
    assert all(one.about in DataKind for one in gaps())


@pytest.mark.rule("P4")
def test_what_is_missing_stands_with_whoever_checks_it_for_the_whole_team(work: MadeWork) -> None:
    admin = make_user(RoleName.ADMINISTRATOR, work.team, "Alan Whitlock")
    boss = make_user(RoleName.CLINICAL_LEAD, work.team)
    unasked(make_work(work.team))
    unasked(make_work())
    share(work.team, admin)

    (item,) = waiting(admin)
    listed = client_of(admin).get(item.action.href)

    assert said([item]) == [(f"2 babies, {work.team.name}", True)]
    assert listed.context["pages"].total == 2
    assert f"2 babies in {work.team.name}." in listed.content.decode()
    assert waiting(boss) == []


def test_nobodys_gaps_are_the_clinical_leads(work: MadeWork) -> None:
    boss, other = (make_user(role, work.team) for role in (RoleName.CLINICAL_LEAD, RoleName.PRACTITIONER))
    leads = [(f"1 baby, {work.team.name}", False)]
    assert said(waiting(boss)) == leads
    assert waiting(other) == []

    share(work.team, other)
    assert (said(waiting(boss)), said(waiting(other))) == ([], [(leads[0][0], True)])

    Membership.objects.filter(user=other).update(
        ends_on=timezone.localdate() - timedelta(days=1), starts_on="2026-01-01"
    )
    assert said(waiting(boss)) == leads
    assert waiting(other) == []


def test_who_checks_counts_no_record_that_they_may_not_see(work: MadeWork) -> None:
    admin = make_user(RoleName.ADMINISTRATOR, work.team)
    share(work.team, admin)
    Family.objects.filter(pk=work.family.pk).update(restricted=True)

    assert waiting(admin) == []


def hide(work: MadeWork, *named: User) -> None:
    restrict(family=Family.objects.get(pk=work.family.pk), reason="A relative works here.", named=named, by=BY)


def waiting_now(user: User) -> list[Item]:
    """Read anew, with what they are named for since."""
    return waiting(User.objects.get(pk=user.pk))


@pytest.mark.rule("P4")
def test_what_neither_who_checks_nor_the_lead_may_see_stands_with_who_is_named(work: MadeWork) -> None:
    boss, other, named = (
        make_user(role, work.team) for role in (RoleName.CLINICAL_LEAD, RoleName.PRACTITIONER, RoleName.PRACTITIONER)
    )
    title = work.family.title
    hide(work, named)

    (item,) = waiting_now(named)
    listed = client_of(named).get(item.action.href)

    assert (said([item]), item.family) == ([(f"1 baby, {title}", True)], (work.family.pk, work.team.pk))
    assert listed.context["pages"].total == 1
    assert f"1 baby of {title}." in listed.content.decode()
    assert (waiting_now(boss), waiting_now(other)) == ([], [])

    share(work.team, other)
    assert said(waiting_now(named)) == [(f"1 baby, {title}", True)]

    DataDuty.objects.update(checks=named)
    assert said(waiting_now(named)) == [(f"1 baby, {work.team.name}", True)]


@pytest.mark.rule("P4")
def test_what_the_lead_or_who_answers_for_it_is_named_for_stands_once(work: MadeWork) -> None:
    boss, other = make_user(RoleName.CLINICAL_LEAD, work.team), make_user(RoleName.PRACTITIONER, work.team)
    hide(work, boss, other)
    assert said(waiting_now(boss)) == [(f"1 baby, {work.team.name}", False)]
    assert waiting_now(other) == []

    hide(work, work.lead, other)
    assert (waiting_now(boss), waiting_now(other), waiting_now(work.lead)) == ([], [], [])


@pytest.mark.rule("P5")
def test_counts_over_families_show_to_no_cover() -> None:
    (source,) = [one for one in sources() if one.items is check_items]
    assert source.own


def test_a_row_whose_day_has_come_or_whose_colleague_left_is_on_the_leads_home_page() -> None:
    team = make_team()
    boss, gone = make_user(RoleName.CLINICAL_LEAD, team), make_user(RoleName.PRACTITIONER, team, "Megan Pryce")
    share(team, gone)
    share(team, boss, DataKind.MEASURES)
    viewer = viewer_of(boss, Permission.ALLOCATE)
    assert duty_items(viewer, timezone.localdate()) == []

    Membership.objects.filter(user=gone).update(
        ends_on=timezone.localdate() - timedelta(days=1), starts_on="2026-01-01"
    )
    DataDuty.objects.filter(kind=DataKind.MEASURES).update(review_on=timezone.localdate())

    assert sorted(item.what for item in duty_items(viewer, timezone.localdate())) == [
        "Look again at who enters, checks and analyses",
        "Megan Pryce is no longer here to do it.",
    ]
    page = client_of(boss).get(reverse(LIST)).content.decode()
    assert "No longer here" in page
    assert "Due" in page
    assert "no longer here" in client_of(boss).get(set_url(team)).content.decode()


def test_the_table_names_every_kind_and_is_filled_in(work: MadeWork) -> None:
    admin = make_user(RoleName.ADMINISTRATOR, work.team, "Alan Whitlock")
    client = client_of(admin)
    empty = client.get(reverse(LIST)).content.decode()
    assert all(kind.label in empty for kind in DataKind)
    assert empty.count("Nobody: the clinical lead") == len(DataKind)

    data = typed(client, set_url(work.team), checks=admin.pk)
    pages = [client.post(set_url(work.team), data, follow=True).content.decode() for _ in range(2)]

    assert "It is recorded who looks after this data." in pages[0]
    assert DataDuty.objects.get().checks == admin
    assert "Alan Whitlock" in client.get(reverse("reporting:data")).content.decode()
    assert "Change" in client.get(reverse(LIST)).content.decode()


def test_the_slower_of_two_sees_what_changed_and_nothing_is_lost(work: MadeWork) -> None:
    admin = make_user(RoleName.ADMINISTRATOR, work.team, "Alan Whitlock")
    client, url = client_of(admin), set_url(work.team)
    fresh = typed(client, url, checks=admin.pk)
    duty = share(work.team, work.lead)

    late = client.post(url, fresh)
    old = typed(client, url, analyses=admin.pk, checks=work.lead.pk)
    actions.share_out(
        team=work.team,
        kind=DataKind.BABIES,
        colleagues={"enters": admin, "checks": work.lead},
        review_on=duty.review_on,
        seen=duty.version,
        by=BY,
    )
    stale = client.post(url, old)

    assert (late.status_code, stale.status_code) == (409, 409)
    assert "Somebody has filled this in meanwhile" in late.content.decode()
    assert str(stale.context["form"]["enters"].value()) == str(admin.pk)
    assert "You had not changed this" in stale.content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_nobody_from_elsewhere_is_named_and_no_trainee_checks(work: MadeWork, part: str) -> None:
    others = [make_user(), *([make_user(RoleName.TRAINEE, work.team)] if part == "checks" else [])]
    ahead = timezone.localdate() + timedelta(days=3)
    for who in others:
        with pytest.raises(Refused, match="cannot be named"):
            actions.share_out(team=work.team, kind=DataKind.BABIES, colleagues={part: who}, review_on=ahead, by=BY)
    client = client_of(make_user(RoleName.ADMINISTRATOR, work.team))
    url = set_url(work.team)
    assert client.post(url, typed(client, url, **{part: others[0].pk})).status_code == 422


def test_the_day_must_lie_ahead(work: MadeWork) -> None:
    client, url = client_of(make_user(RoleName.ADMINISTRATOR, work.team)), set_url(work.team)
    answer = client.post(url, typed(client, url, review_on_year=2020))

    assert answer.status_code == 409
    assert "must be in the future" in answer.content.decode()
    assert not DataDuty.objects.exists()


def test_who_may(work: MadeWork) -> None:
    practitioner = client_of(make_user(RoleName.PRACTITIONER, work.team))
    elsewhere = client_of(make_user(RoleName.ADMINISTRATOR))

    assert practitioner.get(reverse(LIST)).status_code == 200
    assert "Fill in" not in practitioner.get(reverse(LIST)).content.decode()
    assert practitioner.get(set_url(work.team)).status_code == 403
    assert elsewhere.get(set_url(work.team)).status_code == 404
    assert work.team.name not in elsewhere.get(reverse(LIST)).content.decode()
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, work.team))
    assert lead.get(set_url(work.team, "no-such")).status_code == 404
    assert client_of(make_user(RoleName.GUARDIAN, work.team)).get(reverse(LIST)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_costs_the_same_for_one_row_as_for_three(
    rows: int, work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in list(DataKind)[:rows]:
        share(work.team, work.lead, kind)
    client = client_of(work.lead)
    client.get(reverse(LIST))

    with django_assert_num_queries(4):  # session, its user, memberships; the rows
        page = client.get(reverse(LIST)).content.decode()

    assert page.count("Nobody: the clinical lead") == len(DataKind) - rows


@pytest.mark.parametrize("works", [1, 3])
def test_home_asks_twice_however_much_is_missing(
    works: int, work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(works - 1):
        unasked(make_work(work.team))
    share(work.team, work.lead)
    viewer = viewer_of(work.lead, Permission.SEE_CASELOAD)

    with django_assert_num_queries(2):  # who checks; the gaps
        items = check_items(viewer, timezone.localdate())

    assert f"{works} {'baby' if works == 1 else 'babies'}, {work.team.name}" in [item.whose for item in items]
