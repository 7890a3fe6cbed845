"""The session page, drafts and notes."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.enums import AppointmentState, NoteState
from caseload.interpreting import Interpreter
from caseload.models import Appointment, Draft, Note, Session
from pitservice.accounts.enums import RoleName
from pitservice.ui.worklist import items_for
from tests.caseload.pages.forms import filled, send
from tests.make.accounts import client_of, make_user
from tests.make.caseload import (
    MadeWork,
    in_days,
    make_appointment,
    make_session,
    make_signed_note,
    make_work,
)
from tests.make.families import make_family

pytestmark = pytest.mark.django_db
TAB = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12"


def session_url(appointment: Appointment) -> str:
    """Its session page."""
    return reverse("caseload:session", args=[appointment.key])


def test_a_session_is_recorded_and_signed_in_one_flow(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))

    answer = send(
        client, session_url(appointment), happened="yes", text="Aisha was tired.\n\nZayn slept.", finish="sign"
    )
    note = Note.objects.get()
    sign = reverse("caseload:sign", args=[note.key])
    signed = send(client, sign, about_1=work.made.baby.key)

    assert answer.request["PATH_INFO"] == sign
    page = signed.content.decode()
    assert "The note is signed." in page
    assert "(About Zayn Khan.)" in page
    assert Note.objects.get().state == NoteState.SIGNED


def test_who_was_there_says_how_late_each_was_and_whether_the_interpreter_came() -> None:
    work = make_work(made=make_family(father="Daniel"))
    father = work.made.father
    assert father is not None
    everybody = [*work.everybody, father]
    interpreter = Interpreter("Polish", name="Ewa Maj")
    appointment = make_appointment(work, in_days(-1), invited=everybody, interpreter=interpreter)
    client = client_of(work.lead)
    there = {"happened": "yes", "text": "We met.", f"late_{father.key}": "20", "interpreter_present": "no"}

    draft = client.post(session_url(appointment), filled(client.get(session_url(appointment)), **there, finish="draft"))
    kept = client.get(session_url(appointment)).context["form"][f"late_{father.key}"].value()
    send(client, session_url(appointment), **there, finish="leave")
    shown = client.get(reverse("caseload:appointment", args=[appointment.key])).content.decode()
    timeline = client.get(reverse("families:family", args=[work.family.key])).content.decode()
    again = client.get(session_url(appointment)).context["form"]

    assert (draft.status_code, kept) == (302, "20")
    assert "Daniel Khan (20 minutes late)" in shown and "Was not there" in shown
    assert "Daniel Khan (20 minutes late)" in timeline and "The interpreter was not there." in timeline
    assert (str(again[f"late_{father.key}"].value()), again[f"late_{work.made.mother.key}"].value()) == ("20", None)
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.ATTENDED


def test_only_who_was_there_was_late(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))
    mother, baby = work.made.mother, work.made.baby
    late = {f"late_{mother.key}": "15", "present": [baby.key]}

    page = send(client, session_url(appointment), happened="yes", text="We met.", **late).content.decode()

    assert "Tick them as there too, or take the minutes away" in page
    assert "Late by (optional)" in page and "We met." in page


def test_left_unsigned_it_waits_on_my_day_and_at_home(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))

    answer = send(client, session_url(appointment), happened="yes", text="We met.", finish="leave")

    assert "Note not signed" in answer.content.decode()
    waiting = [item.what for item in items_for(work.lead, timezone.localdate()) if item.mine]
    assert any(what.startswith("Note not signed") for what in waiting)


def test_booking_the_next_starts_from_this_one(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1, time(14)))

    answer = send(client, session_url(appointment), happened="yes", text="We met.", finish="next")

    initial = answer.context["form"].initial
    assert (initial["day"], initial["time"]) == (timezone.localdate() + timedelta(days=6), time(14))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("not_attended", AppointmentState.NOT_ATTENDED),
        ("no_access", AppointmentState.NO_ACCESS),
        ("cancelled_by_family", AppointmentState.CANCELLED_BY_FAMILY),
    ],
)
def test_what_happened_instead_asks_nothing_more(outcome: str, state: str, work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))

    answer = send(
        client, session_url(appointment), happened="no", outcome=outcome, present=None, minutes="", finish="leave"
    )

    appointment.refresh_from_db()
    assert (answer.status_code, appointment.state) == (200, state)
    assert not Session.objects.exists()


def test_a_session_without_answers_is_refused_in_our_words(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))

    answer = send(
        client, session_url(appointment), happened="yes", present=None, minutes="", text="Kept", finish="sign"
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Select who was there" in page
    assert "Enter the minutes" in page
    assert "Kept" in page


@pytest.mark.rule("P70")
def test_without_javascript_a_button_saves_the_draft(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))

    send(client, session_url(appointment), happened="yes", minutes="45", text="So far", finish="draft")
    page = client.get(session_url(appointment))

    assert Draft.objects.get().text == "So far"
    assert (page.context["form"]["text"].value(), page.context["form"]["minutes"].value()) == ("So far", "45")
    assert "Draft saved" in page.content.decode()


@pytest.mark.rule("P70")
def test_the_script_saves_and_is_answered_with_the_time(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))
    url = reverse("caseload:draft", args=[appointment.key])
    sent = {
        "text": "We met",
        "revision": "0",
        "tab": TAB,
        "seq": "1",
        "minutes": "45",
    }

    answer = client.post(url, sent)

    said = answer.json()
    assert (said["revision"], said["aside"]) == (1, False)
    assert said["saved"] == timezone.localtime(Draft.objects.get().saved_at).strftime("%H:%M:%S")
    assert Draft.objects.get().fields == {"minutes": "45"}
    assert client.get(url).json()["revision"] == 1


@pytest.mark.rule("P70")
def test_the_text_is_there_after_signing_in_again(work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(-1))
    url = reverse("caseload:draft", args=[appointment.key])
    sent = {"text": "Half a sentence", "revision": "0", "tab": TAB, "seq": "1"}
    client = client_of(work.lead)
    client.post(url, sent)
    client.logout()

    signed_out = client.post(url, sent | {"seq": "2"})
    page = client_of(work.lead).get(session_url(appointment))

    assert signed_out.status_code == 302
    assert page.context["form"]["text"].value() == "Half a sentence"


@pytest.mark.rule("P70")
def test_a_second_window_is_asked_about(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))
    url = reverse("caseload:draft", args=[appointment.key])
    one, two = TAB, "1f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12"
    client.post(url, {"text": "From the phone", "revision": "0", "tab": one, "seq": "1"})

    kept = client.post(url, {"text": "From the desk", "revision": "0", "tab": two, "seq": "1"})
    page = client.get(session_url(appointment)).content.decode()
    settled = send(client, reverse("caseload:settle", args=[appointment.key, two]), keep="add")

    assert kept.json()["aside"] is True
    assert "Text from another window" in page
    assert "From the desk" in page
    assert settled.context["form"]["text"].value() == "From the phone\n\nFrom the desk"


@pytest.mark.rule("P70")
def test_finishing_an_old_window_shows_both_texts_and_loses_neither(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))
    old = client.get(session_url(appointment))
    draft = reverse("caseload:draft", args=[appointment.key])
    sent = {"text": "From the phone", "revision": "0", "tab": TAB, "seq": "1"}
    client.post(draft, sent)

    refused = client.post(session_url(appointment), filled(old, happened="yes", text="From the desk", finish="leave"))
    page = refused.content.decode()
    both = filled(refused, text="From the phone\n\nFrom the desk", finish="leave")
    taken = client.post(session_url(appointment), both)

    assert refused.status_code == 409
    assert "in another window too" in page
    assert "From the phone" in page
    assert "From the desk" in page
    assert taken.status_code == 302
    assert [part["text"] for part in Note.objects.get().paragraphs] == ["From the phone", "From the desk"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "x", "revision": "-1", "tab": "no", "seq": "0"},
        {"text": "a\x00b", "revision": "0", "tab": TAB, "seq": "1"},
        {"text": "x" * 100_001, "revision": "0", "tab": TAB, "seq": "1"},
        {"text": "x", "revision": "9" * 40, "tab": TAB, "seq": "1"},
    ],
)
def test_a_save_that_makes_no_sense_is_refused_and_saves_nothing(sent: dict[str, str], work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(-1))

    answer = client_of(work.lead).post(reverse("caseload:draft", args=[appointment.key]), sent)

    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_a_note_is_read_by_those_who_may_and_only_its_title_by_others(work: MadeWork) -> None:
    note = make_signed_note(work, text="Only for those who read notes.")
    url, tab = reverse("caseload:note", args=[note.key]), reverse("caseload:family", args=[work.family.key])
    admin = client_of(make_user(RoleName.ADMINISTRATOR, work.team))

    assert "Only for those who read notes." in client_of(work.lead).get(url).content.decode()
    assert admin.get(url).status_code == 403
    for page in (tab, reverse("families:family", args=[work.family.key])):
        shown = admin.get(page).content.decode()
        assert "Note signed" in shown
        assert "Only for those who read notes." not in shown
        assert url not in shown


def test_an_unsigned_note_is_its_writers_alone(work: MadeWork) -> None:
    note = make_session(work).note
    other = make_user(RoleName.CLINICAL_LEAD, work.team)

    assert client_of(work.lead).get(reverse("caseload:note", args=[note.key])).status_code == 200
    assert client_of(other).get(reverse("caseload:note", args=[note.key])).status_code == 404


def test_an_addendum_stands_below_the_note(work: MadeWork) -> None:
    note = make_signed_note(work)

    answer = send(client_of(work.lead), reverse("caseload:addendum", args=[note.key]), text="She rang later.")

    page = answer.content.decode()
    assert "She rang later." in page
    assert f"by {work.lead.name}" in page


@pytest.mark.rule("P73")
def test_the_next_appointment_is_booked_with_the_session(work: MadeWork) -> None:
    client = client_of(work.lead)
    appointment = make_appointment(work, in_days(-9, time(14)), interpreter=Interpreter("Polish", name="Anna Kowal"))
    url = session_url(appointment)
    offered = [value for value, _ in client.get(url).context["form"].fields["next_in"].choices]

    answer = send(client, url, happened="yes", text="We met.", finish="leave", next_in="2")

    new = Appointment.objects.exclude(pk=appointment.pk).get()
    assert offered == ["not_now", "2", "3"]
    assert new.starts == in_days(5, time(14))
    assert (new.kind, new.place, new.interpreter) == ("assessment", appointment.place, appointment.interpreter)
    assert {one.person_id for one in new.invitations.all()} == {person.pk for person in work.everybody}
    page = answer.content.decode()
    assert "The next appointment is booked" in page
    assert "Book the interpreter for it too." in page
    again = client.get(url)
    assert "next_in" not in again.context["form"].fields
    assert "Next appointment: " in again.content.decode()


def test_a_next_time_that_is_taken_refuses_both_and_loses_nothing(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-3, time(14)))
    make_appointment(make_work(work.team, lead=work.lead), in_days(4, time(14)))

    answer = send(client, session_url(appointment), happened="yes", text="We met.", finish="leave", next_in="1")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This practitioner has another appointment at that time." in page
    assert "We met." in page
    assert Session.objects.count() == 0
    send(client, session_url(appointment), happened="yes", text="We met.", finish="leave")
    assert Session.objects.count() == 1


def test_outcomes_of_earlier_days_wait_on_my_day(work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(-2))

    page = client_of(work.lead).get(reverse("caseload:my_day")).content.decode()

    assert "Outcomes to record" in page
    assert session_url(appointment) in page
