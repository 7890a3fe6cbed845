"""The data quality page: what is missing and what cannot be, each count opening its list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.enums import AppointmentState, AttendanceStatus
from caseload.models import Appointment, Attendance, EpisodeBaby, Session
from families.enums import ApproachAnswer, FamilyRole, ProfessionalRole
from families.models import Approach, Family, FamilyMember, FamilyProfessional, Loss, Person
from pitservice.accounts.enums import Permission, RoleName
from pitservice.configuration.enums import Ethnicity
from referrals.models import Referral
from reporting.gaps import counts, gap, gaps
from reporting.worklist import gap_items
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.anything import World
from tests.make.caseload import MadeWork, in_days, make_appointment, make_ending, make_session, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P87")]


@pytest.fixture
def work() -> MadeWork:
    """Open work in which nothing that we look for is missing."""
    made = make_work()
    received = datetime.now(UTC) - timedelta(days=30)
    Referral.objects.filter(family=made.family).update(received_at=received)
    Person.objects.filter(pk=made.made.baby.pk).update(
        ethnicity=Ethnicity.A, date_of_birth=date(2026, 5, 1), expected_date=date(2026, 5, 9)
    )
    Approach.objects.create(team=made.team, family=made.family, answer=ApproachAnswer.NOT_ASKED_UNSAFE, created_by=BY)
    world = World(made.team, made.lead)
    for role in (ProfessionalRole.HEALTH_VISITOR, ProfessionalRole.GP):
        professional = world.new("families.professional", role=role, name=f"Tess {role}")
        FamilyProfessional.objects.create(
            team=made.team, family=made.family, professional=professional, role=role, created_by=BY
        )
    return made


def baby(work: MadeWork, **changes: object) -> None:
    Person.objects.filter(pk=work.made.baby.pk).update(**changes)


def no_professional(role: ProfessionalRole) -> Callable[[MadeWork], object]:
    """The family's one of this profession is no longer theirs."""
    return lambda work: work.family.professionals.filter(role=role).update(ends_on=timezone.localdate())


def no_measure(work: MadeWork) -> None:
    for days in (3, 2, 1):
        make_session(work, in_days(-days))
    type(work.episode).objects.filter(pk=work.episode.pk).update(state="assessment")


def nobody_came(work: MadeWork) -> None:
    session = make_session(work, in_days(-2))
    Attendance.objects.filter(appointment=session.appointment).update(status=AttendanceStatus.ABSENT)


def before_its_time(work: MadeWork) -> None:
    Appointment.objects.filter(pk=make_appointment(work).pk).update(state=AppointmentState.NOT_ATTENDED)


def before_the_referral(work: MadeWork) -> None:
    make_session(work, in_days(-9))
    Referral.objects.filter(family=work.family).update(received_at=datetime.now(UTC) - timedelta(days=3))


def after_the_ending(work: MadeWork) -> None:
    make_session(work, in_days(-2))
    make_ending(work)
    type(work.episode.ending).objects.update(ended_on=timezone.localdate() - timedelta(days=5))


MAKE: dict[str, Callable[[MadeWork], object]] = {
    "outcome": lambda work: make_appointment(work, in_days(-2)),
    "birth": lambda work: baby(work, date_of_birth=None, expected_date=timezone.localdate() - timedelta(days=29)),
    "ethnicity": lambda work: baby(work, ethnicity=Ethnicity.UNKNOWN),
    "father": lambda work: work.family.approaches.all().delete(),
    "health-visitor": no_professional(ProfessionalRole.HEALTH_VISITOR),
    "gp": no_professional(ProfessionalRole.GP),
    "measure": no_measure,
    "nobody-came": nobody_came,
    "ahead": before_its_time,
    "before-referral": before_the_referral,
    "after-ending": after_the_ending,
    "born": lambda work: baby(work, expected_date=date(2026, 4, 2)),
}


def found(work: MadeWork) -> dict[str, int]:
    """How many rows of each gap the lead answers for."""
    viewer = viewer_of(work.lead, Permission.SEE_CASELOAD)
    return {key: by_person[work.lead.pk] for key, by_person in counts(viewer).items() if by_person}


def test_every_gap_is_tried() -> None:
    assert MAKE.keys() == {one.key for one in gaps()}


def test_complete_records_have_no_gap(work: MadeWork) -> None:
    assert found(work) == {}
    assert "Nothing that we look for" in client_of(work.lead).get(reverse("reporting:data")).content.decode()


