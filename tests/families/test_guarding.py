"""Breaking the glass and its review, connections that colleagues declare, looks to think about (design §6, P33)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.actions.emergencies import OWN, TOO_MANY
from families.enums import InvolvementKind, LookOutcome
from families.guarding import FAILED
from families.looks import last_names, looks_to_think_about, screens_of_many
from families.models import Family, Involvement, LookReview
from families.presenters.guarding import screen_words
from families.views.emergencies import NOT_YOU, NOTHING
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import looked
from pitservice.audit.models import Access, Event
from pitservice.db.errors import Refused
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, PASSWORD, client_of, make_team, make_user, viewer_of
from tests.make.families import MadeFamily, make_family, nhs_number

pytestmark = pytest.mark.django_db

LEAD, GUARDIAN = RoleName.CLINICAL_LEAD, RoleName.GUARDIAN
EMERGENCY = "/families/emergency/"


@pytest.fixture
def made() -> MadeFamily:
    """A restricted family of a mother with an NHS number."""
    made = make_family(make_team(), title="Hidden Khan")
    actions.change_person(person=made.mother, nhs_number=nhs_number(), date_of_birth=timezone.localdate(), by=BY)
    made.mother.refresh_from_db()
    actions.restrict(family=made.family, reason="A reason.", named=[make_user(LEAD, made.team, name="Ann Day")], by=BY)
    made.family.refresh_from_db()
    return made


def waiting(user: User) -> list[tuple[str, str, bool]]:
    """What this colleague's home page shows: what, whose, urgent."""
    found = items_for(User.objects.get(pk=user.pk), timezone.localdate())
    return [(item.what, item.whose, item.urgent) for item in found]


def break_it(client: Client, **given: Any) -> Any:
    """Fill the form in; by default with the right password and a reason."""
    sent = {"submission": str(uuid4()), "found_by": "reference", "reason": "She is at risk.", "password": PASSWORD}
    return client.post(EMERGENCY, sent | given)


def opened(made: MadeFamily, *, ago: int = 0, name: str = "Olive Penn") -> Involvement:
    """The record was opened in an emergency, so many hours ago."""
    user = make_user(LEAD, made.team, name=name)
    opening = actions.break_glass(family=made.family, user=user, confirmed=True, reason="A fall.", by=user.actor)
    assert opening is not None
    assert opening.until is not None
    back = timedelta(hours=ago)
    Involvement.objects.filter(pk=opening.pk).update(starts=opening.starts - back, until=opening.until - back)
    return Involvement.objects.get(pk=opening.pk)


# --- breaking the glass ---


@pytest.mark.parametrize("found_by", ["reference", "number"])
def test_a_record_is_opened_for_two_hours_and_the_guardian_is_told_once(made: MadeFamily, found_by: str) -> None:
    user, guardian = make_user(LEAD, made.team, name="Olive Penn"), make_user(GUARDIAN, made.team)
    client, page = client_of(user), reverse("families:family", args=[made.family.key])
    born, key = timezone.localdate(), made.family.key
    by: dict[str, dict[str, Any]] = {
        "reference": {"reference": f"{key[:5].lower()} {key[5:]}"},
        "number": {
            "nhs_number": made.mother.nhs_number,
            "born_day": born.day,
            "born_month": born.month,
            "born_year": born.year,
        },
    }
    assert client.get(page).status_code == 404

    answer = break_it(client, found_by=found_by, **by[found_by])

    assert (answer.status_code, answer["Location"]) == (302, page)
    opening = Involvement.objects.get(kind=InvolvementKind.BREAK_GLASS)
    assert opening.until is not None
    assert opening.until - opening.starts == timedelta(hours=2)
    assert [
        (event.by, event.reason and event.reason.text) for event in Event.objects.filter(verb="families.break_glass")
    ] == [(user.actor, "She is at risk.")]
    assert waiting(guardian) == [("Olive Penn opened a restricted record in an emergency", "Hidden Khan", True)]
    for address in (page, f"{page}people/", f"{page}contact/", f"{page}contact/add/"):
        assert "You opened this record in an emergency, until" in client.get(address).content.decode()


