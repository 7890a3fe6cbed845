"""The rows of the national tables: national codes, London days, one patient a row (domain.md §4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from caseload.enums import (
    ATTENDANCE_CODES,
    CANCELLED,
    MECHANISM_CODES,
    SEEN,
    AppointmentKind,
    AppointmentState,
    EndReason,
)
from caseload.models import Appointment, AppointmentMove, Ending
from caseload.times import local_day
from consultation.enums import Anonymity
from consultation.models import Consultation
from families.entries import standing
from families.enums import FamilyRole, Place, PointKind, ProfessionalRole, ProtectionKind
from families.models import ContactPoint, FamilyMember, FamilyProfessional, Person, ProtectionStatus
from measures.models import Score
from measures.selectors.scores import standing_scores
from pitservice.accounts.models import Team
from pitservice.configuration.enums import SOURCE_CODES, YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_of
from reporting.exports.checks import About, Row
from reporting.exports.gather import Request, requests_in
from reporting.exports.groups import held_in
from reporting.exports.leaving_out import families_that_may_be_in
from reporting.exports.spec import data_set
from reporting.periods import Period

SYSTEM = "pitservice"
#: Children and young people: whom a parent-infant team is there for (SERVICE OR TEAM INTENDED AGE GROUP).
_AGE_GROUP = "02"


@dataclass
class Gathered:
    """Rows by table, and the families they are about."""

    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    families: set[int] = field(default_factory=set)

    def add(self, table: str, about: About, values: Mapping[str, str], **beside: str) -> None:
        """A row; columns that are not said stay empty."""
        told = {name: values.get(name, "") for name in data_set().table(table).fields}
        self.rows[table].append(Row(told, about, beside))
        if about.family:
            self.families.add(about.family)


def gather(team: Team, period: Period, made: datetime) -> Gathered:
    """Every row of a team's period, as the record says now; nothing of those whose data may not be in it."""
    settings, found = settings_of(team.pk), Gathered()
    allowed = families_that_may_be_in(team, period.ends_on)
    requests = requests_in(team, period, allowed)
    _header(found, team, settings, period, made)
    _patients(found, requests, settings, period)
    _referrals(found, requests, team, settings)
    works = _by_work(requests)
    _onward(found, works, period)
    _contacts(found, works, settings, period)
    _indirect(found, requests, team, period)
    _groups(found, team, settings, period, allowed)
    _scores(found, requests, period)
    _staff(found, settings)
    return found


def request_id(request: Request, place: int) -> str:
    """The identifier of a referral; of twins the second has one of its own."""
    return request.referral.key if place == 0 else f"{request.referral.key}-{place + 1}"


def _header(found: Gathered, team: Team, settings: TeamSettings, period: Period, made: datetime) -> None:
    about = About("settings", team.slug)
    code = settings.organisation_code
    found.add(
        "MHS000Header",
        about,
        {
            "DatSetVer": data_set().version,
            "OrgIDProvider": code,
            "OrgIDSubmit": code,
            "PrimSystemInUse": SYSTEM,
            "ReportingPeriodStartDate": _day(period.starts_on),
            "ReportingPeriodEndDate": _day(period.ends_on),
            "DateTimeDatSetCreate": timezone.localtime(made).strftime("%Y-%m-%dT%H:%M:%S"),
        },
    )
    found.add(
        "MHS902ServiceTeamDetails",
        about,
        {
            "CareProfTeamLocalID": team.slug,
            "OrgIDCareProfTeamLocalID": code,
            "ServTeamTypeMH": settings.team_type,
            "ServTeamIntAgeGroup": _AGE_GROUP,
        },
    )


