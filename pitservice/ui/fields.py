"""Form fields the way the NHS asks questions: forgiving about how an answer is written, exact about what is wrong.

Each field takes `called`, the thing asked for as it stands inside a sentence ("the date the referral was received"), and
makes its messages from it: "Enter the date the referral was received", "The date … must include a month". Without it the
label is used. A form never renders differently for it: `pitservice.ui.controls` draws any Django field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any, cast

import nhs_number
import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from pitservice.ui import dates

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST_YEAR = 1900
LATEST_YEAR = 2199
SHORT_TEXT = 200
LONG_TEXT = 10_000
POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})")
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?")
# Without "am" or "pm" nobody means these hours of the night ("2:30" is the afternoon), so we ask.
UNLIKELY_HOURS = range(1, 7)
NOON = 12


# --- Words of errors ---


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "Date of birth" -> "date of birth", "NHS number" as it is."""
    first = label.split(" ")[0]
    return label if len(first) > 1 and first.isupper() else label[:1].lower() + label[1:]


def capital(text: str) -> str:
    """The first letter made a capital, the rest left alone."""
    return text[:1].upper() + text[1:]


def required_message(label: str, *, verb: str) -> str:
    """What to say when nothing was given; a question cannot stand in "Enter …", so it is quoted."""
    if not label:
        return f"{verb} an answer"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    return f"{verb} {in_sentence(label)}"


class NhsField(forms.Field):
    """What our fields share: `called`, messages made from it, and how the box is drawn."""

    verb = "Enter"
    control_classes = ""

    def __init__(
        self,
        *,
        called: str = "",
        width: str = "",
        autocomplete: str = "",
        spellcheck: bool | None = None,
        prefix: str = "",
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        given = dict(kwargs.pop("error_messages", None) or {})
        label = str(kwargs.get("label") or "")
        self.called = called or in_sentence(label) or "this"
        required = f"{self.verb} {called}" if called else required_message(label, verb=self.verb)
        kwargs["error_messages"] = {"required": required} | self.messages_for(self.called) | given
        super().__init__(**kwargs)
        self.prefix, self.suffix = prefix, suffix
        if width:
            self.control_classes = _width_class(width)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete
        if spellcheck is not None:
            self.widget.attrs["spellcheck"] = "true" if spellcheck else "false"

    def messages_for(self, called: str) -> dict[str, str]:
        """Messages of this kind of field, by code."""
        return {}


def _width_class(width: str) -> str:
    """`width` is a number of characters (2, 3, 4, 5, 10, 20, 30) or a part of the line ("one-half")."""
    return f"nhsuk-input--width-{width}" if width.isdigit() else f"nhsuk-u-width-{width}"


# --- Text ---


class NhsCharField(NhsField, forms.CharField):
    """One line of text; trimmed, and refused when it holds the NUL character, which no database takes."""

    def __init__(self, *, max_length: int = SHORT_TEXT, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        # A browser that stops typing at the limit hides what was lost from somebody who pastes.
        self.widget.attrs.pop("maxlength", None)

    def messages_for(self, called: str) -> dict[str, str]:
        return {"max_length": f"{capital(called)} must be %(limit_value)d characters or fewer"}

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        if "\x00" in text:
            message = f"{capital(self.called)} must not contain characters that cannot be printed"
            raise ValidationError(message, code="null_characters_not_allowed")
        return cast(str, super().to_python(text))


class NhsTextField(NhsCharField):
    """Several lines of text. With `count`, says how many characters are left."""

    def __init__(self, *, rows: int = 5, max_length: int = LONG_TEXT, count: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "cols": None}))
        super().__init__(max_length=max_length, **kwargs)
        self.count = max_length if count else 0

    def to_python(self, value: Any) -> str:
        """Word pastes vertical tabs for line breaks, and browsers send carriage returns: both become line feeds."""
        text = "" if value is None else str(value)
        return super().to_python(re.sub(r"\r\n?|[\x0b\x0c]", "\n", text))


class NhsEmailField(NhsField, forms.EmailField):
    """An e-mail address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"autocomplete": "email", "spellcheck": False} | kwargs))
        self.widget.attrs.pop("maxlength", None)

    def messages_for(self, called: str) -> dict[str, str]:
        wrong = "Enter an email address in the correct format, like name@example.com"
        return {"invalid": wrong, "max_length": f"{capital(called)} must be %(limit_value)d characters or fewer"}


class PhoneField(NhsCharField):
    """A telephone number, however it is written; kept as "+447700900123", shown as "07700 900123"."""

    def __init__(self, *, mobile: bool = False, **kwargs: Any) -> None:
        self.mobile = mobile
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(**({"autocomplete": "tel", "width": "20"} | kwargs))

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return text
        try:
            number = phonenumbers.parse(text, "GB")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError("Enter a telephone number, like 020 7946 0018 or 07700 900982", code="invalid")
        kept = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if self.mobile and kept.startswith("+44") and not kept.startswith("+447"):
            raise ValidationError("Enter a mobile number, like 07700 900982, because texts cannot go to others")
        return kept

    def prepare_value(self, value: Any) -> Any:
        return shown_phone(value) if isinstance(value, str) else value


def shown_phone(kept: str) -> str:
    """A kept number as people write it; anything else unchanged."""
    if not kept.startswith("+"):
        return kept
    try:
        number = phonenumbers.parse(kept, None)
    except phonenumbers.NumberParseException:
        return kept
    styles = phonenumbers.PhoneNumberFormat
    style = styles.NATIONAL if number.country_code == 44 else styles.INTERNATIONAL  # noqa: PLR2004
    return str(phonenumbers.format_number(number, style))


class PostcodeField(NhsCharField):
    """A UK postcode; kept in capitals with its space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"autocomplete": "postal-code", "spellcheck": False, "width": "10"} | kwargs))

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return text
        bare = re.sub(r"[\s\-.]", "", text).upper()
        if not POSTCODE.fullmatch(bare):
            raise ValidationError("Enter a full UK postcode, like LS1 4AP", code="invalid")
        return f"{bare[:-3]} {bare[-3:]}"


