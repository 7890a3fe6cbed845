"""After a loss (P22): who is named, what stops at once, what the lead decides, and what a person lets go again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.models import FollowUp
from caseload.selectors import work as work_lists
from caseload.selectors.people import adults_to_work_with
from families import actions
from families.enums import LossKind, NeedKind
from families.models import LegalHold, Loss
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused
from pitservice.letters import actions as letters
from pitservice.letters.enums import CopyState
from pitservice.links.actions import GONE, find, issue
from pitservice.messaging import actions as messaging
from pitservice.messaging.enums import MessageState
from referrals.enums import Show
from referrals.models import Referral, WaitingEntry
from referrals.selectors import inbox_counts, undecided
from referrals.selectors.waiting import needing_check, waiting
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_ending, make_session, make_work
from tests.make.families import MadeFamily, add_need, make_family, make_hard_family
from tests.make.messaging import queue_text, write_letter
from tests.make.referrals import make_referral, make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P22")]

FORM = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11"}


def lose(made: MadeFamily, kind: LossKind = LossKind.BABY_DIED, **more: Any) -> Loss:
    person = more.pop("person", made.baby)
    return actions.record_loss(family=made.family, person=person, kind=kind, by=BY, **more)


def lead_of(made: MadeFamily) -> User:
    return make_user(RoleName.CLINICAL_LEAD, made.team, name="Robin Lane")


def shown(user: User, name: str, *args: str) -> str:
    return client_of(user).get(reverse(name, args=args)).content.decode()


# --- at once ---


def test_private_links_about_the_family_its_people_and_its_referrals_close() -> None:
    entry = make_waiting()
    other = make_waiting(entry.team)
    person = entry.family.members.get(role="baby").person
    keys = [entry.referral.key, entry.family.key, person.key]
    open_ones = [
        issue(purpose="test", subject_key=key, team=entry.team, lasts=timedelta(days=1), by=BY)
        for key in (*keys, other.referral.key)
    ]

    actions.record_loss(family=entry.family, person=person, kind=LossKind.BABY_DIED, by=BY)

    for issued in open_ones[:3]:
        with pytest.raises(Refused, match=GONE):
            find(token=issued.token, purpose="test")
    assert find(token=open_ones[3].token, purpose="test").subject_key == other.referral.key


def test_the_decision_clock_and_the_holding_check_stop_and_go_on_when_it_is_lifted() -> None:
    team = make_team()
    today = timezone.localdate()
    entry = make_waiting(team)
    WaitingEntry.objects.filter(pk=entry.pk).update(next_check_on=today - timedelta(days=3))
    referral = make_referral(team)
    Referral.objects.filter(pk=referral.pk).update(due_on=today, family=entry.family)
    make_referral(team)
    lead = make_user(RoleName.CLINICAL_LEAD, team)
    triage, hold = viewer_of(lead, Permission.DECIDE_REFERRALS), viewer_of(lead, Permission.ALLOCATE)
    assert (due_today(triage), needing_check(waiting(hold), today).count()) == (1, 1)

    loss = actions.record_loss(
        family=entry.family, person=entry.family.members.get(role="baby").person, kind=LossKind.BABY_DIED, by=BY
    )

    assert (due_today(triage), needing_check(waiting(hold), today).count()) == (0, 0)
    assert "Paused: a loss is recorded" in shown(lead, "referrals:inbox")
    assert "Paused: a loss is recorded" in shown(lead, "referrals:waiting")
    assert "Paused: a loss is recorded" in shown(lead, "referrals:referral", referral.key)
    assert "7 weeks" not in shown(lead, "referrals:waiting")

    actions.lift_loss(loss=loss, reason="Decided.", by=BY)
    assert (due_today(triage), needing_check(waiting(hold), today).count()) == (1, 1)


def due_today(viewer: Any) -> int | None:
    return inbox_counts(undecided(viewer), timezone.localdate(), viewer.user.pk).of(Show.TODAY)


def overdue_work(team: Any = None) -> MadeWork:
    """Work that every prompt speaks of: nobody tried to reach them for a long time."""
    work = make_work(team)
    type(work.episode).objects.filter(pk=work.episode.pk).update(opened_on=timezone.localdate() - timedelta(days=400))
    return work


def test_the_engagement_clock_and_first_contacts_stop() -> None:
    work = overdue_work()
    other = overdue_work(work.made.team)
    lead = viewer_of(lead_of(work.made), Permission.RECORD_SESSIONS)
    lose(work.made)

    assert [row.pk for row in work_lists.first_contacts_due(lead)] == [other.episode.pk]
    assert [row.pk for row in work_lists.limits_near(lead, timezone.localdate())] == [other.episode.pk]
    page = shown(lead.user, "caseload:episode", work.episode.key)
    assert "The limit of attempts is reached" not in page


def test_no_follow_up_is_asked_for_where_the_only_baby_was_lost() -> None:
    work = make_work()
    make_session(work)
    make_ending(work)
    FollowUp.objects.update(due_on=timezone.localdate())
    lead = viewer_of(lead_of(work.made), Permission.RECORD_SESSIONS)
    assert work_lists.follow_ups(lead, timezone.localdate()).count() == 1

    loss = lose(work.made)
    actions.lift_loss(loss=loss, reason="Decided.", by=BY)

    assert work_lists.follow_ups(lead, timezone.localdate()).count() == 0


def test_booked_visits_say_whom_to_speak_to_before_going() -> None:
    work = make_work()
    appointment = make_appointment(work, in_days(1))
    make_user(RoleName.CLINICAL_LEAD, work.made.team, name="Meera Das")
    words = "Speak to Meera Das before going"
    pages = [("caseload:my_day",), ("caseload:appointment", appointment.key), ("families:family", work.made.family.key)]
    assert [words in shown(work.lead, *page) for page in pages] == [False, False, False]

    loss = lose(work.made)
    assert [words in shown(work.lead, *page) for page in pages] == [True, True, True]

    actions.lift_loss(loss=loss, reason="Decided.", by=BY)
    assert [words in shown(work.lead, *page) for page in pages] == [False, False, False]


def test_nothing_is_asked_about_the_one_who_was_lost() -> None:
    made = make_family(father="Daniel")
    assert made.father is not None
    add_need(made, NeedKind.FORMAT, "Large print", review_on=timezone.localdate())
    user = lead_of(made)
    assert "Large print" in shown(user, "families:contact", made.family.key)
    assert "Look again at a need" in shown(user, "families:waiting")

    lose(made, LossKind.PARENT_DIED, person=made.mother)

    assert "Look again at a need" not in shown(user, "families:waiting")
    contact = shown(user, "families:contact", made.family.key)
    assert "Large print" not in contact
    assert "Daniel Khan, father" in contact
    assert contact.count("Aisha Khan, mother") == 1  # in the banner, where everybody is named


def test_a_parent_lost_without_a_known_day_is_not_worked_with() -> None:
    made = make_family(father="Daniel")
    assert made.father is not None
    lose(made, LossKind.PARENT_DIED, person=made.mother)

    assert list(adults_to_work_with(made.family)) == [made.father]


# --- the lead's one item ---


def decided(made: MadeFamily, loss: Loss, **answers: str) -> Any:
    client = client_of(lead_of(made))
    form = {"who_tells": "The midwife speaks to Aisha.", "goes_on": "yes", "lift": "no", "hold": "yes"}
    href = reverse("families:decide_loss", args=[made.family.key, loss.key])
    return client.post(href, FORM | form | answers, follow=True)


def test_the_lead_settles_three_things_and_words_stay_held() -> None:
    made = make_family()
    message = queue_text(made)
    loss = lose(made, happened_on=timezone.localdate())
    lead = lead_of(made)
    assert shown(lead, "families:waiting").count("A loss: who tells whom, does the work go on") >= 1

    page = decided(made, loss).content.decode()

    loss.refresh_from_db()
    message.refresh_from_db()
    assert (loss.who_tells, loss.goes_on, loss.lifted_at) == ("The midwife speaks to Aisha.", "yes", None)
    assert list(LegalHold.objects.values_list("family_id", "why")) == [
        (made.family.pk, "Kept for a review of the death")
    ]
    assert message.state == MessageState.HELD
    assert "Words stay held." in page
    assert "A loss: who tells whom, does the work go on" not in shown(lead, "families:waiting")
    assert "The midwife speaks to Aisha." in shown(lead, "families:family", made.family.key)


def test_lifting_lets_nothing_go_by_itself() -> None:
    made = make_family()
    message = queue_text(made)
    loss = lose(made)

    decided(made, loss, lift="yes", hold="no")

    message.refresh_from_db()
    assert (message.state, LegalHold.objects.count()) == (MessageState.HELD, 0)
    assert queue_text(made).state == MessageState.QUEUED


def test_a_pregnancy_that_ended_is_not_asked_about_a_review() -> None:
    made = make_hard_family()
    loss = lose(made, LossKind.PREGNANCY_ENDED, person=made.twin)
    page = shown(lead_of(made), "families:decide_loss", made.family.key, loss.key)

    assert "review of the death" not in page
    assert decided(made, loss, hold="yes").status_code == 200
    assert LegalHold.objects.count() == 0


def test_a_practitioner_does_not_decide() -> None:
    made = make_family()
    loss = lose(made)
    user = make_user(RoleName.PRACTITIONER, made.team)
    args = [made.family.key, loss.key]

    assert client_of(user).get(reverse("families:decide_loss", args=args)).status_code == 403
    assert client_of(user).get(reverse("families:lift_loss", args=args)).status_code == 403
    assert "Record what was decided" not in shown(user, "families:contact", made.family.key)


def test_a_hold_is_lifted_once_with_a_reason() -> None:
    made = make_family()
    hold = actions.hold_record(family=made.family, why="An inquest", by=BY)

    with pytest.raises(Refused, match="Enter why the record need not be held any longer"):
        actions.lift_hold(hold=hold, reason=" ", by=BY)
    actions.lift_hold(hold=hold, reason="The inquest is over.", by=BY)
    with pytest.raises(Refused, match="has been lifted already"):
        actions.lift_hold(hold=hold, reason="Again.", by=BY)
    with pytest.raises(Refused, match="Enter why the record is held"):
        actions.hold_record(family=made.family, why="", by=BY)


# --- one message at a time ---


def test_a_person_lets_one_message_go_and_the_others_stay_held() -> None:
    made = make_family()
    one, other = queue_text(made), queue_text(made)
    loss = lose(made)
    held = {one.pk: one, other.pk: other}
    for message in held.values():
        message.refresh_from_db()
    assert {message.state for message in held.values()} == {MessageState.HELD}

    messaging.confirm(message=one, reason="Aisha asked to have the time in writing.", by=BY)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (MessageState.QUEUED, MessageState.HELD)
    assert (one.confirmed_codes, Loss.objects.get(pk=loss.pk).lifted_at) == (["loss"], None)
    assert [message.pk for message in messaging.claim(limit=10, by=BY).messages] == [one.pk]


def test_a_letter_too() -> None:
    made = make_family()
    copy = write_letter(made)
    lose(made)
    copy.refresh_from_db()
    assert copy.state == CopyState.HELD

    letters.confirm(copy=copy, reason="She asked for it.", by=BY)

    copy.refresh_from_db()
    assert (copy.state, copy.confirmed_codes) == (CopyState.QUEUED, ["loss"])


def test_what_was_confirmed_after_one_loss_does_not_count_after_another() -> None:
    made = make_family(father="Daniel")
    message, copy = queue_text(made), write_letter(made)
    lose(made)
    for row in (message, copy):
        row.refresh_from_db()
    messaging.confirm(message=message, reason="She asked.", by=BY)
    letters.confirm(copy=copy, reason="She asked.", by=BY)

    lose(made, LossKind.PARENT_DIED, person=made.father)

    message.refresh_from_db()
    copy.refresh_from_db()
    assert (message.state, message.confirmed_codes) == (MessageState.HELD, [])
    assert (copy.state, copy.confirmed_codes) == (CopyState.HELD, [])


def test_nobody_lets_a_word_go_to_an_unsafe_number_or_to_who_died() -> None:
    unsafe, dead = make_family(), make_family()
    first, second = queue_text(unsafe), queue_text(dead)
    actions.change_point(point=unsafe.mobile, safe="no", by=BY)
    lose(unsafe)
    lose(dead, LossKind.PARENT_DIED, person=dead.mother)
    first.refresh_from_db()
    second.refresh_from_db()

    for message in (first, second):
        with pytest.raises(Refused, match="Nobody can confirm this"):
            messaging.confirm(message=message, reason="Please.", by=BY)


def test_only_the_lead_lets_a_word_go_after_a_loss() -> None:
    made = make_family()
    message = queue_text(made)
    lose(made)
    href = reverse("messaging:confirm", args=[message.key])
    form = FORM | {"reason": "She asked for it."}
    admin = make_user(RoleName.ADMINISTRATOR, made.team)

    refused = client_of(admin).post(href, form)
    assert refused.status_code == 409
    assert "The clinical lead decides about each word that waits" in refused.content.decode()

    assert client_of(lead_of(made)).post(href, form).status_code == 302