def _patients(found: Gathered, requests: Sequence[Request], settings: TeamSettings, period: Period) -> None:
    """Each patient once, with postcode, GP and what is known of protection."""
    families = {one.family_id: one for one in requests if one.family_id}
    people: dict[int, tuple[Person, int]] = {}
    for one in requests:
        people |= {person.pk: (person, one.family_id) for person in one.patients if one.family_id}
    homes = _homes(list(families), period.ends_on)
    doctors = _doctors(list(families), period.ends_on)
    standings = _standings(list(people), period.ends_on)
    for person, family in people.values():
        about = About("person", person.key, family)
        home = homes.get((family, person.pk)) or homes.get((family, 0), "")
        found.add("MHS001MPI", about, _person(person, home, settings.organisation_code), language=person.first_language)
        link = doctors.get(family)
        if link:
            found.add("MHS002GP", _doctor_about(link), _doctor(link, person), born=_day(person.date_of_birth))
        kinds = standings[person.pk]
        if kinds:
            plan = {ProtectionKind.PROTECTION_PLAN, ProtectionKind.UNBORN_PLAN} & kinds
            looked_after = ProtectionKind.LOOKED_AFTER in kinds
            values = {"LACStatus": "Y" if looked_after else "", "CPP": "Y" if plan else ""}
            found.add("MHS005PatInd", about, {"LocalPatientID": person.key, **values})


def _person(person: Person, home: str, organisation: str) -> Mapping[str, str]:
    language = data_set().languages.get(person.first_language.strip().lower(), "")
    return {
        "LocalPatientID": person.key,
        "OrgIDLocalPatientID": organisation,
        "NHSNumber": person.nhs_number,
        "NHSNumberStatus": person.nhs_status if person.nhs_number else "07",
        "PersonBirthDate": _day(person.date_of_birth),
        "Postcode": home,
        "GenderIDCode": person.gender,
        "Gender": person.sex,
        "EthnicCategory": person.ethnicity,
        "LanguageCodePreferred": language,
        "PersDeathDate": _day(person.died_on),
    }


def _homes(families: Sequence[int], on: date) -> Mapping[tuple[int, int], str]:
    """Postcodes by family and person, and under 0 the mother's, with whom a baby lives unless it has one of its own.

    Never one that is not safe, is kept from somebody, or is a refuge.
    """
    points = standing(ContactPoint.objects.filter(family__in=families, kind=PointKind.ADDRESS)).exclude(postcode="")
    now = points.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), secret_from__isnull=True)
    now = now.exclude(safe=YesNoUnknown.NO).exclude(place=Place.REFUGE)
    homes = {(point.family_id, point.person_id): point.postcode for point in now.order_by("preferred", "pk")}
    mothers = FamilyMember.objects.filter(family__in=families, role=FamilyRole.MOTHER, ends_on__isnull=True)
    for family, person in mothers.values_list("family", "person"):
        if (family, person) in homes:
            homes[family, 0] = homes[family, person]
    return homes


def _doctors(families: Sequence[int], on: date) -> Mapping[int, FamilyProfessional]:
    """Each family's GP on a day."""
    links = FamilyProfessional.objects.filter(family__in=families, role=ProfessionalRole.GP)
    now = links.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).order_by("pk")
    return {link.family_id: link for link in now.select_related("professional__organisation", "family")}


def _doctor_about(link: FamilyProfessional) -> About:
    practice = link.professional.organisation
    if practice:
        return About("organisation", practice.key, link.family_id)
    return About("professional", link.professional.key, link.family_id)


def _doctor(link: FamilyProfessional, person: Person) -> Mapping[str, str]:
    practice = link.professional.organisation
    code = practice.code if practice else ""
    return {"LocalPatientID": person.key, "GMPReg": code, "StartDateGMPRegistration": _day(link.starts_on)}


def _standings(people: Sequence[int], on: date) -> defaultdict[int, set[str]]:
    """What standing with social care each had on a day."""
    rows = standing(ProtectionStatus.objects.filter(person__in=people, starts_on__lte=on))
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person, kind in rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).values_list("person", "kind"):
        found[person].add(kind)
    return found


