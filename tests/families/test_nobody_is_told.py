"""Random families, through the real queue and real letters: nobody is told who must not be (CON-1, P20, P21, P22)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from families import actions
from families.contact import Question, who_may_be_told
from families.contact.normal import normal_point
from families.enums import AlertKind, Channel, FamilyRole, LossKind, PointKind, ProfessionalRole, Purpose
from families.models import CareChange, Person
from pitservice.configuration.enums import YesNoUnknown
from pitservice.jobs.tasks import work
from pitservice.letters.actions import CopyFor, write
from pitservice.letters.models import Copy
from pitservice.messaging.actions import queue
from pitservice.messaging.models import Message, OutboxEntry
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY, make_team
from tests.make.families import MadeFamily, add_address, add_mobile, add_professional, make_family, mobile_number
from tests.make.messaging import open_all_day

pytestmark = pytest.mark.django_db
assert settings.default is not None  # a profile is always loaded
#: Each is a whole family in the database, its queue and its letters: a dozen here, many in the drill.
EXAMPLES = max(12, settings.default.max_examples // 8)
YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN

_SAID = st.sampled_from([YES, YES, YES, NO, UNKNOWN])
_SELDOM = st.sampled_from([False, False, False, True])
#: Numbers and addresses come out of a small bag, so that people share them without saying so.
_SHARED = st.integers(0, 3)


@dataclass
class Somebody:
    """An adult of the family, or of another team's."""

    role: str
    number: int
    home: int
    safe: YesNoUnknown
    restricted: bool
    agrees: YesNoUnknown
    age: int


_PEOPLE = st.builds(
    Somebody,
    role=st.sampled_from(["mother", "father", "grandparent", "other"]),
    number=_SHARED,
    home=_SHARED,
    safe=_SAID,
    restricted=_SELDOM,
    agrees=_SAID,
    age=st.sampled_from([15, 17, 30, 30, 30]),
)


@dataclass
class Plan:
    """A family, another team's people, and what happens before and after words have been queued."""

    people: list[Somebody]
    elsewhere: list[Somebody]
    gp_may: bool
    override: bool
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)


_EVENTS = st.sets(st.sampled_from(["loss", "care", "restrict", "unsafe", "elsewhere"]), max_size=1)
_PLANS = st.builds(
    Plan,
    people=st.lists(_PEOPLE, min_size=1, max_size=3),
    elsewhere=st.lists(_PEOPLE, max_size=1),
    gp_may=st.booleans(),
    override=st.booleans(),
    before=_EVENTS,
    after=_EVENTS,
)


class World:
    """The plan carried out, and beside it what must not be used: an oracle that asks no rule of the product."""

    def __init__(self, plan: Plan) -> None:
        self.made = make_family(make_team(), mother="Aisha")
        open_all_day(self.made.team)
        self.other = make_family(make_team(), mother="Nell")
        self.numbers = [mobile_number() for _ in range(4)]
        key = self.made.family.pk
        self.homes = [f"{number} Rowan Close {key}, ZZ{number + 1} {key % 10}AB" for number in range(4)]
        self.forbidden: set[str] = set()
        self.restricted: set[str] = set()
        self.lost = self.care = False
        self.people: list[Person] = []
        for somebody in plan.people:
            self.people.append(self._add(self.made, somebody))
        for somebody in plan.elsewhere:
            self._add(self.other, somebody)
        self.gp = add_professional(self.made, "Dr Ann Reed", ProfessionalRole.GP, consent=plan.gp_may)
        self.gp_may = plan.gp_may
        if plan.override:
            until = timezone.now() + timedelta(days=7)
            actions.set_consent_aside(
                family=self.made.family, professional=self.gp, reason="A child may be hurt.", until=until, by=BY
            )
        self.override = plan.override

    def _add(self, made: MadeFamily, who: Somebody) -> Person:
        born = timezone.localdate() - timedelta(days=who.age * 366)
        person = actions.add_person(
            family=made.family, role=who.role, given_name="Sam", date_of_birth=born, lives_here=NO, by=BY
        )
        actions.record_agreement(
            family=made.family,
            person=person,
            knows=YES if who.agrees == YES else UNKNOWN,
            agrees=who.agrees,
            by=BY,
        )
        add_mobile(made, person, self.numbers[who.number], safe=who.safe)
        add_address(made, person, self.homes[who.home], "", safe=who.safe)
        if who.safe == NO:
            self.forbid(who)
        if who.restricted:
            self._restrict(made, person, who)
        return person

    def _restrict(self, made: MadeFamily, person: Person, who: Somebody) -> None:
        actions.raise_alert(
            family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=person, text="Must not know.", by=BY
        )
        self.restricted.add(f"person:{person.pk}")
        self.forbid(who)

    def forbid(self, who: Somebody) -> None:
        """Neither this number nor this address may be used any more, by anybody."""
        self.forbidden.add(normal_point(PointKind.MOBILE, self.numbers[who.number]))
        self.forbidden.add(normal_point(PointKind.ADDRESS, self.homes[who.home]))

    def happen(self, events: set[str], plan: Plan) -> None:
        """What changes."""
        made = self.made
        for event in events:
            if event == "loss":
                actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)
                self.lost = True
            elif event == "care":
                CareChange.objects.create(
                    family=made.family, team=made.team, person=made.baby, kind="foster",
                    happened_on=timezone.localdate(), created_by=BY,
                )  # fmt: skip
                self.care = True
            elif event == "restrict":
                self._restrict(made, self.people[0], plan.people[0])
            elif event == "unsafe":
                for point in made.family.points.filter(person=self.people[0]):
                    actions.change_point(point=point, safe=NO, by=BY)
                self.forbid(plan.people[0])
            else:
                self._add(self.other, Somebody(FamilyRole.OTHER, plan.people[0].number, 0, NO, True, UNKNOWN, 30))

    def say_everything(self, purpose: Purpose, number: int) -> None:
        """A text and a letter to everybody concerned, as the rules answer."""
        made = self.made
        for channel in (Channel.TEXT, Channel.LETTER):
            for to in who_may_be_told(made.about, Question(purpose, channel, timezone.now())):
                key = f"{made.family.pk}:{number}:{channel}:{to.recipient}"
                if channel is Channel.TEXT:
                    queue(to=to, words="We look forward to seeing you.", dedupe_key=key, by=BY)
                else:
                    write(
                        about=made.about, team=made.team, family=made.family, purpose=purpose, title="A letter",
                        copies=[CopyFor(to, ["We look forward to seeing you."], is_main=True)], dedupe_key=key, by=BY,
                    )  # fmt: skip


