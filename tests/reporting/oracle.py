"""What every figure must be, worked out in plain Python over the rows, without one query of the product's."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from caseload.models import Appointment, Attendance, Ending, Episode, EpisodeReferral, FollowUp, Session
from consultation.models import Activity, Consultation
from families.models import FamilyMember
from measures.models import Score
from pitservice.accounts.models import Team
from pitservice.letters.models import Copy
from referrals.models import Decision, Referral, ReferredPerson, WaitingEntry
from referrals.models.waiting import WaitingMove

LONDON = ZoneInfo("Europe/London")
SEEN = ("attended", "late_seen")


def day_of(moment: datetime) -> date:
    """The day in London."""
    return moment.astimezone(LONDON).date()


def centile(values: list[int], fraction: float) -> float | None:
    """Linear between the two nearest values."""
    if not values:
        return None
    ordered = sorted(values)
    place = fraction * (len(ordered) - 1)
    low, high = math.floor(place), math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


class Oracle:
    """The figures of one team between two days: `counts` by indicator, cut, group; `values` by indicator, measure."""

    def __init__(self, team: Team, starts: date, ends: date) -> None:
        self.team, self.starts, self.ends = team, starts, ends
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.read: dict[Any, list[Any]] = {}
        self.values: dict[tuple[str, str], float | None] = {}
        self.referrals()
        self.decisions()
        self.waits()
        self.waiting()
        self.work()
        self.endings()
        self.consultations()
        self.other_work()

    def rows(self, model: Any) -> list[Any]:
        """Every row of every team, read once."""
        if model not in self.read:
            self.read[model] = list(model.objects.all())
        return self.read[model]

    def mine(self, model: Any) -> Iterable[Any]:
        """Every row of the team."""
        return [row for row in self.rows(model) if row.team_id == self.team.pk]

    def inside(self, day: date | None) -> bool:
        return day is not None and self.starts <= day <= self.ends

    def add(self, indicator: str, **groups: str) -> None:
        self.counts[(indicator, "", "")] += 1
        for cut, group in groups.items():
            self.counts[(indicator, cut.replace("_", "-"), group)] += 1

    def referrals(self) -> None:
        for one in self.mine(Referral):
            day = day_of(one.received_at)
            if self.inside(day) and one.state != "undone":
                told = {role: role in self.told_by_letter(one) for role in ("health_visitor", "gp")}
                self.add(
                    "referrals-received",
                    source=one.source,
                    month=f"{day:%Y-%m}",
                    age=self.age_band(one, day),
                    ethnicity=self.ethnic_group(one),
                    area=self.area(one),
                    health_visitor="told" if told["health_visitor"] else "not_told",
                    gp="told" if told["gp"] else "not_told",
                )

    def people_of(self, referral: Referral) -> list[ReferredPerson]:
        return sorted((one for one in self.rows(ReferredPerson) if one.referral_id == referral.pk), key=lambda o: o.pk)

    def first_baby(self, referral: Referral) -> ReferredPerson | None:
        return next((one for one in self.people_of(referral) if one.role == "baby"), None)

    def age_band(self, referral: Referral, received: date) -> str:
        baby = self.first_baby(referral)
        if baby is None:
            return "not_known"
        born = (baby.person.date_of_birth if baby.person else None) or baby.date_of_birth
        if born is None:
            return "antenatal" if baby.expected_date else "not_known"
        months = (received.year - born.year) * 12 + received.month - born.month - (received.day < born.day)
        if born > received:
            return "antenatal"
        bands = {"0-3": range(4), "4-6": range(4, 7), "7-12": range(7, 13), "13-24": range(13, 25)}
        return next((key for key, held in bands.items() if months in held), "over-24")

    def ethnic_group(self, referral: Referral) -> str:
        baby = self.first_baby(referral)
        code = baby.person.ethnicity if baby and baby.person else "99"
        groups = {"ABC": "white", "DEFG": "mixed", "HJKL": "asian", "MNP": "black", "RS": "other", "Z": "not_stated"}
        return next((group for codes, group in groups.items() if code in codes), "not_known")

    def area(self, referral: Referral) -> str:
        codes = ["".join(one.postcode.split()).upper()[:-3] for one in self.people_of(referral)]
        areas = [code for code in codes if any(letter.isdigit() for letter in code) and len(code) in (2, 3, 4)]
        return areas[0] if areas else "not_known"

    def told_by_letter(self, referral: Referral) -> set[str]:
        return {
            copy.reader_role
            for copy in self.rows(Copy)
            if copy.letter.about == f"referral:{referral.pk}" and copy.posted_at is not None
        }

    def decisions(self) -> None:
        for one in self.mine(Decision):
            if one.outcome not in ("waiting_list", "allocate", "not_accepted") or one.taken_back_at:
                continue
            if self.inside(day_of(one.created_at)):
                outcome = f"not_accepted:{one.reason}" if one.outcome == "not_accepted" else one.outcome
                in_time = {True: "in_time", False: "late", None: "no_clock"}[one.in_time]
                self.add("decisions-made", in_time=in_time, outcome=outcome)

    def waits(self) -> None:
        found: dict[int, list[int]] = {1: [], 2: []}
        for episode in self.mine(Episode):
            received = [
                day_of(link.referral.received_at)
                for link in self.rows(EpisodeReferral)
                if link.episode_id == episode.pk
            ]
            seen = sorted(
                one.starts for one in self.rows(Appointment) if one.episode_id == episode.pk and one.state in SEEN
            )
            for nth in (1, 2):
                if received and len(seen) >= nth and self.inside(day_of(seen[nth - 1])):
                    found[nth].append((day_of(seen[nth - 1]) - min(received)).days)
        for nth, key in ((1, "wait-first"), (2, "wait-second")):
            self.counts[(key, "", "")] = len(found[nth])
            self.values[(key, "median")] = centile(found[nth], 0.5)
            self.values[(key, "centile-90")] = centile(found[nth], 0.9)
            self.values[(key, "longest")] = max(found[nth], default=None)

    def waiting(self) -> None:
        left = {
            move.subject_id
            for move in self.rows(WaitingMove)
            if day_of(move.at) <= self.ends and move.to_state != "waiting"
        }
        days = [
            (self.ends - one.since).days
            for one in self.mine(WaitingEntry)
            if one.since <= self.ends and one.state != "taken_back" and one.pk not in left
        ]
        self.counts[("waiting", "", "")] = len(days)
        self.values[("waiting", "median")] = centile(days, 0.5)
        self.values[("waiting", "longest")] = max(days, default=None)

    def work(self) -> None:
        for one in self.mine(Appointment):
            day = day_of(one.starts)
            if self.inside(day) and one.state != "moved":
                self.add("appointments", attendance=one.state, month=f"{day:%Y-%m}")
        families = {
            one.episode.family_id
            for one in self.mine(Session)
            if self.inside(day_of(one.started)) and one.appointment.state in SEEN
        }
        self.counts[("families-seen", "", "")] = len(families)
        self.counts[("fathers-and-partners-seen", "", "")] = len(self.fathers())

    def endings(self) -> None:
        sessions = []
        for one in self.mine(Ending):
            if self.inside(one.ended_on):
                self.add(
                    "endings",
                    reason=one.reason,
                    step_down="arranged" if one.step_down else "none",
                    measures=self.change(one, "PHQ-9", highest=27, least=6, better=-1),
                    goals=self.change(one, "GBO", highest=10, least=3, better=1),
                )
                held = [s for s in self.rows(Session) if s.episode_id == one.episode_id and s.appointment.state in SEEN]
                sessions.append(len(held))
        self.values[("endings", "sessions-mean")] = sum(sessions) / len(sessions) if sessions else None
        self.values[("endings", "sessions-median")] = centile(sessions, 0.5)
        self.values[("endings", "sessions-most")] = max(sessions, default=None)
        for one in self.mine(FollowUp):
            if self.inside(one.due_on):
                self.add("follow-ups", outcome=one.state)

    def change(self, ending: Ending, code: str, *, highest: int, least: int, better: int) -> str:
        """One measure a family, filled in by one person."""
        episode = ending.episode
        seen = sorted(
            day_of(one.starts) for one in self.rows(Appointment) if one.episode_id == episode.pk and one.state in SEEN
        )
        scores = [
            (one.taken_on, one.pk, int(next(iter(one.totals.values()))))
            for one in self.rows(Score)
            if one.family_id == episode.family_id and one.definition.code == code
        ]
        scores = [one for one in sorted(scores) if episode.opened_on <= one[0] <= ending.ended_on and one[2] <= highest]
        if not scores:
            return "none"
        from_first = [one for one in scores if seen and one[0] >= seen[0]]
        later = [one for one in from_first[1:] if len(seen) > 1 and one[0] >= seen[1]]
        if not later:
            return "once"
        change = (later[-1][2] - from_first[0][2]) * better
        return "better" if change >= least else "worse" if change <= -least else "same"

    def fathers(self) -> set[tuple[int, int]]:
        roles = {"father", "other_mother", "step_parent", "partner"}
        found = set()
        for one in self.mine(Attendance):
            meeting = one.appointment
            if one.status == "absent" or meeting.state not in SEEN or not self.inside(day_of(meeting.starts)):
                continue
            for member in self.rows(FamilyMember):
                same = member.family_id == meeting.episode.family_id and member.person_id == one.person_id
                if same and member.role in roles:
                    found.add((member.family_id, member.person_id))
        return found

    def consultations(self) -> None:
        staff = minutes = 0
        for one in self.mine(Consultation):
            if self.inside(one.held_on):
                self.add("consultations", consultee=one.consultee_role, month=f"{one.held_on:%Y-%m}")
                staff, minutes = staff + one.staff_reached, minutes + one.minutes
        self.values[("consultations", "staff")] = staff
        self.values[("consultations", "minutes")] = minutes

    def other_work(self) -> None:
        professions = (
            *("health_visitors", "midwives", "social_workers", "early_years"),
            *("doctors", "mental_health", "students", "others"),
        )
        mine = [one for one in self.mine(Activity) if self.inside(one.done_on)]
        for one in mine:
            self.add("other-work", category=one.category, month=f"{one.done_on:%Y-%m}")
        self.values[("other-work", "minutes")] = sum(one.minutes for one in mine)
        self.values[("other-work", "people")] = sum(one.people for one in mine)
        for name in professions:
            reached = sum(one.reached.get(name, 0) for one in mine)
            self.values[("other-work", f"reached-{name.replace('_', '-')}")] = reached
