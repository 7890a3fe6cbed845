"""Fields read what people write, keep one form of it, and say exactly what is wrong."""

from __future__ import annotations

import contextlib
from datetime import date, time, timedelta
from typing import Any, cast

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from pitservice.ui import fields


def sentence(field: forms.Field, value: Any) -> str:
    """The one sentence with which a field refuses a value."""
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    (message,) = refusal.value.messages
    return str(message)


RECEIVED = {"called": "the date the referral was received", "label": "Date received"}


@pytest.mark.parametrize(
    "typed",
    [("24", "11", "2026"), ("24", "Nov", "2026"), ("24", "november", "2026"), ("24", "NOV", "2026")],
)
def test_date_is_read(typed: tuple[str, str, str]) -> None:
    assert fields.NhsDateField(label="Date").clean(typed) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("", "", ""), "Enter the date the referral was received"),
        (("24", "", "2026"), "The date the referral was received must include a month"),
        (("", "", "2026"), "The date the referral was received must include a day and a month"),
        (("31", "2", "2026"), "The date the referral was received must be a real date"),
        (("32", "1", "2026"), "The date the referral was received must be a real date"),
        (("1", "x", "2026"), "The date the referral was received must be a real date"),
        (("1", "1", "26"), "The date the referral was received must have a year of 4 numbers, like 2026"),
        (("1", "1", "9999"), "The date the referral was received must be a real date"),
        (("1", "1", "9" * 5000), "The date the referral was received must be a real date"),
        (("٣", "1", "2026"), "The date the referral was received must be a real date"),
    ],
)
def test_date_is_refused_with_a_sentence(typed: tuple[str, str, str], expected: str) -> None:
    assert sentence(fields.NhsDateField(**RECEIVED), typed) == expected  # type: ignore[arg-type]  # a dict of keywords


def test_date_in_the_past_allows_today_and_refuses_tomorrow() -> None:
    today = timezone.localdate()
    field = fields.NhsDateField(past=True, **RECEIVED)  # type: ignore[arg-type]  # as above

    assert field.clean(today) == today
    assert (
        sentence(field, today + timedelta(days=1)) == "The date the referral was received must be today or in the past"
    )


def test_date_before_the_earliest_is_refused_with_the_limit() -> None:
    field = fields.NhsDateField(label="Start", earliest=date(2026, 4, 1))

    assert sentence(field, ("31", "3", "2026")) == "Start must be on or after 1 April 2026"


def test_date_says_which_boxes_are_wrong() -> None:
    with pytest.raises(ValidationError) as refusal:
        fields.NhsDateField(label="Date").clean(("24", "13", "2026"))

    assert (refusal.value.error_list[0].params or {})["parts"] == ["month"]


def test_date_widget_reads_three_boxes_or_one_address() -> None:
    widget = fields.NhsDateInput()

    boxes = widget.value_from_datadict({"d_day": " 1 ", "d_year": "2026"}, {}, "d")  # type: ignore[arg-type]  # no uploads are no MultiValueDict here
    whole = widget.value_from_datadict({"d": "2026-11-23"}, {}, "d")  # type: ignore[arg-type]  # as above

    assert boxes == ("1", "", "2026")
    assert whole == ("23", "11", "2026")
    assert widget.value_from_datadict({}, {}, "d") is None  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2:30pm", time(14, 30)),
        ("2.30 pm", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("midday", time(12)),
        ("10:05", time(10, 5)),
        ("02:30", time(2, 30)),
        ("9 a.m.", time(9)),
    ],
)
def test_time_is_read(typed: str, expected: time) -> None:
    assert fields.NhsTimeField(label="Time").clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Enter time"),
        ("2:30", "Time must say am or pm, like 2:30pm"),
        ("25:00", "Time must be a real time, like 2:30pm or 14:30"),
        ("14:30pm", "Time must be a time, like 2:30pm or 14:30"),
        ("soon", "Time must be a time, like 2:30pm or 14:30"),
    ],
)
def test_time_is_refused_with_a_sentence(typed: str, expected: str) -> None:
    assert sentence(fields.NhsTimeField(label="Time"), typed) == expected


def test_time_is_shown_the_nhs_way() -> None:
    field = fields.NhsTimeField(label="Time")

    assert [field.prepare_value(at) for at in (time(14, 30), time(0), time(12))] == ["2:30pm", "12am", "12pm"]


@pytest.mark.parametrize("typed", ["999 000 0018", "999-000-0018", "9990000018"])
def test_nhs_number_with_a_right_check_digit_is_kept_as_digits(typed: str) -> None:
    assert fields.NhsNumberField(label="NHS number").clean(typed) == "9990000018"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("999 000 0019", "Check the NHS number: its last digit does not fit the others"),
        ("999 123", "NHS number must be 10 digits, like 999 123 4567"),
        ("٩٩٩١٢٣٤٥٦٠", "NHS number must be 10 digits, like 999 123 4567"),
        ("", "Enter NHS number"),
    ],
)
def test_nhs_number_is_refused_with_a_sentence(typed: str, expected: str) -> None:
    assert sentence(fields.NhsNumberField(label="NHS number"), typed) == expected


