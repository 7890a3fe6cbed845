"""What every figure must be, worked out in plain Python over the rows, without one query of the product's."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from caseload.models import (
    Appointment,
    Attendance,
    Ending,
    Episode,
    EpisodeBaby,
    EpisodeReferral,
    FollowUp,
    GroupSession,
    Session,
)
from consultation.models import Activity, Consultation
from families.models import FamilyMember, Person
from measures.models import Goal, Score
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
        #: Medians of groups by indicator, cut and group; sums of groups by indicator, measure and group.
        self.each: dict[tuple[str, str, str], float | None] = {}
        self.sums: Counter[tuple[str, str, str]] = Counter()
        self.referrals()
        self.decisions()
        self.waits()
        self.waiting()
        self.work()
        self.endings()
        self.consultations()
        self.other_work()
        self.groups()

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
                    self_referrals="others" if one.source != "self" else "told" if any(told.values()) else "not_told",
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
        return self.group_of(baby.person if baby else None)

    def group_of(self, baby: Person | None) -> str:
        code = baby.ethnicity if baby else "99"
        groups = {"ABC": "white", "DEFG": "mixed", "HJKL": "asian", "MNP": "black", "RS": "other", "Z": "not_stated"}
        return next((group for codes, group in groups.items() if code in codes), "not_known")

    def group_of_work(self, episode: Episode) -> str:
        babies = sorted((one for one in self.rows(EpisodeBaby) if one.episode_id == episode.pk), key=lambda one: one.pk)
        return self.group_of(babies[0].person if babies else None)

    def group_of_family(self, family_id: int) -> str:
        babies = [one for one in self.rows(FamilyMember) if one.family_id == family_id and one.role == "baby"]
        return self.group_of(min(babies, key=lambda one: one.pk).person if babies else None)

    def area(self, referral: Referral) -> str:
        return self.area_of(self.people_of(referral))

    def area_of(self, people: list[ReferredPerson]) -> str:
        codes = ["".join(one.postcode.split()).upper()[:-3] for one in people]
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
        found: dict[str, list[int]] = {"wait-first": [], "wait-second": [], "wait-help": []}
        each: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for episode in self.mine(Episode):
            referrals = [one.referral for one in self.rows(EpisodeReferral) if one.episode_id == episode.pk]
            received = [day_of(one.received_at) for one in referrals]
            days = {"wait-first": self.seen_day(episode, 1), "wait-second": self.seen_day(episode, 2)}
            days["wait-help"] = self.helped(episode, min(received)) if received else None
            for key, day in days.items():
                if received and day and self.inside(day):
                    found[key].append((day - min(received)).days)
                    for cut, group in self.cuts_of_wait(key, episode, referrals, found[key][-1]).items():
                        self.counts[(key, cut, group)] += 1
                        each[(key, cut, group)].append(found[key][-1])
        for key, values in found.items():
            self.counts[(key, "", "")] = len(values)
            self.values[(key, "median")] = centile(values, 0.5)
            self.values[(key, "centile-90")] = centile(values, 0.9)
            self.values[(key, "longest")] = max(values, default=None)
        self.each |= {where: centile(values, 0.5) for where, values in each.items()}

    def cuts_of_wait(self, key: str, episode: Episode, referrals: list[Referral], days: int) -> dict[str, str]:
        if key == "wait-second":
            return {}
        if key == "wait-help":
            weeks = next((str(weeks) for weeks in (4, 52, 78, 104) if days <= weeks * 7), "over-104")
            return {"weeks": weeks, "ethnicity": self.group_of_work(episode)}
        people = sorted((one for referral in referrals for one in self.people_of(referral)), key=lambda one: one.pk)
        return {"ethnicity": self.group_of_work(episode), "area": self.area_of(people)}

    def seen_day(self, episode: Episode, nth: int, kind: str = "") -> date | None:
        seen = sorted(
            one.starts
            for one in self.rows(Appointment)
            if one.episode_id == episode.pk and one.state in SEEN and kind in ("", one.kind)
        )
        return day_of(seen[nth - 1]) if len(seen) >= nth else None

    def helped(self, episode: Episode, received: date) -> date | None:
        scores = [one for one in self.rows(Score) if one.family_id == episode.family_id and one.taken_on >= received]
        measured = [one.taken_on for one in scores if one.definition.code != "SRS"]
        agreed = [one.agreed_on for one in self.rows(Goal) if one.family_id == episode.family_id]
        treated = self.seen_day(episode, 1, "intervention")
        helped = [day for day in agreed if day >= received] + ([treated] if treated else [])
        contact = self.seen_day(episode, 1)
        return max(contact, min(measured), min(helped)) if contact and measured and helped else None

    def waiting(self) -> None:
        left = {
            move.subject_id
            for move in self.rows(WaitingMove)
            if day_of(move.at) <= self.ends and move.to_state != "waiting"
        }
        days = []
        each: defaultdict[str, list[int]] = defaultdict(list)
        for one in self.mine(WaitingEntry):
            if one.since <= self.ends and one.state != "taken_back" and one.pk not in left:
                days.append((self.ends - one.since).days)
                group = self.ethnic_group(one.referral)
                self.counts[("waiting", "ethnicity", group)] += 1
                each[group].append(days[-1])
        self.counts[("waiting", "", "")] = len(days)
        self.values[("waiting", "median")] = centile(days, 0.5)
        self.values[("waiting", "longest")] = max(days, default=None)
        self.each |= {("waiting", "ethnicity", group): centile(values, 0.5) for group, values in each.items()}

    def work(self) -> None:
        length = {one.appointment_id: one.minutes for one in self.rows(Session)}
        for one in self.mine(Appointment):
            day = day_of(one.starts)
            if self.inside(day) and one.state != "moved":
                held = self.length(length.get(one.pk)) if one.state in SEEN else "not_held"
                self.add("appointments", attendance=one.state, month=f"{day:%Y-%m}", length=held)
        families = {
            one.episode.family_id
            for one in self.mine(Session)
            if self.inside(day_of(one.started)) and one.appointment.state in SEEN
        }
        for family_id in families:
            self.add("families-seen", ethnicity=self.group_of_family(family_id))
        self.counts[("fathers-and-partners-seen", "", "")] = len(self.fathers())
        for work in self.mine(Episode):
            if work.opened_on <= self.ends and (work.closed_on is None or work.closed_on > self.ends):
                first = self.seen_day(work, 1)
                met = first is not None and first <= self.ends
                self.add("caseload", seen="seen" if met else "not_seen", ethnicity=self.group_of_work(work))

    def length(self, minutes: int | None) -> str:
        if minutes is None:
            return "no-length"
        return "under-15" if minutes < 15 else "15-29" if minutes < 30 else "30-59" if minutes < 60 else "60"

    def endings(self) -> None:
        sessions = []
        each: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for one in self.mine(Ending):
            if self.inside(one.ended_on):
                change = self.change(one, "PHQ-9", highest=27, least=6, better=-1)
                group, offered = self.group_of_work(one.episode), one.episode.intervention
                few = {"white": "white", "not_stated": "not_known", "not_known": "not_known"}.get(group, "others")
                judged = {"better": "better", "same": "judged", "worse": "judged"}.get(change, "rest")
                self.add(
                    "endings",
                    reason=one.reason,
                    step_down="arranged" if one.step_down else "none",
                    measures=change,
                    goals=self.change(one, "GBO", highest=10, least=3, better=1),
                    intervention=offered.name if offered else "not_said",
                    ethnicity=few,
                    measures_ethnicity=f"{few}:{judged}",
                    experience="said" if self.said_how(one) else "not_said",
                )
                held = [s for s in self.rows(Session) if s.episode_id == one.episode_id and s.appointment.state in SEEN]
                sessions.append(len(held))
                each[("endings", "intervention", offered.name if offered else "not_said")].append(len(held))
                each[("endings", "ethnicity", few)].append(len(held))
        self.values[("endings", "sessions-mean")] = sum(sessions) / len(sessions) if sessions else None
        self.values[("endings", "sessions-median")] = centile(sessions, 0.5)
        self.values[("endings", "sessions-most")] = max(sessions, default=None)
        self.each |= {where: centile(values, 0.5) for where, values in each.items()}
        for one in self.mine(FollowUp):
            if self.inside(one.due_on):
                self.add("follow-ups", outcome=one.state)

    def said_how(self, ending: Ending) -> bool:
        return any(
            one.family_id == ending.episode.family_id
            and one.definition.code == "SRS"
            and ending.episode.opened_on <= one.taken_on <= ending.ended_on
            for one in self.rows(Score)
        )

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
            for key, number in (("minutes", one.minutes), ("people", one.people)):
                self.sums[("other-work", key, one.category)] += number
        self.values[("other-work", "minutes")] = sum(one.minutes for one in mine)
        self.values[("other-work", "people")] = sum(one.people for one in mine)
        for name in professions:
            reached = sum(one.reached.get(name, 0) for one in mine)
            self.values[("other-work", f"reached-{name.replace('_', '-')}")] = reached

    def groups(self) -> None:
        minutes = 0
        for one in self.mine(GroupSession):
            day = day_of(one.starts)
            if one.state == "held" and self.inside(day):
                self.add(
                    "group-sessions", month=f"{day:%Y-%m}", whom="keeps_touch" if one.group.keeps_touch else "in_work"
                )
                minutes += int((one.ends - one.starts).total_seconds() // 60)
        self.values[("group-sessions", "minutes")] = minutes
