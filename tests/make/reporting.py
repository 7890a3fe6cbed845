"""A random quarter's work of a team, written as rows; dates lie around the third quarter of 2026, some on its edges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from caseload.enums import (
    ATTENDANCE_CODES,
    AppointmentKind,
    AttendanceStatus,
    EndReason,
    EpisodeState,
    FollowUpState,
    Place,
)
from caseload.grouping import GroupSessionState
from caseload.models import (
    Appointment,
    Attendance,
    Ending,
    Episode,
    EpisodeBaby,
    EpisodeReferral,
    FollowUp,
    Group,
    GroupSession,
    Intervention,
    Session,
)
from consultation.enums import ActivityCategory, Profession
from consultation.models import Activity, Consultation
from families.enums import FamilyRole, ProfessionalRole
from families.models import Family, FamilyMember, Person
from measures.enums import Point
from measures.models import Definition, Goal, Score
from measures.spec import library
from pitservice.accounts.models import Team, User
from pitservice.configuration.enums import Ethnicity, NotAcceptedReason, ReferralSource
from pitservice.files.actions import keep
from pitservice.files.models import StoredFile
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy, Letter
from referrals.enums import Entrance, Outcome, PartyRole, ReferralState, WaitingState, WithdrawnBy
from referrals.models import Decision, Referral, ReferredPerson, WaitingEntry
from referrals.models.waiting import WaitingMove
from reporting.models import Report
from reporting.periods import Period
from tests.make.accounts import BY

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
#: In London these belong to 1 July, 30 June, 30 September and 1 October; in UTC all but one to another day's month.
EDGES = (
    datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
    datetime(2026, 6, 30, 22, 59, tzinfo=UTC),
    datetime(2026, 9, 30, 22, 59, tzinfo=UTC),
    datetime(2026, 9, 30, 23, 0, tzinfo=UTC),
)


@dataclass
class Work:
    """Makes rows of one team, at random but always the same for the same seed."""

    team: Team
    user: User
    random: Random
    size: int = 12
    letters: int = 0

    def make(self) -> None:
        """Families with referrals, decisions, waits, appointments, endings; and consultations."""
        for number in range(self.random.randint(0, self.size)):
            self._family(number)
        for _ in range(self.random.randint(0, self.size)):
            self.consultation()
            self.activity()
        for _ in range(self.random.randint(0, 2)):
            self.group(f"Group {Group.objects.filter(team=self.team).count()}")

    def moment(self) -> datetime:
        """A moment between May and November 2026, now and then on an edge of the quarter."""
        if self.random.random() < 0.2:
            return self.random.choice(EDGES)
        return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(minutes=self.random.randrange(200 * 24 * 60))

    def day(self) -> date:
        """A day of the same months."""
        return self.moment().date()

    def family(self, title: str = "The Okafor family", **given: Any) -> Family:
        """A family without anybody in it."""
        return Family.objects.create(team=self.team, title=title, created_by=BY, **given)

    def referral(self, family: Family | None = None, **given: Any) -> Referral:
        """A referral, of any source and state unless said."""
        state = self.random.choice([ReferralState.RECEIVED, ReferralState.NOT_ACCEPTED, ReferralState.RECORDED_BEFORE])
        usual = {
            "entrance": Entrance.STAFF,
            "state": state,
            "source": self.random.choice(ReferralSource.values),
            "received_at": self.moment(),
        }
        fields = usual | given
        return Referral.objects.create(team=self.team, family=family, received_by=BY, created_by=BY, **fields)

    def about(self, referral: Referral) -> None:
        """Babies and a mother in the referral, more or less known, and perhaps letters about it."""
        for _ in range(self.random.choice([0, 1, 1, 1, 2])):
            self.baby(referral)
        postcode = self.random.choice(["", "ZZ16 5AU", "zz165au", "ZZ1 1AA", "not known"])
        ReferredPerson.objects.create(
            team=self.team, referral=referral, role=PartyRole.MOTHER, postcode=postcode, created_by=BY
        )
        for role in (ProfessionalRole.HEALTH_VISITOR, ProfessionalRole.GP):
            if self.random.random() < 0.5:
                self.copy(referral, role)

    def baby(self, referral: Referral) -> ReferredPerson:
        """A baby of any age up to three years, or expected, or nothing known; perhaps settled who it is."""
        born = referral.received_at.date() - timedelta(days=self.random.randint(-60, 1000))
        known = self.random.choice(["born", "expected", "nothing"])
        dates: dict[str, date] = {}
        if known != "nothing":
            dates["date_of_birth" if known == "born" else "expected_date"] = born
        ethnicity = self.random.choice(Ethnicity.values)
        settled = (
            Person.objects.create(
                team=self.team, given_name="Ada", ethnicity=ethnicity, date_of_birth=born, created_by=BY
            )
            if self.random.random() < 0.5
            else None
        )
        return ReferredPerson.objects.create(
            team=self.team, referral=referral, role=PartyRole.BABY, person=settled, created_by=BY, **dates
        )

    def copy(self, referral: Referral, role: ProfessionalRole) -> Copy:
        """A letter about the referral to a professional, posted or not yet."""
        self.letters += 1
        key = f"{self.team.pk}:{self.letters}"
        letter = Letter.objects.create(
            team=self.team, about=f"referral:{referral.pk}", title="A referral", dedupe_key=key, created_by=BY
        )
        posted = {"state": CopyState.POSTED, "pdf": self.file(), "posted_at": self.moment(), "posted_by": BY}
        fields: dict[str, Any] = self.random.choice([posted, {"state": CopyState.QUEUED}])
        return Copy.objects.create(
            team=self.team, letter=letter, reader_name="A", reader_role=role, dedupe_key=key, created_by=BY, **fields
        )

    def file(self) -> StoredFile:
        """A file of nothing."""
        return keep(content=b"%PDF-", name="a.pdf", content_type="application/pdf", team=self.team, by=BY)

    def decision(self, referral: Referral, **given: Any) -> Decision:
        """A decision, of any outcome unless said; some are taken back."""
        outcome = self.random.choice(Outcome.values)
        refused = outcome == Outcome.NOT_ACCEPTED
        back = self.moment() if self.random.random() < 0.2 else None
        usual = {
            "outcome": outcome,
            "reason": self.random.choice(NotAcceptedReason.values) if refused else "",
            "withdrawn_by": self.random.choice(WithdrawnBy.values) if outcome == Outcome.WITHDRAWN else "",
            "in_time": self.random.choice([True, False, None]),
            "created_at": self.moment(),
            "taken_back_at": back,
            "taken_back_by": BY if back else None,
        }
        fields = usual | given
        fields.setdefault("effective_from", fields["created_at"])
        return Decision.objects.create(team=self.team, referral=referral, created_by=BY, **fields)

    def waiting(self, referral: Referral, **given: Any) -> WaitingEntry:
        """A place on the list, perhaps left again."""
        state = self.random.choice(WaitingState.values)
        usual = {"state": state, "since": referral.received_at.date()}
        family = referral.family
        assert family is not None
        entry = WaitingEntry.objects.create(
            team=self.team, family=family, referral=referral, created_by=BY, **(usual | given)
        )
        if entry.state != WaitingState.WAITING:
            WaitingMove.objects.create(
                subject=entry, from_state=WaitingState.WAITING, to_state=entry.state, at=self.moment(), by=BY
            )
        return entry

    def episode(self, family: Family, *referrals: Referral) -> Episode:
        """A piece of work out of these referrals."""
        opened = date(2026, 5, 1)
        offered = self.random.choice([None, "Watch, Wait and Wonder", "VIG"])
        episode = Episode.objects.create(
            team=self.team,
            family=family,
            opened_on=opened,
            intervention=Intervention.objects.get_or_create(team=self.team, name=offered, defaults={"created_by": BY})[
                0
            ]
            if offered
            else None,
            created_by=BY,
        )
        for referral in referrals:
            EpisodeReferral.objects.create(team=self.team, episode=episode, referral=referral, created_by=BY)
        return episode

    def appointment(self, episode: Episode, **given: Any) -> Appointment:
        """An appointment, of any outcome unless said, with its session where it was attended."""
        starts = given.pop("starts", None) or self.moment()
        kind = self.random.choice([AppointmentKind.INTERVENTION, AppointmentKind.ASSESSMENT])
        usual = {"state": self.random.choice(list(ATTENDANCE_CODES)), "kind": kind}
        made = Appointment.objects.create(
            team=self.team,
            episode=episode,
            practitioner=self.user,
            starts=starts,
            ends=starts + timedelta(hours=1),
            place=Place.HOME,
            created_by=BY,
            **(usual | given),
        )
        if ATTENDANCE_CODES[made.state] in ("5", "6") and self.random.random() < 0.9:
            self.session(made)
        return made

    def session(self, appointment: Appointment) -> Session:
        """The session of an appointment that was attended."""
        return Session.objects.create(
            team=self.team,
            episode=appointment.episode,
            appointment=appointment,
            practitioner=self.user,
            kind=appointment.kind,
            place=appointment.place,
            started=appointment.starts,
            minutes=self.random.choice([10, 15, 30, 59, 60, 90]),
            created_by=BY,
        )

    def baby_of_work(self, episode: Episode) -> Person:
        """A baby of the family, for whom the work is."""
        ethnicity = self.random.choice(Ethnicity.values)
        person = Person.objects.create(team=self.team, given_name="Ada", ethnicity=ethnicity, created_by=BY)
        FamilyMember.objects.create(
            team=self.team, family=episode.family, person=person, role=FamilyRole.BABY, created_by=BY
        )
        EpisodeBaby.objects.create(team=self.team, episode=episode, person=person, created_by=BY)
        return person

    def member(self, family: Family, role: FamilyRole) -> FamilyMember:
        """Somebody of the family."""
        person = Person.objects.create(team=self.team, given_name="Sam", family_name="Okafor", created_by=BY)
        return FamilyMember.objects.create(team=self.team, family=family, person=person, role=role, created_by=BY)

    def attendance(self, appointment: Appointment, person: Person, status: AttendanceStatus) -> Attendance:
        """Whether somebody was there."""
        return Attendance.objects.create(
            team=self.team, appointment=appointment, person=person, status=status, created_by=BY
        )

    def ending(self, episode: Episode, **given: Any) -> Ending:
        """An ending with its follow-up."""
        step_down = self.random.choice(["", "Infant massage"])
        usual = {"reason": self.random.choice(EndReason.values), "ended_on": self.day(), "step_down": step_down}
        fields = usual | given
        ending = Ending.objects.create(team=self.team, episode=episode, created_by=BY, **fields)
        Episode.objects.filter(pk=episode.pk).update(
            state=EpisodeState.CLOSED, closed_on=ending.ended_on, end_reason=ending.reason
        )
        state = self.random.choice(FollowUpState.values)
        done = self.day() if state == FollowUpState.DONE else None
        FollowUp.objects.create(
            team=self.team, episode=episode, state=state, due_on=self.day(), done_on=done, created_by=BY
        )
        return ending

    def scores(self, family: Family, adult: Person) -> None:
        """A questionnaire and a goal, filled in now and then; some values are outside what is permitted."""
        goal = Goal.objects.create(team=self.team, family=family, words="Sleep", agreed_on=self.day(), created_by=BY)
        for _ in range(self.random.randint(0, 1)):
            self.score(family, "SRS", self.random.randint(0, 40), adult=adult)
        for _ in range(self.random.randint(0, 4)):
            self.score(family, "PHQ-9", self.random.randint(0, 30), adult=adult)
        for _ in range(self.random.randint(0, 4)):
            self.score(family, "GBO", self.random.randint(0, 11), goal=goal)

    def score(self, family: Family, code: str, value: int, **about: Any) -> Score:
        """A measure filled in once."""
        body = library()[code]
        definition = Definition.objects.filter(team=self.team, code=code).first() or Definition.objects.create(
            team=self.team, code=code, body=dict(body), created_by=BY
        )
        return Score.objects.create(
            team=self.team,
            family=family,
            definition=definition,
            point=Point.SESSION,
            totals={body["scale"][0]["name"]: str(value)},
            created_by=BY,
            **({"taken_on": self.day()} | about),
        )

    def consultation(self, **given: Any) -> Consultation:
        """A consultation, anonymous unless said."""
        usual = {
            "held_on": self.day(),
            "minutes": self.random.randint(10, 90),
            "staff_reached": self.random.randint(1, 8),
            "consultee_role": self.random.choice(ReferralSource.values),
            "consultee_name": "Jo Bright",
        }
        return Consultation.objects.create(team=self.team, consultant=self.user, created_by=BY, **(usual | given))

    def activity(self, **given: Any) -> Activity:
        """A piece of other work, which perhaps reached people."""
        reached = {name: self.random.randint(1, 9) for name in Profession.values if self.random.random() < 0.3}
        usual = {
            "done_on": self.day(),
            "category": self.random.choice(ActivityCategory.values),
            "minutes": self.random.randint(10, 400),
            "people": sum(reached.values()),
            "reached": reached,
        }
        return Activity.objects.create(team=self.team, colleague=self.user, created_by=BY, **(usual | given))

    def group(self, name: str) -> Group:
        """A group with sessions of any state."""
        group = Group.objects.create(
            team=self.team,
            name=name,
            size=6,
            lead=self.user,
            place=Place.CLINIC,
            keeps_touch=self.random.random() < 0.5,
            created_by=BY,
        )
        for _ in range(self.random.randint(0, self.size)):
            starts = self.moment()
            GroupSession.objects.create(
                team=self.team,
                group=group,
                state=self.random.choice(list(GroupSessionState)),
                starts=starts,
                ends=starts + timedelta(minutes=self.random.choice([60, 90, 120])),
                place=Place.CLINIC,
                created_by=BY,
            )
        return group

    def report(self, **given: Any) -> Report:
        """A report of the quarter, as a row in preview."""
        usual = {"title": "A quarter", "starts_on": QUARTER.starts_on, "ends_on": QUARTER.ends_on}
        return Report.objects.create(team=self.team, created_by=BY, **(usual | given))

    def _family(self, number: int) -> None:
        family = self.family(f"Family {number}")
        referrals = [self.referral(family) for _ in range(self.random.randint(1, 2))]
        for referral in referrals:
            self.about(referral)
            for _ in range(self.random.randint(0, 2)):
                self.decision(referral)
        if self.random.random() < 0.5:
            self.waiting(referrals[0])
        if self.random.random() < 0.8:
            self._work(family, referrals[: self.random.randint(0, 2)])

    def _work(self, family: Family, referrals: list[Referral]) -> None:
        episode = self.episode(family, *referrals)
        members = [self.member(family, self.random.choice(list(FamilyRole))) for _ in range(self.random.randint(0, 3))]
        for _ in range(self.random.choice([0, 1, 1, 1, 2])):
            self.baby_of_work(episode)
        for _ in range(self.random.randint(0, 5)):
            appointment = self.appointment(episode)
            for member in members:
                self.attendance(appointment, member.person, self.random.choice(list(AttendanceStatus)))
        if self.random.random() < 0.5:
            self.ending(episode)
        if members and self.random.random() < 0.7:
            self.scores(family, members[0].person)
