"""A student in the room: who, and only with the agreement of each adult (P68)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.models import Appointment, Student, StudentAnswer
from families.models import Person
from pitservice.accounts.enums import RoleName
from pitservice.db.errors import Refused
from tests.caseload.pages.forms import day_boxes, filled, send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import MadeWork, in_days, let_it_have_begun, make_appointment, make_visit, make_work
from tests.make.families import make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P68")]


@pytest.fixture
def work() -> MadeWork:
    """A family with both parents."""
    return make_work(made=make_family(father="Daniel"))


@pytest.fixture
def booked(work: MadeWork, father: Person) -> Appointment:
    """A visit in a week with both, and a student who is to be there."""
    appointment = make_appointment(work, invited=[*work.everybody, father])
    return actions.seat_student(appointment=appointment, name="Jo Lark", origin="Eastfield University", by=BY)


def _page(work: MadeWork, name: str, appointment: Appointment) -> str:
    return client_of(work.lead).get(reverse(f"caseload:{name}", args=[appointment.key])).content.decode()


def _answers(work: MadeWork, appointment: Appointment, **said: str) -> Any:
    url = reverse("caseload:student_answers", args=[appointment.key])
    people = {"mother": work.made.mother, "father": work.made.father}
    given = {f"agrees_{people[who].key}": answer for who, answer in said.items()}  # type: ignore[union-attr]  # made
    return send(client_of(work.lead), url, how="in_person", **given).content.decode()


def test_a_student_is_put_on_and_each_adult_is_asked_apart(work: MadeWork, father: Person) -> None:
    appointment = make_appointment(work, invited=[*work.everybody, father])
    url = reverse("caseload:student", args=[appointment.key])

    asked = send(client_of(work.lead), url, who="by_name", name="Jo  Lark", origin="Eastfield University")
    one = _answers(work, appointment, mother="agrees")
    both = _answers(work, appointment, father="agrees")

    assert "Does Aisha Khan agree?" in asked.content.decode()
    assert "Jo Lark, Eastfield University" in one and "Not agreed yet" in one
    assert "Not agreed yet" not in both and "Daniel Khan: agrees (" in both and ", in person)" in both
    assert StudentAnswer.objects.count() == 2


def test_a_trainee_of_the_team_can_be_the_student(work: MadeWork) -> None:
    trainee = make_user(RoleName.TRAINEE, work.team, "Robin Hale")
    appointment = make_appointment(work)

    send(client_of(work.lead), reverse("caseload:student", args=[appointment.key]), who=trainee.key)

    assert Student.objects.get().user == trainee
    assert "Robin Hale, trainee" in _page(work, "appointment", appointment)
    with pytest.raises(Refused, match="not a trainee of the team"):
        actions.seat_student(appointment=appointment, trainee=work.lead, by=BY)


def test_until_all_agree_the_session_page_and_the_visit_sheet_warn(work: MadeWork, booked: Appointment) -> None:
    before = _page(work, "session", booked), _page(work, "sheet", booked)
    _answers(work, booked, mother="agrees", father="agrees")

    assert "Not agreed: Aisha Khan, Daniel Khan." in before[0]
    assert "Jo Lark, Eastfield University" in before[1] and "Not agreed yet" in before[1]
    assert "Ask about the student first" not in _page(work, "session", booked)
    assert "Not agreed yet" not in _page(work, "sheet", booked)


def test_booking_warns_of_who_has_not_agreed(work: MadeWork, booked: Appointment) -> None:
    _answers(work, booked, mother="agrees")
    url, client = reverse("caseload:book", args=[work.episode.key]), client_of(work.lead)
    student = booked.student
    assert student is not None
    everybody = [work.made.mother.key, work.made.father.key]  # type: ignore[union-attr]  # made with a father

    with_both = client.post(
        url, filled(client.get(url), **day_boxes("day", 9), time="10am", student=student.key, invited=everybody)
    )
    alone = client.post(
        url, filled(client.get(url), **day_boxes("day", 9), time="2pm", student=student.key, invited=everybody[:1])
    )

    assert with_both.status_code == 422
    assert "Daniel Khan has not agreed to Jo Lark being there." in with_both.content.decode()
    assert "has not agreed" not in alone.content.decode()


def test_a_later_no_takes_the_student_off_everything_ahead(work: MadeWork, booked: Appointment) -> None:
    _answers(work, booked, mother="agrees", father="agrees")
    following = actions.book_again(appointment=booked, weeks=1, by=BY)
    assert following.student == booked.student

    page = _answers(work, booked, father="declines")

    for appointment in (booked, following):
        appointment.refresh_from_db()
        assert appointment.student is None
    assert "The student is off 2 appointments that this family has ahead." in page
    assert "Jo Lark" not in client_of(work.lead).get(reverse("caseload:book", args=[work.episode.key])).content.decode()
    student = Student.objects.get()
    with pytest.raises(Refused, match="does not agree to Jo Lark being there"):
        actions.seat_student(appointment=booked, student=student, by=BY)
    assert [answer.agrees for answer in student.answers.all()] == [True, True, False]


def test_after_a_no_the_student_is_put_on_again_only_once_that_adult_was_asked_again(
    work: MadeWork, booked: Appointment
) -> None:
    _answers(work, booked, mother="agrees", father="declines")
    student, url = Student.objects.get(), reverse("caseload:student", args=[booked.key])

    not_asked = send(client_of(work.lead), url, who=student.key).content.decode()
    send(client_of(work.lead), url, who=student.key, **{f"again_{student.key}": "on"})

    assert "Jo Lark, Eastfield University: an adult has said no" in not_asked
    assert "Ask again before you choose" in not_asked
    booked.refresh_from_db()
    assert booked.student == student
    assert [answer.agrees for answer in student.answers.all()] == [True, False, True]


def test_the_student_goes_with_the_appointment_and_comes_off_alone(work: MadeWork, booked: Appointment) -> None:
    moved = actions.move(appointment=booked, visit=make_visit(work, in_days(9), student=booked.student), by=BY)

    page = send(client_of(work.lead), reverse("caseload:student", args=[moved.key]), who="nobody")

    moved.refresh_from_db()
    assert moved.student is None
    assert "No student is in the room" in page.content.decode()
    with pytest.raises(Refused, match="stays as it was"):
        actions.seat_student(appointment=booked, name="Jo Lark", by=BY)


def test_an_answer_is_kept_once_and_only_of_an_adult_of_the_work(work: MadeWork, booked: Appointment) -> None:
    student, today = Student.objects.get(), timezone.localdate()
    for _ in range(2):
        actions.record_answers(student=student, said=actions.Said({work.made.mother: True}, today), by=BY)

    assert StudentAnswer.objects.count() == 1
    with pytest.raises(Refused, match="not in this work"):
        actions.record_answers(student=student, said=actions.Said({work.made.baby: True}, today), by=BY)
    with pytest.raises(Refused, match="cannot be in the future"):
        actions.record_answers(student=student, said=actions.Said({}, in_days(1).date()), by=BY)


def test_without_a_student_there_is_nothing_to_ask(work: MadeWork) -> None:
    appointment = make_appointment(work)

    assert "so there is nothing to ask" in _page(work, "student_answers", appointment)
    assert "Put one on first" in _answers(work, appointment, mother="agrees")


def test_an_answer_recorded_meanwhile_is_not_overwritten_by_a_page_opened_before(
    work: MadeWork, booked: Appointment, father: Person
) -> None:
    _answers(work, booked, mother="agrees")
    url, client, student = reverse("caseload:student_answers", args=[booked.key]), client_of(work.lead), booked.student
    assert student is not None
    opened = filled(client.get(url), how="in_person", **{f"agrees_{father.key}": "agrees"})
    let_it_have_begun(booked)
    no = actions.Said({work.made.mother: False}, timezone.localdate(), "call")
    actions.record_answers(student=student, said=no, by=BY)

    page = client.post(url, opened)
    again = client.post(url, filled(page))

    said = [(answer.person, answer.agrees) for answer in student.answers.order_by("pk")]
    assert page.status_code == 409
    assert "Somebody has just recorded an answer" in page.content.decode()
    assert again.status_code == 302
    assert said == [(work.made.mother, True), (work.made.mother, False), (father, True)]
