"""The list of all correspondence: groups that add up, nobody else's families, as many queries for three rows as one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from families import actions as families
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.configuration.enums import YesNoUnknown
from pitservice.letters import actions as letters
from pitservice.letters import correspondence, presenters
from pitservice.letters.correspondence import Group
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging import actions as messaging
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import ListCleared, Message
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import made_letter, mobile_of, queue_text, text_from, write_letter

pytestmark = pytest.mark.django_db
PAGE = "/letters/"


@pytest.fixture
def administrator() -> User:
    return make_user(RoleName.ADMINISTRATOR)


@pytest.fixture
def made(administrator: User) -> MadeFamily:
    return make_family(administrator.memberships.get().team)


def body_of(user: User, address: str = PAGE) -> str:
    response = client_of(user).get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.rule("P49")
def test_the_three_groups_add_up_to_what_was_due(administrator: User, made: MadeFamily) -> None:
    team = made.team
    gone = [queue_text(made), queue_text(made)]
    send_due()
    letters.mark_posted(copy=made_letter(made), by=BY)
    held = make_family(team, safe=YesNoUnknown.NO)
    queue_text(held)
    write_letter(held)
    messaging.tell_by_other_means(message=queue_text(held), how="Rang her", by=BY)
    messaging.cancel(message=queue_text(made), reason="Not needed", by=BY)
    made_letter(made)  # ready to post
    write_letter(made, not_before=timezone.now() - timedelta(minutes=1))  # being made
    queue_text(made, not_before=timezone.now() + timedelta(days=2))
    write_letter(made, not_before=timezone.now() + timedelta(minutes=10))

    viewer = viewer_of(administrator, Permission.SEE_CORRESPONDENCE)
    counts = correspondence.counts(viewer, timezone.now(), None)

    assert dict(counts) == {Group.NOT_GONE: 3, Group.IN_HAND: 2, Group.GONE: 4, Group.LATER: 2, Group.CANCELLED: 0}
    assert len(gone) == 2
    assert "9 due so far (nobody has cleared the list yet): 3 not gone, 2 being dealt with, 4 gone." in body_of(
        administrator
    )


@pytest.mark.rule("P49")
def test_what_needs_somebody_comes_first_and_says_why(administrator: User, made: MadeFamily) -> None:
    queue_text(made)
    send_due()
    queue_text(make_family(made.team, mother="Bo", surname="Lee", safe=YesNoUnknown.NO))

    body = body_of(administrator)

    assert body.index("Text: reminder to Bo Lee") < body.index("Text: reminder to Aisha Khan")
    assert "It is recorded as not safe to use for Bo Lee." in body


def test_older_ones_that_need_nobody_are_left_out_and_held_ones_never(administrator: User, made: MadeFamily) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    queue_text(made)
    send_due()
    queue_text(make_family(made.team, mother="Bo", surname="Lee", safe=YesNoUnknown.NO))
    Message.objects.update(not_before=long_ago, sent_on=long_ago)

    week, ever = body_of(administrator, f"{PAGE}?since=7"), body_of(administrator, f"{PAGE}?since=ever")

    assert ("to Bo Lee" in week, "to Aisha Khan" in week) == (True, False)
    assert ("to Bo Lee" in ever, "to Aisha Khan" in ever) == (True, True)


@pytest.mark.parametrize(
    ("query", "texts", "copies"),
    [
        ("", 1, 1),
        ("?channel=text", 1, 0),
        ("?channel=letter", 0, 1),
        ("?channel=email", 0, 0),
        ("?group=1_not_gone", 0, 0),
        ("?group=2_in_hand", 0, 1),
        ("?group=3_gone", 1, 0),
        ("?group=nonsense&since=x&channel=%00&sort=;&page=-1", 1, 1),
    ],
)
def test_filters(administrator: User, made: MadeFamily, query: str, texts: int, copies: int) -> None:
    queue_text(made)
    send_due()
    made_letter(made)

    body = body_of(administrator, PAGE + query)

    assert (body.count("Text: reminder to Aisha"), body.count("Letter: acceptance to Aisha")) == (texts, copies)


def test_an_empty_list_says_what_would_put_something_there(administrator: User) -> None:
    assert "Nothing here. Texts and letters appear when" in body_of(administrator)


def test_as_many_queries_for_three_rows_as_for_one(administrator: User) -> None:
    team, client = administrator.memberships.get().team, client_of(administrator)
    queue_text(make_family(team))
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(PAGE)
    queue_text(make_family(team))
    write_letter(make_family(team))
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)

    assert (len(one), len(three)) == (11, 11)


def test_who_looked_at_each_family_is_written_down(administrator: User, made: MadeFamily) -> None:
    other = make_family(made.team)
    queue_text(made)
    write_letter(other)
    queue_text(make_family(make_team()))

    body_of(administrator)

    seen = Access.objects.filter(user_id=administrator.pk, screen="letters.CorrespondencePage")
    assert set(seen.values_list("family_id", flat=True)) == {made.family.pk, other.family.pk}


def test_another_teams_words_and_restricted_families_are_not_there(administrator: User, made: MadeFamily) -> None:
    queue_text(make_family(make_team(), mother="Elsewhere"))
    hidden = make_family(made.team, mother="Hidden")
    queue_text(hidden)
    write_letter(hidden)
    families.restrict(family=hidden.family, reason="A relative works here", named=[make_user(team=made.team)], by=BY)
    queue_text(made)

    body = body_of(administrator)

    assert ("Aisha" in body, "Elsewhere" in body, "Hidden" in body) == (True, False, False)
    assert "1 due so far" in body


@pytest.mark.parametrize("role", [RoleName.MANAGER, RoleName.TRAINEE])
def test_a_role_without_correspondence_sees_none(role: RoleName) -> None:
    assert client_of(make_user(role)).get(PAGE).status_code == 403


def test_a_family_s_own_letters_and_texts(administrator: User, made: MadeFamily) -> None:
    queue_text(made)
    made_letter(made)
    queue_text(make_family(made.team, mother="Somebody"))

    body = body_of(administrator, f"/letters/family/{made.family.key}/")

    assert "Text to Aisha Khan: reminder" in body
    assert "Letter to Aisha Khan: acceptance" in body
    assert "Somebody" not in body


def test_a_family_s_timeline_shows_them(administrator: User, made: MadeFamily) -> None:
    queue_text(made)
    made_letter(made)

    body = body_of(administrator, f"/families/{made.family.key}/")

    assert "Text to Aisha Khan: reminder" in body
    assert "Letter to Aisha Khan: acceptance" in body


@pytest.mark.rule("P4")
@pytest.mark.rule("P42")
def test_the_home_worklist_shows_what_did_not_go_and_what_is_to_post(administrator: User, made: MadeFamily) -> None:
    queue_text(make_family(made.team, mother="Bo", surname="Lee", safe=YesNoUnknown.NO))
    write_letter(make_family(made.team, mother="Cy", surname="Lee", safe=YesNoUnknown.NO))
    made_letter(made)
    made_letter(make_family(made.team))

    body = body_of(administrator, "/")

    assert "Text to Bo Lee: reminder" in body
    assert "Letter to Cy Lee: acceptance" in body
    assert "2 letters ready to post" in body


def test_the_outbox_shows_texts_of_families_that_the_viewer_may_see(administrator: User, made: MadeFamily) -> None:
    hidden, foreign = make_family(made.team), make_family(make_team())
    for family, words in ((made, "Words A"), (hidden, "Words B"), (foreign, "Words C")):
        queue_text(family, words=words)
    send_due()
    families.restrict(family=hidden.family, reason="Why", named=[make_user(team=made.team)], by=BY)

    body = body_of(administrator, "/messages/outbox/")

    assert ("Words A" in body, "Words B" in body, "Words C" in body) == (True, False, False)
    assert "1 text," in body


@override_settings(MESSAGING_GATEWAY="")
def test_there_is_no_outbox_where_texts_do_not_go_there(administrator: User) -> None:
    assert client_of(administrator).get("/messages/outbox/").status_code == 404
    assert "Outbox of the demo" not in body_of(administrator)


@pytest.mark.parametrize("count", [1, 3])
def test_outbox_queries(administrator: User, made: MadeFamily, count: int) -> None:
    client = client_of(administrator)
    for _ in range(count):
        queue_text(make_family(made.team))
    send_due()
    client.get(reverse("messaging:outbox"))

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("messaging:outbox"))

    assert len(captured) == 5


@pytest.mark.rule("P49")
def test_every_state_has_its_place() -> None:
    """A new state without a group fails here: then say where the administrator finds it."""
    assert set(correspondence.MESSAGES) == set(MessageState)
    assert set(correspondence.COPIES) == set(CopyState)
    shown = {("message", state) for state, place in correspondence.MESSAGES.items() if place == Group.IN_HAND}
    shown |= {("copy", state) for state, place in correspondence.COPIES.items() if place == Group.IN_HAND}
    assert set(presenters.DEALS) == shown


@pytest.mark.rule("P49")
@pytest.mark.parametrize("ago", [timedelta(minutes=1), timedelta(hours=1), timedelta(days=3), -timedelta(hours=2)])
@pytest.mark.parametrize("cleared", [None, timedelta(hours=2), timedelta(seconds=0)])
def test_whatever_its_state_and_age_each_is_in_one_group_and_they_add_up(
    administrator: User, made: MadeFamily, ago: timedelta, cleared: timedelta | None
) -> None:
    now = timezone.now()
    for state in MessageState:
        message = queue_text(made)
        lease = now + timedelta(minutes=5) if state == MessageState.SENDING else None
        Message.objects.filter(pk=message.pk).update(state=state, not_before=now - ago, lease_until=lease)
    stored = made_letter(made).pdf
    for copy_state in CopyState:
        copy = write_letter(made)
        Copy.objects.filter(pk=copy.pk).update(state=copy_state, not_before=now - ago, pdf=stored)
    viewer = viewer_of(administrator, Permission.SEE_CORRESPONDENCE)
    since = {made.team.pk: timezone.now() - cleared} if cleared is not None else None

    counts = correspondence.counts(viewer, now, since)
    listed = list(correspondence.rows(viewer, now, since, groups=list(Group)))

    assert len({(row["kind"], row["key"]) for row in listed}) == len(listed) == sum(counts.values())
    due = [row for row in listed if row["group"] in correspondence.DUE]
    assert len(due) == sum(counts[group] for group in correspondence.DUE)
    assert {row["state_now"] for row in listed if row["group"] == Group.LATER} <= {"queued"}
    must_stay = {"held", "failed", "by_hand", "unknown", "sending", "queued", "ready", "to_send"}
    assert must_stay <= {row["state_now"] for row in listed}
    if cleared is None:
        # one more copy was made; what was e-mailed stands as its e-mail
        assert len(listed) == len(MessageState) + len(CopyState) + 1 - 1


@pytest.mark.rule("P49")
def test_cleared_on_friday_the_monday_list_holds_what_was_due_since(administrator: User, made: MadeFamily) -> None:
    client = client_of(administrator)
    seen, waits = queue_text(made), make_family(made.team, mother="Bo", surname="Lee", safe=YesNoUnknown.NO)
    send_due()
    queue_text(waits)
    page = client.get(f"/letters/clear/{made.team.slug}/")
    fresh = make_family(made.team, mother="Cy", surname="Lee")
    queue_text(fresh)
    send_due()  # after the page was drawn: nobody has seen it
    form = page.context["form"]

    client.post(f"/letters/clear/{made.team.slug}/", {name: form[name].value() or "" for name in form.fields})

    body = body_of(administrator)
    assert ("to Aisha Khan" in body, "to Bo Lee" in body, "to Cy Lee" in body) == (False, True, True)
    assert "cleared the list on" in body
    assert ListCleared.objects.get().created_by == administrator.actor
    assert seen.key in body_of(administrator, f"{PAGE}?since=ever")


@pytest.mark.rule("P49")
def test_two_who_clear_at_once_are_told(administrator: User, made: MadeFamily) -> None:
    client, address = client_of(administrator), f"/letters/clear/{made.team.slug}/"
    forms = [client.get(address).context["form"] for _ in range(2)]
    typed = [{name: form[name].value() or "" for name in form.fields} for form in forms]

    assert client.post(address, typed[1]).status_code == 302
    second = client.post(address, typed[0])

    assert second.status_code == 409
    assert "has cleared the list meanwhile" in second.content.decode()
    assert client.post(address, typed[0] | {"until": "nonsense"}).status_code == 422


@pytest.mark.rule("P49")
def test_replies_stand_above_the_oldest_first(administrator: User, made: MadeFamily) -> None:
    queue_text(made)
    send_due()
    text_from(mobile_of(made).value, "Second", received_at=timezone.now() - timedelta(hours=1))
    text_from(mobile_of(made).value, "First", received_at=timezone.now() - timedelta(hours=2))

    body = body_of(administrator)

    assert body.index("Replies to deal with") < body.index("First") < body.index("Second") < body.index("due so far")
