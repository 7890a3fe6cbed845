"""Supervision: against what is needed, quick to log, and nothing kept of it but what belongs to a family (P85)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.actions import record_absence, set_working_days
from consultation import actions, supervising
from consultation.frequency import Facts, needed
from consultation.models import Experience, Supervision, SupervisionDecision
from consultation.supervised import standings
from families.actions import restrict
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.configuration.enums import NotesReadBy
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P85")]
TODAY = timezone.localdate()
ONCE, TWICE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a31", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a32"
LIST = "consultation:supervision"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def priya(team: Team) -> User:
    return here_since(make_user(RoleName.PRACTITIONER, team, "Priya Shah"))


@pytest.fixture
def lead(team: Team) -> User:
    return here_since(make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh"))


@pytest.fixture
def client(priya: User) -> Client:
    return client_of(priya)


def here_since(user: User) -> User:
    """Somebody who has been here for a year."""
    Membership.objects.filter(user=user).update(starts_on=TODAY - timedelta(days=365))
    return user


def log(team: Team, user: User, **given: Any) -> Supervision:
    usual: dict[str, Any] = {"kind": "clinical", "held_on": TODAY, "minutes": 60}
    return actions.log_supervision(team=team, colleague=user, **(usual | given), by=user.actor)


def typed(team: Team, **given: Any) -> dict[str, Any]:
    """The form of an hour today."""
    day = {"held_on_day": TODAY.day, "held_on_month": TODAY.month, "held_on_year": TODAY.year}
    return {"submission": ONCE, "team": team.pk, "kind": "clinical", "minutes": "60", **day, **given}


@pytest.mark.parametrize(
    ("facts", "minutes"),
    [
        (Facts(None, None), 240),
        (Facts(date(2024, 1, 1), Decimal("37.5")), 240),
        (Facts(date(2023, 11, 28), Decimal("37.5")), 120),
        (Facts(date(2023, 11, 29), Decimal("37.5")), 240),
        (Facts(date(2020, 2, 29), Decimal(30)), 96),
        (Facts(None, Decimal("18.75"), 14), 60),
        (Facts(None, Decimal(40)), 240),
        (Facts(None, None, 7), 60),
        (Facts(None, None, 6), 0),
        (Facts(date(2020, 1, 1), None, 13), 0),
    ],
)
def test_what_is_needed_in_four_weeks(facts: Facts, minutes: int) -> None:
    assert needed(facts, date(2026, 11, 28)).minutes == minutes


def test_what_is_needed_says_how_it_was_found() -> None:
    said = needed(Facts(date(2025, 1, 1), Decimal(30), 21), date(2026, 11, 28)).working

    assert said == "An hour a week (under 3 years with under-twos), for 30 of 37.5 hours, over 21 days here"


def test_hours_leave_and_experience_count(team: Team, priya: User) -> None:
    set_working_days(
        team=team,
        user=priya,
        days=(0, 1, 2, 3),
        weekly_hours=Decimal(30),
        other_hours=Decimal(0),
        starts_on=TODAY - timedelta(days=60),
        by=BY,
    )
    record_absence(team=team, user=priya, first=TODAY - timedelta(days=13), last=TODAY, cover=None, by=BY)
    log(team, priya, kind="peer")
    actions.set_experience(team=team, colleague=priya, since=TODAY - timedelta(days=1500), by=BY)

    [one] = standings(viewer_of(priya, Permission.RECORD_SESSIONS), TODAY)

    assert one.needed.minutes == 48  # half an hour a week, four fifths of it, for two weeks


def test_before_anybody_logs_any_nobody_is_late(team: Team, priya: User, lead: User) -> None:
    viewer = viewer_of(lead, Permission.RECORD_SESSIONS)
    before = {one.overdue for one in standings(viewer, TODAY)}

    log(team, lead)

    assert before == {False}
    assert [one.colleague for one in standings(viewer, TODAY) if one.overdue] == [lead, priya]


def test_only_clinical_supervision_counts_and_only_that_of_four_weeks(team: Team, priya: User) -> None:
    for kind in ("clinical", "external", "safeguarding", "peer"):
        log(team, priya, kind=kind)
    log(team, priya, held_on=TODAY - timedelta(days=28))

    [one] = standings(viewer_of(priya, Permission.RECORD_SESSIONS), TODAY)

    assert (one.had, one.overdue, one.last) == (120, True, TODAY)


def test_what_is_overdue_shows_to_the_colleague_and_the_lead(team: Team, priya: User, lead: User) -> None:
    other = here_since(make_user(RoleName.PRACTITIONER, team, "Sam"))
    for _ in range(4):
        log(team, lead)

    def seen(user: User) -> list[tuple[str, bool]]:
        found = [item for item in items_for(user, TODAY) if item.what == "Clinical supervision overdue"]
        return [(item.whose.partition(":")[0], item.mine) for item in found]

    assert seen(priya) == [("Priya Shah", True)]
    assert seen(lead) == [("Priya Shah", False), ("Sam", False)]
    assert seen(other) == [("Sam", True)]


def test_it_is_logged_with_what_was_decided_about_a_family(client: Client, team: Team, priya: User) -> None:
    work = make_work(team=team, lead=priya)
    family = work.family

    client.get(reverse("consultation:log-supervision"))
    given = typed(team, with_whom="Dr Ann Poe", family=family.key, decided="See the father by himself first.")
    client.post(reverse("consultation:log-supervision"), given)
    client.post(reverse("consultation:log-supervision"), given)

    one = Supervision.objects.get()
    assert (one.colleague, one.minutes, one.with_whom) == (priya, 60, "Dr Ann Poe")
    assert SupervisionDecision.objects.get().family == family
    timeline = client.get(reverse("families:family", args=[family.key])).content.decode()
    assert "See the father by himself first." in timeline
    assert "Decided in supervision of Priya Shah" in timeline
    page = client.get(reverse("consultation:one-supervision", args=[one.key])).content.decode()
    assert "See the father by himself first." in page


def test_who_reads_no_notes_reads_nothing_of_what_was_decided(team: Team, priya: User) -> None:
    work = make_work(team=team, lead=priya)
    actions.decide_in_supervision(supervision=log(team, priya), family=work.family, words="Quietly.", by=BY)
    admin = client_of(make_user(RoleName.ADMINISTRATOR, team))

    assert "Quietly." not in admin.get(reverse("families:family", args=[work.family.key])).content.decode()
    assert admin.get(reverse(LIST)).status_code == 403


def test_a_restricted_family_stays_with_those_named(team: Team, priya: User, lead: User) -> None:
    work, one = make_work(team=team, lead=priya), log(team, priya)
    actions.decide_in_supervision(supervision=one, family=work.family, words="Quietly.", by=BY)
    restrict(family=work.family, reason="She asked.", named=[priya], by=BY)
    address = reverse("consultation:one-supervision", args=[one.key])

    assert "Quietly." in client_of(priya).get(address).content.decode()
    assert "Quietly." not in client_of(lead).get(address).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"minutes": "481"}, "480 or fewer"),
        ({"decided": "Something"}, "Select the family it is about"),
        ({"kind": ""}, "Select what kind it was"),
        ({"held_on_year": "2099"}, "There is a problem"),
    ],
)
def test_bad_input_is_a_sentence(client: Client, team: Team, given: Any, sentence: str) -> None:
    answer = client.post(reverse("consultation:log-supervision"), typed(team, **given))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Supervision.objects.exists()


def test_one_that_was_logged_in_error_is_removed_unless_it_decided_something(
    client: Client, team: Team, priya: User
) -> None:
    work, one, other = make_work(team=team, lead=priya), log(team, priya), log(team, priya)
    decide = reverse("consultation:decide-supervision", args=[one.key])
    client.post(decide, {"submission": ONCE, "family": work.family.key, "decided": "Ring first."})

    kept = client.post(
        reverse("consultation:remove-supervision", args=[one.key]), {"submission": TWICE, "seen": one.version}
    )
    client.post(
        reverse("consultation:remove-supervision", args=[other.key]), {"submission": ONCE[:-1] + "9", "seen": 1}
    )

    assert (kept.status_code, "so it stays" in kept.content.decode()) == (409, True)
    assert list(Supervision.objects.all()) == [one]


def test_what_cannot_be_is_refused(team: Team, priya: User) -> None:
    work, admin = make_work(), make_user(RoleName.ADMINISTRATOR, team, "Alan")
    with pytest.raises(Refused, match="today or in the past"):
        log(team, priya, held_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="another team’s"):
        actions.decide_in_supervision(supervision=log(team, priya), family=work.family, words="x", by=BY)
    with pytest.raises(Refused, match="does not work with families"):
        actions.set_experience(team=team, colleague=admin, since=TODAY, by=BY)


def test_the_lead_says_since_when_somebody_works_with_under_twos(team: Team, priya: User, lead: User) -> None:
    address = reverse("consultation:experience", args=[team.slug, priya.key])
    given = {"submission": ONCE, "since_day": "1", "since_month": "2", "since_year": "2020"}
    log(team, priya)

    page = client_of(lead).post(address, given, follow=True).content.decode()

    assert Experience.objects.get().since == date(2020, 2, 1)
    assert "Since 1 February 2020" in page
    assert "An hour a fortnight (3 years or more)" in page
    assert client_of(priya).get(address).status_code == 403


def test_who_may(team: Team, priya: User, lead: User) -> None:
    one = log(team, priya)
    page, decide, remove = (
        reverse(f"consultation:{name}", args=[one.key])
        for name in ("one-supervision", "decide-supervision", "remove-supervision")
    )
    other, stranger = client_of(make_user(RoleName.PRACTITIONER, team)), client_of(make_user())

    assert {other.get(address).status_code for address in (page, decide, remove)} == {404}
    assert {stranger.get(address).status_code for address in (page, decide, remove)} == {404}
    assert [client_of(lead).get(address).status_code for address in (page, decide, remove)] == [200, 404, 404]


def test_the_list_costs_the_same_for_one_row_as_for_three(
    client: Client, team: Team, priya: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 3):
        while Supervision.objects.count() < rows:
            log(team, priya)
        client.get(reverse(LIST))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse(LIST))


#: Session, its user, memberships; the rows; colleagues, their experience, hours, days, absences and supervision.
LIST_QUERIES = 10


@pytest.mark.rule("P5")
def test_the_teams_rule_of_who_reads_notes_holds_for_what_was_decided(team: Team, priya: User, lead: User) -> None:
    work = make_work(team, lead=priya)
    decided = actions.decide_in_supervision(
        supervision=log(team, priya), family=work.family, words="See her fortnightly.", by=BY
    )
    TeamSettings.objects.update_or_create(team=team, defaults={"notes_read_by": NotesReadBy.CASE})
    other = make_user(RoleName.PRACTITIONER, team)
    timeline, page = reverse("families:family", args=[work.family.key]), supervising.href(decided.supervision)

    said = {
        who: [client_of(user).get(to).content.decode() for to in (timeline, page)]
        for who, user in (("priya", priya), ("lead", lead), ("other", other))
    }

    assert ["See her fortnightly." in one for one in said["priya"]] == [True, True]
    assert ["See her fortnightly." in one for one in said["lead"]] == [False, False]
    assert ["See her fortnightly." in one for one in said["other"]] == [False, False]
