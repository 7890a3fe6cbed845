"""Tables shaped like the national data set: what stands in them, what is wrong, and who may have them (P87)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.enums import AppointmentKind, AppointmentState, AttendanceStatus, EndReason, Place
from caseload.grouping import GroupSessionState
from caseload.models import Episode, Group, GroupSession, Session
from families import actions as families
from families.enums import ConsentPurpose, FamilyRole, ProfessionalRole
from families.models import Family, FamilyMember, Organisation, Person
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access, Event
from pitservice.configuration.actions import change_settings
from pitservice.db.errors import Refused
from pitservice.files import store
from pitservice.files.models import StoredFile
from pitservice.jobs.actions import work_one
from referrals.models import Referral
from reporting import actions
from reporting.enums import ExportKind, ExportState
from reporting.exports.kept import problems_of
from reporting.models import Export
from reporting.periods import Period
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import nhs_number
from tests.make.reporting import Work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P87")]
JULY = Period(date(2026, 7, 1), date(2026, 7, 31))
RECEIVED = datetime(2026, 7, 6, 9, tzinfo=UTC)
SEEN = datetime(2026, 7, 13, 9, tzinfo=UTC)


@pytest.fixture
def work() -> Work:
    """An administrator's team that says who it is nationally."""
    team = make_team()
    change_settings(team=team, organisation_code="RXX", commissioner_code="QXX", team_type="F02", by=BY)
    return Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(3))


@pytest.fixture
def client(work: Work) -> Client:
    """The administrator's browser."""
    return client_of(work.user)


def baby_of(work: Work, family: Family, episode: Episode, **given: Any) -> Person:
    """The baby that the work is for."""
    baby = work.baby_of_work(episode)
    known = {"given_name": "Ottoline", "nhs_number": nhs_number(), "date_of_birth": date(2026, 5, 2), "ethnicity": "A"}
    Person.objects.filter(pk=baby.pk).update(**(known | given))
    baby.refresh_from_db()
    return baby


def seen_in_july(work: Work, title: str = "The Okafor family", **baby: Any) -> tuple[Family, Referral, Person]:
    """A family referred by a midwife in July and seen a week later."""
    family = work.family(title)
    referral = work.referral(family, state="allocated", source="midwife", received_at=RECEIVED)
    episode = work.episode(family, referral)
    person = baby_of(work, family, episode, **baby)
    work.appointment(episode, starts=SEEN, state=AppointmentState.ATTENDED)
    return family, referral, person


def export_of(work: Work, period: Period = JULY, user: User | None = None) -> Export:
    """The file of a month, as the worker makes it."""
    by = (user or work.user).actor
    made = actions.make_export(team=work.team, kind=ExportKind.NATIONAL, period=period, by=by)
    assert work_one(by=BY)
    return Export.objects.get(pk=made.pk)


def tables_of(export: Export) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """The rows of each file in it."""
    assert export.file is not None
    archive = zipfile.ZipFile(io.BytesIO(store.get(export.file.sha256)))
    names = [name for name in archive.namelist() if name.endswith(".csv")]
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        for name in names
    }


def breaches(export: Export) -> set[tuple[str, str]]:
    """Table and rule of everything that was wrong."""
    return {(one.table, one.code) for one in problems_of(export)}


def test_a_family_that_was_seen_stands_in_each_table_with_national_codes(work: Work) -> None:
    _, referral, baby = seen_in_july(work)

    rows = tables_of(export_of(work))

    assert rows["MHS000Header"][0]["DatSetVer"] == "6.0"
    assert rows["MHS000Header"][0]["ReportingPeriodEndDate"] == "2026-07-31"
    [patient] = rows["MHS001MPI"]
    assert (patient["LocalPatientID"], patient["NHSNumber"]) == (baby.key, baby.nhs_number)
    assert (patient["PersonBirthDate"], patient["EthnicCategory"]) == ("2026-05-02", "A")
    [request] = rows["MHS101Referral"]
    assert (request["ServiceRequestID"], request["LocalPatientID"]) == (referral.key, baby.key)
    assert (request["ReferralRequestReceivedDate"], request["ReferralRequestReceivedTime"]) == (
        "2026-07-06",
        "10:00:00",
    )
    assert (request["SourceOfReferralMH"], request["OrgIDComm"], request["ServDischDate"]) == ("A4", "QXX", "")
    [contact] = rows["MHS201CareContact"]
    assert (contact["CareContDate"], contact["CareContTime"]) == ("2026-07-13", "10:00:00")
    assert (contact["ConsMechanismMH"], contact["AttendStatus"]) == ("01", "5")
    assert rows["MHS206StaffActivity"][0]["CareProfLocalID"] == rows["MHS901StaffDetails"][0]["CareProfLocalID"]
    assert rows["MHS902ServiceTeamDetails"][0]["ServTeamTypeMH"] == "F02"


