"""Endings, their letters, and follow-ups."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from caseload import actions
from caseload.enums import CheckAnswer, EndCheck, EndReason, EpisodeState, FollowUpState
from caseload.models import EndingCheck, FollowUp
from caseload.selectors.work import checks_left
from families.actions import record_loss
from families.enums import LossKind, ProfessionalRole
from families.models import Involvement
from pitservice.accounts.enums import Permission
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import FollowUpPolicy
from pitservice.db.errors import Refused
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from tests.make.accounts import BY, viewer_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_ending, make_session, make_work
from tests.make.families import add_professional, make_family, make_hard_family

pytestmark = pytest.mark.django_db


def follow_up_of(work: MadeWork) -> FollowUp:
    """The one follow-up of a piece of work that ended."""
    make_ending(work)
    return FollowUp.objects.get(episode=work.episode)


def test_ending_closes_everything_that_hangs_on_the_work() -> None:
    work = make_work()
    make_session(work)

    make_ending(work)

    work.episode.refresh_from_db()
    assert (work.episode.state, work.episode.end_reason) == (EpisodeState.CLOSED, EndReason.COMPLETED)
    assert not work.episode.allocations.filter(ends_on__isnull=True).exists()
    assert not work.episode.babies.filter(until__isnull=True).exists()
    assert not Involvement.objects.filter(family=work.family, until__isnull=True).exists()


def test_ending_with_an_appointment_ahead_is_refused() -> None:
    work = make_work()
    make_appointment(work)

    with pytest.raises(Refused, match="Cancel it first, so that the family hears of it"):
        make_ending(work)


def test_ending_twice_is_refused() -> None:
    work = make_work()
    make_ending(work)

    with pytest.raises(Refused, match="closed already"):
        make_ending(work)


@pytest.mark.parametrize("days", [1, -1])
def test_the_day_of_the_ending_is_between_opening_and_today(days: int) -> None:
    work = make_work()
    on = timezone.localdate() + timedelta(days=days)

    with pytest.raises(Refused, match="The work can have ended on any day from"):
        actions.end(episode=work.episode, ended=actions.Ended(EndReason.COMPLETED, on), by=BY)


@pytest.mark.rule("LET-1")
@pytest.mark.rule("P40")
def test_letters_go_to_the_parents_who_came_and_copies_are_checked() -> None:
    work = make_work(made=make_family(father="Daniel"))
    referrer = add_professional(work.made, "Mary Hill", ProfessionalRole.REFERRER)
    make_session(work)

    make_ending(work, letter_to=[f"person:{work.made.mother.pk}", f"professional:{referrer.pk}"])

    copies = {copy.reader_name: copy for copy in Copy.objects.all()}
    assert set(copies) == {"Aisha Khan", "Mary Hill"}
    assert copies["Aisha Khan"].is_main
    assert not copies["Mary Hill"].is_main
    assert copies["Aisha Khan"].paragraphs != copies["Mary Hill"].paragraphs
    assert copies["Aisha Khan"].state == CopyState.QUEUED


@pytest.mark.rule("P40")
def test_a_copy_to_an_absent_parent_needs_the_attending_parents_answer() -> None:
    work = make_work(made=make_family(father="Daniel"))
    assert work.made.father is not None
    make_session(work)
    both = [f"person:{work.made.mother.pk}", f"person:{work.made.father.pk}"]

    with pytest.raises(Refused, match="whether Daniel Khan may have a copy"):
        make_ending(work, letter_to=both)


@pytest.mark.rule("P8")
def test_a_father_who_must_not_know_gets_no_copy_however_he_is_chosen() -> None:
    work = make_work(made=make_hard_family())
    assert work.made.father is not None
    chosen = [f"person:{work.made.mother.pk}", f"person:{work.made.father.pk}"]

    make_ending(work, letter_to=chosen)

    assert [copy.reader_name for copy in Copy.objects.all()] == ["Zofia Nowak"]
    assert Copy.objects.get().state == CopyState.HELD


@pytest.mark.parametrize("reason", [EndReason.DIED, EndReason.OTHER_CARERS, EndReason.OTHER])
def test_for_some_endings_no_ready_words_are_right(reason: EndReason) -> None:
    work = make_work()

    with pytest.raises(Refused, match="no ready words"):
        make_ending(work, reason=reason, planned=False, letter_to=[f"person:{work.made.mother.pk}"])


@pytest.mark.rule("P67")
def test_an_unplanned_ending_has_its_own_letter_that_leaves_the_door_open() -> None:
    work = make_work()

    ending = make_ending(
        work, reason=EndReason.COULD_NOT_ENGAGE, planned=False, letter_to=[f"person:{work.made.mother.pk}"]
    )

    copy = Copy.objects.get()
    said = " ".join(copy.paragraphs)
    assert "did not get to say goodbye" in said
    assert "closes our door" in said
    assert not any(name in said for name in ("Zayn", "therapy", work.lead.name))
    assert not ending.planned


@pytest.mark.rule("P67")
def test_what_a_checklist_leaves_to_do_is_on_the_leads_list_until_it_is_settled() -> None:
    work = make_work()
    checks = {EndCheck.SAFETY: CheckAnswer.DONE, EndCheck.HELD_BY: CheckAnswer.LEFT}
    ending = make_ending(work, reason=EndReason.DECLINED, planned=False, checks=checks)
    viewer = viewer_of(work.lead, Permission.RECORD_SESSIONS)

    [left] = checks_left(viewer)
    assert left.what == EndCheck.HELD_BY
    with pytest.raises(Refused, match="Say that it is done"):
        actions.settle_check(check=left, answer=CheckAnswer.LEFT, by=BY)
    actions.settle_check(check=left, answer=CheckAnswer.DONE, by=BY)

    assert list(checks_left(viewer)) == []
    with pytest.raises(Refused, match="answered already"):
        actions.settle_check(check=EndingCheck.objects.get(pk=left.pk), answer=CheckAnswer.NOT_NEEDED, by=BY)
    assert ending.checks.count() == 2


@pytest.mark.rule("FUP-1")
@pytest.mark.rule("P63")
@pytest.mark.parametrize(
    ("policy", "agreed", "due"),
    [(FollowUpPolicy.CHOSEN, True, True), (FollowUpPolicy.CHOSEN, False, False), (FollowUpPolicy.OFF, True, False)],
)
def test_a_follow_up_falls_due_by_policy_and_agreement(policy: str, *, agreed: bool, due: bool) -> None:
    work = make_work()
    change_settings(team=work.team, follow_up=policy, by=BY)

    make_ending(work, follow_up=agreed)

    found = FollowUp.objects.filter(episode=work.episode)
    assert found.exists() is due
    assert all(row.due_on > timezone.localdate() + timedelta(days=178) for row in found)


@pytest.mark.rule("P63")
def test_no_word_and_no_answer_before_the_contacts_are_confirmed() -> None:
    work = make_work()
    follow_up = follow_up_of(work)

    with pytest.raises(Refused, match="Confirm the contacts"):
        actions.text_follow_up(follow_up=follow_up, people=[work.made.mother], by=BY)
    with pytest.raises(Refused, match="Confirm the contacts"):
        actions.record_follow_up(follow_up=follow_up, outcome=FollowUpState.DONE, done_on=timezone.localdate(), by=BY)
    assert not Message.objects.exists()


@pytest.mark.rule("FUP-1")
def test_a_follow_up_is_recorded_without_reopening() -> None:
    work = make_work()
    follow_up = follow_up_of(work)

    actions.confirm_contacts(follow_up=follow_up, baby_lives_with="Aisha", by=BY)
    actions.text_follow_up(follow_up=follow_up, people=[work.made.mother], by=BY)
    actions.record_follow_up(
        follow_up=follow_up, outcome=FollowUpState.DONE, done_on=timezone.localdate(), note="Well.", by=BY
    )

    work.episode.refresh_from_db()
    follow_up.refresh_from_db()
    assert (work.episode.state, follow_up.state) == (EpisodeState.CLOSED, FollowUpState.DONE)
    assert Message.objects.get().words.startswith("Hello from")


@pytest.mark.rule("P63")
def test_contacts_confirmed_long_ago_are_confirmed_again() -> None:
    work = make_work()
    follow_up = follow_up_of(work)
    actions.confirm_contacts(follow_up=follow_up, baby_lives_with="Aisha", by=BY)
    FollowUp.objects.update(contacts_confirmed_at=timezone.now() - timedelta(days=100))

    with pytest.raises(Refused, match="Confirm the contacts"):
        actions.text_follow_up(follow_up=follow_up, people=[work.made.mother], by=BY)


@pytest.mark.rule("P63")
@pytest.mark.rule("P22")
def test_after_a_loss_nothing_is_confirmed() -> None:
    work = make_work()
    follow_up = follow_up_of(work)
    record_loss(family=work.family, person=work.made.baby, kind=LossKind.BABY_DIED, by=BY)

    with pytest.raises(Refused, match="A loss is recorded in this family"):
        actions.confirm_contacts(follow_up=follow_up, baby_lives_with="Aisha", by=BY)


def test_one_not_reached_can_still_be_done() -> None:
    work = make_work()
    follow_up = follow_up_of(work)
    today = timezone.localdate()
    actions.record_follow_up(follow_up=follow_up, outcome=FollowUpState.NOT_REACHED, done_on=today, by=BY)

    actions.confirm_contacts(follow_up=follow_up, baby_lives_with="Aisha", by=BY)
    actions.record_follow_up(follow_up=follow_up, outcome=FollowUpState.DONE, done_on=today, by=BY)

    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.DONE
    with pytest.raises(Refused, match="This follow-up is over"):
        actions.confirm_contacts(follow_up=follow_up, baby_lives_with="Aisha", by=BY)


def test_an_appointment_cannot_be_booked_for_ended_work() -> None:
    work = make_work()
    make_ending(work)

    with pytest.raises(Refused, match="closed, so nothing can be booked"):
        make_appointment(work, in_days(3))
