"""Notices to colleagues (P6): no names, on working days, at once only for what cannot wait, never of one's own act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from caseload.actions import rota
from families import actions as families
from families.actions import break_glass, restrict
from families.enums import AtOnce, Purpose
from pitservice.accounts.actions import set_digest
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.configuration.actions import set_day
from pitservice.db.errors import Refused
from pitservice.messaging import actions, notices
from pitservice.messaging.models import Message, OutboxEntry
from pitservice.messaging.selectors import in_outbox
from pitservice.messaging.tasks import write_digests
from tests.make.accounts import BY, client_of, make_user, viewer_of
from tests.make.families import MadeFamily, make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P6")]

LONDON = timezone.get_default_timezone()
#: Days to come, so that what is queued is not too late.
TUESDAY = datetime(2036, 11, 25, 8, 0, tzinfo=LONDON)
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _outbox() -> Iterator[None]:
    with override_settings(EMAIL_GATEWAY="outbox", PUBLIC_URL="https://pit.example.org"):
        yield


def staffed(made: MadeFamily, role: RoleName = RoleName.CLINICAL_LEAD, name: str = "Priya Shah") -> User:
    return make_user(role, made.family.team, name=name)


def worry(made: MadeFamily, user: User) -> None:
    """An open concern, so that something waits for whoever raised it."""
    families.raise_concern(
        family=made.family,
        words="He came to the door.",
        happened_on=timezone.localdate(),
        next_step="Ring the police",
        next_on=timezone.localdate(),
        by=user.actor,
    )


def told() -> set[str]:
    return set(Message.objects.filter(purpose=Purpose.NOTICE).values_list("value", flat=True))


def test_the_digest_says_how_many_things_wait_and_names_nobody() -> None:
    made = make_family()
    user = staffed(made)
    worry(made, user)

    first, second = write_digests(TUESDAY), write_digests(TUESDAY)
    actions.deliver(by=BY)

    digest = Message.objects.get(about=f"colleague:{user.pk}")
    assert (first, second, digest.state) == (1, 0, "sent")
    assert (digest.subject_line, digest.value, digest.family) == ("1 thing waits for you", user.email, None)
    assert digest.words.splitlines() == [
        "Good morning, Priya.",
        "",
        "1 thing waits for you:",
        "- Safeguarding concerns: 1",
        "",
        "Urgent among them: 1.",
        "",
        "Sign in to read it: https://pit.example.org/",
        "",
        "This e-mail names nobody, and nobody reads answers to it.",
        "You choose whether you get this e-mail: in the product, at your name, Notices.",
    ]


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        (TUESDAY - timedelta(hours=1), "too early"),
        (TUESDAY + timedelta(hours=4), "too late"),
        (TUESDAY + timedelta(days=4), "a Saturday"),
        (TUESDAY + timedelta(days=5), "a Sunday"),
        (datetime(2026, 12, 25, 8, tzinfo=LONDON), "a bank holiday"),
        (TUESDAY + timedelta(days=1), "a day of the team's own"),
        (TUESDAY + timedelta(days=7), "nothing waits"),
    ],
)
def test_no_digest(moment: datetime, why: str) -> None:
    made = make_family()
    user = staffed(made)
    set_day(team=made.family.team, day=date(2036, 11, 26), closed=True, by=BY)
    if why != "nothing waits":
        worry(made, user)

    assert (write_digests(moment), told()) == (0, set())


def test_the_digest_is_each_colleagues_choice_and_nobody_elses() -> None:
    made = make_family()
    user = staffed(made)
    worry(made, user)
    client, page = client_of(user), reverse("messaging:notices")

    assert "Nothing has been sent to you yet." in client.get(page).content.decode()
    assert client.post(page, {"submission": str(uuid4())}).status_code == 302
    assert (User.objects.get(pk=user.pk).digest, write_digests(TUESDAY)) == (False, 0)
    assert client.post(page, {"submission": str(uuid4()), "digest": "on"}).status_code == 302
    assert write_digests(TUESDAY) == 1
    assert "1 thing waits for you" in client.get(page).content.decode()

    with pytest.raises(Refused, match="Only they themselves"):
        set_digest(user=user, wanted=True, by=BY)


@pytest.mark.rule("P5")
def test_who_does_not_work_on_a_day_or_is_away_hears_on_the_next_day_of_work() -> None:
    made = make_family()
    part_time, away = staffed(made), staffed(made, name="Sam Reed")
    for user in (part_time, away):
        worry(made, user)
    rota.set_working_days(team=made.team, user=part_time, days=[0, 3], starts_on=MONDAY, by=BY)
    first, last = TUESDAY.date(), TUESDAY.date() + timedelta(days=1)
    rota.record_absence(team=made.team, user=away, first=first, last=last, cover=None, by=BY)

    heard = []
    for days in range(3):
        write_digests(TUESDAY + timedelta(days=days))
        digests = Message.objects.filter(dedupe_key__startswith="digest:").order_by("pk")
        heard.append(list(digests.values_list("value", flat=True)))

    assert heard == [[], [], [part_time.email, away.email]]


@pytest.mark.rule("P5")
def test_a_day_on_duty_is_a_day_of_work() -> None:
    made = make_family()
    user = staffed(made)
    worry(made, user)
    rota.set_working_days(team=made.team, user=user, days=[0], starts_on=MONDAY, by=BY)
    rota.set_duty(team=made.team, turns={TUESDAY.date(): user}, by=BY)

    assert write_digests(TUESDAY) == 1


@pytest.mark.rule("P5")
def test_the_cover_hears_of_what_is_urgent_for_who_is_away() -> None:
    made = make_family()
    away, cover = staffed(made), staffed(made, name="Sam Reed")
    worry(made, away)
    today = timezone.localdate()
    late = today + timedelta(days=2)
    rota.record_absence(team=made.team, user=away, first=today, last=late, cover=cover, by=BY)

    digest = notices.digest_of(User.objects.get(pk=cover.pk), late)

    assert digest is not None
    assert "Urgent for colleagues who are not here, for whom you stand in: 1." in digest.words.splitlines()
    assert not {"Khan", "Aisha", away.name} & set(digest.words.replace(".", " ").split())


@pytest.mark.rule("P5")
def test_the_cover_hears_at_once_of_what_cannot_wait() -> None:
    made = make_family()
    away, cover = (staffed(made, RoleName.PRACTITIONER, name=name) for name in ("Ann Lee", "Sam Reed"))
    families.involve(family=made.family, user=away, kind="allocated", by=BY)
    families.involve(family=made.family, user=cover, kind="cover", by=BY)

    actions.tell_at_once(kind=AtOnce.RISK, family=made.family, key="risk:1", by=BY)

    assert told() == {away.email, cover.email}


@override_settings(EMAIL_GATEWAY="")
def test_where_no_email_goes_nothing_is_queued_and_the_page_says_so() -> None:
    made = make_family()
    user, lead = staffed(made, RoleName.PRACTITIONER), staffed(made)
    worry(made, user)

    assert told() == set()
    assert "No service for e-mails is set up here" in client_of(lead).get(reverse("messaging:notices")).content.decode()


def test_safeguarding_is_told_at_once_to_whoever_must_act_and_never_to_who_did_it() -> None:
    made = make_family()
    lead, other = staffed(made), staffed(made, name="Sam Reed")
    practitioner = staffed(made, RoleName.PRACTITIONER)
    elsewhere = make_user()

    worry(made, lead)

    assert told() == {other.email}
    message = Message.objects.get(purpose=Purpose.NOTICE)
    assert message.words.startswith("Something about safeguarding is new.")
    assert not {"Khan", "Aisha", practitioner.name, elsewhere.name} & set(message.words.replace(".", " ").split())


def test_a_colleague_who_works_with_the_family_hears_too() -> None:
    made = make_family()
    works, other = staffed(made, RoleName.PRACTITIONER), staffed(made, RoleName.PRACTITIONER)
    families.involve(family=made.family, user=works, kind="allocated", by=BY)

    actions.tell_at_once(kind=AtOnce.RISK, family=made.family, key="risk:1", by=other.actor)
    actions.tell_at_once(kind=AtOnce.RISK, family=made.family, key="risk:1", by=other.actor)

    assert (told(), Message.objects.filter(purpose=Purpose.NOTICE).count()) == ({works.email}, 1)


@pytest.mark.rule("P10")
def test_who_may_not_see_the_record_hears_nothing_of_it() -> None:
    made = make_family()
    lead, guardian = staffed(made), staffed(made, RoleName.GUARDIAN)
    named = staffed(made, RoleName.PRACTITIONER, name="Sam Reed")
    restrict(family=made.family, reason="Staff connection", named=[named], by=BY)

    actions.tell_at_once(kind=AtOnce.SAFEGUARDING, family=made.family, key="concern:1", by=BY)
    assert told() == set()

    made.family.refresh_from_db()
    break_glass(family=made.family, user=lead, confirmed=True, reason="She is at the door", by=lead.actor)
    assert told() == {guardian.email}


def test_a_notice_stands_on_no_list_of_words_to_families_and_in_ones_own_outbox_alone() -> None:
    made = make_family()
    lead, other = staffed(made), staffed(made, name="Sam Reed")
    worry(made, lead)
    actions.deliver(by=BY)

    seen = {user: in_outbox(viewer_of(user, Permission.SEE_CORRESPONDENCE)).count() for user in (lead, other)}
    assert (OutboxEntry.objects.count(), seen) == (1, {lead: 0, other: 1})
    assert not Message.objects.visible_to(viewer_of(other, Permission.SEE_CORRESPONDENCE)).exists()
    assert reverse("messaging:notices") in client_of(other).get(reverse("messaging:outbox")).content.decode()


def test_a_colleague_who_has_left_is_told_nothing() -> None:
    made = make_family()
    lead, other = staffed(made), staffed(made, name="Sam Reed")
    worry(made, lead)
    User.objects.filter(pk=other.pk).update(is_active=False)
    actions.deliver(by=BY)

    assert (Message.objects.get(purpose=Purpose.NOTICE).state, OutboxEntry.objects.count()) == ("held", 0)
    assert notices.addressee_of(other) is None
