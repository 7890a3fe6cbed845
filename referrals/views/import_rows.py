"""One row of a sheet: put right, left out, and its comment answered (P3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pitservice.ui.components import Link
from pitservice.ui.dates import count
from pitservice.ui.pages import ActionPage, RecordPage
from referrals import actions
from referrals.enums import CommentAnswer, Standing
from referrals.forms.importing import CommentForm, RowForm
from referrals.models import ImportRow
from referrals.presenters import importing as parts
from referrals.selectors import imports as selectors
from referrals.views.importing import AboutImport

_KINDS = frozenset(selectors.PARTS)


class _RowPage(AboutImport, ActionPage):
    """A row that is not a referral yet."""

    abstract: ClassVar[bool] = True
    anew: ClassVar[Sequence[str]] = ("row",)

    @cached_property
    def row(self) -> ImportRow:
        """The one with the address's `row`."""
        rows = selectors.rows_of(self.sheet, self.viewer).exclude(standing=Standing.TAKEN_IN)
        return self.find(rows.select_related("referral"), key=self.kwargs["row"])

    def get_subject(self) -> ImportRow:
        """Its version travels in the form."""
        return self.row

    def families(self) -> Iterable[tuple[int, int]]:
        """Nobody's yet."""
        return ()

    def get_heading(self) -> str:
        """Which row."""
        return f"Row {self.row.number}"

    def get_cancel(self) -> Link:
        """Back to the rows."""
        return Link("Back to the rows", self.listed)

    @property
    def listed(self) -> str:
        """The list this person came from."""
        show = self.request.GET.get("show", "")
        return f"{self.rows_href}?show={show}" if show in _KINDS else self.rows_href


class ImportRowPage(_RowPage):
    """Put a row right, or leave it out."""

    form_class = RowForm
    submit_label = "Save the row"

    @cached_property
    def look(self) -> selectors.RowLook:
        """Whom the row may be about, as far as this viewer may know (P10)."""
        return selectors.look_at(self.row, self.sheet, self.viewer)

    def families(self) -> Iterable[tuple[int, int]]:
        """Records that it may be about."""
        return [(match.family.pk, match.family.team_id) for match in self.look.matches]

    def aside(self) -> Sequence[object]:
        """What is wrong, what it says besides, whom it may be about."""
        return parts.about_row(self.row, self.sheet, self.look)

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {"left_out": self.row.left_out}

    def form_kwargs(self) -> dict[str, Any]:
        """The cells as they were sent and as they are, and what is wrong with each."""
        row, sheet = self.subject, self.sheet
        return {
            "cells": parts.cells_sent(row, sheet),
            "now": parts.cells_now(row, sheet),
            "wrong": parts.wrong_by_column(row),
        }

    def act(self, form: Any) -> str:
        """Keep what was typed; a row that still has a problem is shown again with it."""
        given = form.cleaned_data
        row = actions.correct_row(
            row=self.row,
            corrected=form.corrected(),
            left_out=given["left_out"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        self.success = _SAID[Standing(row.standing)].format(number=row.number)
        return self.request.get_full_path() if row.standing == Standing.PROBLEM else self.listed


_SAID = {
    Standing.PROBLEM: "Row {number} was saved, and still has a problem. It is said below.",
    Standing.COMMENT: "Row {number} was saved. Its comment waits for an answer.",
    Standing.READY: "Row {number} was saved and is ready.",
    Standing.HERE: "Row {number} was saved. It was taken in before, so nothing is done with it.",
    Standing.LEFT_OUT: "Row {number} is left out.",
}


class ImportCommentPage(_RowPage):
    """Read what the sheet says besides, and say what it means for contact (P3)."""

    form_class = CommentForm
    submit_label = "Answer"

    @cached_property
    def waiting(self) -> Any:
        """Comments of the sheet that nobody has answered."""
        return selectors.rows_of(self.sheet, self.viewer).filter(selectors.PARTS["comment"])

    def get_heading(self) -> str:
        """Which row."""
        return f"Comment in row {self.row.number}"

    def intro(self) -> Sequence[str]:
        """How many wait."""
        return (f"{count(self.waiting.count(), 'comment')} of this sheet to answer.",)

    def aside(self) -> Sequence[object]:
        """The words themselves."""
        return parts.comment_aside(self.row, self.sheet)

    def initial(self) -> dict[str, Any]:
        """What was answered before."""
        said = [answer.partition(":") for answer in self.row.answers]
        return {
            "answers": list(dict.fromkeys(kind for kind, _, _ in said)),
            "numbers": [whose for kind, _, whose in said if kind == CommentAnswer.NUMBER],
            "people": [whose for kind, _, whose in said if kind == CommentAnswer.SOMEBODY],
            "note": self.row.answer_note,
        }

    def form_kwargs(self) -> dict[str, Any]:
        """Whose numbers, who is named, and how many rows say the same."""
        row, sheet = self.subject, self.sheet
        same = self.waiting.filter(comment=row.comment).exclude(pk=row.pk).count()
        return {"numbers": parts.numbers_named(row, sheet), "people": parts.people_named(row, sheet), "same": same}

    def act(self, form: Any) -> str:
        """Keep the answer, and on to the next."""
        seen = form.cleaned_data["seen"]
        rows = actions.answer_comment(row=self.row, seen=seen, **form.given(), by=self.viewer.actor)
        self.success = f"Answered for {count(rows, 'row')}."
        return reverse("referrals:import-comments", args=[self.sheet.key])


class ImportCommentsPage(AboutImport, RecordPage):
    """Leads to the next comment that nobody has answered, and back to the import when there is none."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """On."""
        rows = selectors.rows_of(self.sheet, self.viewer).filter(selectors.PARTS["comment"])
        row = rows.first()
        if row is None:
            return redirect(self.href)
        return redirect(reverse("referrals:import-comment", args=[self.sheet.key, row.key]))