def test_after_two_hours_it_does_not_exist_again(made: MadeFamily) -> None:
    opening = opened(made)
    client, page = client_of(opening.user), reverse("families:family", args=[made.family.key])
    assert client.get(page).status_code == 200

    Involvement.objects.filter(pk=opening.pk).update(until=timezone.now())

    assert client.get(page).status_code == 404
    assert "Hidden Khan" not in client.get("/families/").content.decode()


def test_what_opens_nothing_is_said_in_one_sentence_whatever_there_is(made: MadeFamily) -> None:
    user = make_user(LEAD, made.team)
    client, elsewhere = client_of(user), make_family(make_team())
    Family.objects.filter(pk=elsewhere.family.pk).update(restricted=True)
    closed = make_family(made.team)
    Family.objects.filter(pk=closed.family.pk).update(restricted=True)
    actions.declare_connection(family=closed.family, user=user, by=user.actor)

    bodies = [break_it(client, reference=key) for key in ("ZZZZZZZZZZ", elsewhere.family.key, closed.family.key)]

    assert [answer.status_code for answer in bodies] == [409, 409, 409]
    assert all(NOTHING in answer.content.decode() for answer in bodies)
    assert all("She is at risk." in answer.content.decode() for answer in bodies)
    assert [event.data for event in Event.objects.filter(verb=FAILED)] == [{"confirmed": True}] * 3
    assert not Involvement.objects.filter(kind=InvolvementKind.BREAK_GLASS).exists()