def _referrals(found: Gathered, requests: Sequence[Request], team: Team, settings: TeamSettings) -> None:
    """A row for each patient of each referral; one without a patient too, so that its problem is found."""
    for one in requests:
        for place, person in enumerate(one.patients or [None]):
            values = {
                "ServiceRequestID": request_id(one, place),
                "LocalPatientID": person.key if person else "",
                "OrgIDComm": settings.commissioner_code,
                "CareProfTeamLocalID": team.slug,
                "ReferralRequestReceivedDate": _day(one.referral.local_date),
                "ReferralRequestReceivedTime": _time(one.referral.received_at),
                "SourceOfReferralMH": SOURCE_CODES.get(one.referral.source, ""),
                "PrimReasonReferralMH": settings.main_reason,
                "ServDischDate": _day(one.ended_on),
                "ReferRejectionDate": _day(one.rejected_on),
                "ReferRejectReason": one.rejected_code,
                "ReferClosReason": one.end_code,
            }
            about = About("referral", one.referral.key, one.family_id)
            found.add("MHS101Referral", about, values, died=_day(person.died_on) if person else "")


def _by_work(requests: Sequence[Request]) -> Mapping[int, Request]:
    """The first referral of each piece of work: what was done hangs on it, and on none that came later."""
    found: dict[int, Request] = {}
    for one in requests:
        if one.episode:
            found.setdefault(one.episode.pk, one)
    return found


def _onward(found: Gathered, works: Mapping[int, Request], period: Period) -> None:
    """Work that ended in the period with another service."""
    ended = Ending.objects.filter(episode__in=works, ended_on__range=period.days)
    for ending in ended.filter(Q(reason=EndReason.TRANSFERRED) | Q(step_down_to__isnull=False)).select_related(
        "step_down_to", "episode"
    ):
        one = works[ending.episode_id]
        to = ending.step_down_to
        about = About("organisation", to.key, one.family_id) if to else About("work", ending.episode.key, one.family_id)
        for place, _ in enumerate(one.patients):
            values = {
                "ServiceRequestID": request_id(one, place),
                "OnwardReferDate": _day(ending.ended_on),
                "OrgIDReceiving": to.code if to else "",
            }
            found.add("MHS105OnwardReferral", about, values, received=_day(one.referral.local_date))


def _contacts(found: Gathered, works: Mapping[int, Request], settings: TeamSettings, period: Period) -> None:
    """Appointments of the period that were not moved, each once for each patient; and who saw whom for how long."""
    start, end = period.moments
    rows = Appointment.objects.filter(episode__in=works, starts__gte=start, starts__lt=end)
    rows = rows.exclude(state=AppointmentState.MOVED).exclude(kind=AppointmentKind.CONSULTATION)
    appointments = list(rows.select_related("session", "practitioner").order_by("starts", "pk"))
    moves = AppointmentMove.objects.filter(subject__in=appointments, to_state__in=CANCELLED).order_by("at", "pk")
    cancelled = {move.subject_id: _day(local_day(move.at)) for move in moves}
    for one in appointments:
        request = works[one.episode_id]
        seen = one.state in SEEN
        minutes = str(_minutes(one)) if seen else ""
        for place, _ in enumerate(request.patients):
            key = one.key if place == 0 else f"{one.key}-{place + 1}"
            values = {
                "CareContactID": key,
                "ServiceRequestID": request_id(request, place),
                "CareContDate": _day(local_day(one.starts)),
                "CareContTime": _time(one.starts),
                "OrgIDComm": settings.commissioner_code,
                "ClinContDurOfCareCont": minutes,
                "ConsMechanismMH": MECHANISM_CODES.get(one.place, ""),
                "AttendStatus": ATTENDANCE_CODES.get(one.state, ""),
                "CareContCancelDate": cancelled.get(one.pk, "") if one.state in CANCELLED else "",
            }
            about = About("appointment", one.key, request.family_id)
            found.add("MHS201CareContact", about, values, received=_day(request.referral.local_date))
            if seen:
                activity = {"CareActID": key, "CareContactID": key, "ClinContactDurOfCareAct": minutes}
                found.add("MHS202CareActivity", about, activity)
                found.add("MHS206StaffActivity", about, {"CareActID": key, "CareProfLocalID": one.practitioner.key})


