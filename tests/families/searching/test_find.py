"""What a search finds, in what order and why; that the triggers keep the table; that nothing hidden is found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from families import actions
from families.enums import FamilyRole, InvolvementKind
from families.models import ContactPoint, Family, FamilyMember, FormerName, Person, SearchEntry
from families.searching import MOST, search
from families.searching.find import _exact, _Finder, _near, _Part
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team
from referrals.models import Referral
from tests.harness.database import CloneDatabase
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.anything import World
from tests.make.families import add_mobile, make_family, make_hard_family, nhs_number

pytestmark = pytest.mark.django_db


def found(words: str, team: Team, role: RoleName = RoleName.CLINICAL_LEAD) -> list[str]:
    """Titles of what a colleague of this team finds, best first."""
    matches = search(viewer_of(make_user(role, team), Permission.SEE_FAMILIES), words)
    titles = dict(Family.objects.values_list("pk", "title"))
    return [titles[match.family_id] for match in matches]


def why(words: str, team: Team) -> list[tuple[str, bool, bool]]:
    """Kind, near, past of each match."""
    matches = search(viewer_of(make_user(team=team), Permission.SEE_FAMILIES), words)
    return [(match.kind, match.near, match.past) for match in matches]


@pytest.mark.parametrize(
    "words",
    [
        "wiśniewska",
        "Wisniewska",
        "WISNIEWSKA MAJA",
        "maja wisn",
        "Wisnewska",  # one missing
        "Wisniewksa",  # two swapped
        "Wizniewska",  # one wrong
    ],
)
def test_a_name_is_found_however_it_is_spelt(words: str) -> None:
    made = make_hard_family()
    make_family(made.team, mother="Nell", surname="Ward", baby="Ivy")

    assert found(words, made.team) == ["Baby of Zofia Nowak"]


@pytest.mark.parametrize(
    "words",
    ["o'brien", "O’Brien", "obrien", "o brien", "brien", "Obrein", "anne marie", "AnneMarie"],
)
def test_apostrophes_and_hyphens_are_no_matter(words: str) -> None:
    made = make_family(mother="Anne-Marie", surname="O'Brien", baby="Fern")

    assert found(words, made.team) == ["Fern O'Brien"]


@pytest.mark.parametrize("words", ["Smith-Jones", "smith jones", "smithjones", "jones smith", "Smtih-Jones"])
def test_a_name_of_two_parts_is_found_in_each_way(words: str) -> None:
    made = make_family(surname="Smith-Jones")

    assert found(words, made.team) == ["Zayn Smith-Jones"]


@pytest.mark.parametrize("words", ["Muhammad", "mohamad", "Mohammed Kahn"])
def test_a_name_is_found_by_ear(words: str) -> None:
    made = make_family(baby="Mohammed")

    assert found(words, made.team) == ["Mohammed Khan"]


def test_short_names_are_found_whole() -> None:
    made = make_family(mother="Bo", surname="Ng", baby="Li")
    make_family(made.team, surname="Ngata", baby="Rangi")

    assert found("ng", made.team) == ["Li Ng"]
    assert found("bo ng", made.team) == ["Li Ng"]


def test_whole_words_stand_before_beginnings_and_those_before_near_spellings() -> None:
    made = make_family(mother="Ann", surname="Marsh", baby="Cal")
    make_family(made.team, mother="Annabel", surname="Marsh", baby="Bea")
    make_family(made.team, mother="Amn", surname="Marsh", baby="Dot")

    assert found("ann marsh", made.team) == ["Cal Marsh", "Bea Marsh", "Dot Marsh"]
    assert [near for _, near, _ in why("ann marsh", made.team)] == [False, False, True]


def test_words_of_two_people_lead_to_their_family() -> None:
    made = make_family(father="Tom")

    assert found("aisha tom", made.team) == ["Zayn Khan"]


def test_a_former_name_and_a_known_as_name_find() -> None:
    made = make_family()
    FormerName.objects.create(person=made.mother, team=made.team, family_name="Begum", created_by=BY)
    actions.change_person(person=made.baby, known_as="Zee", by=BY)

    assert why("begum", made.team) == [("former", False, False)]
    assert why("Begun", made.team) == [("former", True, False)]
    assert found("zee khan", made.team) == ["Zayn Khan"]


@pytest.mark.parametrize("words", ["07700900321", "+44 7700 900321", "(07700) 900-321", "900 321", "0044 7700 900321"])
def test_a_phone_finds_however_it_is_written(words: str) -> None:
    made = make_family()
    add_mobile(made, made.mother, "07700 900 321")
    make_family(made.team, baby="Noor")

    assert found(words, made.team) == ["Zayn Khan"]
    assert why(words, made.team) == [("phone", False, False)]


def test_a_phone_that_is_no_longer_used_finds_and_is_said_to_be_old() -> None:
    made = make_family()
    point = add_mobile(made, made.mother, "07700 900321")
    actions.end_point(point=point, ends_on=timezone.localdate(), by=BY)

    assert why("07700900321", made.team) == [("phone", False, True)]


def test_nhs_number_e_mail_postcode_and_reference_find() -> None:
    made = make_family()
    number = nhs_number()
    actions.change_person(person=made.baby, nhs_number=number, by=BY)
    actions.add_point(family=made.family, person=made.mother, kind="email", value="Aisha.K@example.org", by=BY)

    for words in (number, f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]}-{number[3:]}"):
        assert why(words, made.team) == [("nhs", False, False)]
    assert why("aisha.k@EXAMPLE.org", made.team) == [("email", False, False)]
    assert why("zz165au", made.team) == [("postcode", False, False)]
    assert why("ZZ16", made.team) == [("postcode", False, False)]
    assert why(made.family.key.lower(), made.team)[0] == ("reference", False, False)
    assert found(nhs_number(), made.team) == []


@pytest.mark.parametrize("words", ["3 Nov 2025", "03/11/2025", "3.11.25", "2025-11-03", "03112025"])
def test_a_date_of_birth_finds_however_it_is_written(words: str) -> None:
    made = make_family(born=date(2025, 11, 3))
    make_family(made.team, baby="Noor", born=date(2025, 11, 4))

    assert why(words, made.team) == [("born", False, False)]
    assert found(f"khan {words}", made.team) == (
        ["Zayn Khan"] if "/" in words or " " in words else found(f"khan {words}", made.team)
    )


def test_the_day_a_baby_is_expected_finds() -> None:
    made = make_family(baby="", expected=date(2027, 1, 24), title="Baby of Aisha Khan")

    assert why("24 January 2027", made.team) == [("due", False, False)]


def test_a_name_with_a_date_is_true_of_both() -> None:
    made = make_family(born=date(2025, 11, 3))
    make_family(made.team, baby="Noor", born=date(2025, 11, 4))
    make_family(made.team, baby="Ivy", surname="Ward", born=date(2025, 11, 3))

    assert found("khan 3/11/2025", made.team) == ["Zayn Khan"]
    assert found("kahn 3/11/2025", made.team) == ["Zayn Khan"]


def test_a_referrals_reference_leads_to_its_family() -> None:
    world = World()
    family, referral = world.of("families.family"), world.of("referrals.referral")
    Referral.objects.filter(pk=referral.pk).update(family=family)

    assert ("reference", False, False) in why(referral.key.lower(), world.team)


@pytest.mark.rule("P22")
def test_a_lost_baby_is_found() -> None:
    made = make_family(baby="", expected=timezone.localdate() + timedelta(weeks=9), title="Baby of Aisha Khan")
    actions.record_loss(family=made.family, person=made.baby, kind="pregnancy_ended", by=BY)
    Person.objects.filter(pk=made.baby.pk).update(given_name="Hope")

    assert found("hope", made.team) == ["Baby of Aisha Khan"]


def test_somebody_who_left_a_family_still_leads_to_it_and_that_is_said() -> None:
    made = make_family(father="Tom")
    member = FamilyMember.objects.get(person=made.father)
    actions.end_membership(member=member, ends_on=timezone.localdate(), by=BY)

    assert why("tom khan", made.team) == [("name", False, True)]


# --- the triggers ---


def entries(**of: Any) -> list[tuple[str, str]]:
    """What the table holds of somebody."""
    return sorted(SearchEntry.objects.filter(**of).values_list("kind", "text"))


def test_the_table_follows_a_person_from_first_to_last() -> None:
    person = Person.objects.create(
        team=make_team(), given_name="Zoë", family_name="D’Arcy", date_of_birth=date(2025, 11, 3), created_by=BY
    )
    assert entries(person_id=person.pk) == [("born", "2025-11-03"), ("name", "zoe d arcy darcy")]

    person.family_name = "Łukasz"
    person.save(update_fields=["family_name"])
    assert entries(person_id=person.pk) == [("born", "2025-11-03"), ("name", "zoe lukasz")]

    person.delete()
    assert entries(person_id=person.pk) == []


def test_bulk_writes_and_raw_sql_are_followed_too() -> None:
    team = make_team()
    people = Person.objects.bulk_create(
        [Person(team=team, given_name=f"Bulk{n}", family_name="Ward", created_by=BY) for n in range(3)]
    )
    assert SearchEntry.objects.filter(team=team, text__endswith="ward").count() == 3

    Person.objects.filter(team=team).update(family_name="Hall")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE families_person SET given_name = 'Rawley' WHERE id = %s", [people[0].pk])
    assert sorted(SearchEntry.objects.filter(team=team).values_list("text", flat=True)) == [
        "bulk1 hall",
        "bulk2 hall",
        "rawley hall",
    ]

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM families_person WHERE team_id = %s", [team.pk])
    assert not SearchEntry.objects.filter(team=team).exists()


def test_an_entry_that_says_the_same_is_not_written_again() -> None:
    made = make_family()
    before = SearchEntry.objects.get(kind="name", person_id=made.mother.pk).pk

    actions.change_person(person=made.mother, first_language="Urdu", by=BY)

    assert SearchEntry.objects.get(kind="name", person_id=made.mother.pk).pk == before


def test_a_point_and_a_former_name_follow_the_person_they_are_given_to() -> None:
    made, other = make_family(), make_family(make_team(), surname="Ward")
    FormerName.objects.create(person=made.mother, team=made.team, family_name="Begum", created_by=BY)

    FormerName.objects.filter(person=made.mother).update(person=other.mother, team=other.team)
    ContactPoint.objects.filter(pk=made.mobile.pk).update(
        person=other.mother, family=other.family, team=other.team, value="07700 900999", normal="+447700900999"
    )

    assert found("begum", made.team) == found("07700900999", made.team) == []
    assert found("begum", other.team) == found("07700900999", other.team) == ["Zayn Ward"]


def test_a_title_is_followed() -> None:
    made = make_family()
    actions.rename_family(family=made.family, title="Beatrix", naming="child", by=BY)

    assert why("beatrix", made.team) == [("title", False, False)]


# --- what is never found ---


@pytest.mark.rule("P23")
def test_a_sealed_person_is_never_found() -> None:
    made = make_family(mother="Greta", baby="Otto", title="The family")
    number = nhs_number()
    actions.change_person(person=made.mother, nhs_number=number, by=BY)
    add_mobile(made, made.mother, "07700 900555")
    FormerName.objects.create(person=made.mother, team=made.team, family_name="Begum", created_by=BY)
    Person.objects.filter(pk=made.mother.pk).update(sealed=True)
    add_mobile(made, made.mother, "07700 900556")

    for words in ("Greta", "Gerta", "Begum", number, "07700900555", "07700900556", "ZZ16 5AU", "greta otto"):
        assert found(words, made.team) == [], words


def test_who_was_merged_is_not_found_and_the_reference_leads_to_the_survivor() -> None:
    made = make_family(mother="Greta", title="First")
    other = make_family(made.team, mother="Lena", title="Second")
    Person.objects.filter(pk=made.mother.pk).update(merged_into=other.mother)
    Family.objects.filter(pk=made.family.pk).update(merged_into=other.family)

    assert found("greta", made.team) == found("first", made.team) == []
    assert found(made.family.key, made.team) == ["Second"]

    Family.objects.filter(pk=made.family.pk).update(merged_into=None)
    Person.objects.filter(pk=made.mother.pk).update(merged_into=None)
    assert found("greta", made.team) == found("first", made.team) == ["First"]


def test_a_search_finds_nothing_that_the_viewer_may_not_see() -> None:
    team = make_team()
    hidden = make_family(team, mother="Greta", surname="Hidden", baby="Otto", born=date(2025, 11, 3))
    add_mobile(hidden, hidden.mother, "07700 900555")
    Family.objects.filter(pk=hidden.family.pk).update(restricted=True)
    make_family(make_team(), mother="Greta", surname="Hidden", baby="Otto", born=date(2025, 11, 3))
    closed = make_family(team, mother="Greta", surname="Closed", baby="Otto")
    user = make_user(team=team)
    actions.involve(family=closed.family, user=user, kind=InvolvementKind.CLOSED_TO, why="A friend.", by=BY)
    viewer = viewer_of(user, Permission.SEE_FAMILIES)

    for words in ("Greta", "Gerta", "Otto", "Hidden", "07700 900555", hidden.family.key, "ZZ16 5AU", "3/11/2025"):
        assert search(viewer, words) == [], words


def test_who_belongs_to_a_hidden_and_an_open_family_leads_to_the_open_one_alone() -> None:
    team = make_team()
    hidden = make_family(team, mother="Greta", surname="Hidden", baby="Otto")
    opened = make_family(team, mother="Lena", surname="Open", baby="Nils")
    opened.family.members.create(team_id=team.pk, person=hidden.mother, role=FamilyRole.GRANDPARENT, created_by=BY)
    Family.objects.filter(pk=hidden.family.pk).update(restricted=True)

    assert found("Greta", team) == ["Nils Open"]


def test_a_trainee_finds_only_families_they_work_with() -> None:
    made = make_family()

    assert found("Zayn", made.team, RoleName.TRAINEE) == []


def test_nobody_without_a_team_finds_anything() -> None:
    made = make_family()

    assert search(viewer_of(make_user(RoleName.MANAGER, made.team), Permission.SEE_FAMILIES), "zayn") == []


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", "a' OR 1=1", "%%%", "@", "...", "🙂", "a" * 100, "中文", "٣"])
def test_nasty_words_find_nothing_and_break_nothing(words: str) -> None:
    made = make_family()

    assert found(words, made.team) == []


def test_no_more_are_found_than_somebody_would_read() -> None:
    team = make_team()
    Family.objects.bulk_create([Family(team=team, title=f"Sameness {n}", created_by=BY) for n in range(MOST + 5)])

    assert len(found("sameness", team)) == MOST + 1


# --- the indexes ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("part", "index"),
    [
        (_exact([("wisniewska", [])]), "search_text"),
        (_near([("wisniewska", ["wisniewska", "wisnewska"])])[0], "search_near"),
        (_Part("e.kind IN ('born', 'due') AND e.text = %s", ("2025-11-03",)), "search_day"),
        (_Part("e.kind = 'phone' AND e.text LIKE %s", ("%7700900321%",)), "search_text"),
    ],
)
def test_each_way_of_looking_uses_an_index(
    part: _Part, index: str, clone_database: CloneDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = make_team()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO families_searchentry (team_id, kind, text, source_id)"
            " SELECT %s, (ARRAY['name', 'born', 'phone'])[n %% 3 + 1], md5(n::text), n"
            " FROM generate_series(1, 10000) AS n",
            [team.pk],
        )
    with psycopg.connect(clone_database.owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE families_searchentry")
    explained: list[str] = []

    def explain(statement: str, values: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {statement}", values)
            explained.extend(row[0] for row in cursor.fetchall())
        return []

    monkeypatch.setattr("families.searching.find._rows", explain)
    viewer = viewer_of(make_user(team=team), Permission.SEE_FAMILIES)
    visible = Family.objects.visible_to(viewer).values("pk", "title").query.sql_with_params()
    _Finder(viewer, visible)._ask([part])

    assert any(f"on {index}" in line or f"using {index}" in line for line in explained), "\n".join(explained)