def test_a_wrong_password_opens_nothing_and_attempts_are_few(made: MadeFamily) -> None:
    user, guardian = make_user(LEAD, made.team, name="Olive Penn"), make_user(GUARDIAN, made.team)
    client = client_of(user)

    answers = [break_it(client, reference=made.family.key, password="not my password") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [409] * 5
    assert all(NOT_YOU in answer.content.decode() for answer in answers)
    last = break_it(client, reference=made.family.key)
    assert TOO_MANY in last.content.decode()
    assert not Involvement.objects.filter(kind=InvolvementKind.BREAK_GLASS).exists()
    body = client_of(guardian).get(reverse("families:emergencies")).content.decode()
    assert body.count("The password was wrong") == 5
    assert break_it(client_of(make_user(LEAD, made.team)), reference=made.family.key).status_code == 302


def test_a_record_that_is_open_to_them_is_not_opened_in_an_emergency(made: MadeFamily) -> None:
    neighbour = make_family(made.team)
    client = client_of(make_user(LEAD, made.team))

    answer = break_it(client, reference=neighbour.family.key)

    assert answer["Location"] == reverse("families:family", args=[neighbour.family.key])
    assert "This record is open to you as it is." in client.get(answer["Location"]).content.decode()
    assert not Involvement.objects.filter(kind=InvolvementKind.BREAK_GLASS).exists()


@pytest.mark.parametrize("role", [RoleName.ADMINISTRATOR, GUARDIAN, RoleName.TRAINEE, RoleName.MANAGER])
def test_only_those_who_work_with_families_may(made: MadeFamily, role: RoleName) -> None:
    client = client_of(make_user(role, made.team))

    assert client.get(EMERGENCY).status_code == 403
    assert break_it(client, reference=made.family.key).status_code == 403


def test_what_is_left_out_is_asked_for(made: MadeFamily) -> None:
    client = client_of(make_user(LEAD, made.team))

    empty = client.post(EMERGENCY, {"submission": str(uuid4())})

    assert empty.status_code == 422
    assert "Enter what the emergency is" in empty.content.decode()
    assert break_it(client, found_by="number", reference="").status_code == 422


def test_where_no_guardian_could_review_it_the_manager_is_told_without_a_name(made: MadeFamily) -> None:
    manager = make_user(RoleName.MANAGER, made.team)
    opened(made)

    what = "A restricted record was opened in an emergency, and no guardian can review it"
    assert waiting(manager) == [(what, made.team.name, True)]
    make_user(GUARDIAN, made.team)
    assert waiting(manager) == []


# --- its review ---


def test_the_review_shows_what_was_looked_at_and_is_never_ones_own(made: MadeFamily) -> None:
    opening, guardian = opened(made), make_user(GUARDIAN, made.team)
    client_of(opening.user).get(reverse("families:people", args=[made.family.key]))
    actions.rename_family(family=made.family, title="Hidden Khan", naming="child", by=opening.user.actor)
    looked(user_id=guardian.pk, screen="families.ContactPage", families=[(made.family.pk, made.team.pk)])
    client = client_of(guardian)
    page = reverse("families:review_emergency", args=[made.family.key, opening.key])
    sent = {"submission": str(uuid4()), "justified": "no", "words": "She could have called."}

    body = client.get(page).content.decode()
    assert "What was looked at (1)" in body
    assert "Families: people" in body
    assert "What was changed (1)" in body
    assert "Families: rename family" in body
    assert "The record is open to them now" in body
    early = client.post(page, sent)
    assert (early.status_code, "Review it then, or close it now" in early.content.decode()) == (409, True)

    client.post(reverse("families:close_emergency", args=[made.family.key, opening.key]), {"submission": str(uuid4())})
    assert client_of(opening.user).get(reverse("families:family", args=[made.family.key])).status_code == 404
    assert client.post(page, sent | {"submission": str(uuid4())}).status_code == 302

    opening.refresh_from_db()
    assert (opening.justified, opening.reviewed_by) == (False, guardian.actor)
    assert waiting(guardian) == []
    assert "She could have called." in client.get(page).content.decode()
    with pytest.raises(Refused) as refused:
        actions.review_break_glass(opening=opening, justified=True, words="Yes.", by=opening.user.actor)
    assert refused.value.sentence == OWN


def test_a_guardian_who_opened_it_is_not_asked_to_review_it(made: MadeFamily) -> None:
    opening, other = opened(made), make_user(GUARDIAN, made.team)
    from pitservice.accounts.actions import give_role

    give_role(user=opening.user, team=made.team, role=GUARDIAN, by=BY)

    assert waiting(opening.user) == []
    assert len(waiting(other)) == 1


def test_a_late_review_stands_out(made: MadeFamily) -> None:
    opened(made, ago=24 * 8)
    client = client_of(make_user(GUARDIAN, made.team))

    assert "Review is late" in client.get("/").content.decode()
    assert "Review is late" in client.get(reverse("families:emergencies") + "?shown=open").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_openings_costs_the_same(made: MadeFamily, rows: int, django_assert_num_queries: Queries) -> None:
    for number in range(rows):
        opened(made, ago=3, name=f"Olive Penn {number}")
    client = client_of(make_user(GUARDIAN, made.team))
    client.get("/families/restricted/")

    with django_assert_num_queries(7):
        body = client.get(reverse("families:emergencies")).content.decode()

    assert f"{rows} opening" in body


# --- connections (P33) ---


@pytest.mark.rule("P33")
def test_a_connection_closes_the_record_at_once_and_the_work_is_asked_about(made: MadeFamily) -> None:
    family = make_family(made.team, title="Rowan Lacey").family
    cousin, lead = make_user(LEAD, made.team, name="Olive Penn"), make_user(LEAD, made.team, name="Priya Shah")
    guardian = make_user(GUARDIAN, made.team)
    actions.involve(family=family, user=cousin, kind=InvolvementKind.ALLOCATED, by=BY)
    client, page = client_of(cousin), reverse("families:family", args=[family.key])
    assert "I know this family" in client.get(page).content.decode()

    answer = client.post(f"{page}know/", {"submission": str(uuid4()), "why": ""})

    assert (answer.status_code, answer["Location"]) == (302, "/families/")
    assert client.get(page).status_code == 404
    assert "Rowan Lacey" not in client.get("/families/").content.decode()
    asked = ("Olive Penn knows this family: who does the work now?", "Rowan Lacey", False)
    assert waiting(cousin) == []
    assert waiting(lead) == [asked]
    assert waiting(guardian) == [asked]

    connection = Involvement.objects.get(kind=InvolvementKind.CLOSED_TO)
    work = reverse("families:reallocate", args=[family.key, connection.key])
    assert "Allocated" in client_of(lead).get(work).content.decode()
    client_of(lead).post(work, {"submission": str(uuid4()), "words": "Priya takes over."})
    assert (waiting(lead), waiting(guardian)) == ([], [])
    assert client.get(page).status_code == 404

    lift = reverse("families:connection", args=[family.key, connection.key])
    client_of(guardian).post(lift, {"submission": str(uuid4()), "decided": "lift", "words": "Another family."})
    assert client.get(page).status_code == 200
    assert Event.objects.filter(verb="families.lift_connection", by=guardian.actor).count() == 1


@pytest.mark.rule("P33")
def test_a_connection_by_reference_tells_nothing_and_closes_a_restricted_record_too(made: MadeFamily) -> None:
    user = make_user(LEAD, made.team)
    client, elsewhere = client_of(user), make_family(make_team())
    says = []
    for key in (made.family.key, elsewhere.family.key, "ZZZZZZZZZZ"):
        answer = client.post("/families/know/", {"submission": str(uuid4()), "reference": key, "why": "A cousin."})
        says.append(
            (
                answer.status_code,
                answer["Location"],
                "If there is a record" in client.get("/families/").content.decode(),
            )
        )

    assert says == [(302, "/families/", True)] * 3
    assert [row.family_id for row in Involvement.objects.filter(kind=InvolvementKind.CLOSED_TO)] == [made.family.pk]
    assert NOTHING in break_it(client, reference=made.family.key).content.decode()


@pytest.mark.rule("P33")
def test_nobody_lifts_their_own_connection() -> None:
    made, user = make_family(), make_user()
    connection = actions.declare_connection(family=made.family, user=user, by=user.actor)
    assert actions.declare_connection(family=made.family, user=user, by=user.actor) == connection

    with pytest.raises(Refused, match="a connection of their own"):
        actions.lift_connection(connection=connection, reason="It is over.", by=user.actor)
    with pytest.raises(Refused, match="a connection of their own"):
        actions.review_connection(connection=connection, by=user.actor)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_connections_costs_the_same(rows: int, django_assert_num_queries: Queries) -> None:
    team = make_team()
    for number in range(rows):
        user = make_user(LEAD, team, name=f"Olive {number}")
        actions.declare_connection(family=make_family(team).family, user=user, by=user.actor)
    client = client_of(make_user(GUARDIAN, team))
    client.get("/families/restricted/")

    with django_assert_num_queries(5):
        body = client.get(reverse("families:connections")).content.decode()

    assert body.count("Who does the work?") == rows


# --- looks to think about (P33) ---


def look(user: User, made: MadeFamily, screen: str = "families.PeoplePage") -> None:
    """This colleague opened a page about this family."""
    looked(user_id=user.pk, screen=screen, families=[(made.family.pk, made.team.pk)])


def found(team: Team) -> set[tuple[str, str, tuple[str, ...]]]:
    """What stands on a new guardian's list."""
    viewer = viewer_of(make_user(GUARDIAN, team, name="Gwen Pryce"), Permission.GUARD)
    return {(one.user.name, one.family.title, one.why) for one in looks_to_think_about(viewer)}


def test_a_last_name_is_compared_whole_and_by_its_parts() -> None:
    assert last_names("Dr Ann Reed-Khan") == {"reed-khan", "reed", "khan"}
    assert last_names("Cher") == frozenset()


@pytest.mark.rule("P33")
def test_looks_of_the_same_last_name_or_postcode_go_to_the_guardian() -> None:
    team = make_team()
    khan, nowak = make_family(team, title="Zayn Khan"), make_family(team, surname="Nowak", title="Adam Nowak")
    same, near_by, other = (make_user(LEAD, team, name=name) for name in ("Nadia Khan-Reed", "Sam Okoro", "Jo March"))
    User.objects.filter(pk=near_by.pk).update(home_postcode="ZZ16 5AU")
    for user in (same, near_by, other):
        look(user, khan)
    look(same, nowak)
    look(make_user(LEAD, team, name="Amir Khan"), khan, "families.FamilyListPage")
    look(make_user(LEAD, make_team(), name="Tom Khan"), khan)
    guardian = make_user(GUARDIAN, team, name="Gwen Khan")
    look(guardian, khan)

    assert found(team) == {
        ("Nadia Khan-Reed", "Zayn Khan", ("Same last name",)),
        ("Sam Okoro", "Zayn Khan", ("Same postcode",)),
        ("Gwen Khan", "Zayn Khan", ("Same last name",)),
    }
    own = looks_to_think_about(viewer_of(guardian, Permission.GUARD))
    assert "Gwen Khan" not in {one.user.name for one in own}
    assert found(make_team()) == set()


@pytest.mark.rule("P33")
@pytest.mark.parametrize(
    ("outcome", "again", "closed"),
    [(LookOutcome.WORK, True, False), (LookOutcome.CHANCE, False, False), (LookOutcome.CLOSED, True, True)],
)
def test_what_was_thought_about_comes_back_with_the_next_look(outcome: LookOutcome, again: bool, closed: bool) -> None:
    made = make_family()
    user, guardian = make_user(LEAD, made.team, name="Nadia Khan"), make_user(GUARDIAN, made.team)
    look(user, made)
    assert waiting(guardian) == [("Nadia Khan looked at a family: same last name; 1 look", "Zayn Khan", False)]

    actions.review_looks(family=made.family, user=user, looked_until=timezone.now(), outcome=outcome, by=guardian.actor)

    assert found(made.team) == set()
    assert Involvement.objects.filter(kind=InvolvementKind.CLOSED_TO, user=user).exists() is closed
    look(user, made)
    assert bool(found(made.team)) is again


def test_ones_own_looks_are_thought_about_by_somebody_else_and_a_wrong_look_needs_words() -> None:
    made, user = make_family(), make_user()
    now = timezone.now()

    with pytest.raises(Refused, match="what they did themselves"):
        actions.review_looks(family=made.family, user=user, looked_until=now, outcome="work", by=user.actor)
    with pytest.raises(Refused, match="what was looked at"):
        actions.review_looks(family=made.family, user=user, looked_until=now, outcome="wrong", by=BY)
    assert LookReview.objects.count() == 0


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        ("families.PeoplePage", "Families: people"),
        ("families.AddPointPage", "Families: add a phone, email or address"),
        ("families.ChangePersonPage", "Families: change person"),
        ("ui.HomePage", "Home"),
        ("gone.OldListPage", "Gone: old list"),
    ],
)
def test_a_screen_is_called_by_its_heading(screen: str, words: str) -> None:
    assert screen_words(screen) == words


