"""Sessions, drafts, notes: nothing typed is lost, nothing signed changes."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from caseload import actions
from caseload.enums import AppointmentKind, AppointmentState, AttendanceStatus, EpisodeState, NoteState, Place
from caseload.models import Appointment, Draft, Note, Session
from pitservice.accounts.enums import RoleName
from pitservice.db.drafts import Saved, Typed, paragraphs_of
from pitservice.db.errors import Refused
from tests.make.accounts import BY, make_user
from tests.make.caseload import (
    MadeWork,
    in_days,
    make_appointment,
    make_session,
    make_signed_note,
    make_work,
    session_of,
)
from tests.make.families import make_family

pytestmark = pytest.mark.django_db
HAPPENED = actions.Happened(kind=AppointmentKind.ASSESSMENT, place=Place.HOME, minutes=50)


def typed(text: str, *, revision: int = 0, tab: str = "", seq: int = 1) -> Typed:
    """What a window sends."""
    return Typed(text, {}, revision, tab or str(uuid.uuid4()), seq)


def save(work: MadeWork, appointment: Appointment, text: str, **more: object) -> Saved:
    """Save a draft as the lead."""
    return actions.save_draft(appointment=appointment, typed=typed(text, **more), by=work.lead.actor)  # type: ignore[arg-type]  # what `typed` takes


class TestRecording:
    """Who was there, and what follows."""

    def test_attendance_is_kept_for_each_person(self) -> None:
        work = make_work(made=make_family(father="Daniel"))
        assert work.made.father is not None
        appointment = make_appointment(work, in_days(-1), invited=[*work.everybody, work.made.father])

        actions.record_session(appointment=appointment, present=work.everybody, happened=HAPPENED, by=work.lead.actor)

        rows = {row.person.given_name: row.status for row in appointment.attendances.all()}
        came, absent = AttendanceStatus.CAME, AttendanceStatus.ABSENT
        assert rows == {"Aisha": came, "Zayn": came, "Daniel": absent}
        assert appointment.state == AppointmentState.BOOKED  # the row in hand is old; the database has the new one
        appointment.refresh_from_db()
        assert appointment.state == AppointmentState.ATTENDED

    def test_late_and_seen_says_how_late(self) -> None:
        work = make_work()
        appointment = make_appointment(work, in_days(-1))
        late = actions.Happened(AppointmentKind.FIRST, Place.HOME, 40, late_minutes=20)

        actions.record_session(appointment=appointment, present=work.everybody, happened=late, by=work.lead.actor)

        appointment.refresh_from_db()
        assert appointment.state == AppointmentState.LATE_SEEN
        assert {row.late_minutes for row in appointment.attendances.all()} == {20}

    @pytest.mark.parametrize(
        ("mother", "father", "minutes", "state"),
        [
            (0, 20, {"Aisha": 0, "Daniel": 20, "Zayn": 0}, AppointmentState.ATTENDED),
            (15, 20, {"Aisha": 15, "Daniel": 20, "Zayn": 15}, AppointmentState.LATE_SEEN),
        ],
    )
    def test_each_adult_is_as_late_as_they_were_and_a_baby_comes_with_the_first(
        self, mother: int, father: int, minutes: dict[str, int], state: AppointmentState
    ) -> None:
        work = make_work(made=make_family(father="Daniel"))
        assert work.made.father is not None
        everybody = [*work.everybody, work.made.father]
        appointment = make_appointment(work, in_days(-1), invited=everybody)
        late = {work.made.mother.pk: mother, work.made.father.pk: father}
        happened = actions.Happened(AppointmentKind.FIRST, Place.HOME, 40, late=late)

        actions.record_session(appointment=appointment, present=everybody, happened=happened, by=work.lead.actor)

        rows = appointment.attendances.select_related("person")
        assert {row.person.given_name: row.late_minutes for row in rows} == minutes
        appointment.refresh_from_db()
        assert appointment.state == state

    @pytest.mark.rule("ENG-1")
    def test_the_first_session_begins_the_assessment(self) -> None:
        work = make_work()

        make_session(work)

        work.episode.refresh_from_db()
        assert work.episode.state == EpisodeState.ASSESSMENT

    def test_nobody_there_is_no_session(self) -> None:
        work = make_work()
        appointment = make_appointment(work, in_days(-1))

        with pytest.raises(Refused, match="Choose who was there"):
            actions.record_session(appointment=appointment, present=[], happened=HAPPENED, by=work.lead.actor)

    def test_what_has_not_begun_is_no_session(self) -> None:
        work = make_work()
        appointment = make_appointment(work)

        with pytest.raises(Refused, match="has not begun yet"):
            actions.record_session(
                appointment=appointment, present=work.everybody, happened=HAPPENED, by=work.lead.actor
            )

    def test_it_may_be_done_again_while_the_note_is_unsigned(self) -> None:
        work = make_work()
        session = make_session(work)

        actions.record_session(
            appointment=session.appointment,
            present=[work.made.mother],
            happened=HAPPENED,
            text="Only Aisha.",
            by=work.lead.actor,
        )

        session.refresh_from_db()
        assert (session.minutes, Session.objects.count()) == (50, 1)
        absent = session.appointment.attendances.get(person=work.made.baby)
        assert absent.status == AttendanceStatus.ABSENT
        assert [part["text"] for part in Note.objects.get().paragraphs] == ["Only Aisha."]

    def test_a_corrected_session_stays_and_no_longer_counts(self) -> None:
        work = make_work()
        session = make_session(work)

        actions.correct_outcome(
            appointment=session.appointment, outcome=AppointmentState.NOT_ATTENDED, reason="Wrong day", by=BY
        )

        assert not Session.objects.standing().exists()
        assert Session.objects.count() == 1

    def test_a_colleague_records_who_was_there_but_writes_no_second_note(self) -> None:
        work = make_work()
        session = make_session(work)
        other = make_user(RoleName.PRACTITIONER, work.team, "Lee")

        with pytest.raises(Refused, match="is writing the note of this session"):
            actions.record_session(
                appointment=session.appointment,
                present=work.everybody,
                happened=HAPPENED,
                text="Mine",
                by=other.actor,
            )


@pytest.mark.rule("P70")
class TestDrafts:
    """Saved every few seconds, acknowledged when it is in the database, never overwritten from another window."""

    def test_saves_follow_one_another(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        tab = str(uuid.uuid4())

        first = save(work, appointment, "We", tab=tab)
        second = save(work, appointment, "We met", tab=tab, revision=first.revision, seq=2)

        assert (first.revision, second.revision, second.aside) == (1, 2, False)
        assert Draft.objects.get().text == "We met"

    def test_a_save_that_comes_late_changes_nothing(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        tab = str(uuid.uuid4())
        save(work, appointment, "We met at home", tab=tab, seq=2)

        late = save(work, appointment, "We met", tab=tab, seq=1)

        assert (late.revision, Draft.objects.get().text) == (1, "We met at home")

    def test_a_repeat_after_a_lost_answer_is_taken(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        tab = str(uuid.uuid4())
        save(work, appointment, "We met", tab=tab, seq=1)

        again = save(work, appointment, "We met at home", tab=tab, revision=0, seq=2)

        assert (again.aside, Draft.objects.get().text) == (False, "We met at home")

    def test_an_older_window_is_kept_apart_and_nothing_is_overwritten(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        old, new = str(uuid.uuid4()), str(uuid.uuid4())
        save(work, appointment, "From the phone", tab=new)

        kept = save(work, appointment, "From the desk", tab=old, revision=0)

        draft = Draft.objects.get()
        assert kept.aside
        assert (draft.text, draft.others[old]["text"]) == ("From the phone", "From the desk")

    def test_two_old_windows_are_kept_apart_from_each_other(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        save(work, appointment, "First", tab="a")

        save(work, appointment, "Second", tab="b")
        save(work, appointment, "Third", tab="c")
        save(work, appointment, "Second, longer", tab="b", seq=2)

        draft = Draft.objects.get()
        assert draft.text == "First"
        assert {tab: kept["text"] for tab, kept in draft.others.items()} == {"b": "Second, longer", "c": "Third"}

    def test_a_window_opened_on_the_latest_goes_on(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        first = save(work, appointment, "We", tab="a")

        second = save(work, appointment, "We met", tab="b", revision=first.revision)

        assert (second.aside, Draft.objects.get().text) == (False, "We met")

    @pytest.mark.parametrize(("add", "text"), [(True, "First\n\nSecond"), (False, "First")])
    def test_what_was_kept_apart_is_settled_by_its_writer(self, *, add: bool, text: str) -> None:
        work = make_work()
        appointment = make_appointment(work)
        save(work, appointment, "First", tab="a")
        save(work, appointment, "Second", tab="b")

        actions.settle_draft(draft=Draft.objects.get(), tab="b", add=add, by=work.lead.actor)

        draft = Draft.objects.get()
        assert (draft.text, draft.others) == (text, {})
        with pytest.raises(Refused, match="not kept apart any more"):
            actions.settle_draft(draft=draft, tab="b", add=True, by=work.lead.actor)
        with pytest.raises(Refused, match="Only the writer"):
            actions.settle_draft(draft=draft, tab="b", add=True, by=BY)

    def test_each_writer_has_a_draft_of_their_own(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        other = make_user(RoleName.PRACTITIONER, work.team, "Lee")
        save(work, appointment, "Mine")

        actions.save_draft(appointment=appointment, typed=typed("Theirs"), by=other.actor)

        assert sorted(Draft.objects.values_list("text", flat=True)) == ["Mine", "Theirs"]

    def test_recording_from_an_old_window_is_refused_while_newer_words_are_saved(self) -> None:
        work = make_work()
        appointment = make_appointment(work, in_days(-1))
        save(work, appointment, "Newer words", tab="phone")

        with pytest.raises(Refused, match="in another window too"):
            actions.record_session(
                appointment=appointment,
                present=work.everybody,
                happened=HAPPENED,
                text="Older words",
                revision=0,
                tab="desk",
                by=work.lead.actor,
            )

        assert Draft.objects.get().text == "Newer words"
        assert not Session.objects.exists()

    def test_a_save_after_signing_is_refused_not_lost_silently(self) -> None:
        work = make_work()
        note = make_signed_note(work)

        with pytest.raises(Refused, match="signed"):
            save(work, session_of(note).appointment, "And more")


class TestNotes:
    """Signed once, then unchangeable; what comes later is added."""

    def test_signing_keeps_paragraphs_and_whom_they_are_about(self) -> None:
        work = make_work()
        note = make_session(work, text="Aisha was tired.\n\nZayn slept.").note

        actions.sign(note=note, about={1: work.made.baby.key}, by=work.lead.actor)

        note.refresh_from_db()
        assert note.state == NoteState.SIGNED
        assert note.paragraphs == [
            {"text": "Aisha was tired.", "about": "", "heading": "", "third": False},
            {"text": "Zayn slept.", "about": work.made.baby.key, "heading": "", "third": False},
        ]
        assert (note.signed_by, Draft.objects.count()) == (work.lead.actor, 0)

    @pytest.mark.parametrize(
        "change",
        [
            "paragraphs = '[]'",
            "author_id = author_id + 1",
            "signed_at = now()",
            "signed_by = 'system:x'",
        ],
    )
    def test_the_database_refuses_to_change_what_is_signed(self, change: str) -> None:
        note = make_signed_note(make_work())

        refused = pytest.raises(IntegrityError, match="This is kept as it was")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE caseload_note SET {change} WHERE id = %s", [note.pk])

    def test_an_addendum_is_added_and_never_changed(self) -> None:
        work = make_work()
        note = make_signed_note(work)

        addendum = actions.add_addendum(note=note, text="She rang later.", by=work.lead.actor)

        assert [row.text for row in note.addenda.all()] == ["She rang later."]
        addendum.text = "Else"
        with pytest.raises(Exception, match=r"never changed|permission denied"), transaction.atomic():
            addendum.save()

    def test_an_unsigned_note_takes_no_addendum(self) -> None:
        work = make_work()

        with pytest.raises(Refused, match="not signed yet"):
            actions.add_addendum(note=make_session(work).note, text="More", by=work.lead.actor)

    def test_only_the_writer_signs_and_only_what_is_written(self) -> None:
        work = make_work()
        written, empty = make_session(work).note, make_session(work, in_days(-2), text="").note
        other = make_user(RoleName.CLINICAL_LEAD, work.team, "Lee")

        with pytest.raises(Refused, match="Only Priya Shah"):
            actions.sign(note=written, by=other.actor)
        with pytest.raises(Refused, match="Write the note before signing it"):
            actions.sign(note=empty, by=work.lead.actor)

    @pytest.mark.rule("P70")
    def test_signing_waits_for_words_saved_since(self) -> None:
        work = make_work()
        session = make_session(work)
        draft = Draft.objects.get()
        save(work, session.appointment, "We met, and more", tab="other", revision=draft.revision)

        with pytest.raises(Refused, match="You have written more since"):
            actions.sign(note=session.note, by=work.lead.actor)

    def test_signing_twice_is_refused(self) -> None:
        work = make_work()
        note = make_signed_note(work)

        with pytest.raises(Refused, match="“Signed”"):
            actions.sign(note=note, by=work.lead.actor)

    def test_a_signed_session_is_not_recorded_again(self) -> None:
        work = make_work()
        note = make_signed_note(work)

        with pytest.raises(Refused, match="The note of this session is signed"):
            actions.record_session(
                appointment=session_of(note).appointment,
                present=work.everybody,
                happened=HAPPENED,
                by=work.lead.actor,
            )


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", []), ("  \n\n ", []), ("One", ["One"]), ("One\r\n\r\nTwo", ["One", "Two"]), ("A\nB\n \nC", ["A\nB", "C"])],
)
def test_paragraphs_stand_between_empty_lines(text: str, parts: list[str]) -> None:
    assert paragraphs_of(text) == parts
