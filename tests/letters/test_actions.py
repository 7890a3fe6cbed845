"""Letters: each copy by its own answer, asked again before it is made and before it is posted."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions as families
from families.contact import Question, who_may_be_told
from families.enums import Answer, Channel, Purpose
from families.models import ContactPoint
from pitservice.accounts.enums import RoleName
from pitservice.audit.models import Event
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused, Stale
from pitservice.files import store
from pitservice.jobs.actions import claim
from pitservice.jobs.models import Job
from pitservice.jobs.tasks import work
from pitservice.letters import actions
from pitservice.letters.actions import CopyFor
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy, Letter
from pitservice.messaging import wanted
from tests.make.accounts import BY, client_of, make_user
from tests.make.families import make_family, make_hard_family
from tests.make.messaging import address_of, journey_of, made_letter, reason_of, write_letter

pytestmark = pytest.mark.django_db


def test_write_allowed_is_made_and_ready_to_post() -> None:
    copy = made_letter(make_family())

    assert journey_of(copy) == ["queued", "ready"]
    assert copy.pdf is not None
    assert store.get(copy.pdf.sha256).startswith(b"%PDF")
    assert copy.pdf.content_type == "application/pdf"
    assert Job.objects.get(kind="letters.render").state == "done"


def test_write_keeps_the_address_as_it_was() -> None:
    made = make_family()
    copy = made_letter(made)

    families.change_point(point=address_of(made), value="Another street", by=BY)

    copy.refresh_from_db()
    assert "Rowan Close" in copy.address


def test_write_twice_with_one_key_is_one_letter() -> None:
    made = make_family()

    first = write_letter(made, dedupe_key="decision:1:family")
    second = write_letter(made, dedupe_key="decision:1:family", title="Other words")

    assert first == second
    assert (Letter.objects.count(), Copy.objects.count(), Job.objects.count()) == (1, 1, 1)


@pytest.mark.rule("CON-1")
def test_write_refused_is_held_and_never_made() -> None:
    copy = made_letter(make_family(safe=YesNoUnknown.NO))

    assert (copy.state, copy.answer, copy.pdf) == (CopyState.HELD, "refuse", None)
    assert "not safe to use" in copy.why
    assert Job.objects.count() == 0


@pytest.mark.rule("P8")
@pytest.mark.rule("P40")
@pytest.mark.rule("LET-1")
def test_write_for_the_hard_family_makes_nothing_that_must_not_go() -> None:
    made = make_hard_family()
    question = Question(Purpose.ACCEPTED, Channel.LETTER, timezone.now(), automatic=False)
    everybody = who_may_be_told(made.about, question)

    letter = actions.write(
        about=made.about,
        team=made.team,
        family=made.family,
        purpose=Purpose.ACCEPTED,
        title="We would like to meet you",
        copies=[CopyFor(one, ["Words."], copied_to=()) for one in everybody],
        dedupe_key="hard",
        by=BY,
    )
    work()

    made_for = {copy.reader_name for copy in letter.copies.filter(state=CopyState.READY)}
    refused = {one.name for one in everybody if one.answer is not Answer.ALLOW}
    assert made_for == {one.name for one in everybody if one.answer is Answer.ALLOW}
    assert made.father is not None
    assert made.father.name in refused
    assert not letter.copies.filter(reader_name=made.father.name).exclude(state=CopyState.HELD).exists()


def test_write_for_a_kind_nobody_registered_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Nobody registered the kind"):
        write_letter(make_family(), wanted="nobody:1")


@pytest.mark.rule("P1")
def test_made_unsafe_before_it_is_made_is_held_by_the_job() -> None:
    made = make_family()
    copy = write_letter(made)
    ContactPoint.objects.filter(pk=address_of(made).pk).update(safe=YesNoUnknown.NO)  # no hook was called

    work()

    copy.refresh_from_db()
    assert (copy.state, copy.pdf) == (CopyState.HELD, None)


@pytest.mark.rule("CON-1")
def test_made_unsafe_when_ready_is_taken_off_the_pile_at_once() -> None:
    made = make_family()
    copy = made_letter(made)

    families.change_point(point=address_of(made), safe=YesNoUnknown.NO, by=BY)

    copy.refresh_from_db()
    assert copy.state == CopyState.HELD
    with pytest.raises(Refused, match="cannot become"):
        actions.mark_posted(copy=copy, by=BY)


@pytest.mark.rule("P1")
def test_mark_posted_asks_once_more() -> None:
    made = make_family()
    copy = made_letter(made)
    ContactPoint.objects.filter(pk=address_of(made).pk).update(safe=YesNoUnknown.NO)

    with pytest.raises(Refused, match=r"Do not post this letter\. It is recorded as not safe"):
        actions.mark_posted(copy=copy, by=BY)


def test_mark_posted_says_who_and_when() -> None:
    copy = made_letter(make_family())

    posted = actions.mark_posted(copy=copy, seen=copy.version, by=BY)

    assert (posted.state, posted.posted_by) == (CopyState.POSTED, BY)
    assert Event.objects.filter(verb="letters.mark_posted").count() == 1


def test_mark_posted_of_an_old_page_is_stale() -> None:
    copy = made_letter(make_family())

    with pytest.raises(Stale):
        actions.mark_posted(copy=copy, seen=copy.version - 1, by=BY)


def test_cancel_wanted_cancels_what_is_not_yet_posted() -> None:
    made = make_family()
    wanted.register("testing", lambda _: True)
    waiting, ready = write_letter(made, wanted="testing:1"), made_letter(made, wanted="testing:1")
    posted = actions.mark_posted(copy=made_letter(made, wanted="testing:1"), by=BY)
    other = made_letter(made, wanted="testing:2")

    cancelled = actions.cancel_wanted(wanted="testing:1", why="The decision was taken back.", by=BY)

    states = dict(Copy.objects.values_list("pk", "state"))
    assert cancelled == 2
    assert states == {waiting.pk: "cancelled", ready.pk: "cancelled", posted.pk: "posted", other.pk: "ready"}


def test_no_longer_wanted_is_cancelled_by_the_job() -> None:
    still = {"wanted": True}
    wanted.register("testing", lambda _: still["wanted"])
    copy = write_letter(make_family(), wanted="testing:1")
    still["wanted"] = False

    work()

    copy.refresh_from_db()
    assert (copy.state, copy.why) == ("cancelled", "What it was about has changed, so it was not sent.")


def test_a_letter_not_yet_due_is_not_made() -> None:
    copy = made_letter(make_family(), not_before=timezone.now() + timedelta(minutes=15))

    assert copy.state == CopyState.QUEUED


@pytest.mark.rule("P1")
def test_confirm_lets_go_what_the_rules_ask_about() -> None:
    copy = write_letter(make_family(knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN))

    actions.confirm(copy=copy, reason="She rang and asked for it.", by=BY)
    work()

    copy.refresh_from_db()
    assert (copy.state, copy.confirmed_by, copy.confirmed_codes) == (CopyState.READY, BY, ["not-agreed"])
    assert reason_of(copy.moves.get(to_state="queued")) == "She rang and asked for it."


@pytest.mark.rule("P1")
def test_confirm_covers_only_the_rules_that_spoke() -> None:
    made = make_family(knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN)
    copy = write_letter(made)
    actions.confirm(copy=copy, reason="She rang and asked for it.", by=BY)

    families.raise_alert(family=made.family, kind="read_first", text="Read the letter first", by=BY)

    copy.refresh_from_db()
    assert copy.state == CopyState.HELD


def test_confirm_of_what_is_refused_is_refused() -> None:
    copy = write_letter(make_family(safe=YesNoUnknown.NO))

    with pytest.raises(Refused, match="Nobody can confirm this: it must not go"):
        actions.confirm(copy=copy, reason="Please", by=BY)


def test_confirm_without_a_reason_is_refused() -> None:
    copy = write_letter(make_family(knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN))

    with pytest.raises(Refused, match="Enter why this may go"):
        actions.confirm(copy=copy, reason=" ", by=BY)


def test_confirm_of_what_is_not_held_is_refused() -> None:
    copy = made_letter(make_family())

    with pytest.raises(Refused, match="there is nothing to decide about it"):
        actions.confirm(copy=copy, reason="Please", by=BY)


def test_retry_goes_to_the_address_in_force_now() -> None:
    made = make_family()
    copy = write_letter(made)
    families.change_point(point=address_of(made), value="2 New Street", by=BY)
    copy.refresh_from_db()
    assert (copy.state, copy.why) == ("held", "The number or address of Aisha Khan has changed since this was written.")

    actions.retry(copy=copy, by=BY)
    work()

    copy.refresh_from_db()
    assert copy.state == CopyState.READY
    assert copy.address.startswith("2 New Street")


def test_retry_of_what_needs_a_person_says_so() -> None:
    copy = write_letter(make_family(knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN))

    with pytest.raises(Refused, match="needs a person's confirmation first"):
        actions.retry(copy=copy, by=BY)


def test_cancel_needs_a_reason_and_ends_it() -> None:
    copy = write_letter(make_family())

    with pytest.raises(Refused, match="Enter why it is not sent"):
        actions.cancel(copy=copy, reason="", by=BY)
    cancelled = actions.cancel(copy=copy, reason="Told at the visit", by=BY)
    work()

    cancelled.refresh_from_db()
    assert (cancelled.state, cancelled.pdf) == (CopyState.CANCELLED, None)


@pytest.mark.rule("P42")
def test_tell_by_other_means_is_its_own_end() -> None:
    copy = write_letter(make_family(safe=YesNoUnknown.NO))

    with pytest.raises(Refused, match="Enter how they were told"):
        actions.tell_by_other_means(copy=copy, how="", by=BY)
    told = actions.tell_by_other_means(copy=copy, how="At the visit", by=BY)

    assert (told.state, told.why) == (CopyState.TOLD, "At the visit")


def test_a_character_without_a_glyph_fails_the_copy_with_a_sentence() -> None:
    copy = made_letter(make_family(mother="ნინო"))

    assert copy.state == CopyState.FAILED
    assert copy.why.startswith("The letter cannot be printed: no font here has the character “ნ”")


def test_a_letter_that_cannot_be_made_fails_after_the_last_try(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = write_letter(make_family())
    Copy.objects.filter(pk=copy.pk).update(paragraphs=[7])  # nothing the renderer was promised

    for _ in range(4):
        work()
        Job.objects.update(not_before=timezone.now())

    copy.refresh_from_db()
    assert (copy.state, Job.objects.get().state) == (CopyState.FAILED, "failed")
    assert copy.why.startswith("The letter could not be made in 3 tries. Try again")


def test_a_letter_whose_worker_was_killed_each_time_says_so_and_is_tried_again() -> None:
    made = make_family()
    copy = write_letter(made)
    for _ in range(3):
        assert claim(by=BY) is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    copy.refresh_from_db()
    assert (copy.state, copy.why[:43]) == (CopyState.FAILED, "The letter could not be made in 3 tries. Tr")

    page = reverse("letters:copy", args=[copy.key])
    client = client_of(make_user(RoleName.ADMINISTRATOR, made.team))
    assert "Try again" in client.get(page).content.decode()
    client.post(f"{page}again/", {"submission": str(uuid4()), "seen": copy.version})
    work()

    copy.refresh_from_db()
    assert copy.state == CopyState.READY


def test_made_twice_is_made_once() -> None:
    copy = made_letter(make_family())

    said = actions.make(copy=copy, by=BY)

    assert said == "There was nothing to make."
    assert journey_of(copy) == ["queued", "ready"]


@pytest.mark.rule("P40")
def test_each_copy_names_only_whom_its_reader_may_know_of() -> None:
    copy = write_letter(make_family(), copied_to=["Jane Hill, health visitor"])

    assert copy.copied_to == ["Jane Hill, health visitor"]
