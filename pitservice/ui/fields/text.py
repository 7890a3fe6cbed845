"""Fields that are typed: text, addresses, telephone and NHS numbers, whole numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, cast

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from nhs_number.validate import is_valid as is_nhs_number

from pitservice.ui.fields.wording import NhsField, capital

SHORT_TEXT = 200
LONG_TEXT = 10_000
POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})")
UNITED_KINGDOM = 44
_QUARTERS, _QUARTER = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?", re.ASCII), Decimal("0.25")


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

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(autocomplete=autocomplete, spellcheck=False, **kwargs)
        self.widget.attrs.pop("maxlength", None)

    def messages_for(self, called: str) -> dict[str, str]:
        wrong = "Enter an email address in the correct format, like name@example.com"
        return {"invalid": wrong, "max_length": f"{capital(called)} must be %(limit_value)d characters or fewer"}


class PhoneField(NhsCharField):
    """A telephone number, however it is written; kept as "+447700900123", shown as "07700 900123"."""

    def __init__(self, *, mobile: bool = False, autocomplete: str = "tel", width: str = "20", **kwargs: Any) -> None:
        self.mobile = mobile
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(autocomplete=autocomplete, width=width, **kwargs)

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
    style = styles.NATIONAL if number.country_code == UNITED_KINGDOM else styles.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))


class PostcodeField(NhsCharField):
    """A UK postcode; kept in capitals with its space."""

    def __init__(self, *, autocomplete: str = "postal-code", width: str = "10", **kwargs: Any) -> None:
        super().__init__(autocomplete=autocomplete, width=width, spellcheck=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return text
        bare = re.sub(r"[\s\-.]", "", text).upper()
        if not POSTCODE.fullmatch(bare):
            raise ValidationError("Enter a full UK postcode, like LS1 4AP", code="invalid")
        return f"{bare[:-3]} {bare[-3:]}"


class OrganisationCodeField(NhsCharField):
    """A national (ODS) code of an organisation; kept in capitals without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8, autocomplete="off", width="10", spellcheck=False, **kwargs)

    def to_python(self, value: Any) -> str:
        code = re.sub(r"\s", "", super().to_python(value)).upper()
        if code and not re.fullmatch(r"[A-Z0-9]{3,8}", code):
            raise ValidationError("Enter a national code of 3 to 8 letters and digits, like A81001", code="invalid")
        return code


class NhsNumberField(NhsCharField):
    """An NHS number (ten digits, the last a check digit by Mod 11); kept as digits, shown 3-3-4."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="off", spellcheck=False, **kwargs)
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
        if not is_nhs_number(digits):
            raise ValidationError("Check the NHS number: its last digit does not fit the others", code="check_digit")
        return digits

    def prepare_value(self, value: Any) -> Any:
        return shown_nhs_number(value) if isinstance(value, str) else value


def shown_nhs_number(digits: str) -> str:
    """Ten digits as 3-3-4; anything else unchanged."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if re.fullmatch(r"[0-9]{10}", digits) else digits


class NhsIntegerField(NhsField, forms.IntegerField):
    """A whole number, typed (no spinner: a turned mouse wheel changes it unseen)."""

    def __init__(self, *, width: str = "5", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(width=width, **kwargs)

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
        return super().to_python(value)


class NhsQuartersField(NhsCharField):
    """A number in quarters: 22.5 or 22.25, with a comma too. None where nothing was typed and nothing has to be."""

    def __init__(self, *, least: int, most: int, what: str = "a number", **kwargs: Any) -> None:
        super().__init__(max_length=6, **kwargs)
        self.least, self.most, self.what = least, most, what

    def clean(self, value: Any) -> Any:
        """As a decimal number; what was typed is checked as text first."""
        typed = super().clean(value)
        if not typed:
            return None
        number = Decimal(typed.replace(",", ".")) if _QUARTERS.fullmatch(typed) else None
        if number is None or not self.least <= number <= self.most or number % _QUARTER:
            like = "22.5" if self.least <= Decimal("22.5") <= self.most else "11.25"
            raise ValidationError(f"Enter {self.what} between {self.least} and {self.most}, in quarters, like {like}")
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value
