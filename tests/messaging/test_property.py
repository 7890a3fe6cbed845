"""Whatever happens to a family's contacts, and in whatever order, no text goes where it must not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from families import actions as families
from pitservice.configuration.enums import YesNoUnknown
from pitservice.messaging.models import Message, OutboxEntry
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import queue_text

pytestmark = pytest.mark.django_db
assert settings.default is not None  # a profile is always loaded
EXAMPLES = max(20, settings.default.max_examples // 4)
ANSWERS = [YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN]
STEPS = st.one_of(
    st.tuples(st.sampled_from(["safe", "may_text"]), st.sampled_from(ANSWERS)),
    st.tuples(st.just("agrees"), st.booleans()),
    st.tuples(st.sampled_from(["loss", "restrict", "opt_out"]), st.booleans()),
    st.tuples(st.sampled_from(["queue", "send"]), st.none()),
)


class Contacts:
    """The family, and beside it what we know may or may not be told: an oracle that asks no rule of the product."""

    def __init__(self) -> None:
        self.made: MadeFamily = make_family()
        self.facts: dict[str, object] = {"safe": YesNoUnknown.YES, "may_text": YesNoUnknown.YES, "agrees": True}
        self.open: dict[str, object] = {}

    @property
    def allowed(self) -> bool:
        """Nothing known stands against a text to the mother."""
        said = (self.facts["safe"], self.facts["may_text"], self.facts["agrees"])
        return said == (YesNoUnknown.YES, YesNoUnknown.YES, True) and not self.open

    def step(self, name: str, value: object) -> None:
        """One thing that happens, on the record and in the oracle."""
        made = self.made
        if name in ("safe", "may_text"):
            made.mobile = families.change_point(point=made.mobile, by=BY, **{name: value})  # type: ignore[arg-type]  # there
            self.facts[name] = value
        elif name == "agrees":
            answer = YesNoUnknown.YES if value else YesNoUnknown.NO
            families.record_agreement(family=made.family, person=made.mother, knows="yes", agrees=answer, by=BY)
            self.facts[name] = value
        elif value and name not in self.open:
            self.open[name] = self._raise(name)
        elif not value and name in self.open:
            self._lift(name, self.open.pop(name))

    def _raise(self, name: str) -> object:
        made = self.made
        if name == "loss":
            return families.record_loss(family=made.family, person=made.baby, kind="baby_died", by=BY)
        if name == "restrict":
            return families.raise_alert(
                family=made.family, kind="restricted_person", text="Must not know", person=made.mother, by=BY
            )
        assert made.mobile is not None
        return families.opt_out(point=made.mobile, by=BY)

    def _lift(self, name: str, what: object) -> None:
        if name == "loss":
            families.undo_loss(loss=what, reason="Wrong record", by=BY)  # type: ignore[arg-type]  # a loss
        elif name == "restrict":
            families.lift_alert(alert=what, reason="Wrong person", by=BY)  # type: ignore[arg-type]  # an alert
        else:
            assert self.made.mobile is not None
            self.made.mobile.refresh_from_db()
            families.opt_in(point=self.made.mobile, by=BY)


@pytest.mark.rule("CON-1")
@pytest.mark.rule("P1")
@settings(max_examples=EXAMPLES)
@given(st.lists(STEPS, min_size=3, max_size=12))
def test_no_sequence_of_changes_sends_to_where_it_must_not_go(steps: list[tuple[str, object]]) -> None:
    contacts = Contacts()
    for name, value in [*steps, ("send", None)]:
        if name == "queue":
            queue_text(contacts.made)
        elif name == "send":
            before = OutboxEntry.objects.count()
            waiting = Message.objects.filter(family=contacts.made.family, state="queued").count()
            send_due()
            gone = OutboxEntry.objects.count() - before
            assert gone == (waiting if contacts.allowed else 0)
        else:
            contacts.step(name, value)

    sent = Message.objects.filter(family=contacts.made.family, state="sent")
    assert all(OutboxEntry.objects.filter(reference=message.reference).count() == 1 for message in sent)
    stopped = Message.objects.filter(family=contacts.made.family).exclude(state__in=["sent", "queued"])
    assert all(message.why for message in stopped)
