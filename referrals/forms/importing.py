"""Importing a sheet: the file, what its columns are, one row put right, and what a comment means for contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from pitservice.accounts.models import Team
from pitservice.db.errors import Refused
from pitservice.ui.fields import (
    NhsBooleanField,
    NhsCharField,
    NhsChoiceField,
    NhsFileField,
    NhsMultipleChoiceField,
    NhsTextField,
)
from pitservice.ui.forms import ActForm, FilterForm, offer_choices, offers_any
from pitservice.ui.layout import Fieldset, Opens, Reveal
from referrals.enums import CommentAnswer
from referrals.importing import reading
from referrals.importing.cells import plain
from referrals.importing.checking import FATHER, NOT_USED
from referrals.importing.columns import READ_ONLY, Col

#: In the list of a heading's choices "not used" must differ from "nothing chosen yet".
_NOT_USED = "-"
_LONG = (Col.ADDRESS, Col.RISKS, Col.REASON, Col.SIBLINGS, Col.SERVICES)
LIMITS = "A CSV or Excel file (.xlsx) of up to 20 MB, 20,000 rows and 200 columns. Its first row names the columns"


class SheetField(NhsFileField):
    """A spreadsheet: cleaned to its name and content. One that is too large is not read."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, read, if it is one that can be."""
        upload = super().clean(data, initial)
        if upload.size > reading.LARGEST:
            raise ValidationError(reading.TOO_LARGE, code="too_large")
        content = upload.read(reading.LARGEST + 1)
        try:
            reading.kind_of(content)
        except Refused as refusal:
            raise ValidationError(refusal.sentence, code="refused") from refusal
        return plain(upload.name or "sheet")[:200], content


class SheetForm(ActForm):
    """The file, and for which team."""

    team = NhsChoiceField(label="For which team?", called="the team")
    sheet = SheetField(label="Sheet of referrals", called="a sheet of referrals", help_text=LIMITS)

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "team", [(team.key, team.name) for team in teams])
        if len(teams) == 1:
            self.initial["team"] = teams[0].key
            self.fields["team"].widget = forms.HiddenInput()


