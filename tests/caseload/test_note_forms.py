"""A team's forms for notes: edited in the browser, versioned; a draft keeps the version it began with."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import AppointmentKind
from caseload.forms.note_forms import as_typed
from caseload.forms.session import USE
from caseload.models import Appointment, Draft, Note, NoteForm
from caseload.noting import REST, paragraphs_in, put_together, taken_apart, text_of
from caseload.selectors.released import notes_in_full
from families.registry import ReleasedText
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team
from pitservice.db.errors import Refused, Stale
from tests.caseload.pages.forms import filled, send
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_signed_note, make_work

SEEN_AND_NEXT = (("What we saw", "Who looked at whom"), ("What comes next", ""))


def make_note_form(
    team: Team,
    title: str = "Observation",
    *,
    headings: Sequence[tuple[str, str]] = SEEN_AND_NEXT,
    kinds: Sequence[str] = (AppointmentKind.FIRST,),
) -> NoteForm:
    """A form with two headings, taken for first appointments."""
    return actions.save_note_form(team=team, new=actions.Headings(title, headings, kinds), by=BY)


def change(form: NoteForm, *headings: str) -> NoteForm:
    new = actions.Headings(form.title, [(one, "") for one in headings], form.kinds)
    return actions.save_note_form(team=form.team, new=new, before=form, by=BY)


class TestText:
    """Headings and paragraphs as one text, and back."""

    def test_a_text_keeps_its_headings_and_those_with_nothing_under_them_go(self) -> None:
        text = "## What we saw\n\nShe sang.\n\nHe looked.\n\n## Nothing here\n\n## What comes next\nA film."

        found = paragraphs_in(text)

        assert [(one["heading"], one["text"]) for one in found] == [
            ("What we saw", "She sang."),
            ("What we saw", "He looked."),
            ("What comes next", "A film."),
        ]
        assert text_of(found) == "## What we saw\n\nShe sang.\n\nHe looked.\n\n## What comes next\n\nA film."

    def test_a_note_without_headings_is_as_it_was_typed(self) -> None:
        assert text_of(paragraphs_in("One.\n\nTwo,\nstill two.")) == "One.\n\nTwo,\nstill two."

    def test_boxes_hold_everything_whatever_the_form(self) -> None:
        text = put_together([("What we saw", "She sang."), ("What we did", "A film."), ("", " ")])

        assert taken_apart(text, ["What we saw"]) == ["She sang.", "What we did\n\nA film."]
        assert taken_apart("Typed before.", ["What we saw"]) == ["", "Typed before."]


@pytest.mark.django_db
class TestForms:
    """What a lead or an administrator does with them."""

    def test_every_change_is_a_version_and_none_is_changed(self) -> None:
        first = make_note_form(make_team())

        second = change(first, "What we saw", "What we asked")

        assert (second.form, second.number, first.number) == (first.form, 2, 1)
        assert [one["heading"] for one in NoteForm.objects.get(pk=first.pk).headings] == [
            "What we saw", "What comes next",
        ]  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            NoteForm.objects.update(title="Another")

    @pytest.mark.parametrize(
        ("headings", "said"),
        [
            ((), "at least one"),
            (("Seen", "seen"), "stands twice"),
            ((REST,), "by itself"),
            (tuple(str(number) for number in range(13)), "at most 12"),
        ],
    )
    def test_headings_that_cannot_be_are_refused(self, headings: tuple[str, ...], said: str) -> None:
        with pytest.raises(Refused, match=said):
            make_note_form(make_team(), headings=[(one, "") for one in headings])

    def test_the_slower_of_two_is_told(self) -> None:
        form = make_note_form(make_team())
        change(form, "Seen")

        with pytest.raises(Stale):
            actions.withdraw_note_form(form=form, seen=1, by=BY)

    def test_one_is_added_changed_and_withdrawn_in_the_browser(self) -> None:
        admin = make_user(RoleName.ADMINISTRATOR)
        client, team = client_of(admin), admin.current_memberships[0].team
        typed = {"title": "Observation", "headings": "What we saw | Who began\nWhat comes next", "kinds": ["first"]}

        added = send(client, reverse("caseload:add_note_form", args=[team.slug]), **typed).content.decode()
        form = NoteForm.objects.get()
        again = {"headings": "What we saw\nWhat we asked"}
        send(client, reverse("caseload:change_note_form", args=[form.key]), **again)
        newest = NoteForm.objects.get(number=2)
        listed = client.get(reverse("caseload:note_forms")).content.decode()
        send(client, reverse("caseload:withdraw_note_form", args=[newest.key]))

        assert "Who began" in added
        assert as_typed(form)["headings"] == "What we saw | Who began\nWhat comes next"
        assert "What we saw, What we asked" in listed
        assert [row.withdrawn for row in NoteForm.objects.order_by("number")] == [False, False, True]
        assert "Not offered any more" in client.get(reverse("caseload:note_forms")).content.decode()

    def test_they_are_the_teams_own_and_not_a_practitioners_to_change(self) -> None:
        form = make_note_form(make_team())
        href = reverse("caseload:note_form", args=[form.key])

        assert client_of(make_user(RoleName.CLINICAL_LEAD)).get(href).status_code == 404
        assert client_of(make_user(RoleName.PRACTITIONER, form.team)).get(href).status_code == 403
        assert client_of(make_user(RoleName.CLINICAL_LEAD, form.team)).get(href).status_code == 200

    def test_an_older_version_is_read_and_not_changed(self) -> None:
        form = make_note_form(make_team())
        change(form, "Seen")

        page = client_of(make_user(RoleName.CLINICAL_LEAD, form.team)).get(
            reverse("caseload:note_form", args=[form.key])
        )

        assert "What we saw" in page.content.decode()
        assert "Change it" not in page.content.decode()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_costs_the_same_for_one_row_and_for_three(
        self, rows: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        team = make_team()
        for number in range(rows):
            make_note_form(team, f"Form {number}")
        client = client_of(make_user(RoleName.CLINICAL_LEAD, team))
        client.get(reverse("caseload:note_forms"))

        with django_assert_num_queries(4):
            page = client.get(reverse("caseload:note_forms"))

        assert len(page.context["table"].rows) == rows


@pytest.fixture
def work() -> MadeWork:
    return make_work()


def session_url(appointment: Appointment) -> str:
    return reverse("caseload:session", args=[appointment.key])


@pytest.mark.django_db
class TestOnTheSessionPage:
    """Chosen, written in, kept."""

    def test_the_form_of_the_kind_gives_a_box_for_each_heading_and_the_note_its_headings(self, work: MadeWork) -> None:
        form = make_note_form(work.team)
        client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))

        boxes = {"box_0": "She sang.\n\nHe looked.", "box_1": "A film.", "box_2": ""}
        send(client, session_url(appointment), happened="yes", finish="sign", **boxes)
        note = Note.objects.get()
        signed = send(client, reverse("caseload:sign", args=[note.key])).content.decode()

        note.refresh_from_db()
        assert note.written_in == form
        assert [(one["heading"], one["text"]) for one in note.paragraphs] == [
            ("What we saw", "She sang."), ("What we saw", "He looked."), ("What comes next", "A film."),
        ]  # fmt: skip
        assert "What comes next" in signed

    def test_a_draft_keeps_the_version_it_began_with(self, work: MadeWork) -> None:
        form = make_note_form(work.team)
        client, url = client_of(work.lead), session_url(make_appointment(work, in_days(-1)))
        page = client.get(url)
        client.post(url, filled(page, happened="yes", box_0="She sang.", finish="draft"))

        change(form, "What we heard")
        again = client.get(url)
        send(client, url, finish="leave")

        assert again.context["form"]["box_0"].value() == "She sang."
        assert again.context["form"]["box_1"].label == "What comes next"
        assert "as it was begun" in again.content.decode()
        assert Note.objects.get().written_in == form

    def test_another_form_is_chosen_and_nothing_typed_is_lost(self, work: MadeWork) -> None:
        other = make_note_form(work.team, "Review", headings=[("What comes next", "")], kinds=())
        client, url = client_of(work.lead), session_url(make_appointment(work, in_days(-1)))
        first = client.get(url)

        client.post(url, filled(first, happened="yes", text="Typed before.", form=other.key, finish=USE))
        chosen = client.get(url)
        back = filled(chosen, form="free", finish=USE, box_0="Ring her.")
        client.post(url, back)

        assert [chosen.context["form"][name].value() for name in ("box_0", "box_1")] == ["", "Typed before."]
        free = client.get(url).context["form"]["text"].value()
        assert free == f"## What comes next\n\nRing her.\n\n## {REST}\n\nTyped before."

    def test_it_is_saved_while_it_is_typed_as_one_text(self, work: MadeWork) -> None:
        make_note_form(work.team)
        appointment = make_appointment(work, in_days(-1))
        data = {"box_0": "She sang.", "heading_0": "What we saw", "revision": "0", "seq": "1", "tab": str(uuid4())}

        answer = client_of(work.lead).post(reverse("caseload:draft", args=[appointment.key]), data)

        assert answer.status_code == 200
        assert Draft.objects.get().text == "## What we saw\n\nShe sang."

    def test_without_forms_nothing_is_asked(self, work: MadeWork) -> None:
        withdrawn = make_note_form(work.team)
        actions.withdraw_note_form(form=withdrawn, by=BY)

        page = client_of(work.lead).get(session_url(make_appointment(work, in_days(-1))))

        assert "form" not in page.context["form"].fields
        assert "Form of the note" not in page.content.decode()

    def test_another_teams_form_is_no_form(self, work: MadeWork) -> None:
        theirs = make_note_form(make_team())
        client, url = client_of(work.lead), session_url(make_appointment(work, in_days(-1)))

        send(client, url, happened="yes", text="She sang.", written_in=theirs.key, finish="leave")

        assert Note.objects.get().written_in is None


@pytest.mark.django_db
@pytest.mark.rule("P31")
def test_what_others_told_us_is_marked_and_stands_by_itself_in_a_copy(work: MadeWork) -> None:
    appointment, client = make_appointment(work, in_days(-1)), client_of(work.lead)
    text = "She sang.\n\nThe neighbour says there are rows.\n\nZayn slept."
    send(client, session_url(appointment), happened="yes", text=text, finish="sign")
    sign = reverse("caseload:sign", args=[Note.objects.get().key])

    page = send(client, sign, third_1="on", about_2=work.made.baby.key).content.decode()

    assert "(About somebody outside the family, or told by them.)" in page
    pieces = [(one.words, one.warning, one.about) for one in _released(work)]
    assert pieces == [
        ("She sang.", "", ""),
        ("The neighbour says there are rows.", "About somebody outside the family, or told by them", ""),
        ("Zayn slept.", "", work.made.baby.key),
    ]


@pytest.mark.django_db
@pytest.mark.rule("P31")
def test_a_note_being_written_anew_is_in_a_copy_as_it_was_signed(work: MadeWork) -> None:
    note = make_signed_note(work, text="She sang.")
    actions.take_signature_back(note=note, reason="A slip.", by=work.lead.actor)

    assert [one.words for one in _released(work)] == ["She sang."]


def _released(work: MadeWork) -> list[ReleasedText]:
    return list(notes_in_full(work.family, viewer_of(work.lead, Permission.READ_NOTES)))
