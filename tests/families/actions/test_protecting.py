"""Consent set aside (P21), and adults who do not agree (P28)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from families import actions
from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, FamilyRole, LossKind, ProfessionalRole, Purpose
from families.models import Disagreement, Override, Professional
from pitservice.audit.models import Event
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import BY
from tests.make.families import MadeFamily, add_address, add_professional, make_family

pytestmark = pytest.mark.django_db

YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


@pytest.fixture
def made() -> MadeFamily:
    return make_family(father="Tom")


@pytest.fixture
def worker(made: MadeFamily) -> Professional:
    """A social worker to whom the mother does not want us to speak."""
    return add_professional(made, "Sue Marsh", ProfessionalRole.SOCIAL_WORKER, consent=False)


def ask(made: MadeFamily, purpose: Purpose = Purpose.SAFEGUARDING, name: str = "Sue Marsh") -> Addressee:
    question = Question(purpose, Channel.LETTER, timezone.now())
    return next(one for one in who_may_be_told(made.about, question) if one.name == name)


def aside(made: MadeFamily, worker: Professional, *, days: float = 7, reason: str = "He has a knife.") -> Override:
    until = timezone.now() + timedelta(days=days)
    return actions.set_consent_aside(family=made.family, professional=worker, reason=reason, until=until, by=BY)


# --- consent set aside (P21) ---


@pytest.mark.rule("P21")
def test_consent_is_set_aside_for_words_that_protect_until_it_counts_again(
    made: MadeFamily, worker: Professional
) -> None:
    assert ask(made).codes == ("consent-refused",)

    override = aside(made, worker)

    assert ask(made).allowed
    assert ask(made, Purpose.CORRESPONDENCE).codes == ("consent-refused",)
    event = Event.objects.get(verb="families.set_consent_aside")
    assert "knife" not in str(event.data)
    actions.end_override(override=override, reason="He was arrested.", by=BY)
    assert ask(made).codes == ("consent-refused",)
    with pytest.raises(Refused, match="ended already"):
        actions.end_override(override=override, reason="Again.", by=BY)


@pytest.mark.rule("P21")
def test_an_override_ends_by_itself(made: MadeFamily, worker: Professional) -> None:
    override = aside(made, worker)

    Override.objects.filter(pk=override.pk).update(until=timezone.now() - timedelta(seconds=1))

    assert ask(made).codes == ("consent-refused",)
    with pytest.raises(Refused, match="ended already"):
        actions.end_override(override=override, reason="Over.", by=BY)
    assert aside(made, worker).pk != override.pk  # a new one may be thought through


@pytest.mark.rule("P21")
def test_an_override_is_for_one_professional_of_one_family(made: MadeFamily, worker: Professional) -> None:
    add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=False)
    other = make_family(made.team)
    actions.link_professional(family=other.family, professional=worker, role=worker.role, by=BY)

    aside(made, worker)

    assert ask(made, name="Dr Ann Reed").codes == ("consent-refused",)
    assert ask(other).codes == ("consent-not-asked",)


@pytest.mark.rule("P21")
def test_an_override_never_lifts_an_unsafe_address_a_restricted_person_or_a_loss(
    made: MadeFamily, worker: Professional
) -> None:
    aside(made, worker)
    assert ask(made).allowed

    uncle = actions.add_person(family=made.family, role=FamilyRole.OTHER, given_name="Imran", lives_here=NO, by=BY)
    theirs = add_address(made, uncle, "1 Hill Road", "ZZ18 2CD", safe=NO)
    assert ask(made).codes == ("unsafe-elsewhere",)
    actions.change_point(point=theirs, safe=YES, by=BY)
    alert = actions.raise_alert(family=made.family, kind="restricted_person", person=uncle, text="No.", by=BY)
    assert ask(made).codes == ("restricted-shares",)
    actions.lift_alert(alert=alert, reason="A mistake.", by=BY)
    actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)
    assert ask(made).codes == ("loss",)


@pytest.mark.rule("P21")
@pytest.mark.parametrize(
    ("days", "reason", "said"),
    [(31, "A reason", "30 days"), (-1, "A reason", "30 days"), (7, " ", "Enter who")],
)
def test_an_override_needs_a_reason_and_a_limit(
    made: MadeFamily, worker: Professional, days: float, reason: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        aside(made, worker, days=days, reason=reason)

    assert not Override.objects.exists()


def test_an_override_is_for_somebody_on_the_familys_list_and_not_twice(made: MadeFamily, worker: Professional) -> None:
    stranger = add_professional(make_family(made.team), "Bo Hart", ProfessionalRole.GP)
    with pytest.raises(Refused, match="not on this family's list"):
        aside(made, stranger)

    override = aside(made, worker)
    with pytest.raises(Refused, match="set aside already"):
        aside(made, worker)
    with pytest.raises(Stale):
        actions.end_override(override=override, reason="Over.", seen=99, by=BY)


# --- adults who do not agree (P28) ---


def responsible(made: MadeFamily, answer: YesNoUnknown) -> None:
    assert made.father is not None
    actions.relate(
        family=made.family, person=made.father, child=made.baby, kind=FamilyRole.FATHER, responsibility=answer, by=BY
    )


def says(made: MadeFamily, agrees: YesNoUnknown) -> None:
    assert made.father is not None
    actions.record_agreement(family=made.family, person=made.father, knows=YES, agrees=agrees, by=BY)


@pytest.mark.rule("P28")
@pytest.mark.parametrize(("responsibility", "opened"), [(YES, 1), (UNKNOWN, 1), (NO, 0)])
def test_the_no_of_one_who_decides_for_the_baby_asks_the_lead(
    made: MadeFamily, responsibility: YesNoUnknown, opened: int
) -> None:
    responsible(made, responsibility)

    says(made, NO)
    says(made, NO)

    assert Disagreement.objects.filter(family=made.family, person=made.father).count() == opened


@pytest.mark.rule("P28")
def test_whoever_speaks_last_the_lead_is_asked_once() -> None:
    made = make_family(father="Tom", agrees=UNKNOWN)
    responsible(made, YES)
    says(made, NO)
    assert not Disagreement.objects.exists()  # nobody has said yes

    actions.record_agreement(family=made.family, person=made.mother, knows=YES, agrees=YES, by=BY)

    opened = Disagreement.objects.get()
    assert opened.person == made.father
    actions.settle_disagreement(disagreement=opened, reason="Heard both; the work goes on.", by=BY)
    actions.record_agreement(family=made.family, person=made.mother, knows=YES, agrees=YES, by=BY)
    assert Disagreement.objects.count() == 1  # that no was dealt with
    says(made, NO)
    assert Disagreement.objects.filter(settled_at=None).count() == 1  # a new one was not


@pytest.mark.rule("P28")
def test_no_disagreement_where_everybody_agrees_or_nobody_decides(made: MadeFamily) -> None:
    says(made, NO)  # nobody has said what he is to the baby
    assert not Disagreement.objects.exists()

    says(made, YES)
    responsible(made, YES)
    says(made, UNKNOWN)

    assert not Disagreement.objects.exists()


def test_a_disagreement_is_settled_once_and_with_words(made: MadeFamily) -> None:
    assert made.father is not None
    opened = actions.open_disagreement(family=made.family, person=made.father, by=BY)
    assert actions.open_disagreement(family=made.family, person=made.father, by=BY) == opened

    with pytest.raises(Refused, match="Enter what was decided"):
        actions.settle_disagreement(disagreement=opened, reason=" ", by=BY)
    actions.settle_disagreement(disagreement=opened, reason="Heard both.", by=BY)
    with pytest.raises(Refused, match="settled already"):
        actions.settle_disagreement(disagreement=opened, reason="Again.", by=BY)


@pytest.mark.rule("P28")
def test_no_words_of_ours_tell_a_parent_of_a_disagreement() -> None:
    words = [path.read_text(encoding="utf-8") for path in Path(settings.BASE_DIR, "templates").glob("*/words/*.txt")]

    assert len(words) > 10
    assert [text for text in words if "disagree" in text.lower() or "not agree" in text.lower()] == []