class ColumnsForm(ActForm):
    """What each heading of the sheet is. Nothing is guessed: what is not known must be said (P3)."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        known: Mapping[str, str],
        samples: Mapping[str, Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"column_{place}": heading for place, heading in enumerate(headings, start=1)}
        for name, heading in self.names.items():
            shown = "; ".join(samples.get(heading, ()))
            self.fields[name] = NhsChoiceField(
                label=heading,
                called=f"what “{heading}” is",
                choices=_COLUMNS,
                widget=forms.Select,
                help_text=f"Such as: {shown}" if shown else "Empty in the first rows",
            )
            if heading in known:
                self.initial[name] = known[heading] or _NOT_USED

    def clean(self) -> dict[str, Any]:
        """No two headings are the same column, but for comments."""
        given = super().clean() or {}
        first: dict[str, str] = {}
        for name, heading in self.names.items():
            chosen = given.get(name)
            if chosen in (None, "", _NOT_USED, Col.COMMENTS):
                continue
            if chosen in first:
                self.add_error(name, f"“{first[chosen]}” is “{chosen}” already: say what “{heading}” is")
            first.setdefault(str(chosen), heading)
        return given

    def mapping(self) -> dict[str, str]:
        """By heading, which of our columns it is; empty for one that is not used."""
        chosen = {heading: self.cleaned_data[name] for name, heading in self.names.items()}
        return {heading: NOT_USED if column == _NOT_USED else column for heading, column in chosen.items()}


_COLUMNS = [
    ("", "Choose"),
    (_NOT_USED, "Not used: kept as it was sent"),
    (str(Col.COMMENTS), "Comments: somebody reads each of them"),
    *((str(column), str(column)) for column in Col if column != Col.COMMENTS),
]


class RowForm(ActForm):
    """One row: each of its cells as it stands now, those with a problem first."""

    left_out = NhsBooleanField(label="Leave this row out. You can change your mind later", required=False)

    def __init__(
        self, *args: Any, cells: Mapping[str, str], now: Mapping[str, str], wrong: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sent = {_name(column): (column, cell) for column, cell in cells.items() if column not in READ_ONLY}
        self.wrong = [_name(column) for column in wrong if _name(column) in self.sent]
        for name, (column, _) in self.sent.items():
            said = wrong.get(column, "")
            kind = NhsTextField if column in _LONG else NhsCharField
            extra: dict[str, Any] = {"rows": 3} if column in _LONG else {"width": "30"}
            self.fields[name] = kind(
                label=column, required=False, max_length=reading.LONGEST_CELL, help_text=said, **extra
            )
            self.initial.setdefault(name, now.get(column, ""))

    @property
    def helper(self) -> FormHelper:
        """What is wrong is in sight; the rest opens."""
        helper = super().helper
        others = [name for name in self.sent if name not in self.wrong]
        first = [Fieldset("What to put right", *self.wrong)] if self.wrong else []
        summary = "The other cells of this row" if self.wrong else "Change the cells of this row"
        rest = [Opens(summary, *others)] if others else []
        helper.layout = Layout("submission", "seen", *first, *rest, "left_out")
        return helper

    def corrected(self) -> dict[str, str]:
        """By our column, what was typed in place of what was sent."""
        typed = {column: (self.cleaned_data[name], cell) for name, (column, cell) in self.sent.items()}
        return {column: given for column, (given, cell) in typed.items() if plain(given) != plain(cell)}


def _name(column: str) -> str:
    return f"cell_{Col(column).name.lower()}"


class CommentForm(ActForm):
    """What a comment means for contact: said by somebody who has read it, never guessed (P3)."""

    answers = NhsMultipleChoiceField(
        label="What does it mean for contact?", called="what it means for contact", exclusive=(CommentAnswer.NOTHING,)
    )
    numbers = NhsMultipleChoiceField(label="Whose number?", called="whose number is not safe")
    people = NhsMultipleChoiceField(label="Who must not learn of it?", called="who must not learn of it")
    note = NhsTextField(
        label="What must be kept in mind?",
        called="what must be kept in mind",
        rows=2,
        max_length=300,
        help_text="Nothing goes out until whoever screens the referral has read this too",
    )
    same_words_too = NhsBooleanField(label="", required=False)

    def __init__(
        self, *args: Any, numbers: Mapping[str, str], people: Mapping[str, str], same: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in CommentAnswer if numbers or one != CommentAnswer.NUMBER]
        named = {**people, FATHER: "A father or partner who is not named here"}
        self._offer("answers", [(str(one), one.label) for one in offered])
        self._offer("numbers", list(numbers.items()))
        self._offer("people", list(named.items()))
        if same:
            rows = "the other row" if same == 1 else f"the {same:,} other rows"
            self.fields["same_words_too"].label = f"The same answer for {rows} with exactly these words"
        else:
            del self.fields["same_words_too"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        offer_choices(self, name, choices)

    @property
    def helper(self) -> FormHelper:
        """Whose, who and what open under their answers."""
        helper = super().helper
        opened = {str(CommentAnswer.SOMEBODY): ["people"], str(CommentAnswer.OTHER): ["note"]}
        if offers_any(self, "numbers"):
            opened[str(CommentAnswer.NUMBER)] = ["numbers"]
        same = ["same_words_too"] if "same_words_too" in self.fields else []
        helper.layout = Layout("submission", "seen", Reveal("answers", opened), *same)
        return helper

    def unasked(self) -> set[str]:
        """Whose number is not asked where the row names none."""
        found = super().unasked()
        return found if offers_any(self, "numbers") else found | {"numbers"}

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        chosen = self.cleaned_data
        wide = [one for one in chosen["answers"] if one not in (CommentAnswer.NUMBER, CommentAnswer.SOMEBODY)]
        numbers = [f"{CommentAnswer.NUMBER}:{side}" for side in chosen["numbers"] or ()]
        people = [f"{CommentAnswer.SOMEBODY}:{side}" for side in chosen["people"] or ()]
        return {
            "answers": [*wide, *numbers, *people],
            "note": chosen["note"] or "",
            "same_words_too": bool(chosen.get("same_words_too")),
        }


class RowsFilter(FilterForm):
    """Which rows of a sheet; `row` is one by its number, from a row that is like it."""

    row = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    show = NhsChoiceField(
        label="Rows",
        required=False,
        widget=forms.Select,
        choices=[
            ("", "All rows"),
            ("new", "New"),
            ("match", "Possible matches"),
            ("problem", "Problems"),
            ("comment", "Comments to answer"),
            ("ready", "Ready"),
            ("here", "Here already"),
            ("left_out", "Left out"),
            ("taken_in", "Taken in"),
        ],
    )