@pytest.mark.rule("CON-1")
@pytest.mark.rule("P20")
@pytest.mark.rule("P21")
@pytest.mark.rule("P22")
@pytest.mark.rule("P24")
@settings(max_examples=EXAMPLES)
@given(plan=_PLANS, purpose=st.sampled_from([Purpose.ACCEPTED, Purpose.SAFEGUARDING]))
def test_nothing_goes_to_whom_or_where_it_must_not(plan: Plan, purpose: Purpose) -> None:
    world = World(plan)
    world.happen(plan.before, plan)
    world.say_everything(purpose, 1)
    world.happen(plan.after - plan.before, plan)  # what has happened does not happen a second time
    world.say_everything(purpose, 2)

    send_due()
    work()

    sent = Message.objects.filter(family=world.made.family, state="sent")
    gone = OutboxEntry.objects.filter(reference__in=sent.values("reference"))
    assert gone.count() == sent.count()
    ready = Copy.objects.filter(letter__family=world.made.family, state="ready")
    recipients = {*sent.values_list("recipient", flat=True), *ready.values_list("recipient", flat=True)}
    used = {normal_point(PointKind.MOBILE, entry.value) for entry in gone}
    used |= {normal_point(PointKind.ADDRESS, copy.address) for copy in ready}
    assert not recipients & world.restricted
    assert not used & world.forbidden
    if world.lost or world.care:
        assert not recipients
    if not world.gp_may and not (world.override and purpose is Purpose.SAFEGUARDING):
        assert f"professional:{world.gp.pk}" not in recipients
    if purpose is Purpose.SAFEGUARDING:
        assert not [one for one in recipients if one.startswith("person:")]


@pytest.mark.rule("P21")
def test_the_same_world_with_nothing_in_the_way_is_told() -> None:
    """So that the property above is not true of a product that sends nothing."""
    mother = Somebody("mother", 0, 0, YES, False, YES, 30)
    world = World(Plan([mother], [Somebody("mother", 1, 1, NO, True, YES, 30)], gp_may=False, override=True))
    world.say_everything(Purpose.ACCEPTED, 1)
    world.say_everything(Purpose.SAFEGUARDING, 2)

    send_due()
    work()

    told = {f"person:{person.pk}" for person in (*world.people, world.made.mother)}
    assert (
        set(Message.objects.filter(family=world.made.family, state="sent").values_list("recipient", flat=True)) == told
    )
    ready = Copy.objects.filter(letter__family=world.made.family, state="ready")
    assert set(ready.values_list("recipient", "letter__purpose")) == {
        *((one, Purpose.ACCEPTED) for one in told),
        (f"professional:{world.gp.pk}", Purpose.SAFEGUARDING),
    }
