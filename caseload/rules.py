"""What follows from what is recorded: pure predicates and counts, with dates passed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal

from caseload.enums import RHYTHM_SLOTS, EndReason, EpisodeState
from pitservice.configuration.enums import FollowUpPolicy
from pitservice.ui import dates

#: The purpose of a private link that a calendar programme reads (P61).
FEED = "caseload.feed"
#: Days after allocation in which the first attempt to reach the family is due. No source gives a number: a week.
FIRST_CONTACT_DAYS = 7
#: So many days before the team's limit of days its nearing is said (ENG-1). No source gives a number: a week.
LIMIT_WARNS = 7
#: Contacts confirmed longer ago than this are confirmed again before a follow-up (P63: three months).
CONTACTS_FRESH = timedelta(days=91)


#: A clinical day (toolkit ch. 6), and what a group costs each facilitator before and after, at the least (CAP-1).
DAY_HOURS = Decimal("7.5")
GROUP_BEFORE, GROUP_AFTER = Decimal(1), Decimal(1)


@dataclass(frozen=True, slots=True)
class NewAt:
    """What a colleague is new to, how much longer it takes them, and until when or for how many of it (P85)."""

    user_id: int
    intervention_id: int | None
    group_id: int | None
    name: str
    percent: int
    until: date | None = None
    pieces: int | None = None
    done: int = 0

    @property
    def pieces_words(self) -> str:
        """3 pieces of work, 3 sessions."""
        one = "session" if self.group_id else "piece of work"
        return dates.count(self.pieces or 0, one, "sessions" if self.group_id else "pieces of work")

    def __str__(self) -> str:
        """New to VIG until 1 March 2027: 50% more time."""
        lasts = f"until {dates.day(self.until)}" if self.until else f"({self.done} of {self.pieces_words} done)"
        return f"new to {self.name} {lasts}: {self.percent}% more time"


def percent_more(new: Iterable[NewAt], user_id: int, intervention_id: int | None, group_id: int | None = None) -> int:
    """How much longer work takes a colleague who is new to its intervention, or to the group: the most (P85)."""
    mine = (one for one in new if one.user_id == user_id)
    return max(
        (
            one.percent
            for one in mine
            if (one.intervention_id is not None and one.intervention_id == intervention_id)
            or (one.group_id is not None and one.group_id == group_id)
        ),
        default=0,
    )


@dataclass(frozen=True, slots=True)
class Load:
    """What a colleague carries: families they lead, and slots of a week used and there (CAP-1).

    `slots` is None where nobody has recorded the colleague's days. It is shown and stops nothing. What groups take is
    out of the slots already, and what takes longer because it is new is in both (P85).
    """

    families: int = 0
    used: Decimal = Decimal(0)
    slots: int | None = None
    groups: Decimal = Decimal(0)  # hours a week, taken off before slots are counted
    new_to: tuple[NewAt, ...] = ()
    shared: int = 0  # families of others in which they are co-worker; their slots are in what is used
    coming: int | None = None  # slots of the coming seven days, with leave and closed days taken off

    @property
    def free(self) -> Decimal | None:
        """Slots a week that are left; below nothing for somebody who carries too much."""
        return None if self.slots is None else self.slots - self.used

    def __str__(self) -> str:
        """5 open families, 4.5 of 12 slots a week; new to VIG until 1 March 2027: 50% more time."""
        families = dates.count(self.families, "open family", "open families")
        shared = f" and {self.shared} as co-worker" if self.shared else ""
        there = "" if self.slots is None else f" of {self.slots}"
        less = self.coming is not None and self.slots is not None and self.coming < self.slots
        coming = f" ({self.coming} in the coming seven days)" if less else ""
        groups = f", besides {self.groups.normalize():f} hours a week for groups" if self.groups else ""
        new = "".join(f"; {one}" for one in self.new_to)
        return f"{families}{shared}, {self.used.normalize():f}{there} slots a week{coming}{groups}{new}"


def slots_a_week(hours: Decimal, other: Decimal, groups: Decimal, families_a_day: int, weeks: int = 1) -> int:
    """How many families a colleague can see in a week: whole slots in the hours that are left for them (CAP-1).

    A slot is a day of 7.5 hours by the families seen in one: 1.875 hours for four (toolkit ch. 6, domain.md §7.1).
    The hours are those of so many `weeks` together.
    """
    left = max(hours - other - groups, Decimal(0))
    return int((left * families_a_day / (DAY_HOURS * weeks)).to_integral_value(ROUND_FLOOR))


def group_hours(
    length: Decimal, before: Decimal = GROUP_BEFORE, after: Decimal = GROUP_AFTER, new_percent: int = 0
) -> Decimal:
    """What one group session costs each facilitator, with an hour before and an hour after, or more (CAP-1).

    `new_percent`: preparing and following up take so much longer for who is new to it (P85; "considerably more").
    """
    besides = max(before, GROUP_BEFORE) + max(after, GROUP_AFTER)
    return length + besides * (100 + new_percent) / 100


def slots_of(
    rhythm: str, *, is_complex: bool, complex_percent: int, new_percent: int = 0, part_percent: int = 100
) -> Decimal:
    """Slots of a week that work with one family takes, by how often it is seen and what makes it longer (CAP-1).

    `new_percent`: so much longer for who is new to its intervention; what makes it longer adds up (P85).
    `part_percent`: a co-worker's part takes so much of it (CAPA's co-therapy share, domain.md §7.2).
    """
    percent = new_percent + (complex_percent if is_complex else 0)
    return RHYTHM_SLOTS[rhythm] * (100 + percent) * part_percent / 10_000


@dataclass(frozen=True, slots=True)
class Engagement:
    """How far the attempts to engage a family have come, and the team's limits (ENG-1, toolkit ch. 6).

    `goes_on_until`: the last day of somebody's decision to go on all the same, where that is not over.
    """

    attempts: int
    days: int
    attempts_limit: int
    days_limit: int
    goes_on_until: date | None = None

    @property
    def reached(self) -> bool:
        """A limit is reached: a person decides whether the family is returned to the referrer."""
        return self.attempts >= self.attempts_limit or self.days >= self.days_limit

    @property
    def near(self) -> bool:
        """A limit is reached, or will be with the next attempt or within a week: it warns."""
        return self.attempts >= self.attempts_limit - 1 or self.days >= self.days_limit - LIMIT_WARNS


@dataclass(frozen=True, slots=True)
class Progress:
    """Sessions so far of those agreed (END-1, toolkit ch. 6); `reviews` are sessions of the kind review."""

    state: str
    sessions: int
    agreed: int
    reviews: int = 0

    @property
    def review_due(self) -> bool:
        """Half of the agreed sessions have been and there was no review: it is due mid-way (END-1)."""
        return self._under_way and self.sessions * 2 >= self.agreed and not self.reviews and not self.reached

    @property
    def reached(self) -> bool:
        """All agreed sessions have been: end, or record that more are agreed (END-1)."""
        return self._under_way and self.sessions >= self.agreed

    @property
    def _under_way(self) -> bool:
        return self.state in (EpisodeState.ASSESSMENT, EpisodeState.INTERVENTION)


def may_take_signature_back(signed: datetime, hours: int, now: datetime) -> bool:
    """Whether the team's hours in which an author may take a signature back are not over; 0 hours: never."""
    return hours > 0 and now <= signed + timedelta(hours=hours)