def met_in_july(work: Work, *there: tuple[Family, AttendanceStatus]) -> GroupSession:
    """A group session of two hours with one adult of each family, who came or not."""
    given: dict[str, Any] = {"team": work.team, "created_by": BY, "place": Place.COMMUNITY}
    group = Group.objects.create(**given, name="Baby massage", size=8, lead=work.user)
    times = {"starts": SEEN, "ends": SEEN + timedelta(hours=2)}
    session = GroupSession.objects.create(**given, **times, group=group, state=GroupSessionState.HELD)
    for family, status in there:
        episode = Episode.objects.get(family=family)
        place = work.appointment(
            episode, starts=SEEN, kind=AppointmentKind.GROUP, state=AppointmentState.ATTENDED, group_session=session
        )
        work.attendance(place, family.members.order_by("pk")[0].person, status)
    return session


def test_a_group_session_is_told_by_its_numbers_of_those_who_may_be_in_a_file(work: Work) -> None:
    families = [seen_in_july(work, title)[0] for title in ("One", "Two", "Three", "Four")]
    came, late, absent = AttendanceStatus.CAME, AttendanceStatus.LATE, AttendanceStatus.ABSENT
    session = met_in_july(work, *zip(families, (came, late, absent, came), strict=True))
    Session.objects.filter(appointment__group_session=session).update(minutes=110)
    Family.objects.filter(pk=families[3].pk).update(restricted=True)

    export = export_of(work)
    rows = tables_of(export)

    [told] = rows["MHS301GroupSession"]
    assert (told["GroupSessID"], told["GroupSessDate"], told["OrgIDComm"]) == (session.key, "2026-07-13", "QXX")
    assert told["NumberOfGroupSessParticip"] == "2"
    assert told["CareProfLocalID"] in [row["CareProfLocalID"] for row in rows["MHS901StaffDetails"]]
    assert families[3].pk not in export.family_ids
    assert "MHS301GroupSession" not in {table for table, _ in breaches(export)}


def test_a_group_session_without_the_commissioner_is_left_out(work: Work) -> None:
    change_settings(team=work.team, commissioner_code="", by=BY)
    session = met_in_july(work)
    GroupSession.objects.create(
        team=work.team,
        group=session.group,
        starts=SEEN + timedelta(days=7),
        ends=SEEN + timedelta(days=7, hours=1),
        place=Place.COMMUNITY,
        created_by=BY,
    )  # planned, and not held

    export = export_of(work)

    assert not tables_of(export)["MHS301GroupSession"]
    assert {("MHS301GroupSession", "MHS30124"), ("MHS301GroupSession", "PIT13")} <= breaches(export)


def test_a_month_is_londons(work: Work) -> None:
    family = work.family()
    late, early = datetime(2026, 7, 31, 23, 30, tzinfo=UTC), datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    episode = work.episode(family, work.referral(family, state="allocated", received_at=early))
    baby_of(work, family, episode)
    for starts in (early, late):
        work.appointment(episode, starts=starts, state=AppointmentState.ATTENDED)

    [contact] = tables_of(export_of(work))["MHS201CareContact"]

    assert (contact["CareContDate"], contact["CareContTime"]) == ("2026-07-01", "00:30:00")


def test_before_the_birth_the_mother_is_the_patient_and_no_expected_date_is_a_birth(work: Work) -> None:
    family = work.family()
    referral = work.referral(family, state="allocated", received_at=RECEIVED)
    episode = work.episode(family, referral)
    baby_of(work, family, episode, nhs_number="", date_of_birth=date(2026, 8, 20), expected_date=date(2026, 8, 9))
    mother = work.member(family, FamilyRole.MOTHER).person
    referral.people.create(team=work.team, role="mother", person=mother, created_by=BY)

    [patient] = tables_of(export_of(work))["MHS001MPI"]

    assert patient["LocalPatientID"] == mother.key
    assert "2026-08" not in patient["PersonBirthDate"]


