"""Dates in three boxes, and times of day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from pitservice.ui import dates
from pitservice.ui.fields.text import NhsCharField
from pitservice.ui.fields.wording import NhsField, capital

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST_YEAR = 1900
LATEST_YEAR = 2199
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?")
# Without "am" or "pm" nobody means these hours of the night ("2:30" is the afternoon), so we ask.
UNLIKELY_HOURS = range(1, 7)
NOON = 12


class NhsDateInput(forms.Widget):
    """Three boxes: day, month, year. Holds what was typed, so that nothing is lost when it is wrong.

    An address may carry the date whole (`?since=2026-11-23`), which keeps the addresses of filtered lists short.
    """

    PARTS = ("day", "month", "year")
    use_fieldset = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> tuple[str, ...] | None:
        boxes = [data.get(f"{name}_{part}") for part in self.PARTS]
        if all(box is None for box in boxes):
            whole = data.get(name)
            return self.typed(str(whole)) if whole else None
        return tuple("" if box is None else str(box).strip() for box in boxes)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return name not in data and all(f"{name}_{part}" not in data for part in self.PARTS)

    def typed(self, value: Any) -> tuple[str, ...]:
        """What stands in the boxes for a date, for what was typed, or for "2026-11-23"."""
        if isinstance(value, date):
            return (str(value.day), str(value.month), str(value.year))
        if isinstance(value, str):
            parts = value.split("-")
            return tuple(reversed(parts)) if len(parts) == len(self.PARTS) else (value, "", "")
        return tuple(value) if value else ("", "", "")


class NhsDateField(NhsField):
    """A date in three boxes; months may be named.

    `past` and `future` both allow today. `earliest` and `latest` are dates, given with the reason in `error_messages`
    ("too_early", "too_late") where the plain sentence is not enough. `birth` lets the browser fill it in.
    """

    widget = NhsDateInput

    def __init__(
        self,
        *,
        past: bool = False,
        future: bool = False,
        earliest: date | None = None,
        latest: date | None = None,
        birth: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.past, self.future, self.birth = past, future, birth
        self.earliest, self.latest = earliest, latest

    def messages_for(self, called: str) -> dict[str, str]:
        subject = capital(called)
        return {
            "incomplete": f"{subject} must include %(missing)s",
            "invalid": f"{subject} must be a real date",
            "short_year": f"{subject} must have a year of 4 numbers, like 2026",
            "must_be_past": f"{subject} must be today or in the past",
            "must_be_future": f"{subject} must be today or in the future",
            "too_early": f"{subject} must be on or after %(limit)s",
            "too_late": f"{subject} must be on or before %(limit)s",
        }

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value is None:
            return value
        parts = NhsDateInput().typed(value)
        if not any(parts):
            return None
        missing = [name for name, given in zip(NhsDateInput.PARTS, parts, strict=True) if not given]
        if missing:
            words = " and ".join(f"a {name}" for name in missing)
            raise self._error("incomplete", parts=missing, missing=words)
        return self._read(*parts)

    def _read(self, day: str, month: str, year: str) -> date:
        if re.fullmatch(r"[0-9]{1,3}", year):
            raise self._error("short_year", parts=["year"])
        wrong = [
            name
            for name, number, last in (("day", _number(day), 31), ("month", _month(month), 12))
            if not 1 <= number <= last
        ]
        if not EARLIEST_YEAR <= _number(year) <= LATEST_YEAR:
            wrong.append("year")
        if wrong:
            raise self._error("invalid", parts=wrong)
        try:
            return date(_number(year), _month(month), _number(day))
        except ValueError:  # the 31st of a month of 30 days
            raise self._error("invalid", parts=["day"]) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        if self.past and value > today:
            raise self._error("must_be_past")
        if self.future and value < today:
            raise self._error("must_be_future")
        if self.earliest and value < self.earliest:
            raise self._error("too_early", limit=dates.day(self.earliest))
        if self.latest and value > self.latest:
            raise self._error("too_late", limit=dates.day(self.latest))

    def _error(self, code: str, **params: Any) -> ValidationError:
        given = {"parts": NhsDateInput.PARTS} | params
        return ValidationError(self.error_messages[code], code=code, params=given)


def _number(text: str) -> int:
    """The number in a box, or -1 when there is none (also for digits of other scripts and for very long ones)."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else -1


def _month(text: str) -> int:
    """The month in a box, by number or by name."""
    name = text.lower()[:3]
    return MONTHS.index(name) + 1 if name in MONTHS else _number(text)


class NhsTimeField(NhsCharField):
    """A time of day: "2:30pm", "14:30", "2pm". Gives a `datetime.time`."""

    def __init__(self, *, width: str = "5", **kwargs: Any) -> None:
        super().__init__(width=width, autocomplete="off", **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time) or value in self.empty_values:
            return value or None
        return _read_time(super().to_python(value).lower(), subject=capital(self.called))

    def run_validators(self, value: Any) -> None:
        """The validators of text (its length, NUL) have had their say before the text became a time."""

    def prepare_value(self, value: Any) -> Any:
        return shown_time(value) if isinstance(value, time) else value


def _read_time(text: str, *, subject: str) -> time | None:
    if not text:
        return None
    if text in ("noon", "midday", "midnight"):
        return time(0 if text == "midnight" else NOON)
    match = TIME.fullmatch(text)
    if match is None:
        raise ValidationError(f"{subject} must be a time, like 2:30pm or 14:30", code="invalid")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").replace(".", "")
    if not half and hour in UNLIKELY_HOURS and not text.startswith("0"):
        example = f"{hour}:{minute:02}"
        raise ValidationError(f"{subject} must say am or pm, like {example}pm", code="am_or_pm")
    if half and not 1 <= hour <= NOON:
        raise ValidationError(f"{subject} must be a time, like 2:30pm or 14:30", code="invalid")
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValidationError(f"{subject} must be a real time, like 2:30pm or 14:30", code="invalid") from None


def shown_time(at: time) -> str:
    """A time the NHS way: "2:30pm", "10am"."""
    hour = at.hour % NOON or NOON
    return f"{hour}{f':{at.minute:02}' if at.minute else ''}{'am' if at.hour < NOON else 'pm'}"
