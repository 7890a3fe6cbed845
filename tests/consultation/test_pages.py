"""The pages of consultations."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultation.enums import Anonymity
from consultation.models import Consultation
from consultation.timeline import timeline
from families.models import Family
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from tests.make.accounts import client_of, make_team, make_user, viewer_of
from tests.make.anything import World
from tests.make.consultation import make_consultation, sent

pytestmark = pytest.mark.django_db
RECORD = "/consultations/record/"
ANOTHER = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12"


@pytest.fixture
def user() -> User:
    """A practitioner of a team of their own."""
    return make_user(RoleName.PRACTITIONER)


@pytest.fixture
def client(user: User) -> Client:
    """Their browser."""
    return client_of(user)


def team_of(user: User) -> str:
    """What the form sends for the team."""
    return str(user.current_memberships[0].team_id)


def test_recording_leads_to_its_page(client: Client, user: User) -> None:
    answer = client.post(RECORD, sent(user, team=team_of(user)), follow=True)

    made = Consultation.objects.get()
    assert answer.request["PATH_INFO"] == reverse("consultation:consultation", args=[made.key])
    assert "The consultation is recorded." in answer.content.decode()
    assert (made.minutes, made.anonymity) == (45, Anonymity.ANONYMOUS)


def test_the_same_form_sent_twice_records_once(client: Client, user: User) -> None:
    client.post(RECORD, sent(user, team=team_of(user)))
    client.post(RECORD, sent(user, team=team_of(user)))

    assert Consultation.objects.count() == 1


def test_bad_input_is_said_and_nothing_is_lost(client: Client, user: User) -> None:
    answer = client.post(RECORD, sent(user, team=team_of(user), minutes="", consultee_name="", held_on_month="13"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter how many minutes it took" in page
    assert "Enter the consultee&#x27;s name" in page
    assert "The date of the consultation must be a real date" in page
    assert "A mother who finds it hard to look at her baby." in page


@pytest.mark.rule("P80")
def test_the_guard_says_the_same_whether_or_not_the_person_is_known(client: Client, user: User) -> None:
    def answer_to(name: str) -> str:
        answer = client.post(RECORD, sent(user, team=team_of(user), notes=f"About {name}."))
        assert answer.status_code == 422
        page = answer.content.decode()
        start = page.index("This looks like a name")
        return page[start : page.index("</", start)].replace(name, "NAME")

    world = World(team=user.current_memberships[0].team, user=user)
    world.new("families.person", given_name="Aisha", family_name="Khan")

    assert answer_to("Aisha Khan") == answer_to("Zofia Nowak")
    assert Consultation.objects.count() == 0


@pytest.mark.rule("P80")
def test_a_person_may_confirm_that_it_names_nobody(client: Client, user: User) -> None:
    typed = sent(user, team=team_of(user), notes="The Bright Stars group helps.")
    first = client.post(RECORD, typed)
    client.post(RECORD, typed | {"checked": "on"})

    assert "Nobody can be known by it" in first.content.decode()
    assert Consultation.objects.get().notes == "The Bright Stars group helps."


def test_a_named_family_must_be_one_the_colleague_can_see(client: Client, user: User) -> None:
    mine = World(team=user.current_memberships[0].team, user=user).of("families.family")
    theirs = World().of("families.family")
    named = {"anonymity": "with_reason", "anonymity_reason": "A worry about safety."}

    refused = client.post(RECORD, sent(user, team=team_of(user), **named, family=theirs.key))
    client.post(RECORD, sent(user, team=team_of(user), **named, family=mine.key.lower()))

    assert "Enter the reference of a family that you can see" in refused.content.decode()
    assert Consultation.objects.get().family == mine


def test_a_reason_is_asked_for_when_the_family_does_not_know(client: Client, user: User) -> None:
    mine = World(team=user.current_memberships[0].team, user=user).of("families.family")

    answer = client.post(RECORD, sent(user, team=team_of(user), anonymity="with_reason", family=mine.key))

    assert "Enter why the family is named without knowing of it" in answer.content.decode()


def test_changing_keeps_what_somebody_else_changed_meanwhile(client: Client, user: User) -> None:
    made = make_consultation(user.current_memberships[0].team, user)
    change = reverse("consultation:change", args=[made.key])
    assert "Jo Bright" in client.get(change).content.decode()

    first = client.post(change, sent(user, team=team_of(user), seen="1", minutes="50"))
    second = client.post(
        change,
        sent(user, team=team_of(user), seen="1", minutes="60", submission=ANOTHER),
    )

    made.refresh_from_db()
    assert (first.status_code, second.status_code, made.minutes) == (302, 409, 50)


def test_who_may(user: User) -> None:
    made = make_consultation(user.current_memberships[0].team, user)
    page, change = (reverse(f"consultation:{name}", args=[made.key]) for name in ("consultation", "change"))
    admin = client_of(make_user(RoleName.ADMINISTRATOR, user.current_memberships[0].team))
    keyworker = client_of(make_user(RoleName.KEYWORKER, user.current_memberships[0].team))
    stranger = client_of(make_user(RoleName.CLINICAL_LEAD))

    assert [admin.get(path).status_code for path in (page, change, RECORD)] == [200, 403, 403]
    assert [keyworker.get(path).status_code for path in (page, change, "/consultations/")] == [403, 403, 403]
    assert [stranger.get(path).status_code for path in (page, change)] == [404, 404]
    assert "Change" not in admin.get(page).content.decode().split("</main>")[0].split("<main")[1]


@pytest.mark.rule("CNS-1")
def test_a_restricted_familys_consultation_is_on_no_list_and_page(client: Client, user: User) -> None:
    world = World(team=user.current_memberships[0].team, user=user)
    family: Family = world.of("families.family")
    named = make_consultation(world.team, user, anonymity=Anonymity.FAMILY_KNOWS, family=family)
    page = reverse("consultation:consultation", args=[named.key])
    assert client.get(page).status_code == 200
    assert Access.objects.filter(family_id=family.pk, screen="consultation.ConsultationPage").count() == 1

    Family.objects.filter(pk=family.pk).update(restricted=True)

    assert client.get(page).status_code == 404
    assert "0 consultations" in client.get("/consultations/").content.decode()


def test_list_filters_by_period_and_consultant(client: Client, user: User) -> None:
    team = user.current_memberships[0].team
    other = make_user(RoleName.PRACTITIONER, team, name="Ola Other")
    make_consultation(team, user, consultee_name="Wanted Person")
    make_consultation(team, other, consultee_name="Other Consultant")

    page = client.get(f"/consultations/?consultant={user.pk}&since=2026-08-01&until=2026-08-31").content.decode()
    none = client.get("/consultations/?since=2026-09-01").content.decode()

    shown = "from: 1 August 2026, to: 31 August 2026, consultant: Priya Shah"
    assert f"1 consultation, newest first. Shown: {shown}." in page
    assert ("Wanted Person" in page, "Other Consultant" in page.split("<tbody")[1]) == (True, False)
    assert "0 consultations" in none


def test_list_costs_the_same_for_one_row_as_for_three(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    team, where = user.current_memberships[0].team, reverse("consultation:list")
    make_consultation(team, user)
    client = client_of(user)
    client.get(where)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(where)
    for _ in range(2):
        make_consultation(team, user)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(where)


#: Session, its user, memberships, consultants' names, the rows.
LIST_QUERIES = 5


def test_bad_filters_are_ignored(client: Client) -> None:
    make_team()

    assert client.get("/consultations/?since=nonsense&consultant=abc&page=-1").status_code == 200


@pytest.mark.rule("CNS-1")
def test_named_ones_stand_in_the_familys_timeline_and_anonymous_ones_nowhere_near_it(user: User) -> None:
    world = World(team=user.current_memberships[0].team, user=user)
    family: Family = world.of("families.family")
    make_consultation(world.team, user)
    named = make_consultation(world.team, user, anonymity=Anonymity.FAMILY_KNOWS, family=family)

    entries = timeline(family, viewer_of(user, Permission.SEE_CONSULTATIONS))

    assert [one.entry.href for one in entries] == [reverse("consultation:consultation", args=[named.key])]