def test_where_nobody_can_be_reported_the_row_is_left_out_and_says_so(work: Work) -> None:
    work.referral(None, state="received", received_at=RECEIVED)

    export = export_of(work)

    assert tables_of(export)["MHS101Referral"] == []
    assert ("MHS101Referral", "MHS10106") in breaches(export)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"nhs_number": ""}, "MHS00111"),
        ({"ethnicity": "99"}, "PIT01"),
        ({"first_language": "Klingon"}, "PIT02"),
        ({"died_on": date(2026, 6, 30)}, "MHS00141"),
    ],
)
def test_each_patient_is_checked(work: Work, given: dict[str, Any], rule: str) -> None:
    seen_in_july(work, **given)

    assert ("MHS001MPI", rule) in breaches(export_of(work))


def test_what_hangs_on_a_row_that_is_left_out_is_left_out_too(work: Work) -> None:
    seen_in_july(work, died_on=date(2026, 6, 30))

    export = export_of(work)

    rows = tables_of(export)
    names = ("MHS001MPI", "MHS101Referral", "MHS201CareContact", "MHS202CareActivity", "MHS206StaffActivity")
    assert [rows[name] for name in names] == [[]] * len(names)
    assert ("MHS101Referral", "PIT03") in breaches(export)
    assert ("MHS201CareContact", "PIT09") in breaches(export)


def test_work_that_ended_in_the_month_says_so_and_work_that_ended_later_is_open(work: Work) -> None:
    for title, ended in (("The Okafor family", date(2026, 7, 30)), ("The Reed family", date(2026, 8, 4))):
        family, _, _ = seen_in_july(work, title)
        work.ending(family.episodes.get(), reason=EndReason.COMPLETED, ended_on=ended)
    gone, _, _ = seen_in_july(work, "The Shah family")
    work.ending(gone.episodes.get(), reason=EndReason.COMPLETED, ended_on=date(2026, 7, 2))

    export = export_of(work)

    told = sorted((row["ServDischDate"], row["ReferClosReason"]) for row in tables_of(export)["MHS101Referral"])
    assert told == [("", ""), ("2026-07-30", "02")]
    assert ("MHS101Referral", "MHS10128") in breaches(export), "the third ended before its referral was received"


def test_an_appointment_without_an_outcome_warns_and_a_moved_one_is_not_told(work: Work) -> None:
    family, _, _ = seen_in_july(work)
    work.appointment(family.episodes.get(), starts=SEEN + timedelta(days=7), state=AppointmentState.BOOKED)
    work.appointment(family.episodes.get(), starts=SEEN + timedelta(days=8), state=AppointmentState.MOVED)

    export = export_of(work)

    assert [row["AttendStatus"] for row in tables_of(export)["MHS201CareContact"]] == ["5", "0"]
    assert ("MHS201CareContact", "MHS20128") in breaches(export)


def test_twins_have_a_referral_each(work: Work) -> None:
    family, referral, baby = seen_in_july(work)
    twin = baby_of(work, family, family.episodes.get())

    rows = tables_of(export_of(work))

    pairs = [(row["ServiceRequestID"], row["LocalPatientID"]) for row in rows["MHS101Referral"]]
    assert pairs == [(referral.key, baby.key), (f"{referral.key}-2", twin.key)]
    assert len({row["CareContactID"] for row in rows["MHS201CareContact"]}) == 2


def test_a_parents_score_never_stands_under_the_baby(work: Work) -> None:
    family, _, _ = seen_in_july(work)
    mother = work.member(family, FamilyRole.MOTHER).person
    for code in ("PHQ-9", "GAD-7"):
        for _ in range(20):  # on any day of half a year
            work.score(family, code, 12, adult=mother)

    assert tables_of(export_of(work))["MHS606CodedScoreAssessmentRefer"] == []


def test_the_practice_stands_by_its_code_and_is_asked_for_where_it_has_none(work: Work) -> None:
    family, _, _ = seen_in_july(work)
    practice = Organisation.objects.create(team=work.team, name="Rowan Surgery", code="A81001", created_by=BY)
    doctor = families.add_professional(
        team=work.team, name="Dr Ann Reed", role=ProfessionalRole.GP, organisation=practice, by=BY
    )
    family.professionals.create(team=work.team, professional=doctor, role=ProfessionalRole.GP, created_by=BY)

    assert [row["GMPReg"] for row in tables_of(export_of(work))["MHS002GP"]] == ["A81001"]

    Organisation.objects.filter(pk=practice.pk).update(code="")
    export = export_of(work)

    assert tables_of(export)["MHS002GP"] == []
    assert ("MHS002GP", "MHS00203") in breaches(export)