def test_nhs_number_is_shown_in_threes() -> None:
    assert fields.NhsNumberField(label="NHS number").prepare_value("9990000018") == "999 000 0018"


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900123", "(0)7700-900-123", "0044 7700 900123"])
def test_phone_is_kept_in_one_form_and_shown_as_written(typed: str) -> None:
    field = fields.PhoneField(label="Mobile number", mobile=True)

    kept = field.clean(typed)

    assert kept == "+447700900123"
    assert field.prepare_value(kept) == "07700 900123"


def test_phone_for_texts_refuses_a_landline() -> None:
    field = fields.PhoneField(label="Mobile number", mobile=True)

    assert (
        sentence(field, "020 7946 0018")
        == "Enter a mobile number, like 07700 900982, because texts cannot go to others"
    )


@pytest.mark.parametrize("typed", ["12", "hello", "+999999999999999"])
def test_phone_that_cannot_be_one_is_refused(typed: str) -> None:
    field = fields.PhoneField(label="Telephone number")

    assert sentence(field, typed) == "Enter a telephone number, like 020 7946 0018 or 07700 900982"


@pytest.mark.parametrize(("typed", "kept"), [("ls14ap", "LS1 4AP"), ("SW1A 1AA", "SW1A 1AA"), ("m1  1ae", "M1 1AE")])
def test_postcode_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert fields.PostcodeField(label="Postcode").clean(typed) == kept


def test_postcode_that_is_none_is_refused() -> None:
    assert sentence(fields.PostcodeField(label="Postcode"), "LS1") == "Enter a full UK postcode, like LS1 4AP"


def test_text_is_trimmed_and_line_ends_become_one_kind() -> None:
    assert fields.NhsCharField(label="Name").clean("  Łukasz ") == "Łukasz"
    assert fields.NhsTextField(label="Note").clean("one\r\ntwo\x0bthree") == "one\ntwo\nthree"


def test_text_with_nul_or_too_much_of_it_is_refused() -> None:
    field = fields.NhsCharField(label="Name", max_length=5)

    assert sentence(field, "a\x00b") == "Name must not contain characters that cannot be printed"
    assert sentence(field, "abcdef") == "Name must be 5 characters or fewer"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("x", "Minutes must be a whole number, like 7"),
        ("9" * 5000, "Minutes must be a whole number, like 7"),
        ("0", "Minutes must be 1 or more"),
        ("601", "Minutes must be 600 or fewer"),
    ],
)
def test_whole_number_is_refused_with_a_sentence(typed: str, expected: str) -> None:
    field = fields.NhsIntegerField(label="Minutes", min_value=1, max_value=600)

    assert sentence(field, typed) == expected


def test_choice_is_asked_for_by_what_it_is_called() -> None:
    choices = [("a", "A")]

    assert sentence(fields.NhsChoiceField(label="Route", called="your decision", choices=choices), "") == (
        "Select your decision"
    )
    assert sentence(fields.NhsChoiceField(label="Does she know?", choices=choices), "") == (
        "Select an answer to “Does she know?”"
    )
    assert sentence(fields.NhsChoiceField(label="Route", choices=choices), "b") == "Select route from the list"


def test_not_known_is_an_answer_of_its_own() -> None:
    field = fields.YesNoUnknownField(label="Does he know?")

    assert field.clean("unknown") == "unknown"
    assert [label for _value, label in cast(Any, field.choices)] == ["Yes", "No", "Not known"]


def test_none_of_these_stands_alone() -> None:
    field = fields.NhsMultipleChoiceField(
        called="what worries you", choices=[("a", "Sleep"), ("none", "None of these")], exclusive=["none"]
    )

    assert field.clean(["none"]) == ["none"]
    assert sentence(field, ["a", "none"]) == "Select what worries you, or select “None of these”"


ALL_TEXT_FIELDS: list[forms.Field] = [
    fields.NhsCharField(label="a", required=False),
    fields.NhsTextField(label="a", required=False),
    fields.NhsEmailField(label="a", required=False),
    fields.NhsNumberField(label="a", required=False),
    fields.PhoneField(label="a", required=False),
    fields.PostcodeField(label="a", required=False),
    fields.NhsTimeField(label="a", required=False),
    fields.NhsIntegerField(label="a", required=False),
]


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for field in ALL_TEXT_FIELDS:
        try:
            field.clean(text)
        except ValidationError:
            continue


@given(typed=st.tuples(st.text(), st.text(), st.text()))
def test_any_three_texts_are_a_date_or_refused(typed: tuple[str, str, str]) -> None:
    with contextlib.suppress(ValidationError):
        fields.NhsDateField(label="a", required=False).clean(typed)