def test_lists_and_the_home_page_are_no_looks() -> None:
    many = screens_of_many()

    assert {"families.FamilyListPage", "ui.HomePage", "caseload.MyDayPage", "families.WaitingPage"} <= many
    assert not many & {"families.WhoLookedPage", "families.FamilyPage", "families.PeoplePage"}


@pytest.mark.rule("P33")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_looks_costs_the_same(rows: int, django_assert_num_queries: Queries) -> None:
    team = make_team()
    for number in range(rows):
        look(make_user(LEAD, team, name=f"Nadia{number} Khan"), make_family(team, title=f"Khan {number}"))
        if number:
            make_family(team, surname="Other")
    client = client_of(make_user(GUARDIAN, team))
    client.get("/families/restricted/")

    with django_assert_num_queries(14):
        body = client.get(reverse("families:looks")).content.decode()

    assert body.count("Same last name") == rows


# --- who looked ---


def test_who_looked_can_be_narrowed_and_says_what_is_remarkable(made: MadeFamily) -> None:
    opening = opened(made)
    client_of(opening.user).get(reverse("families:people", args=[made.family.key]))
    khan = make_user(LEAD, made.team, name="Nadia Khan")
    look(khan, made)
    client, page = client_of(make_user(GUARDIAN, made.team)), reverse("families:who_looked", args=[made.family.key])

    body = client.get(page).content.decode()
    assert body.count("In an emergency") == 1
    assert body.count("Same last name") == 1
    only = client.get(f"{page}?who={khan.key}").content.decode()
    assert "1 look, newest first. Shown: who: Nadia Khan." in only
    day = timezone.localdate() + timedelta(days=1)
    later = client.get(f"{page}?since_day={day.day}&since_month={day.month}&since_year={day.year}").content.decode()
    assert "Nobody has looked who fits this." in later
    assert Access.objects.filter(screen="families.WhoLookedPage", family_id=made.family.pk).exists()