def test_without_the_organisations_code_no_file_is_made(work: Work, client: Client) -> None:
    change_settings(team=work.team, organisation_code="", by=BY)
    seen_in_july(work)

    export = export_of(work)

    assert (export.state, export.file) == (ExportState.NOT_MADE, None)
    page = client.get(reverse("reporting:export", args=[export.key])).content.decode()
    assert "No file is made" in page
    assert "do not say the national code of who provides the service" in page


def restrict(family: Family) -> None:
    Family.objects.filter(pk=family.pk).update(restricted=True)


def object_to_it(family: Family) -> None:
    member = FamilyMember.objects.filter(family=family).first()
    assert member is not None
    families.record_consent(
        family=family,
        person=member.person,
        purpose=ConsentPurpose.DATA,
        recipient="",
        given=False,
        how="By phone",
        given_on=date(2026, 7, 20),
        by=BY,
    )


@pytest.mark.parametrize("leave_out", [restrict, object_to_it])
def test_a_restricted_family_and_one_that_objected_are_in_no_file(work: Work, leave_out: Any, client: Client) -> None:
    family, referral, baby = seen_in_july(work)
    seen_in_july(work, "The Reed family")
    earlier = export_of(work)
    leave_out(family)

    export = export_of(work)

    assert export.file is not None
    content = zipfile.ZipFile(io.BytesIO(store.get(export.file.sha256)))
    everything = b"".join(content.read(name) for name in content.namelist()).decode()
    for word in (referral.key, baby.key, baby.nhs_number):
        assert word not in everything
    assert family.pk not in export.family_ids
    assert not [one for one in problems_of(export) if one.family_id == family.pk]
    assert len(tables_of(export)["MHS001MPI"]) == 1
    assert client.get(reverse("reporting:export-file", args=[earlier.key])).status_code == 404
    assert "can no longer be downloaded" in client.get(reverse("reporting:export", args=[earlier.key])).content.decode()


def test_whoever_agreed_later_is_in_the_next_file(work: Work) -> None:
    family, _, baby = seen_in_july(work)
    object_to_it(family)
    families.record_consent(
        family=family,
        person=baby,
        purpose=ConsentPurpose.DATA,
        recipient="",
        given=True,
        how="By phone",
        given_on=date(2026, 7, 25),
        by=BY,
    )

    assert len(tables_of(export_of(work))["MHS001MPI"]) == 1


@pytest.mark.parametrize("kept", [{"safe": "no"}, {"place": "refuge"}, {"secret": True}])
def test_a_postcode_that_is_kept_secret_is_not_told(work: Work, kept: dict[str, Any]) -> None:
    family, _, _ = seen_in_july(work)
    mother = work.member(family, FamilyRole.MOTHER).person
    point = family.points.create(
        team=work.team, person=mother, kind="address", value="1 Rowan Close", postcode="ZZ16 5AU", created_by=BY
    )
    assert [row["Postcode"] for row in tables_of(export_of(work))["MHS001MPI"]] == ["ZZ16 5AU"]

    if kept.pop("secret", False):
        point.secret_from.add(work.member(family, FamilyRole.FATHER).person)
    type(point).objects.filter(pk=point.pk).update(safe=kept.get("safe", "yes"), place=kept.get("place", ""))

    export = export_of(work)
    assert [row["Postcode"] for row in tables_of(export)["MHS001MPI"]] == [""]
    assert ("MHS001MPI", "MHS00123") in breaches(export)