@pytest.mark.parametrize("key", MAKE)
def test_each_gap_is_counted_for_whoever_answers_and_its_count_opens_its_list(work: MadeWork, key: str) -> None:
    MAKE[key](work)
    client = client_of(work.lead)
    address = reverse("reporting:gap", args=[key])

    page = client.get(reverse("reporting:data")).content.decode()
    listed = client.get(address, {"who": work.lead.key})
    nobodys = client.get(address, {"who": "nobody"})

    assert found(work) == {key: 1}
    assert f'href="{address}?who={work.lead.key}"' in page
    assert listed.context["pages"].total == 1
    assert work.family.title in listed.content.decode()
    assert nobodys.context["pages"].total == 0
    put_right = listed.context["table"].rows[0][3].links[0].href
    assert client_of(make_user(RoleName.CLINICAL_LEAD, work.team)).get(put_right).status_code == 200


@pytest.mark.parametrize("key", MAKE)
def test_a_restricted_record_and_another_teams_are_in_no_count_and_no_list(work: MadeWork, key: str) -> None:
    MAKE[key](work)
    elsewhere = viewer_of(make_user(RoleName.PRACTITIONER, make_team()), Permission.SEE_CASELOAD)
    admin = make_user(RoleName.ADMINISTRATOR, work.team)
    Family.objects.filter(pk=work.family.pk).update(restricted=True)
    one = gap(key)
    assert one

    for viewer in (elsewhere, viewer_of(admin, Permission.SEE_CASELOAD)):
        assert not any(counts(viewer)[key].values())
        assert not one.rows(viewer).exists()


@pytest.mark.rule("P22")
@pytest.mark.parametrize("key", ["birth", "ethnicity", "father", "health-visitor", "gp", "measure", "born"])
def test_nothing_is_asked_while_a_loss_stands(work: MadeWork, key: str) -> None:
    MAKE[key](work)
    Loss.objects.create(team=work.team, family=work.family, person=work.made.baby, kind="baby_died", created_by=BY)

    assert found(work) == {}


@pytest.mark.rule("P26")
@pytest.mark.parametrize("answer", ApproachAnswer.values)
def test_each_answer_about_fathers_is_an_answer_and_so_is_a_father(work: MadeWork, answer: str) -> None:
    Approach.objects.update(answer=answer)
    assert "father" not in found(work)

    Approach.objects.all().delete()
    FamilyMember.objects.create(
        team=work.team,
        family=work.family,
        person=Person.objects.create(team=work.team, given_name="Sam", created_by=BY),
        role=FamilyRole.FATHER,
        created_by=BY,
    )
    assert "father" not in found(work)


def test_what_is_to_be_put_right_stands_on_ones_own_home_page(work: MadeWork) -> None:
    baby(work, ethnicity=Ethnicity.UNKNOWN)
    make_appointment(work, in_days(-2))
    today = timezone.localdate()

    mine = gap_items(viewer_of(work.lead, Permission.SEE_CASELOAD), today)
    others = gap_items(viewer_of(make_user(RoleName.PRACTITIONER, work.team), Permission.SEE_CASELOAD), today)

    assert [(item.what, item.whose) for item in mine] == [("Ethnic group of the baby not recorded", "1 baby")]
    assert others == []


def test_who_may(work: MadeWork) -> None:
    addresses = [reverse("reporting:data"), reverse("reporting:gap", args=["gp"])]
    guardian = client_of(make_user(RoleName.GUARDIAN, work.team))

    assert {guardian.get(address).status_code for address in addresses} == {403}
    assert client_of(work.lead).get(reverse("reporting:gap", args=["no-such"])).status_code == 404


@pytest.mark.parametrize("query", ["?who=%00", "?who=ZZZZZZZZZZ", "?page=-1", "?who=nobody&page=x"])
def test_nonsense_in_the_address_is_no_error(work: MadeWork, query: str) -> None:
    assert client_of(work.lead).get(reverse("reporting:gap", args=["gp"]) + query).status_code == 200


#: Session, its user, memberships; the rows; who looked.
LIST_QUERIES = 5


def test_the_list_costs_the_same_for_one_row_as_for_three(
    work: MadeWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client: Client = client_of(work.lead)
    baby(work, ethnicity=Ethnicity.UNKNOWN)
    address = reverse("reporting:gap", args=["ethnicity"])
    for rows in (1, 3):
        while EpisodeBaby.objects.count() < rows:
            other = make_work(lead=work.lead)
            Person.objects.filter(pk=other.made.baby.pk).update(
                ethnicity=Ethnicity.UNKNOWN, date_of_birth=date(2026, 5, 1)
            )
        assert client.get(address).context["pages"].total == rows
        with django_assert_num_queries(LIST_QUERIES):
            client.get(address)
    assert Session.objects.count() == 0