def first_contact_due(opened_on: date) -> date:
    """The day by which somebody has tried to reach an allocated family."""
    return opened_on + timedelta(days=FIRST_CONTACT_DAYS)


def may_follow_up(policy: str, reason: str, *, agreed: bool) -> bool:
    """Whether a follow-up falls due: the team follows up, it was agreed at the ending, nobody died (FUP-1, P63)."""
    return agreed and policy != FollowUpPolicy.OFF and reason != EndReason.DIED


def months_after(start: date, months: int) -> date:
    """The same day some months on, or the last of that month: 31 August and six months is 28 February."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, start.day)


#: Shorter words, or the same letters over and over, can be tried out by a machine that has the file.
SHORTEST_PHRASE, FEWEST_CHARACTERS = 20, 8


def why_not_as_phrase(words: str) -> str:
    """What is wrong with these words as the pass-phrase of a downtime pack; nothing where they will do (P71).

    Letters of other alphabets and accents are typed, and read by PDF readers, in more ways than one.

    >>> why_not_as_phrase("green otter river lamp")
    ''
    >>> why_not_as_phrase("aaaa aaaa aaaa aaaa aaaa")
    'Use more different letters: four words that nobody would guess.'
    """
    if len(words) < SHORTEST_PHRASE:
        return f"Enter at least {SHORTEST_PHRASE} letters: four words that nobody would guess."
    if len(set(words.lower())) < FEWEST_CHARACTERS:
        return "Use more different letters: four words that nobody would guess."
    if not (words.isascii() and words.isprintable()):
        return "Use English letters, digits, spaces and the signs on every keyboard alone, so that it opens anywhere."
    return ""