def test_a_cell_is_no_formula(work: Work) -> None:
    seen_in_july(work)
    change_settings(team=work.team, commissioner_code="", by=BY)
    rows = tables_of(export_of(work))

    cells = [cell for several in rows.values() for row in several for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_month_that_is_not_over_is_refused(work: Work) -> None:
    today = timezone.localdate()

    with pytest.raises(Refused, match="not over yet"):
        actions.make_export(team=work.team, kind=ExportKind.NATIONAL, period=Period(today.replace(day=1), today), by=BY)


def test_making_it_twice_makes_one_file(work: Work) -> None:
    seen_in_july(work)
    export = export_of(work)
    before = StoredFile.objects.count()

    kept = actions.keep_export(export=export, made=actions.MadeExport(content=b"another"), by=BY)

    assert kept.file == export.file
    assert StoredFile.objects.count() == before


def test_who_opens_a_file_has_looked_at_every_family_in_it(work: Work, client: Client) -> None:
    families_seen = {seen_in_july(work, title)[0].pk for title in ("The Okafor family", "The Reed family")}
    export = export_of(work)

    response = client.get(reverse("reporting:export-file", args=[export.key]))

    assert response.status_code == 200
    looked = Access.objects.filter(user_id=work.user.pk, screen__contains="ExportFilePage")
    assert set(looked.values_list("family_id", flat=True)) == families_seen
    assert Event.objects.filter(verb="reporting.make_export").exists()


def test_a_file_goes_after_thirty_days_and_that_it_was_made_stays(work: Work, client: Client) -> None:
    seen_in_july(work)
    export = export_of(work)
    Export.objects.filter(pk=export.pk).update(created_at=timezone.now() - timedelta(days=31))

    assert actions.forget_exports(by=BY) == 1
    assert actions.forget_exports(by=BY) == 0

    export.refresh_from_db()
    assert export.file is None
    assert client.get(reverse("reporting:export-file", args=[export.key])).status_code == 404
    assert "File removed" in client.get(reverse("reporting:export", args=[export.key])).content.decode()


@pytest.mark.parametrize("role", [RoleName.PRACTITIONER, RoleName.MANAGER, RoleName.GUARDIAN, RoleName.KEYWORKER])
def test_only_who_may_export_sees_any_of_it(work: Work, role: RoleName) -> None:
    export = export_of(work)
    other = client_of(make_user(role, work.team))

    for name in ("export", "export-problems", "export-file"):
        assert other.get(reverse(f"reporting:{name}", args=[export.key])).status_code == 403
    assert other.get(reverse("reporting:exports")).status_code == 403


def test_another_teams_file_does_not_exist(work: Work) -> None:
    export = export_of(work)
    other = client_of(make_user(RoleName.ADMINISTRATOR, make_team("Elsewhere")))

    for name in ("export", "export-problems", "export-file"):
        assert other.get(reverse(f"reporting:{name}", args=[export.key])).status_code == 404


def test_the_list_of_what_is_wrong_leads_to_the_record_and_hides_what_may_not_be_seen(
    work: Work, client: Client
) -> None:
    family, referral, _ = seen_in_july(work, nhs_number="")
    work.referral(None, state="received", received_at=RECEIVED)
    export = export_of(work)
    address = reverse("reporting:export-problems", args=[export.key])

    page = client.get(address, {"table": "MHS001MPI", "rule": "MHS00111"}).content.decode()
    assert "The NHS number is not recorded." in page
    assert reverse("families:person", args=[family.key, family.people.get().key]) in page

    restrict(family)
    page = client.get(address).content.decode()
    assert family.title not in page
    assert "families that you may not see" in page
    assert referral.key not in page


def test_nonsense_in_the_address_is_an_empty_list(work: Work, client: Client) -> None:
    export = export_of(work)

    response = client.get(reverse("reporting:export-problems", args=[export.key]), {"rule": "\x00'", "page": "x"})

    assert response.status_code == 200


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(
    work: Work, client: Client, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(how_many):
        seen_in_july(work, f"Family {number}", nhs_number="")
        export = export_of(work)
    client.get(reverse("reporting:exports"))

    with django_assert_num_queries(5):
        client.get(reverse("reporting:exports"))
    with django_assert_num_queries(7):
        client.get(reverse("reporting:export-problems", args=[export.key]), {"rule": "MHS00111"})


def test_the_form_makes_a_file_once_and_keeps_what_was_typed(work: Work, client: Client) -> None:
    address = reverse("reporting:new-national")
    given = {"submission": "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3b11", "team": str(work.team.pk), "month": ""}

    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "Select the month" in refused.content.decode()

    month = f"{(timezone.localdate().replace(day=1) - timedelta(days=1)):%Y-%m}"
    for _ in range(2):
        client.post(address, given | {"month": month})
    assert Export.objects.count() == 1