def _minutes(appointment: Appointment) -> int:
    """How long it took: as it was recorded, else as it was booked."""
    session = getattr(appointment, "session", None)
    return int(session.minutes if session else (appointment.ends - appointment.starts).total_seconds() // 60)


def _indirect(found: Gathered, requests: Sequence[Request], team: Team, period: Period) -> None:
    """Consultations that name a family whose referral was open that day; no anonymous one (CNS-1)."""
    of_family: defaultdict[int | None, list[Request]] = defaultdict(list)
    for one in requests:
        of_family[one.family_id].append(one)
    named = Consultation.objects.filter(team=team, family__in=[key for key in of_family if key])
    named = named.exclude(anonymity=Anonymity.ANONYMOUS).filter(held_on__range=period.days).order_by("held_on", "pk")
    for talk in standing(named).select_related("consultant"):
        open_then = [
            one
            for one in of_family[talk.family_id]
            if one.referral.local_date <= talk.held_on <= (one.ended_on or one.rejected_on or period.ends_on)
        ]
        for place, _ in enumerate(open_then[0].patients if open_then else ()):
            values = {
                "ServiceRequestID": request_id(open_then[0], place),
                "IndirectActDate": _day(talk.held_on),
                "DurationIndirectAct": str(talk.minutes),
                "CareProfLocalID": talk.consultant.key,
            }
            found.add("MHS204IndirectActivity", About("consultation", talk.key, talk.family_id), values)


def _groups(found: Gathered, team: Team, settings: TeamSettings, period: Period, allowed: frozenset[int]) -> None:
    """Group sessions that took place, by their numbers alone; the file is about the families that are counted."""
    for one in held_in(team, period, allowed):
        values = {
            "GroupSessID": one.session.key,
            "GroupSessDate": one.day,
            "OrgIDComm": settings.commissioner_code,
            "ClinContDurOfGroupSess": str(one.minutes),
            "NumberOfGroupSessParticip": str(one.people),
            "CareProfLocalID": one.session.group.lead.key,
        }
        found.add("MHS301GroupSession", About("group session", one.session.key), values)
        found.families |= one.families


def _scores(found: Gathered, requests: Sequence[Request], period: Period) -> None:
    """Measures of the period that have a national code and are about the patient alone."""
    scores = Score.objects.filter(family__in=[one.family_id for one in requests if one.family_id])
    of_family = grouped_scores(scores.filter(taken_on__range=period.days, goal__isnull=True))
    done: set[tuple[int, int]] = set()
    for one in requests:
        for place, person in enumerate(one.patients):
            for score in of_family[one.family_id or 0]:
                mine = (score.baby_id or score.adult_id) == person.pk
                code, total = score.definition.body.get("snomed", ""), list(score.totals.values())
                if not (mine and code and len(total) == 1) or (score.pk, person.pk) in done:
                    continue
                done.add((score.pk, person.pk))
                values = {
                    "ServiceRequestID": request_id(one, place),
                    "CodedAssToolType": str(code),
                    "PersScore": str(total[0]),
                    "AssToolCompTimestamp": _day(score.taken_on),
                }
                found.add("MHS606CodedScoreAssessmentRefer", About("person", person.key, one.family_id), values)


def grouped_scores(rows: Any) -> defaultdict[int, list[Score]]:
    """Scores that stand, by family, oldest first."""
    found: defaultdict[int, list[Score]] = defaultdict(list)
    for score in standing_scores(rows):
        found[score.family_id].append(score)
    return found


def _staff(found: Gathered, settings: TeamSettings) -> None:
    """Every colleague that another table names."""
    for key in sorted(_named(found)):
        values = {"CareProfLocalID": key, "OrgIDCareProfLocalID": settings.organisation_code}
        found.add("MHS901StaffDetails", About("colleague"), values)


def _named(found: Gathered) -> set[str]:
    tables = ("MHS206StaffActivity", "MHS204IndirectActivity", "MHS301GroupSession")
    return {key for table in tables for key in _column(found, table)}


def _column(found: Gathered, table: str) -> Iterator[str]:
    return (row.values["CareProfLocalID"] for row in found.rows[table])


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M:%S")