class NhsNumberField(NhsCharField):
    """An NHS number (ten digits, the last a check digit by Mod 11); kept as digits, shown 3-3-4."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"autocomplete": "off", "spellcheck": False} | kwargs))
        # The NHS's own width for ten digits and two spaces; the design system has no class between 10 and 20.
        self.control_classes = "app-input--width-12"
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return text
        digits = re.sub(r"[\s\-]", "", text)
        if not re.fullmatch(r"[0-9]{10}", digits):
            raise ValidationError("NHS number must be 10 digits, like 999 123 4567", code="invalid")
        if not nhs_number.is_valid(digits):
            raise ValidationError("Check the NHS number: its last digit does not fit the others", code="check_digit")
        return digits

    def prepare_value(self, value: Any) -> Any:
        return shown_nhs_number(value) if isinstance(value, str) else value


def shown_nhs_number(digits: str) -> str:
    """Ten digits as 3-3-4; anything else unchanged."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if re.fullmatch(r"[0-9]{10}", digits) else digits


class NhsIntegerField(NhsField, forms.IntegerField):
    """A whole number, typed (no spinner: a turned mouse wheel changes it unseen)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**({"width": "5"} | kwargs))

    def messages_for(self, called: str) -> dict[str, str]:
        subject = capital(called)
        return {
            "invalid": f"{subject} must be a whole number, like 7",
            "min_value": f"{subject} must be %(limit_value)s or more",
            "max_value": f"{subject} must be %(limit_value)s or fewer",
        }

    def to_python(self, value: Any) -> int | None:
        # Python refuses to read numbers of thousands of digits; nobody means one.
        if isinstance(value, str) and len(value.strip()) > len(str(2**63)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return cast("int | None", super().to_python(value))


# --- Choices ---


class _Choice(NhsField):
    """What choices share: hints under them, an "or" before the last, side by side, smaller."""

    verb = "Select"

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        after_divider: Iterable[str] = (),
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.hints = dict(hints or {})
        self.after_divider = tuple(after_divider)
        self.inline, self.small = inline, small

    def messages_for(self, called: str) -> dict[str, str]:
        return {"invalid_choice": f"Select {called} from the list", "invalid_list": f"Select {called} from the list"}


class NhsChoiceField(_Choice, forms.ChoiceField):
    """One of several: radio buttons, or a list to open with `widget=forms.Select`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(**kwargs)


class NhsMultipleChoiceField(_Choice, forms.MultipleChoiceField):
    """Several of several: checkboxes. A choice in `exclusive` ("None of these") cannot stand with another."""

    def __init__(self, *, exclusive: Iterable[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)
        self.exclusive = tuple(exclusive)

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = [one for one in value if one in self.exclusive]
        if alone and len(value) > 1:
            label = dict(cast(Sequence[tuple[str, str]], self.choices)).get(alone[0], alone[0])
            raise ValidationError(f"Select {self.called}, or select “{label}”", code="exclusive")


class NhsModelChoiceField(_Choice, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of a table, as a list to open."""


class NhsModelMultipleChoiceField(_Choice, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a table, as checkboxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)

    def messages_for(self, called: str) -> dict[str, str]:
        return super().messages_for(called) | {"invalid_pk_value": f"Select {called} from the list"}


class NhsBooleanField(NhsField, forms.BooleanField):
    """A single checkbox; when required it must be ticked."""

    verb = "Select"


class YesNoUnknownField(NhsChoiceField):
    """Yes, no or not known, as text ("yes", "no", "unknown"): "not known" is an answer, and never the same as "no"."""

    YES, NO, UNKNOWN = "yes", "no", "unknown"

    def __init__(self, *, unknown: str = "Not known", **kwargs: Any) -> None:
        choices = [(self.YES, "Yes"), (self.NO, "No"), (self.UNKNOWN, unknown)]
        super().__init__(**({"choices": choices} | kwargs))


class NhsFileField(NhsField, forms.FileField):
    """A file."""

    verb = "Choose"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput)
        super().__init__(**kwargs)

    def messages_for(self, called: str) -> dict[str, str]:
        return {"invalid": f"Choose {called}", "missing": f"Choose {called}", "empty": "The chosen file is empty"}


# --- Dates and times ---


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

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"width": "5", "autocomplete": "off"} | kwargs))

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
