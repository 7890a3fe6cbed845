"""Scores recorded and corrected, goals, definitions, risk answers, forms by link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from caseload.models import FollowUp
from families import actions as families
from families.enums import AlertKind, LossKind, Purpose
from measures import actions
from measures.enums import Point
from measures.models import Definition, MeasureRequest, RiskAnswer, Score
from measures.selectors.due import due_for, due_of
from measures.selectors.scores import risks_open, scores_of
from pitservice.accounts.enums import Permission, RoleName
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import FollowUpPolicy
from pitservice.db.errors import Refused, Stale
from pitservice.links.models import Link
from pitservice.messaging.models import Message
from pitservice.ui.worklist import items_for
from referrals.models import Referral
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_ending, make_session, make_work
from tests.make.referrals import make_referral
from tests.measures.make import filled, on_duty, phq, score, use

pytestmark = pytest.mark.django_db
SITE = "https://pit.example.org"


@pytest.fixture
def work() -> MadeWork:
    return make_work()


def viewer(work: MadeWork, permission: Permission = Permission.RECORD_SESSIONS) -> Any:
    return viewer_of(work.lead, permission)


# --- definitions ---


def test_a_definition_in_use_is_superseded_and_never_changed(work: MadeWork) -> None:
    first = use(work, "CORE-10")
    made = score(work, "CORE-10", dict.fromkeys(range(1, 11), 2))
    body = {**first.body, "name": "CORE ten"}

    second = actions.define(team=work.team, body=body, by=BY)

    first.refresh_from_db()
    made.refresh_from_db()
    assert (first.edition, second.edition) == (1, 2)
    assert first.superseded_at is not None
    assert made.definition == first
    with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
        Definition.objects.filter(pk=first.pk).update(body=body)
    with pytest.raises(Refused, match="newer edition"):
        actions.record_score(
            family=work.family, definition=first, about=actions.About(work.made.mother), filled=filled(phq(3)), by=BY
        )


def test_the_same_again_makes_no_edition_and_an_old_page_is_told(work: MadeWork) -> None:
    first = use(work)

    assert use(work) == first
    assert actions.define(team=work.team, body=first.body, by=BY) == first
    with pytest.raises(Refused, match="in use already"):
        actions.define(team=work.team, body=first.body, new=True, by=BY)
    with pytest.raises(Stale):
        actions.define(team=work.team, body={**first.body, "name": "x"}, seen=99, by=BY)


# --- scores ---


def test_a_score_keeps_answers_total_and_edition(work: MadeWork) -> None:
    made = score(work, answers=phq(18, risk=1))

    assert made.totals == {"Total": "18"}
    assert made.answers["9"] == 1
    assert made.definition.code == "PHQ-9"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"totals": {"Total": "31"}}, "Total must be a whole number from 0 to 30."),
        ({"totals": {}}, "Enter a score."),
        ({"totals": {"Total": "12"}, "answers": {10: 4}}, "Question 10 must be from 0 to 3."),
        ({"totals": {"Total": "12"}, "days": -1}, "before it is filled in"),
    ],
)
def test_what_is_out_of_range_is_refused_with_a_sentence(work: MadeWork, given: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        score(work, "EPDS", given.pop("answers", {}), **given)
    assert not Score.objects.exists()


def test_a_correction_keeps_both_rows(work: MadeWork) -> None:
    wrong = score(work, answers=phq(18))
    right = actions.correct_score(score=wrong, filled=filled(phq(8)), why="Misread the form.", by=BY)

    assert [one.pk for one in scores_of(work.family, viewer(work, Permission.READ_NOTES))] == [right.pk]
    assert Score.objects.get(pk=wrong.pk).totals == {"Total": "18"}
    assert right.replaces == wrong
    with pytest.raises(Refused, match="corrected already"):
        actions.correct_score(score=wrong, filled=filled(phq(9)), why="Again.", by=BY)
    with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
        Score.objects.filter(pk=right.pk).update(totals={})


def test_three_goals_stand_at_once(work: MadeWork) -> None:
    goals = [actions.add_goal(family=work.family, words=f"Goal {number}", by=BY) for number in range(3)]

    with pytest.raises(Refused, match="three goals"):
        actions.add_goal(family=work.family, words="Another", by=BY)
    actions.end_goal(goal=goals[0], by=BY)
    actions.add_goal(family=work.family, words="Another", by=BY)
    with pytest.raises(Refused, match="over already"):
        actions.end_goal(goal=goals[0], by=BY)


# --- risk answers ---


@pytest.mark.rule("P60")
def test_a_positive_risk_item_is_on_everybodys_worklist_at_once(work: MadeWork) -> None:
    colleague = make_user(RoleName.PRACTITIONER, work.team)
    stranger = make_user(RoleName.PRACTITIONER, make_team())
    score(work, answers=phq(4, risk=1))

    def urgent(user: Any) -> list[str]:
        return [item.what for item in items_for(user, timezone.localdate()) if item.urgent]

    assert urgent(work.lead) == urgent(colleague) == ["Worrying answer: Question 9 of PHQ-9"]
    assert urgent(stranger) == []
    risk = RiskAnswer.objects.get()
    with pytest.raises(Refused, match="what was done"):
        actions.settle_risk(risk=risk, done=" ", by=BY)
    actions.settle_risk(risk=risk, done="Rang her; safe tonight; seen tomorrow.", by=BY)
    assert urgent(colleague) == []
    with pytest.raises(Refused, match="already"):
        actions.settle_risk(risk=risk, done="Again.", by=BY)


@pytest.mark.rule("P60")
def test_a_positive_risk_item_stands_before_everything_that_is_late(work: MadeWork) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, work.team)
    make_referral(work.team)
    Referral.objects.update(due_on=timezone.localdate() - timedelta(days=30))
    score(work, answers=phq(4, risk=1))

    first, second, *_ = [item for item in items_for(lead, timezone.localdate()) if item.urgent]

    assert (first.now, first.what) == (True, "Worrying answer: Question 9 of PHQ-9")
    assert second.due is not None


@pytest.mark.rule("P60")
def test_a_measure_of_scores_only_has_its_risk_item_by_itself(work: MadeWork) -> None:
    score(work, "EPDS", {10: 2}, totals={"Total": "9"})

    assert RiskAnswer.objects.get().item == 10


# --- by link ---


def asked(work: MadeWork, code: str = "PHQ-9", **more: Any) -> tuple[MeasureRequest, str]:
    told: list[str] = []
    definition = use(work, code)
    request = actions.ask_by_link(
        family=work.family,
        definition=definition,
        adult=work.made.mother,
        point=Point.START,
        site=SITE,
        tell=told.append,
        by=work.lead.actor,
        **more,
    )
    return request, told[0]


@pytest.mark.rule("P60")
def test_without_anybody_on_duty_a_form_with_a_risk_item_is_only_done_together(work: MadeWork) -> None:
    with pytest.raises(Refused, match="Nobody is on duty"):
        asked(work)
    asked(work, "GAD-7")

    on_duty(work)
    asked(work)
    assert MeasureRequest.objects.count() == 2


@pytest.mark.rule("P60")
def test_the_text_names_neither_service_nor_measure_and_has_a_purpose_of_its_own(work: MadeWork) -> None:
    _, href = asked(work, "GAD-7")
    text = Message.objects.get()

    assert text.purpose == Purpose.MEASURES
    assert href in text.words
    assert href.startswith(f"{SITE}/answers/")
    for word in (work.team.name, "GAD", "anxi", "measure", "question"):
        assert word.lower() not in text.words.lower()


@pytest.mark.rule("P60", "CON-1")
def test_the_contact_rules_are_asked_and_nothing_is_held(work: MadeWork) -> None:
    families.raise_alert(
        family=work.family, kind=AlertKind.RESTRICTED_PERSON, person=work.made.mother, text="Must not know.", by=BY
    )

    with pytest.raises(Refused, match="together instead"):
        asked(work, "GAD-7")
    assert not Link.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.rule("P22")
def test_a_loss_closes_every_link_and_nothing_is_due(work: MadeWork) -> None:
    use(work)
    make_session(work, in_days(-3))
    assert [one.point for one in due_for(viewer(work), timezone.localdate())] == [Point.START]
    request, _ = asked(work, "GAD-7")

    families.record_loss(family=work.family, person=work.made.baby, kind=LossKind.BABY_DIED, by=BY)

    request.refresh_from_db()
    assert request.ended_at is not None
    assert Link.objects.get().used_at is not None
    assert due_for(viewer(work), timezone.localdate()) == []
    with pytest.raises(Refused, match="loss"):
        asked(work, "PHQ-2")


@pytest.mark.rule("P60")
def test_an_answer_that_must_not_wait_raises_its_alert_although_the_form_is_never_sent(work: MadeWork) -> None:
    on_duty(work)
    request, _ = asked(work)
    actions.confirm_who(request=request, by=BY)

    assert actions.save_answer(request=request, item=1, value=3, by=BY) is False
    assert actions.save_answer(request=request, item=9, value=1, by=BY) is True
    assert actions.save_answer(request=request, item=9, value=2, by=BY) is True

    risk = RiskAnswer.objects.get()
    assert (risk.item, risk.score) == (9, None)
    assert [row.pk for row in risks_open(viewer(work))] == [risk.pk]


def test_answers_become_a_score_when_they_are_sent(work: MadeWork) -> None:
    on_duty(work)
    request, _ = asked(work)
    link = Link.objects.get()
    actions.confirm_who(request=request, by=link.actor)
    for item, value in phq(15, risk=1).items():
        actions.save_answer(request=request, item=item, value=value, by=link.actor)

    actions.send_in(request=request, link=link, by=link.actor)

    made = Score.objects.get()
    assert (made.totals, made.how, made.adult) == ({"Total": "15"}, "link", work.made.mother)
    assert RiskAnswer.objects.get().score == made
    with pytest.raises(Refused):
        actions.save_answer(request=request, item=1, value=0, by=link.actor)


def test_somebody_else_closes_the_link_and_a_colleague_may_take_it_back(work: MadeWork) -> None:
    first, _ = asked(work, "GAD-7")
    actions.not_me(request=first, link=Link.objects.get(), by=BY)
    second, _ = asked(work, "GAD-7")
    actions.take_back(request=second, by=BY)

    assert not Link.objects.filter(used_at=None).exists()
    with pytest.raises(Refused, match="over already"):
        actions.take_back(request=second, by=BY)


def test_an_answer_needs_somebody_who_said_who_they_are(work: MadeWork) -> None:
    request, _ = asked(work, "GAD-7")

    with pytest.raises(Refused, match="who is answering"):
        actions.save_answer(request=request, item=1, value=1, by=BY)
    actions.confirm_who(request=request, by=BY)
    with pytest.raises(Refused, match="not one of those"):
        actions.save_answer(request=request, item=1, value=9, by=BY)
    with pytest.raises(Refused, match="at least one"):
        actions.send_in(request=request, link=Link.objects.get(), by=BY)


# --- due ---


def points(work: MadeWork) -> list[tuple[str, str]]:
    return [(one.definition.code, one.point) for one in due_of(work.family, viewer(work), timezone.localdate())]


def test_due_by_the_work_and_by_each_session(work: MadeWork) -> None:
    use(work)
    use(work, "GBO")
    actions.add_goal(family=work.family, words="To sleep", by=BY)
    assert points(work) == []

    make_session(work, in_days(-20))
    assert points(work) == [("GBO", Point.SESSION), ("PHQ-9", Point.START)]
    score(work, days=20)
    assert points(work) == [("GBO", Point.SESSION)]
    for days in (-12, -6):
        make_session(work, in_days(days))
    assert ("PHQ-9", Point.MID) in points(work)
    score(work, days=6, point=Point.MID)
    assert points(work) == [("GBO", Point.SESSION)]


def test_due_by_the_babys_age(work: MadeWork) -> None:
    use(work, "ASQ:SE-2")
    make_session(work, in_days(-3))
    born = timezone.localdate() - timedelta(days=200)
    type(work.made.baby).objects.filter(pk=work.made.baby.pk).update(date_of_birth=born, expected_date=None)

    due = due_of(work.family, viewer(work), timezone.localdate())
    assert [(one.form, one.baby) for one in due] == [("6", work.made.baby)]
    score(work, "ASQ:SE-2", {}, totals={"Total": "40"}, form="6", point=Point.AGE)
    assert points(work) == []


def test_due_at_follow_up_of_closed_work(work: MadeWork) -> None:
    use(work)
    make_session(work, in_days(-3))
    score(work, days=3)
    change_settings(team=work.team, follow_up=FollowUpPolicy.CHOSEN, by=BY)
    make_ending(work)
    assert points(work) == []
    FollowUp.objects.update(due_on=timezone.localdate())

    assert points(work) == [("PHQ-9", Point.FOLLOW_UP)]
