"""The copy of a record: drawn up, gone through entry by entry, made as two files, handed out to the permitted (P31)."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload.actions import sign
from families import actions
from families.enums import NeedKind, ReleaseDecision, ReleaseGround, RequestDecision, RequestKind
from families.models import RecordRequest, Release, ReleasePiece
from families.releasing import as_given, as_kept, missing_passages
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access, Event
from pitservice.db.errors import Refused, Stale
from pitservice.files import store
from pitservice.jobs.models import Job
from pitservice.letters import releases
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import in_days, make_session, make_signed_note, make_work
from tests.make.families import MadeFamily, make_family

pytestmark = pytest.mark.rule("P31")

WORDS = "Aisha came. Her brother Bilal, who drinks, waited outside.\nThey played on the mat."
GIVE, PART, OUT = ReleaseDecision.GIVE, ReleaseDecision.PART, ReleaseDecision.OUT


def piece(decision: ReleaseDecision | str = "", left_out: str = "", **more: Any) -> ReleasePiece:
    given = {"title": "Note of a session", "words": WORDS, "ground": ReleaseGround.THIRD_PARTY, "number": 1} | more
    return ReleasePiece(decision=decision, left_out=left_out, happened=datetime(2026, 11, 2, tzinfo=UTC), **given)


# --- pure: what is given, and what we keep ---


def test_what_is_given_shows_no_trace_and_ours_has_a_mark() -> None:
    one = piece(PART, "Her brother Bilal, who drinks, waited\noutside")

    given, kept = as_given(one), as_kept(one)

    assert given is not None
    assert list(given.paragraphs)[1:] == ["They played on the mat."]
    assert "Bilal" not in " ".join(given.paragraphs)
    assert "[" not in " ".join(given.paragraphs)
    assert "[left out: about somebody else]" in " ".join(kept.paragraphs)
    assert "Bilal" not in " ".join(kept.paragraphs)


def test_a_passage_is_found_across_lines_and_in_any_capitals() -> None:
    given = as_given(piece(PART, "OUTSIDE. They  played"))

    assert given is not None
    assert "played" not in " ".join(given.paragraphs)


def test_what_is_left_out_wholly_is_not_there_and_ours_says_why() -> None:
    one = piece(OUT, ground=ReleaseGround.HARM)

    assert as_given(one) is None
    assert as_kept(one).title == "[left out: serious harm]"
    assert list(as_kept(one).paragraphs) == []


def test_what_is_given_is_given_whole() -> None:
    assert as_given(piece(GIVE)) == as_kept(piece(GIVE))


def test_a_passage_that_does_not_stand_in_it_is_noticed() -> None:
    assert missing_passages(piece(), "who drinks\nwho smokes") == ["who smokes"]


# --- actions ---


def ask(made: MadeFamily, *, checked: bool = True) -> RecordRequest:
    request = actions.receive_request(
        family=made.family,
        kind=RequestKind.ACCESS,
        asked_by="Aisha Khan",
        whose=made.mother,
        received_on=timezone.localdate(),
        by=BY,
    )
    return actions.check_request(request=request, identity_how="Passport", by=BY) if checked else request


def lead_of(made: MadeFamily) -> User:
    return make_user(RoleName.CLINICAL_LEAD, made.team)


def draw_up(made: MadeFamily) -> Release:
    lead = lead_of(made)
    return actions.draw_up_release(request=ask(made), user=lead, by=lead.actor)


def give_all(release: Release) -> None:
    for one in release.pieces.filter(decision=""):
        actions.decide_piece(piece=one, decision=GIVE, by=BY)


@pytest.fixture
def made() -> MadeFamily:
    made = make_family(father="Tom")
    actions.add_need(family=made.family, person=made.mother, kind=NeedKind.FORMAT, text="Large print", by=BY)
    return made


@pytest.mark.django_db
def test_the_record_is_taken_down_and_what_names_others_is_warned_of(made: MadeFamily) -> None:
    release = draw_up(made)

    sources = set(release.pieces.values_list("source", flat=True))
    assert {"Who is in the record", "Record"} <= sources
    warned = list(release.pieces.exclude(warning="").values_list("warning", flat=True))
    assert "Names Tom Khan" in warned
    assert [row.data["pieces"] for row in Event.objects.filter(verb="families.draw_up_release")] == [
        release.pieces.count()
    ]


@pytest.mark.django_db
def test_a_signed_note_stands_in_it_in_full() -> None:
    made = make_family()
    work = make_work(made=made)
    make_signed_note(work, text="Zayn watched his mother's face.")
    make_session(work, in_days(-3), text="Not signed yet.")

    notes = draw_up(made).pieces.filter(source="Notes in full").values_list("words", flat=True)

    assert len(notes) == 1
    assert "Zayn watched his mother's face." in notes[0]


@pytest.mark.django_db
@pytest.mark.rule("P31")
def test_a_paragraph_about_somebody_else_is_looked_at_by_itself() -> None:
    made = make_family(father="Daniel")
    note = make_session(make_work(made=made), text="She sang.\n\nHe was out all night.\n\nA rash.").note
    sign(note=note, about={1: made.father.key, 2: made.mother.key}, by=note.author.actor)  # type: ignore[union-attr]  # made above

    release = draw_up(made)
    pieces = list(release.pieces.filter(source="Notes in full").values_list("words", "warning"))
    actions.give_the_rest(release=release, by=BY)

    assert ("She sang.", "") in pieces
    assert ("He was out all night.", "About Daniel Khan") in pieces
    undecided = release.pieces.filter(source="Notes in full", decision="").values_list("words", flat=True)
    assert "He was out all night." in undecided


@pytest.mark.django_db
def test_it_is_drawn_up_only_by_who_may_read_all_of_it_once_it_is_known_who_asks(made: MadeFamily) -> None:
    administrator = make_user(RoleName.ADMINISTRATOR, made.team)
    request = ask(made, checked=False)
    with pytest.raises(Refused, match="Check who asks"):
        actions.draw_up_release(request=request, user=lead_of(made), by=BY)
    actions.check_request(request=request, identity_how="Passport", by=BY)
    with pytest.raises(Refused, match=r"You may not read: .* Ask the clinical lead"):
        actions.draw_up_release(request=request, user=administrator, by=administrator.actor)
    actions.decide_request(request=request, decision=RequestDecision.REFUSED, reason="Not theirs.", by=BY)
    with pytest.raises(Refused, match="Nothing is given"):
        actions.draw_up_release(request=request, user=lead_of(made), by=BY)


@pytest.mark.django_db
def test_drawn_up_anew_it_keeps_what_was_decided_about_what_has_not_changed(made: MadeFamily) -> None:
    release = draw_up(made)
    first = release.pieces.order_by("number")[0]
    actions.decide_piece(piece=first, decision=OUT, ground=ReleaseGround.OTHER, why="Legal advice.", by=BY)
    actions.add_former_name(family=made.family, person=made.mother, family_name="Begum", by=BY)
    before = release.pieces.count()

    actions.draw_up_release(request=release.request, user=lead_of(made), by=BY)

    assert release.pieces.count() == before + 1
    again = release.pieces.exclude(decision="").get()
    assert (again.title, again.decision, again.why) == (first.title, OUT, "Legal advice.")


@pytest.mark.django_db
def test_nothing_is_left_out_without_ground_reason_and_words_that_stand_there(made: MadeFamily) -> None:
    one = draw_up(made).pieces.order_by("number")[0]
    third = ReleaseGround.THIRD_PARTY
    for given, sentence in (
        ({"decision": OUT}, "on which ground"),
        ({"decision": OUT, "ground": third}, "on which ground"),
        ({"decision": PART, "ground": third, "why": "Hers."}, "Enter the words that are left out"),
        ({"decision": PART, "ground": third, "why": "Hers.", "left_out": "Elephant"}, "do not stand in the entry"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.decide_piece(piece=one, by=BY, **given)
    seen = one.version
    actions.decide_piece(piece=one, decision=GIVE, seen=seen, by=BY)
    with pytest.raises(Stale):
        actions.decide_piece(piece=one, decision=OUT, ground=third, why="Hers.", seen=seen, by=BY)


@pytest.mark.django_db
def test_the_rest_is_given_but_for_what_is_warned_of_and_nothing_is_made_before(made: MadeFamily) -> None:
    release = draw_up(made)
    with pytest.raises(Refused, match="have not been decided"):
        actions.make_release(release=release, by=BY)

    actions.give_the_rest(release=release, by=BY)

    assert set(release.pieces.filter(decision="").values_list("warning", flat=True)) >= {"Names Tom Khan"}
    assert not release.pieces.filter(decision="", warning="").exists()
    release.pieces.update(decision=OUT, ground=ReleaseGround.HARM, why="Dr Reed decided.")
    with pytest.raises(Refused, match="Everything is left out"):
        actions.make_release(release=release, by=BY)


def made_by_job(release: Release) -> Release:
    actions.make_release(release=release, by=BY)
    job = Job.objects.get(kind="families.release")
    assert releases.make(job) == "The copy is made."
    assert releases.make(job) == "There was nothing to make."
    release.refresh_from_db()
    return release


@pytest.mark.django_db
def test_the_job_makes_two_files_of_which_ours_says_what_was_left_out(
    made: MadeFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(template: str, context: dict[str, Any]) -> str:
        html = render_to_string(template, context)
        drawn.extend([html] if template == "letters/record.html" else [])
        return html

    monkeypatch.setattr("pitservice.letters.releases.render_to_string", draw)
    release = draw_up(made)
    tom = release.pieces.filter(warning="Names Tom Khan", source="Who is in the record").get()
    actions.decide_piece(piece=tom, decision=OUT, ground=ReleaseGround.THIRD_PARTY, why="He has not agreed.", by=BY)
    give_all(release)
    release.pieces.filter(warning="Names Tom Khan").exclude(pk=tom.pk).update(
        decision=OUT, ground=ReleaseGround.THIRD_PARTY, why="He has not agreed."
    )

    release = made_by_job(release)

    given, ours = drawn
    assert "Tom" not in given
    assert "left out" not in given
    assert "What was left out, and on which ground" in ours
    assert "He has not agreed." in ours
    assert "[left out: about somebody else]" in ours
    assert release.given is not None
    assert release.ours is not None
    for stored in (release.given, release.ours):
        assert store.get(stored.sha256).startswith(b"%PDF")
    assert Job.objects.get(kind="families.release").title == "Copy of a record"
    with pytest.raises(Refused, match="not changed any more"):
        actions.decide_piece(piece=tom, decision=GIVE, by=BY)
    with pytest.raises(Refused, match="not changed any more"):
        actions.draw_up_release(request=release.request, user=lead_of(made), by=BY)


@pytest.mark.django_db
def test_what_cannot_be_printed_says_so_and_can_be_changed(made: MadeFamily) -> None:
    release = draw_up(made)
    release.pieces.update(decision=GIVE, words="\U0001f600")
    actions.make_release(release=release, by=BY)

    releases.make(Job.objects.get(kind="families.release"))

    release.refresh_from_db()
    assert (release.asked_at, release.given) == (None, None)
    assert "No font here has the character" in release.failed


# --- screens ---

PAGES = ("release", "draw_up", "give_rest", "make_release", "release_given", "release_ours")


@pytest.mark.django_db
def test_a_copy_is_drawn_up_gone_through_and_handed_out_on_its_pages(made: MadeFamily) -> None:
    request, lead = ask(made), lead_of(made)
    client, args = client_of(lead), [made.family.key, request.key]

    def send(name: str, *more: str, **given: Any) -> Any:
        return client.post(reverse(f"families:{name}", args=[*args, *more]), {"submission": str(uuid4()), **given})

    assert "Draw up a copy" in client.get(reverse("families:request", args=args)).content.decode()
    here = send("draw_up", seen=str(request.version))["Location"]
    page = unescape(client.get(here).content.decode())
    assert "Names Tom Khan" in page
    release = Release.objects.get()
    one = release.pieces.filter(warning="Names Tom Khan")[0]
    assert one.title in unescape(client.get(reverse("families:release_piece", args=[*args, one.key])).content.decode())
    told = {"decision": "out", "ground": "third_party", "seen": str(one.version)}
    assert send("release_piece", one.key, **told, why="").status_code == 409
    assert send("release_piece", one.key, **told, why="Not agreed.")["Location"] == here
    assert send("give_rest")["Location"] == here
    give_all(release)
    release.refresh_from_db()
    assert client.get(reverse("families:release_given", args=args)).status_code == 404
    assert send("make_release", seen=str(release.version))["Location"] == here
    assert "It is being made" in client.get(here).content.decode()
    releases.make(Job.objects.get(kind="families.release"))

    answer = client.get(reverse("families:release_given", args=args))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert Access.objects.filter(user_id=lead.pk, family_id=made.family.pk).exists()
    assert "Our copy, never given" in client.get(here).content.decode()
    assert "Make the copy" not in client.get(here).content.decode()


@pytest.mark.django_db
def test_nobody_but_who_answers_for_records_in_the_team_opens_any_of_it(made: MadeFamily) -> None:
    release = draw_up(made)
    give_all(release)
    release = made_by_job(release)
    args = [made.family.key, release.request.key]
    addresses = [reverse(f"families:{name}", args=args) for name in PAGES]
    addresses.append(reverse("families:release_piece", args=[*args, release.pieces.all()[0].key]))
    practitioner = client_of(make_user(RoleName.PRACTITIONER, made.team))
    stranger = client_of(make_user(RoleName.CLINICAL_LEAD))
    other = make_family(made.team)
    lead = client_of(lead_of(made))

    assert {practitioner.get(to).status_code for to in addresses} == {403}
    assert {stranger.get(to).status_code for to in addresses} == {404}
    elsewhere = [to.replace(made.family.key, other.family.key) for to in addresses]
    assert {lead.get(to).status_code for to in elsewhere} == {404}
    made.family.restricted = True
    made.family.save()
    assert {lead.get(to).status_code for to in addresses} == {404}


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_a_copy_costs_the_same_for_one_and_three(
    rows: int, made: MadeFamily, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    release = draw_up(made)
    release.pieces.exclude(pk__in=release.pieces.values("pk")[:rows]).delete()
    client = client_of(lead_of(made))
    href = reverse("families:release", args=[made.family.key, release.request.key])
    client.get(href)

    with django_assert_num_queries(14):
        body = client.get(href).content.decode()

    assert body.count('role="rowheader"') == rows
